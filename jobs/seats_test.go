package jobs_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// raceToBook lets every patient book the same at once and counts who could.
func (w *world) raceToBook(patients []uuid.UUID, request func(n int) jobs.BookRequest) int {
	w.t.Helper()
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	principal := staffOf(w, desk)
	var together sync.WaitGroup
	errs := make([]error, len(patients))
	gun := make(chan struct{})
	for n := range patients {
		together.Go(func() {
			<-gun
			wanted := request(n)
			wanted.PatientID = patients[n]
			_, errs[n] = desk.Book(w.t.Context(), principal, wanted, "")
		})
	}
	close(gun)
	together.Wait()
	won := 0
	for n, err := range errs {
		switch {
		case err == nil:
			won++
		case records.CodeOf(err) != records.CodeSlotTaken && records.CodeOf(err) != records.CodeConflict:
			w.t.Errorf("client %d: %v", n, err)
		}
	}
	if breaches := w.breaches(); len(breaches) > 0 {
		w.t.Error(strings.Join(breaches, "\n"))
	}
	return won
}

// Thirty patients race for the ten places of a group: ten get one, however they
// collide, and the twenty others are told that it is full.
func TestThirtyRaceForTenPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	class := w.clinic.CheckUp
	class.ID, class.Name, class.Capacity = uuid.New(), records.LocalizedText{records.English: "birth class"}, 10
	class.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.CreateAppointmentType(ctx, class) })
	won := w.raceToBook(w.patients(30), func(int) jobs.BookRequest {
		return jobs.BookRequest{AppointmentTypeID: class.ID, PractitionerID: w.clinic.Lee.ID, Start: monday.Add(24 * time.Hour)}
	})
	if won != 10 {
		t.Errorf("%d got one of the ten places", won)
	}
}

// Twelve patients race for twelve different times of one practitioner who takes
// five a day: five get one.
func TestTwelveRaceForADayCappedAtFive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.superuser()("UPDATE practitioner SET daily_cap = 5 WHERE id = $1", w.clinic.Osei.ID)
	won := w.raceToBook(w.patients(12), func(n int) jobs.BookRequest {
		return jobs.BookRequest{
			AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Osei.ID, Start: monday.Add(24*time.Hour + time.Duration(n)*30*time.Minute),
		}
	})
	if won != 5 {
		t.Errorf("%d got an appointment on a day of five", won)
	}
}
