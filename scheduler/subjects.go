package scheduler

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Groups and caps are subjects of the one exclusion constraint, like people
// and rooms. Their ids are made of what they stand for, by UUID version 5, so
// that all who compete for one compete for the same id without asking anybody.
var (
	groupSpace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("frontdesk:scheduler:group"))
	quotaSpace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("frontdesk:scheduler:quota"))
)

// GroupID gives the id of the group of a type's patients who start together
// with a practitioner. It is the subject whose seats are the group's places,
// and what its patients share the practitioner and the rooms by. Rooms are no
// part of it.
func GroupID(appointmentTypeID, practitionerID uuid.UUID, start time.Time) uuid.UUID {
	var name [44]byte
	copy(name[:16], appointmentTypeID[:])
	copy(name[16:32], practitionerID[:])
	binary.BigEndian.PutUint64(name[32:], uint64(start.Unix()))       //nolint:gosec // any bits will do
	binary.BigEndian.PutUint32(name[40:], uint32(start.Nanosecond())) //nolint:gosec // below 10⁹
	return uuid.NewSHA1(groupSpace, name[:])
}

// QuotaID gives the id of a practitioner's daily cap: on one type, or with the
// zero UUID on all of them. It is the subject that has a seat for each
// appointment of a local day.
func QuotaID(practitionerID, appointmentTypeID uuid.UUID) uuid.UUID {
	var name [32]byte
	copy(name[:16], practitionerID[:])
	copy(name[16:], appointmentTypeID[:])
	return uuid.NewSHA1(quotaSpace, name[:])
}

// groupRoomsID gives the subject by which a group has one set of rooms: every
// patient takes it at the same seat, and shares it only with those who take
// the same rooms.
func groupRoomsID(groupID uuid.UUID) uuid.UUID { return uuid.NewSHA1(groupID, []byte("resources")) }

// roomsShareID gives what stands for a set of rooms and devices.
func roomsShareID(groupID uuid.UUID, resourceIDs []uuid.UUID) uuid.UUID {
	sorted := slices.Clone(resourceIDs)
	slices.SortFunc(sorted, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	var name []byte
	for _, id := range sorted {
		name = append(name, id[:]...)
	}
	return uuid.NewSHA1(groupID, name)
}
