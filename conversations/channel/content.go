package channel

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/records"
)

// Content is a text that the provider keeps, filled in for one message.
type Content struct {
	// ProviderID is the provider's id of the text (Twilio's ContentSid).
	ProviderID string
	// Variables are the values of its placeholders, by their numbers.
	Variables map[string]string
}

// windowMargin is how long before its end a session counts as over: a message
// is on its way for a while, and two clocks differ.
const windowMargin = 5 * time.Minute

// SessionOpen says whether free text may be sent to a patient who wrote last at
// that moment; zero for never.
func (c Capabilities) SessionOpen(lastInbound, now time.Time) bool {
	return c.SessionWindow == 0 || !lastInbound.IsZero() && now.Before(lastInbound.Add(c.SessionWindow-windowMargin))
}

// Choose says in which form a message may leave. While free text may be sent
// (open), it always may: in the content that shows its choices as buttons or a
// list where there is one, else (nil) as it stands. Outside of that only an
// approved template whose words are the message's own will do; false when there
// is none. The templates are those of the message's channel.
func Choose(templates []records.MessageTemplate, text string, choices []records.Choice, open bool) (content *Content, allowed bool) {
	if open && len(choices) == 0 {
		return nil, true
	}
	wanted := records.TemplateApproved
	if open {
		wanted = records.TemplateSession
	}
	for _, template := range templates {
		if template.Status != wanted {
			continue
		}
		if variables, fits := read(template, text, choices); fits && (open || approvable(variables)) {
			return &Content{ProviderID: template.ProviderID, Variables: variables}, true
		}
	}
	return nil, open
}

// read fills a template with a message. Outside of a session buttons can't say
// what differs from message to message, such as times: a template has those
// choices in its text, by their numbers.
func read(template records.MessageTemplate, text string, choices []records.Choice) (map[string]string, bool) {
	if len(template.Choices) == 0 && len(choices) > 0 {
		labels := make([]string, len(choices))
		for i, choice := range choices {
			labels[i] = choice.Label
		}
		return Fill(template, Numbered(text, labels), nil)
	}
	return Fill(template, text, choices)
}

// Fill gives the values with which a template reads exactly as a message does,
// words and choices; false when there are none. So nobody is ever sent other
// words than the record of the message says, however old the template is.
func Fill(template records.MessageTemplate, text string, choices []records.Choice) (map[string]string, bool) {
	if len(template.Choices) != len(choices) {
		return nil, false
	}
	variables := make(map[string]string)
	if !fill(variables, template.Body, text) {
		return nil, false
	}
	for i, choice := range choices {
		if !fill(variables, template.Choices[i].Label, choice.Label) || !fill(variables, template.Choices[i].ID, choice.ID) {
			return nil, false
		}
	}
	return variables, true
}

// variable is a placeholder of a template.
var variable = regexp.MustCompile(`\{\{([0-9]{1,3})\}\}`)

// fill adds the values that a pattern's placeholders have in a text: each as
// short as can be, and none empty, which WhatsApp would not take.
func fill(variables map[string]string, pattern, text string) bool {
	places := variable.FindAllStringSubmatchIndex(pattern, -1)
	if len(places) == 0 {
		return pattern == text
	}
	rest, begins := strings.CutPrefix(text, pattern[:places[0][0]])
	if !begins {
		return false
	}
	for i, place := range places {
		last := i == len(places)-1
		end := len(pattern)
		if !last {
			end = places[i+1][0]
		}
		value, after, found := valueBefore(rest, pattern[place[1]:end], last)
		number := pattern[place[2]:place[3]]
		if before, filled := variables[number]; !found || filled && before != value {
			return false
		}
		variables[number], rest = value, after
	}
	return true
}

// valueBefore splits a text at what stands behind a placeholder: at its end for
// the last one.
func valueBefore(text, literal string, last bool) (value, after string, found bool) {
	if last {
		value, found = strings.CutSuffix(text, literal)
		return value, "", found && value != ""
	}
	if text == "" || literal == "" {
		return "", "", false
	}
	_, width := utf8.DecodeRuneInString(text)
	at := strings.Index(text[width:], literal)
	if at < 0 {
		return "", "", false
	}
	at += width
	return text[:at], text[at+len(literal):], true
}

// approvable says whether WhatsApp takes the values in a template: on one line,
// and with no more than four spaces in a row.
func approvable(variables map[string]string) bool {
	for _, value := range variables {
		if strings.ContainsAny(value, "\n\r\t") || strings.Contains(value, "     ") {
			return false
		}
	}
	return true
}

// Placeholder writes the place of a numbered variable.
func Placeholder(number int) string { return "{{" + strconv.Itoa(number) + "}}" }

// Placeholders lists the numbers of a template's variables, each once, in order.
func Placeholders(template records.MessageTemplate) []int {
	var numbers []int
	texts := []string{template.Body}
	for _, choice := range template.Choices {
		texts = append(texts, choice.Label, choice.ID)
	}
	for _, text := range texts {
		for _, found := range variable.FindAllStringSubmatch(text, -1) {
			if number, err := strconv.Atoi(found[1]); err == nil {
				numbers = append(numbers, number)
			}
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// Numbered writes choices into a text, one a line, for whoever can't press them.
func Numbered(text string, labels []string) string {
	var list strings.Builder
	list.WriteString(text)
	for i, label := range labels {
		list.WriteByte('\n')
		list.WriteString(strconv.Itoa(i + 1))
		list.WriteByte(' ')
		list.WriteString(label)
	}
	return list.String()
}
