package flows

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// offer makes the newest offer of the conversation: count times that are free
// from the day after the newest appointment on.
func (w *world) offer(kind records.SlotOfferKind, count int, replaces bool) conversations.OfferFacts {
	made := conversations.OfferFacts{
		OfferID: w.newID(), Kind: kind, Status: records.OfferOpen, SentAt: w.now, PatientID: w.contact.Persons[0].PatientID, Others: len(w.offers),
	}
	if kind == records.OfferWaitlist && len(w.wishes) > 0 {
		made.WaitingSince = w.wishes[0].CreatedAt
	}
	from, typeID := w.now.AddDate(0, 0, 1), id('t', 2)
	if replaces {
		made.Appointment = w.appointments[len(w.appointments)-1]
		from, typeID = made.Appointment.Start.AddDate(0, 0, 1), made.Appointment.AppointmentTypeID
		if kind == records.OfferWaitlist {
			// A wait-list offers what is sooner than the appointment.
			from = w.now.AddDate(0, 0, 1)
		}
	}
	for range count {
		for _, slot := range w.free(scheduler.Search{
			AppointmentTypeID: typeID, Limit: 1, Windows: []scheduler.Window{{Start: from, End: from.AddDate(0, 1, 0)}},
		}) {
			made.Slots = append(made.Slots, records.OfferedSlot{
				AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, Start: slot.Start, End: slot.End,
			})
			from = slot.Start.Add(26 * time.Hour)
		}
	}
	for _, other := range w.offers {
		other.Others++
	}
	w.offers = append(w.offers, &made)
	w.contact.LastOffer = &made
	return made
}

// accept answers as the store does.
func (w *world) accept(request conversations.AcceptOffer) conversations.Event {
	offer := w.known(request.OfferID)
	if offer == nil || request.Index < 0 || request.Index >= len(offer.Slots) {
		return conversations.ChangeRefused{}
	}
	slot := offer.Slots[request.Index]
	if w.loseNext || offer.Status == records.OfferLost || w.full {
		w.loseNext = false
		w.answered(offer)
		return conversations.SlotLost{Alternatives: w.free(scheduler.Search{
			AppointmentTypeID: slot.AppointmentTypeID, Limit: 3, Windows: []scheduler.Window{{Start: slot.End, End: slot.End.AddDate(0, 1, 0)}},
		})}
	}
	if offer.Appointment.AppointmentID == uuid.Nil {
		w.booked++
		taken := conversations.AppointmentFacts{
			AppointmentID: w.newID(), Version: 1, PatientID: offer.PatientID, PractitionerID: slot.PractitionerID,
			AppointmentTypeID: slot.AppointmentTypeID, Status: records.AppointmentBooked, Start: slot.Start, End: slot.End,
		}
		w.appointments = append(w.appointments, taken)
		return conversations.OfferAccepted{Appointment: taken, Next: w.answered(offer)}
	}
	return w.change(offer.Appointment.AppointmentID, offer.Appointment.Version, func(a *conversations.AppointmentFacts) conversations.Event {
		was := a.Start
		a.Start, a.End, a.PractitionerID, a.Version = slot.Start, slot.End, slot.PractitionerID, a.Version+1
		return conversations.OfferAccepted{Appointment: *a, Replaced: was, Next: w.answered(offer)}
	})
}

func (w *world) decline(request conversations.DeclineOffer) conversations.Event {
	offer := w.known(request.OfferID)
	if offer == nil {
		return conversations.ChangeRefused{}
	}
	if !request.CancelAppointment {
		return conversations.OfferDeclined{Next: w.answered(offer)}
	}
	return w.change(offer.Appointment.AppointmentID, offer.Appointment.Version, func(a *conversations.AppointmentFacts) conversations.Event {
		a.Status = records.AppointmentCancelled
		a.Version++
		cancelled := *a
		return conversations.OfferDeclined{Cancelled: &cancelled, Next: w.answered(offer)}
	})
}

func (w *world) known(offerID uuid.UUID) *conversations.OfferFacts {
	for _, offer := range w.offers {
		if offer.OfferID == offerID {
			return offer
		}
	}
	return nil
}

// answered forgets an offer and gives the next newest.
func (w *world) answered(offer *conversations.OfferFacts) *conversations.OfferFacts {
	var left []*conversations.OfferFacts
	for _, other := range w.offers {
		if other != offer {
			other.Others--
			left = append(left, other)
		}
	}
	w.offers, w.contact.LastOffer = left, nil
	if len(left) == 0 {
		return nil
	}
	w.contact.LastOffer = left[len(left)-1]
	return w.contact.LastOffer
}

// settledElsewhere forgets what was offered in place of an appointment that was
// moved or cancelled otherwise.
func (w *world) settledElsewhere(appointmentID uuid.UUID) {
	for _, offer := range slices.Clone(w.offers) {
		if offer.Appointment.AppointmentID == appointmentID {
			w.answered(offer)
		}
	}
}

// offer shows the offer that goes out.
func (s *script) offer(t *testing.T, rest string) {
	t.Helper()
	what, number, _ := strings.Cut(rest, " ")
	count, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("offer: %q", rest)
	}
	w := s.world
	kind := records.OfferWaitlist
	if what == "rebook" {
		kind = records.OfferRebook
	}
	offered := w.offer(kind, count, what != "waitlist")
	reply := w.engine.RenderOffer(offered, w.language(), w.capabilities)
	checkReply(t, reply, w.capabilities)
	s.reply(reply)
}
