package jobs_test

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// unsound are the sentences of what must never be, as queries over the tables
// that know nothing of the program: each gives a line for every breach. $1 is
// now. A live appointment is one that has its time, a hold that has not run out
// included.
var unsound = map[string]string{
	"two patients have the same practitioner, room or device at once": liveAppointments + `
		SELECT a.id || ' and ' || b.id FROM live a JOIN live b ON a.id < b.id AND a.span && b.span
		WHERE (a.practitioner_id = b.practitioner_id OR a.resource_ids && b.resource_ids)
			AND NOT (a.capacity > 1 AND a.appointment_type_id = b.appointment_type_id AND a.practitioner_id = b.practitioner_id
				AND a.start_at = b.start_at)
			AND a.overbooking_reason = '' AND b.overbooking_reason = '' AND a.moves_id <> b.id AND b.moves_id <> a.id`,
	"a patient is in two places": liveAppointments + `
		SELECT a.id || ' and ' || b.id FROM live a JOIN live b ON a.id < b.id AND a.span && b.span
		WHERE a.patient_id = b.patient_id AND a.moves_id <> b.id AND b.moves_id <> a.id`,
	"a group has more patients than places": liveAppointments + `
		SELECT appointment_type_id || ' at ' || start_at FROM live WHERE capacity > 1 AND status <> 'pending'
		GROUP BY appointment_type_id, practitioner_id, start_at, capacity HAVING count(*) > capacity`,
	"a practitioner has more appointments than the day's cap": liveAppointments + `
		SELECT practitioner_id || ' on ' || (start_at AT TIME ZONE 'America/New_York')::date FROM live
		WHERE practitioner_cap > 0 AND status <> 'pending'
		GROUP BY practitioner_id, (start_at AT TIME ZONE 'America/New_York')::date, practitioner_cap HAVING count(*) > practitioner_cap`,
	"more are booked over a time than the capacity for it": liveAppointments + `
		SELECT a.id::text FROM live a WHERE a.overbooking_reason <> '' AND a.overbooking_capacity < (
			SELECT count(*) FROM live b WHERE b.overbooking_reason <> '' AND b.practitioner_id = a.practitioner_id AND b.span && a.span)`,
	"an appointment does not occupy its own time": liveAppointments + `
		SELECT a.id::text FROM live a, unnest(ARRAY[a.practitioner_id, a.patient_id] || a.resource_ids) AS subject
		WHERE NOT EXISTS (SELECT FROM occupancy o WHERE o.appointment_id = a.id AND o.subject_id = subject AND o.during = a.span)`,
	// A row that ran out takes nothing, whosever it was: the next who wants the
	// time clears it, or the sweep does.
	"time is occupied by what is over": `
		SELECT a.id || ' ' || a.status FROM appointment a JOIN occupancy o ON o.appointment_id = a.id
		WHERE a.status NOT IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled')
			AND (o.expires_at IS NULL OR o.expires_at > $1::timestamptz)`,
	"a booking lets holds of its conversation overlap it": `
		SELECT a.id::text FROM appointment a JOIN occupancy o ON o.appointment_id = a.id
		WHERE a.status <> 'pending' AND o.share_id = a.conversation_id AND (o.expires_at IS NULL OR o.expires_at > $1::timestamptz)`,
	"an appointment's rows are not of its own time": `
		SELECT a.id::text FROM appointment a JOIN occupancy o ON o.appointment_id = a.id
		WHERE NOT o.during && tstzrange(a.start_at, a.end_at) AND $1::timestamptz IS NOT NULL`,
	"a history has a gap, or does not end in the present": `
		SELECT a.id::text FROM appointment a WHERE $1::timestamptz IS NOT NULL AND (
			a.version <> (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id)
			OR NOT EXISTS (SELECT FROM appointment_event e WHERE e.appointment_id = a.id AND e.appointment_version = a.version
				AND e.status = a.status AND e.start_at = a.start_at AND e.practitioner_id = a.practitioner_id AND e.fee = a.fee))`,
	"a reminder is planned for what will not be": `
		SELECT a.id || ' ' || a.status FROM appointment a JOIN reminder_step r ON r.appointment_id = a.id AND r.appointment_version = a.version
		WHERE a.status <> 'booked' AND $1::timestamptz IS NOT NULL`,
}

// liveAppointments begins a query over live appointments, their whole span and
// what bounds them. moves_id is the appointment that a hold would move.
const liveAppointments = `
	WITH live AS (
		SELECT a.*, t.capacity, p.daily_cap AS practitioner_cap, p.overbooking_capacity,
			tstzrange(a.start_at - make_interval(mins => t.buffer_before_minutes), a.end_at + make_interval(mins => t.buffer_after_minutes)) AS span,
			coalesce((SELECT o.share_id FROM occupancy o WHERE o.appointment_id = a.id AND o.subject_kind = 'patient' LIMIT 1), a.id) AS moves_id
		FROM appointment a JOIN appointment_type t ON t.id = a.appointment_type_id JOIN practitioner p ON p.id = a.practitioner_id
		WHERE a.status IN ('booked', 'arrived', 'checked-in', 'fulfilled') OR a.status = 'pending' AND a.hold_until > $1::timestamptz)`

// breaches gives every line of every query of unsound.
func (w *world) breaches() []string {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	connection, err := pgx.Connect(ctx, w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer connection.Close(ctx)
	var found []string
	for sentence, query := range unsound {
		rows, err := connection.Query(ctx, query, w.clock.now())
		if err != nil {
			w.t.Fatal(err)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			w.t.Fatalf("%s: %v", sentence, err)
		}
		for _, line := range lines {
			found = append(found, sentence+": "+line)
		}
	}
	return found
}
