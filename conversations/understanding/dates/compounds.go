package dates

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/conversations/understanding/words"
)

// mostParts is how many words one written word may be made of.
const mostParts = 3

// compound is what a word that is written together is made of, as identities.
type compound struct {
	form  string
	parts [mostParts]int
	count int
}

// mostCompounds bounds what a language's compounds take of memory.
const mostCompounds = 20_000

// addCompounds enters the words that a language writes together. A form that is
// a word of its own stays that: "vormittag" is no "vor" and "mittag".
func (reader *Reader) addCompounds(language int, source lexicon) error {
	for _, pattern := range source.Compounds {
		forms := []compound{{}}
		for _, piece := range strings.Fields(pattern) {
			longer, err := reader.lengthen(forms, piece, language, source)
			if err != nil {
				return fmt.Errorf("compound %q: %w", pattern, err)
			}
			forms = longer
		}
		for _, made := range forms {
			if _, is := reader.compounds[made.form]; !is && reader.identities[made.form] == 0 {
				reader.compounds[made.form] = made
			}
		}
	}
	if len(reader.compounds) > mostCompounds {
		return fmt.Errorf("more than %d compounds", mostCompounds)
	}
	return nil
}

// lengthen puts a piece to every form: a word, one of a class in braces, any
// word of the language, or letters in parentheses that mean nothing.
func (reader *Reader) lengthen(forms []compound, piece string, language int, source lexicon) ([]compound, error) {
	var choices []string
	silent := false
	switch {
	case piece == "{word}":
		for word, id := range reader.identities {
			if reader.spoken[id]&(1<<language) != 0 && !words.IsNumber(word) {
				choices = append(choices, word)
			}
		}
		slices.Sort(choices)
	case strings.HasPrefix(piece, "{"):
		choices = source.single(strings.Trim(piece, "{}"))
	case strings.HasPrefix(piece, "("):
		choices, silent = fold(strings.Trim(piece, "()")), true
	default:
		choices = fold(piece)
	}
	if len(choices) == 0 {
		return nil, fmt.Errorf("%s has no words", piece)
	}
	var longer []compound
	for _, made := range forms {
		for _, word := range choices {
			next := made
			next.form += word
			if !silent {
				if made.count == mostParts {
					return nil, fmt.Errorf("more than %d words", mostParts)
				}
				next.parts[next.count] = reader.identity(word, language)
				next.count++
			}
			longer = append(longer, next)
		}
	}
	return longer, nil
}

// single gives the words of a class that are one word each.
func (source lexicon) single(class string) []string {
	var found []string
	for _, phrases := range source.Words[class] {
		for _, phrase := range phrases {
			if spelt := fold(phrase); len(spelt) == 1 && !slices.Contains(found, spelt[0]) {
				found = append(found, spelt[0])
			}
		}
	}
	return found
}

// part puts in the place of token i, which is written as one, the words that it
// is made of. All of them stand where it stands in the text.
func (c *chart) part(i int, made compound) {
	if len(c.origins) == 0 {
		c.parted = append(c.parted[:0], c.tokens[:i]...)
		for before := range i {
			c.origins = append(c.origins, before)
		}
	}
	whole := c.tokens[i]
	for k, id := range made.parts[:made.count] {
		token := whole
		if k > 0 {
			token.Joiner, token.Sign, token.Pause = 0, 0, false
		}
		c.parted, c.origins, c.ids = append(c.parted, token), append(c.origins, i), append(c.ids, id)
	}
}

// written tells where expressions stand in the message as it was written, before
// its compounds were parted. A compound whose parts went into two expressions
// belongs to the first; the second keeps what else it stands in.
func (c *chart) written(found []Expression) []Expression {
	if len(c.origins) == 0 {
		return found
	}
	kept, after := found[:0], 0
	for _, e := range found {
		e.Start, e.End = max(c.origins[e.Start], after), c.origins[e.End-1]+1
		if e.Start >= e.End {
			continue // all of it stands in a word of the one before
		}
		kept, after = append(kept, e), e.End
	}
	return kept
}
