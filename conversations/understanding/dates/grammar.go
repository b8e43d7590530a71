package dates

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// node is a place in the tree of a language's patterns.
type node struct {
	words map[int]*node
	slots []slotEdge
	signs []signEdge
	ends  []ending
}

type slotEdge struct {
	slot category
	next *node
}

// signEdge asks for a sign before the next token, or, touching, for nothing.
type signEdge struct {
	joiner, sign rune
	touching     bool
	next         *node
}

// ending is what a finished pattern makes: an operation on what its slots took,
// or the constant thing that a word of a class stands for.
type ending struct {
	operation *operation
	sort      category
	constant  value
	// rank prefers a longer phrase of a class.
	rank int
	// plain is true of a pattern of slots without a word or sign of its own.
	plain bool
}

// grammar is one language's patterns, with those of every language.
type grammar struct {
	language string
	// place is the language's in the masks of words.
	place int
	root  node
	// starts are the root's slots by category.
	starts []*node
	// classes are the categories of the language's own classes.
	classes   map[string]category
	nextClass category
}

// Reader reads dates and times. It is immutable and safe for concurrent use.
type Reader struct {
	// identities numbers every word of every language.
	identities map[string]int
	// spoken holds, per word, the languages in which it means something, a bit
	// each; telling those in which it is more than glue or a number.
	spoken, telling []uint32
	// alone holds those in which it stands for something outside of longer phrases.
	alone    []uint32
	grammars []*grammar
	// slips leads from a misspelt form to its word; slippery are those words,
	// notSlips the words that only look like one.
	slips              map[string]string
	slippery, notSlips map[string]bool
	// compounds are the words written together, by what they are made of.
	compounds map[string]compound
}

// compile makes a reader of lexicons. It fails on a pattern or a word that
// makes no sense, and names it.
func compile(lexicons map[string]lexicon) (*Reader, error) {
	reader := &Reader{
		identities: map[string]int{}, spoken: []uint32{0}, telling: []uint32{0}, alone: []uint32{0}, compounds: map[string]compound{},
		slips: map[string]string{}, slippery: map[string]bool{}, notSlips: map[string]bool{},
	}
	var languages []string
	for language := range lexicons {
		if language != everyLanguage {
			languages = append(languages, language)
		}
	}
	sort.Strings(languages)
	if len(languages) > maxLanguages {
		return nil, fmt.Errorf("lexicons of dates: more than %d languages", maxLanguages)
	}
	for i, language := range languages {
		g := &grammar{language: language, place: i, classes: map[string]category{}, nextClass: catPrivate}
		for _, source := range []lexicon{lexicons[everyLanguage], lexicons[language]} {
			if err := reader.addLexicon(g, i, source); err != nil {
				return nil, fmt.Errorf("lexicon of dates %s: %w", language, err)
			}
		}
		if err := reader.addCompounds(i, lexicons[language]); err != nil {
			return nil, fmt.Errorf("lexicon of dates %s: %w", language, err)
		}
		for _, edge := range g.root.slots {
			for len(g.starts) <= int(edge.slot) {
				g.starts = append(g.starts, nil)
			}
			g.starts[edge.slot] = edge.next
		}
		reader.grammars = append(reader.grammars, g)
	}
	reader.addSlips(lexicons)
	return reader, nil
}

// maxLanguages and maxCategories are what fits in the masks.
const (
	maxLanguages  = 32
	maxCategories = 64
)

func (reader *Reader) addLexicon(g *grammar, language int, source lexicon) error {
	shy := map[string]bool{}
	for _, word := range source.Shy {
		class, phrase, only := strings.Cut(word, "/")
		if !only {
			class, phrase = "", word
		}
		shy[class+"/"+strings.Join(fold(phrase), " ")] = true
	}
	for _, class := range slices.Sorted(maps.Keys(source.Words)) {
		for _, key := range slices.Sorted(maps.Keys(source.Words[class])) {
			phrases := source.Words[class][key]
			sort, constant, err := entry(class, key)
			if err != nil {
				return err
			}
			for _, phrase := range phrases {
				spelt := fold(phrase)
				if len(spelt) == 0 {
					return fmt.Errorf("class %s: %q has no word", class, phrase)
				}
				joined := strings.Join(spelt, " ")
				constant.shy = shy["/"+joined] || shy[class+"/"+joined]
				tells := len(spelt) == 1 && class != "number" && class != "ordinal" && class != "rank" && !constant.shy
				place := reader.spell(&g.root, language, tells, spelt)
				place.ends = append(place.ends, ending{sort: sort, constant: constant, rank: 2 * len(spelt) * len(spelt)})
			}
		}
	}
	for _, class := range slices.Sorted(maps.Keys(source.Classes)) {
		phrases := source.Classes[class]
		sort, err := g.class(class)
		if err != nil {
			return err
		}
		for _, phrase := range phrases {
			spelt := fold(phrase)
			if len(spelt) == 0 {
				return fmt.Errorf("class %s: %q has no word", class, phrase)
			}
			place := reader.spell(&g.root, language, false, spelt)
			end := ending{sort: sort}
			if class == "nothing" {
				end.rank = 2 * len(spelt) * len(spelt)
			}
			place.ends = append(place.ends, end)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(source.Patterns)) {
		patterns := source.Patterns[name]
		operation := operations[name]
		if operation == nil {
			return fmt.Errorf("pattern for %q: there is no such operation", name)
		}
		for _, pattern := range patterns {
			if err := reader.addPattern(g, language, operation, pattern); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// class gives the category of a language's own class, which may be used before
// its words were read.
func (g *grammar) class(name string) (category, error) {
	if _, taken := slotNames[name]; taken {
		return 0, fmt.Errorf("class %q has the name of a category", name)
	}
	if known, ok := g.classes[name]; ok {
		return known, nil
	}
	if g.nextClass >= maxCategories {
		return 0, fmt.Errorf("class %q: too many classes", name)
	}
	g.classes[name] = g.nextClass
	g.nextClass++
	return g.classes[name], nil
}

func (reader *Reader) addPattern(g *grammar, language int, done *operation, pattern string) error {
	sequences, err := parsePattern(pattern)
	if err != nil {
		return err
	}
	for _, steps := range sequences {
		place, plain, taken := &g.root, true, 0
		for _, next := range steps {
			switch {
			case next.word != "":
				plain = false
				place = reader.spell(place, language, false, []string{next.word})
			case next.slot != "":
				slot, known := slotNames[next.slot]
				if !known {
					if slot, err = g.class(next.slot); err != nil {
						return err
					}
					plain = false
				}
				if slot < catPrivate {
					taken++
				}
				place = place.slot(slot)
			default:
				place = place.sign(signEdge{joiner: next.joiner, sign: next.sign, touching: next.touching})
			}
		}
		if taken < done.least || taken > mostSlots {
			return fmt.Errorf("pattern %q takes %d things, and not %d to %d", pattern, taken, done.least, mostSlots)
		}
		place.ends = append(place.ends, ending{operation: done, plain: plain})
	}
	return nil
}

// spell follows words from a place, making the way where there is none.
func (reader *Reader) spell(place *node, language int, tells bool, spelt []string) *node {
	for _, word := range spelt {
		id := reader.identity(word, language)
		if tells {
			reader.telling[id] |= 1 << language
		}
		if len(spelt) == 1 {
			reader.alone[id] |= 1 << language
		}
		next := place.words[id]
		if next == nil {
			next = &node{}
			if place.words == nil {
				place.words = map[int]*node{}
			}
			place.words[id] = next
		}
		place = next
	}
	return place
}

// identity numbers a word of a language.
func (reader *Reader) identity(word string, language int) int {
	id, known := reader.identities[word]
	if !known {
		id = len(reader.spoken)
		reader.identities[word] = id
		reader.spoken = append(reader.spoken, 0)
		reader.telling = append(reader.telling, 0)
		reader.alone = append(reader.alone, 0)
	}
	reader.spoken[id] |= 1 << language
	return id
}

func (place *node) slot(slot category) *node {
	for _, edge := range place.slots {
		if edge.slot == slot {
			return edge.next
		}
	}
	next := &node{}
	place.slots = append(place.slots, slotEdge{slot: slot, next: next})
	return next
}

func (place *node) sign(wanted signEdge) *node {
	for _, edge := range place.signs {
		if edge.joiner == wanted.joiner && edge.sign == wanted.sign && edge.touching == wanted.touching {
			return edge.next
		}
	}
	wanted.next = &node{}
	place.signs = append(place.signs, wanted)
	return wanted.next
}
