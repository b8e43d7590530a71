package replies

import (
	"strings"

	"frontdesk/conversations/understanding/words"
)

// move is a cue found in a message: the words from start to before end.
type move struct {
	what       cue
	start, end int
}

// reading is one message while it is being read.
type reading struct {
	reader   *Reader
	text     string
	tokens   []words.Token
	language uint8
	moves    []move
	// sentences are the message's sentences, and which are questions.
	sentences []sentence
	// topics are what the message asks about, if it asks.
	topics []uint8
}

// sentence is the words from start to before end.
type sentence struct {
	start, end int
	question   bool
}

// begin finds the moves, topics and sentences of a message.
func (r *Reader) begin(text string, tokens []words.Token, language string) *reading {
	read := &reading{reader: r, text: text, tokens: letterwise(tokens)}
	read.language = r.languageFor(read.tokens, language)
	read.unglue()
	read.split()
	read.segment()
	read.settle()
	for i := 0; i < len(read.tokens); {
		topic, end := r.topics.root.longest(read.tokens, i, read.language)
		if end == 0 {
			i++
			continue
		}
		read.topics = append(read.topics, topic)
		i = end
	}
	return read
}

// segment parts the message into phrases such that long ones win over short
// ones wherever they begin: "I | do not know", not "I do | not | know".
func (r *reading) segment() {
	count := len(r.tokens)
	best := make([]int, count+1)
	chosen := make([]move, count)
	for i := count - 1; i >= 0; i-- {
		best[i] = best[i+1]
		place := &r.reader.cues.root
		for end := i; end < count; end++ {
			place = place.children[r.tokens[end].Folded]
			if place == nil {
				break
			}
			length := end + 1 - i
			for _, meaning := range place.marks {
				if score := length*length + best[end+1]; meaning.language == r.language && score > best[i] {
					best[i] = score
					chosen[i] = move{what: cue(meaning.value), start: i, end: end + 1}
				}
			}
		}
	}
	r.moves = make([]move, 0, 8)
	for i := 0; i < count; {
		if chosen[i].end == 0 || best[i] == best[i+1] {
			i++
			continue
		}
		r.moves = append(r.moves, chosen[i])
		i = chosen[i].end
	}
}

// split parts the message into sentences by the signs between its words.
func (r *reading) split() {
	start := 0
	for i := range r.tokens {
		last := i == len(r.tokens)-1
		till := len(r.text)
		if !last {
			till = min(r.tokens[i+1].Start, len(r.text))
		}
		from := min(r.tokens[i].End, till)
		between := r.text[from:till]
		ends := strings.ContainsAny(between, "?!;。！؟？") || strings.ContainsRune(between, '.') && (last || r.endsSentence(i))
		if !ends && !last {
			continue
		}
		r.sentences = append(r.sentences, sentence{start: start, end: i + 1, question: strings.ContainsAny(between, "?؟？")})
		start = i + 1
	}
}

// endsSentence says whether a dot after word i ends a sentence: not within a
// number, nor after a title or an initial.
func (r *reading) endsSentence(i int) bool {
	word := r.tokens[i]
	switch {
	case word.Number:
		return !r.tokens[i+1].Number
	case len(word.Folded) == 2:
		return !titles[word.Folded]
	}
	return len(word.Folded) > 2
}

// titles are abbreviations after which a dot ends no sentence.
var titles = map[string]bool{"dr": true, "mr": true, "ms": true, "st": true, "sr": true}

// settle reads the moves in the light of their neighbours: a negation turns
// what follows it, and an echo counts only at the end of what is said.
func (r *reading) settle() {
	for i := range r.moves {
		found, next := &r.moves[i], r.adjoining(i)
		switch {
		case found.what == cueEcho && !r.ends(found.end, i):
			found.what = cueSilent
		case found.what.in(cueNot, cueRefuses):
			r.deny(i)
		case found.what == cueYes && next != nil:
			found.what = yesBefore(next.what, r.sentenceOf(next.start).question)
		case found.what == cueMaybe && next != nil && next.what.in(cueYes, cueFits, cueWrong, cueEcho):
			next.what = cueSilent
		}
	}
}

// yesBefore is what a yes is directly before another move: "definitely wrong"
// says no, and so does "do it later"; "can it be later?" proposes.
func yesBefore(next cue, asked bool) cue {
	switch {
	case next.in(cueWrong, cueNo, cueRefuses, cueNot):
		return cueSilent
	case next == cueShift && asked:
		return cuePropose
	case next == cueShift:
		return cueRefuses
	}
	return cueYes
}

// adjoining is the move that follows another without a word or pause between.
func (r *reading) adjoining(index int) *move {
	if index+1 >= len(r.moves) {
		return nil
	}
	next := &r.moves[index+1]
	if next.start != r.moves[index].end || r.tokens[next.start].Pause {
		return nil
	}
	return next
}

// ends says whether what was being said is over at a word: at the end of a
// sentence, a pause, or before another move.
func (r *reading) ends(word, index int) bool {
	if word >= len(r.tokens) || r.tokens[word].Pause {
		return true
	}
	if index+1 < len(r.moves) && r.moves[index+1].start == word && r.moves[index+1].what.in(cueSilent, cueThanks, cueBut) {
		return true
	}
	for _, one := range r.sentences {
		if one.end == word {
			return true
		}
	}
	return false
}

// deny turns the next move of the same sentence after a negation into its
// opposite.
func (r *reading) deny(index int) {
	negation := r.moves[index]
	here := r.sentenceOf(negation.start)
	for j := index + 1; j < len(r.moves) && r.moves[j].start < here.end; j++ {
		next := &r.moves[j]
		if r.pauseBetween(negation.end, next.start) {
			return
		}
		switch {
		case next.what.in(cueSilent, cueGreet, cueEcho):
			continue
		case next.what == cueAnother:
			if !here.question {
				next.what = cueEnough
			}
		case negation.what == cueRefuses:
		case next.what == cueWrong:
			r.moves[index].what, next.what = cueSilent, cueFits
		case next.what.in(cueFits, cueYes, cueBook, cueWant, cueFind, cueHeard):
			r.moves[index].what, next.what = cueSilent, cueRefuses
		}
		return
	}
}

// pauseBetween says whether a comma or the like stands before one of the words
// from start to end.
func (r *reading) pauseBetween(start, end int) bool {
	for i := start; i <= end && i < len(r.tokens); i++ {
		if r.tokens[i].Pause {
			return true
		}
	}
	return false
}

func (r *reading) sentenceOf(word int) sentence {
	for _, one := range r.sentences {
		if word < one.end {
			return one
		}
	}
	return sentence{start: 0, end: len(r.tokens)}
}

// has says whether one of some cues stands anywhere.
func (r *reading) has(wanted ...cue) bool { return r.after(0, wanted...) }

// after says whether one of some cues stands at or after a word.
func (r *reading) after(word int, wanted ...cue) bool {
	for _, found := range r.moves {
		if found.start < word {
			continue
		}
		for _, one := range wanted {
			if found.what == one {
				return true
			}
		}
	}
	return false
}

// opening is the first move that says something, courtesies left out.
func (r *reading) opening() move {
	for _, found := range r.moves {
		if !found.what.in(cueSilent, cueGreet, cueThanks, cueBye) {
			return found
		}
	}
	return move{}
}
