package understanding

import (
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// match is a phrase found in a message: the words from start to before end.
type match struct {
	start, end int
	concept    concept
}

// reading is one message while it is being read.
type reading struct {
	reader  *Reader
	tokens  []words.Token
	matches []match
	// from indexes matches by their start: those of word i are
	// matches[from[i]:from[i+1]].
	from []int
	// taken marks the words that dates and times have used.
	taken []bool
	// bornAt is the word at which a date of birth begins, or -1.
	bornAt int
	// namedAt are the words of the name with which the writer says who they are.
	namedAt span
	today   records.LocalDate
	now     time.Time
	// language is what the conversation is in, for words that two languages
	// use differently.
	language records.Language
}

// scan finds, for each word, the longest phrase of each kind and value that
// begins with it.
func (r *reading) scan() {
	r.from = make([]int, len(r.tokens)+1)
	r.taken = make([]bool, len(r.tokens))
	r.matches = make([]match, 0, 2*len(r.tokens))
	for i := range r.tokens {
		r.from[i] = len(r.matches)
		r.walk(&r.reader.common.root, i)
		r.walk(&r.reader.own.root, i)
	}
	r.from[len(r.tokens)] = len(r.matches)
}

func (r *reading) walk(place *node, start int) {
	first := len(r.matches)
	for end := start; end < len(r.tokens); end++ {
		place = place.children[r.tokens[end].Folded]
		if place == nil {
			return
		}
		for _, meaning := range place.concepts {
			r.record(first, match{start: start, end: end + 1, concept: meaning})
		}
	}
}

// record keeps a match, in place of shorter ones of its kind at this start.
func (r *reading) record(first int, found match) {
	kept := r.matches[:first]
	for _, earlier := range r.matches[first:] {
		if earlier.concept.kind != found.concept.kind || earlier.end == found.end || earlier.concept.kind == kindWord {
			kept = append(kept, earlier)
		}
	}
	r.matches = append(kept, found)
}

// at gives the longest match of a kind that begins with word i.
func (r *reading) at(i int, what kind) (match, bool) {
	if i < 0 || i >= len(r.tokens) {
		return match{}, false
	}
	for _, found := range r.matches[r.from[i]:r.from[i+1]] {
		if found.concept.kind == what {
			return found, true
		}
	}
	return match{}, false
}

// word gives where the grammar word that begins with word i ends, or 0.
func (r *reading) word(i int, name string) int {
	if i < 0 || i >= len(r.tokens) {
		return 0
	}
	end := 0
	for _, found := range r.matches[r.from[i]:r.from[i+1]] {
		if found.concept.kind == kindWord && found.concept.name == name && found.end > end {
			end = found.end
		}
	}
	return end
}

// wordBefore says whether a grammar word ends directly before word i.
func (r *reading) wordBefore(i int, name string) bool {
	for start := i - 1; start >= 0 && start >= i-4; start-- {
		if r.word(start, name) == i {
			return true
		}
	}
	return false
}

// anywhere gives the first match of a kind in the message.
func (r *reading) anywhere(what kind) (match, bool) {
	for _, found := range r.matches {
		if found.concept.kind == what {
			return found, true
		}
	}
	return match{}, false
}

// whole says whether a phrase of a kind is the whole message, polite words
// around it aside.
func (r *reading) whole(what kind) bool {
	_, ok := r.alone(what)
	return ok
}

// alone gives the phrase of a kind that is the whole message, polite words
// around it aside.
func (r *reading) alone(what kind) (match, bool) {
	start, end := 0, len(r.tokens)
	for start < end && polite[r.tokens[start].Folded] {
		start++
	}
	for end > start && polite[r.tokens[end-1].Folded] {
		end--
	}
	if start == end {
		return match{}, false
	}
	for _, found := range r.matches[r.from[start]:r.from[start+1]] {
		if found.concept.kind == what && (found.end == end || found.end == len(r.tokens)) {
			return found, true
		}
	}
	return match{}, false
}

// polite words change nothing of what a message of one word means.
var polite = map[string]bool{"please": true, "pls": true, "plz": true, "por": true, "favor": true, "porfa": true, "porfavor": true, "pfv": true}

// take marks words as used by a date or a time.
func (r *reading) take(start, end int) {
	for i := start; i < end; i++ {
		r.taken[i] = true
	}
}
