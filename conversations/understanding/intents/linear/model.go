package linear

import (
	"math"
	"math/bits"
)

// Model scores the classes for a message. It is immutable and safe for
// concurrent use.
type Model struct {
	classes int
	// bias and scale are per class; a weight is its eight-bit number times the
	// scale of its class.
	bias, scale []float32
	// places is a table with open addressing: the place of a piece is found
	// from its hash; weights of the piece at places[i] begin at
	// rows[i]*classes.
	places  []place
	shift   int
	weights []int8
}

type place struct{ key, row uint32 }

// newModel enters the rows of keys into a table that is at most half full.
func newModel(bias, scale []float32, keys []uint32, weights []int8) *Model {
	size := bits.Len(uint(2*len(keys) + 1))
	model := &Model{
		classes: len(bias), bias: bias, scale: scale, weights: weights,
		places: make([]place, 1<<size), shift: 32 - size,
	}
	for row, key := range keys {
		i := key >> model.shift
		for model.places[i].key != 0 {
			i = (i + 1) & uint32(len(model.places)-1) //nolint:gosec // a table's size
		}
		model.places[i] = place{key: key, row: uint32(row)}
	}
	return model
}

// Classes is how many classes the model tells apart.
func (m *Model) Classes() int { return m.classes }

// row gives where the weights of a piece begin, or -1.
func (m *Model) row(key uint32) int {
	mask := uint32(len(m.places) - 1) //nolint:gosec // a table's size
	for i := key >> m.shift; m.places[i].key != 0; i = (i + 1) & mask {
		if m.places[i].key == key {
			return int(m.places[i].row) * m.classes
		}
	}
	return -1
}

// maxClasses bounds the classes of a model, so that scoring allocates nothing.
const maxClasses = 128

// Probabilities fills out, one number for each class, with how likely each is
// for a message with these pieces. They add up to one.
func (m *Model) Probabilities(out []float32, pieces []uint32) {
	var sums [maxClasses]int32
	for _, piece := range pieces {
		start := m.row(piece)
		if start < 0 {
			continue
		}
		row := m.weights[start : start+m.classes]
		total := sums[:len(row)]
		for class, weight := range row {
			total[class] += int32(weight)
		}
	}
	length := Length(len(pieces))
	highest := float32(math.Inf(-1))
	for class := range out {
		out[class] = m.bias[class] + float32(sums[class])*m.scale[class]*length
		highest = max(highest, out[class])
	}
	var whole float32
	for class := range out {
		out[class] = float32(math.Exp(float64(out[class] - highest)))
		whole += out[class]
	}
	for class := range out {
		out[class] /= whole
	}
}

// Length is what each piece of a message of this many pieces counts for, so
// that long messages weigh no more than short ones.
func Length(pieces int) float32 {
	if pieces == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(pieces)))
}
