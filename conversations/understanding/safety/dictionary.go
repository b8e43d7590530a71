package safety

import (
	"slices"
	"sort"
	"strings"

	"frontdesk/conversations/understanding/words"
)

// sureSlip is how many letters a word that a rule looks for must have to be
// recognised with a slip in it without being marked.
const sureSlip = 7

// wordID names a word, a beginning of words, or a span of numbers.
type wordID int

// dictionary knows every word of the grammars. It maps what was typed to the
// few entries that it may stand for.
type dictionary struct {
	exact map[string]wordID
	// beginnings are sorted; outer gives, for each, the next shorter one that it
	// begins with itself, or -1.
	beginnings []beginning
	spans      []span
	// slips leads to the words that may be misspelt; ordinary are words that are
	// never a slip.
	slips words.Slips
	// stems are the beginnings that slips are looked for in, by first letter.
	stems    [256][]string
	ordinary map[string]bool
	// also are the entries that a word is written for in haste; spellings those
	// that it sounds like, by language.
	also      map[string][]wordID
	spellings []*spelling
	size      wordID
}

type beginning struct {
	text  string
	id    wordID
	outer int
}

type span struct {
	from, to int
	id       wordID
}

func newDictionary() *dictionary {
	return &dictionary{exact: map[string]wordID{}, ordinary: map[string]bool{}, also: map[string][]wordID{}}
}

// enter gives the id of one word of a phrase in the notation of the package.
func (d *dictionary) enter(word string) wordID {
	if from, to, ok := spanOf(word); ok {
		for _, known := range d.spans {
			if known.from == from && known.to == to {
				return known.id
			}
		}
		d.spans = append(d.spans, span{from: from, to: to, id: d.size})
		d.size++
		return d.size - 1
	}
	if stem, ok := strings.CutSuffix(word, "*"); ok {
		stem = words.Fold(stem)
		for _, known := range d.beginnings {
			if known.text == stem {
				return known.id
			}
		}
		d.beginnings = append(d.beginnings, beginning{text: stem, id: d.size})
		d.size++
		return d.size - 1
	}
	stem, tolerant := strings.CutSuffix(word, "~")
	stem = words.Fold(stem)
	if tolerant {
		d.slips.Know(stem)
	}
	if id, ok := d.exact[stem]; ok {
		return id
	}
	d.exact[stem] = d.size
	d.size++
	return d.size - 1
}

// spanOf reads "#10-99".
func spanOf(word string) (from, to int, ok bool) {
	numbers, ok := strings.CutPrefix(word, "#")
	if !ok {
		return 0, 0, false
	}
	low, high, ok := strings.Cut(numbers, "-")
	if !ok || !words.IsNumber(low) || !words.IsNumber(high) {
		return 0, 0, false
	}
	return valueOf(low), valueOf(high), true
}

// valueOf reads a number of ASCII digits; beyond six digits it is none that
// any rule speaks of.
func valueOf(digits string) int {
	if len(digits) > 6 {
		return -1
	}
	value := 0
	for i := range len(digits) {
		value = 10*value + int(digits[i]-'0')
	}
	return value
}

// tolerate lets a word of a phrase that a rule looks for be recognised with a
// slip in it, where it is long enough to be near no other.
func (d *dictionary) tolerate(word string, language *spelling) {
	language.enter(word, d.enter(word))
	stem, begins := strings.CutSuffix(word, "*")
	stem = words.Fold(strings.TrimSuffix(stem, "~"))
	switch {
	case len(stem) < sureSlip || strings.HasPrefix(word, "#"):
	case !begins:
		d.slips.Know(stem)
	case !slices.Contains(d.stems[stem[0]], stem):
		d.stems[stem[0]] = append(d.stems[stem[0]], stem)
	}
}

// seal sorts what lookups search. Nothing is entered afterwards.
func (d *dictionary) seal() {
	for _, language := range d.spellings {
		language.heard.seal()
	}
	sort.Slice(d.beginnings, func(i, j int) bool { return d.beginnings[i].text < d.beginnings[j].text })
	for i := range d.beginnings {
		d.beginnings[i].outer = -1
		for j := i - 1; j >= 0; j-- {
			if strings.HasPrefix(d.beginnings[i].text, d.beginnings[j].text) {
				d.beginnings[i].outer = j
				break
			}
		}
	}
}

// look appends the entries that a word may stand for.
func (d *dictionary) look(found []wordID, token *words.Token) []wordID {
	if token.Number {
		value := valueOf(token.Folded)
		for _, known := range d.spans {
			if value >= known.from && value <= known.to {
				found = append(found, known.id)
			}
		}
		if id, ok := d.exact[token.Folded]; ok {
			found = append(found, id)
		}
		return found
	}
	known := len(found)
	found = append(d.named(found, token.Folded), d.also[token.Folded]...)
	if _, spelt := d.exact[token.Folded]; spelt || d.ordinary[token.Folded] {
		return found
	}
	if short := squeeze(token.Folded); short != token.Folded {
		if found = d.named(found, short); len(found) > known {
			return found
		}
	}
	if right := d.slips.First(token.Folded); right != "" {
		return d.named(found, right)
	}
	if len(found) == known && len(token.Folded) >= sureSlip {
		for _, stem := range d.stems[token.Folded[0]] {
			if beginsOneSlipApart(token.Folded, stem) {
				return d.named(found, stem)
			}
		}
	}
	if len(found) == known {
		for _, language := range d.spellings {
			found = language.look(found, token.Folded)
		}
	}
	return found
}

// beginsOneSlipApart says whether a word begins with a stem that has one letter
// missing, doubled, wrong or swapped, but not its first.
func beginsOneSlipApart(word, stem string) bool {
	i := 1
	for i < len(stem) && i < len(word) && word[i] == stem[i] {
		i++
	}
	switch {
	case i == len(stem) || i == len(word):
		return false
	case strings.HasPrefix(word[i+1:], stem[i+1:]), strings.HasPrefix(word[i:], stem[i+1:]), strings.HasPrefix(word[i+1:], stem[i:]):
		return true
	}
	return i+1 < len(stem) && i+1 < len(word) && word[i] == stem[i+1] && word[i+1] == stem[i] && strings.HasPrefix(word[i+2:], stem[i+2:])
}

// named appends the entries that a word is spelt as.
func (d *dictionary) named(found []wordID, word string) []wordID {
	if id, ok := d.exact[word]; ok {
		found = append(found, id)
	}
	// The last beginning that is not after the word is it, or shares its outer.
	at := sort.Search(len(d.beginnings), func(i int) bool { return d.beginnings[i].text > word }) - 1
	for at >= 0 {
		if strings.HasPrefix(word, d.beginnings[at].text) {
			found = append(found, d.beginnings[at].id)
		}
		at = d.beginnings[at].outer
	}
	return found
}

// squeeze takes out letters that were held down: "stooop", "helpppp".
func squeeze(word string) string {
	run := 1
	for i := 1; i < len(word); i++ {
		if word[i] != word[i-1] {
			run = 1
			continue
		}
		if run++; run == 3 {
			return squeezed(word)
		}
	}
	return word
}

func squeezed(word string) string {
	short := make([]byte, 0, len(word))
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] {
			short = append(short, word[i])
		}
	}
	return string(short)
}
