package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// screen is what a terminal has shown of a phone. The zero value has shown
// nothing.
type screen struct {
	// settled is the sequence number up to which nothing will change any more.
	settled int64
	// shown are the messages above settled that were shown.
	shown map[int64]bool
	// mine are the ids of the messages that were written here, true once they
	// have had their turn.
	mine map[string]bool
	// onItsWay is true while something is still to come to the phone.
	onItsWay bool
	// choices are the buttons of the newest message of the clinic.
	choices []records.Choice
}

// wrote takes note of a message that was written here.
func (s *screen) wrote(id string) {
	if s.mine == nil {
		s.mine = map[string]bool{}
	}
	s.mine[id] = false
}

// answered says whether the clinic has nothing more to say to a message.
func (s *screen) answered(id string) bool { return s.mine[id] && !s.onItsWay }

// update takes all messages above settled, in order, and gives those that are
// to be shown now: what the clinic wrote, and what was written on this phone
// elsewhere.
func (s *screen) update(messages []PhoneMessage) []PhoneMessage {
	if s.shown == nil {
		s.shown = map[int64]bool{}
	}
	var fresh []PhoneMessage
	settled := true
	s.onItsWay = false
	for _, message := range messages {
		onItsWay := isOnItsWay(message.Status)
		s.onItsWay = s.onItsWay || onItsWay
		_, mine := s.mine[message.ID]
		if mine && !onItsWay {
			s.mine[message.ID] = true
		}
		if isVisible(message) && !s.shown[message.Sequence] {
			s.shown[message.Sequence] = true
			if message.Direction == records.Outbound {
				s.choices = message.Choices
			}
			if !mine {
				fresh = append(fresh, message)
			}
		}
		settled = settled && !onItsWay && message.Status != records.MessageUnknown
		if settled {
			s.settled = message.Sequence
			delete(s.shown, message.Sequence)
		}
	}
	return fresh
}

// choice finds the button of the newest message that a line names, by its
// place or its label.
func (s *screen) choice(line string) (records.Choice, bool) {
	line = strings.TrimSpace(line)
	for index, choice := range s.choices {
		if line == strconv.Itoa(index+1) || strings.EqualFold(line, choice.Label) {
			return choice, true
		}
	}
	return records.Choice{}, false
}

// isVisible says whether a terminal shows a message: what the phone shows, and
// a note of what never reached it.
func isVisible(message PhoneMessage) bool {
	return message.OnPhone() || message.Status == records.MessageFailed || message.Status == records.MessageNotSent
}

// speakerWidth is the width of the column that says who speaks.
const speakerWidth = len("clinic")

// speaker begins a line of the conversation.
func speaker(name string) string {
	return fmt.Sprintf("%*s ▸ ", speakerWidth, name)
}

// indent begins the further lines of a message.
var indent = strings.Repeat(" ", utf8.RuneCountInString(speaker("")))

// bubble prints what somebody said, with its further lines indented.
func bubble(name, text string) string {
	text = strings.ReplaceAll(channel.CleanText(text, len(text)), "\r", "")
	return speaker(name) + strings.ReplaceAll(text, "\n", "\n"+indent) + "\n"
}

// note prints what nobody said.
func note(text string) string { return indent + "— " + text + "\n" }

// render prints a message, with its buttons below.
func render(message PhoneMessage) string {
	switch {
	case message.Direction == records.Inbound:
		return bubble("you", message.Text)
	case !message.OnPhone():
		return note(fmt.Sprintf("(a message of the clinic did not get here: %s %s)", message.Status, message.Reason))
	}
	var text strings.Builder
	text.WriteString(bubble("clinic", message.Text))
	if len(message.Choices) == 0 {
		return text.String()
	}
	text.WriteString(indent)
	for index, choice := range message.Choices {
		fmt.Fprintf(&text, "[%d %s] ", index+1, channel.CleanText(choice.Label, len(choice.Label)))
	}
	return strings.TrimRight(text.String(), " ") + "\n"
}
