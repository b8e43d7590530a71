package jobs_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
	"frontdesk/scheduler"
)

// waitingRoom is a world with a desk, an appointment tomorrow at ten, and
// patients who wait.
type waitingRoom struct {
	*world
	desk  *jobs.Desk
	staff jobs.Principal
	held  jobs.Visit
	count int
}

// waiter is a patient who waits.
type waiter struct {
	postgrestest.Patient
	entry records.WaitlistEntry
}

// newWaitingRoom is not started, so that a test can say what is there before.
func newWaitingRoom(t *testing.T) *waitingRoom {
	t.Helper()
	w := newWorld(t)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	room := &waitingRoom{world: w, desk: desk, staff: staffOf(w, desk)}
	room.held = room.book(room.patient(), monday.Add(24*time.Hour))
	return room
}

// askAll makes one wave of everybody who waits.
func (w *waitingRoom) askAll() *waitingRoom {
	w.t.Helper()
	policy := scheduler.DefaultWavePolicy()
	policy.Target, policy.Disappointed, policy.Largest = 1, 1e6, 1_000
	w.waves = &policy
	w.jobs = w.newJobs()
	return w
}

func (w *waitingRoom) patient() postgrestest.Patient {
	w.t.Helper()
	w.count++
	return w.clinic.NewPatient(w.t, w.store, fmt.Sprintf("Patient %d", w.count), fmt.Sprintf("+1202556%04d", w.count), w.clock.now())
}

// waits lets a new patient wait for any check-up, unless change says otherwise.
func (w *waitingRoom) waits(change func(*records.WaitlistEntry)) waiter {
	w.t.Helper()
	return w.waitsAs(w.patient(), change)
}

func (w *waitingRoom) waitsAs(patient postgrestest.Patient, change func(*records.WaitlistEntry)) waiter {
	w.t.Helper()
	now := w.clock.now()
	entry := records.WaitlistEntry{
		ID: uuid.New(), PatientID: patient.ID, AppointmentTypeID: w.clinic.CheckUp.ID, Until: 24 * 60, Priority: records.PriorityRoutine,
		CreatedAt: now, ExpiresAt: now.AddDate(0, 2, 0),
	}
	change(&entry)
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		entry, err = tx.JoinWaitlist(ctx, entry)
		return err
	})
	return waiter{Patient: patient, entry: entry}
}

func anyTime(*records.WaitlistEntry) {}

// book books a check-up with Dr Osei.
func (w *waitingRoom) book(patient postgrestest.Patient, start time.Time) jobs.Visit {
	w.t.Helper()
	visit, err := w.desk.Book(w.t.Context(), w.staff, jobs.BookRequest{
		PatientID: patient.ID, AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Osei.ID, Start: start,
	}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return visit
}

// free cancels an appointment, and gives the time that it left.
func (w *waitingRoom) free(visit jobs.Visit) records.FreedSlot {
	w.t.Helper()
	_, err := w.desk.Cancel(w.t.Context(), w.staff, jobs.CancelRequest{
		AppointmentID: visit.Appointment.ID, Version: visit.Appointment.Version, Reason: records.CancelledByPatient,
	}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return w.freed(visit.Appointment.ID)
}

// freed reads the time that an appointment left.
func (w *waitingRoom) freed(appointmentID uuid.UUID) records.FreedSlot {
	w.t.Helper()
	var found records.FreedSlot
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		span := records.Period{From: monday, Until: monday.AddDate(0, 0, 14)}
		slots, err := tx.FreedSlots(ctx, span, time.Time{}, uuid.Nil, 500)
		for _, slot := range slots {
			if slot.AppointmentID == appointmentID {
				found = slot
			}
		}
		return err
	})
	if found.ID == uuid.Nil {
		w.t.Fatal("no time was freed")
	}
	return found
}

// sweep looks after the wait-list, as the periodic job does.
func (w *waitingRoom) sweep() {
	w.t.Helper()
	if err := w.jobs.SweepWaitlists(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// texts gives what was sent to somebody.
func (w *waitingRoom) texts(to postgrestest.Patient) []string {
	var texts []string
	for _, message := range w.provider.messages() {
		if message.To == to.Address {
			texts = append(texts, message.Text)
		}
	}
	return texts
}

// settled waits until somebody was sent so many messages, and gives the last.
func (w *waitingRoom) settled(to postgrestest.Patient, count int) string {
	w.t.Helper()
	w.until(fmt.Sprintf("%d messages were sent to %s", count, to.Name), func() bool { return len(w.texts(to)) >= count })
	return w.texts(to)[count-1]
}

// wish reads what became of a wish.
func (w *waitingRoom) wish(waiting waiter) records.WaitlistStatus {
	w.t.Helper()
	var status records.WaitlistStatus
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		entry, err := tx.WaitlistEntry(ctx, waiting.entry.ID)
		status = entry.Status
		return err
	})
	return status
}

// bookedAt lists who has an appointment at a time.
func (w *waitingRoom) bookedAt(start time.Time) []records.Appointment {
	w.t.Helper()
	var booked []records.Appointment
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		rows, err := tx.AppointmentsBetween(ctx, start, start.Add(time.Minute), start, uuid.Nil, 500)
		for _, row := range rows {
			if row.Appointment.Status == records.AppointmentBooked {
				booked = append(booked, row.Appointment)
			}
		}
		return err
	})
	return booked
}

// offersOf counts the offers that were made of a freed time, by what became of
// them.
func (w *waitingRoom) offersOf(freed records.FreedSlot) map[records.SlotOfferStatus]int {
	w.t.Helper()
	superuser, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer superuser.Close(context.WithoutCancel(w.t.Context()))
	rows, err := superuser.Query(w.t.Context(), "SELECT status, count(*) FROM slot_offer WHERE freed_slot_id = $1 GROUP BY status", freed.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	counts := make(map[records.SlotOfferStatus]int)
	for rows.Next() {
		var status string
		var count int
		if err := rows.Scan(&status, &count); err != nil {
			w.t.Fatal(err)
		}
		counts[records.SlotOfferStatus(status)] = count
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return counts
}
