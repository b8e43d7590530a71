package replies

import (
	"slices"

	"frontdesk/conversations/understanding/words"
)

// Question is what is known of the question before a message.
type Question struct {
	// Concrete is true when it proposes a certain time.
	Concrete bool
	aspects  [aspectCount]bool
	// asked is true for any question at all; leads when a sentence of it begins
	// by asking for something open; ends when it ends in a question mark.
	asked, leads, ends bool
}

// longFigure is how many digits make a number a fact: a telephone's, a house's.
const longFigure = 3

// Question reads a question of the clinic's side, as far as it changes what a
// reply means. Concrete is for the caller to add, who knows how to read times.
func (r *Reader) Question(text, language string) Question {
	read := &reading{reader: r, text: words.Clean(text)}
	read.tokens = letterwise(words.Tokenize(read.text))
	read.language = r.languageOf(language)
	read.split()
	question := Question{asked: len(read.tokens) > 0}
	for _, one := range read.sentences {
		question.sentence(read, one)
		question.ends = one.question
	}
	return question
}

// sentence adds what one sentence of a question shows.
func (q *Question) sentence(read *reading, one sentence) {
	first := true
	for i := one.start; i < one.end; {
		if read.tokens[i].Number && len(read.tokens[i].Folded) >= longFigure {
			q.aspects[AspectTells] = true
		}
		found, end := read.reader.asked.root.all(read.tokens, i, read.language)
		if end == 0 {
			i++
			continue
		}
		for _, what := range found {
			q.aspects[what] = true
			q.leads = q.leads || Aspect(what).open() && (first || read.tokens[i].Pause)
		}
		first = false
		i = end
	}
}

// Open says whether the question asks for something that yes and no don't
// answer.
func (q Question) Open() bool { return q.leads }

// Place says whether the question asks for a place.
func (q Question) Place() bool { return q.aspects[AspectPlace] && q.leads }

// Shows says whether the question shows an aspect.
func (q Question) Shows(what Aspect) bool { return q.aspects[what] }

// Asked says whether there was a question at all.
func (q Question) Asked() bool { return q.asked }

// open says whether an aspect asks for something that yes and no don't answer.
func (a Aspect) open() bool {
	return slices.Contains([]Aspect{AspectWhich, AspectDay, AspectHour, AspectName, AspectDocument, AspectKind, AspectPlace}, a)
}
