package entities

import (
	"strings"

	"frontdesk/conversations/understanding/words"
)

// minDocument is how many digits and letters the number of a document or a
// membership has at least.
const minDocument = 4

// Document gives the number of a document or a membership: the longest row of
// digits and single letters of a message, as "AB-123 456" is written, in capitals
// and without signs. What names the sort of document is left out. It gives ""
// where there is none.
func Document(tokens []words.Token) string {
	best := ""
	for i := 0; i < len(tokens); {
		number, end := documentAt(tokens, i)
		if len(number) > len(best) && strings.ContainsAny(number, "0123456789") {
			best = number
		}
		i = max(end, i+1)
	}
	if len(best) < minDocument {
		return ""
	}
	return best
}

// documentAt gives the row of digits and letters that begins at a word.
func documentAt(tokens []words.Token, start int) (string, int) {
	var number strings.Builder
	i := start
	for ; i < len(tokens); i++ {
		word := tokens[i]
		touches := i > start && (word.Start == tokens[i-1].End || word.Joiner == '-' || word.Joiner == '.')
		capitals := !word.Number && len(word.Folded) <= 3 && word.Original == strings.ToUpper(word.Original) && isPlain(word.Folded)
		switch {
		case word.Number && !word.Pause, word.Number && touches, word.Number && i == start:
		case capitals && touches, capitals && i == start && i+1 < len(tokens) && tokens[i+1].Number && (tokens[i+1].Start == word.End || tokens[i+1].Joiner == '-'):
		default:
			return number.String(), i
		}
		number.WriteString(strings.ToUpper(word.Folded))
	}
	return number.String(), i
}

func isPlain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

// Amount is a sum of money, in the currency's smallest unit where that is a
// hundredth.
type Amount struct {
	Hundredths int64
	// Currency as ISO 4217 names it, or empty where the message names none.
	Currency string
}

// currencies are the signs and words of currencies.
var currencies = map[string]string{
	"€": "EUR", "£": "GBP", "$": "", "r$": "BRL", "₹": "INR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "gbp": "GBP", "pound": "GBP",
	"pounds": "GBP", "quid": "GBP", "libras": "GBP", "usd": "USD", "dollar": "", "dollars": "", "bucks": "", "dolares": "", "pesos": "",
	"real": "BRL", "reais": "BRL", "brl": "BRL", "rupees": "INR", "mxn": "MXN", "cop": "COP", "ars": "ARS", "soles": "PEN",
}

// Amounts gives the sums of money of a message: numbers with a currency's sign
// before them or its name after. The last sign before two digits parts the
// hundredths; others part thousands.
func Amounts(text string, tokens []words.Token) []Amount {
	var found []Amount
	for i := 0; i < len(tokens); {
		if !tokens[i].Number {
			i++
			continue
		}
		hundredths, end, ok := sum(tokens, i)
		currency, named := signBefore(text, tokens[i].Start)
		if end < len(tokens) && !named {
			currency, named = currencies[tokens[end].Folded]
		}
		if !named && tokens[end-1].End < len(text) {
			currency, named = signAfter(text, tokens[end-1].End)
		}
		if named && ok {
			found = append(found, Amount{Hundredths: hundredths, Currency: currency})
		}
		i = end
	}
	return found
}

// maxSum bounds what is taken for a sum, in digits.
const maxSum = 12

// sum gives the number that begins at a word, in hundredths.
func sum(tokens []words.Token, start int) (hundredths int64, end int, ok bool) {
	digits := tokens[start].Folded
	parts := "00"
	for end = start + 1; end < len(tokens) && tokens[end].Number && tokens[end].Start == tokens[end-1].End+1 && (tokens[end].Joiner == '.' || tokens[end].Pause); end++ {
		switch len(tokens[end].Folded) {
		case 2:
			parts = tokens[end].Folded
		case 3:
			digits += tokens[end].Folded
		default:
			return 0, end, false
		}
	}
	if len(digits) > maxSum {
		return 0, end, false
	}
	for _, digit := range digits + parts {
		hundredths = hundredths*10 + int64(digit-'0')
	}
	return hundredths, end, true
}

// signBefore gives the currency whose sign stands before a place of the text.
func signBefore(text string, place int) (string, bool) {
	before := strings.ToLower(strings.TrimRight(text[:place], " "))
	for _, sign := range []string{"r$", "€", "£", "$", "₹"} {
		if strings.HasSuffix(before, sign) {
			return currencies[sign], true
		}
	}
	return "", false
}

func signAfter(text string, place int) (string, bool) {
	after := strings.TrimLeft(text[place:], " ")
	for _, sign := range []string{"€", "£", "$", "₹"} {
		if strings.HasPrefix(after, sign) {
			return currencies[sign], true
		}
	}
	return "", false
}
