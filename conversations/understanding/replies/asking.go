package replies

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
