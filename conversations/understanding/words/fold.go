package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a word to the form in which tables hold it: lower case, digits of
// every script as ASCII ones, and without what a writer of the language may
// leave out: Latin, Greek and Cyrillic accents, Arabic vowel signs, apostrophes.
// Marks that are letters of their own, such as Devanagari vowel signs, stay.
func Fold(word string) string {
	plain := true
	for i := range len(word) {
		if c := word[i]; c >= 0x80 || c == '\'' || (c >= 'A' && c <= 'Z') {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	var folded strings.Builder
	folded.Grow(len(word))
	for _, symbol := range norm.NFKD.String(word) {
		if symbol == '\'' || optional(symbol) {
			continue
		}
		if symbol < unicode.MaxASCII {
			folded.WriteRune(unicode.ToLower(symbol))
			continue
		}
		switch symbol = unicode.ToLower(symbol); symbol {
		case 'ß':
			folded.WriteString("ss")
		case 'ى': // typed for ي at the end of a word, and the other way
			folded.WriteRune('ي')
		case 'ة': // typed as ه at the end of a word
			folded.WriteRune('ه')
		case 'ँ': // the lesser nasal sign is written for the greater
			folded.WriteRune('ं')
		default:
			if digit, is := digitOf(symbol); is {
				symbol = digit
			}
			folded.WriteRune(symbol)
		}
	}
	return folded.String()
}

// optional says whether a sign is one that writers leave out.
func optional(symbol rune) bool {
	switch {
	case symbol < 0x300:
		return false
	case symbol <= 0x36F: // combining accents
		return true
	case symbol >= 0x64B && symbol <= 0x65F, symbol == 0x670: // Arabic vowels, hamza above and below
		return true
	case symbol == 0x640: // the stroke that only lengthens an Arabic word
		return true
	case symbol == 0x93C: // the Devanagari dot under a letter
		return true
	}
	return false
}

// digitOf gives the ASCII digit for one of another script.
func digitOf(symbol rune) (rune, bool) {
	for _, block := range unicode.Nd.R16 {
		if symbol >= rune(block.Lo) && symbol <= rune(block.Hi) {
			return '0' + (symbol-rune(block.Lo))%10, true
		}
	}
	return 0, false
}
