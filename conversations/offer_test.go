package conversations

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// rebookingOf offers three other times for an appointment, one with a colleague.
func rebookingOf(appointment AppointmentFacts) OfferFacts {
	offer := OfferFacts{OfferID: uuid.UUID{9}, Kind: records.OfferRebook, Status: records.OfferOpen, Appointment: appointment}
	for n := range 3 {
		start := appointment.Start.AddDate(0, 0, n+1).Add(time.Duration(n) * 90 * time.Minute)
		offer.Slots = append(offer.Slots, records.OfferedSlot{
			AppointmentTypeID: appointment.AppointmentTypeID, PractitionerID: appointment.PractitionerID, Start: start, End: start.Add(time.Hour),
		})
	}
	offer.Slots[2].PractitionerID = uuid.UUID{8}
	return offer
}

// TestOffer holds that an offer tells dates and times and nothing else, in four
// SMS at most, and ends in its answers
// (invariant 13).
func TestOffer(t *testing.T) {
	t.Parallel()
	profile, appointment := reminded()
	engine := New(profile)
	waitlist := OfferFacts{OfferID: uuid.UUID{9}, Kind: records.OfferWaitlist, Appointment: appointment, Slots: rebookingOf(appointment).Slots[:1]}
	several := waitlist
	several.Slots = rebookingOf(appointment).Slots
	for name, offer := range map[string]OfferFacts{"rebook": rebookingOf(appointment), "waitlist": waitlist, "several": several} {
		for _, language := range []records.Language{records.English, records.Spanish, records.Portuguese, "xx"} {
			reply := engine.RenderOffer(offer, language, channel.Capabilities{Segmented: true, TextLimit: 1600})
			if !strings.Contains(reply.Text, "Clinica Ribera: ") || !strings.Contains(reply.Text, "\n2 ") {
				t.Errorf("%s, %s: %q", name, language, reply.Text)
			}
			if strings.Contains(reply.Text, "Osei") || strings.Contains(reply.Text, "vasectomy") || reply.Level != records.ContentLogistics {
				t.Errorf("%s, %s: says too much at level %d: %q", name, language, reply.Level, reply.Text)
			}
			if _, segments := channel.Segments(reply.Text); segments > 4 {
				t.Errorf("%s, %s: %d segments: %q", name, language, segments, reply.Text)
			}
		}
	}
	if text := engine.RenderOffer(waitlist, records.Spanish, channel.Capabilities{}).Text; !strings.Contains(text, "reemplaza su cita") {
		t.Errorf("the offer does not say what it would replace: %q", text)
	}
}

// TestOfferButtons holds that a button names the offer (invariant 12), which
// holds the version.
func TestOfferButtons(t *testing.T) {
	t.Parallel()
	profile, appointment := reminded()
	offer := rebookingOf(appointment)
	offer.Slots = offer.Slots[:1]
	reply := New(profile).RenderOffer(offer, records.Spanish, channel.Capabilities{Buttons: 3, ButtonLabel: 20, TextLimit: 1024})
	if len(reply.Choices) != 3 || strings.Contains(reply.Text, "\n") {
		t.Fatalf("got %+v", reply)
	}
	if got, want := reply.Choices[1].ID, "o:"+offer.OfferID.String()+":2"; got != want {
		t.Errorf("id %q, want %q", got, want)
	}
}
