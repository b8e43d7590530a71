package words

import (
	"slices"
	"unicode/utf8"
)

// MinSlip and MaxSlip are the numbers of letters between which a word is
// recognised with a slip in it: shorter words are too near to others, and longer
// ones cost more to look for than they are worth.
const (
	MinSlip = 5
	MaxSlip = 24
)

// Slips finds the word that a misspelt one stands for: with one letter missing,
// too many, wrong, or swapped with its neighbour. The first letter is taken to be
// right, as it nearly always is. The zero value knows no word. It is safe for
// concurrent use once every word is known.
type Slips struct {
	// near maps a word, and what it becomes with a letter left out, to the words
	// that it may come from.
	near map[string][]string
}

// Know enters a folded word; one that is too short or too long is never looked
// for, and left out.
func (s *Slips) Know(word string) {
	if letters := utf8.RuneCountInString(word); letters < MinSlip || letters > MaxSlip || slices.Contains(s.near[word], word) {
		return
	}
	if s.near == nil {
		s.near = map[string][]string{}
	}
	s.near[word] = append(s.near[word], word)
	for shorter := range shortened(word) {
		s.near[string(shorter)] = append(s.near[string(shorter)], word)
	}
}

// Only gives the one word that a folded word is a slip of; "" where none or
// more than one fits.
func (s *Slips) Only(word string) string {
	found := ""
	for candidate := range s.candidates(word) {
		switch found {
		case candidate:
		case "":
			found = candidate
		default:
			return ""
		}
	}
	return found
}

// First gives a word that a folded word is a slip of, the same each time; ""
// where none fits.
func (s *Slips) First(word string) string {
	for candidate := range s.candidates(word) {
		return candidate
	}
	return ""
}

// candidates goes through the known words that are one slip from a word, some
// more than once.
func (s *Slips) candidates(word string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if letters := utf8.RuneCountInString(word); letters < MinSlip || letters > MaxSlip {
			return
		}
		for _, candidate := range s.near[word] {
			if oneSlipApart(word, candidate) && !yield(candidate) {
				return
			}
		}
		for shorter := range shortened(word) {
			for _, candidate := range s.near[string(shorter)] {
				if oneSlipApart(word, candidate) && !yield(candidate) {
					return
				}
			}
		}
	}
}

// shortened goes through what a word of at most MaxSlip letters becomes with one
// letter left out, but not the first. The bytes are good until the next.
func shortened(word string) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		var room [utf8.UTFMax * MaxSlip]byte
		_, first := utf8.DecodeRuneInString(word)
		copy(room[:], word)
		for at := first; at < len(word); {
			_, size := utf8.DecodeRuneInString(word[at:])
			copy(room[:], word[:at])
			rest := copy(room[at:], word[at+size:])
			if !yield(room[:at+rest]) {
				return
			}
			at += size
		}
	}
}

// oneSlipApart says whether at most one omission, insertion, substitution or
// swap of neighbours, not of the first letter, leads from one word to the other.
func oneSlipApart(a, b string) bool {
	if a == b {
		return true
	}
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	for same > 0 && (same < len(a) && !utf8.RuneStart(a[same]) || same < len(b) && !utf8.RuneStart(b[same])) {
		same--
	}
	if same == 0 {
		return false
	}
	a, b = a[same:], b[same:]
	letterOfA, sizeOfA := utf8.DecodeRuneInString(a)
	letterOfB, sizeOfB := utf8.DecodeRuneInString(b)
	switch {
	case a[sizeOfA:] == b[sizeOfB:], a == b[sizeOfB:], a[sizeOfA:] == b:
		return true
	}
	nextOfA, sizeOfNextA := utf8.DecodeRuneInString(a[sizeOfA:])
	nextOfB, sizeOfNextB := utf8.DecodeRuneInString(b[sizeOfB:])
	return letterOfA == nextOfB && letterOfB == nextOfA && a[sizeOfA+sizeOfNextA:] == b[sizeOfB+sizeOfNextB:]
}
