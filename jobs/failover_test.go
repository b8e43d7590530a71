package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

const whatsAppPhone = "+12025550188"

// alsoOnWhatsApp gives a patient a second contact, which is the newer one, and
// which has just written, so that free text may be sent there.
func (w *world) alsoOnWhatsApp(patient postgrestest.Patient) {
	w.t.Helper()
	contactID := uuid.New()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		message := postgres.NewInbound{
			ID: uuid.New(), NewContactID: contactID, ClinicID: w.clinic.ID, ChannelID: w.clinic.WhatsApp.ID, Address: whatsAppPhone, ProviderID: "first", Text: "hello",
		}
		if _, err := tx.KeepInbound(ctx, []postgres.NewInbound{message}, w.clock.now()); err != nil {
			return err
		}
		return tx.FinishTurns(ctx, []postgres.Turned{{
			ConversationID: contactID, ClinicID: w.clinic.ID, State: []byte("null"), MessageIDs: []uuid.UUID{message.ID},
		}}, w.clock.now())
	})
	w.execute("UPDATE contact SET state = 'claimed' WHERE id = $1", contactID)
	w.execute("INSERT INTO contact_patient (clinic_id, contact_id, patient_id, relationship, created_at) VALUES ($1, $2, $3, 'self', $4)",
		w.clinic.ID, contactID, patient.ID, w.clock.now())
}

// execute changes something behind the program's back.
func (w *world) execute(statement string, arguments ...any) {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	if _, err := connection.Exec(w.t.Context(), statement, arguments...); err != nil {
		w.t.Fatal(err)
	}
}

// visit books a patient for a moment.
func (w *world) visit(patient postgrestest.Patient, start time.Time) records.Appointment {
	w.t.Helper()
	appointment := records.Appointment{
		ID: uuid.New(), PatientID: patient.ID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
		Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute), Version: 1,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateAppointment(ctx, appointment, nil, uuid.Nil, postgres.Agent{Kind: "system"}, w.clock.now())
	})
	return appointment
}

// remindNow has a reminder of the appointment sent.
func (w *world) remindNow(appointment records.Appointment) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.PlanReminders(ctx, []records.ReminderStep{{
			AppointmentID: appointment.ID, AppointmentVersion: 1, Step: "1d", Status: records.ReminderPlanned,
			DueAt: w.clock.now(), ExpiresAt: w.clock.now().Add(2 * time.Hour),
		}})
	})
	if err := w.jobs.SweepReminders(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// A reminder that its channel does not carry goes out on the patient's other one,
// within the same step, once: whatever is heard of the first afterwards. The
// answer to it counts.
func TestReminderFailsOverOnce(t *testing.T) {
	t.Parallel()
	refused := &channel.SendError{Outcome: channel.OutcomeRefused, Remedy: channel.RemedyBadAddress, Code: "63024"}
	for name, fails := range map[string]func(w *world, sent channel.Outbound){
		"refused at once": nil,
		"reported as undelivered": func(w *world, sent channel.Outbound) {
			receipt := channel.Receipt{MessageID: sent.ID, ProviderID: "SM" + sent.ID.String(), Status: records.MessageFailed, Remedy: channel.RemedyLater, ErrorCode: "63003"}
			for range 3 { // callbacks come more than once
				if err := w.jobs.Record(w.t.Context(), w.clinic.WhatsApp, receipt); err != nil {
					w.t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
			w.alsoOnWhatsApp(patient)
			appointment := w.visit(patient, monday.Add(24*time.Hour))
			if fails == nil {
				w.provider.answer(refused)
			}
			w.start()
			w.remindNow(appointment)
			first := w.wait(1)[0]
			if first.To != whatsAppPhone {
				t.Fatalf("the first went to %s", first.To)
			}
			if fails != nil {
				w.until("the first is sent", func() bool { return w.status(first.ID) == "sent" })
				fails(w, first)
			}
			second := w.wait(2)[1]
			if second.To != phone || second.Channel.ID != w.clinic.SMS.ID {
				t.Fatalf("the second went to %s", second.To)
			}
			// It did arrive after all, and the second fails as well.
			late := channel.Receipt{MessageID: first.ID, ProviderID: "SM" + first.ID.String(), Status: records.MessageDelivered}
			if err := w.jobs.Record(t.Context(), w.clinic.WhatsApp, late); err != nil {
				t.Fatal(err)
			}
			if status := w.status(first.ID); status != "delivered" {
				t.Errorf("the first is %s, want delivered", status)
			}
			w.say("1")
			w.in(func(ctx context.Context, tx *postgres.Tx) error {
				steps, err := tx.ReminderSteps(ctx, appointment.ID)
				if len(steps) != 1 || steps[0].Status != records.ReminderSent {
					t.Errorf("the ledger has %+v", steps)
				}
				coming, err2 := tx.ComingAppointments(ctx, []uuid.UUID{patient.ID}, w.clock.now())
				if err != nil || err2 != nil || len(coming) != 1 || coming[0].ParticipantStatus != records.ParticipantAccepted {
					t.Errorf("the answer left %+v (%v, %v)", coming, err, err2)
				}
				return nil
			})
			w.fails(w.clinic.SMS, second)
			w.until("staff have a task", func() bool { return slices.Contains(w.openTasks(), records.TaskUnreachable) })
			if calls := len(w.provider.messages()); calls != 3 { // two reminders and the answer to "1"
				t.Errorf("the provider was called %d times, want 3", calls)
			}
		})
	}
}

// A reminder by WhatsApp of which nothing is heard goes by SMS while it is of use,
// within the same step, once: however often it is looked for, and whatever is
// heard of the first afterwards. Not where it arrived, where the patient has
// written, where its time is not half over, or where there is no other channel.
func TestSilentReminderGoesBySMSOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		// meanwhile happens after the reminder was handed over; waits is how long
		// after it is looked for silence.
		meanwhile func(w *world, sent channel.Outbound)
		waits     time.Duration
		alone     bool
		goes      bool
	}{
		"nothing is heard":          {waits: 61 * time.Minute, goes: true},
		"its time is not half over": {waits: 50 * time.Minute},
		"its time is over":          {waits: 2 * time.Hour},
		"it arrived": {waits: 61 * time.Minute, meanwhile: func(w *world, sent channel.Outbound) {
			w.hears(sent, records.MessageDelivered)
		}},
		"the patient has written": {waits: 61 * time.Minute, meanwhile: func(w *world, _ channel.Outbound) {
			message := channel.Inbound{ProviderID: "second", From: whatsAppPhone, Text: "thanks"}
			if err := w.jobs.Intake().Receive(w.t.Context(), w.clinic.WhatsApp, message); err != nil {
				w.t.Fatal(err)
			}
		}},
		"there is no other channel": {waits: 61 * time.Minute, alone: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
			w.alsoOnWhatsApp(patient)
			if test.alone {
				w.execute("UPDATE channel SET active = false WHERE id = $1", w.clinic.SMS.ID)
			}
			w.start()
			w.remindNow(w.visit(patient, monday.Add(24*time.Hour))) // of use for two hours
			first := w.wait(1)[0]
			if first.To != whatsAppPhone {
				t.Fatalf("the first went to %s", first.To)
			}
			w.until("the first is sent", func() bool { return w.status(first.ID) == "sent" })
			if test.meanwhile != nil {
				test.meanwhile(w, first)
			}
			w.clock.advance(test.waits)
			for range 3 {
				if err := w.jobs.SweepSilence(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			copies := w.copies(first.ID)
			if !test.goes {
				if copies != 0 {
					t.Errorf("it was written again %d times", copies)
				}
				if slices.Contains(w.openTasks(), records.TaskUnreachable) {
					t.Error("staff have a task")
				}
				return
			}
			second := w.wait(2)[1]
			if second.To != phone || copies != 1 {
				t.Errorf("the second went to %s; %d copies", second.To, copies)
			}
			w.hears(first, records.MessageDelivered)
			if err := w.jobs.SweepSilence(t.Context()); err != nil {
				t.Fatal(err)
			}
			if status, copies := w.status(first.ID), w.copies(first.ID); status != "delivered" || copies != 1 {
				t.Errorf("the first is %s with %d copies, want delivered with one", status, copies)
			}
		})
	}
}

// hears gives the provider's word on a message by WhatsApp.
func (w *world) hears(sent channel.Outbound, status records.MessageStatus) {
	w.t.Helper()
	receipt := channel.Receipt{MessageID: sent.ID, ProviderID: "SM" + sent.ID.String(), Status: status}
	if err := w.jobs.Record(w.t.Context(), w.clinic.WhatsApp, receipt); err != nil {
		w.t.Fatal(err)
	}
}

// copies counts what was written in place of a message, on whatever channel.
func (w *world) copies(messageID uuid.UUID) int {
	w.t.Helper()
	return w.counted("SELECT count(*) FROM message m JOIN message first ON first.replaced_by = m.id WHERE first.id = $1", messageID)
}

// counted gives a number from behind the program's back.
func (w *world) counted(query string, arguments ...any) (count int) {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	if err := connection.QueryRow(w.t.Context(), query, arguments...).Scan(&count); err != nil {
		w.t.Fatal(err)
	}
	return count
}

// fails reports a message as failed.
func (w *world) fails(through records.Channel, sent channel.Outbound) {
	w.t.Helper()
	receipt := channel.Receipt{MessageID: sent.ID, ProviderID: "SM" + sent.ID.String(), Status: records.MessageFailed, Remedy: channel.RemedyBadAddress, ErrorCode: "30005"}
	if err := w.jobs.Record(w.t.Context(), through, receipt); err != nil {
		w.t.Fatal(err)
	}
}

// status is where a message is.
func (w *world) status(messageID uuid.UUID) string {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = connection.Close(context.Background()) }()
	var status string
	if err := connection.QueryRow(w.t.Context(), "SELECT status FROM message WHERE id = $1", messageID).Scan(&status); err != nil {
		w.t.Fatal(err)
	}
	return status
}

// Nobody is gone after on another channel who opted out of it, or for whom the
// carrier reports that they opted out of the first.
func TestFailOverRespectsRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		remedy  channel.Remedy
		purpose records.Purpose
		task    records.TaskCode
	}{
		"opted out at the carrier":        {channel.RemedyOptOut, "", records.TaskOptedOut},
		"opted out on the other":          {channel.RemedyBlocked, records.PurposeCare, records.TaskUnreachable},
		"wants no reminders on the other": {channel.RemedyBlocked, records.PurposeReminder, records.TaskUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
			w.alsoOnWhatsApp(patient)
			if desk, front := w.front(); test.purpose != "" {
				if _, err := desk.RecordConsent(t.Context(), front, jobs.ConsentRequest{
					ContactID: patient.ConversationID, Purpose: test.purpose, Status: records.ConsentInactive, Evidence: "told us at the desk",
				}); err != nil {
					t.Fatal(err)
				}
			}
			w.provider.answer(&channel.SendError{Outcome: channel.OutcomeRefused, Remedy: test.remedy})
			w.start()
			w.remindNow(w.visit(patient, monday.Add(24*time.Hour)))
			w.until("staff have a task", func() bool { return slices.Contains(w.openTasks(), test.task) })
			if calls := len(w.provider.messages()); calls != 1 {
				t.Errorf("the provider was called %d times, want once", calls)
			}
		})
	}
}

// A provider that is away is not called for every message that waits; what
// presses goes by another channel, the rest when a probe finds it back.
func TestBreakerOpensReroutesAndProbes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.alsoOnWhatsApp(patient)
	appointment := w.visit(patient, monday.Add(3*time.Hour))
	away := &channel.SendError{Outcome: channel.OutcomeNotYet, Code: "20503"}
	for n := range 5 {
		other := w.clinic.NewPatient(t, w.store, "Patient", fmt.Sprintf("+1202555%04d", 300+n), monday)
		w.queue(other, 1, false)
		w.provider.answer(away)
	}
	w.start()
	w.wait(5)
	open := func() bool { return w.breakerOpen(w.clinic.SMS.ID) }
	w.until("the breaker is open", open)

	// One presses, for a patient of whom a second contact is known, and one doesn't.
	w.unasked(patient, "The clinic is closed.", func(message *postgres.NewOutbound) {
		message.AppointmentID, message.AppointmentVersion, message.Urgent = appointment.ID, 1, true
	})
	w.queue(w.clinic.NewPatient(t, w.store, "Ana Ruiz", "+12025550177", monday), 1, false)
	if rerouted := w.wait(6)[5]; rerouted.To != whatsAppPhone || rerouted.Channel.ID != w.clinic.WhatsApp.ID {
		t.Errorf("what presses went to %s", rerouted.To)
	}
	if !open() {
		t.Error("the breaker closed without a call")
	}
	w.provider.answer(away) // the first probe
	w.until("a probe fails", func() bool { w.clock.advance(5 * time.Second); return len(w.provider.messages()) == 7 })
	w.until("the breaker is open", open)
	w.until("the others go", func() bool { w.clock.advance(5 * time.Second); return len(w.provider.messages()) == 13 })
	w.until("the breaker is closed", func() bool { return !open() })
}

// breakerOpen says whether a channel's provider is being left alone.
func (w *world) breakerOpen(channelID uuid.UUID) (open bool) {
	w.t.Helper()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, until, err := tx.LockBreaker(ctx, channelID)
		open = !until.IsZero()
		return err
	})
	return open
}

// What a linked device must not send unasked goes by the patient's other channel.
func TestReminderGoesAroundAChannelThatOnlyAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.alsoOnWhatsApp(patient)
	w.execute("UPDATE channel SET provider = 'whatsapp' WHERE id = $1", w.clinic.WhatsApp.ID) // a linked device answers only, unless it is told otherwise
	w.start()
	w.remindNow(w.visit(patient, monday.Add(24*time.Hour)))
	if sent := w.wait(1)[0]; sent.To != phone {
		t.Errorf("the reminder went to %s", sent.To)
	}
}
