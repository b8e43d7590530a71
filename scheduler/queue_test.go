package scheduler_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// nine is nine o'clock on the day of the queue's tests.
var nine = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }

var (
	doctorA = uuid.UUID{15: 1}
	doctorB = uuid.UUID{15: 2}
	visit   = uuid.UUID{14: 1}
)

// agreed is the ticket of a patient with an appointment, minutes after nine.
func agreed(number, due, arrived int, doctor uuid.UUID) records.QueueTicket {
	return records.QueueTicket{
		Number: number, AppointmentID: uuid.UUID{13: 1, 15: byte(number)}, PractitionerID: doctor, Priority: records.PriorityRoutine,
		DueAt: at(due), ArrivedAt: at(arrived), Expected: 20 * time.Minute, Status: records.QueueWaiting,
	}
}

func walkIn(number, arrived int, doctor uuid.UUID) records.QueueTicket {
	return records.QueueTicket{
		Number: number, PractitionerID: doctor, Priority: records.PriorityRoutine, DueAt: at(arrived), ArrivedAt: at(arrived),
		Expected: 20 * time.Minute, Status: records.QueueWaiting,
	}
}

func with(ticket records.QueueTicket, change func(*records.QueueTicket)) records.QueueTicket {
	change(&ticket)
	return ticket
}

func numbers(tickets []records.QueueTicket) []int {
	found := make([]int, len(tickets))
	for i, ticket := range tickets {
		found[i] = ticket.Number
	}
	return found
}

func TestQueueOrder(t *testing.T) {
	t.Parallel()
	urgent := func(ticket *records.QueueTicket) { ticket.Priority = records.PriorityUrgent }
	stat := func(ticket *records.QueueTicket) { ticket.Priority = records.PriorityStat }
	tests := map[string]struct {
		tickets []records.QueueTicket
		want    []int
	}{
		"by the agreed time, not by arrival": {[]records.QueueTicket{agreed(1, 60, 0, doctorA), agreed(2, 30, 25, doctorA)}, []int{2, 1}},
		"within the grace a time is kept":    {[]records.QueueTicket{agreed(1, 35, 30, doctorA), agreed(2, 30, 40, doctorA)}, []int{2, 1}},
		"beyond it, by arrival":              {[]records.QueueTicket{agreed(1, 40, 35, doctorA), agreed(2, 30, 41, doctorA)}, []int{1, 2}},
		"a walk-in fills the gap":            {[]records.QueueTicket{agreed(1, 60, 30, doctorA), walkIn(2, 40, doctorA)}, []int{2, 1}},
		"a walk-in too late for the gap":     {[]records.QueueTicket{agreed(1, 60, 30, doctorA), walkIn(2, 46, doctorA)}, []int{1, 2}},
		"walk-ins by arrival":                {[]records.QueueTicket{walkIn(1, 5, doctorA), walkIn(2, 3, uuid.Nil), walkIn(3, 9, doctorA)}, []int{2, 1, 3}},
		"the urgent first":                   {[]records.QueueTicket{agreed(1, 0, 0, doctorA), with(walkIn(2, 50, doctorA), urgent), with(walkIn(3, 55, doctorA), stat)}, []int{3, 2, 1}},
		"the same claim, by arrival":         {[]records.QueueTicket{agreed(1, 30, 20, doctorA), agreed(2, 30, 10, doctorA)}, []int{2, 1}},
		"the same arrival, by number":        {[]records.QueueTicket{walkIn(2, 10, doctorA), walkIn(1, 10, doctorA)}, []int{1, 2}},
		"a priority nobody knows is routine": {[]records.QueueTicket{with(walkIn(1, 9, doctorA), func(q *records.QueueTicket) { q.Priority = "asap" }), walkIn(2, 5, doctorA)}, []int{2, 1}},
		"only those who wait": {[]records.QueueTicket{
			with(walkIn(1, 0, doctorA), func(q *records.QueueTicket) { q.Status = records.QueueFinished }), walkIn(2, 5, doctorA),
			with(walkIn(3, 1, doctorA), func(q *records.QueueTicket) { q.Status = records.QueueLeft }),
		}, []int{2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := numbers(scheduler.DefaultQueuePolicy().Waiting(test.tickets)); !slices.Equal(got, test.want) {
				t.Errorf("order %v, want %v", got, test.want)
			}
		})
	}
}

func TestQueueNext(t *testing.T) {
	t.Parallel()
	policy := scheduler.DefaultQueuePolicy()
	other, cleaning := uuid.UUID{1}, uuid.UUID{14: 2}
	tickets := []records.QueueTicket{
		walkIn(1, 0, doctorB),
		with(walkIn(2, 1, uuid.Nil), func(q *records.QueueTicket) { q.AppointmentTypeID = cleaning }),
		with(walkIn(3, 2, uuid.Nil), func(q *records.QueueTicket) { q.LocationID = other }),
		walkIn(4, 3, uuid.Nil),
		walkIn(5, 4, doctorA),
	}
	here := scheduler.QueueServer{PractitionerID: doctorA, LocationID: uuid.UUID{2}, AppointmentTypeIDs: []uuid.UUID{visit}}
	if next, found := policy.Next(tickets, here); !found || next.Number != 4 {
		t.Errorf("next is %d: not somebody else's, not of a type or a site that is not theirs", next.Number)
	}
	if _, found := policy.Next(tickets[:3], here); found {
		t.Error("called somebody whom they don't serve")
	}
}

func TestQueueWaits(t *testing.T) {
	t.Parallel()
	lasts := func(ticket records.QueueTicket) time.Duration { return ticket.Expected }
	begun := func(minute int) func(*records.QueueTicket) {
		return func(q *records.QueueTicket) { q.Status, q.StartedAt = records.QueueInProgress, at(minute) }
	}
	called := func(q *records.QueueTicket) { q.Status = records.QueueCalled }
	tests := map[string]struct {
		tickets []records.QueueTicket
		servers []scheduler.QueueServer
		now     int
		want    map[int]int
	}{
		"nobody before":             {tickets: []records.QueueTicket{walkIn(1, 0, doctorA)}, want: map[int]int{1: 0}},
		"the rest of a visit":       {tickets: []records.QueueTicket{with(walkIn(1, 0, doctorA), begun(0)), walkIn(2, 1, doctorA)}, now: 5, want: map[int]int{2: 15}},
		"a visit that runs over":    {tickets: []records.QueueTicket{with(walkIn(1, 0, doctorA), begun(0)), walkIn(2, 1, doctorA)}, now: 50, want: map[int]int{2: 1}},
		"whoever was called":        {tickets: []records.QueueTicket{with(walkIn(1, 0, doctorA), called), walkIn(2, 1, doctorA)}, now: 5, want: map[int]int{2: 20}},
		"one after the other":       {tickets: []records.QueueTicket{walkIn(1, 0, doctorA), walkIn(2, 1, doctorA), walkIn(3, 2, doctorA)}, now: 5, want: map[int]int{1: 0, 2: 20, 3: 40}},
		"not before the time":       {tickets: []records.QueueTicket{agreed(1, 30, 0, doctorA), agreed(2, 45, 1, doctorA)}, now: 5, want: map[int]int{1: 25, 2: 45}},
		"the urgent before it":      {tickets: []records.QueueTicket{with(agreed(1, 30, 0, doctorA), func(q *records.QueueTicket) { q.Priority = records.PriorityStat })}, now: 5, want: map[int]int{1: 0}},
		"others don't wait for him": {tickets: []records.QueueTicket{walkIn(1, 0, doctorA), walkIn(2, 1, doctorB)}, now: 5, want: map[int]int{1: 0, 2: 0}},
		"the first who is free": {
			tickets: []records.QueueTicket{with(walkIn(1, 0, doctorA), begun(0)), with(walkIn(2, 0, doctorB), begun(4)), walkIn(3, 1, uuid.Nil), walkIn(4, 2, uuid.Nil), walkIn(5, 3, uuid.Nil)},
			now:     5, want: map[int]int{3: 15, 4: 19, 5: 35},
		},
		"one who is here and idle": {
			tickets: []records.QueueTicket{with(walkIn(1, 0, doctorA), begun(0)), walkIn(3, 1, uuid.Nil)},
			servers: []scheduler.QueueServer{{PractitionerID: doctorA}, {PractitionerID: doctorB}}, now: 5, want: map[int]int{3: 0},
		},
		"nobody here at all": {tickets: []records.QueueTicket{walkIn(3, 1, uuid.Nil)}, now: 5, want: map[int]int{3: 0}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			places := scheduler.DefaultQueuePolicy().Places(test.tickets, test.servers, lasts, at(test.now))
			if len(places) != len(test.want) {
				t.Fatalf("%d places", len(places))
			}
			for _, place := range places {
				if want := time.Duration(test.want[place.Ticket.Number]) * time.Minute; place.Wait != want {
					t.Errorf("number %d waits %v, want %v", place.Ticket.Number, place.Wait, want)
				}
			}
		})
	}
}

func TestRoundWait(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]time.Duration{
		-time.Hour: 0, 0: 0, time.Second: 5 * time.Minute, 5 * time.Minute: 5 * time.Minute, 5*time.Minute + 1: 10 * time.Minute,
	} {
		if got := scheduler.RoundWait(wait); got != want {
			t.Errorf("%v is told as %v, want %v", wait, got, want)
		}
	}
}

func TestMedianLength(t *testing.T) {
	t.Parallel()
	minutes := func(list ...int) []time.Duration {
		lengths := make([]time.Duration, len(list))
		for i, length := range list {
			lengths[i] = time.Duration(length) * time.Minute
		}
		return lengths
	}
	if _, enough := scheduler.MedianLength(minutes(1, 2, 3, 4)); enough {
		t.Error("four visits are too few")
	}
	for _, test := range []struct {
		lengths []time.Duration
		want    time.Duration
	}{{minutes(90, 10, 20, 15, 30), 20 * time.Minute}, {minutes(10, 20, 30, 40, 10, 60), 25 * time.Minute}} {
		if got, enough := scheduler.MedianLength(test.lengths); !enough || got != test.want {
			t.Errorf("median %v, want %v", got, test.want)
		}
	}
}

// drawTickets makes a queue of any composition.
func drawTickets(t *rapid.T, doctors ...uuid.UUID) []records.QueueTicket {
	count := rapid.IntRange(0, 12).Draw(t, "tickets")
	tickets := make([]records.QueueTicket, count)
	for i := range tickets {
		doctor := rapid.SampledFrom(doctors).Draw(t, "doctor")
		if rapid.Bool().Draw(t, "agreed") {
			tickets[i] = agreed(i+1, rapid.IntRange(0, 120).Draw(t, "due"), rapid.IntRange(0, 120).Draw(t, "arrived"), doctor)
		} else {
			tickets[i] = walkIn(i+1, rapid.IntRange(0, 120).Draw(t, "arrived"), doctor)
		}
		tickets[i].Priority = rapid.SampledFrom([]records.TaskPriority{
			records.PriorityRoutine, records.PriorityRoutine, records.PriorityUrgent, records.PriorityStat,
		}).Draw(t, "priority")
		tickets[i].Expected = time.Duration(rapid.IntRange(1, 60).Draw(t, "minutes")) * time.Minute
		tickets[i].Status = rapid.SampledFrom([]records.QueueStatus{
			records.QueueWaiting, records.QueueWaiting, records.QueueWaiting, records.QueueCalled, records.QueueInProgress, records.QueueFinished,
		}).Draw(t, "status")
		tickets[i].StartedAt = at(rapid.IntRange(0, 120).Draw(t, "started"))
	}
	return tickets
}

// TestQueueOrderIsTotalAndStable: however the tickets come out of the store,
// the order is the same, and one more patient changes nobody else's order.
func TestQueueOrderIsTotalAndStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		policy := scheduler.DefaultQueuePolicy()
		tickets := drawTickets(t, doctorA, doctorB, uuid.Nil)
		order := numbers(policy.Waiting(tickets))
		shuffled := rapid.Permutation(tickets).Draw(t, "shuffled")
		if got := numbers(policy.Waiting(shuffled)); !slices.Equal(got, order) {
			t.Fatalf("order %v, shuffled %v", order, got)
		}
		newcomer := walkIn(99, rapid.IntRange(0, 200).Draw(t, "newcomer"), doctorA)
		after := numbers(policy.Waiting(append(shuffled, newcomer)))
		if got := slices.DeleteFunc(after, func(number int) bool { return number == 99 }); !slices.Equal(got, order) {
			t.Fatalf("order %v, after one more came %v", order, got)
		}
	})
}

// TestNobodyIsOvertaken but by somebody more urgent, or with an earlier claim;
// of two without an appointment, by nobody who came later.
func TestNobodyIsOvertaken(t *testing.T) {
	t.Parallel()
	urgency := map[records.TaskPriority]int{records.PriorityRoutine: 0, records.PriorityUrgent: 1, records.PriorityStat: 2}
	rapid.Check(t, func(t *rapid.T) {
		policy := scheduler.DefaultQueuePolicy()
		order := policy.Waiting(drawTickets(t, doctorA, doctorB, uuid.Nil))
		for i, second := range order {
			for _, first := range order[:i] {
				if urgency[first.Priority] > urgency[second.Priority] {
					continue
				}
				if urgency[first.Priority] < urgency[second.Priority] {
					t.Fatalf("%d is less urgent than %d and goes first", first.Number, second.Number)
				}
				if policy.Claim(first).After(policy.Claim(second)) {
					t.Fatalf("%d overtakes %d with a later claim", first.Number, second.Number)
				}
				bothWalkedIn := first.AppointmentID == uuid.Nil && second.AppointmentID == uuid.Nil
				if bothWalkedIn && first.ArrivedAt.After(second.ArrivedAt) {
					t.Fatalf("%d came after %d and goes first", first.Number, second.Number)
				}
			}
		}
	})
}

// TestWaitsGrowWithTheOrder for one practitioner, and are never negative.
func TestWaitsGrowWithTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tickets := drawTickets(t, doctorA, doctorB, uuid.Nil)
		lasts := func(ticket records.QueueTicket) time.Duration { return ticket.Expected }
		servers := []scheduler.QueueServer{{PractitionerID: doctorA}, {PractitionerID: doctorB}}
		longest, ahead := map[uuid.UUID]time.Duration{}, map[uuid.UUID]int{}
		for _, place := range scheduler.DefaultQueuePolicy().Places(tickets, servers, lasts, at(rapid.IntRange(0, 150).Draw(t, "now"))) {
			if place.Wait < 0 {
				t.Fatalf("number %d waits %v", place.Ticket.Number, place.Wait)
			}
			if place.Wait < longest[place.PractitionerID] {
				t.Fatalf("number %d waits %v, somebody before it %v", place.Ticket.Number, place.Wait, longest[place.PractitionerID])
			}
			if place.Ahead != ahead[place.PractitionerID] {
				t.Fatalf("number %d has %d ahead, want %d", place.Ticket.Number, place.Ahead, ahead[place.PractitionerID])
			}
			longest[place.PractitionerID] = place.Wait
			ahead[place.PractitionerID]++
			if wanted := place.Ticket.PractitionerID; wanted != uuid.Nil && wanted != place.PractitionerID {
				t.Fatalf("number %d waits for %s and was given to %s", place.Ticket.Number, wanted, place.PractitionerID)
			}
		}
	})
}

// TestQueueTransitions: the table is closed, and its other reading agrees.
func TestQueueTransitions(t *testing.T) {
	t.Parallel()
	all := []records.QueueStatus{records.QueueWaiting, records.QueueCalled, records.QueueInProgress, records.QueueFinished, records.QueueLeft}
	if len(scheduler.QueueTransitions) != len(all) {
		t.Errorf("%d statuses in the table", len(scheduler.QueueTransitions))
	}
	for _, to := range all {
		before := scheduler.QueueStatusesBefore(to)
		for _, from := range all {
			if slices.Contains(before, from) != slices.Contains(scheduler.QueueTransitions[from], to) {
				t.Errorf("%s → %s", from, to)
			}
		}
	}
	if len(scheduler.QueueTransitions[records.QueueFinished])+len(scheduler.QueueTransitions[records.QueueLeft]) != 0 {
		t.Error("a ticket that has ended goes on")
	}
}
