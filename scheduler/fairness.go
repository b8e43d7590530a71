package scheduler

import (
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// fairOrder ranks practitioners who are free at the same time. The order
// differs from patient to patient and from day to day, so that nobody is
// always offered first because of a name or an id; for one patient it stays
// the same all day, so that asking again gives the same answer.
type fairOrder uint64

func newFairOrder(patient uuid.UUID, now time.Time, zone *time.Location) fairOrder {
	today := records.LocalDateOf(now, zone)
	seed := uint64(0)
	for _, part := range []int{today.Year, int(today.Month), today.Day} {
		seed = scramble(seed ^ uint64(part)) //nolint:gosec // any bits will do
	}
	return fairOrder(mixID(seed, patient))
}

const (
	// teamSize is how many practitioners of a large clinic are asked about
	// together, about.
	teamSize = 32
	// memberBits are the bits of a rank within the team.
	memberBits = 44
)

// rank gives a practitioner's place: the smaller, the earlier. The many
// practitioners of a large clinic are drawn by teams of equal size and within
// them one by one, so that those who come first share their nearest rooms, and
// a search reads few.
func (o fairOrder) rank(one *offered) uint64 {
	teams := (one.total + teamSize - 1) / teamSize
	team := one.order * teams / max(one.total, 1)
	member := mixID(uint64(o), one.person.practitioner.ID) >> (64 - memberBits)
	return scramble(uint64(o)^scramble(uint64(team)))<<memberBits | member //nolint:gosec // any bits will do
}

func mixID(seed uint64, id uuid.UUID) uint64 {
	seed = scramble(seed ^ binary.BigEndian.Uint64(id[:8]))
	return scramble(seed ^ binary.BigEndian.Uint64(id[8:]))
}

// scramble is the finishing step of SplitMix64 (Steele, Lea and Flood, "Fast
// Splittable Pseudorandom Number Generators", 2014): ids that differ in one
// bit come out unlike each other.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}
