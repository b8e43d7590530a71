package safety

import (
	"strings"

	"frontdesk/conversations/understanding/words"
)

// maxKeyword is how many words a message has at most that is read as a keyword.
const maxKeyword = 12

// keyword gives the keyword that the whole message is, however it is spaced,
// spelt out or repeated, polite words around it aside.
func (d *Detector) keyword(tokens []words.Token) Keyword {
	if len(tokens) > maxKeyword {
		return NoKeyword
	}
	if found := d.keywords[joined(trim(tokens, d.polite))]; found != NoKeyword {
		return found
	}
	// What ends the messages may also be said thrice, and with more around it.
	if d.keywords[joined(trim(tokens, d.around))] == Stop {
		return Stop
	}
	stopped := false
	for i := range tokens {
		word := squeeze(tokens[i].Folded)
		switch {
		case d.keywords[word] == Stop:
			stopped = true
		case !d.around[word]:
			return NoKeyword
		}
	}
	if stopped {
		return Stop
	}
	return NoKeyword
}

// trim takes words off both ends.
func trim(tokens []words.Token, off map[string]bool) []words.Token {
	for len(tokens) > 1 && off[tokens[0].Folded] {
		tokens = tokens[1:]
	}
	for len(tokens) > 1 && off[tokens[len(tokens)-1].Folded] {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// joined spells words as one: "S T O P", "opt-out" and "opt out" are keywords.
func joined(tokens []words.Token) string {
	if len(tokens) == 1 {
		return squeeze(tokens[0].Folded)
	}
	var one strings.Builder
	for i := range tokens {
		one.WriteString(squeeze(tokens[i].Folded))
	}
	return one.String()
}

// isShy says whether a message that ends the messages may as well be an answer.
func (d *Detector) isShy(tokens []words.Token) bool {
	return len(tokens) <= maxKeyword && d.shy[joined(trim(tokens, d.polite))]
}

// restored says whether a sentence of the message brings the messages back.
func (s *scan) restored() bool { return s.holding(purposeRestoration) > 0 }

// holding is how many rules of a purpose hold.
func (s *scan) holding(what purpose) int {
	count := 0
	for i := range s.matches {
		if s.matches[i].masked {
			continue
		}
		for _, index := range s.detector.anchored[s.matches[i].group] {
			r := &s.detector.rules[index]
			if r.purpose != what {
				continue
			}
			if _, ok := s.meets(r, s.matches[i]); ok {
				count++
			}
		}
	}
	return count
}
