package understanding

import (
	"frontdesk/records"
)

// kind says what a phrase of a table stands for.
type kind uint8

const (
	kindIntent kind = iota
	kindWeakIntent
	kindNegation
	kindYes
	kindNo
	kindWeekday
	kindMonth
	kindShyMonth
	kindNumber
	kindOrdinal
	kindDay
	kindPart
	kindWord
	kindStopWord
	kindStopSentence
	kindStopException
	kindStart
	kindHelp
	kindBareCancel
	kindEmergency
	kindEmergencyException
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
	// slips maps a word with one letter left out to the words it may come from.
	slips map[string][]string
	// whole is every single word of the tree that slips may lead to.
	whole map[string]bool
	// words is every word of any phrase: none of them is a slip.
	words map[string]bool
}

func newTables() *tables {
	return &tables{seen: map[string][]records.Language{}, slips: map[string][]string{}, whole: map[string]bool{}, words: map[string]bool{}}
}

// add enters a phrase, folded word by word.
func (t *tables) add(phrase string, meaning concept) {
	tokens := tokenize(Clean(phrase))
	if len(tokens) == 0 {
		return
	}
	place := &t.root
	for _, word := range tokens {
		t.words[word.folded] = true
		child := place.children[word.folded]
		if child == nil {
			child = &node{}
			if place.children == nil {
				place.children = map[string]*node{}
			}
			place.children[word.folded] = child
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
		t.admitSlips(word.folded)
	}
}

// slippery are the kinds whose words are recognised with a letter missing,
// doubled, wrong or swapped. Words of consent and of emergencies are not among
// them: "stoop" is not STOP, and their tables name their own misspellings.
var slippery = [kindCount]bool{
	kindIntent: true, kindWeakIntent: true, kindWeekday: true, kindMonth: true, kindDay: true,
	kindPart: true, kindPractitioner: true, kindType: true,
}

func (t *tables) admitSlips(word string) {
	letters := []rune(word)
	if len(letters) < minSlipLength || t.whole[word] || isASCIIDigits(word) {
		return
	}
	t.whole[word] = true
	t.slips[word] = append(t.slips[word], word)
	for i := 1; i < len(letters); i++ {
		shorter := string(letters[:i]) + string(letters[i+1:])
		t.slips[shorter] = append(t.slips[shorter], word)
	}
}

// compile enters all lexicons into one set of tables.
func compile(lexicons []lexicon) *tables {
	t := newTables()
	for _, words := range lexicons {
		t.addLexicon(words)
	}
	// A word that every language uses is evidence for none.
	for word, languages := range t.seen {
		if len(languages) == len(lexicons) && len(lexicons) > 1 {
			delete(t.seen, word)
		}
	}
	return t
}

func (t *tables) addLexicon(words lexicon) {
	language := words.Language
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
	for intent, list := range words.Intents {
		phrases(list, concept{kind: kindIntent, name: string(intent)})
	}
	for intent, list := range words.Weak {
		phrases(list, concept{kind: kindWeakIntent, name: string(intent)})
	}
	phrases(words.Negations, concept{kind: kindNegation})
	phrases(words.Answers[Yes], concept{kind: kindYes})
	phrases(words.Answers[No], concept{kind: kindNo})
	values(words.Weekdays, kindWeekday)
	shy := map[string]bool{}
	for _, month := range words.ShyMonths {
		shy[month] = true
	}
	for phrase, month := range words.Months {
		what := kindMonth
		if shy[phrase] {
			what = kindShyMonth
		}
		t.add(phrase, concept{kind: what, language: language, value: month})
	}
	values(words.Numbers, kindNumber)
	values(words.Ordinals, kindOrdinal)
	values(words.Days, kindDay)
	for phrase, part := range words.Parts {
		t.add(phrase, concept{kind: kindPart, language: language, name: string(part)})
	}
	for word, list := range words.Words {
		phrases(list, concept{kind: kindWord, name: word})
	}
	phrases(words.Stop, concept{kind: kindStopWord})
	phrases(words.StopSentences, concept{kind: kindStopSentence})
	phrases(words.StopExceptions, concept{kind: kindStopException})
	phrases(words.Start, concept{kind: kindStart})
	phrases(words.Help, concept{kind: kindHelp})
	phrases(words.BareCancel, concept{kind: kindBareCancel})
	phrases(words.Emergency, concept{kind: kindEmergency})
	phrases(words.EmergencyExceptions, concept{kind: kindEmergencyException})
	phrases(words.Rude, concept{kind: kindRude})
	for tag, list := range words.LanguageNames {
		phrases(list, concept{kind: kindLanguage, name: string(tag)})
	}
	t.addEvidence(words)
}

// addEvidence notes by which words the language is recognised: those listed,
// and the distinctive ones of its intents, days, months and answers.
func (t *tables) addEvidence(words lexicon) {
	note := func(phrase string) {
		for _, word := range tokenize(Clean(phrase)) {
			languages := t.seen[word.folded]
			if n := len(languages); n > 0 && languages[n-1] == words.Language {
				continue
			}
			t.seen[word.folded] = append(languages, words.Language)
		}
	}
	for _, word := range words.Seen {
		note(word)
	}
	for _, list := range words.Intents {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for _, list := range words.Weak {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for weekday := range words.Weekdays {
		note(weekday)
	}
	for month := range words.Months {
		note(month)
	}
	for _, list := range [][]string{words.Answers[Yes], words.Words["lead"], words.Words["born"], words.Words["soonest"], words.StopSentences} {
		for _, phrase := range list {
			note(phrase)
		}
	}
	for _, word := range words.Known {
		t.words[fold(word)] = true
	}
}
