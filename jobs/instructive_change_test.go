package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// number gives one number from the tables.
func (w *world) number(query string, arguments ...any) int {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer connection.Close(context.Background())
	var found int
	if err := connection.QueryRow(w.t.Context(), query, arguments...).Scan(&found); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// calcom/cal.diy#7225, #6905 (PR #7232): reminders survive a cancellation and a
// reschedule, and remind of a time that is not agreed any more.
func TestInstructive09_CalcomIssue7225_RemindersOfAnOldTime(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 0)
	patient := o.clinic.NewPatient(t, o.store, "Maria Lopez", phone, monday)
	week := tuesday(10, 0).AddDate(0, 0, 7)
	visit, err := o.desk.Book(t.Context(), o.principal, jobs.BookRequest{
		PatientID: patient.ID, AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Lee.ID, Start: week,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	// The reminder of three days before is written, and has not left yet, when
	// the appointment moves to Friday.
	o.sweepAt(week.AddDate(0, 0, -3).Add(time.Hour))
	moved, err := o.desk.Move(t.Context(), o.principal, jobs.MoveRequest{AppointmentID: visit.Appointment.ID, Version: 1, Start: week.AddDate(0, 0, 3)}, "")
	if err != nil {
		t.Fatal(err)
	}
	o.start()
	about := func(version int64, status string) int {
		return o.number("SELECT count(*) FROM message WHERE appointment_id = $1 AND appointment_version = $2 AND status = $3",
			visit.Appointment.ID, version, status)
	}
	o.until("the old reminder is held back", func() bool { return about(1, "not-sent") == 1 })
	if reason := o.number("SELECT count(*) FROM message WHERE not_sent_reason = 'obsolete'"); reason != 1 {
		t.Error("it was not held back as obsolete")
	}
	for at := week.AddDate(0, 0, -2); at.Before(week.AddDate(0, 0, 3)); at = at.Add(2 * time.Hour) {
		o.sweepAt(at)
		o.until("nothing waits to be sent", func() bool {
			return o.number("SELECT count(*) FROM message WHERE status IN ('queued', 'sending')") == 0
		})
	}
	o.until("the reminder of the day before Friday is sent", func() bool { return about(moved.Appointment.Version, "sent") >= 1 })
	if old := o.number("SELECT count(*) FROM message WHERE appointment_id = $1 AND appointment_version = 1", visit.Appointment.ID); old != 1 {
		t.Errorf("%d reminders were written of the old time, want only the one before the move", old)
	}
	for _, sent := range o.provider.messages() {
		if !strings.Contains(sent.Text, "December 4") {
			t.Errorf("this was sent after the move to December 4: %q", sent.Text)
		}
	}
}

// calcom/cal.diy#12922: a reschedule link that was used works again, and one
// booking becomes many. Whatever was said of a version acts on that version.
func TestInstructive10_CalcomIssue12922_AnOldReplyMovesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	booked := o.mustBook(0, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0))
	once := conversations.MoveAppointment{AppointmentID: booked.ID, Version: booked.Version, Slot: o.checkUp(tuesday(11, 0))}
	if _, moved := o.ask(0, once).(conversations.AppointmentMoved); !moved {
		t.Fatal("the first use did not move it")
	}
	for name, again := range map[string]conversations.Request{
		"the same reply":   once,
		"to another time":  conversations.MoveAppointment{AppointmentID: booked.ID, Version: booked.Version, Slot: o.checkUp(tuesday(14, 0))},
		"the old 2":        conversations.CancelAppointment{AppointmentID: booked.ID, Version: booked.Version},
		"the old 1":        conversations.ConfirmAppointment{AppointmentID: booked.ID, Version: booked.Version},
		"the old hold":     conversations.BookAppointment{AppointmentID: booked.ID, Version: booked.Version},
		"of nobody's else": conversations.MoveAppointment{AppointmentID: uuid.New(), Version: 1, Slot: o.checkUp(tuesday(14, 0))},
	} {
		if event := o.ask(0, again); event != (conversations.ChangeRefused{}) {
			t.Errorf("%s: %T", name, event)
		}
	}
	coming, _ := o.ask(0, conversations.FindAppointments{PatientIDs: []uuid.UUID{o.people[0].patientID}}).(conversations.AppointmentsFound)
	if len(coming.Appointments) != 1 || !coming.Appointments[0].Start.Equal(tuesday(11, 0)) || coming.Appointments[0].Version != 2 {
		t.Errorf("afterwards: %+v", coming.Appointments)
	}
	o.sound()
}

// Whoever answers about an appointment that was cancelled meanwhile is told that,
// and not only that something has changed.
func TestACancelledAppointmentIsSaidToBe(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	booked := o.mustBook(0, o.clinic.CheckUp, o.clinic.Lee, tuesday(10, 0))
	cancels := conversations.CancelAppointment{AppointmentID: booked.ID, Version: booked.Version}
	if _, cancelled := o.ask(0, cancels).(conversations.AppointmentCancelled); !cancelled {
		t.Fatal("it was not cancelled")
	}
	for _, again := range []conversations.Request{
		cancels, conversations.ConfirmAppointment{AppointmentID: booked.ID, Version: booked.Version},
	} {
		if event := o.ask(0, again); event != (conversations.ChangeRefused{Reason: conversations.RefusedCancelled}) {
			t.Errorf("%T: %+v", again, event)
		}
	}
}

// calcom/cal.diy#10776: a guest moved one booking twelve times; there was no
// limit.
func TestInstructive11b_CalcomIssue10776_MovesHaveALimit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	o.superuser()("UPDATE appointment_type SET move_limit = 2 WHERE id = $1", o.clinic.CheckUp.ID)
	booked := o.mustBook(0, o.clinic.CheckUp, o.clinic.Lee, tuesday(9, 0))
	refused := 0
	for n := range 12 {
		event := o.ask(0, conversations.MoveAppointment{
			AppointmentID: booked.ID, Version: int64(min(n+1, 3)), Slot: o.checkUp(tuesday(10+n/2, n%2*30)),
		})
		if event == (conversations.ChangeRefused{Reason: conversations.RefusedMoveLimit}) {
			refused++
		}
	}
	if after := o.appointment(booked.ID); refused != 10 || after.Moves != 2 || after.Version != 3 {
		t.Errorf("of twelve moves %d were refused, and it moved %d times", refused, after.Moves)
	}
	held := o.ask(0, conversations.HoldSlot{Slot: o.checkUp(tuesday(16, 0)), PatientID: o.people[0].patientID, ReplacingID: booked.ID})
	if held != (conversations.ChangeRefused{Reason: conversations.RefusedMoveLimit}) {
		t.Errorf("a time could be held for a move beyond the limit: %T", held)
	}
	if _, err := o.desk.Move(t.Context(), o.principal, jobs.MoveRequest{AppointmentID: booked.ID, Version: 3, Start: tuesday(16, 0)}, ""); err != nil {
		t.Errorf("staff are held to the patients' limit: %v", err)
	}
}

// medplum#9811: a retry answered 200 with nothing committed; #7045: one retry
// after a fixed pause. A booking whose commit fails is refused, and the same key
// again books it, once.
func TestInstructive12_MedplumIssue9811_ABookingWhoseCommitFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	superuser := o.superuser()
	superuser("CREATE SEQUENCE commits")
	superuser(`CREATE FUNCTION fail_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
		BEGIN IF nextval('commits') <= 2 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF; RETURN NULL; END $$`)
	superuser("CREATE CONSTRAINT TRIGGER fail_first AFTER INSERT ON appointment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_first()")
	request := jobs.BookRequest{
		PatientID: o.people[0].patientID, AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Lee.ID, Start: tuesday(10, 0),
	}
	for range 2 {
		visit, err := o.desk.Book(t.Context(), o.principal, request, "walk-in")
		if records.CodeOf(err) != records.CodeUnavailable || visit.Appointment.ID != uuid.Nil {
			t.Errorf("a commit that failed was told as %v, %v", visit.Appointment.Status, err)
		}
		if left := o.number("SELECT count(*) FROM appointment") + o.number("SELECT count(*) FROM occupancy"); left != 0 {
			t.Errorf("%d rows are left of a commit that failed", left)
		}
	}
	visit, err := o.desk.Book(t.Context(), o.principal, request, "walk-in")
	if err != nil || o.appointment(visit.Appointment.ID).Status != records.AppointmentBooked {
		t.Errorf("the third time: %v", err)
	}
	if booked := o.number("SELECT count(*) FROM appointment"); booked != 1 {
		t.Errorf("%d appointments", booked)
	}
}

// openemr#11477, #11480 (PR #11589): a reminder went out every hour; visits of a
// series were never marked as reminded, or shared one mark; and the mark
// overwrote the appointment's status. Also masslight/ottehr#3980, three texts.
func TestInstructive14_OpenemrIssue11477_EachReminderOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 0)
	patient := o.clinic.NewPatient(t, o.store, "Maria Lopez", phone, monday)
	series, err := o.desk.BookSeries(t.Context(), o.principal, jobs.SeriesRequest{
		BookRequest: jobs.BookRequest{
			PatientID: patient.ID, AppointmentTypeID: o.clinic.CheckUp.ID, PractitionerID: o.clinic.Lee.ID, Start: tuesday(10, 0).AddDate(0, 0, 7),
		},
		EveryWeeks: 1, Count: 3,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	end := series.Visits[2].Appointment.Start
	for at := monday; at.Before(end); at = at.Add(time.Hour) {
		o.sweepAt(at)
	}
	for _, visit := range series.Visits {
		steps, messages := 0, o.number("SELECT count(*) FROM message WHERE appointment_id = $1", visit.Appointment.ID)
		o.in(func(ctx context.Context, tx *postgres.Tx) error {
			ledger, err := tx.ReminderSteps(ctx, visit.Appointment.ID)
			for _, step := range ledger {
				if step.Status == records.ReminderSent {
					steps++
				}
			}
			return err
		})
		if steps != 2 || messages != 2 {
			t.Errorf("the visit of %s got %d reminders for %d steps, want 2 and 2", visit.Appointment.Start.Format(time.DateOnly), messages, steps)
		}
		after := o.appointment(visit.Appointment.ID)
		if after.Status != visit.Appointment.Status || after.Version != visit.Appointment.Version || after.ParticipantStatus != visit.Appointment.ParticipantStatus {
			t.Errorf("sending changed the appointment: %+v", after)
		}
	}
}

// hapi-fhir#3141: parallel conditional creates all succeed, up to eight of
// eight, and make duplicate patients (also easyappointments#1783, #845, #1168,
// #1432; frappe/erpnext#16068).
func TestInstructive15_HapiIssue3141_OneRegistrationManyDeliveries(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	for _, text := range []string{"I'd like to register", "Maria Lopez", "12 March 1985"} {
		w.say(text)
	}
	before := len(w.provider.messages())
	last := channel.Inbound{ProviderID: "SM" + strings.Repeat("9", 32), From: phone, Text: "yes"}
	var together sync.WaitGroup
	gun := make(chan struct{})
	for range 8 {
		together.Go(func() {
			<-gun
			if err := w.jobs.Intake().Receive(context.Background(), w.clinic.SMS, last); err != nil {
				t.Errorf("deliver: %v", err)
			}
		})
	}
	close(gun)
	together.Wait()
	w.wait(before + 1)
	w.receive(last)
	// Whatever came of the deliveries has been done when this is answered.
	if reply := w.say("my appointments"); !strings.Contains(reply, "no appointments") {
		t.Errorf("afterwards: %q", reply)
	}
	if patients := w.number("SELECT count(*) FROM patient"); patients != 1 {
		t.Errorf("%d patients of one registration", patients)
	}
	if answered := len(w.provider.messages()) - before; answered != 2 {
		t.Errorf("%d replies, want one to the registration and one to the question: %s", answered, fmt.Sprint(w.provider.messages()[before:]))
	}
}
