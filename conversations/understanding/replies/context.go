package replies

// Introduced gives the words after a phrase that introduces a name ("my name
// is"), as the index of the first of them; zero if there is none. Phrases that
// introduce other things too ("I am") count where a name was asked for.
func (reply Reply) Introduced() int {
	if reply.read == nil {
		return 0
	}
	root := &reply.read.reader.context.root
	for i := range reply.read.tokens {
		end := root.means(reply.read.tokens, i, reply.read.language, contextLead)
		if end == 0 && (reply.said.Question.Shows(AspectName) || reply.said.Question.Shows(AspectFeeling)) {
			end = root.means(reply.read.tokens, i, reply.read.language, contextWeakLead)
		}
		if end > 0 && end < len(reply.read.tokens) && reply.read.beginsAfterCourtesy(i) {
			return end
		}
	}
	return 0
}

// beginsAfterCourtesy says whether what stands before a word is at an end.
func (r *reading) beginsAfterCourtesy(word int) bool {
	if word == 0 || r.tokens[word].Pause {
		return true
	}
	for i, found := range r.moves {
		if found.end == word && found.what.in(cueSilent, cueGreet, cueYes, cueFits, cueHeard) || found.start == word && i > 0 && r.moves[i-1].end == word {
			return true
		}
	}
	return false
}

// Field says whether the message names a thing that is known of a person or an
// appointment, and nothing else.
func (reply Reply) Field() bool { return reply.consistsOf(contextField) }

// Picks says whether the message picks one of several things by a word for it:
// "the one on Friday".
func (reply Reply) Picks() bool { return reply.mentions(contextPick) }

// Somebody says whether the message asks for other people rather than for
// anything else.
func (reply Reply) Somebody() bool { return reply.mentions(contextSomebody) }

// Document says whether the message names a sort of document beside what else
// it says.
func (reply Reply) Document() bool { return reply.mentions(contextDocument) }

// mentions says whether a phrase of a context stands anywhere.
func (reply Reply) mentions(what contextual) bool {
	if reply.read == nil {
		return false
	}
	for i := range reply.read.tokens {
		if reply.read.reader.context.root.means(reply.read.tokens, i, reply.read.language, what) > 0 {
			return true
		}
	}
	return false
}

// consistsOf says whether a phrase of a context and courtesies are all that the
// message is.
func (reply Reply) consistsOf(what contextual) bool {
	if reply.read == nil {
		return false
	}
	found := false
	for i := 0; i < len(reply.read.tokens); {
		end := reply.read.reader.context.root.means(reply.read.tokens, i, reply.read.language, what)
		switch {
		case end > 0:
			found, i = true, end
		case reply.read.courteous(i):
			i++
		default:
			return false
		}
	}
	return found
}

// courteous says whether a word is part of a courtesy.
func (r *reading) courteous(word int) bool {
	for _, found := range r.moves {
		if found.start <= word && word < found.end {
			return found.what.in(cueSilent, cueGreet, cueThanks)
		}
	}
	return false
}
