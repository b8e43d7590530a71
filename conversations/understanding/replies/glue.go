package replies

import (
	"unicode/utf8"

	"frontdesk/conversations/understanding/words"
)

// minGlued is the shortest word that is looked at as two typed as one.
const minGlued = 4

// unglue parts an unknown first word that is an answer and another word of
// answers typed as one: "okthanks", "yesplease".
func (r *reading) unglue() {
	if len(r.tokens) == 0 {
		return
	}
	glued := r.tokens[0]
	if glued.Number || len(glued.Folded) < minGlued || len(glued.Folded) > 16 || len(glued.Original) != len(glued.Folded) || r.reader.cues.root.children[glued.Folded] != nil {
		return
	}
	for cut := 2; cut <= len(glued.Folded)-2; cut++ {
		first, second := glued.Folded[:cut], glued.Folded[cut:]
		if !utf8.ValidString(first) || !r.answers(first) || r.cueOf(second) == cueNone {
			continue
		}
		parted := make([]words.Token, 0, len(r.tokens)+1)
		middle := glued.Start + cut
		parted = append(parted,
			words.Token{Folded: first, Original: glued.Original[:cut], Start: glued.Start, End: middle, Pause: glued.Pause},
			words.Token{Folded: second, Original: glued.Original[cut:], Start: middle, End: glued.End})
		r.tokens = append(parted, r.tokens[1:]...)
		return
	}
}

// answers says whether a word alone is an answer or takes note.
func (r *reading) answers(word string) bool {
	return r.cueOf(word).in(cueYes, cueNo, cueHeard, cueSilent, cueGreet)
}

// cueOf is what a word alone does in the message's language.
func (r *reading) cueOf(word string) cue {
	place := r.reader.cues.root.children[word]
	if place == nil {
		return cueNone
	}
	for _, meaning := range place.marks {
		if meaning.language == r.language {
			return cue(meaning.value)
		}
	}
	return cueNone
}
