package dates

import (
	"fmt"
	"strings"
	"unicode"
)

// step is one thing that a pattern asks for: a word, something of a category,
// or a sign that consumes nothing.
type step struct {
	word string
	slot string
	// joiner is a sign that touches both sides; sign one with spaces around it.
	joiner, sign rune
	// touching asks that nothing stands between the tokens.
	touching bool
}

// maxExpansions bounds how many plain patterns one with optional parts makes.
const maxExpansions = 256

// parsePattern turns "(at|by) [the] {day}/{month}" into the plain sequences of
// steps that it allows.
func parsePattern(text string) ([][]step, error) {
	plain, err := expand(text)
	if err != nil {
		return nil, err
	}
	sequences := make([][]step, 0, len(plain))
	for _, one := range plain {
		steps, err := parseSteps(one)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", text, err)
		}
		if len(steps) == 0 {
			return nil, fmt.Errorf("pattern %q: matches nothing at all", text)
		}
		sequences = append(sequences, steps)
	}
	return sequences, nil
}

// expand writes out the groups of a pattern: "[a|b] c" is "a c", "b c" and "c".
func expand(text string) ([]string, error) {
	open := strings.IndexAny(text, "[(")
	if open < 0 {
		if strings.ContainsAny(text, "])|") {
			return nil, fmt.Errorf("pattern %q: a group is closed that was not opened", text)
		}
		return []string{text}, nil
	}
	length := strings.IndexAny(text[open:], "])")
	if length < 0 {
		return nil, fmt.Errorf("pattern %q: a group is not closed", text)
	}
	alternatives := strings.Split(text[open+1:open+length], "|")
	if text[open] == '[' {
		alternatives = append(alternatives, "")
	}
	rests, err := expand(text[open+length+1:])
	if err != nil {
		return nil, err
	}
	var all []string
	for _, alternative := range alternatives {
		for _, rest := range rests {
			all = append(all, text[:open]+alternative+rest)
		}
	}
	if len(all) > maxExpansions {
		return nil, fmt.Errorf("pattern %q: more than %d ways to read it", text, maxExpansions)
	}
	return all, nil
}

// parseSteps reads a pattern without groups.
func parseSteps(text string) ([]step, error) {
	var steps []step
	for i := 0; i < len(text); {
		symbol := rune(text[i])
		spaced := i == 0 || text[i-1] == ' '
		switch {
		case symbol == ' ':
			i++
		case symbol == '{':
			end := strings.IndexByte(text[i:], '}')
			if end < 0 {
				return nil, fmt.Errorf("a slot is not closed")
			}
			if !spaced && text[i-1] != '/' && text[i-1] != ':' && text[i-1] != '.' && text[i-1] != '-' {
				steps = append(steps, step{touching: true})
			}
			steps = append(steps, step{slot: text[i+1 : i+end]})
			i += end + 1
		case strings.ContainsRune("/:.-,", symbol):
			if spaced {
				steps = append(steps, step{sign: symbol})
			} else {
				steps = append(steps, step{joiner: symbol})
			}
			i++
		default:
			end := strings.IndexAny(text[i:], " {/:.")
			if end < 0 {
				end = len(text) - i
			}
			if !spaced && text[i-1] == '}' {
				steps = append(steps, step{touching: true})
			}
			for _, word := range fold(text[i : i+end]) {
				steps = append(steps, step{word: word})
			}
			if end == 0 || !strings.ContainsFunc(text[i:i+end], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				return nil, fmt.Errorf("unknown sign at %q", text[i:])
			}
			i += end
		}
	}
	return steps, nil
}
