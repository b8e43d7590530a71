// Package words parts a message into words and numbers, folded to the form in
// which tables are asked: the floor that every reader of patients' text stands
// on. It knows no language.
package words

import (
	"strings"
	"unicode"
)

// maxTokens bounds how much of a message is read: all of what intake lets in, as
// an emergency may stand at the end of a long story.
const maxTokens = 1500

// maxText bounds the text that is read, in bytes, as intake does.
const maxText = 8 << 10

// Token is one word or number of a message.
type Token struct {
	// Folded is the text that tables are asked with: lower case, no accents,
	// no apostrophes.
	Folded string
	// Original is the text as it was typed.
	Original string
	// Number is true when Folded is all ASCII digits.
	Number bool
	// Joiner is the separator between the token before and this one when the
	// two touch around it: one of "/-.:", or 0.
	Joiner byte
	// Sign is the one sign between the token before and this one, spaces aside:
	// a dash of any length is '-'. It is 0 where there is none, or several.
	Sign rune
	// Pause is true when a sign like a comma stands before the token.
	Pause bool
	// Start and End are where it stands in the text, in bytes.
	Start, End int
}

// Clean takes out of a text what nobody sees or means: control and formatting
// characters, and runs of spaces; curly apostrophes become straight ones. It
// keeps letters of every script, emoji and line breaks (as spaces).
func Clean(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	var clean strings.Builder
	clean.Grow(len(text))
	space := true
	for _, symbol := range text {
		switch {
		case unicode.IsSpace(symbol):
			if !space {
				clean.WriteByte(' ')
			}
			space = true
			continue
		case symbol == unicode.ReplacementChar, unicode.Is(unicode.C, symbol):
			continue
		case symbol == '’', symbol == '‘', symbol == '`', symbol == '´':
			symbol = '\''
		}
		clean.WriteRune(symbol)
		space = false
	}
	return strings.TrimSpace(clean.String())
}

// Tokenize splits a clean text into words and numbers. Letters and digits
// that touch are parted ("3pm" is "3" and "pm").
func Tokenize(text string) []Token {
	tokens := make([]Token, 0, 24)
	start := -1
	var digits bool
	var between []rune
	flush := func(end int) {
		if start < 0 || len(tokens) >= maxTokens {
			start = -1
			return
		}
		word := text[start:end]
		next := Token{Original: word, Folded: Fold(word), Number: digits, Start: start, End: end}
		if digits && !IsNumber(next.Folded) {
			next.Number = false
		}
		if len(between) == 1 {
			next.Joiner = joinerOf(between[0])
		}
		next.Sign = signOf(between)
		for _, sign := range between {
			if strings.ContainsRune(",.;!?¡¿()،؛؟।", sign) {
				next.Pause = true
			}
		}
		if next.Folded != "" {
			tokens = append(tokens, next)
			between = between[:0]
		}
		start = -1
	}
	for i, symbol := range text {
		digit := unicode.IsDigit(symbol)
		letter := unicode.IsLetter(symbol) || unicode.Is(unicode.M, symbol) || symbol == '\''
		if start >= 0 && ((digits && !digit) || (!digits && !letter)) {
			flush(i)
		}
		switch {
		case !digit && !letter:
			if len(between) < 8 {
				between = append(between, symbol)
			}
		case start < 0:
			start, digits = i, digit
		}
	}
	flush(len(text))
	return tokens
}

// signOf gives the one sign of what stands between two tokens.
func signOf(between []rune) rune {
	var found rune
	for _, sign := range between {
		switch {
		case sign == ' ':
			continue
		case unicode.Is(unicode.Pd, sign), sign == '~', sign == '→':
			sign = '-'
		}
		switch {
		case found == 0:
			found = sign
		case found == '.' && sign == '-': // the point is of the word before it: "13. - 15."
			found = sign
		default:
			return 0
		}
	}
	return found
}

// joinerOf gives the separator of dates and times, or 0 for another sign.
func joinerOf(sign rune) byte {
	switch sign {
	case '/':
		return '/'
	case '-':
		return '-'
	case '.':
		return '.'
	case ':':
		return ':'
	}
	return 0
}

// IsNumber says whether a text is ASCII digits and nothing else.
func IsNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
