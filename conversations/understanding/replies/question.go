package replies

import (
	"strings"

	"frontdesk/conversations/understanding/words"
)

// Question reads a question of the clinic's side, as far as it changes what a
// reply means. Concrete is for the caller to add, who knows how to read times.
func (r *Reader) Question(text, language string) Question {
	clean := words.Clean(text)
	tokens := letterwise(words.Tokenize(clean))
	question := Question{asked: len(tokens) > 0}
	index := r.languageOf(language)
	for i := 0; i < len(tokens); {
		what, end := r.asked.longest(tokens, i, index)
		if end == 0 {
			i++
			continue
		}
		question.aspects[what] = true
		i = end
	}
	question.ends = strings.HasSuffix(strings.TrimRight(clean, " "), "?")
	return question
}
