package evaluation

import (
	"slices"
)

// tally counts hits and misses of one label.
type tally struct{ right, extra, missed, wanted int }

// f1 is the harmonic mean of precision and recall, in percent.
func (t tally) f1() float64 {
	if 2*t.right+t.extra+t.missed == 0 {
		return 0
	}
	return 100 * 2 * float64(t.right) / float64(2*t.right+t.extra+t.missed)
}

// Labelled is how often a label was right.
type Labelled struct {
	N int
	// Accuracy is the share of messages with an accepted label, MacroF1 the mean
	// of the labels' F1, both in percent.
	Accuracy, MacroF1 float64
	// FalseAccepts is the share, in percent, of the messages whose only label is
	// the one for "nothing of it" that were given another.
	FalseAccepts float64
}

// Labels scores one label of each message; nothing is the label that stands for
// none of the others, and what a message without one counts as.
func Labels(golds []Gold, accepted func(Gold) []string, given func(Gold) string, nothing string) Labelled {
	tallies := map[string]*tally{}
	of := func(label string) *tally {
		if tallies[label] == nil {
			tallies[label] = &tally{}
		}
		return tallies[label]
	}
	right, outside, taken := 0, 0, 0
	for _, gold := range golds {
		want, got := accepted(gold), given(gold)
		if got == "" {
			got = nothing
		}
		of(want[0]).wanted++
		if want[0] == nothing {
			outside++
			if !slices.Contains(want, got) {
				taken++
			}
		}
		if slices.Contains(want, got) {
			right++
			of(got).right++
			continue
		}
		of(want[0]).missed++
		of(got).extra++
	}
	score := Labelled{N: len(golds), Accuracy: percent(right, len(golds)), FalseAccepts: percent(taken, outside)}
	labels := 0
	for _, counted := range tallies {
		if counted.wanted > 0 {
			labels++
			score.MacroF1 += counted.f1()
		}
	}
	score.MacroF1 /= float64(max(1, labels))
	return score
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
