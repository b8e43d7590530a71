package twilio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// lakeside is the engine of a clinic.
func lakeside() *conversations.Engine {
	return conversations.New(conversations.Profile{Clinic: records.Clinic{
		Name: "Lakeside Clinic", Address: "12 Lakeside Avenue", Country: "US", Languages: []records.Language{"en", "es", "pt"},
	}, Zone: time.UTC})
}

// clinicTemplates are all templates of a clinic.
func clinicTemplates() []channel.NewTemplate { return lakeside().Templates() }

// All templates are made, found again through pages, submitted and judged.
func TestTemplatesAreKept(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	for range 250 {
		makeContent(t, s.twilio, "somebody else's")
	}
	wanted := clinicTemplates()
	for _, template := range wanted {
		made, err := s.adapter.CreateTemplate(t.Context(), channels[1], template)
		if err != nil {
			t.Fatal(err)
		}
		if template.Status == records.TemplateSession {
			continue
		}
		if status, err := s.adapter.SubmitTemplate(t.Context(), channels[1], made); err != nil || status != records.TemplatePending {
			t.Errorf("submitted %s: %s, %v", template.Name, status, err)
		}
		switch template.Name {
		case "reminder":
			s.twilio.Judge(made.ProviderID, "approved", "")
		case "recall":
			s.twilio.Judge(made.ProviderID, "rejected", "too friendly")
		}
	}
	kept, err := s.adapter.Templates(t.Context(), channels[1], wanted)
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != len(wanted) {
		t.Errorf("%d of %d are found", len(kept), len(wanted))
	}
	for _, template := range kept {
		want, reason := records.TemplatePending, ""
		switch {
		case strings.HasPrefix(template.Name, "choices_"):
			want = records.TemplateSession
		case template.Name == "reminder":
			want = records.TemplateApproved
		case template.Name == "recall":
			want, reason = records.TemplateRejected, "too friendly"
		}
		if template.Status != want || template.Reason != reason || !strings.HasPrefix(template.ProviderID, "HX") {
			t.Errorf("%s %s is %s %q at %s", template.Name, template.Language, template.Status, template.Reason, template.ProviderID)
		}
	}
	// Other words are another template.
	changed := slices.Clone(wanted[:1])
	changed[0].Body += "!"
	if kept, err := s.adapter.Templates(t.Context(), channels[1], changed); err != nil || len(kept) != 0 {
		t.Errorf("other words are found: %+v, %v", kept, err)
	}
}

// A button of a content comes back as the choice that it was made for.
func TestContentShowsTheMessage(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	var templates []records.MessageTemplate
	for _, template := range clinicTemplates() {
		made, err := s.adapter.CreateTemplate(t.Context(), channels[1], template)
		if err != nil {
			t.Fatal(err)
		}
		templates = append(templates, made)
	}
	for count := 1; count <= 10; count++ {
		message := outbound(channels[1], "Which one?")
		var wanted strings.Builder
		for n := range count {
			fmt.Fprintf(&wanted, "id%s\tlabel%[1]s\n", strings.Repeat("x", n))
			message.Choices = append(message.Choices, records.Choice{ID: "id" + strings.Repeat("x", n), Label: "label" + strings.Repeat("x", n)})
		}
		content, allowed := channel.Choose(templates, message.Text, message.Choices, true)
		if message.Content = content; !allowed || content == nil {
			t.Fatalf("no form for %d choices", count)
		}
		if _, err := s.adapter.Send(t.Context(), message); err != nil {
			t.Fatal(err)
		}
		sent := s.twilio.Messages()[count-1]
		if sent.Body != message.Text || sent.Choices != wanted.String() {
			t.Errorf("the patient sees %q %q, want %q %q", sent.Body, sent.Choices, message.Text, wanted.String())
		}
	}
}

// What the clinic writes by itself to who wrote long ago leaves as an approved
// template and reads as it was written; what differs from time to time, and no
// button of a template can say, is numbered in its text.
func TestOffersAndCallsLeaveAsTemplates(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	engine, whatsApp := lakeside(), s.adapter.Capabilities(records.ChannelWhatsApp)
	wanted := engine.Templates()
	for _, template := range wanted {
		made, err := s.adapter.CreateTemplate(t.Context(), channels[1], template)
		if err != nil {
			t.Fatal(err)
		}
		if template.Status == records.TemplateSession {
			continue
		}
		if _, err := s.adapter.SubmitTemplate(t.Context(), channels[1], made); err != nil {
			t.Fatal(err)
		}
		s.twilio.Judge(made.ProviderID, "approved", "")
	}
	kept, err := s.adapter.Templates(t.Context(), channels[1], wanted)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, time.December, 1, 16, 30, 0, 0, time.UTC)
	slot := func(days int) records.OfferedSlot { return records.OfferedSlot{Start: start.AddDate(0, 0, days)} }
	appointment := conversations.AppointmentFacts{AppointmentID: uuid.New(), Version: 3, Start: start}
	for name, test := range map[string]struct {
		reply conversations.Reply
		ends  string
	}{
		"three times": {engine.RenderOffer(conversations.OfferFacts{
			OfferID: uuid.New(), Kind: records.OfferRebook, Appointment: appointment, Slots: []records.OfferedSlot{slot(1), slot(2), slot(3)},
		}, "en", whatsApp), "\n1 Wed Dec 2, 4:30 pm\n2 Thu Dec 3, 4:30 pm\n3 Fri Dec 4, 4:30 pm\n4 Another time\n5 Cancel it"},
		"a freed time": {engine.RenderOffer(conversations.OfferFacts{
			OfferID: uuid.New(), Kind: records.OfferWaitlist, Slots: []records.OfferedSlot{slot(1)}, WaitingSince: start.AddDate(0, 0, -9),
		}, "en", whatsApp), "12 Lakeside Avenue (on the wait-list since Sunday, November 22). Whoever answers first gets it."},
		"called to a room": {engine.RenderQueueNotice(conversations.QueueNotice{Number: 7, Called: true, Room: "Room 2"}, "en", whatsApp), "Please come to Room 2 now."},
		"next":             {engine.RenderQueueNotice(conversations.QueueNotice{Number: 7}, "en", whatsApp), "to the waiting room."},
		"several visits": {
			engine.RenderReminders([]conversations.AppointmentFacts{appointment, appointment}, "en", whatsApp),
			"\n- Tuesday, December 1 at 4:30 pm\n- Tuesday, December 1 at 4:30 pm\nWrite \"my appointments\" to change one.",
		},
		"a visit": {engine.RenderSurvey(conversations.SurveyFacts{SurveyID: uuid.New(), VisitStart: start}, "en", whatsApp), "\n4 Good\n5 Very good"},
		"neutral": {conversations.Reply{Text: engine.RenderNeutral("en", whatsApp)}, "Please get in touch with us."},
	} {
		content, allowed := channel.Choose(kept, test.reply.Text, test.reply.Choices, false)
		if !allowed || content == nil {
			t.Errorf("%s has no template: %q", name, test.reply.Text)
			continue
		}
		message := outbound(channels[1], test.reply.Text)
		message.Choices, message.Content = test.reply.Choices, content
		if _, err := s.adapter.Send(t.Context(), message); err != nil {
			t.Fatal(err)
		}
		sent := s.twilio.Messages()
		if got := sent[len(sent)-1]; got.ContentSID == "" || !strings.HasPrefix(got.Body, test.reply.Text) || !strings.HasSuffix(got.Body, test.ends) {
			t.Errorf("%s left as %q", name, got.Body)
		}
	}
}
