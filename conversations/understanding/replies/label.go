package replies

import (
	"frontdesk/conversations/understanding/words"
)

// Label is what a message is to the question before it.
type Label string

// The labels.
const (
	// None: it can't be told.
	None Label = ""
	Yes  Label = "yes"
	No   Label = "no"
	// Change wants what was proposed to be different, and says how: "make it 5".
	Change Label = "change"
	// Another wants another proposal, and leaves open which: "anyone else?".
	Another Label = "alt"
	// Asks is a question instead of an answer. It agrees to nothing.
	Asks   Label = "question"
	Unsure Label = "unsure"
	// Other is something else altogether.
	Other Label = "other"
)

// Facts are what other readers found in the message.
type Facts struct {
	// Times is true for a day, a time or a shift of one; Today for no other day
	// than the present one, which is also said in passing: "that's all for today".
	Times, Today bool
	// Named is true for somebody, some service or some place that is known.
	Named bool
}

// timed says whether any day or time is named, be it today.
func (f Facts) timed() bool { return f.Times || f.Today }

// Message is what is read: a clean text, its words, the language of the
// conversation (a tag, or empty) and what is known beside.
type Message struct {
	Text     string
	Tokens   []words.Token
	Language string
	Question Question
	Facts    Facts
}

// OfSigns reads a message without words.
func OfSigns(text string) Label {
	for _, sign := range text {
		switch sign {
		case '👍', '👌', '✅', '✔', '🆗', '🙌', '💯':
			return Yes
		case '👎', '❌', '🚫', '🙅', '✖':
			return No
		case '🤷':
			return Unsure
		case '?', '؟', '？', '❓':
			return Asks
		}
	}
	return None
}

func (r *reading) label(message Message) Label {
	opening := r.opening()
	switch {
	case opening.what == cueUnsure:
		return Unsure
	case opening.what.in(cueNo, cueRefuses, cueWrong):
		return r.afterNo(opening, message)
	case opening.what.in(cueYes, cueFits, cueEcho):
		return r.afterYes(opening, message)
	}
	return r.unanswered(message)
}

// unanswered reads a message that opens with neither.
func (r *reading) unanswered(message Message) Label {
	question := message.Question
	changed := r.has(cueChange, cuePropose) || r.has(cueShift) && question.Concrete
	switch {
	case r.has(cueUnsure):
		return Unsure
	case message.Facts.timed() && question.Concrete && changed:
		return Change
	case r.has(cueAnother):
		return Another
	case r.has(cueEnough):
		return r.courtesy(message)
	case message.Facts.timed() && question.Concrete, message.Facts.timed() && changed:
		return Change
	case message.Facts.Named && question.aspects[AspectFound] && len(r.topics) == 0:
		return Another
	case r.asks():
		return Asks
	case message.Facts.timed() && question.aspects[AspectBook]:
		return Yes
	case message.Facts.timed():
		return Change
	case r.has(cuePropose), r.has(cueFind) && !r.has(cueBook):
		return Another
	case changed && (message.Facts.Named || !r.has(cueFits, cueYes, cueNo, cueRefuses, cueWrong)):
		return Change
	case r.has(cueRefuses, cueNo, cueWrong):
		return No
	case r.has(cueYes, cueFits, cueEcho, cueHeard) && r.restricts(0):
		return r.doubt(0)
	case r.has(cueYes, cueFits, cueEcho):
		return Yes
	case r.has(cueMaybe):
		return Unsure
	case r.has(cueBook):
		return Yes
	case r.has(cueWant, cueRequest) && question.aspects[AspectFound]:
		return Another
	case r.has(cueNot, cueShift):
		return No
	case r.has(cueHeard):
		return Yes
	}
	return r.courtesy(message)
}

// courtesy reads thanks and farewells as an answer: to "anything else?" they
// say no, to a proposal they accept it.
func (r *reading) courtesy(message Message) Label {
	question := message.Question
	proposed := question.Concrete || question.aspects[AspectFound] || question.aspects[AspectConfirm]
	switch {
	case r.has(cueEnough, cueBye) && proposed && !question.aspects[AspectMore]:
		return Yes
	case r.has(cueEnough, cueBye):
		return No
	case r.has(cueThanks) && question.aspects[AspectMore]:
		return No
	case r.has(cueThanks):
		return Yes
	}
	return Other
}
