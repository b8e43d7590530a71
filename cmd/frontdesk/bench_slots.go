package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// benchSlotsCommand measures searches in clinics of several sizes, each beside
// the bare queries for the rows that the search looked at.
type benchSlotsCommand struct {
	Practitioners []int   `help:"Practitioners of each clinic." default:"10,100,1000"`
	Months        int     `help:"How many months of calendars are filled." default:"12"`
	Full          float64 `help:"How much of the calendars is taken." default:"0.7"`
	Searches      int     `help:"Searches of each kind in each clinic." default:"1000"`
}

// Validate refuses what leaves no month to draw.
func (c *benchSlotsCommand) Validate() error {
	const fewest = 3
	if c.Months < fewest {
		return fmt.Errorf("--months must be at least %d, as searches are drawn from whole months ahead", fewest)
	}
	return nil
}

// Run implements the sub-command.
func (c *benchSlotsCommand) Run(e *environment) error {
	bench, err := openScheduleBench(e, c.Practitioners, benchFullness{months: c.Months, full: c.Full}, nil)
	if err != nil {
		return err
	}
	defer bench.close()
	fmt.Fprintf(e.output, "%d months, %.0f %% full; 45 minutes with buffers, a practitioner and a room, Spanish, one part of the day\n", c.Months, c.Full*100)
	for n, clinic := range bench.clinics {
		fmt.Fprintf(e.output, "\n%d practitioners and rooms\n", c.Practitioners[n])
		slots := &slotsBench{scheduleBench: bench, clinic: clinic, months: c.Months, finder: jobs.NewSlotFinder(bench.store, time.Now)}
		if err := slots.prepare(e.context); err != nil {
			return err
		}
		if err := slots.measure(e, c.Searches); err != nil {
			return err
		}
	}
	return nil
}

// slotsBench searches in one clinic.
type slotsBench struct {
	*scheduleBench
	clinic *benchClinic
	months int
	finder *jobs.SlotFinder
	// rules is what the product prepares for itself, to learn what a search
	// asks for.
	rules scheduler.Calendar
}

func (b *slotsBench) prepare(ctx context.Context) error {
	return b.store.InClinic(ctx, b.clinic.id, func(ctx context.Context, tx *postgres.Tx) error {
		schedule, err := tx.Schedule(ctx)
		if err != nil {
			return err
		}
		b.rules = scheduler.Calendar{
			Zone: b.clinic.zone, Types: schedule.Types, Practitioners: schedule.Practitioners, Resources: schedule.Resources,
			Availability: schedule.Availability, Absences: schedule.Absences,
		}.Prepared()
		return nil
	})
}

// benchSearch is one request, as a search and as the queries it comes to.
type benchSearch struct {
	search      scheduler.Search
	from, until records.LocalDate
	needs       []scheduler.Need
	found       int
}

func (b *slotsBench) measure(e *environment, searches int) error {
	printLatencyHead(e.output, "searches")
	for _, kind := range []struct {
		name string
		draw func(random *rand.Rand) benchSearch
		// find answers the request as the product does.
		find func(ctx context.Context, request benchSearch) (int, error)
	}{
		{"the next three free", b.drawNext(false), b.findSlots},
		{"three really different times", b.drawNext(true), b.findSlots},
		{"a month of anybody's days", b.drawMonth(false), b.findDays},
		{"a month of one practitioner's days", b.drawMonth(true), b.findDays},
	} {
		random := rand.New(rand.NewPCG(1, uint64(searches))) //nolint:gosec // the same requests in each run
		requests := make([]benchSearch, searches)
		for i := range requests {
			requests[i] = kind.draw(random)
			if err := b.learn(e.context, &requests[i]); err != nil {
				return err
			}
		}
		floor, product, err := b.compare(e.context, requests, kind.find)
		if err != nil {
			return fmt.Errorf("%s: %w", kind.name, err)
		}
		floor.name, product.name = "floor: the bare queries", kind.name
		floor.print(e.output)
		product.print(e.output)
		needs, found := 0, 0
		for _, request := range requests {
			needs += len(request.needs)
			found += request.found
		}
		fmt.Fprintf(e.output, "    p99 / bare = %.2f, p50 / bare = %.2f; %.1f queries, %.1f found a search\n", ratio(product.percentile(99), floor.percentile(99)),
			ratio(product.percentile(50), floor.percentile(50)), float64(needs)/float64(searches), float64(found)/float64(searches))
	}
	return nil
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

// drawNext draws a wish for a part of the day within a fortnight that begins
// anywhere in the filled months.
func (b *slotsBench) drawNext(spread bool) func(*rand.Rand) benchSearch {
	return func(random *rand.Rand) benchSearch {
		from := time.Now().AddDate(0, 0, 1+random.IntN(30*b.months-30))
		return benchSearch{search: scheduler.Search{
			AppointmentTypeID: b.clinic.request.ID, PatientID: b.clinic.patients[random.IntN(len(b.clinic.patients))],
			Windows: []scheduler.Window{{Start: from, End: from.AddDate(0, 0, 14)}}, Language: records.Spanish,
			DayParts: []scheduler.DayPart{drawDayPart(random)}, Limit: 3, Spread: spread,
		}}
	}
}

// drawMonth draws a month, of anybody or of one practitioner.
func (b *slotsBench) drawMonth(one bool) func(*rand.Rand) benchSearch {
	return func(random *rand.Rand) benchSearch {
		from := records.LocalDateOf(time.Now().AddDate(0, 0, 1+random.IntN(30*b.months-60)), b.clinic.zone)
		request := benchSearch{from: from, until: from.AddDays(30), search: scheduler.Search{
			AppointmentTypeID: b.clinic.request.ID, PatientID: b.clinic.patients[random.IntN(len(b.clinic.patients))],
			Language: records.Spanish, DayParts: []scheduler.DayPart{drawDayPart(random)}, Limit: 1,
		}}
		if one {
			// Every other one speaks Spanish.
			request.search.PractitionerID = b.clinic.practitioners[2*random.IntN(len(b.clinic.practitioners)/2)]
		}
		return request
	}
}

func drawDayPart(random *rand.Rand) scheduler.DayPart {
	return []scheduler.DayPart{scheduler.Morning, scheduler.Afternoon}[random.IntN(2)]
}

func (b *slotsBench) findSlots(ctx context.Context, request benchSearch) (int, error) {
	slots, err := b.finder.FindSlots(ctx, b.clinic.id, request.search)
	return len(slots), err
}

func (b *slotsBench) findDays(ctx context.Context, request benchSearch) (int, error) {
	days, err := b.finder.FindDays(ctx, b.clinic.id, request.search, request.from, request.until)
	free := 0
	for _, day := range days {
		free += min(len(day.Slots), 1)
	}
	return free, err
}

// learn runs a request once, to know what it asks for and to warm what it
// reads.
func (b *slotsBench) learn(ctx context.Context, request *benchSearch) error {
	now := time.Now()
	quest := scheduler.NewQuest(b.rules, request.search, now)
	if !request.from.IsZero() {
		quest = scheduler.NewDaysQuest(b.rules, request.search, request.from, request.until, now)
	}
	return b.store.InClinic(ctx, b.clinic.id, func(ctx context.Context, tx *postgres.Tx) error {
		for need, more := quest.Next(); more; need, more = quest.Next() {
			request.needs = append(request.needs, need)
			occupied, err := tx.Occupied(ctx, need.SubjectIDs, need.Window.Start, need.Window.End, now, uuid.Nil)
			if err != nil {
				return err
			}
			quest.Provide(occupied)
		}
		return nil
	})
}

// compare answers each request by the bare queries and by the product, in turn.
func (b *slotsBench) compare(ctx context.Context, requests []benchSearch, find func(context.Context, benchSearch) (int, error)) (floor, product latencyRow, err error) {
	for i := range requests {
		asked := time.Now()
		if err := b.query(ctx, requests[i].needs); err != nil {
			return floor, product, err
		}
		queried := time.Now()
		if requests[i].found, err = find(ctx, requests[i]); err != nil {
			return floor, product, err
		}
		floor.latencies = append(floor.latencies, queried.Sub(asked))
		product.latencies = append(product.latencies, time.Since(queried))
		floor.elapsed += queried.Sub(asked)
		product.elapsed += time.Since(queried)
	}
	return floor, product, nil
}

// query reads the rows that a search would ask for, and does nothing with them.
func (b *slotsBench) query(ctx context.Context, needs []scheduler.Need) error {
	return b.store.InClinic(ctx, b.clinic.id, func(ctx context.Context, tx *postgres.Tx) error {
		now := time.Now()
		for _, need := range needs {
			if _, err := tx.Occupied(ctx, need.SubjectIDs, need.Window.Start, need.Window.End, now, uuid.Nil); err != nil {
				return err
			}
		}
		return nil
	})
}
