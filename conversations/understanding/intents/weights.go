package intents

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
)

//go:generate go run frontdesk/conversations/understanding/intents/train -phrases phrases -output weights.bin

//go:embed weights.bin
var weights []byte

// classifier is the model and how sure it must be.
type classifier struct {
	model     *linear.Model
	threshold float32
}

// loaded is the embedded model. It is part of the program, so an error in it
// is a defect that every test of this package finds.
var loaded = sync.OnceValue(func() *classifier {
	file, err := linear.Decode(weights)
	if err == nil && !slices.Equal(file.Classes, names()) {
		err = fmt.Errorf("the weights are of other labels")
	}
	if err != nil {
		panic(fmt.Sprintf("intents: %v; run go generate ./conversations/understanding/intents", err))
	}
	return &classifier{model: file.Model(), threshold: file.Threshold}
})

// Trained is the digest of the phrases that the embedded model learnt from.
func Trained() ([sha256.Size]byte, error) {
	file, err := linear.Decode(weights)
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("decode the intents' weights: %w", err)
	}
	return file.Digest, nil
}

func names() []string {
	texts := make([]string, len(Labels))
	for i, label := range Labels {
		texts[i] = string(label)
	}
	return texts
}
