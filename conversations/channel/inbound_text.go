package channel

import (
	"strings"
	"unicode/utf8"
)

// InboundText makes what a provider delivered into what Inbound.Text promises:
// valid UTF-8 of at most MaxInboundText bytes, cut between characters. Bytes
// that are no UTF-8 become U+FFFD. NUL and the other control characters, which
// no person types and which could disturb a terminal or a log, are dropped,
// but for tab, line feed and carriage return. Everything else stays, joiners
// of emoji and marks of writing direction included.
func InboundText(raw string) string { return CleanText(raw, MaxInboundText) }

// CleanText is InboundText with another limit, in bytes, for what else comes
// from outside: addresses, the ids of choices.
func CleanText(raw string, limit int) string {
	if len(raw) <= limit && utf8.ValidString(raw) && strings.IndexFunc(raw, isControl) < 0 {
		return raw
	}
	var text strings.Builder
	text.Grow(min(len(raw), limit))
	for _, character := range raw { // an invalid byte ranges as U+FFFD
		if isControl(character) {
			continue
		}
		if text.Len()+utf8.RuneLen(character) > limit {
			break
		}
		text.WriteRune(character)
	}
	return text.String()
}

// isControl says whether a character is a control character (C0, DEL, C1) that
// a message has no use for.
func isControl(character rune) bool {
	switch character {
	case '\t', '\n', '\r':
		return false
	}
	return character < 0x20 || character >= 0x7F && character <= 0x9F
}
