package records

import (
	"strings"
	"unicode"
)

// Initials gives the first letters of the first and of the last word of a
// person's name, in any script: "A.Q." of Ada Maria Quist, "李." of 李. Marks
// that belong to a letter stay with it. A name without a letter has none.
func Initials(name string) string {
	var first, last string
	for word := range strings.FieldsSeq(name) {
		letter := initial(word)
		if letter == "" {
			continue
		}
		if first == "" {
			first = letter
		} else {
			last = letter
		}
	}
	switch {
	case first == "":
		return ""
	case last == "":
		return first + "."
	}
	return first + "." + last + "."
}

// initialMarks is how many marks a letter keeps: more than any script needs.
const initialMarks = 4

// initial gives a word's first letter in capitals, with its marks.
func initial(word string) string {
	start := strings.IndexFunc(word, unicode.IsLetter)
	if start < 0 {
		return ""
	}
	end, symbols := len(word), 0
	for i, symbol := range word[start:] {
		if i > 0 && !unicode.IsMark(symbol) || symbols > initialMarks {
			end = start + i
			break
		}
		symbols++
	}
	return strings.ToUpper(word[start:end])
}
