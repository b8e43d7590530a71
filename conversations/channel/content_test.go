package channel_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

func TestSessionOpen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	whatsApp := channel.Capabilities{SessionWindow: 24 * time.Hour}
	cases := []struct {
		name         string
		capabilities channel.Capabilities
		lastInbound  time.Time
		want         bool
	}{
		{"a channel without sessions", channel.Capabilities{}, time.Time{}, true},
		{"nobody ever wrote", whatsApp, time.Time{}, false},
		{"a minute ago", whatsApp, now.Add(-time.Minute), true},
		{"nearly a day ago", whatsApp, now.Add(-24*time.Hour + 10*time.Minute), true},
		{"so nearly that it may end on the way", whatsApp, now.Add(-24*time.Hour + 4*time.Minute), false},
		{"a day ago", whatsApp, now.Add(-24 * time.Hour), false},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.capabilities.SessionOpen(test.lastInbound, now); got != test.want {
				t.Errorf("open %t, want %t", got, test.want)
			}
		})
	}
}

// reminder is a template as a clinic has it approved, two is one that shows any
// two choices in a session.
var (
	reminder = records.MessageTemplate{
		Name: "reminder", ProviderID: "HX1", Status: records.TemplateApproved,
		Body:    "Lakeside Clinic: you have an appointment on {{1}}, 12 Lakeside Avenue.",
		Choices: []records.Choice{{ID: "{{2}}", Label: "I'll be there"}, {ID: "{{3}}", Label: "Cancel it"}},
	}
	two = records.MessageTemplate{
		Name: "choices_2", ProviderID: "HX2", Status: records.TemplateSession, Body: "{{1}}",
		Choices: []records.Choice{{Label: "{{2}}", ID: "{{3}}"}, {Label: "{{4}}", ID: "{{5}}"}},
	}
)

func TestChoose(t *testing.T) {
	t.Parallel()
	const text = "Lakeside Clinic: you have an appointment on Monday, 23 November at 3:00 p.m., 12 Lakeside Avenue."
	buttons := []records.Choice{{ID: "r:1:2:1", Label: "I'll be there"}, {ID: "r:1:2:2", Label: "Cancel it"}}
	templates := []records.MessageTemplate{two, reminder}
	pending := reminder
	pending.Status = records.TemplatePending
	cases := []struct {
		name      string
		templates []records.MessageTemplate
		text      string
		choices   []records.Choice
		open      bool
		want      *channel.Content
		allowed   bool
	}{
		{"free text in a session", templates, "Hello", nil, true, nil, true},
		{"choices in a session", templates, "Which one?\nChoose.", buttons, true, &channel.Content{ProviderID: "HX2", Variables: map[string]string{
			"1": "Which one?\nChoose.", "2": "I'll be there", "3": "r:1:2:1", "4": "Cancel it", "5": "r:1:2:2",
		}}, true},
		{"choices for which no form was made", []records.MessageTemplate{reminder}, "Which?", buttons, true, nil, true},
		{"a reminder outside of it", templates, text, buttons, false, &channel.Content{ProviderID: "HX1", Variables: map[string]string{
			"1": "Monday, 23 November at 3:00 p.m.", "2": "r:1:2:1", "3": "r:1:2:2",
		}}, true},
		{"not approved yet", []records.MessageTemplate{two, pending}, text, buttons, false, nil, false},
		{"free text outside of it", templates, "Hello", nil, false, nil, false},
		{"the clinic has moved since it was approved", templates, strings.ReplaceAll(text, "12 Lake", "14 Lake"), buttons, false, nil, false},
		{"other choices", templates, text, buttons[:1], false, nil, false},
		{"a choice that is worded otherwise", templates, text, []records.Choice{buttons[0], {ID: "x", Label: "No"}}, false, nil, false},
		{"a value that WhatsApp refuses", templates, strings.ReplaceAll(text, "Monday, ", "Monday,\n"), buttons, false, nil, false},
		{"a value that is missing", templates, "Lakeside Clinic: you have an appointment on , 12 Lakeside Avenue.", buttons, false, nil, false},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			content, allowed := channel.Choose(test.templates, test.text, test.choices, test.open)
			if allowed != test.allowed || (content == nil) != (test.want == nil) {
				t.Fatalf("chose %+v, %t; want %+v, %t", content, allowed, test.want, test.allowed)
			}
			if content != nil && (content.ProviderID != test.want.ProviderID || !maps.Equal(content.Variables, test.want.Variables)) {
				t.Errorf("chose %+v, want %+v", content, test.want)
			}
		})
	}
}

// What a template reads with the values that Fill gives is the message, always.
func TestFilledReadsAsTheMessage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		literal := rapid.StringOf(rapid.SampledFrom([]rune("ab á.{}")))
		template := records.MessageTemplate{Body: literal.Draw(t, "beginning")}
		text := template.Body
		for number := range rapid.IntRange(0, 3).Draw(t, "variables") {
			behind := literal.Draw(t, "behind")
			template.Body += channel.Placeholder(number+1) + behind
			text += rapid.StringOfN(rapid.SampledFrom([]rune("ab á.{}")), 1, 5, -1).Draw(t, "value") + behind
		}
		variables, fits := channel.Fill(template, text, nil)
		if !fits {
			return // two places beside each other can't be told apart
		}
		read := template.Body
		for _, number := range channel.Placeholders(template) {
			place := channel.Placeholder(number)
			read = strings.Replace(read, place, "\x00"+place+"\x00", 1)
		}
		for number, value := range variables {
			read = strings.ReplaceAll(read, "\x00{{"+number+"}}\x00", value)
		}
		if read != text {
			t.Errorf("template %q with %v reads %q, want %q", template.Body, variables, read, text)
		}
	})
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	if got := channel.Placeholders(two); !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Errorf("the placeholders are %v", got)
	}
}
