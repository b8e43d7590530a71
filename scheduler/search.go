package scheduler

import (
	"iter"
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
// lies in the practitioner's open time outside breaks and overlaps nothing that
// is taken of the practitioner, the patient, or the one resource of each needed
// kind that was chosen for it.
//
// An unknown type or practitioner, a type that this searcher may not book, or
// settings that make no sense give no slots: there is nothing to offer. Days
// are looked at one after the other, and none after the Limit was reached.
func FindSlots(calendar Calendar, search Search, now time.Time) []Slot {
	if search.Limit <= 0 {
		return nil
	}
	finder, ok := newFinder(calendar, search, now)
	if !ok {
		return nil
	}
	if search.Spread {
		return finder.spread(search.Limit)
	}
	return finder.collect(finder.starts, search.Limit)
}

// finder answers the searches for one appointment type at one moment. It keeps
// its lists from one day to the next and is not safe for concurrent use.
type finder struct {
	kind       records.AppointmentType
	days       localDays
	candidates []candidate
	resources  resourceChooser
	patient    subjectTime
	// starts is when a slot may start, as a normal list.
	starts []Window

	hours hoursScratch
	lists struct{ within, taken, free, freeOfBoth []Window }
	runs  []startRun
	queue startQueue
}

// candidate is a practitioner who may be offered.
type candidate struct {
	id    uuid.UUID
	rank  uint64
	hours workingHours
	taken subjectTime
}

// newFinder gives false where the search can find nothing.
func newFinder(calendar Calendar, search Search, now time.Time) (*finder, bool) {
	kind, known := typeByID(calendar.Types, search.AppointmentTypeID)
	if !known || calendar.Zone == nil || !isBookable(kind, search.ByStaff) {
		return nil, false
	}
	starts := startWindows(kind, search, now)
	practitioners := practitionersFor(calendar, kind, search.PractitionerID)
	if len(starts) == 0 || len(practitioners) == 0 {
		return nil, false
	}
	taken := calendar.taken()
	order := newFairOrder(search.PatientID, now, calendar.Zone)
	hours := groupRules(calendar.Availability, practitioners)
	candidates := make([]candidate, len(practitioners))
	for i, id := range practitioners {
		candidates[i] = candidate{id: id, rank: order.rank(id), hours: hours[i], taken: taken.of(id)}
	}
	return &finder{
		kind:       kind,
		days:       newLocalDays(calendar.Zone),
		candidates: candidates,
		resources:  resourceChooser{pools: poolResources(calendar.Resources, kind.ResourceKinds, taken)},
		patient:    taken.of(search.PatientID),
		starts:     starts,
		queue:      make(startQueue, 0, len(candidates)),
	}, true
}

// practitionersFor gives the active practitioners who offer the type: the one
// who is wanted, or all of them.
func practitionersFor(calendar Calendar, kind records.AppointmentType, wanted uuid.UUID) []uuid.UUID {
	offering := make(map[uuid.UUID]bool, len(kind.PractitionerIDs))
	for _, id := range kind.PractitionerIDs {
		if wanted == uuid.Nil || wanted == id {
			offering[id] = true
		}
	}
	found := make([]uuid.UUID, 0, len(offering))
	for i := range calendar.Practitioners {
		practitioner := &calendar.Practitioners[i]
		if practitioner.Active && offering[practitioner.ID] {
			found = append(found, practitioner.ID)
			delete(offering, practitioner.ID)
		}
	}
	return found
}

// collect gives the first slots that start within the windows.
func (f *finder) collect(within []Window, limit int) []Slot {
	var slots []Slot
	for len(within) > 0 && len(slots) < limit {
		day := f.days.at(within[0].Start)
		slots = f.collectDay(slots, day, within, limit)
		within = startingFrom(within, day.span.End)
	}
	return slots
}

// startingFrom cuts off what lies before the instant. The list it was given
// stays as it is.
func startingFrom(within []Window, instant time.Time) []Window {
	for len(within) > 0 && !within[0].End.After(instant) {
		within = within[1:]
	}
	if len(within) == 0 || !within[0].Start.Before(instant) {
		return within
	}
	rest := append([]Window(nil), within...)
	rest[0].Start = instant
	return rest
}

// collectDay appends the slots that start on the day, in order, until there
// are limit of them. A candidate waits in the queue at the first start that
// their opening hours allow, and what of it is taken is only looked at when
// their turn comes: of a thousand practitioners who open at nine, mostly a
// handful.
func (f *finder) collectDay(slots []Slot, day *localDay, within []Window, limit int) []Slot {
	f.lists.within = intersectWindows(f.lists.within[:0], within, []Window{day.span})
	f.runs, f.queue = f.runs[:0], f.queue[:0]
	for i := range f.candidates {
		if start, ok := f.firstOpening(day, &f.candidates[i]); ok {
			f.queue = append(f.queue, startCursor{start: start, rank: f.candidates[i].rank, candidate: i, unread: true})
		}
	}
	f.queue.order()
	for len(f.queue) > 0 && len(slots) < limit {
		next := f.queue[0]
		if next.unread {
			first := len(f.runs)
			f.appendRuns(day, &f.candidates[next.candidate])
			f.queue.read(f.runs, first)
			continue
		}
		span := OccupiedSpan(f.kind, next.start)
		if resources, ok := f.resources.choose(next.start, span, next.candidate); ok {
			slots = append(slots, Slot{
				AppointmentTypeID: f.kind.ID,
				PractitionerID:    f.candidates[next.candidate].id,
				ResourceIDs:       resources,
				Start:             next.start.UTC(),
				End:               next.start.Add(f.kind.Duration).UTC(),
			})
		}
		f.queue.advance(f.runs, f.kind.SlotStep)
	}
	return slots
}

// firstOpening gives the first start on the day that working hours and wishes
// allow, taken time left aside: none of the candidate's starts on the day is
// earlier.
func (f *finder) firstOpening(day *localDay, candidate *candidate) (time.Time, bool) {
	hours := candidate.hours.on(day, f.days, &f.hours)
	for run := range f.startsIn(hours.openings, hours.working) {
		return run.first, true
	}
	return time.Time{}, false
}

// appendRuns appends when appointments with the candidate may start on the
// day, resources left aside.
func (f *finder) appendRuns(day *localDay, candidate *candidate) {
	hours := candidate.hours.on(day, f.days, &f.hours)
	if len(hours.working) == 0 {
		return
	}
	for run := range f.startsIn(hours.openings, f.freeTime(hours.working, candidate.taken)) {
		f.runs = append(f.runs, run)
	}
}

// startsIn gives the starts on the openings' grids from which a whole
// appointment fits into the free time, and that are wished for.
func (f *finder) startsIn(openings, free []Window) iter.Seq[startRun] {
	return func(yield func(startRun) bool) {
		for _, opening := range openings {
			for _, span := range free {
				if !span.Start.Before(opening.End) {
					break
				}
				// Where an appointment may start so that all of it is in the span; the
				// nanosecond makes the last such start part of the half-open window.
				fitting := Window{
					Start: span.Start.Add(f.kind.BufferBefore),
					End:   span.End.Add(time.Nanosecond - f.kind.Duration - f.kind.BufferAfter),
				}.intersect(opening)
				for _, wished := range f.lists.within {
					run := newStartRun(fitting.intersect(wished), opening.Start, f.kind.SlotStep)
					if run.first.Before(run.end) && !yield(run) {
						return
					}
				}
			}
		}
	}
}

// freeTime gives what is left of working time when the practitioner's and the
// patient's taken time is gone from it.
func (f *finder) freeTime(working []Window, taken subjectTime) []Window {
	span := Window{Start: working[0].Start, End: working[len(working)-1].End}
	f.lists.taken = appendTaken(f.lists.taken[:0], takenDuring(taken, span))
	f.lists.free = subtractWindows(f.lists.free[:0], working, f.lists.taken)
	ofPatient := takenDuring(f.patient, span)
	if len(ofPatient) == 0 {
		return f.lists.free
	}
	f.lists.taken = appendTaken(f.lists.taken[:0], ofPatient)
	f.lists.freeOfBoth = subtractWindows(f.lists.freeOfBoth[:0], f.lists.free, f.lists.taken)
	return f.lists.freeOfBoth
}
