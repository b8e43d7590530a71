package understanding

import (
	"slices"
	"strings"
	"time"

	"frontdesk/conversations/understanding/words"
)

// readRequest reads what the wishes that are handed to the desk, and the
// questions about the clinic, say more closely.
func (r *reading) readRequest(typed []words.Token, expected Expectation, meaning *Meaning) {
	said := meaning.Intents
	if slices.Contains(said, IntentFacility) {
		meaning.Facility = r.facility()
	}
	meaning.OwnInsurance = slices.Contains(said, IntentInsurance) && r.hasWord("own_insurance")
	meaning.Whom = r.whom(typed)
	meaning.Child = slices.Contains(said, IntentForOther) && r.hasWord("child")
	meaning.Also = slices.Contains(said, IntentForOther) && r.hasWord("also")
	meaning.Erase = slices.Contains(said, IntentPrivacy) && r.hasWord("erase")
	if slices.Contains(said, IntentRunningLate) || expected == ExpectLength {
		meaning.Late = r.length()
	}
	if expected == ExpectLength && meaning.Late == 0 && meaning.Number > 0 {
		meaning.Late = min(time.Duration(meaning.Number)*time.Minute, longestDelay)
	}
	if slices.Contains(said, IntentRefill) {
		meaning.Unheard = r.unheard(typed)
	}
}

// whom gives the words that stand where a person would be named for whom
// something is.
func (r *reading) whom(typed []words.Token) []string {
	var named []string
	for i := range r.tokens {
		// As it was typed: a name is no misspelt word of a lexicon.
		if owner, ok := strings.CutSuffix(strings.ToLower(strings.ReplaceAll(typed[i].Original, "’", "'")), "'s"); ok {
			named = appendNew(named, Fold(owner)) // "cancel Leo's"
		}
		if end := r.word(i, "whom_lead"); end > 0 && end < len(typed) && !typed[end].Number && !slices.Contains(named, typed[end].Folded) {
			named = append(named, typed[end].Folded)
		}
	}
	return named
}

// facility says what a question about the house is about.
func (r *reading) facility() Facility {
	switch {
	case r.hasWord("access"):
		return FacilityAccess
	case r.hasWord("parking"):
		return FacilityParking
	}
	return FacilityAny
}

// length gives the first length of time that is named, or zero.
func (r *reading) length() time.Duration {
	for i := range r.tokens {
		if length, end := r.lengthAt(i); end > 0 {
			return length
		}
	}
	return 0
}

// shortestName is how many letters a name of a medicine has at least.
const shortestName = 4

// unheard says whether a word that no lexicon holds follows where a medicine
// would be named: "a refill of my lisinopril".
func (r *reading) unheard(typed []words.Token) bool {
	for i, token := range typed {
		word := token.Folded
		known := r.reader.common.words[word] || r.reader.own.words[word] || r.reader.common.seen[word] != nil
		if i > 0 && !token.Number && !known && len([]rune(word)) >= shortestName && r.word(i-1, "medicine_lead") > 0 {
			return true
		}
	}
	return false
}
