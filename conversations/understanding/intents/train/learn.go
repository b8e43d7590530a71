package main

import (
	"math"
	"slices"

	"frontdesk/conversations/understanding/intents/linear"
)

// How the model is trained: softmax regression by AdaGrad (Duchi, Hazan and
// Singer, 2011), the weights of the last epochs averaged. The numbers were
// chosen by cross-validation over phrases.
const (
	epochs   = 11
	thinned  = 6
	averaged = 4
	rate     = 0.35
	decay    = 2e-4
	// dropped is how many pieces of a hundred are left out each time a message
	// is seen, so that the model never rests on a single one.
	dropped = 25
	// rarest is in how many phrases a piece must stand to be learnt.
	rarest = 2
	// negligible is a gradient that is not worth the time.
	negligible = 1e-3
)

// learner holds the weights while they are learnt: a row for each piece.
type learner struct {
	classes int
	rows    map[uint32]int32
	keys    []uint32
	weights []float32
	squares []float32
	bias    []float32
	biasSq  []float32
}

// learn trains on examples that came from phrases; of names, for each example,
// the phrase that it was made of. The largest weights are kept, so many.
func learn(examples []example, of []int, classes, largest int) *learner {
	l := &learner{classes: classes, rows: map[uint32]int32{}, bias: make([]float32, classes), biasSq: make([]float32, classes)}
	l.chooseRows(examples, of)
	l.weights = make([]float32, len(l.keys)*classes)
	l.squares = make([]float32, len(l.keys)*classes)
	pieces := make([][]int32, len(examples))
	for i := range examples {
		for _, key := range examples[i].pieces {
			row, ok := l.rows[key]
			if !ok {
				row = l.rows[linear.Unknown]
			}
			pieces[i] = append(pieces[i], row)
		}
	}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	sum := make([]float32, len(l.weights))
	sumBias := make([]float32, classes)
	choice := randomFor("the order of learning")
	for epoch := range epochs {
		if epoch == thinned {
			l.thin(largest)
		}
		choice.shuffle(order)
		for _, i := range order {
			l.step(pieces[i], examples[i].class, examples[i].weight, choice)
		}
		if epoch >= epochs-averaged {
			for i, weight := range l.weights {
				sum[i] += weight
			}
			for i, weight := range l.bias {
				sumBias[i] += weight
			}
		}
	}
	for i := range sum {
		l.weights[i] = sum[i] / averaged
	}
	for i := range sumBias {
		l.bias[i] = sumBias[i] / averaged
	}
	return l
}

// thin sets all but so many of the largest weights to nothing and holds them there, so
// that the model stays small. The epochs after it make up for what is lost.
func (l *learner) thin(largest int) {
	sizes := make([]float32, 0, len(l.weights))
	for _, weight := range l.weights {
		if weight != 0 {
			sizes = append(sizes, abs(weight))
		}
	}
	if len(sizes) <= largest {
		return
	}
	slices.Sort(sizes)
	least := sizes[len(sizes)-largest]
	unknown := int(l.rows[linear.Unknown]) * l.classes
	for at, weight := range l.weights {
		if abs(weight) < least && (at < unknown || at >= unknown+l.classes) {
			l.weights[at] = 0
			l.squares[at] = float32(math.Inf(1))
		}
	}
}

// chooseRows gives a row to each piece that stands in enough phrases.
func (l *learner) chooseRows(examples []example, of []int) {
	type seen struct{ phrases, last int }
	counts := map[uint32]seen{}
	for i := range examples {
		for _, key := range examples[i].pieces {
			if count := counts[key]; count.phrases == 0 || count.last != of[i] {
				counts[key] = seen{phrases: count.phrases + 1, last: of[i]}
			}
		}
	}
	for key, count := range counts {
		if count.phrases >= rarest {
			l.keys = append(l.keys, key)
		}
	}
	l.keys = append(l.keys, linear.Unknown)
	slices.Sort(l.keys)
	for row, key := range l.keys {
		l.rows[key] = int32(row)
	}
}

// step learns from one message.
func (l *learner) step(pieces []int32, class int, weight float32, choice *random) {
	kept := make([]int32, 0, 256)
	for _, row := range pieces {
		if row >= 0 && !choice.chance(dropped) {
			kept = append(kept, row)
		}
	}
	// A piece without a row counts in the length, as it will when it is read.
	length := linear.Length(len(pieces)) / (1 - dropped/100.0)
	probabilities := l.probabilities(kept, length)
	for other, probability := range probabilities {
		gradient := probability
		if other == class {
			gradient--
		}
		gradient *= weight
		if gradient > -negligible && gradient < negligible {
			continue
		}
		l.biasSq[other] += float32(gradient * gradient)
		l.bias[other] -= float32(rate * gradient / (1 + root(l.biasSq[other])))
		gradient *= length
		for _, row := range kept {
			at := int(row)*l.classes + other
			slope := gradient + float32(decay*l.weights[at])
			l.squares[at] += float32(slope * slope)
			l.weights[at] -= float32(rate * slope / (0.01 + root(l.squares[at])))
		}
	}
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// probabilities of the classes for a message with these rows.
func (l *learner) probabilities(rows []int32, length float32) []float32 {
	scores := make([]float32, l.classes)
	for _, row := range rows {
		weights := l.weights[int(row)*l.classes:][:l.classes]
		for class, weight := range weights {
			scores[class] += weight
		}
	}
	for class := range scores {
		scores[class] = l.bias[class] + float32(scores[class]*length)
	}
	softmax(scores)
	return scores
}

func softmax(scores []float32) {
	highest := slices.Max(scores)
	var whole float32
	for i := range scores {
		scores[i] = float32(math.Exp(float64(scores[i] - highest)))
		whole += scores[i]
	}
	for i := range scores {
		scores[i] /= whole
	}
}
