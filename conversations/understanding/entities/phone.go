package entities

import (
	"github.com/nyaruka/phonenumbers"

	"frontdesk/conversations/understanding/words"
)

// Digits of a telephone number: fewer are something else, and so are more
// (ITU-T E.164).
const (
	minPhoneDigits = 7
	maxPhoneDigits = 15
)

// Phones gives the telephone numbers of a message in E.164, each once, in their
// order. A number without a country's code is one of the country (ISO 3166),
// and only numbers that can be in service there count: a date of birth or the
// number of a card is none.
func Phones(text string, tokens []words.Token, country string) []string {
	var found []string
	for i := 0; i < len(tokens); {
		end, digits := figures(tokens, i)
		if digits < minPhoneDigits || digits > maxPhoneDigits {
			i = max(end, i+1)
			continue
		}
		start := tokens[i].Start
		if start > 0 && text[start-1] == '+' {
			start--
		}
		number, err := phonenumbers.Parse(text[start:tokens[end-1].End], country)
		if err == nil && phonenumbers.IsValidNumber(number) {
			if written := phonenumbers.Format(number, phonenumbers.E164); len(found) == 0 || found[len(found)-1] != written {
				found = append(found, written)
			}
		}
		i = end
	}
	return found
}

// figures gives where a row of numbers ends that begins at a word, and how many
// digits it has.
func figures(tokens []words.Token, start int) (end, digits int) {
	end = start
	for end < len(tokens) && tokens[end].Number && (end == start || tokens[end].Joiner != '/' && tokens[end].Joiner != ':') {
		digits += len(tokens[end].Folded)
		end++
	}
	return end, digits
}
