package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// FindSlots gives the slots that suit the search and that CheckBooking accepts
// at the same now, at most search.Limit of them, sorted by start. Practitioners
// who are free at the same time come in an order that is fair over patients and
// days, and the same each time one patient asks on one day.
//
// A slot starts on the grid of the type's SlotStep, counted from the start of
// each opening interval of a day. Its whole occupied span, buffers included,
// lies in the practitioner's open time outside breaks, walk-in hours and
// absences, and overlaps nothing that is taken of the practitioner, the
// patient, or the one resource of each needed kind that was chosen for it. No
// cap of its day is reached. A group that has places left is offered at its
// start, in the rooms that it has.
//
// An unknown type or practitioner, a type that this searcher may not book, or
// settings that make no sense give no slots: there is nothing to offer. Days
// are looked at one after the other, and none after the Limit was reached.
//
// It is a Quest whose calendar has everything that it could ask for.
func FindSlots(calendar Calendar, search Search, now time.Time) []Slot {
	quest := newQuest(calendar, search, now, true)
	quest.Next()
	return quest.Slots()
}

// finder answers the searches for one appointment type at one moment, as far
// as what it knows of taken time reaches. It is not safe for concurrent use.
type finder struct {
	prepared   *preparation
	kind       *records.AppointmentType
	search     Search
	order      fairOrder
	candidates []candidate
	knowledge  knowledge
	patient    *knownTime
	roomSets   []*roomSet
	// starts is when a slot may start, as a normal list; end is after all that
	// any of them takes.
	starts []Window
	end    time.Time
	// epoch is what the times of runs and cursors are counted from.
	epoch time.Time
	reading

	hours   hoursScratch
	lists   struct{ within, judged, taken, free, freeOfBoth, fitting []Window }
	runs    []startRun
	queue   startQueue
	pending startQueue // a copy of the queue to look ahead in
}

// candidate is a practitioner at a place who may be offered.
type candidate struct {
	*offered
	rank uint64
	// practitioner and quotas are what is known of their taken time, found when
	// it is looked at first.
	practitioner *knownTime
	quotaTimes   []*knownTime
	// overbooking is how many may be booked over taken time.
	overbooking int
}

// newFinder gives false where the search can find nothing.
func newFinder(calendar Calendar, search Search, now time.Time, known knowledge) (*finder, bool) {
	if calendar.Zone == nil {
		return nil, false
	}
	prepared := calendar.prepared()
	offering := prepared.offering(search.AppointmentTypeID)
	if offering == nil || !isBookable(*offering.kind, search.ByStaff) {
		return nil, false
	}
	f := &finder{prepared: prepared, kind: offering.kind, search: search, knowledge: known}
	f.order = newFairOrder(search.PatientID, now, calendar.Zone)
	f.starts = startWindows(*f.kind, search, now)
	f.candidates = f.chooseCandidates(offering.offered)
	if len(f.starts) == 0 || len(f.candidates) == 0 {
		return nil, false
	}
	f.epoch = f.starts[0].Start
	f.end = OccupiedSpan(*f.kind, f.starts[len(f.starts)-1].End).End
	f.queue = make(startQueue, 0, len(f.candidates))
	if search.PatientID != uuid.Nil {
		f.patient = f.knowledge.of(search.PatientID)
	}
	f.reading = newReading(len(f.candidates), &search)
	return f, true
}

// chooseCandidates gives those whom the search wants.
func (f *finder) chooseCandidates(offered []offered) []candidate {
	chosen := make([]candidate, 0, len(offered))
	for i := range offered {
		one := &offered[i]
		if !f.search.wants(one) {
			continue
		}
		made := candidate{offered: one, rank: f.order.rank(one)}
		if f.search.Overbook && f.search.ByStaff && f.kind.Capacity <= 1 {
			made.overbooking = one.person.practitioner.OverbookingCapacity
		}
		chosen = append(chosen, made)
	}
	return chosen
}

// wants says whether the practitioner at the place is whom the search wishes
// for.
func (s *Search) wants(one *offered) bool {
	practitioner := one.person.practitioner
	anybody := s.PractitionerID == uuid.Nil && len(s.PractitionerIDs) == 0
	switch {
	case !anybody && practitioner.ID != s.PractitionerID && !slices.Contains(s.PractitionerIDs, practitioner.ID),
		s.Specialty != "" && !hasSpecialty(practitioner, s.Specialty),
		s.Language != "" && !slices.Contains(practitioner.Languages, s.Language),
		s.LocationID != uuid.Nil && one.locationID != s.LocationID && !one.isVirtual,
		s.exactly != nil && one.locationID != s.exactly.LocationID:
		return false
	}
	return true
}

// daySearch is the search of one day.
type daySearch struct {
	*localDay
	// within is when a slot may start on it, as a normal list in UTC and, counted
	// from the day's midnight, in time that passes on an ordinary day.
	within []Window
}

// openDay makes the queue of a day: each candidate waits at the first start
// that their hours allow, and what of it is taken is only looked at when their
// turn comes: of a thousand practitioners who open at nine, mostly a handful.
func (f *finder) openDay(day *localDay, within []Window) daySearch {
	opened := daySearch{localDay: day, within: f.wishedOn(day, within)}
	f.runs, f.queue = f.runs[:0], f.queue[:0]
	if len(opened.within) == 0 {
		return opened
	}
	for i := range f.candidates {
		if start := f.firstStart(&opened, &f.candidates[i], opened.within[0].Start); start != never {
			f.queue = append(f.queue, startCursor{start: start, rank: f.candidates[i].rank, candidate: int32(i), unread: true})
		}
	}
	f.queue.order()
	return opened
}

// wishedOn gives when a slot may start on the day: the windows, cut down to the
// weekdays and parts of the day that are wished for.
func (f *finder) wishedOn(day *localDay, within []Window) []Window {
	if len(f.search.Weekdays) > 0 && !slices.Contains(f.search.Weekdays, day.weekday) {
		return nil
	}
	parts := []Window{day.span}
	if len(f.search.DayParts) > 0 {
		parts = parts[:0]
		for _, part := range f.search.DayParts {
			parts = day.appendReadings(parts, part.From, part.Until)
		}
		parts = mergeWindows(parts)
	}
	return intersectWindows(nil, within, parts)
}

// collectDay appends the slots that start on the day, in order, until there
// are limit of them. It gives false where it must know more first.
func (f *finder) collectDay(slots []Slot, day *daySearch, limit int) ([]Slot, bool) {
	for len(f.queue) > 0 && len(slots) < limit {
		next := f.queue[0]
		one := &f.candidates[next.candidate]
		if next.unread {
			if !f.readCandidate(day, one, f.epoch.Add(next.start)) {
				return slots, false
			}
			continue
		}
		start := f.epoch.Add(next.start)
		rooms, found := f.chooseRooms(one, next.start, OccupiedSpan(*f.kind, start))
		if found == notKnown {
			f.askForRooms()
			return slots, false
		}
		if found == isFree {
			slots = append(slots, Slot{
				AppointmentTypeID: f.kind.ID,
				PractitionerID:    one.person.practitioner.ID,
				ResourceIDs:       rooms,
				LocationID:        one.locationID,
				Start:             start.UTC(),
				End:               start.Add(f.kind.Duration).UTC(),
			})
		}
		f.queue.advance(f.runs, f.kind.SlotStep)
	}
	return slots, true
}

// readCandidate finds the starts of the first cursor of the queue, from the
// instant on and as far as taken time is known. It gives false where nothing is.
func (f *finder) readCandidate(day *daySearch, one *candidate, from time.Time) bool {
	known := f.knownUntil(one, from.Add(-f.kind.BufferBefore))
	// The last start whose whole time is known; the nanosecond makes it part of a
	// half-open window.
	end := known.Add(time.Nanosecond - f.kind.Duration - f.kind.BufferAfter)
	if !end.After(from) {
		f.askForCandidates()
		return false
	}
	resume := never
	if lastWish := day.within[len(day.within)-1].End; end.Before(lastWish) {
		resume = f.firstStart(day, one, end)
	}
	f.lists.judged = intersectWindows(f.lists.judged[:0], day.within, []Window{{Start: from, End: end}})
	first := len(f.runs)
	if !f.isCapReached(day.localDay, one) {
		f.appendRuns(day, one)
	}
	f.queue.read(f.runs, first, resume)
	return true
}

// knownUntil gives until when, from the instant on, the taken time of everybody
// but rooms is known.
func (f *finder) knownUntil(one *candidate, from time.Time) time.Time {
	f.lookUp(one)
	until := one.practitioner.knownUntil(from)
	if f.patient != nil {
		until = earlier(until, f.patient.knownUntil(from))
	}
	for _, quota := range one.quotaTimes {
		until = earlier(until, quota.knownUntil(from))
	}
	return until
}

// lookUp finds what is known of a candidate.
func (f *finder) lookUp(one *candidate) {
	if one.practitioner != nil {
		return
	}
	one.practitioner = f.knowledge.of(one.person.practitioner.ID)
	for _, quota := range one.quotas {
		one.quotaTimes = append(one.quotaTimes, f.knowledge.of(quota.id))
	}
}

// isCapReached says whether the practitioner takes no more on the day.
func (f *finder) isCapReached(day *localDay, one *candidate) bool {
	for i, quota := range one.quotas {
		if len(takenDuring(one.quotaTimes[i].taken, day.span)) >= quota.limit {
			return true
		}
	}
	return false
}
