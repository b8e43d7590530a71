package main

import (
	"math"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/intents/linear"
)

// largest is how many weights a model keeps: the largest ones.
const largest = 900_000

// file rounds the weights to eight bits.
func (l *learner) file(temperature, threshold float32, digest [32]byte) *linear.File {
	file := &linear.File{Digest: digest, Threshold: threshold, Keys: l.keys}
	for _, label := range intents.Labels {
		file.Classes = append(file.Classes, string(label))
	}
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
