package linear

import (
	"math"
	"math/bits"
)

// Unknown is the piece that stands for all that have no row of their own: the
// more of a message is unknown, the less the rest of it says.
const Unknown uint32 = 1

// Weight is what a piece says of one class, in steps of the class's scale.
type Weight struct {
	Class uint8
	Value int8
}

// Model scores the classes for a message. It is immutable and safe for
// concurrent use.
type Model struct {
	// bias and scale are per class.
	bias, scale []float32
	// places is a table with open addressing in which the row of a piece is
	// found from its hash. The place after a row's says where the row ends.
	places  []place
	shift   int
	starts  []uint32
	weights []Weight
	unknown []Weight
}

// place is a piece and the number of its row.
type place struct{ key, row uint32 }

// newModel enters the rows of keys into a table that is at most half full.
func newModel(file *File) *Model {
	size := bits.Len(uint(2*len(file.Keys) + 1))
	model := &Model{
		bias: file.Bias, scale: file.Scale, weights: file.Weights,
		places: make([]place, 1<<size), shift: 32 - size, starts: make([]uint32, 1, len(file.Keys)+1),
	}
	for row, key := range file.Keys {
		i := key >> model.shift
		for model.places[i].key != 0 {
			i = (i + 1) & uint32(len(model.places)-1) //nolint:gosec // a table's size
		}
		model.places[i] = place{key: key, row: uint32(row)}
		model.starts = append(model.starts, model.starts[row]+uint32(file.Counts[row]))
	}
	model.unknown = model.row(Unknown)
	return model
}

// Classes is how many classes the model tells apart.
func (m *Model) Classes() int { return len(m.bias) }

// row gives the weights of a piece; of one without a row, those of Unknown.
func (m *Model) row(key uint32) []Weight {
	mask := uint32(len(m.places) - 1) //nolint:gosec // a table's size
	for i := key >> m.shift; m.places[i].key != 0; i = (i + 1) & mask {
		if m.places[i].key == key {
			row := m.places[i].row
			return m.weights[m.starts[row]:m.starts[row+1]]
		}
	}
	return m.unknown
}

// maxClasses bounds the classes of a model, so that scoring allocates nothing.
const maxClasses = 128

// Probabilities fills out, one number for each class, with how likely each is
// for a message with these pieces. They add up to one.
func (m *Model) Probabilities(out []float32, pieces []uint32) {
	var sums [maxClasses]int32
	for _, piece := range pieces {
		for _, weight := range m.row(piece) {
			sums[weight.Class&(maxClasses-1)] += int32(weight.Value)
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
