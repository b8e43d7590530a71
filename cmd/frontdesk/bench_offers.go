package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// offersBench counts what became of the offers that searches made.
type offersBench struct {
	*bookingBench
	finder   *jobs.SlotFinder
	mutex    sync.Mutex
	searches latencyRow
	// stale offers were refused when they were booked at once; none is how many
	// searches offered nothing.
	stale, none int
	failure     error
}

// offers measures how many offers are stale: while the clients of the spread go
// on booking, others search as patients do and book the first time that they
// are offered, at once. Whoever is refused was offered what somebody took
// meanwhile. Both keep to a rate, as the more people there are for the same
// times, the more offers are stale, however fast the answers.
func (b *bookingBench) offers(e *environment) error {
	offers := &offersBench{bookingBench: b, finder: jobs.NewSlotFinder(b.store, time.Now)}
	begun := time.Now()
	searching, booking := time.NewTicker(time.Second/time.Duration(b.command.SearchRate)), time.NewTicker(time.Second/time.Duration(b.command.BookingRate))
	defer searching.Stop()
	defer booking.Stop()
	var searchers sync.WaitGroup
	for searcher := range b.command.Clients {
		searchers.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(searcher))) //nolint:gosec // the same requests in each run
			for <-searching.C; time.Since(begun) < b.command.OfferTime; <-searching.C {
				offers.searchAndBook(e.context, random)
			}
		})
	}
	booked, _, err := b.bookFor(e.context, b.command.OfferTime, func(ctx context.Context, hour benchHour, patientID uuid.UUID) error {
		<-booking.C
		return b.bookThrough(ctx, hour, patientID)
	})
	searchers.Wait()
	if err := errors.Join(err, offers.failure); err != nil {
		return fmt.Errorf("offers: %w", err)
	}
	offers.searches.name, offers.searches.elapsed = "searches, each with a booking of its offer", time.Since(begun)
	booked.name = "bookings by others, with the wait for a turn"
	fmt.Fprintln(e.output)
	printLatencyHead(e.output, "")
	offers.searches.print(e.output)
	booked.print(e.output)
	made := len(offers.searches.latencies) - offers.none
	fmt.Fprintf(e.output, "\nstale offers: %d of %d = %.3f %%\n", offers.stale, made, 100*ratioOf(offers.stale, made))
	return nil
}

func ratioOf(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// searchAndBook looks for a time as one patient and books the first that is
// offered.
func (b *offersBench) searchAndBook(ctx context.Context, random *rand.Rand) {
	search := b.wish(random)
	asked := time.Now()
	slots, err := b.finder.FindSlots(ctx, b.clinic.id, search)
	took := time.Since(asked)
	if err == nil && len(slots) > 0 {
		_, err = b.desk.Book(ctx, b.staff(), jobs.BookRequest{
			PatientID: search.PatientID, AppointmentTypeID: slots[0].AppointmentTypeID, PractitionerID: slots[0].PractitionerID,
			Start: slots[0].Start, ResourceIDs: slots[0].ResourceIDs,
		}, "")
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.searches.latencies = append(b.searches.latencies, took)
	switch {
	case records.CodeOf(err) == records.CodeSlotTaken:
		b.stale++
	case err != nil:
		b.failure = err
	case len(slots) == 0:
		b.none++
	}
}

// wish draws what a newcomer looks for: somebody who speaks Spanish, in a part of
// the day, in a fortnight that begins anywhere in the filled months.
func (b *bookingBench) wish(random *rand.Rand) scheduler.Search {
	from := time.Now().AddDate(0, 0, 2+random.IntN(benchMonth*b.command.Months-benchMonth))
	return scheduler.Search{
		AppointmentTypeID: b.clinic.request.ID, PatientID: b.clinic.newcomers[random.IntN(len(b.clinic.newcomers))],
		Windows: []scheduler.Window{{Start: from, End: from.AddDate(0, 0, 14)}}, Language: records.Spanish,
		DayParts: []scheduler.DayPart{drawDayPart(random)}, Limit: 3,
	}
}
