package understanding

import (
	"slices"
	"strings"

	"frontdesk/conversations/understanding/safety"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// PurposeWish is what a message says about one kind of what nobody asks for: to
// get no more of it, or to get it again.
type PurposeWish struct {
	Purpose records.Purpose
	Wanted  bool
}

// purposeWords are the grammar words for each kind.
var purposeWords = []struct {
	name    string
	purpose records.Purpose
}{
	{"purpose_reminder", records.PurposeReminder},
	{"purpose_survey", records.PurposeSurvey},
	{"purpose_billing", records.PurposeBilling},
	{"purpose_recall", records.PurposeRecall},
}

// purposeGap is how many words may stand between a refusal and what is refused
// ("stop sending me so many reminders").
const purposeGap = 5

// readPurpose finds that one kind of message is refused, or wanted again. What
// the safety layer takes for the end of all messages, or their beginning, stays
// that, unless it is nothing of the kind without the words that name the one
// kind: "no more reminders" is nothing, "stop, no more reminders" and "no
// reminders and no messages" end all. In doubt, all of them end (invariant 11).
func (r *reading) readPurpose(typed []words.Token, meaning *Meaning) {
	if meaning.Emergency != safety.NoEmergency {
		return
	}
	wish, at, found := r.purposeWish(meaning.Text)
	if !found {
		return
	}
	switch meaning.Keyword {
	case KeywordNone:
	case KeywordStop, KeywordStart:
		rest := slices.Concat(typed[:at.start], typed[at.end:])
		if safety.Embedded().Read(rest).Keyword != KeywordNone || r.outside(at, "purpose_all") {
			return
		}
	default:
		return
	}
	meaning.Keyword, meaning.KeywordShy, meaning.PurposeWish = KeywordNone, false, &wish
}

// purposeWish finds a wish and the words that it is made of. What a question
// asks for is one only where it asks us to do it.
func (r *reading) purposeWish(text string) (PurposeWish, span, bool) {
	if strings.HasSuffix(strings.TrimSpace(text), "?") && r.word(0, "purpose_ask") == 0 {
		return PurposeWish{}, span{}, false
	}
	for i := range r.tokens {
		if end := r.word(i, "purpose_refuse"); end > 0 {
			if purpose, until := r.purposeWithin(end, true); purpose != "" {
				// "Don't stop the reminders" wants them.
				return PurposeWish{Purpose: purpose, Wanted: r.keeps(i)}, span{i, until}, true
			}
		}
		if end := r.word(i, "purpose_restore"); end > 0 {
			if purpose, until := r.purposeWithin(end, false); purpose != "" {
				return PurposeWish{Purpose: purpose, Wanted: true}, span{i, until}, true
			}
		}
	}
	return r.purposeAlone()
}

// keeps says whether a refusal that begins with word i is itself negated. One
// that begins with a negation only repeats it: "no no me manden recordatorios".
func (r *reading) keeps(i int) bool {
	_, negation := r.at(i, kindNegation)
	return !negation && r.negated(i)
}

// purposeAlone finds a wish that is little more than the name of a kind: "no
// reminders", "reminders on". Where more is said it tells something: "no reminder
// came", "I got reminders again".
func (r *reading) purposeAlone() (PurposeWish, span, bool) {
	start := r.skip(0, "purpose_want")
	if end := r.word(start, "purpose_lacking"); end > 0 {
		if purpose, until := r.purposeAt(end, true); purpose != "" && (r.skip(until, "") == len(r.tokens) || r.word(until, "purpose_but") > 0) {
			return PurposeWish{Purpose: purpose}, span{start, until}, true
		}
	}
	purpose, end := r.purposeAt(start, false)
	if purpose == "" {
		return PurposeWish{}, span{}, false
	}
	if until := r.word(end, "purpose_again"); until > 0 && r.skip(until, "") == len(r.tokens) {
		return PurposeWish{Purpose: purpose, Wanted: true}, span{start, until}, true
	}
	until := r.word(end, "purpose_off")
	return PurposeWish{Purpose: purpose}, span{start, until}, until > 0 && r.skip(until, "") == len(r.tokens)
}

// skip passes over courtesy, and over a grammar word and those that say nothing
// around it.
func (r *reading) skip(i int, name string) int {
	for i < len(r.tokens) {
		switch {
		case polite[r.tokens[i].Folded]:
			i++
		case name != "" && r.word(i, name) > 0:
			i = r.word(i, name)
		case name != "" && r.word(i, "purpose_gap") > 0:
			i = r.word(i, "purpose_gap")
		default:
			return i
		}
	}
	return i
}

// purposeWithin finds the kind that is named a few words on, with nothing but
// words between that say nothing.
func (r *reading) purposeWithin(start int, refused bool) (records.Purpose, int) {
	for i := start; i < len(r.tokens) && i <= start+purposeGap; i++ {
		if purpose, end := r.purposeAt(i, refused); purpose != "" {
			return purpose, end
		}
		if r.word(i, "purpose_gap") == 0 {
			break
		}
	}
	return "", 0
}

// purposeAt gives the kind that word i names, by what is done, too, where it is
// refused: "remind me again" asks for something else.
func (r *reading) purposeAt(i int, refused bool) (records.Purpose, int) {
	if i >= len(r.tokens) {
		return "", 0
	}
	if end := r.word(i, "purpose_reminder_verb"); refused && end > 0 {
		return records.PurposeReminder, end
	}
	for _, named := range purposeWords {
		if end := r.word(i, named.name); end > 0 {
			return named.purpose, end
		}
	}
	return "", 0
}

// outside says whether a grammar word stands outside of a part of the message.
func (r *reading) outside(part span, name string) bool {
	for i := range r.tokens {
		if (i < part.start || i >= part.end) && r.word(i, name) > 0 {
			return true
		}
	}
	return false
}
