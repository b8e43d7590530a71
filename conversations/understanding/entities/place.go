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

// shortAnswer is how many words an answer has at most that may begin with a
// place; longer ones begin with a capital letter anyway.
const shortAnswer = 4

// longestArticle is how long a word may be between "in" and a name: "the".
const longestArticle = 3

// Place gives a place that no list knows: a name in capitals after "in" and its
// like, or in small letters where the message looks for something. Where a place
// was asked for, a name in capitals may stand anywhere. Ordinary says of a word
// that it begins no name. It gives "" where there is none.
func Place(tokens []words.Token, asked, looking bool, ordinary func(string) bool) string {
	for i, word := range tokens {
		if !before[word.Folded] {
			continue
		}
		if name := capitals(tokens[i+1:], ordinary); name != "" {
			return name
		}
		if name := small(tokens[i+1:], ordinary); (asked || looking) && name != "" {
			return name
		}
		if i+2 < len(tokens) && utf8.RuneCountInString(tokens[i+1].Original) <= longestArticle {
			if name := capitals(tokens[i+2:], ordinary); name != "" {
				return name
			}
		}
	}
	if !asked {
		return ""
	}
	for i := range tokens {
		if name := capitals(tokens[i:], ordinary); name != "" && (i > 0 || len(tokens) <= shortAnswer) {
			return name
		}
	}
	return ""
}

// capitals gives the name in capitals that the tokens begin with.
func capitals(tokens []words.Token, ordinary func(string) bool) string {
	var name []string
	for i, word := range tokens {
		first, _ := utf8.DecodeRuneInString(word.Original)
		if !unicode.IsUpper(first) || i > 0 && word.Pause || i == 0 && ordinary(word.Folded) || len(name) == maxPlaceWords {
			break
		}
		name = append(name, word.Original)
	}
	return strings.Join(name, " ")
}

// small gives the words that the tokens begin with which could be a name.
func small(tokens []words.Token, ordinary func(string) bool) string {
	var name []string
	for i, word := range tokens {
		if word.Number || i > 0 && word.Pause || ordinary(word.Folded) || len(name) == maxPlaceWords {
			break
		}
		name = append(name, word.Original)
	}
	return strings.Join(name, " ")
}
