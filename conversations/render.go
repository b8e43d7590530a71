package conversations

import (
	"strings"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// segmentBudget is how many SMS a reply should take at most.
const segmentBudget = 2

// accentBudget is how many it may take rather than lose its accents: a clinic
// that misspells its patients' language looks like a swindler
// (docs/decisions/010-accents-before-segments.md).
const accentBudget = 4

// reply joins what the turn said into one message for the channel.
func (t *Turn) reply() (Reply, bool) {
	if len(t.said) == 0 {
		return Reply{}, false
	}
	text := strings.Join(t.said, "\n")
	t.state.Last = &lastSaid{Text: text, Level: t.level, Until: t.until}
	var choices []records.Choice
	if t.asked != nil {
		text, choices = t.asked.render(text, t.capabilities)
	}
	return Reply{Text: fit(text, t.capabilities, max(t.budget, accentBudget)+t.preface), Choices: choices, Level: t.level, DespiteOptOut: t.despite}, true
}

// fit brings a text within what the channel carries. Where texts are charged
// by segments, one letter outside GSM-7 halves what a segment holds; a text
// that would need more than its budget goes without the accents that cost it.
func fit(text string, capabilities channel.Capabilities, budget int) string {
	if capabilities.Segmented {
		if _, segments := channel.Segments(text); segments > budget {
			plain := plainLetters.Replace(text)
			if _, fewer := channel.Segments(plain); fewer < segments {
				text = plain
			}
		}
	}
	if limit := capabilities.TextLimit; limit > 0 {
		if runes := []rune(text); len(runes) > limit {
			text = strings.TrimSpace(string(runes[:limit-1])) + "…"
		}
	}
	return text
}

// plainLetters replaces the letters of Spanish and Portuguese that GSM-7 lacks
// by the ones that people type on telephones without them.
var plainLetters = strings.NewReplacer(
	"á", "a", "í", "i", "ó", "o", "ú", "u", "Á", "A", "Í", "I", "Ó", "O", "Ú", "U", "ã", "a", "õ", "o", "Ã", "A", "Õ", "O",
	"â", "a", "ê", "e", "ô", "o", "Â", "A", "Ê", "E", "Ô", "O", "ç", "c", "À", "A", "È", "E", "’", "'", "“", "\"", "”", "\"", "–", "-", "—", "-", "…", "...",
)
