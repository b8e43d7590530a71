package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// waitingRoom is a clinic with patients who wait.
type waitingRoom struct {
	t      *testing.T
	store  *postgres.Store
	clinic *postgrestest.Clinic
	count  int
}

func newWaitingRoom(t *testing.T) *waitingRoom {
	t.Helper()
	store := postgrestest.OpenStore(t, postgrestest.New(t))
	return &waitingRoom{t: t, store: store, clinic: postgrestest.NewClinic(t, store, "waiting", records.ProviderTwilio)}
}

func (w *waitingRoom) in(work func(ctx context.Context, tx *postgres.Tx) error) {
	w.t.Helper()
	if err := w.store.InClinic(w.t.Context(), w.clinic.ID, work); err != nil {
		w.t.Fatal(err)
	}
}

func (w *waitingRoom) patient() postgrestest.Patient {
	w.t.Helper()
	w.count++
	return w.clinic.NewPatient(w.t, w.store, fmt.Sprintf("Patient %d", w.count), fmt.Sprintf("+1202555%04d", w.count), monday)
}

// wish is for any check-up, from a patient of its own.
func (w *waitingRoom) wish(change func(*records.WaitlistEntry)) records.WaitlistEntry {
	w.t.Helper()
	entry := records.WaitlistEntry{
		ID: uuid.New(), PatientID: w.patient().ID, AppointmentTypeID: w.clinic.CheckUp.ID, Until: 1440, Notice: 2 * time.Hour,
		Priority: records.PriorityRoutine, CreatedAt: monday.Add(time.Duration(w.count) * time.Second), ExpiresAt: monday.AddDate(0, 1, 0),
	}
	change(&entry)
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		entry, err = tx.JoinWaitlist(ctx, entry)
		return err
	})
	return entry
}

// book books a check-up with Dr Osei for a patient.
func (w *waitingRoom) book(patientID uuid.UUID, start time.Time) records.Appointment {
	w.t.Helper()
	appointment := records.Appointment{
		ID: uuid.New(), PatientID: patientID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
		Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute),
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		taken := []postgres.Occupancy{
			{SubjectID: w.clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: appointment.Start, End: appointment.End},
			{SubjectID: patientID, Kind: postgres.SubjectPatient, Start: appointment.Start, End: appointment.End},
		}
		if err := tx.CreateAppointment(ctx, appointment, taken, uuid.Nil, postgres.Agent{Kind: "staff"}, monday); err != nil {
			return err
		}
		appointment, err = tx.Appointment(ctx, appointment.ID)
		return err
	})
	return appointment
}

func (w *waitingRoom) freed(start time.Time) records.FreedSlot {
	w.t.Helper()
	left := w.book(w.patient().ID, start)
	return records.FreedSlot{
		ID: uuid.New(), AppointmentID: left.ID, AppointmentTypeID: left.AppointmentTypeID, PractitionerID: left.PractitionerID,
		Start: left.Start, End: left.End, FreedAt: monday,
	}
}

func TestChangedWishKeepsItsPlace(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	first := w.wish(func(*records.WaitlistEntry) {})
	second := w.wish(func(entry *records.WaitlistEntry) {
		entry.PatientID, entry.PractitionerID, entry.From, entry.Weekdays = first.PatientID, w.clinic.Lee.ID, 9*60, []time.Weekday{time.Friday}
		entry.Windows = []records.Period{{From: monday, Until: monday.Add(time.Hour)}}
	})
	if second.ID != first.ID || !second.CreatedAt.Equal(first.CreatedAt) {
		t.Errorf("the second wish is %v of %v, want the first one's id and place: %v of %v", second.ID, second.CreatedAt, first.ID, first.CreatedAt)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		wishes, err := tx.WishesOfPatients(ctx, []uuid.UUID{first.PatientID})
		if len(wishes) != 1 {
			t.Fatalf("%d wishes, want 1", len(wishes))
		}
		kept := wishes[0]
		if kept.PractitionerID != w.clinic.Lee.ID || kept.From != 9*60 || !slices.Equal(kept.Weekdays, []time.Weekday{time.Friday}) ||
			len(kept.Windows) != 1 || !kept.Windows[0].From.Equal(monday) || kept.Notice != 2*time.Hour {
			t.Errorf("kept %+v", kept)
		}
		return err
	})
}

func TestFreedSlotHasOneOutcome(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	unwanted, wanted := w.freed(monday.Add(24*time.Hour)), w.freed(monday.Add(25*time.Hour))
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		status, err := tx.RecordFreedSlot(ctx, unwanted)
		if status != records.FreedUnwanted {
			t.Errorf("a time that nobody waits for is %s, want %s", status, records.FreedUnwanted)
		}
		return err
	})
	w.wish(func(*records.WaitlistEntry) {})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		status, err := tx.RecordFreedSlot(ctx, wanted)
		if status != records.FreedOpen {
			t.Errorf("a time that somebody waits for is %s, want %s", status, records.FreedOpen)
		}
		if err != nil {
			return err
		}
		due, err := tx.ClaimDueFreedSlots(ctx, 10, monday)
		if len(due) != 1 || due[0].ID != wanted.ID {
			t.Errorf("due are %+v, want the one that is wanted", due)
		}
		return err
	})
	claimed := w.book(w.patient().ID, monday.Add(26*time.Hour))
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.RecordWave(ctx, wanted.ID, 7, monday.Add(time.Hour)); err != nil {
			return err
		}
		return tx.SettleFreedSlot(ctx, wanted.ID, records.FreedClaimed, claimed.ID, monday)
	})
	err := w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.SettleFreedSlot(ctx, wanted.ID, records.FreedBooked, uuid.Nil, monday)
	})
	if records.CodeOf(err) != records.CodeConflict {
		t.Errorf("a second outcome gave %v, want a conflict", err)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		span := records.Period{From: monday, Until: monday.Add(time.Hour)}
		slots, err := tx.FreedSlots(ctx, span, time.Time{}, uuid.Nil, 10)
		if err != nil {
			return err
		}
		last := slots[slices.IndexFunc(slots, func(slot records.FreedSlot) bool { return slot.ID == wanted.ID })]
		if len(slots) != 2 || last.Status != records.FreedClaimed || last.ClaimedBy != claimed.ID || last.Waves != 1 || last.Offers != 7 {
			t.Errorf("%d freed times, the one that was claimed is %+v", len(slots), last)
		}
		counts, err := tx.CountFreedSlots(ctx, span)
		for _, count := range counts {
			if count.Slots != 1 {
				t.Errorf("%d times are %s, want 1", count.Slots, count.Status)
			}
		}
		return err
	})
}

func TestWaitlistCandidates(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	slot := w.freed(monday.Add(24 * time.Hour))
	span := records.Period{From: slot.Start, Until: slot.End}
	var want []uuid.UUID
	asked := func(change func(*records.WaitlistEntry)) records.WaitlistEntry {
		entry := w.wish(change)
		want = append(want, entry.ID)
		return entry
	}
	asked(func(*records.WaitlistEntry) {})
	asked(func(entry *records.WaitlistEntry) { entry.PractitionerID = w.clinic.Osei.ID })
	w.wish(func(entry *records.WaitlistEntry) { entry.PractitionerID = w.clinic.Lee.ID })
	w.wish(func(entry *records.WaitlistEntry) { entry.AppointmentTypeID = w.clinic.Cleaning.ID })
	busy := asked(func(*records.WaitlistEntry) {})
	w.book(busy.PatientID, monday.Add(25*time.Hour))
	replacing := asked(func(entry *records.WaitlistEntry) {
		entry.AppointmentID = w.book(entry.PatientID, monday.Add(48*time.Hour)).ID
	})
	silent := w.wish(func(*records.WaitlistEntry) {})
	unreachable := w.wish(func(entry *records.WaitlistEntry) { entry.PatientID = w.unreachable() })
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		reach, err := tx.ContactOfPatient(ctx, silent.PatientID)
		if err != nil {
			return err
		}
		return tx.RecordConsent(ctx, records.Consent{
			ID: uuid.New(), ContactID: reach.Contact.ID, Purpose: records.PurposeCare, Status: records.ConsentInactive, Source: "stop", RecordedAt: monday,
		})
	})
	ended := w.wish(func(*records.WaitlistEntry) {})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		done, err := tx.EndWaitlistEntry(ctx, ended.ID, records.WaitlistCancelled, monday)
		if !done {
			t.Error("the wish did not end")
		}
		return err
	})
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		if _, err := tx.RecordFreedSlot(ctx, slot); err != nil {
			return err
		}
		candidates, err := tx.WaitlistCandidates(ctx, slot, span, monday)
		if err != nil {
			return err
		}
		var got []uuid.UUID
		for _, candidate := range candidates {
			got = append(got, candidate.Entry.ID)
			switch candidate.Entry.ID {
			case busy.ID:
				if !candidate.Busy.From.IsZero() {
					t.Error("somebody with an appointment an hour later is called busy")
				}
			case replacing.ID:
				if candidate.ReplacesVersion != 1 || !candidate.ReplacesStart.Equal(monday.Add(48*time.Hour)) {
					t.Errorf("would replace version %d at %v", candidate.ReplacesVersion, candidate.ReplacesStart)
				}
			case unreachable.ID:
				t.Error("somebody is asked who has no telephone")
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("may be asked: %v, want %v", got, want)
		}
		later := slot
		later.Start, later.End = monday.Add(25*time.Hour), monday.Add(25*time.Hour+30*time.Minute)
		candidates, err = tx.WaitlistCandidates(ctx, later, records.Period{From: later.Start, Until: later.End}, monday)
		for _, candidate := range candidates {
			if isBusy := !candidate.Busy.From.IsZero(); isBusy != (candidate.Entry.ID == busy.ID) {
				t.Errorf("wish %v is busy: %v", candidate.Entry.ID, isBusy)
			}
		}
		return err
	})
}

// unreachable is a patient whom nobody can write to.
func (w *waitingRoom) unreachable() uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreatePatient(ctx, records.Patient{
			ID: id, Name: "No Phone", BirthDate: records.LocalDate{Year: 1950, Month: time.May, Day: 2}, Language: records.English, CreatedAt: monday,
		})
	})
	return id
}
