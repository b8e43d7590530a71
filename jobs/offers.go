package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// proposal is an offer that the clinic is about to make: its kind, patient,
// times and end, and what it is made for. Where and how the patient is asked is
// found when it is made.
type proposal struct {
	offer records.SlotOffer
	// appointment that it would replace, at its present version; its ID is zero
	// where there is none.
	appointment records.Appointment
	// waitingSince is when the wish was made that a freed time is for.
	waitingSince time.Time
	// addressee is where the patient is asked, if that is known; nil looks.
	addressee *postgres.Addressee
}

// propose asks patients about times, each in their language, by a message that
// goes through the same exit gate as every other: quiet hours, consent and the
// content level are judged when it is sent, and an appointment that has changed
// by then stops it. It gives the offers that were made, and the proposals whose
// patients can't be written to. What was asked before is in neither.
//
// It writes messages, so it should be among the last things of a transaction.
func (j *Jobs) propose(ctx context.Context, tx *postgres.Tx, view *clinicView, proposals []proposal, now time.Time,
) (made []records.SlotOffer, unreachable []proposal, err error) {
	return j.proposeBeside(ctx, tx, view, proposals, nil, now)
}

// proposeBeside does what propose does, and stores the caller's own messages
// together with those that ask: a transaction writes its messages once, as it
// then holds their channels.
func (j *Jobs) proposeBeside(ctx context.Context, tx *postgres.Tx, view *clinicView, proposals []proposal, outbound []postgres.NewOutbound,
	now time.Time,
) (made []records.SlotOffer, unreachable []proposal, err error) {
	addressees, err := addresseesOf(ctx, tx, proposals)
	if err != nil {
		return nil, nil, fmt.Errorf("find who can be asked: %w", err)
	}
	var offers []records.SlotOffer
	messages := make(map[uuid.UUID]postgres.NewOutbound, len(proposals))
	for _, proposed := range proposals {
		addressee, reachable := addressees[proposed.offer.PatientID]
		if !reachable {
			unreachable = append(unreachable, proposed)
			continue
		}
		offer, message, err := j.offerMessage(view, proposed, addressee, now)
		if err != nil {
			return nil, nil, err
		}
		offers, messages[offer.ID] = append(offers, offer), message
	}
	created, err := tx.CreateOffers(ctx, offers)
	if err != nil {
		return nil, nil, fmt.Errorf("store offers: %w", err)
	}
	for _, offer := range offers {
		if slices.Contains(created, offer.ID) {
			made, outbound = append(made, offer), append(outbound, messages[offer.ID])
			j.observe("offers", string(offer.Kind), 1)
		}
	}
	lanes, err := tx.InsertOutbound(ctx, outbound, now)
	if err != nil {
		return nil, nil, fmt.Errorf("store offers' messages: %w", err)
	}
	return made, unreachable, j.wakeSends(ctx, tx, lanes)
}

// addresseesOf gives where the patients of the proposals are asked.
func addresseesOf(ctx context.Context, tx *postgres.Tx, proposals []proposal) (map[uuid.UUID]postgres.Addressee, error) {
	known := make(map[uuid.UUID]postgres.Addressee, len(proposals))
	var sought []uuid.UUID
	for _, proposed := range proposals {
		if proposed.addressee != nil {
			known[proposed.offer.PatientID] = *proposed.addressee
		} else {
			sought = append(sought, proposed.offer.PatientID)
		}
	}
	if len(sought) == 0 {
		return known, nil
	}
	found, err := tx.Addressees(ctx, sought)
	maps.Copy(known, found)
	return known, err
}

// offerMessage completes an offer and writes its message.
func (j *Jobs) offerMessage(view *clinicView, proposed proposal, addressee postgres.Addressee, now time.Time,
) (records.SlotOffer, postgres.NewOutbound, error) {
	through, err := view.channel(addressee.Contact.ChannelID)
	if err != nil {
		return records.SlotOffer{}, postgres.NewOutbound{}, err
	}
	offer := proposed.offer
	offer.ID, offer.MessageID, offer.ClinicID = j.config.NewID(), j.config.NewID(), view.clinic.ID
	offer.ConversationID, offer.CreatedAt, offer.Status = addressee.ConversationID, now, records.OfferOpen
	offer.AppointmentID, offer.AppointmentVersion = proposed.appointment.ID, proposed.appointment.Version
	language := addressee.Language
	if language == "" {
		language = view.clinic.Language()
	}
	facts := conversations.OfferFacts{
		OfferID: offer.ID, Kind: offer.Kind, Status: offer.Status, PatientID: offer.PatientID, Slots: offer.Slots, WaitingSince: proposed.waitingSince,
	}
	if offer.AppointmentID != uuid.Nil {
		facts.Appointment = factsOf(proposed.appointment)
	}
	text := view.engine.RenderOffer(facts, language, j.capabilities(through.Provider, through.Kind))
	return offer, postgres.NewOutbound{
		ID: offer.MessageID, ClinicID: offer.ClinicID, ChannelID: addressee.Contact.ChannelID, ConversationID: offer.ConversationID,
		Text: text.Text, Choices: text.Choices, Level: text.Level, Proactive: true, Urgent: offer.Kind == records.OfferRebook,
		AppointmentID: offer.AppointmentID, AppointmentVersion: offer.AppointmentVersion, ExpiresAt: offer.ExpiresAt,
	}, nil
}

// offerFacts tells the engine of an offer; nil for none.
func offerFacts(offered *postgres.Offered) *conversations.OfferFacts {
	if offered == nil {
		return nil
	}
	facts := &conversations.OfferFacts{
		OfferID: offered.Offer.ID, Kind: offered.Offer.Kind, Status: offered.Offer.Status, SentAt: offered.SentAt,
		PatientID: offered.Offer.PatientID, Slots: offered.Offer.Slots, Others: offered.Others,
	}
	if offered.Appointment.ID != uuid.Nil {
		facts.Appointment = factsOf(offered.Appointment)
	}
	return facts
}

// slotOf gives an offered time as the scheduler knows it.
func slotOf(offered records.OfferedSlot) scheduler.Slot {
	return scheduler.Slot{
		AppointmentTypeID: offered.AppointmentTypeID, PractitionerID: offered.PractitionerID, ResourceIDs: offered.ResourceIDs,
		LocationID: offered.LocationID, Start: offered.Start.UTC(), End: offered.End.UTC(),
	}
}

// offeredSlot is the opposite of slotOf.
func offeredSlot(slot scheduler.Slot) records.OfferedSlot {
	return records.OfferedSlot{
		AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, ResourceIDs: slot.ResourceIDs,
		LocationID: slot.LocationID, Start: slot.Start, End: slot.End,
	}
}
