package main

import (
	"fmt"
	"io"
	"math"

	"frontdesk/conversations/understanding/safety"
)

const (
	// parts is into how many parts the phrases are parted to see how the rest is
	// judged.
	parts = 5
	steps = 4_000
	rate  = 8.0
	decay = 1e-3
)

// learn fits a logistic regression by gradient descent with momentum.
func learn(cases []instance) []float64 {
	if len(cases) == 0 {
		return nil
	}
	weights := make([]float64, len(cases[0].reasons))
	speed := make([]float64, len(weights))
	slope := make([]float64, len(weights))
	for range steps {
		for i, weight := range weights {
			slope[i] = decay * weight
		}
		slope[0] = 0
		for i := range cases {
			one := &cases[i]
			miss := 1 / (1 + math.Exp(-safety.Weight(one.reasons, weights)))
			if one.is {
				miss--
			}
			for j, reason := range one.reasons {
				slope[j] += one.counts * miss * reason
			}
		}
		for i := range weights {
			speed[i] = 0.9*speed[i] - rate*0.01*slope[i]
			weights[i] += speed[i]
		}
	}
	for i := range weights {
		weights[i] = math.Round(weights[i]*1000) / 1000
	}
	return weights
}

// crossScores judges each phrase by what was learnt from the others.
func crossScores(cases []instance) []float64 {
	scores := make([]float64, len(cases))
	for part := range parts {
		var learnt []instance
		for i := range cases {
			if cases[i].part != part {
				learnt = append(learnt, cases[i])
			}
		}
		weights := learn(learnt)
		for i := range cases {
			if cases[i].part == part {
				scores[i] = safety.Weight(cases[i].reasons, weights)
			}
		}
	}
	return scores
}

// crossValidate says, for several degrees of sureness, how much would be missed
// and how much taken for what it isn't.
func crossValidate(out io.Writer, what string, cases []instance) {
	scores := crossScores(cases)
	_, _ = fmt.Fprintf(out, "%s: per cent found, by language, and per cent of ordinary and of near misses taken for one\n", what)
	for _, sure := range []float64{-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4} {
		_, _ = fmt.Fprintf(out, "%5.1f", sure)
		for _, language := range []string{"en", "es", "pt"} {
			for _, kind := range []string{emergency, revocation, ordinary, near} {
				var all, taken int
				for i := range cases {
					if one := cases[i].of; one.language == language && one.kind == kind {
						all++
						if scores[i] >= sure {
							taken++
						}
					}
				}
				if all > 0 {
					_, _ = fmt.Fprintf(out, "  %s %.4s %6.2f", language, kind, 100*float64(taken)/float64(all))
				}
			}
		}
		_, _ = fmt.Fprintln(out)
	}
}
