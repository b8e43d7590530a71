package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// acceptOffer gives the patient a time that the clinic offered. One whose end
// has passed is tried all the same: where the time is still free, a late answer
// is as good as any.
func (t *turn) acceptOffer(ctx context.Context, request conversations.AcceptOffer) (conversations.Event, error) {
	// What was lost when the turn began stays so, and needs no other look.
	if known := t.conversation.Offer; known != nil && known.Offer.ID == request.OfferID && known.Offer.Status == records.OfferLost {
		return t.claimedBefore(ctx, known.Offer)
	}
	offer, owned, err := t.ownOffer(ctx, request.OfferID)
	if err != nil || !owned || request.Index < 0 || request.Index >= len(offer.Slots) {
		return conversations.ChangeRefused{}, err
	}
	slot := slotOf(offer.Slots[request.Index])
	switch offer.Status {
	case records.OfferOpen, records.OfferExpired:
	case records.OfferLost:
		return t.claimedBefore(ctx, offer)
	case records.OfferAccepted, records.OfferDeclined, records.OfferWithdrawn:
		_, err := t.answered(ctx, offer)
		return conversations.ChangeRefused{}, err
	}
	if offer.FreedSlotID != uuid.Nil {
		return t.claim(ctx, offer, slot)
	}
	agreed, replaced, err := t.takeOffered(ctx, offer, slot)
	if _, lost := errors.AsType[*slotLost](err); lost {
		return t.offerLost(ctx, offer, slot)
	}
	if event, settled := refused(err); settled {
		_, err := t.settled(ctx, offer, records.OfferWithdrawn)
		return event, err
	}
	if err != nil {
		return nil, fmt.Errorf("accept offer: %w", err)
	}
	next, err := t.settled(ctx, offer, records.OfferAccepted)
	return conversations.OfferAccepted{Appointment: factsOf(agreed), Replaced: replaced, Next: next}, err
}

// takeOffered makes an appointment of an offered time, or moves the one that it
// would replace there; replaced is when that was. What binds patients who book
// by themselves does not: the clinic asked.
func (t *turn) takeOffered(ctx context.Context, offer records.SlotOffer, slot scheduler.Slot,
) (agreed records.Appointment, replaced time.Time, err error) {
	booking := t.booking(offer.PatientID)
	booking.by.Staff, booking.acceptedID = true, offer.ID
	if slot, err = t.freeResources(ctx, offer, slot); err != nil {
		return records.Appointment{}, time.Time{}, err
	}
	if offer.AppointmentID == uuid.Nil {
		agreed, err = booking.take(ctx, slot, uuid.Nil, time.Time{})
		return agreed, time.Time{}, err
	}
	before, err := t.tx.Appointment(ctx, offer.AppointmentID)
	if err != nil {
		return records.Appointment{}, time.Time{}, err
	}
	agreed, err = booking.move(ctx, offer.AppointmentID, offer.AppointmentVersion, slot)
	return agreed, before.Start, err
}

// freeResources gives the slot rooms and devices that are free now: those that
// were when it was offered may have been taken since, and others be free.
func (t *turn) freeResources(ctx context.Context, offer records.SlotOffer, slot scheduler.Slot) (scheduler.Slot, error) {
	kind := t.view.types[slot.AppointmentTypeID]
	if len(kind.ResourceKinds) == 0 {
		return slot, nil
	}
	calendar, err := t.view.calendar(ctx, t.tx, kind.ID, offer.PatientID, scheduler.OccupiedSpan(kind, slot.Start), offer.AppointmentID, t.now)
	if err != nil {
		return slot, err
	}
	if chosen, free := scheduler.CompleteSlot(calendar, slot, scheduler.Booker{PatientID: offer.PatientID}); free {
		return chosen, nil
	}
	return slot, nil
}

// offerLost tells what is free in place of a time that somebody else has. A
// rebooking stays open: the appointment still needs another time, and staff are
// told if none is found. Whoever waits for a time to become free stays on the
// list; nothing is searched for them, as there may be a thousand.
func (t *turn) offerLost(ctx context.Context, offer records.SlotOffer, slot scheduler.Slot) (conversations.Event, error) {
	if offer.Kind == records.OfferWaitlist {
		_, err := t.settled(ctx, offer, records.OfferLost)
		return conversations.SlotLost{}, err
	}
	alternatives, err := t.view.alternatives(ctx, t.tx, slot, scheduler.Booker{PatientID: offer.PatientID}, t.now)
	return conversations.SlotLost{Alternatives: alternatives}, err
}

// declineOffer says no to an offer, and cancels the appointment if that is
// wanted: the clinic could not keep it, so it costs nothing.
func (t *turn) declineOffer(ctx context.Context, request conversations.DeclineOffer) (conversations.Event, error) {
	offer, owned, err := t.ownOffer(ctx, request.OfferID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	declined := conversations.OfferDeclined{}
	if request.CancelAppointment {
		booking := t.booking(offer.PatientID)
		booking.by.Staff = true
		cancelled, err := booking.cancel(ctx, offer.AppointmentID, offer.AppointmentVersion, records.CancelledByProvider)
		if event, settled := refused(err); settled {
			_, err := t.settled(ctx, offer, records.OfferWithdrawn)
			return event, err
		}
		if err != nil {
			return nil, fmt.Errorf("decline offer: %w", err)
		}
		facts := factsOf(cancelled)
		declined.Cancelled = &facts
	}
	declined.Next, err = t.settled(ctx, offer, records.OfferDeclined)
	return declined, err
}

// ownOffer reads an offer and says whether this conversation may answer it.
func (t *turn) ownOffer(ctx context.Context, offerID uuid.UUID) (records.SlotOffer, bool, error) {
	offer, err := t.tx.Offer(ctx, offerID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.SlotOffer{}, false, nil
	}
	if err != nil {
		return records.SlotOffer{}, false, fmt.Errorf("read offer: %w", err)
	}
	return offer, offer.ConversationID == t.conversation.ID && t.actsFor(offer.PatientID), nil
}

// answered lets the conversation's next answer be for what else was offered,
// and gives that; nil if nothing.
func (t *turn) answered(ctx context.Context, offer records.SlotOffer) (*conversations.OfferFacts, error) {
	if err := t.tx.AnswerOffer(ctx, t.conversation.ID, offer.ID); err != nil {
		return nil, err
	}
	others := t.conversation.Offer != nil && t.conversation.Offer.Others > 0
	t.conversation.Offer = nil
	if !others {
		return nil, nil
	}
	offered, err := t.tx.OfferedTo(ctx, t.conversation.ID, t.now)
	if err != nil {
		return nil, fmt.Errorf("read the next offer: %w", err)
	}
	t.conversation.Offer = offered
	return offerFacts(offered), nil
}

// settled records what became of an offer that the patient has answered, and
// gives what is to be answered next.
func (t *turn) settled(ctx context.Context, offer records.SlotOffer, status records.SlotOfferStatus) (*conversations.OfferFacts, error) {
	if _, err := t.tx.SettleOffer(ctx, offer.ID, status, t.now); err != nil {
		return nil, fmt.Errorf("settle offer: %w", err)
	}
	t.jobs.observe("offers", string(status), 1)
	return t.answered(ctx, offer)
}

// wasAskedToMove says whether the clinic itself has asked for another time for
// an appointment, at this version, or can't keep it anyway: then no rule for
// late or many changes holds.
func (t *turn) wasAskedToMove(appointment records.Appointment) bool {
	if t.view.absence(appointment) != nil {
		return true
	}
	offered := t.conversation.Offer
	return offered != nil && offered.Offer.Kind == records.OfferRebook && offered.Offer.AppointmentID == appointment.ID &&
		offered.Offer.AppointmentVersion == appointment.Version
}

// settledElsewhere settles the offer of other times for an appointment that the
// patient has moved or cancelled without it.
func (t *turn) settledElsewhere(ctx context.Context, before records.Appointment, status records.SlotOfferStatus) error {
	offered := t.conversation.Offer
	if offered == nil || offered.Offer.AppointmentID != before.ID {
		return nil
	}
	_, err := t.settled(ctx, offered.Offer, status)
	return err
}
