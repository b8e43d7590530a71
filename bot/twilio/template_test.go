package twilio_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// clinicTemplates are all templates of a clinic.
func clinicTemplates() []channel.NewTemplate {
	return conversations.New(conversations.Profile{Clinic: records.Clinic{
		Name: "Lakeside Clinic", Address: "12 Lakeside Avenue", Country: "US", Languages: []records.Language{"en", "es", "pt"},
	}, Zone: time.UTC}).Templates()
}

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
