package understanding

import (
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// kind says what a phrase of a table stands for.
type kind uint8

const (
	kindIntent kind = iota
	kindWeakIntent
	kindLoneIntent
	kindNegation
	kindYes
	kindShyYes
	kindNo
	kindUnsettled
	kindNumber
	kindOrdinal
	kindWord
	kindRude
	kindLanguage
	kindPractitioner
	kindType
	kindCount
)

// concept is one thing that a phrase stands for.
type concept struct {
	kind     kind
	language records.Language
	// value is a weekday, month, number, ordinal, day offset, or an index into
	// the clinic's practitioners or types.
	value int
	// name is an intent, a day part, a grammar word or a language's tag.
	name string
}

// node is a place in the tree of phrases; children are keyed by folded words.
type node struct {
	children map[string]*node
	concepts []concept
}

// tables is a tree of phrases with what recognises languages and typing slips.
type tables struct {
	root node
	// seen holds, per word, the languages that it is evidence for.
	seen map[string][]records.Language
	// slips leads to single words of the tree.
	slips words.Slips
	// words is every word of any phrase: none of them is a slip.
	words map[string]bool
}

func newTables() *tables {
	return &tables{seen: map[string][]records.Language{}, words: map[string]bool{}}
}

// add enters a phrase, folded word by word.
func (t *tables) add(phrase string, meaning concept) {
	tokens := words.Tokenize(words.Clean(phrase))
	if len(tokens) == 0 {
		return
	}
	place := &t.root
	for _, word := range tokens {
		t.words[word.Folded] = true
		child := place.children[word.Folded]
		if child == nil {
			child = &node{}
			if place.children == nil {
				place.children = map[string]*node{}
			}
			place.children[word.Folded] = child
		}
		place = child
	}
	for _, present := range place.concepts {
		if present == meaning {
			return
		}
	}
	place.concepts = append(place.concepts, meaning)
	if !slippery[meaning.kind] {
		return
	}
	for _, word := range tokens {
		if !words.IsNumber(word.Folded) {
			t.slips.Know(word.Folded)
		}
	}
}

// slippery are the kinds whose words are recognised with a letter missing,
// doubled, wrong or swapped.
var slippery = [kindCount]bool{
	kindIntent: true, kindWeakIntent: true, kindPractitioner: true, kindType: true,
}

// compile enters all lexicons into one set of tables.
func compile(lexicons []lexicon) *tables {
	t := newTables()
	for _, source := range lexicons {
		t.addLexicon(source)
	}
	// A word that every language uses is evidence for none.
	for word, languages := range t.seen {
		if len(languages) == len(lexicons) && len(lexicons) > 1 {
			delete(t.seen, word)
		}
	}
	return t
}

func (t *tables) addLexicon(source lexicon) {
	language := source.Language
	phrases := func(list []string, meaning concept) {
		meaning.language = language
		for _, phrase := range list {
			t.add(phrase, meaning)
		}
	}
	values := func(list map[string]int, what kind) {
		for phrase, value := range list {
			t.add(phrase, concept{kind: what, language: language, value: value})
		}
	}
	for intent, list := range source.Intents {
		phrases(list, concept{kind: kindIntent, name: string(intent)})
	}
	for intent, list := range source.Weak {
		phrases(list, concept{kind: kindWeakIntent, name: string(intent)})
	}
	for intent, list := range source.Alone {
		phrases(list, concept{kind: kindLoneIntent, name: string(intent)})
	}
	phrases(source.Negations, concept{kind: kindNegation})
	phrases(source.Answers[Yes], concept{kind: kindYes})
	phrases(source.ShyYes, concept{kind: kindShyYes})
	phrases(source.Answers[No], concept{kind: kindNo})
	phrases(source.Unsettled, concept{kind: kindUnsettled})
	values(source.Numbers, kindNumber)
	values(source.Ordinals, kindOrdinal)
	for word, list := range source.Words {
		phrases(list, concept{kind: kindWord, name: word})
	}
	phrases(source.Rude, concept{kind: kindRude})
	for tag, list := range source.LanguageNames {
		phrases(list, concept{kind: kindLanguage, name: string(tag)})
	}
	t.addEvidence(source)
}

// addEvidence notes by which words the language is recognised: those listed,
// and the distinctive ones of its intents and answers.
func (t *tables) addEvidence(source lexicon) {
	note := func(phrase string) {
		for _, word := range words.Tokenize(words.Clean(phrase)) {
			languages := t.seen[word.Folded]
			if n := len(languages); n > 0 && languages[n-1] == source.Language {
				continue
			}
			t.seen[word.Folded] = append(languages, source.Language)
		}
	}
	for _, word := range source.Seen {
		note(word)
	}
	for _, list := range source.Intents {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for _, list := range source.Weak {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for _, list := range [][]string{source.Answers[Yes], source.Words["lead"], source.Words["born"], source.Words["soonest"]} {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for _, word := range source.Known {
		t.words[words.Fold(word)] = true
	}
}
