package conversations

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// Whatever the clinic writes unasked reads exactly as one of its templates, in
// every language, so that it can be sent at any time.
func TestTemplatesReadAsWhatIsWritten(t *testing.T) {
	t.Parallel()
	whatsApp := channel.Capabilities{Buttons: 3, ButtonLabel: 20, ListEntries: 10, ListLabel: 24, TextLimit: 1600}
	start := time.Date(2026, time.December, 1, 16, 30, 0, 0, time.UTC)
	for _, address := range []string{"", "12 Lakeside Avenue"} {
		engine := New(Profile{Clinic: records.Clinic{
			Name: "Lakeside Clinic", Address: address, Phone: "+12025550707", Country: "US", Languages: []records.Language{"en", "es", "pt"},
		}, Zone: time.UTC})
		var templates []records.MessageTemplate
		for _, template := range engine.Templates() {
			if template.Status == records.TemplateUnsubmitted {
				template.Status = records.TemplateApproved
			}
			templates = append(templates, template.MessageTemplate)
		}
		appointment := AppointmentFacts{AppointmentID: uuid.New(), Version: 7, Start: start}
		offer := func(kind records.SlotOfferKind, count int, colleague, instead bool) OfferFacts {
			made := OfferFacts{OfferID: uuid.New(), Kind: kind, WaitingSince: start.AddDate(0, 0, -20)}
			if instead {
				made.Appointment = appointment
			}
			for n := range count {
				slot := records.OfferedSlot{Start: start.Add(time.Duration(n) * 30 * time.Minute)}
				if colleague {
					slot.PractitionerID = uuid.New()
				}
				made.Slots = append(made.Slots, slot)
			}
			return made
		}
		for _, language := range []records.Language{"en", "es", "pt"} {
			replies := map[string]Reply{
				"reminder":         engine.RenderReminder(appointment, language, whatsApp),
				"stands after all": engine.RenderStandsAfterAll(appointment, language, whatsApp),
				"gone":             engine.RenderGone(start, language, whatsApp),
				"result":           engine.RenderNotice(catalog.ResultNotice, language, whatsApp),
				"invoice":          engine.RenderNotice(catalog.InvoiceNotice, language, whatsApp),
				"recall":           engine.RenderNotice(catalog.Recall, language, whatsApp),
				"next":             engine.RenderQueueNotice(QueueNotice{Number: 12}, language, whatsApp),
				"called":           engine.RenderQueueNotice(QueueNotice{Number: 12, Called: true}, language, whatsApp),
				"called to":        engine.RenderQueueNotice(QueueNotice{Number: 12, Called: true, Room: "Room 2, first floor"}, language, whatsApp),
				"survey":           engine.RenderSurvey(SurveyFacts{SurveyID: uuid.New(), VisitStart: start}, language, whatsApp),
				"neutral":          {Text: engine.RenderNeutral(language, whatsApp)},
			}
			for count := 1; count <= 3; count++ {
				for _, also := range []bool{false, true} {
					replies[fmt.Sprint("rebooking ", count, also)] = engine.RenderOffer(offer(records.OfferRebook, count, also, true), language, whatsApp)
				}
			}
			for _, instead := range []bool{false, true} {
				replies[fmt.Sprint("freed, instead ", instead)] = engine.RenderOffer(offer(records.OfferWaitlist, 1, false, instead), language, whatsApp)
			}
			for count := 2; count <= 5; count++ {
				replies[fmt.Sprint("reminder of ", count)] = engine.RenderReminders(slices.Repeat([]AppointmentFacts{appointment}, count), language, whatsApp)
			}
			for name, reply := range replies {
				if content, allowed := channel.Choose(templates, reply.Text, reply.Choices, false); !allowed || content == nil {
					t.Errorf("%s in %s has no template: %q %v", name, language, reply.Text, reply.Choices)
				}
			}
		}
		several := make([]records.Choice, 10)
		for n := range several {
			several[n] = records.Choice{ID: uuid.NewString(), Label: strings.Repeat("x", n+1)}
		}
		for count := 1; count <= len(several); count++ {
			content, allowed := channel.Choose(templates, "Which\none?", several[:count], true)
			if !allowed || content == nil || len(content.Variables) != 1+2*count {
				t.Errorf("%d choices have no form: %+v", count, content)
			}
		}
	}
}

// What WhatsApp refuses before anybody reads it.
func TestTemplatesCanBeApproved(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z0-9_]{1,255}$`)
	edge := regexp.MustCompile(`^\{\{|\}\}$|\}\}\s*\{\{`)
	engine := New(Profile{Clinic: records.Clinic{
		Name: "Lakeside Clinic", Address: "12 Lakeside Avenue", Country: "US", Languages: []records.Language{"en", "es", "pt"},
	}, Zone: time.UTC})
	seen := make(map[string]bool)
	for _, template := range engine.Templates() {
		key := template.Name + " " + string(template.Language)
		if seen[key] || !name.MatchString(template.Name) {
			t.Errorf("%s: the name is taken, or none", key)
		}
		seen[key] = true
		for number, placeholder := range channel.Placeholders(template.MessageTemplate) {
			if placeholder != number+1 {
				t.Errorf("%s: its variables are not numbered one after the other", key)
			}
		}
		if samples := len(channel.Placeholders(template.MessageTemplate)); len(template.Samples) != samples {
			t.Errorf("%s has %d samples for %d variables", key, len(template.Samples), samples)
		}
		if template.Status == records.TemplateSession {
			continue
		}
		if edge.MatchString(template.Body) || len([]rune(template.Body)) > 1024 {
			t.Errorf("%s begins or ends with a variable, has two beside each other, or is too long: %q", key, template.Body)
		}
		for _, choice := range template.Choices {
			if len([]rune(choice.Label)) > 20 || strings.Contains(choice.Label, "{{") {
				t.Errorf("%s has the button %q", key, choice.Label)
			}
		}
	}
}
