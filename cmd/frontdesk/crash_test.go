package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// crashes is how often the program is killed at each point.
	crashes = 3
	// crashesAtOnce bounds how many programs run beside each other: they wait
	// most of the time.
	crashesAtOnce = 12
)

// Invariants 1 to 5 and 10: whatever the moment at which the process dies, what
// was accepted is answered after the restart, once. The program is killed, by
// SIGKILL, at every marked point of a message's way, while a patient confirms a
// booking (or a reminder goes out, patients are asked for another time, or a
// status comes in).
func TestKilledAnywhereLosesAndRepeatsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills the program dozens of times")
	}
	t.Parallel()
	atOnce := make(chan struct{}, crashesAtOnce)
	var running sync.WaitGroup
	defer running.Wait()
	for n := range crashes { //nolint:paralleltest // see below
		for _, point := range slowestFirst() {
			// Subtests from goroutines of their own: t.Parallel would run only as
			// many as there are cores, and these do little but wait.
			running.Go(func() {
				atOnce <- struct{}{}
				defer func() { <-atOnce }()
				t.Run(fmt.Sprintf("%s/%d", point, n+1), func(t *testing.T) {
					crashAt(t, point)
				})
			})
		}
	}
}

// slowestFirst gives all points, those first after which somebody has to wait
// for a deadline.
func slowestFirst() []jobs.Point {
	points := []jobs.Point{jobs.PointMediaFetched, jobs.PointReminderMade, jobs.PointWaveMade, jobs.PointSendMarked, jobs.PointSendAccepted}
	for _, point := range jobs.Points() {
		if !slices.Contains(points, point) {
			points = append(points, point)
		}
	}
	return points
}

// crashWorld is one killed and restarted program.
type crashWorld struct {
	*world
	before *program
	last   twiliotest.Message
}

func crashAt(t *testing.T, point jobs.Point) {
	w := &crashWorld{world: newWorld(t)}
	w.before = startProgram(t, append(w.variables(), "FRONTDESK_REMINDER_SCHEDULE=@every 1s"))
	w.last = w.almostBook(w.before.url)
	w.settle()
	w.before.arm(point)

	switch point {
	case jobs.PointReminderMade:
		w.crashInReminder()
	case jobs.PointWaveMade:
		w.crashInWave()
	case jobs.PointAbsenceAsked:
		w.crashInLeave()
	case jobs.PointReceiptStored:
		w.crashInReceipt()
	case jobs.PointMediaFetched:
		w.crashInMedia()
	default:
		w.crashInTurn()
	}
	w.expectCount(0, "SELECT count(*) FROM task")
	w.expectCount(0, "SELECT count(*) FROM river.river_job WHERE state = 'discarded'")
}

// crashInTurn kills the program while a patient says yes to a booking.
func (w *crashWorld) crashInTurn() {
	yes := w.text(patientNumber, "yes")
	accepted := w.deliver(w.before.url, yes)
	w.before.awaitKilled()

	stored := w.count("SELECT count(*) FROM message WHERE provider_id = $1", yes.SID)
	if accepted == http.StatusOK && stored == 0 {
		w.t.Fatal("the webhook was answered with 200, and the message is not stored")
	}

	after := startProgram(w.t, w.variables())
	restarted := time.Now()
	if stored == 0 {
		// It is lost to us, but Twilio got no 200, so it comes again. What is
		// stored must be answered without that.
		w.arrive(after.url, yes)
	}
	w.awaitSent(patientNumber, booked)
	w.t.Logf("the webhook was answered with %d; the reply was there %v after the restart", accepted, time.Since(restarted).Round(time.Millisecond))
	w.arrive(after.url, yes) // a late repetition
	w.settle()
	after.stop()

	// With nothing left to do and the program gone, no second reply can come.
	w.expectSentOnce(booked)
	w.expectCount(booked, "SELECT count(*) FROM message WHERE direction = 'inbound' AND status = 'processed'")
	w.expectCount(booked, "SELECT version FROM conversation")
	w.expectCount(1, "SELECT count(*) FROM appointment")
	w.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'booked'")
	w.expectCount(1, "SELECT count(*) FROM appointment_event WHERE status = 'booked'")
}

// crashInReminder kills the program while it makes a reminder that is due.
func (w *crashWorld) crashInReminder() {
	w.say(w.before.url, patientNumber, "yes")
	w.planReminder("now")
	w.before.awaitKilled()

	after := startProgram(w.t, append(w.variables(), "FRONTDESK_REMINDER_SCHEDULE=@every 1s"))
	restarted := time.Now()
	w.awaitSent(patientNumber, booked+1)
	w.t.Logf("the reminder was there %v after the restart", time.Since(restarted).Round(time.Millisecond))
	w.settle()
	after.stop()
	w.expectSentOnce(booked + 1)
	w.expectCount(1, "SELECT count(*) FROM reminder_step WHERE step = 'now' AND status = 'sent'")
	w.expectCount(1, "SELECT count(*) FROM message WHERE proactive")
}

// crashInWave kills the program while it asks somebody who waits about a time
// that a cancellation has just freed: they are asked after the restart, once.
func (w *crashWorld) crashInWave() {
	const waiterNumber = "+12025550177"
	w.say(w.before.url, patientNumber, "yes")
	waiter := w.clinic.NewPatient(w.t, w.store, "Ana Ruiz", waiterNumber, time.Now())
	err := w.store.InClinic(w.t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.JoinWaitlist(ctx, records.WaitlistEntry{
			ID: uuid.New(), PatientID: waiter.ID, AppointmentTypeID: w.clinic.CheckUp.ID, Until: 24 * 60, Priority: records.PriorityRoutine,
			CreatedAt: time.Now(), ExpiresAt: time.Now().AddDate(0, 1, 0),
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.say(w.before.url, patientNumber, "cancel my appointment")
	w.deliver(w.before.url, w.text(patientNumber, "yes"))
	w.before.awaitKilled()

	after := startProgram(w.t, w.variables())
	restarted := time.Now()
	w.awaitSent(waiterNumber, 1)
	w.t.Logf("the offer was there %v after the restart", time.Since(restarted).Round(time.Millisecond))
	w.awaitSent(patientNumber, booked+2)
	w.settle()
	after.stop()
	if sent := w.sentTo(waiterNumber); len(sent) != 1 {
		w.t.Errorf("who waits was asked %d times, want once", len(sent))
	}
	w.expectCount(1, "SELECT count(*) FROM slot_offer WHERE status = 'open'")
	w.expectCount(1, "SELECT waves FROM freed_slot WHERE status = 'open' AND offers = 1")
	w.expectCount(1, "SELECT count(*) FROM message WHERE proactive")
}

// planReminder puts a step that is due into the ledger of the appointment.
func (w *world) planReminder(step string) {
	w.t.Helper()
	w.planReminderAt(step, time.Now())
}

// planReminderAt is planReminder by another clock.
func (w *world) planReminderAt(step string, now time.Time) {
	w.t.Helper()
	var appointmentID uuid.UUID
	var version int64
	err := w.superuser.QueryRow(w.t.Context(), "SELECT id, version FROM appointment WHERE status = 'booked'").Scan(&appointmentID, &version)
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.store.InClinic(w.t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.PlanReminders(ctx, []records.ReminderStep{{
			AppointmentID: appointmentID, AppointmentVersion: version, Step: step, Status: records.ReminderPlanned,
			DueAt: now.Add(-time.Minute), ExpiresAt: now.Add(time.Hour),
		}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// crashInReceipt kills the program while it hears that a message arrived.
func (w *crashWorld) crashInReceipt() {
	if status := w.report(w.before.url, w.last, "delivered"); status != 0 {
		w.t.Errorf("the status was answered with %d by a program that was dying", status)
	}
	w.before.awaitKilled()
	after := startProgram(w.t, w.variables())
	for _, status := range []string{"delivered", "sent"} { // again, and late
		if answer := w.report(after.url, w.last, status); answer != http.StatusOK {
			w.t.Errorf("status %q was answered with %d", status, answer)
		}
	}
	w.settle()
	after.stop()
	if sent := w.sentTo(patientNumber); len(sent) != booked-1 {
		w.t.Errorf("Twilio has accepted %d messages, want %d", len(sent), booked-1)
	}
	w.expectCount(1, "SELECT count(*) FROM message WHERE status = 'delivered' AND provider_id = $1", w.last.SID)
	w.expectCount(booked-2, "SELECT count(*) FROM message WHERE direction = 'outbound' AND status = 'sent'")
}

// expectSentOnce checks that Twilio has accepted so many messages, no two the
// same, and that the store knows each by its id.
func (w *crashWorld) expectSentOnce(count int) {
	w.t.Helper()
	sent := w.sentTo(patientNumber)
	if len(sent) != count {
		w.t.Errorf("Twilio has accepted %d messages, want %d", len(sent), count)
	}
	seen := make(map[string]bool)
	for _, message := range sent {
		if seen[message.Body] {
			w.t.Errorf("the patient reads twice: %s", message.Body)
		}
		seen[message.Body] = true
		w.expectCount(1, "SELECT count(*) FROM message WHERE provider_id = $1 AND status = 'sent' AND text = $2", message.SID, message.Body)
	}
	w.expectCount(count, "SELECT count(*) FROM message WHERE direction = 'outbound'")
}
