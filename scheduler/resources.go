package scheduler

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// resourcePool is the rooms or devices of one kind, of which an appointment
// needs one.
type resourcePool struct {
	kind records.ResourceKind
	// members are in order of their ids, so that a choice does not depend on
	// the order in which they were read.
	members []resourceTime
}

// resourceTime is a resource and what is taken of it.
type resourceTime struct {
	id    uuid.UUID
	taken subjectTime
}

// poolResources makes a pool for each kind that is needed. A kind that is
// listed twice is still needed once.
func poolResources(resources []records.Resource, kinds []records.ResourceKind, taken occupancy) []resourcePool {
	var pools []resourcePool
	for i, kind := range kinds {
		if slices.Contains(kinds[:i], kind) {
			continue
		}
		pool := resourcePool{kind: kind}
		for _, resource := range resources {
			if resource.Kind == kind && resource.Active {
				pool.members = append(pool.members, resourceTime{id: resource.ID, taken: taken.of(resource.ID)})
			}
		}
		slices.SortFunc(pool.members, func(a, b resourceTime) int { return bytes.Compare(a.id[:], b.id[:]) })
		pools = append(pools, pool)
	}
	return pools
}

// free gives a resource of the pool that is free during the span. Looking
// begins at the preferred place, so that each practitioner tends to keep to a
// room of their own and two offers for one time seldom need the same one.
func (p *resourcePool) free(span Window, preferred int) (uuid.UUID, bool) {
	for i := range p.members {
		member := &p.members[(preferred+i)%len(p.members)]
		if len(takenDuring(member.taken, span)) == 0 {
			return member.id, true
		}
	}
	return uuid.Nil, false
}

// resourceChooser chooses one free resource from each pool.
type resourceChooser struct {
	pools []resourcePool
	// exhausted is the last start for which a pool had nothing free: then there
	// is nothing for any other practitioner at that start, either.
	exhausted    time.Time
	hasExhausted bool
}

// choose gives the ids of what an appointment with this start takes, or false
// where something it needs is not free.
func (c *resourceChooser) choose(start time.Time, span Window, preferred int) ([]uuid.UUID, bool) {
	if len(c.pools) == 0 {
		return nil, true
	}
	if c.hasExhausted && c.exhausted.Equal(start) {
		return nil, false
	}
	chosen := make([]uuid.UUID, 0, len(c.pools))
	for i := range c.pools {
		id, ok := c.pools[i].free(span, preferred)
		if !ok {
			c.exhausted, c.hasExhausted = start, true
			return nil, false
		}
		chosen = append(chosen, id)
	}
	return chosen, true
}

// ChooseResources gives the slot with resources that are free now, for when
// the ones it was offered with went to somebody else while the practitioner is
// still free. It keeps what is still free, and gives false where something the
// type needs can't be had.
func ChooseResources(calendar Calendar, slot Slot) (Slot, bool) {
	kind, known := typeByID(calendar.Types, slot.AppointmentTypeID)
	if !known {
		return slot, false
	}
	span := OccupiedSpan(kind, slot.Start)
	pools := poolResources(calendar.Resources, kind.ResourceKinds, calendar.taken())
	slot.ResourceIDs = slices.Clone(slot.ResourceIDs)
	kept := slot.ResourceIDs[:0:0]
	for i := range pools {
		pool := &pools[i]
		preferred := max(0, slices.IndexFunc(pool.members, func(member resourceTime) bool {
			return slices.Contains(slot.ResourceIDs, member.id)
		}))
		id, ok := pool.free(span, preferred)
		if !ok {
			return slot, false
		}
		kept = append(kept, id)
	}
	slot.ResourceIDs = kept
	return slot, true
}
