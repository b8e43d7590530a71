package main

import (
	"bytes"
	"os"
	"testing"
	"testing/fstest"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/safety"
)

// TestWeightsAreOfThesePhrases: whoever changes a phrase trains the model, too.
func TestWeightsAreOfThesePhrases(t *testing.T) {
	t.Parallel()
	read, err := readCorpus(os.DirFS("../phrases"))
	if err != nil {
		t.Fatal(err)
	}
	if err := read.check(); err != nil {
		t.Error(err)
	}
	trained, err := intents.Trained()
	if err != nil {
		t.Fatal(err)
	}
	if trained != read.digest {
		t.Error("the model has not learnt the phrases as they are now: run go generate ./conversations/understanding/intents and commit weights.bin")
	}
}

// TestVotesAreOfThesePhrases: whoever changes a phrase about emergencies or
// opt-outs trains the model that votes on them, too.
func TestVotesAreOfThesePhrases(t *testing.T) {
	t.Parallel()
	read, err := readCorpus(os.DirFS("../phrases"))
	if err != nil {
		t.Fatal(err)
	}
	votes, err := readBallot(read, os.DirFS("../../safety/dev"))
	if err != nil {
		t.Fatal(err)
	}
	if err := votes.check(); err != nil {
		t.Error(err)
	}
	trained, err := safety.Trained()
	if err != nil {
		t.Fatal(err)
	}
	if trained != votes.digest {
		t.Error("the model of safety has not learnt the phrases as they are now: run go generate ./conversations/understanding/safety and commit weights.bin")
	}
}

// TestSameVotesSameBytes: nor has the training of votes.
func TestSameVotesSameBytes(t *testing.T) {
	t.Parallel()
	var made [2][]byte
	for i := range made {
		read, err := readCorpus(toy())
		if err != nil {
			t.Fatal(err)
		}
		votes, err := readBallot(read, fstest.MapFS{
			"toy.emergency2.txt": {Data: []byte("mi ne povas spiri\nŝi ne spiras\n")},
			"toy.revocation.txt": {Data: []byte("ne plu skribu al mi\nne skribu\n")},
			"toy.near.txt":       {Data: []byte("skribu al mi\n")},
		})
		if err != nil {
			t.Fatal(err)
		}
		made[i] = votes.learn(votes.all()).Encode()
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("the same phrases gave two models")
	}
	if _, err := readBallot(&corpus{}, fstest.MapFS{"toy.nothing.txt": {Data: []byte("x\n")}}); err == nil {
		t.Error("phrases of nothing are taken for some to vote on")
	}
}

// toy is a language of a few phrases.
func toy() fstest.MapFS {
	return fstest.MapFS{
		"toy/book.txt":   {Data: []byte("# wanting\nmi volas [rendevuon|viziton]\nrendevuo {day}\nlibera horo\n")},
		"toy/cancel.txt": {Data: []byte("nuligu [ĝin|la rendevuon]\nmi ne venos {day}\n")},
		"toy/slots.txt":  {Data: []byte("day = lundo | mardo\nbefore = saluton,\nafter = dankon\n")},
	}
}

// TestSamePhrasesSameBytes: training has no chance in it.
func TestSamePhrasesSameBytes(t *testing.T) {
	t.Parallel()
	var made [2][]byte
	for i := range made {
		read, err := readCorpus(toy())
		if err != nil {
			t.Fatal(err)
		}
		made[i] = train(read).Encode()
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("the same phrases gave two models")
	}
}

// TestFill: alternatives, also within one another, and slots.
func TestFill(t *testing.T) {
	t.Parallel()
	slots := map[string][]string{"day": {"monday"}}
	for text, want := range map[string]string{
		"on {day}": "on monday", "[a|a] b": "a b", "[a [b|b]|a b] c": "a b c", "x[|]y": "xy", "plain": "plain",
	} {
		if got, err := fill(text, slots, randomFor(text)); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"on {nothing}", "[a|b", "{day", "a [b"} {
		if got, err := fill(text, slots, randomFor(text)); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestUnknownFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"en/bok.txt", "en/book", "en/slot.txt"} {
		if _, err := readCorpus(fstest.MapFS{name: {Data: []byte("x\n")}}); err == nil {
			t.Errorf("%s is taken for a file of phrases", name)
		}
	}
}
