package safety

import (
	"fmt"
	"strconv"
	"strings"
)

// groupID names a group of phrases across all languages.
type groupID int

// defaultGap is how many words may stand between two terms of a rule.
const defaultGap = 4

// guardReach is how many words beside a rule's terms, or behind them, a guard
// reaches.
const guardReach = 5

// relation says where a term is looked for.
type relation uint8

const (
	// beside the first term, in either order.
	beside relation = iota
	// behind the term before.
	behind
	// absentNear and absentAnywhere are guards: the group must not be there.
	absentNear
	absentAnywhere
	// absentNext is a guard of the same clause: not among the words, nor next
	// behind them.
	absentNext
)

// term is one part of a rule after its first.
type term struct {
	group    groupID
	relation relation
}

// purpose says what a rule is for.
type purpose uint8

const (
	purposeSign purpose = iota
	purposeMention
	purposeRevocation
	purposeRestoration
	purposeEmergencyMask
	purposeRevocationMask
)

// rule is a row of groups that together say something.
type rule struct {
	purpose purpose
	kind    Kind
	// language indexes the detector's guards.
	language int
	first    groupID
	terms    []term
	gap      int
	// needs are all the groups that a message must have.
	needs []groupID
}

// operators part the terms of a rule.
var operators = map[string]relation{"&": beside, ">": behind, "-": absentNear, "!": absentAnywhere, "^": absentNext}

// parseRule reads a rule in the notation of the package. group gives the id of
// a named group, or of a phrase that stands for itself.
func parseRule(text string, group func(term string) (groupID, error)) (rule, error) {
	read := rule{gap: defaultGap, first: -1}
	next := beside
	var phrase []string
	finish := func() error {
		if len(phrase) == 0 {
			return fmt.Errorf("rule %q: a term is missing", text)
		}
		id, err := group(strings.Join(phrase, " "))
		if err != nil {
			return fmt.Errorf("rule %q: %w", text, err)
		}
		phrase = phrase[:0]
		switch {
		case read.first < 0:
			read.first = id
		default:
			read.terms = append(read.terms, term{group: id, relation: next})
		}
		if next == beside || next == behind {
			read.needs = append(read.needs, id)
		}
		return nil
	}
	for _, word := range strings.Fields(text) {
		relation, isOperator := operators[word]
		switch {
		case isOperator:
			if err := finish(); err != nil {
				return rule{}, err
			}
			next = relation
		case word[0] == '/':
			gap, err := strconv.Atoi(word[1:])
			if err != nil || gap < 0 || gap > 30 {
				return rule{}, fmt.Errorf("rule %q: %q is no number of words", text, word)
			}
			read.gap = gap
		default:
			phrase = append(phrase, word)
		}
	}
	return read, finish()
}

// weak says whether a rule that held is one that a homonym may have met: one
// concept alone, said in one word, or what is only a mention. Who speaks of
// dying is always believed.
func (r *rule) weak(covered *extent) bool {
	if r.kind == SelfHarm {
		return false
	}
	return r.purpose == purposeMention || len(r.needs) == 1 && covered.end-covered.start == 1
}
