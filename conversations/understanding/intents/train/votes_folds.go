package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"frontdesk/conversations/understanding/safety"
)

// sureness are the likelihoods that a report looks at.
var sureness = []float32{0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995}

// share counts the phrases of one kind for which a class is at least as likely
// as each of sureness.
type share struct {
	size    int
	reached []int
}

// crossValidate reports what models vote that have not seen the phrases: the
// model alone, without the rules.
func (b *ballot) crossValidate(out io.Writer) error {
	shares := map[string]*share{}
	for fold := range folds {
		learnt, held := b.part(fold)
		model := b.learn(learnt).Model()
		likely := make([]float32, model.Classes())
		for _, i := range held {
			text, err := fill(b.phrases[i].text, b.slots[b.phrases[i].language], randomFor(b.phrases[i].text))
			if err != nil {
				return err
			}
			model.Probabilities(likely, b.pieces(text))
			for class, likelihood := range likely {
				b.count(shares, i, class, likelihood)
			}
		}
	}
	_, _ = fmt.Fprintf(out, "%-44s %6s", "per cent at least so likely", "n")
	for _, least := range sureness {
		_, _ = fmt.Fprintf(out, " %6.3f", least)
	}
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		_, _ = fmt.Fprintf(out, "\n%-44s %6d", name, shares[name].size)
		for _, reached := range shares[name].reached {
			_, _ = fmt.Fprintf(out, " %6.2f", percent(reached, shares[name].size))
		}
	}
	_, _ = fmt.Fprintln(out)
	return nil
}

// count enters how likely a class was held for a phrase.
func (b *ballot) count(shares map[string]*share, i, class int, likelihood float32) {
	of := []string{b.phrases[i].language, safety.Votes()[b.phrases[i].class], "of intents", "voted", safety.Votes()[class]}
	if b.hard[i] {
		of[2] = "of alarms"
	}
	name := strings.Join(of, " ")
	if shares[name] == nil {
		shares[name] = &share{reached: make([]int, len(sureness))}
	}
	shares[name].size++
	for at, least := range sureness {
		if likelihood >= least {
			shares[name].reached[at]++
		}
	}
}
