package replies

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
