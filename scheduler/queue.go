package scheduler

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// QueuePolicy is what a waiting room holds to be fair.
type QueuePolicy struct {
	// Grace is how late a patient may come and still keep their agreed time.
	Grace time.Duration
	// WalkInGap is how long before an agreed time somebody without one must have
	// come to go before it: who comes later than that would keep the other
	// waiting past their time.
	WalkInGap time.Duration
}

// DefaultQueuePolicy is ten minutes of grace and a gap of a quarter of an hour.
func DefaultQueuePolicy() QueuePolicy {
	return QueuePolicy{Grace: 10 * time.Minute, WalkInGap: 15 * time.Minute}
}

// Claim is the moment by which a waiting patient stands in line; the earlier
// one goes first.
//
//   - Who has an appointment and came in time claims their agreed time, however
//     early they came: coming early takes nobody's place.
//   - Who came later than the grace allows claims their arrival.
//   - Who has no appointment claims WalkInGap after their arrival: they fill
//     the gap before an agreed time if they came early enough, and everybody
//     without an appointment is seen in the order of arrival.
//
// A claim never changes while somebody waits, so that the order doesn't, and
// nobody without an appointment is put off again and again.
func (p QueuePolicy) Claim(ticket records.QueueTicket) time.Time {
	switch {
	case ticket.AppointmentID == uuid.Nil:
		return ticket.ArrivedAt.Add(p.WalkInGap)
	case ticket.ArrivedAt.After(ticket.DueAt.Add(p.Grace)):
		return ticket.ArrivedAt
	}
	return ticket.DueAt
}

// priorityRank orders the priorities, the most urgent first.
var priorityRank = map[records.TaskPriority]int{records.PriorityStat: 0, records.PriorityUrgent: 1, records.PriorityRoutine: 2}

// Compare orders two waiting patients: by priority, then by claim, then by
// arrival, then by number. As numbers are unique on a day, two tickets of a day
// are never equal.
func (p QueuePolicy) Compare(a, b records.QueueTicket) int {
	return cmp.Or(
		cmp.Compare(rankOf(a.Priority), rankOf(b.Priority)),
		p.Claim(a).Compare(p.Claim(b)),
		a.ArrivedAt.Compare(b.ArrivedAt),
		cmp.Compare(a.Number, b.Number),
	)
}

// rankOf takes a priority that nobody knows for routine.
func rankOf(priority records.TaskPriority) int {
	if rank, known := priorityRank[priority]; known {
		return rank
	}
	return priorityRank[records.PriorityRoutine]
}

// Waiting gives the tickets that wait, in order. The list given stays as it is.
func (p QueuePolicy) Waiting(tickets []records.QueueTicket) []records.QueueTicket {
	var waiting []records.QueueTicket
	for _, ticket := range tickets {
		if ticket.Status == records.QueueWaiting {
			waiting = append(waiting, ticket)
		}
	}
	slices.SortFunc(waiting, p.Compare)
	return waiting
}

// QueueServer is a practitioner who sees patients from the queue now.
type QueueServer struct {
	PractitionerID uuid.UUID
	// LocationID is where they are; zero where the clinic has one site.
	LocationID uuid.UUID
	// AppointmentTypeIDs are what they offer to whoever takes the first who is
	// free; empty is everything.
	AppointmentTypeIDs []uuid.UUID
}

// Serves says whether the practitioner may call the patient: one who waits for
// them, or one who takes the first who is free, where they are and for what
// they offer.
func (s QueueServer) Serves(ticket records.QueueTicket) bool {
	if ticket.PractitionerID != uuid.Nil {
		return ticket.PractitionerID == s.PractitionerID
	}
	if ticket.LocationID != uuid.Nil && s.LocationID != uuid.Nil && ticket.LocationID != s.LocationID {
		return false
	}
	return ticket.AppointmentTypeID == uuid.Nil || len(s.AppointmentTypeIDs) == 0 ||
		slices.Contains(s.AppointmentTypeIDs, ticket.AppointmentTypeID)
}

// Next gives the first in the order whom the practitioner may call; false when
// nobody waits for them.
func (p QueuePolicy) Next(tickets []records.QueueTicket, by QueueServer) (records.QueueTicket, bool) {
	for _, ticket := range p.Waiting(tickets) {
		if by.Serves(ticket) {
			return ticket, true
		}
	}
	return records.QueueTicket{}, false
}

// QueuePlace is where a waiting patient stands.
type QueuePlace struct {
	Ticket records.QueueTicket
	// PractitionerID is who will see them as things stand; zero where nobody is
	// here who could.
	PractitionerID uuid.UUID
	// Ahead is how many of those who wait come before them there.
	Ahead int
	// Wait is how long it should still take, never negative.
	Wait time.Duration
}

// underWay is the least that a visit under way is taken to last from now on.
const underWay = time.Minute

// Places says of everybody who waits where they stand, in order. It lets each
// practitioner see one patient after the other from now on: the visit under
// way to its end, whoever was called, and then each waiting patient in order;
// who takes the first who is free goes to the practitioner who is soonest. A
// routine appointment does not begin before its time.
//
// lasts says how long a visit should take from beginning to end. A practitioner
// for whom somebody waits counts as here, whether or not they are in the list.
func (p QueuePolicy) Places(tickets []records.QueueTicket, servers []QueueServer, lasts func(records.QueueTicket) time.Duration,
	now time.Time,
) []QueuePlace {
	line := newServing(tickets, servers, lasts, now)
	waiting := p.Waiting(tickets)
	places := make([]QueuePlace, len(waiting))
	for i, ticket := range waiting {
		places[i] = line.seat(ticket, lasts(ticket))
	}
	return places
}

// serving is the simulation of Places.
type serving struct {
	servers []QueueServer
	// free is when each is free again, ahead how many who wait they have had.
	free  []time.Time
	ahead []int
	now   time.Time
}

func newServing(tickets []records.QueueTicket, servers []QueueServer, lasts func(records.QueueTicket) time.Duration, now time.Time) *serving {
	s := &serving{now: now}
	for _, server := range servers {
		s.add(server)
	}
	for _, ticket := range tickets {
		if ticket.PractitionerID != uuid.Nil && live(ticket.Status) {
			s.add(QueueServer{PractitionerID: ticket.PractitionerID, LocationID: ticket.LocationID})
		}
	}
	slices.SortStableFunc(s.servers, func(a, b QueueServer) int {
		return bytes.Compare(a.PractitionerID[:], b.PractitionerID[:])
	})
	s.free, s.ahead = make([]time.Time, len(s.servers)), make([]int, len(s.servers))
	for i := range s.free {
		s.free[i] = now
	}
	for _, ticket := range tickets {
		at := s.index(ticket.PractitionerID)
		if at < 0 {
			continue
		}
		switch ticket.Status {
		case records.QueueInProgress:
			s.free[at] = s.free[at].Add(max(lasts(ticket)-now.Sub(ticket.StartedAt), underWay))
		case records.QueueCalled:
			s.free[at] = s.free[at].Add(max(lasts(ticket), underWay))
		case records.QueueWaiting, records.QueueFinished, records.QueueLeft:
		}
	}
	return s
}

func live(status records.QueueStatus) bool {
	return status == records.QueueWaiting || status == records.QueueCalled || status == records.QueueInProgress
}

func (s *serving) index(practitionerID uuid.UUID) int {
	return slices.IndexFunc(s.servers, func(server QueueServer) bool { return server.PractitionerID == practitionerID })
}

func (s *serving) add(server QueueServer) {
	if s.index(server.PractitionerID) < 0 {
		s.servers = append(s.servers, server)
	}
}

// seat gives a ticket to the practitioner who is soonest.
func (s *serving) seat(ticket records.QueueTicket, takes time.Duration) QueuePlace {
	at := -1
	for i, server := range s.servers {
		if server.Serves(ticket) && (at < 0 || s.free[i].Before(s.free[at])) {
			at = i
		}
	}
	if at < 0 {
		return QueuePlace{Ticket: ticket}
	}
	begins := s.free[at]
	if ticket.AppointmentID != uuid.Nil && rankOf(ticket.Priority) == priorityRank[records.PriorityRoutine] && ticket.DueAt.After(begins) {
		begins = ticket.DueAt
	}
	place := QueuePlace{Ticket: ticket, PractitionerID: s.servers[at].PractitionerID, Ahead: s.ahead[at], Wait: begins.Sub(s.now)}
	s.ahead[at]++
	s.free[at] = begins.Add(max(takes, 0))
	return place
}

// RoundWait rounds a wait up to five minutes, as people are told it: nobody is
// cross about having waited a little less.
func RoundWait(wait time.Duration) time.Duration {
	const grain = 5 * time.Minute
	return (max(wait, 0) + grain - 1).Truncate(grain)
}

// medianOf is how many visits of a type a day must have had before their
// median says more than what was planned.
const medianOf = 5

// MedianLength gives the median of how long visits took; false where there are
// too few to say.
func MedianLength(lengths []time.Duration) (time.Duration, bool) {
	if len(lengths) < medianOf {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(lengths))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle], true
	}
	return (sorted[middle-1] + sorted[middle]) / 2, true
}
