package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// A late change costs what the patient was told and agreed to, and nothing is
// done for less; the appointment and its history keep the fee, with the way it
// was said. Staff cause none.
func TestAFeeIsAgreedToBefore(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 3)
	o.superuser()("UPDATE appointment_type SET cancel_notice_minutes = 1440, late_cancel_fee = 2500 WHERE id = $1", o.clinic.CheckUp.ID)
	for n := range 3 {
		o.mustBook(n, o.clinic.CheckUp, o.clinic.Lee, tuesday(9, 30*n))
	}
	coming := func(n int) conversations.AppointmentFacts {
		t.Helper()
		found, _ := o.ask(n, conversations.FindAppointments{PatientIDs: []uuid.UUID{o.people[n].patientID}}).(conversations.AppointmentsFound)
		if len(found.Appointments) != 1 {
			t.Fatalf("patient %d has %d appointments", n, len(found.Appointments))
		}
		return found.Appointments[0]
	}
	told := conversations.ChangeRefused{Reason: conversations.RefusedFee, Fee: 2500}
	first := coming(0)
	for _, agreed := range []int64{0, 2499} {
		if event := o.ask(0, conversations.CancelAppointment{AppointmentID: first.AppointmentID, Version: first.Version, AgreedFee: agreed}); event != told {
			t.Errorf("a late cancellation for %d: %#v", agreed, event)
		}
	}
	if _, done := o.ask(0, conversations.CancelAppointment{AppointmentID: first.AppointmentID, Version: 1, AgreedFee: 2500}).(conversations.AppointmentCancelled); !done {
		t.Error("the fee was agreed to, and nothing was done")
	}
	second := coming(1)
	move := conversations.MoveAppointment{AppointmentID: second.AppointmentID, Version: 1, Slot: o.checkUp(tuesday(9, 0).AddDate(0, 0, 7))}
	if event := o.ask(1, move); event != told {
		t.Errorf("a late move for nothing: %#v", event)
	}
	move.AgreedFee = 2500
	if _, done := o.ask(1, move).(conversations.AppointmentMoved); !done {
		t.Error("the fee was agreed to, and nothing was done")
	}
	// Now it is a week ahead, and a change is free again.
	if event, done := o.ask(1, conversations.CancelAppointment{AppointmentID: second.AppointmentID, Version: 2}).(conversations.AppointmentCancelled); !done {
		t.Errorf("a change in time: %#v", event)
	}
	third, err := o.desk.Cancel(t.Context(), o.principal, jobs.CancelRequest{
		AppointmentID: coming(2).AppointmentID, Version: 1, Reason: records.CancelledByPatient, Note: "ill",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	for appointmentID, want := range map[uuid.UUID]struct {
		fee     int64
		channel string
	}{first.AppointmentID: {2500, "sms"}, second.AppointmentID: {2500, "sms"}, third.Appointment.ID: {0, "api"}} {
		o.in(func(ctx context.Context, tx *postgres.Tx) error {
			history, err := tx.AppointmentHistory(ctx, appointmentID)
			if err != nil {
				return err
			}
			if last := history[len(history)-1]; last.Fee != want.fee || last.Channel != want.channel || o.appointment(appointmentID).Fee != want.fee {
				t.Errorf("kept: %+v, want %+v", last, want)
			}
			return nil
		})
	}
}

// What is suggested for overbooking comes from the clinic's own history of a
// type and lead time, of which there must be enough, and only where the clinic
// has asked for it.
func TestOverbookingIsSuggestedFromHistory(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 4)
	superuser := o.superuser()
	if _, err := o.desk.OverbookingSuggestions(t.Context(), o.principal, records.LocalDate{}); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("a clinic that has not asked for suggestions: %v", err)
	}
	superuser("UPDATE clinic SET suggest_overbooking = true, version = version + 1")
	superuser("UPDATE practitioner SET overbooking_capacity = 2 WHERE id = $1", o.clinic.Lee.ID)
	for n := range 3 {
		o.mustBook(n, o.clinic.CheckUp, o.clinic.Lee, tuesday(9, 30*n))
	}
	past := func(from, to int) {
		superuser(`INSERT INTO appointment (clinic_id, id, patient_id, practitioner_id, appointment_type_id, status, start_at, end_at, created_at)
			SELECT $1, gen_random_uuid(), $2, $3, $4, CASE WHEN n % 5 < 2 THEN 'noshow' ELSE 'fulfilled' END,
				$5::timestamptz - make_interval(days => n), $5::timestamptz - make_interval(days => n) + interval '30 minutes',
				$5::timestamptz - make_interval(days => n, hours => 20) FROM generate_series($6::integer, $7::integer) AS n`,
			o.clinic.ID, o.people[3].patientID, o.clinic.Osei.ID, o.clinic.CheckUp.ID, monday, from, to)
	}
	suggested := func() []jobs.OverbookingSuggestion {
		t.Helper()
		o.clock.advance(3 * time.Second)
		found, err := o.desk.OverbookingSuggestions(t.Context(), o.principal, records.LocalDate{Year: 2026, Month: time.November, Day: 24})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	past(1, jobs.MinNoShowHistory-1)
	if found := suggested(); len(found) != 0 {
		t.Errorf("suggested from too little history: %+v", found)
	}
	past(jobs.MinNoShowHistory, jobs.MinNoShowHistory)
	// Three with a chance of two in five: at least one stays away with 78 %, at
	// least two with 35 %.
	found := suggested()
	if len(found) != 1 || !found[0].Start.Equal(tuesday(9, 0)) || found[0].PractitionerName != "Dr Lee" || found[0].Chance != 0.4 {
		t.Errorf("suggested: %+v", found)
	}
}
