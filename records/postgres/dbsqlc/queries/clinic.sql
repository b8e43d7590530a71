-- name: InsertOrganization :exec
INSERT INTO organization (id, name) VALUES ($1, $2);

-- name: InsertClinic :exec
INSERT INTO clinic (id, organization_id, slug, name, time_zone, country, languages, address, phone, emergency_number, privacy_url,
    currency, suggest_overbooking, late_tolerance_minutes, survey_active, survey_delay_minutes, survey_pause_weeks)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: GetClinic :one
SELECT id, organization_id, slug, name, time_zone, country, languages, address, phone, emergency_number, privacy_url, currency,
    suggest_overbooking, late_tolerance_minutes, survey_active, survey_delay_minutes, survey_pause_weeks, erase_provider_media, version
FROM clinic WHERE id = $1;

-- name: ClinicVersion :one
SELECT version FROM clinic WHERE id = $1;

-- name: TouchClinic :exec
UPDATE clinic SET version = version + 1 WHERE id = $1;

-- name: InsertTurnLanes :exec
INSERT INTO turn_lane (clinic_id, lane) SELECT $1, generate_series(0, sqlc.arg(lanes)::integer - 1)::smallint;

-- name: InsertChannel :exec
INSERT INTO channel (clinic_id, id, name, kind, provider, address, active, service_id, account_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: InsertSendLane :exec
INSERT INTO send_lane (clinic_id, channel_id) VALUES ($1, $2);

-- name: UpdateChannelProvider :execrows
UPDATE channel SET provider = $3, address = $4 WHERE clinic_id = $1 AND id = $2;

-- name: GetChannel :one
SELECT clinic_id, id, name, kind, provider, address, active, service_id, account_id FROM channel WHERE clinic_id = $1 AND id = $2;

-- name: ListChannels :many
SELECT clinic_id, id, name, kind, provider, address, active, service_id, account_id FROM channel WHERE clinic_id = $1 ORDER BY name;

-- name: InsertPractitioner :exec
INSERT INTO practitioner (clinic_id, id, name, specialty, languages, daily_cap, overbooking_capacity, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: ListPractitioners :many
SELECT clinic_id, id, name, specialty, languages, daily_cap, overbooking_capacity, active FROM practitioner WHERE clinic_id = $1 AND active ORDER BY name, id;

-- name: InsertResource :exec
INSERT INTO resource (clinic_id, id, kind, name, location_id, active) VALUES ($1, $2, $3, $4, $5, $6);

-- name: ListResources :many
SELECT clinic_id, id, kind, name, location_id, active FROM resource WHERE clinic_id = $1 AND active ORDER BY name, id;

-- name: InsertAppointmentType :exec
INSERT INTO appointment_type (clinic_id, id, name, synonyms, duration_minutes, buffer_before_minutes, buffer_after_minutes,
    lead_time_minutes, horizon_days, slot_step_minutes, bookable_by_chat, preparation, resource_kinds, active, capacity, modality,
    daily_cap, cancel_notice_minutes, late_cancel_fee, no_show_fee, move_limit, waitlist_notice_minutes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- name: InsertAppointmentTypePractitioners :exec
INSERT INTO appointment_type_practitioner (clinic_id, appointment_type_id, practitioner_id)
SELECT $1, $2, unnest(sqlc.arg(practitioner_ids)::uuid[]);

-- name: ListAppointmentTypes :many
SELECT t.clinic_id, t.id, t.name, t.synonyms, t.duration_minutes, t.buffer_before_minutes, t.buffer_after_minutes,
    t.lead_time_minutes, t.horizon_days, t.slot_step_minutes, t.bookable_by_chat, t.preparation, t.resource_kinds, t.active,
    t.capacity, t.modality, t.daily_cap, t.cancel_notice_minutes, t.late_cancel_fee, t.no_show_fee, t.move_limit,
    t.waitlist_notice_minutes,
    array(SELECT p.practitioner_id FROM appointment_type_practitioner p
        WHERE p.clinic_id = t.clinic_id AND p.appointment_type_id = t.id ORDER BY p.practitioner_id)::uuid[] AS practitioner_ids
FROM appointment_type t WHERE t.clinic_id = $1 AND t.active ORDER BY t.id;

-- name: InsertAvailability :exec
INSERT INTO availability (clinic_id, id, practitioner_id, kind, weekday, start_minute, end_minute, valid_from, valid_until, rrule,
    location_id, appointment_type_ids)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: ListAvailability :many
SELECT clinic_id, id, practitioner_id, kind, weekday, rrule, start_minute, end_minute, valid_from, valid_until, location_id,
    appointment_type_ids
FROM availability WHERE clinic_id = $1 ORDER BY practitioner_id, weekday, start_minute, id;

-- name: InsertLocation :exec
INSERT INTO location (clinic_id, id, name, address, active) VALUES ($1, $2, $3, $4, $5);

-- name: ListLocations :many
SELECT clinic_id, id, name, address, active FROM location WHERE clinic_id = $1 AND active ORDER BY name, id;

-- name: InsertAbsence :exec
INSERT INTO absence (clinic_id, id, practitioner_id, location_id, kind, start_date, start_minute, end_date, end_minute, created_at,
    ask_patients)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: ListAbsences :many
-- Those that are not long over; the settings of a clinic are read without now,
-- so a year of them is kept.
SELECT clinic_id, id, practitioner_id, location_id, kind, start_date, start_minute, end_date, end_minute, ask_patients, created_at,
    ended_at
FROM absence WHERE clinic_id = $1 AND end_date >= current_date - 366 AND ended_at IS NULL ORDER BY start_date, start_minute, id;
