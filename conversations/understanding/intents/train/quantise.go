package main

import (
	"math"
	"slices"

	"frontdesk/conversations/understanding/intents/linear"
)

// file rounds the weights to eight bits.
func (l *learner) file(classes []string, temperature, threshold float32, digest [32]byte) *linear.File {
	file := &linear.File{Classes: classes, Digest: digest, Threshold: threshold, Keys: l.keys}
	steps := make([]float32, l.classes)
	for at, weight := range l.weights {
		steps[at%l.classes] = max(steps[at%l.classes], abs(weight)/127)
	}
	for class := range l.classes {
		file.Bias = append(file.Bias, l.bias[class]/temperature)
		file.Scale = append(file.Scale, steps[class]/temperature)
	}
	for row := range l.keys {
		count := 0
		for class, weight := range l.weights[row*l.classes:][:l.classes] {
			if rounded := math.RoundToEven(float64(weight / max(steps[class], 1e-9))); rounded != 0 {
				file.Weights = append(file.Weights, linear.Weight{Class: uint8(class), Value: int8(rounded)})
				count++
			}
		}
		file.Counts = append(file.Counts, uint8(count))
	}
	return file
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

// forget leaves out the rows that say nothing about any class. They are no
// longer told from what was never seen, and so Unknown must say nothing either.
func (l *learner) forget() {
	kept := 0
	for row, key := range l.keys {
		weights := l.weights[row*l.classes:][:l.classes]
		if key != linear.Unknown && !slices.ContainsFunc(weights, func(weight float32) bool { return weight != 0 }) {
			continue
		}
		l.keys[kept] = key
		copy(l.weights[kept*l.classes:], weights)
		if key == linear.Unknown {
			clear(l.weights[kept*l.classes:][:l.classes])
		}
		kept++
	}
	l.keys, l.weights = l.keys[:kept], l.weights[:kept*l.classes]
}
