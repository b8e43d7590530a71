package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// claim gives a patient a freed time that they were offered, if they are the
// first to answer: the freed time's row is locked, so whoever comes at the same
// moment waits here and then finds it claimed, and behind it stands the
// exclusion constraint (invariant 7). The appointment is new, or moves there;
// the wish is fulfilled, and all others are told in the same commit.
func (t *turn) claim(ctx context.Context, offer records.SlotOffer, slot scheduler.Slot) (conversations.Event, error) {
	freed, err := t.tx.LockFreedSlot(ctx, offer.FreedSlotID)
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	if freed.Status != records.FreedOpen {
		return t.claimedBefore(ctx, offer)
	}
	agreed, replaced, err := t.takeOffered(ctx, offer, slot)
	if _, lost := errors.AsType[*slotLost](err); lost {
		return t.claimLost(ctx, offer, freed, slot)
	}
	if event, settled := refused(err); settled {
		_, err := t.settled(ctx, offer, records.OfferWithdrawn)
		return event, err
	}
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	next, err := t.settled(ctx, offer, records.OfferAccepted)
	if err != nil {
		return nil, err
	}
	accepted := conversations.OfferAccepted{Appointment: factsOf(agreed), Replaced: replaced, Next: next}
	return accepted, t.claimed(ctx, offer, freed, agreed.ID)
}

// claimedBefore tells a patient that a freed time is gone; they stay on the
// list. Whoever took it has ended the offer, and there may be a thousand who are
// told at the same moment: so nothing is searched for, and nothing waited for.
func (t *turn) claimedBefore(ctx context.Context, offer records.SlotOffer) (conversations.Event, error) {
	t.jobs.observe("offers", string(records.OfferLost), 1)
	_, err := t.answered(ctx, offer)
	return conversations.SlotLost{}, err
}

// claimed records that a patient has the freed time of an offer, which is
// settled already, and tells those who were asked and have not answered.
func (t *turn) claimed(ctx context.Context, offer records.SlotOffer, freed records.FreedSlot, appointmentID uuid.UUID) error {
	if _, err := t.tx.EndWaitlistEntry(ctx, offer.WaitlistEntryID, records.WaitlistFulfilled, t.now); err != nil {
		return fmt.Errorf("end the wish: %w", err)
	}
	if err := t.tx.SettleFreedSlot(ctx, freed.ID, records.FreedClaimed, appointmentID, t.now); err != nil {
		return fmt.Errorf("settle freed slot: %w", err)
	}
	t.jobs.observe("freed-slots", string(records.FreedClaimed), 1)
	told, err := t.jobs.tellGone(ctx, t.tx, t.view, freed, t.now)
	t.replies = append(t.replies, told...)
	return err
}

// claimLost answers a patient who can't have a freed time that nobody of the
// list has claimed: they have something else then themselves, or somebody booked
// it in the usual way. What became of it the next wave finds out, at once.
func (t *turn) claimLost(ctx context.Context, offer records.SlotOffer, freed records.FreedSlot, slot scheduler.Slot) (conversations.Event, error) {
	_, free, err := t.view.freeSlotAt(ctx, t.tx, freed, t.now)
	if err != nil {
		return nil, err
	}
	if free {
		_, err := t.settled(ctx, offer, records.OfferWithdrawn)
		return conversations.ChangeRefused{}, err
	}
	if err := t.tx.RecordWave(ctx, freed.ID, 0, t.now); err != nil {
		return nil, err
	}
	if err := t.jobs.wakeWaitlist(ctx, t.tx); err != nil {
		return nil, err
	}
	return t.offerLost(ctx, offer, slot)
}
