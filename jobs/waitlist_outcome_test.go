package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// Every freed time has its outcome in the end.
func TestFreedSlotOutcomes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		happen func(w *waitingRoom) records.FreedSlot
		want   records.FreedSlotStatus
		offers map[records.SlotOfferStatus]int
	}{
		{"nobody waits", func(w *waitingRoom) records.FreedSlot { return w.free(w.held) }, records.FreedUnwanted, nil},
		{"who waits wants another practitioner", func(w *waitingRoom) records.FreedSlot {
			w.waits(func(entry *records.WaitlistEntry) { entry.PractitionerID = w.clinic.Lee.ID })
			freed := w.free(w.held)
			w.sweep()
			w.clock.advance(25 * time.Hour)
			return freed
		}, records.FreedUnwanted, nil},
		{"nobody answers", func(w *waitingRoom) records.FreedSlot {
			w.waits(anyTime)
			freed := w.free(w.held)
			w.sweep()
			w.clock.advance(25 * time.Hour)
			return freed
		}, records.FreedUnclaimed, map[records.SlotOfferStatus]int{records.OfferExpired: 1}},
		{"somebody books it in the usual way", func(w *waitingRoom) records.FreedSlot {
			w.waits(anyTime)
			freed := w.free(w.held)
			w.sweep()
			w.book(w.patient(), freed.Start)
			w.clock.advance(time.Hour)
			return freed
		}, records.FreedBooked, map[records.SlotOfferStatus]int{records.OfferLost: 1}},
		{"whom it suited has booked elsewhere", func(w *waitingRoom) records.FreedSlot {
			waiting := w.waits(anyTime)
			freed := w.free(w.held)
			w.sweep()
			w.book(waiting.Patient, freed.Start.Add(2*time.Hour))
			w.clock.advance(25 * time.Hour)
			return freed
		}, records.FreedUnclaimed, map[records.SlotOfferStatus]int{records.OfferWithdrawn: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWaitingRoom(t)
			freed := test.happen(w)
			w.sweep()
			after := w.freed(freed.AppointmentID)
			if after.Status != test.want || after.SettledAt.IsZero() {
				t.Errorf("the freed time is %s, want %s", after.Status, test.want)
			}
			offers := w.offersOf(freed)
			if len(offers) != len(test.offers) {
				t.Errorf("offers %v, want %v", offers, test.offers)
			}
			for status, count := range test.offers {
				if offers[status] != count {
					t.Errorf("offers %v, want %v", offers, test.offers)
				}
			}
		})
	}
}

// A hold over a freed time is no booking: it is looked at again when it runs
// out, and then offered.
func TestHeldFreedSlotIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	waiting := w.waits(anyTime)
	freed := w.free(w.held)
	until := w.clock.now().Add(10 * time.Minute)
	holder := w.patient()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateAppointment(ctx, records.Appointment{
			ID: uuid.New(), PatientID: holder.ID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
			Status: records.AppointmentPending, HoldUntil: until, Start: freed.Start, End: freed.End,
		}, []postgres.Occupancy{
			{SubjectID: w.clinic.Osei.ID, Kind: postgres.SubjectPractitioner, Start: freed.Start, End: freed.End},
			{SubjectID: holder.ID, Kind: postgres.SubjectPatient, Start: freed.Start, End: freed.End},
		}, holder.ConversationID, postgres.Agent{Kind: "patient", ID: holder.ID}, w.clock.now())
	})
	w.sweep()
	if during := w.freed(freed.AppointmentID); during.Status != records.FreedOpen || during.Offers != 0 || !during.NextWaveAt.Equal(until) {
		t.Errorf("while it is held it is %s with %d offers, next at %v; want it open until %v", during.Status, during.Offers, during.NextWaveAt, until)
	}
	w.clock.advance(11 * time.Minute)
	w.sweep()
	if asked := w.asked(freed); !slices.Equal(asked, []uuid.UUID{waiting.ID}) {
		t.Errorf("after the hold %v were asked, want who waits", asked)
	}
}

// One is asked after the other, in the fair order, each once, however often
// the sweep runs; a no puts nobody off the list.
func TestWavesAskEachOnceInOrder(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	policy := scheduler.DefaultWavePolicy()
	policy.Largest = 1
	w.waves = &policy
	w.jobs = w.newJobs()
	var want []uuid.UUID
	for range 3 {
		want = append(want, w.waits(anyTime).ID)
	}
	urgent := w.waits(func(entry *records.WaitlistEntry) { entry.Priority = records.PriorityUrgent })
	want = slices.Insert(want, 0, urgent.ID)
	freed := w.free(w.held)
	for wave := range want {
		for range 3 {
			w.sweep()
		}
		if asked := w.asked(freed); !slices.Equal(asked, want[:wave+1]) {
			t.Fatalf("after wave %d asked %v, want %v", wave+1, asked, want[:wave+1])
		}
		w.clock.advance(61 * time.Minute)
	}
	w.sweep()
	if asked := w.asked(freed); len(asked) != len(want) {
		t.Errorf("%d were asked, want each of %d once", len(asked), len(want))
	}
	if after := w.freed(freed.AppointmentID); after.Waves != len(want) || after.Offers != len(want) {
		t.Errorf("%d waves with %d offers, want %d of each", after.Waves, after.Offers, len(want))
	}
}

// Nobody is asked at night, and whoever was asked about one time is not asked
// about another before they have answered.
func TestWavesWaitForTheMorning(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	waiting := w.waits(anyTime)
	second := w.book(w.patient(), monday.Add(26*time.Hour))
	w.clock.advance(11 * time.Hour) // nine in the evening
	freed, other := w.free(w.held), w.free(second)
	w.sweep()
	if asked := w.asked(freed); len(asked) != 0 {
		t.Errorf("%d were asked at night", len(asked))
	}
	w.clock.advance(12 * time.Hour)
	w.sweep()
	if first, then := w.asked(freed), w.asked(other); !slices.Equal(first, []uuid.UUID{waiting.ID}) || len(then) != 0 {
		t.Errorf("in the morning %v and %v were asked, want who waits, once", first, then)
	}
}

// Appointments end wishes: one of the type, however it was made, fulfils the
// wish; who gives up the appointment that an earlier time would replace waits
// no more, and whose clinic gives it up waits for any time.
func TestAppointmentsEndWishes(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	fulfilled := w.waits(anyTime)
	w.book(fulfilled.Patient, monday.Add(48*time.Hour))
	cleaner := w.waits(func(entry *records.WaitlistEntry) { entry.AppointmentTypeID = w.clinic.Cleaning.ID })
	w.book(cleaner.Patient, monday.Add(49*time.Hour))
	bound := func(reason records.CancellationReason, hours int) waiter {
		patient := w.patient()
		own := w.book(patient, monday.Add(time.Duration(hours)*time.Hour))
		waiting := w.waitsAs(patient, func(entry *records.WaitlistEntry) { entry.AppointmentID = own.Appointment.ID })
		_, err := w.desk.Cancel(t.Context(), w.staff, jobs.CancelRequest{
			AppointmentID: own.Appointment.ID, Version: own.Appointment.Version, Reason: reason,
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		return waiting
	}
	gaveUp, wasGivenUp := bound(records.CancelledByPatient, 50), bound(records.CancelledByProvider, 51)
	for _, test := range []struct {
		name string
		wish waiter
		want records.WaitlistStatus
	}{
		{"booked the type", fulfilled, records.WaitlistFulfilled},
		{"booked another type", cleaner, records.WaitlistActive},
		{"gave up what it would replace", gaveUp, records.WaitlistCancelled},
		{"lost what it would replace", wasGivenUp, records.WaitlistActive},
	} {
		if got := w.wish(test.wish); got != test.want {
			t.Errorf("%s: the wish is %s, want %s", test.name, got, test.want)
		}
	}
	if entry := w.entryOf(wasGivenUp.ID); entry.AppointmentID != uuid.Nil {
		t.Error("the wish still waits for an earlier time than an appointment that is gone")
	}
	w.clock.advance(100 * 24 * time.Hour)
	w.sweep()
	if got := w.wish(cleaner); got != records.WaitlistExpired {
		t.Errorf("a wish whose time is over is %s", got)
	}
}

// Invariant 16: what wakes the wait-list names the clinic and nobody else.
func TestWakingTheWaitlistNamesNobody(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	w.waits(anyTime)
	w.free(w.held)
	superuser, err := pgx.Connect(t.Context(), w.database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer superuser.Close(context.WithoutCancel(t.Context()))
	var arguments string
	err = superuser.QueryRow(t.Context(), "SELECT args::text FROM river.river_job WHERE kind = 'offer_freed_slots'").Scan(&arguments)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf(`{"clinic_id": %q}`, w.clinic.ID); strings.ReplaceAll(arguments, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("the job's arguments are %s, want %s", arguments, want)
	}
}

// Who leaves the waiting room before their time frees it, and those who wait
// for one need not wait for the sweep.
func TestLeavingTheWaitingRoomWakesTheWaitlist(t *testing.T) {
	t.Parallel()
	w := newWaitingRoom(t)
	w.waits(anyTime)
	visit := w.book(w.patient(), monday.Add(4*time.Hour))
	entry, err := w.desk.Arrive(t.Context(), w.staff, jobs.ArrivalRequest{AppointmentID: visit.Appointment.ID})
	if err != nil {
		t.Fatal(err)
	}
	left := jobs.QueueStep{TicketID: entry.Ticket.ID, Version: entry.Ticket.Version, To: records.QueueLeft}
	if _, err := w.desk.StepQueue(t.Context(), w.staff, left); err != nil {
		t.Fatal(err)
	}
	if freed := w.freed(visit.Appointment.ID); freed.Status != records.FreedOpen {
		t.Fatalf("the time is %s, want it open", freed.Status)
	}
	superuser, err := pgx.Connect(t.Context(), w.database.SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer superuser.Close(context.WithoutCancel(t.Context()))
	var woken int
	if err := superuser.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'offer_freed_slots'").Scan(&woken); err != nil {
		t.Fatal(err)
	}
	if woken != 1 {
		t.Errorf("%d jobs offer freed times, want 1", woken)
	}
}

// asked lists who was asked about a freed time, in that order.
func (w *waitingRoom) asked(freed records.FreedSlot) []uuid.UUID {
	w.t.Helper()
	superuser, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	defer superuser.Close(context.WithoutCancel(w.t.Context()))
	rows, err := superuser.Query(w.t.Context(), `SELECT o.patient_id::text FROM slot_offer o JOIN message m ON m.id = o.message_id
		WHERE o.freed_slot_id = $1 ORDER BY o.created_at, m.sequence`, freed.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatal(err)
	}
	patients := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		patients[i] = uuid.MustParse(id)
	}
	return patients
}

func TestFillRate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		counts map[records.FreedSlotStatus]int
		want   float64
		known  bool
	}{
		{"nothing was freed", nil, 0, false},
		{"nothing that anybody waited for has its outcome", map[records.FreedSlotStatus]int{records.FreedOpen: 3, records.FreedUnwanted: 5}, 0, false},
		{"half by the list, a quarter by others", map[records.FreedSlotStatus]int{
			records.FreedClaimed: 2, records.FreedBooked: 1, records.FreedUnclaimed: 1, records.FreedUnwanted: 9,
		}, 0.75, true},
		{"none", map[records.FreedSlotStatus]int{records.FreedUnclaimed: 4}, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, known := jobs.FreedReport{Counts: test.counts}.FillRate()
			if got != test.want || known != test.known {
				t.Errorf("FillRate = %v, %v; want %v, %v", got, known, test.want, test.known)
			}
		})
	}
}
