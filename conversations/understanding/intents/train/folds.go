package main

import (
	"fmt"
	"io"
	"slices"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/intents/linear"
)

// folds is into how many parts the phrases are parted to see how the model
// does on those it has not learnt.
const folds = 5

// largest is how many weights the model of intents keeps: the largest ones.
const largest = 900_000

// labels are the names of the intents, in the order of their classes.
func labels() []string {
	names := make([]string, len(intents.Labels))
	for class, label := range intents.Labels {
		names[class] = string(label)
	}
	return names
}

// all names every phrase.
func (c *corpus) all() []int {
	all := make([]int, len(c.phrases))
	for i := range all {
		all[i] = i
	}
	return all
}

// train learns all phrases.
func train(read *corpus) *linear.File {
	return read.learn(read.all()).file(labels(), temperature, threshold, read.digest)
}

// learn trains on some of the phrases.
func (c *corpus) learn(chosen []int) *learner {
	var examples []example
	var of []int
	for _, i := range chosen {
		for _, one := range c.examples(c.phrases[i], true) {
			examples = append(examples, one)
			of = append(of, i)
		}
	}
	return learn(examples, of, len(intents.Labels), largest)
}

// tally counts what became of the held-out phrases of one label.
type tally struct{ said, right, heard int }

// part parts the phrases into those to learn and those to hold out.
func (c *corpus) part(fold int) (learnt, held []int) {
	for i, one := range c.phrases {
		if randomFor("fold "+one.text).below(folds) == fold {
			held = append(held, i)
		} else {
			learnt = append(learnt, i)
		}
	}
	return learnt, held
}

// crossValidate reports how phrases are understood by models that have not
// seen them.
func crossValidate(read *corpus, out io.Writer) error {
	tallies := make([]tally, len(intents.Labels))
	outOfScope := slices.Index(intents.Labels, intents.OutOfScope)
	for fold := range folds {
		learnt, held := read.part(fold)
		model := read.learn(learnt).file(labels(), temperature, threshold, read.digest).Model()
		probabilities := make([]float32, model.Classes())
		for _, i := range held {
			one := read.phrases[i]
			text, err := fill(one.text, read.slots[one.language], randomFor(one.text))
			if err != nil {
				return err
			}
			model.Probabilities(probabilities, read.pieces(text))
			guess := outOfScope
			for class, probability := range probabilities {
				if probability >= threshold {
					guess = class
				}
			}
			tallies[one.class].said++
			tallies[guess].heard++
			if guess == one.class {
				tallies[guess].right++
			}
		}
	}
	tabulate(out, tallies)
	return nil
}

// tabulate writes a table of precision and recall.
func tabulate(out io.Writer, tallies []tally) {
	var said, right int
	var sum float64
	_, _ = fmt.Fprintf(out, "%-18s %6s %6s %6s %6s\n", "label", "n", "P", "R", "F1")
	for class, label := range intents.Labels {
		t := tallies[class]
		f1 := 100 * float64(2*t.right) / float64(max(1, t.said+t.heard))
		_, _ = fmt.Fprintf(out, "%-18s %6d %6.1f %6.1f %6.1f\n", label, t.said, percent(t.right, t.heard), percent(t.right, t.said), f1)
		said += t.said
		right += t.right
		sum += f1
	}
	oos := tallies[len(tallies)-1]
	_, _ = fmt.Fprintf(out, "%d phrases: %.1f %% right, macro-F1 %.1f, %.1f %% of what is out of scope accepted\n",
		said, percent(right, said), sum/float64(len(tallies)), 100-percent(oos.right, oos.said))
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }
