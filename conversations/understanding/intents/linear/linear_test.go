package linear

import (
	"errors"
	"slices"
	"testing"

	"frontdesk/conversations/understanding/words"
)

func features(text string) []uint32 { return Features(nil, words.Tokenize(words.Clean(text))) }

func shared(a, b string) float64 {
	others := features(b)
	count, all := 0, features(a)
	for _, piece := range all {
		if slices.Contains(others, piece) {
			count++
		}
	}
	return float64(count) / float64(len(all))
}

// TestFeatures: what looks alike shares pieces.
func TestFeatures(t *testing.T) {
	t.Parallel()
	for _, alike := range [][2]string{
		{"Cancel", "cancel"}, {"mañana", "manana"}, {"pleeeease", "pleeeeeeeeease"}, {"in 10 days", "in 25 days"}, {"don't", "dont"},
	} {
		if share := shared(alike[0], alike[1]); share < 1 {
			t.Errorf("%q and %q share %.2f", alike[0], alike[1], share)
		}
	}
	if share := shared("appointment", "appoinment"); share < 0.5 {
		t.Errorf("a misspelt word shares %.2f with the right one", share)
	}
	// The length of the message is all that they have in common.
	if share := shared("appointment", "bus"); share > 0.05 {
		t.Errorf("two other words share %.2f", share)
	}
	if slices.Contains(features("anything at all"), Unknown) || len(features("")) > 0 {
		t.Error("a piece that is none")
	}
}

func small() *File {
	return &File{
		Digest: [32]byte{1, 2, 3}, Classes: []string{"a", "b"}, Threshold: 0.5, Bias: []float32{0, 0.5}, Scale: []float32{0.1, 0.2},
		Keys: []uint32{Unknown, 77, 4e9}, Counts: []uint8{0, 2, 1},
		Weights: []Weight{{Class: 0, Value: 100}, {Class: 1, Value: -100}, {Class: 1, Value: 50}},
	}
}

// TestEncode: what is stored is read again, and a part of it is not.
func TestEncode(t *testing.T) {
	t.Parallel()
	encoded := small().Encode()
	file, err := Decode(encoded)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(file.Encode(), encoded) {
		t.Errorf("read as %+v", file)
	}
	for length := range encoded {
		if _, err := Decode(encoded[:length]); !errors.Is(err, ErrNoModel) {
			t.Fatalf("%d bytes of %d: %v", length, len(encoded), err)
		}
	}
}

func TestProbabilities(t *testing.T) {
	t.Parallel()
	model := small().Model()
	out := make([]float32, model.Classes())
	for _, c := range []struct {
		pieces []uint32
		likely int
	}{{nil, 1}, {[]uint32{77}, 0}, {[]uint32{4e9}, 1}, {[]uint32{5, 6}, 1}} {
		model.Probabilities(out, c.pieces)
		if sum := out[0] + out[1]; sum < 0.999 || sum > 1.001 || out[c.likely] < 0.5 {
			t.Errorf("%v: %v", c.pieces, out)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(small().Encode())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := Decode(data); err == nil {
			file.Model().Probabilities(make([]float32, len(file.Classes)), []uint32{1, 2, 77})
		}
	})
}
