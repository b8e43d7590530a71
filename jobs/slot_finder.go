package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// SlotFinder answers searches outside of a conversation, in a transaction of
// their own that changes nothing. It is safe for concurrent use.
type SlotFinder struct {
	store   *postgres.Store
	clinics *clinicViews
	now     func() time.Time
}

// NewSlotFinder makes a finder.
func NewSlotFinder(store *postgres.Store, now func() time.Time) *SlotFinder {
	return &SlotFinder{store: store, clinics: newClinicViews(), now: now}
}

// FindSlots gives the slots of a clinic that suit the search; see
// scheduler.FindSlots.
func (f *SlotFinder) FindSlots(ctx context.Context, clinicID uuid.UUID, search scheduler.Search) ([]scheduler.Slot, error) {
	var slots []scheduler.Slot
	err := f.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := f.now()
		view, err := f.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		slots, err = view.findSlots(ctx, tx, search, now)
		return err
	})
	return slots, err
}

// FindDays gives the days of a clinic's calendar from one date up to and
// including another, with the first slots of each; see
// scheduler.DaysWithSlots.
func (f *SlotFinder) FindDays(ctx context.Context, clinicID uuid.UUID, search scheduler.Search, from, until records.LocalDate,
) ([]scheduler.Day, error) {
	var days []scheduler.Day
	err := f.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := f.now()
		view, err := f.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		quest := scheduler.NewDaysQuest(view.rules, search, from, until, now)
		if err := pursue(ctx, tx, quest, search.ReplacingID, now); err != nil {
			return err
		}
		days = quest.Days()
		return nil
	})
	return days, err
}
