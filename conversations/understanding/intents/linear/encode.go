package linear

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// File is a model as it is stored.
type File struct {
	// Digest of what the model was trained on.
	Digest [32]byte
	// Classes by name, in the order of the weights.
	Classes []string
	// Threshold is the least probability at which the model is sure.
	Threshold float32
	// Bias and Scale of each class.
	Bias, Scale []float32
	// Keys are the hashes of the pieces, in rising order; Counts how many
	// Weights each has, which stand one row after another.
	Keys    []uint32
	Counts  []uint8
	Weights []Weight
}

// magic begins every file; the last digit is the version of its form.
const magic = "FDLINEAR1"

// ErrNoModel is returned for bytes that are not a model, or not a whole one.
var ErrNoModel = errors.New("not a linear model")

// Model makes the model that a file holds.
func (f *File) Model() *Model { return newModel(f) }

// Encode writes a file's bytes: the same bytes for the same file.
func (f *File) Encode() []byte {
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(f.Digest[:])
	number := func(value uint32) { out.Write(binary.LittleEndian.AppendUint32(nil, value)) }
	number(uint32(len(f.Classes))) //nolint:gosec // at most maxClasses
	for _, class := range f.Classes {
		out.WriteByte(byte(len(class))) //nolint:gosec // names are short words
		out.WriteString(class)
	}
	number(math.Float32bits(f.Threshold))
	for class := range f.Classes {
		number(math.Float32bits(f.Bias[class]))
		number(math.Float32bits(f.Scale[class]))
	}
	number(uint32(len(f.Keys))) //nolint:gosec // fewer rows than keys
	for _, key := range f.Keys {
		number(key)
	}
	out.Write(f.Counts)
	for _, weight := range f.Weights {
		out.WriteByte(weight.Class)
		out.WriteByte(byte(weight.Value)) //nolint:gosec // the same eight bits
	}
	return out.Bytes()
}

// Decode reads what Encode wrote.
func Decode(data []byte) (*File, error) {
	r := &cursor{rest: data}
	if string(r.bytes(len(magic))) != magic {
		return nil, ErrNoModel
	}
	file := &File{}
	copy(file.Digest[:], r.bytes(len(file.Digest)))
	classes := int(r.number())
	if classes == 0 || classes > maxClasses {
		return nil, fmt.Errorf("%w: %d classes", ErrNoModel, classes)
	}
	for range classes {
		length := r.bytes(1)
		if len(length) == 1 {
			file.Classes = append(file.Classes, string(r.bytes(int(length[0]))))
		}
	}
	file.Threshold = math.Float32frombits(r.number())
	for range classes {
		file.Bias = append(file.Bias, math.Float32frombits(r.number()))
		file.Scale = append(file.Scale, math.Float32frombits(r.number()))
	}
	rows := int(r.number())
	if r.short || rows > len(r.rest)/5 {
		return nil, fmt.Errorf("%w: %d bytes for %d rows", ErrNoModel, len(r.rest), rows)
	}
	file.Keys = make([]uint32, rows)
	for i := range file.Keys {
		file.Keys[i] = r.number()
	}
	file.Counts = r.bytes(rows)
	count := 0
	for _, weights := range file.Counts {
		count += int(weights)
	}
	if len(r.rest) != 2*count {
		return nil, fmt.Errorf("%w: %d bytes for %d weights", ErrNoModel, len(r.rest), count)
	}
	file.Weights = make([]Weight, count)
	for i := range file.Weights {
		file.Weights[i] = Weight{Class: r.rest[2*i], Value: int8(r.rest[2*i+1])} //nolint:gosec // the same eight bits
		if int(file.Weights[i].Class) >= classes {
			return nil, fmt.Errorf("%w: a weight of class %d", ErrNoModel, file.Weights[i].Class)
		}
	}
	return file, nil
}

// cursor reads from the front of bytes. Past their end it reads zeros, and is
// short from then on.
type cursor struct {
	rest  []byte
	short bool
}

func (c *cursor) bytes(n int) []byte {
	if n > len(c.rest) {
		n, c.short = len(c.rest), true
	}
	taken := c.rest[:n]
	c.rest = c.rest[n:]
	return taken
}

func (c *cursor) number() uint32 {
	if taken := c.bytes(4); len(taken) == 4 {
		return binary.LittleEndian.Uint32(taken)
	}
	return 0
}
