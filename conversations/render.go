package conversations

import (
	"strings"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

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
	return Reply{Text: fit(text, t.capabilities), Choices: choices, Level: t.level, DespiteOptOut: t.despite}, true
}

// fit brings a text within what the channel carries. Its accents stay, whatever
// they cost: a name without them is another name, and a clinic that misspells its
// patients' language looks like a swindler
// (docs/decisions/010-accents-before-segments.md).
func fit(text string, capabilities channel.Capabilities) string {
	if limit := capabilities.TextLimit; limit > 0 {
		if runes := []rune(text); len(runes) > limit {
			text = strings.TrimSpace(string(runes[:limit-1])) + "…"
		}
	}
	return text
}
