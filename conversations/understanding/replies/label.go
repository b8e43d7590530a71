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

// afterNo reads on after a no: what is wanted instead says more than the no.
func (r *reading) afterNo(opening move, message Message) Label {
	switch {
	case r.after(opening.end, cueUnsure) && opening.what == cueNo && !r.pauseBetween(opening.end, opening.end):
		return Unsure
	case r.after(opening.end, cueEnough):
		return No
	case message.Facts.Times && (message.Question.Concrete || !r.after(opening.end, cueAnother)):
		return Change
	case r.after(opening.end, cueAnother, cueFind, cuePropose):
		return Another
	case r.after(opening.end, cueChange):
		return Change
	case opening.what == cueNo && r.consents(opening.end) && !r.after(opening.end, cueRefuses, cueWrong, cueNot, cueNo):
		// "No, that's great, book it."
		return Unsure
	}
	return No
}

// consents says whether a yes stands at or after a word, with a pause before it
// and nothing after it.
func (r *reading) consents(word int) bool {
	for _, found := range r.moves {
		if found.start >= word && found.what == cueYes && r.tokens[found.start].Pause && r.ends(found.end, len(r.moves)) {
			return true
		}
	}
	return false
}

// afterYes reads on after a yes: what restricts it, or asks for more, keeps it
// from being one.
func (r *reading) afterYes(opening move, message Message) Label {
	restricted := r.after(opening.end, cueChange, cueBut) || message.Question.Concrete && r.after(opening.end, cueShift)
	altered := message.Facts.timed() || message.Facts.Named
	switch {
	case r.wonders(opening):
		return Asks
	case r.takenBack(opening.end):
		return Unsure
	case altered && (restricted || message.Question.Concrete):
		return Change
	case message.Facts.timed() && message.Question.aspects[AspectBook]:
		return Yes
	case r.after(opening.end, cueAnother) && !message.Question.aspects[AspectMore]:
		return Another
	case r.asks() && !message.Question.Concrete && !message.Question.aspects[AspectConfirm]:
		return Asks
	case restricted && r.after(opening.end, cueRefuses, cueNo):
		return No
	case r.restricts(opening.end), r.after(opening.end, cueUnsure):
		return r.doubt(opening.end)
	case restricted && r.after(opening.end, cueShift):
		return Change
	}
	return Yes
}

// wonders says whether a yes is itself asked: "yes?".
func (r *reading) wonders(opening move) bool {
	here := r.sentenceOf(opening.start)
	return here.question && opening.start == here.start && opening.end == here.end
}

// takenBack says whether a no begins what follows a yes: "yes, no wait".
func (r *reading) takenBack(word int) bool {
	for _, found := range r.moves {
		if found.start >= word && found.what == cueNo && r.tokens[found.start].Pause {
			return true
		}
	}
	return false
}

// restricts says whether a "but" is followed by anything beside courtesies: what
// it is may not be known, yet it keeps a yes from being one.
func (r *reading) restricts(word int) bool {
	for i, found := range r.moves {
		if found.what != cueBut || found.start < word {
			continue
		}
		left := len(r.tokens) - found.end
		for _, later := range r.moves[i+1:] {
			if later.what.in(cueSilent, cueThanks, cueBye, cueGreet, cueYes, cueFits, cueHeard) {
				left -= later.end - later.start
			}
		}
		if left > 0 {
			return true
		}
	}
	return false
}

// doubt is a yes that is taken back: by not knowing, by a question or by a
// condition.
func (r *reading) doubt(word int) Label {
	switch {
	case r.after(word, cueUnsure):
		return Unsure
	case r.asks():
		return Asks
	}
	return Change
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

// asks says whether the message asks for something to be told: by its words,
// by naming what is asked for, or by a question mark.
func (r *reading) asks() bool {
	if r.wantsTold() {
		return true
	}
	for i, found := range r.moves {
		if found.what == cueAsk && r.begins(i) {
			return true
		}
	}
	for _, one := range r.sentences {
		if one.question && !r.requests(one) {
			return true
		}
	}
	return false
}

// wantsTold says whether a topic is named so as to be told about it: with a
// question or a wish, or with nothing that answers. A trait that is looked for
// is a wish, no question.
func (r *reading) wantsTold() bool {
	for _, topic := range r.topics {
		switch {
		case r.reader.traits[topic]:
			if r.questioned() && !r.has(cueFind) {
				return true
			}
		case r.questioned(), r.has(cueAsk, cueWant, cueRequest, cueFind), !r.has(cueYes, cueFits, cueHeard, cueNo, cueRefuses):
			return true
		}
	}
	return false
}

// questioned says whether any sentence is a question.
func (r *reading) questioned() bool {
	for _, one := range r.sentences {
		if one.question {
			return true
		}
	}
	return false
}

// begins says whether a move begins what is said: a sentence, or what follows
// a pause or another move. A sentence that goes on to agree is no question,
// whatever it begins with: "what you said is right".
func (r *reading) begins(index int) bool {
	found := r.moves[index]
	here := r.sentenceOf(found.start)
	opens := found.start == here.start || r.tokens[found.start].Pause || index > 0 && r.moves[index-1].end == found.start
	if !opens || here.question {
		return opens
	}
	for _, later := range r.moves[index+1:] {
		if later.start < here.end && (later.what == cueYes || later.what == cueFits) {
			return false
		}
	}
	return true
}

// requests says whether a sentence asks for something to be done rather than
// told: "can you book it?".
func (r *reading) requests(one sentence) bool {
	for _, found := range r.moves {
		if found.start < one.start || found.end > one.end {
			continue
		}
		if found.what.in(cueRequest, cueBook, cueFind, cuePropose, cueYes, cueFits) {
			return true
		}
	}
	return false
}
