package main

import (
	"strings"

	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/replies"
)

// The slots that a message may fill.
const (
	slotCity     = "city"
	slotProvider = "provider_name"
	slotType     = "type"
	slotDate     = "appointment_date"
	slotTime     = "appointment_time"
)

// slots are what the message tells that a search or a booking needs. What the
// question itself has named is not told anew.
func (m understandMessage) slots() map[string]string {
	slots := map[string]string{}
	for _, one := range m.times {
		if one.Value != m.line.Now && one.Start != m.line.Now {
			fillTime(slots, one)
		}
	}
	for _, found := range m.named {
		if found.Kind == entities.KindPractice || found.Kind == slotProvider && namedIn(m.before, found) {
			continue
		}
		if slots[found.Kind] == "" {
			slots[found.Kind] = found.Value
		}
	}
	if place := m.place(); place != "" && slots[slotCity] == "" {
		slots[slotCity] = place
	}
	for _, trait := range m.reply.Wished() {
		slots[trait] = "True"
	}
	return slots
}

// fillTime takes the day and the clock of a point in time.
func fillTime(slots map[string]string, one understoodTime) {
	day, clock := one.Value, ""
	switch one.Kind {
	case "date":
	case "time":
		day, clock = "", one.Value
	case "datetime":
		day, clock, _ = strings.Cut(one.Value, "T")
	case "datetimerange":
		day, _, _ = strings.Cut(one.Start, "T")
	default:
		return
	}
	if day != "" && slots[slotDate] == "" {
		slots[slotDate] = day
	}
	if len(clock) >= len("15:04") && slots[slotTime] == "" {
		slots[slotTime] = clock[:len("15:04")]
	}
}

func namedIn(names []entities.Found, wanted entities.Found) bool {
	for _, name := range names {
		if name.Kind == wanted.Kind && name.Value == wanted.Value {
			return true
		}
	}
	return false
}

// place is a place where the vocabulary lists none.
func (m understandMessage) place() string {
	if m.placesListed {
		return ""
	}
	return entities.Place(m.tokens, m.question.Place(), m.reply.Looks(), m.ordinary())
}

// ordinary tells words that begin no name: those of days and times, of names
// that were found, and of phrases that are known.
func (m understandMessage) ordinary() func(string) bool {
	taken := map[string]bool{}
	for _, found := range m.expressions {
		for _, word := range m.tokens[found.Start:found.End] {
			taken[word.Folded] = true
		}
	}
	for _, found := range m.named {
		for _, word := range m.tokens[found.Start:found.End] {
			taken[word.Folded] = true
		}
	}
	return func(word string) bool { return taken[word] || replies.Default().Knows(word, m.line.Language) }
}
