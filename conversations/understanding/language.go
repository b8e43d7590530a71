package understanding

import (
	"slices"

	"frontdesk/records"
)

// languageSeen weighs the evidence of the message's words. A word that one
// language alone uses counts in full, one that two share counts half. Sure is
// true when a language leads by more than one word's evidence.
func (r *reading) languageSeen() (records.Language, bool) {
	var weights []evidence
	for _, word := range r.tokens {
		languages := r.reader.common.seen[word.Folded]
		for _, language := range languages {
			weight := 2
			if len(languages) > 1 {
				weight = 1
			}
			weights = weigh(weights, language, weight)
		}
	}
	slices.SortStableFunc(weights, func(a, b evidence) int { return b.weight - a.weight })
	switch {
	case len(weights) == 0 || weights[0].weight < 2:
		return "", false
	case len(weights) == 1:
		return weights[0].language, weights[0].weight > 2
	case weights[0].weight == weights[1].weight:
		return "", false
	}
	return weights[0].language, weights[0].weight-weights[1].weight > 2
}

// evidence is how much of a message speaks for a language.
type evidence struct {
	language records.Language
	weight   int
}

func weigh(weights []evidence, language records.Language, weight int) []evidence {
	for i := range weights {
		if weights[i].language == language {
			weights[i].weight += weight
			return weights
		}
	}
	return append(weights, evidence{language, weight})
}

// languageWanted gives a language that was asked for by name: in a message of
// a few words, or with "in" before it.
func (r *reading) languageWanted() records.Language {
	for _, found := range r.matches {
		if found.concept.kind != kindLanguage {
			continue
		}
		if len(r.tokens) <= 3 || found.end-found.start > 1 {
			return records.Language(found.concept.name)
		}
	}
	return ""
}
