-- name: UpdatePractitioner :execrows
UPDATE practitioner SET name = $3, specialty = $4, languages = $5, daily_cap = $6, overbooking_capacity = $7
WHERE clinic_id = $1 AND id = $2;

-- name: UpdateLocation :execrows
UPDATE location SET name = $3, address = $4 WHERE clinic_id = $1 AND id = $2;

-- name: DeleteAvailability :execrows
DELETE FROM availability WHERE clinic_id = $1 AND id = $2;

-- name: UpdateAppointmentType :execrows
UPDATE appointment_type SET duration_minutes = $3, buffer_before_minutes = $4, buffer_after_minutes = $5, lead_time_minutes = $6,
    horizon_days = $7, slot_step_minutes = $8, bookable_by_chat = $9, capacity = $10, modality = $11, daily_cap = $12,
    cancel_notice_minutes = $13, late_cancel_fee = $14, no_show_fee = $15, move_limit = $16, waitlist_notice_minutes = $17, preparation = $18
WHERE clinic_id = $1 AND id = $2;
