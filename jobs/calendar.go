package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// rulesOf gives a clinic's time before anybody books.
func rulesOf(zone *time.Location, schedule postgres.Schedule) scheduler.Calendar {
	return scheduler.Calendar{
		Zone: zone, Types: schedule.Types, Practitioners: schedule.Practitioners, Resources: schedule.Resources,
		Availability: schedule.Availability, Absences: schedule.Absences,
	}.Prepared()
}

// calendar reads what is taken in a window and puts it beside the clinic's
// rules: one query, whatever the search. The time of an appointment that is to
// be replaced counts as free.
func (v *clinicView) calendar(ctx context.Context, tx *postgres.Tx, typeID, patientID uuid.UUID, window scheduler.Window,
	replacingID uuid.UUID, now time.Time,
) (scheduler.Calendar, error) {
	calendar := v.rules
	kind, known := v.types[typeID]
	if !known || !window.Start.Before(window.End) {
		return calendar, nil
	}
	subjects := append([]uuid.UUID{}, kind.PractitionerIDs...)
	for _, resource := range v.schedule.Resources {
		subjects = append(subjects, resource.ID)
	}
	if patientID != uuid.Nil {
		subjects = append(subjects, patientID)
	}
	occupied, err := tx.Occupied(ctx, subjects, window.Start, window.End, now, replacingID)
	if err != nil {
		return calendar, fmt.Errorf("read what is taken: %w", err)
	}
	calendar.Occupied = occupied
	return calendar, nil
}

// findSlots answers a search from the store.
func (v *clinicView) findSlots(ctx context.Context, tx *postgres.Tx, search scheduler.Search, now time.Time) ([]scheduler.Slot, error) {
	quest := scheduler.NewQuest(v.rules, search, now)
	if err := pursue(ctx, tx, quest, search.ReplacingID, now); err != nil {
		return nil, err
	}
	return quest.Slots(), nil
}

// alternatives gives free slots like one that was lost.
func (v *clinicView) alternatives(ctx context.Context, tx *postgres.Tx, lost scheduler.Slot, by scheduler.Booker, now time.Time,
) ([]scheduler.Slot, error) {
	const offered = 3
	quest := scheduler.NewAlternativesQuest(v.rules, lost, now, by, offered)
	if err := pursue(ctx, tx, quest, by.ReplacingID, now); err != nil {
		return nil, err
	}
	return quest.Slots(), nil
}

// pursue gives a quest what it asks for until it has found all it can, one
// query for each need. The time of an appointment that is to be replaced counts
// as free.
func pursue(ctx context.Context, tx *postgres.Tx, quest *scheduler.Quest, replacingID uuid.UUID, now time.Time) error {
	for need, more := quest.Next(); more; need, more = quest.Next() {
		occupied, err := tx.Occupied(ctx, need.SubjectIDs, need.Window.Start, need.Window.End, now, replacingID)
		if err != nil {
			return fmt.Errorf("read what is taken: %w", err)
		}
		quest.Provide(occupied)
	}
	return nil
}

// bookingCalendar reads what others take of all that an appointment at the slot
// would take, with one query, for scheduler.CheckBooking and claims. The time of
// an appointment that is to be replaced counts as free.
func (v *clinicView) bookingCalendar(ctx context.Context, tx *postgres.Tx, slot scheduler.Slot, by scheduler.Booker, replacingID uuid.UUID,
	now time.Time,
) (scheduler.Calendar, error) {
	calendar := v.rules
	need := scheduler.BookingNeed(calendar, slot, by)
	if need.IsEmpty() {
		return calendar, nil
	}
	occupied, err := tx.Occupied(ctx, need.SubjectIDs, need.Window.Start, need.Window.End, now, replacingID)
	if err != nil {
		return calendar, fmt.Errorf("read what is taken: %w", err)
	}
	calendar.Occupied = occupied
	return calendar, nil
}

// claims gives what an appointment at the slot takes of each subject. The
// calendar is the one that the slot was checked in, see bookingCalendar.
func claims(calendar scheduler.Calendar, slot scheduler.Slot, by scheduler.Booker) ([]postgres.Occupancy, error) {
	claimed, err := scheduler.Claims(calendar, slot, by)
	if err != nil {
		return nil, err
	}
	occupancies := make([]postgres.Occupancy, len(claimed))
	for i, claim := range claimed {
		occupancies[i] = postgres.Occupancy{
			SubjectID: claim.SubjectID, Kind: postgres.SubjectKind(claim.Kind), Start: claim.Start, End: claim.End,
			Seat: claim.Seat, ShareID: claim.GroupID,
		}
	}
	return occupancies, nil
}

// overbooks says whether it is taken time that staff book over.
func overbooks(occupancy postgres.Occupancy) bool {
	return occupancy.Seat > 0 && (occupancy.Kind == postgres.SubjectPractitioner || occupancy.Kind == postgres.SubjectRoom)
}

// occupancies gives what an appointment at the slot takes of each subject, for
// when nothing else needs to be known: it reads what is taken only where a
// seat must be chosen.
func (v *clinicView) occupancies(ctx context.Context, tx *postgres.Tx, slot scheduler.Slot, by scheduler.Booker, replacingID uuid.UUID,
	now time.Time,
) ([]postgres.Occupancy, error) {
	calendar := v.rules
	if scheduler.NeedsSeat(calendar, slot, by) {
		var err error
		if calendar, err = v.bookingCalendar(ctx, tx, slot, by, replacingID, now); err != nil {
			return nil, err
		}
	}
	return claims(calendar, slot, by)
}
