package postgres

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// SubjectKind says what kind of thing a span of time is taken of.
type SubjectKind string

// What an appointment takes time of.
const (
	SubjectPractitioner SubjectKind = "practitioner"
	SubjectRoom         SubjectKind = "room"
	SubjectDevice       SubjectKind = "device"
	SubjectPatient      SubjectKind = "patient"
	// SubjectGroup is a group at one start, with a seat for each place.
	SubjectGroup SubjectKind = "group"
	// SubjectQuota is a practitioner's day, with a seat for each appointment
	// that a cap allows.
	SubjectQuota SubjectKind = "quota"
)

// Occupancy is time that an appointment takes of one subject, buffers included.
type Occupancy struct {
	SubjectID  uuid.UUID
	Kind       SubjectKind
	Start, End time.Time
	// Seat is 0 but where several may take the same time of a subject.
	Seat int
	// ShareID is what another row must have too to overlap this one: a group's
	// id for its practitioner and rooms, the id of the appointment that a hold
	// would move, the id of the conversation whose next hold takes the place of
	// this one. Zero is the appointment's own id, which no other has.
	ShareID uuid.UUID
}

// errTaken is what every lost race for a time comes back as.
func errTaken() error {
	return &records.Error{Code: records.CodeSlotTaken, Message: "that time has just been taken"}
}

// taking is attempt for work that takes time. When others have some of it, those
// among them whose hold ran out by now give way, and the work is done again:
// such holds are rare, and looking for them first would cost every booking.
func (tx *Tx) taking(ctx context.Context, occupancies []Occupancy, now time.Time, work func(ctx context.Context) error) error {
	err := tx.attempt(ctx, work)
	if len(occupancies) == 0 || records.CodeOf(err) != records.CodeSlotTaken {
		return err
	}
	over := dbsqlc.ExpiredHoldsParams{
		ClinicID: tx.clinicID, SpanStart: occupancies[0].Start, SpanEnd: occupancies[0].End, Now: now,
	}
	for _, occupancy := range occupancies {
		over.SubjectIDs = append(over.SubjectIDs, occupancy.SubjectID)
		if occupancy.Start.Before(over.SpanStart) {
			over.SpanStart = occupancy.Start
		}
		if occupancy.End.After(over.SpanEnd) {
			over.SpanEnd = occupancy.End
		}
	}
	there, failed := tx.queries.ExpiredHolds(ctx, over)
	if failed != nil {
		return coded(failed)
	}
	if !there {
		return err
	}
	tx.clearing = now
	defer func() { tx.clearing = time.Time{} }()
	return tx.attempt(ctx, work)
}

// occupyInTurn takes time of one subject after the other, each time clearing
// the holds that ran out by then. Who takes time without clearing does it in the
// same order of subjects: were all holds cleared first, a rival that has an
// earlier subject and waits for a later one would wait for this transaction, and
// this one for the rival.
func (tx *Tx) occupyInTurn(ctx context.Context, appointmentID uuid.UUID, occupancies []Occupancy, until, now time.Time) error {
	inTurn := slices.Clone(occupancies)
	slices.SortStableFunc(inTurn, func(a, b Occupancy) int { return bytes.Compare(a.SubjectID[:], b.SubjectID[:]) })
	for _, occupancy := range inTurn {
		err := tx.queries.DeleteExpiredHolds(ctx, dbsqlc.DeleteExpiredHoldsParams{
			ClinicID: tx.clinicID, SubjectID: occupancy.SubjectID, SpanStart: occupancy.Start, SpanEnd: occupancy.End, Now: now,
		})
		if err != nil {
			return coded(err)
		}
		if err := tx.occupy(ctx, appointmentID, []Occupancy{occupancy}, until); err != nil {
			return err
		}
	}
	return nil
}

// occupy takes time of every subject or fails as a whole.
func (tx *Tx) occupy(ctx context.Context, appointmentID uuid.UUID, occupancies []Occupancy, until time.Time) error {
	if len(occupancies) == 0 {
		return nil
	}
	if now := tx.clearing; !now.IsZero() {
		tx.clearing = time.Time{}
		defer func() { tx.clearing = now }()
		return tx.occupyInTurn(ctx, appointmentID, occupancies, until, now)
	}
	rows := dbsqlc.InsertOccupancyParams{ClinicID: tx.clinicID, AppointmentID: appointmentID, ExpiresAt: instant(until)}
	for _, occupancy := range occupancies {
		rows.SubjectIDs = append(rows.SubjectIDs, occupancy.SubjectID)
		rows.SubjectKinds = append(rows.SubjectKinds, string(occupancy.Kind))
		rows.Starts = append(rows.Starts, occupancy.Start)
		rows.Ends = append(rows.Ends, occupancy.End)
		rows.Seats = append(rows.Seats, int16(occupancy.Seat)) //nolint:gosec // a type's capacity bounds it
		shareID := occupancy.ShareID
		if shareID == uuid.Nil {
			shareID = appointmentID
		}
		rows.ShareIDs = append(rows.ShareIDs, shareID)
	}
	taken, err := tx.queries.InsertOccupancy(ctx, rows)
	if err != nil {
		return coded(err)
	}
	if taken != int64(len(occupancies)) {
		return errTaken()
	}
	return nil
}

// SweepExpiredHolds deletes at most so many rows of holds that ran out at or
// before an instant, and says how many it found. Nobody is kept waiting by it,
// and what it leaves takes nothing from anybody.
func (tx *Tx) SweepExpiredHolds(ctx context.Context, before time.Time, atMost int) (int, error) {
	swept, err := tx.queries.SweepExpiredHolds(ctx, dbsqlc.SweepExpiredHoldsParams{
		ClinicID: tx.clinicID, Before: before, AtMost: int32(atMost), //nolint:gosec // a batch
	})
	return int(swept), coded(err)
}
