package entities

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/conversations/understanding/words"
)

// maxPlaceWords is how many words the name of a place has at most.
const maxPlaceWords = 3

// before are the words, in all languages, after which a place is named.
var before = map[string]bool{"in": true, "near": true, "around": true, "en": true, "cerca": true, "em": true, "perto": true}

// Place gives a place that no list knows: a name in capitals after "in" and its
// like. Where a place was asked for, such a name may stand anywhere. Ordinary
// says of a word that it is no name. It gives "" where there is none.
func Place(tokens []words.Token, asked bool, ordinary func(string) bool) string {
	for i, word := range tokens {
		if !before[word.Folded] {
			continue
		}
		if name := capitals(tokens[i+1:], ordinary); name != "" {
			return name
		}
	}
	for i := range tokens {
		if name := capitals(tokens[i:], ordinary); asked && name != "" {
			return name
		}
	}
	return ""
}

// capitals gives the name that the tokens begin with.
func capitals(tokens []words.Token, ordinary func(string) bool) string {
	var name []string
	for i, word := range tokens {
		first, _ := utf8.DecodeRuneInString(word.Original)
		if !unicode.IsUpper(first) || i > 0 && word.Pause || ordinary(word.Folded) || len(name) == maxPlaceWords {
			break
		}
		name = append(name, word.Original)
	}
	return strings.Join(name, " ")
}
