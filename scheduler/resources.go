package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// roomSet is what appointments at one location choose their rooms and devices
// from: a pool for each kind that is needed.
type roomSet struct {
	locationID uuid.UUID
	pools      []roomPool
}

// roomPool is the rooms or devices of one kind, of which an appointment needs
// one. They are in order of their ids, so that a choice does not depend on the
// order in which they were read.
type roomPool struct {
	kind    records.ResourceKind
	members []*records.Resource
	// spare is where everybody of one search looks after their own room: so that
	// few rooms need to be known, however many practitioners are looked at. It
	// differs from patient to patient.
	spare int
	// times is what is known of each member, found when it is looked at first.
	times []*knownTime
	// exhausted is the last start for which nothing was free: then there is
	// nothing for any other practitioner at that start, either.
	exhausted time.Duration
}

// outcome is what a look at the rooms came to.
type outcome int

const (
	notFree outcome = iota
	isFree
	// notKnown is a look at a room of which nothing is known yet.
	notKnown
)

// roomsAt gives the rooms for a location.
func (f *finder) roomsAt(locationID uuid.UUID) *roomSet {
	for _, set := range f.roomSets {
		if set.locationID == locationID {
			return set
		}
	}
	set := &roomSet{locationID: locationID}
	for _, kind := range neededKinds(f.kind) {
		members := f.prepared.roomsAt(kind, locationID)
		if f.search.exactly != nil {
			members = onlyResources(members, f.search.exactly.ResourceIDs)
		}
		set.pools = append(set.pools, roomPool{
			kind: kind, members: members, spare: int(uint64(f.order) % uint64(max(len(members), 1))), //nolint:gosec // below the length
			times: make([]*knownTime, len(members)), exhausted: never,
		})
	}
	f.roomSets = append(f.roomSets, set)
	return set
}

// onlyResources gives those of the resources that have one of the ids.
func onlyResources(resources []*records.Resource, ids []uuid.UUID) []*records.Resource {
	var only []*records.Resource
	for _, resource := range resources {
		if slices.Contains(ids, resource.ID) {
			only = append(only, resource)
		}
	}
	return only
}

// ownRoom gives where in the pool a practitioner looks first, so that each
// tends to keep to a room of their own and two offers for one time seldom need
// the same one.
func (p *roomPool) ownRoom(one *offered) int { return one.order * len(p.members) / max(one.total, 1) }

// nearest gives the place of the room that a practitioner would take as the
// first (0), second and so on, up to the number of members.
func (p *roomPool) nearest(one *offered, choice int) int {
	own := p.ownRoom(one)
	if choice == 0 {
		return own
	}
	members := len(p.members)
	next := choice - 1
	if next >= (own-p.spare+members)%members {
		next++ // their own comes first, and not again
	}
	return (p.spare + next) % members
}

// roomTime gives what is known of the member at the place.
func (f *finder) roomTime(pool *roomPool, at int) *knownTime {
	if pool.times[at] == nil {
		pool.times[at] = f.knowledge.of(pool.members[at].ID)
	}
	return pool.times[at]
}

// chooseRooms gives the ids of what an appointment of the candidate takes.
func (f *finder) chooseRooms(one *candidate, start time.Duration, span Window) ([]uuid.UUID, outcome) {
	set := f.roomsAt(one.locationID)
	if len(set.pools) == 0 {
		return nil, isFree
	}
	group, joins := f.groupToJoin(one, span)
	chosen := make([]uuid.UUID, 0, len(set.pools))
	for i := range set.pools {
		pool := &set.pools[i]
		var id uuid.UUID
		var found outcome
		if joins {
			id, found = f.roomOfGroup(pool, span, group)
		} else {
			id, found = f.freeRoom(pool, one, start, span)
		}
		if found != isFree {
			return nil, found
		}
		chosen = append(chosen, id)
	}
	return chosen, isFree
}

// freeRoom gives the nearest room of the pool that is free during the span.
// Who overbooks takes one that is only taken where none is free.
func (f *finder) freeRoom(pool *roomPool, one *candidate, start time.Duration, span Window) (uuid.UUID, outcome) {
	if pool.exhausted == start && one.overbooking == 0 {
		return uuid.Nil, notFree
	}
	for i := range pool.members {
		at := pool.nearest(one.offered, i)
		room := f.roomTime(pool, at)
		if !room.knows(span) {
			f.missing = room
			return uuid.Nil, notKnown
		}
		if len(takenDuring(room.taken, span)) == 0 {
			return pool.members[at].ID, isFree
		}
	}
	pool.exhausted = start
	if one.overbooking == 0 || pool.kind != records.ResourceRoom {
		return uuid.Nil, notFree
	}
	for i := range pool.members {
		at := pool.nearest(one.offered, i)
		if freeSeat(takenDuring(pool.times[at].taken, span), one.overbooking) > 0 {
			return pool.members[at].ID, isFree
		}
	}
	return uuid.Nil, notFree
}

// groupToJoin gives the group that meets with the candidate at this time; false
// where it would be a new one, or the type has none.
func (f *finder) groupToJoin(one *candidate, span Window) (uuid.UUID, bool) {
	if f.kind.Capacity <= 1 {
		return uuid.Nil, false
	}
	for _, row := range takenDuring(one.practitioner.taken, span) {
		if row.GroupID != uuid.Nil {
			return row.GroupID, true
		}
	}
	return uuid.Nil, false
}

// roomOfGroup gives the room that the group has: who joins it goes there, or
// nowhere.
func (f *finder) roomOfGroup(pool *roomPool, span Window, group uuid.UUID) (uuid.UUID, outcome) {
	for at := range pool.members {
		room := f.roomTime(pool, at)
		if !room.knows(span) {
			return uuid.Nil, notKnown
		}
		if holdsGroup(takenDuring(room.taken, span), group) {
			return pool.members[at].ID, isFree
		}
	}
	return uuid.Nil, notFree
}

// holdsGroup says whether the rows are the group's and nobody else's.
func holdsGroup(rows []records.Occupied, group uuid.UUID) bool {
	return len(rows) > 0 && !slices.ContainsFunc(rows, func(row records.Occupied) bool { return row.GroupID != group })
}
