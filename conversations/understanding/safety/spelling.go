package safety

import (
	"strings"

	"frontdesk/conversations/understanding/words"
)

// minSound and maxSound are the lengths between which a word is recognised by
// its sound.
const (
	minSound = 5
	maxSound = 20
)

// spelling is how one language is written by ear and in haste.
type spelling struct {
	// sounds brings words that sound alike to one form: "embarasada" and
	// "enbarazada". It is nil where the language names no sounds.
	sounds *strings.Replacer
	// heard are the words and beginnings that rules look for, by that form.
	heard *dictionary
}

func newSpelling(sounds [][2]string) *spelling {
	s := &spelling{heard: newDictionary()}
	if len(sounds) == 0 {
		return s
	}
	pairs := make([]string, 0, 2*len(sounds))
	for _, pair := range sounds {
		pairs = append(pairs, pair[0], pair[1])
	}
	s.sounds = strings.NewReplacer(pairs...)
	return s
}

// sound gives the form in which words that sound alike meet.
func (s *spelling) sound(word string) string { return single(s.sounds.Replace(word)) }

// enter makes a word or beginning of a phrase known by its sound.
func (s *spelling) enter(word string, id wordID) {
	if s.sounds == nil || strings.HasPrefix(word, "#") {
		return
	}
	stem, begins := strings.CutSuffix(word, "*")
	stem = words.Fold(strings.TrimSuffix(stem, "~"))
	if len(stem) < minSound {
		return
	}
	heard := s.sound(stem)
	if begins {
		s.heard.beginnings = append(s.heard.beginnings, beginning{text: heard, id: id})
		return
	}
	if _, ok := s.heard.exact[heard]; !ok {
		s.heard.exact[heard] = id
	}
}

// look appends the entries that a word sounds like.
func (s *spelling) look(found []wordID, word string) []wordID {
	if s.sounds == nil || len(word) < minSound || len(word) > maxSound {
		return found
	}
	return s.heard.named(found, s.sound(word))
}

// single takes doubled letters for one.
func single(word string) string {
	for i := 1; i < len(word); i++ {
		if word[i] == word[i-1] {
			return squeezed(word)
		}
	}
	return word
}
