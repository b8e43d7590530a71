package scheduler

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"frontdesk/records"
)

// preparation is what a calendar's rules come to, worked out once for all
// searches: each type's practitioners with their timetables, when anybody asks
// for the type first. It is safe for concurrent use.
type preparation struct {
	source    Calendar
	days      *localDays
	people    map[uuid.UUID]*person
	offerings map[uuid.UUID]*offering
	// roomsMutex guards rooms: the active resources of a kind that serve
	// sessions at a location, in order of their ids.
	roomsMutex sync.Mutex
	rooms      map[roomsKey][]*records.Resource
}

type roomsKey struct {
	kind       records.ResourceKind
	locationID uuid.UUID
}

// Prepared gives the calendar with its rules worked out for searching, so that
// no search of it or of its copies looks through them again: for whoever keeps
// a clinic's rules and fills in what is Occupied for each search. It is safe
// for concurrent use. What the lists hold must not be modified afterwards; a
// copy that is given other lists is not prepared any more.
func (c Calendar) Prepared() Calendar {
	c.preparation = prepare(c)
	return c
}

// prepared gives the preparation, made now if need be.
func (c Calendar) prepared() *preparation {
	if c.preparation != nil && c.preparation.isOf(c) {
		return c.preparation
	}
	return prepare(c)
}

// isOf says whether it was made of these very lists.
func (p *preparation) isOf(calendar Calendar) bool {
	return p.source.Zone == calendar.Zone &&
		isSameList(p.source.Types, calendar.Types) && isSameList(p.source.Practitioners, calendar.Practitioners) &&
		isSameList(p.source.Resources, calendar.Resources) && isSameList(p.source.Availability, calendar.Availability) &&
		isSameList(p.source.Absences, calendar.Absences)
}

func isSameList[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

func prepare(calendar Calendar) *preparation {
	made := &preparation{
		source: calendar, days: newLocalDays(calendar.Zone),
		people:    make(map[uuid.UUID]*person, len(calendar.Practitioners)),
		offerings: make(map[uuid.UUID]*offering, len(calendar.Types)),
		rooms:     make(map[roomsKey][]*records.Resource),
	}
	made.source.Occupied, made.source.index, made.source.preparation = nil, nil, nil
	for i := range calendar.Practitioners {
		practitioner := &calendar.Practitioners[i]
		if _, twice := made.people[practitioner.ID]; !twice {
			made.people[practitioner.ID] = &person{practitioner: practitioner, order: i}
		}
	}
	for i := range calendar.Availability {
		rule := &calendar.Availability[i]
		if person := made.people[rule.PractitionerID]; person != nil {
			person.rules = append(person.rules, rule)
			person.restricted = person.restricted || len(rule.AppointmentTypeIDs) > 0
		}
	}
	for i := range calendar.Absences {
		if person := made.people[calendar.Absences[i].PractitionerID]; person != nil {
			person.absences = append(person.absences, &calendar.Absences[i])
		}
	}
	for i := range calendar.Types {
		if kind := &calendar.Types[i]; made.offerings[kind.ID] == nil {
			made.offerings[kind.ID] = &offering{kind: kind}
		}
	}
	return made
}

// person is a practitioner with everything that makes their time.
type person struct {
	practitioner *records.Practitioner
	// order is the place among the calendar's practitioners.
	order    int
	rules    []*records.Availability
	absences []*records.Absence
	// restricted is true where a rule is for some types only.
	restricted bool

	once      sync.Once
	forAny    []*place
	compiled  []rule
	compiling sync.Once
}

// places gives the practitioner's places as they are for a type.
func (p *person) places(of *preparation, kind *records.AppointmentType) []*place {
	if p.restricted {
		return p.makePlaces(of, kind.ID)
	}
	p.once.Do(func() { p.forAny = p.makePlaces(of, uuid.Nil) })
	return p.forAny
}

// allRules gives the practitioner's rules, in their order.
func (p *person) allRules() []rule {
	p.compiling.Do(func() {
		p.compiled = make([]rule, len(p.rules))
		for i, source := range p.rules {
			p.compiled[i] = newRule(source)
		}
	})
	return p.compiled
}

// makePlaces sorts the rules that hold for the type by their locations. A break
// or walk-in hours without a location hold at each of them.
func (p *person) makePlaces(of *preparation, typeID uuid.UUID) []*place {
	var locations []uuid.UUID
	holds := func(source *records.Availability) bool {
		return len(source.AppointmentTypeIDs) == 0 || slices.Contains(source.AppointmentTypeIDs, typeID)
	}
	for _, source := range p.rules {
		if source.Kind == records.AvailabilityOpen && holds(source) && !slices.Contains(locations, source.LocationID) {
			locations = append(locations, source.LocationID)
		}
	}
	slices.SortFunc(locations, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	places := make([]*place, len(locations))
	for i, location := range locations {
		var rules []rule
		for at, source := range p.rules {
			everywhere := source.Kind != records.AvailabilityOpen && source.LocationID == uuid.Nil
			if holds(source) && (source.LocationID == location || everywhere) {
				rules = append(rules, p.allRules()[at])
			}
		}
		places[i] = newPlace(location, rules, p.absencesAt(of, location))
	}
	return places
}

// absencesAt gives when nothing holds for the practitioner at a location: their
// own leave, and what everybody there has.
func (p *person) absencesAt(of *preparation, location uuid.UUID) []absence {
	var absences []absence
	add := func(source *records.Absence) {
		if source.LocationID == uuid.Nil || source.LocationID == location {
			absences = append(absences, newAbsence(source))
		}
	}
	for _, source := range p.absences {
		add(source)
	}
	for i := range of.source.Absences {
		if source := &of.source.Absences[i]; source.PractitionerID == uuid.Nil {
			add(source)
		}
	}
	return absences
}

// offering is a type of appointment with who offers it, and when.
type offering struct {
	kind    *records.AppointmentType
	once    sync.Once
	offered []offered
}

// offered is one practitioner who offers a type, at one place.
type offered struct {
	person *person
	hours  *timetable
	// locationID is where an appointment would be; zero for virtual ones.
	locationID uuid.UUID
	isVirtual  bool
	// order of total is the practitioner's place among those who offer the type.
	order, total int
	quotas       []quota
}

// offering gives the type; nil where the calendar has none such.
func (p *preparation) offering(typeID uuid.UUID) *offering {
	found := p.offerings[typeID]
	if found == nil {
		return nil
	}
	found.once.Do(func() { found.offered = p.offer(found.kind) })
	return found
}

// offer lists the active practitioners who offer the type, in the calendar's
// order.
func (p *preparation) offer(kind *records.AppointmentType) []offered {
	var people []*person
	listed := make(map[uuid.UUID]bool, len(kind.PractitionerIDs))
	for _, id := range kind.PractitionerIDs {
		if person := p.people[id]; person != nil && person.practitioner.Active && !listed[id] {
			people = append(people, person)
			listed[id] = true
		}
	}
	slices.SortFunc(people, func(a, b *person) int { return a.order - b.order })
	list := make([]offered, 0, len(people))
	for order, person := range people {
		one := offered{
			person: person, order: order, total: len(people),
			quotas: quotasOf(kind, person.practitioner),
		}
		places := person.places(p, kind)
		if kind.Modality == records.ModalityVirtual {
			one.hours, one.isVirtual = newTimetable(places), true
			list = append(list, one)
			continue
		}
		for _, at := range places {
			one.hours, one.locationID = newTimetable([]*place{at}), at.locationID
			list = append(list, one)
		}
	}
	return list
}

// neededKinds are the kinds of rooms and devices that the type needs one of.
func neededKinds(kind *records.AppointmentType) []records.ResourceKind {
	if kind.Modality == records.ModalityVirtual {
		return nil
	}
	var kinds []records.ResourceKind
	for _, needed := range kind.ResourceKinds {
		if !slices.Contains(kinds, needed) {
			kinds = append(kinds, needed)
		}
	}
	return kinds
}

// roomsAt gives the active resources of the kind that serve sessions at the
// location: those that stand there, and those that stand nowhere.
func (p *preparation) roomsAt(kind records.ResourceKind, locationID uuid.UUID) []*records.Resource {
	key := roomsKey{kind: kind, locationID: locationID}
	p.roomsMutex.Lock()
	defer p.roomsMutex.Unlock()
	if found, known := p.rooms[key]; known {
		return found
	}
	var found []*records.Resource
	for i := range p.source.Resources {
		resource := &p.source.Resources[i]
		if resource.Active && resource.Kind == kind && (resource.LocationID == uuid.Nil || resource.LocationID == locationID) {
			found = append(found, resource)
		}
	}
	slices.SortFunc(found, func(a, b *records.Resource) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	p.rooms[key] = found
	return found
}

// hasSpecialty says whether the practitioner's specialty reads like the wish in
// any language.
func hasSpecialty(practitioner *records.Practitioner, wanted string) bool {
	for _, text := range practitioner.Specialty {
		if text != "" && strings.EqualFold(strings.TrimSpace(text), strings.TrimSpace(wanted)) {
			return true
		}
	}
	return false
}
