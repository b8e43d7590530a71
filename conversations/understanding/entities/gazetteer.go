package entities

import (
	"slices"
	"sort"
	"strings"

	"frontdesk/conversations/understanding/words"
)

// Found is a name that a message holds: the words from Start to before End.
type Found struct {
	// Kind is the list that the name stands in; Value is the name as it stands
	// there.
	Kind, Value string
	Start, End  int
}

// Gazetteer knows the names of things by kind.
type Gazetteer struct {
	root place
	// slips leads to the words of all names.
	slips words.Slips
	// known are the words of all names, kinds the lists that hold any.
	known map[string]bool
	kinds map[string]bool
}

// place is a node of the tree of names, keyed by folded words.
type place struct {
	next  map[string]*place
	names []name
}

type name struct {
	kind, value string
	// rank tells how a short form was made: a lower one is closer to the name.
	rank int
}

// How close the forms of a name are to it.
const (
	rankFull = iota
	rankBare
	rankShort
)

// NewGazetteer compiles lists of names by kind. Beside each whole name it knows
// the name without titles and degrees ("Dr", "MD") and without initials. Names
// of two words of the kinds that people shorten are also known by the letters
// they are called by ("SF", "SFO", in capitals) and with the last word cut short
// ("San Fran"), where that fits one name alone.
func NewGazetteer(lists map[string][]string, shortened ...string) *Gazetteer {
	g := &Gazetteer{known: map[string]bool{}, kinds: map[string]bool{}}
	kinds := make([]string, 0, len(lists))
	for kind := range lists {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	for _, kind := range kinds {
		g.kinds[kind] = len(lists[kind]) > 0
		short := map[string][]string{}
		for _, value := range lists[kind] {
			whole := folded(value)
			g.add(whole, name{kind: kind, value: value, rank: rankFull})
			bare := withoutTitles(whole)
			g.add(bare, name{kind: kind, value: value, rank: rankBare})
			g.add(withoutInitials(bare), name{kind: kind, value: value, rank: rankBare})
			if !slices.Contains(shortened, kind) {
				continue
			}
			for _, form := range shortForms(bare) {
				key := strings.Join(form, " ")
				short[key] = append(short[key], value)
			}
		}
		for form, values := range short {
			if len(values) == 1 {
				g.add(strings.Fields(form), name{kind: kind, value: values[0], rank: rankShort})
			}
		}
	}
	return g
}

// Lists says whether any name of a kind is known.
func (g *Gazetteer) Lists(kind string) bool { return g.kinds[kind] }

// Also makes another name of a thing known: what its list calls value.
func (g *Gazetteer) Also(kind, value, other string) {
	g.add(folded(other), name{kind: kind, value: value, rank: rankFull})
}

func (g *Gazetteer) add(form []string, meaning name) {
	if len(form) == 0 {
		return
	}
	at := &g.root
	for _, word := range form {
		child := at.next[word]
		if child == nil {
			child = &place{}
			if at.next == nil {
				at.next = map[string]*place{}
			}
			at.next[word] = child
		}
		at = child
		g.known[word] = true
		g.slips.Know(word)
	}
	for _, present := range at.names {
		if present.kind == meaning.kind && present.value == meaning.value {
			return
		}
	}
	at.names = append(at.names, meaning)
}

// Find gives the names that a message holds, in their order and without
// overlaps: at each word the longest.
func (g *Gazetteer) Find(tokens []words.Token) []Found {
	if len(g.root.next) == 0 {
		return nil
	}
	var found []Found
	for i := 0; i < len(tokens); {
		best, ok := g.longest(tokens, i)
		if !ok {
			i++
			continue
		}
		found = append(found, best)
		i = best.End
	}
	return found
}

// misspelt gives the word of a name that one which stands in no name is a slip
// of; "" where there is none.
func (g *Gazetteer) misspelt(word string) string {
	if g.known[word] {
		return ""
	}
	return g.slips.Only(word)
}

func (g *Gazetteer) longest(tokens []words.Token, start int) (Found, bool) {
	var best Found
	at := &g.root
	for i := start; i < len(tokens); i++ {
		next := at.next[tokens[i].Folded]
		if next == nil {
			if next = at.next[g.misspelt(tokens[i].Folded)]; next == nil {
				break
			}
		}
		at = next
		closest, ok := at.closest()
		if !ok || closest.rank == rankShort && i == start && tokens[i].Original != strings.ToUpper(tokens[i].Original) {
			continue
		}
		best = Found{Kind: closest.kind, Value: closest.value, Start: start, End: i + 1}
	}
	return best, best.End > 0
}

// closest is the name to which the words up to here are closest.
func (p *place) closest() (name, bool) {
	if len(p.names) == 0 {
		return name{}, false
	}
	closest := p.names[0]
	for _, other := range p.names[1:] {
		if other.rank < closest.rank {
			closest = other
		}
	}
	return closest, true
}

// folded gives the words of a name as messages are compared with it.
func folded(text string) []string {
	tokens := words.Tokenize(words.Clean(text))
	form := make([]string, len(tokens))
	for i, word := range tokens {
		form[i] = word.Folded
	}
	return form
}

// titles are words of a name that people leave out.
var titles = map[string]bool{
	"dr": true, "dra": true, "md": true, "do": true, "dds": true, "dmd": true, "phd": true, "psyd": true, "mft": true, "lcsw": true,
	"inc": true, "mr": true, "mrs": true, "ms": true, "prof": true, "doctor": true, "doctora": true, "mms": true, "od": true, "rn": true,
}

func withoutTitles(form []string) []string {
	return without(form, func(i int) bool {
		// "M.D." is two words of one letter.
		pair := i > 0 && form[i] == "d" && form[i-1] == "m" || i+1 < len(form) && form[i] == "m" && form[i+1] == "d"
		return titles[form[i]] || pair
	})
}

func withoutInitials(form []string) []string {
	if len(form) < 3 {
		return form
	}
	// At the beginning they tell one name from others: "D & H Hair Salon".
	return without(form, func(i int) bool { return i > 0 && len(form[i]) == 1 && (form[i] < "0" || form[i] > "9") })
}

func without(form []string, dropped func(int) bool) []string {
	var left []string
	for i := range form {
		if !dropped(i) {
			left = append(left, form[i])
		}
	}
	if len(left) == 0 || len(left) == 1 && len(form) > 1 {
		// What is left of "Dr A" would fit anything.
		return form
	}
	return left
}

// shortForms are the ways in which people cut a name of several words.
func shortForms(form []string) [][]string {
	if len(form) != 2 || words.IsNumber(form[0]) {
		return nil
	}
	first, last := []rune(form[0]), []rune(form[1])
	initials := string(first[:1]) + string(last[:1])
	forms := [][]string{{initials}}
	seen := map[rune]bool{}
	for _, letter := range last[1:] {
		if !seen[letter] {
			forms = append(forms, []string{initials + string(letter)})
		}
		seen[letter] = true
	}
	for cut := 4; cut < len(last)-2; cut++ {
		forms = append(forms, []string{form[0], string(last[:cut])})
	}
	return forms
}
