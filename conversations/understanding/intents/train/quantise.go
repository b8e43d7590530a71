package main

import (
	"cmp"
	"math"
	"slices"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/intents/linear"
)

// largest is how many pieces a model keeps: those with the largest weights.
const largest = 44000

// file rounds the weights to eight bits and keeps the pieces that matter.
func (l *learner) file(temperature, threshold float32, digest [32]byte) *linear.File {
	rows := make([]int, len(l.keys))
	norms := make([]float32, len(l.keys))
	for row := range rows {
		rows[row] = row
		for _, weight := range l.weights[row*l.classes:][:l.classes] {
			norms[row] += float32(weight * weight)
		}
	}
	if len(rows) > largest {
		slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(norms[b], norms[a]) })
		rows = rows[:largest]
		slices.Sort(rows)
	}
	file := &linear.File{Digest: digest, Threshold: threshold, Bias: make([]float32, l.classes), Scale: make([]float32, l.classes)}
	for _, label := range intents.Labels {
		file.Classes = append(file.Classes, string(label))
	}
	for class := range l.classes {
		for _, row := range rows {
			file.Scale[class] = max(file.Scale[class], abs(l.weights[row*l.classes+class]))
		}
		file.Scale[class] = max(file.Scale[class]/127, 1e-9)
	}
	for _, row := range rows {
		file.Keys = append(file.Keys, l.keys[row])
		for class := range l.classes {
			weight := l.weights[row*l.classes+class] / file.Scale[class]
			file.Weights = append(file.Weights, int8(math.RoundToEven(float64(weight))))
		}
	}
	for class := range l.classes {
		file.Bias[class] = l.bias[class] / temperature
		file.Scale[class] /= temperature
	}
	return file
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }
