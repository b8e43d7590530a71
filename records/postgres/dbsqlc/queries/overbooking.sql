-- name: NoShowHistory :many
-- How often nobody came, by what was booked and how long before: nothing of who
-- the patients are. Leads are counted in days, in steps.
SELECT a.appointment_type_id, width_bucket(extract(epoch FROM a.start_at - a.created_at) / 86400, ARRAY[1, 3, 7, 14, 30]::numeric[])::integer AS lead_step,
    count(*)::integer AS ended, count(*) FILTER (WHERE a.status = 'noshow')::integer AS no_shows
FROM appointment a
WHERE a.clinic_id = $1 AND a.status IN ('fulfilled', 'noshow') AND a.overbooking_reason = ''
    AND a.start_at >= sqlc.arg(since)::timestamptz AND a.start_at < sqlc.arg(until)::timestamptz
GROUP BY a.appointment_type_id, lead_step;
