package replies

import (
	"unicode"
	"unicode/utf8"

	"frontdesk/conversations/understanding/words"
)

// mark is what a phrase stands for: a cue, an Aspect or a topic of a language.
type mark struct {
	value    uint8
	language uint8
}

// node is a place in a tree of phrases, keyed by folded words.
type node struct {
	children map[string]*node
	marks    []mark
}

// tree holds phrases, and the words that they are made of, by language.
type tree struct {
	root  node
	words map[string]map[uint8]bool
}

// add enters a phrase.
func (t *tree) add(phrase string, meaning mark) {
	place := &t.root
	tokens := letterwise(words.Tokenize(words.Clean(phrase)))
	if len(tokens) == 0 {
		return
	}
	if t.words == nil {
		t.words = map[string]map[uint8]bool{}
	}
	for _, word := range tokens {
		if t.words[word.Folded] == nil {
			t.words[word.Folded] = map[uint8]bool{}
		}
		t.words[word.Folded][meaning.language] = true
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
	for _, present := range place.marks {
		if present == meaning {
			return
		}
	}
	place.marks = append(place.marks, meaning)
}

// longest gives what the longest phrase of a language at a word stands for, and
// where it ends; an end of zero means that there is none.
func (n *node) longest(tokens []words.Token, start int, language uint8) (uint8, int) {
	found, end := n.ending(tokens, start, language)
	if end == 0 {
		return 0, 0
	}
	for _, meaning := range found.marks {
		if meaning.language == language {
			return meaning.value, end
		}
	}
	return 0, 0
}

// means gives where the longest phrase of a context at a word ends, or zero.
func (n *node) means(tokens []words.Token, start int, language uint8, what contextual) int {
	end := 0
	place := n
	for i := start; i < len(tokens); i++ {
		place = place.children[tokens[i].Folded]
		if place == nil {
			break
		}
		for _, meaning := range place.marks {
			if meaning.language == language && contextual(meaning.value) == what {
				end = i + 1
			}
		}
	}
	return end
}

// all gives everything that the longest phrase of a language at a word stands
// for, and where it ends.
func (n *node) all(tokens []words.Token, start int, language uint8) ([]uint8, int) {
	found, end := n.ending(tokens, start, language)
	if end == 0 {
		return nil, 0
	}
	var values []uint8
	for _, meaning := range found.marks {
		if meaning.language == language {
			values = append(values, meaning.value)
		}
	}
	return values, end
}

// ending gives the place at which the longest phrase of a language that begins
// at a word ends.
func (n *node) ending(tokens []words.Token, start int, language uint8) (*node, int) {
	var found *node
	end := 0
	place := n
	for i := start; i < len(tokens); i++ {
		place = place.children[tokens[i].Folded]
		if place == nil {
			break
		}
		for _, meaning := range place.marks {
			if meaning.language == language {
				found, end = place, i+1
				break
			}
		}
	}
	return found, end
}

// tally adds to each language's count how many words its phrases have that begin
// at a word.
func (n *node) tally(tokens []words.Token, start int, known []int) {
	place := n
	for i := start; i < len(tokens); i++ {
		place = place.children[tokens[i].Folded]
		if place == nil {
			return
		}
		for _, meaning := range place.marks {
			known[meaning.language] += i + 1 - start
		}
	}
}

const anyLanguage = 0xff

// letterwise parts words of scripts that put no spaces between words into their
// characters, so that phrases are found inside of them.
func letterwise(tokens []words.Token) []words.Token {
	at := -1
	for i, token := range tokens {
		if unspaced(token.Original) && utf8.RuneCountInString(token.Original) > 1 {
			at = i
			break
		}
	}
	if at < 0 {
		return tokens
	}
	parted := append(make([]words.Token, 0, len(tokens)+16), tokens[:at]...)
	for _, token := range tokens[at:] {
		if !unspaced(token.Original) {
			parted = append(parted, token)
			continue
		}
		for offset, symbol := range token.Original {
			letter := string(symbol)
			end := token.Start + offset + len(letter)
			parted = append(parted, words.Token{
				Original: letter, Folded: words.Fold(letter), Start: token.Start + offset, End: end,
				Pause: token.Pause && offset == 0,
			})
		}
	}
	return parted
}

func unspaced(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
