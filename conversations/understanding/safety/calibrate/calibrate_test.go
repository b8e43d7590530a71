package main

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/conversations/understanding/safety"
)

// TestTheJudgementIsOfThesePhrases: whoever changes a rule, a phrase or the model
// lets the judge learn anew.
func TestTheJudgementIsOfThesePhrases(t *testing.T) {
	t.Parallel()
	read, err := readPhrases(os.DirFS("../calibration"))
	if err != nil {
		t.Fatal(err)
	}
	calibrated, err := safety.Calibrated()
	if err != nil {
		t.Fatal(err)
	}
	if calibrated != read.digest {
		t.Error("the judge of safety has not learnt from the phrases as they are now: run go generate ./conversations/understanding/safety and commit judgement.json")
	}
}

// TestNoPhraseIsBothLearntAndSetAside: a judge that sees what the model has learnt
// would trust it too far.
func TestNoPhraseIsBothLearntAndSetAside(t *testing.T) {
	t.Parallel()
	aside, err := readPhrases(os.DirFS("../calibration"))
	if err != nil {
		t.Fatal(err)
	}
	learnt, err := readPhrases(os.DirFS("../dev"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i := range learnt.all {
		known[strings.ToLower(learnt.all[i].text)] = true
	}
	shared := 0
	for i := range aside.all {
		if known[strings.ToLower(aside.all[i].text)] {
			shared++
		}
	}
	if shared > 0 {
		t.Errorf("%d phrases are in both", shared)
	}
}

// TestLearn finds which reason counts, and that the balance of the examples
// doesn't.
func TestLearn(t *testing.T) {
	t.Parallel()
	var cases []instance
	for i := range 300 {
		yes := i%10 == 0
		says := 0.0
		if yes != (i%50 == 0) { // one in five of the yes is silent, and few of the others speak
			says = 1
		}
		cases = append(cases, instance{is: yes, reasons: []float64{1, says, float64(i / 10 % 2)}})
	}
	balance(cases)
	weights := learn(cases)
	if weights[1] < 1 || math.Abs(weights[2]) > weights[1]/2 {
		t.Errorf("learnt %v", weights)
	}
	if silent := safety.Weight([]float64{1, 0, 0}, weights); silent > 0 {
		t.Errorf("who is silent is believed: %v", silent)
	}
}

// TestReadPhrases takes the kind from the name, and refuses a file without one.
func TestReadPhrases(t *testing.T) {
	t.Parallel()
	read, err := readPhrases(fstest.MapFS{
		"en.near5.txt": {Data: []byte("# heading\n\ncan I stop by at 5?\n")}, "en.emergency.txt": {Data: []byte("he is not breathing\n")},
		"README.md": {Data: []byte("what this is")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.all) != 2 || read.all[1].kind != near || len(read.cases(revocation)) != 1 || len(read.cases(emergency)) != 1 {
		t.Errorf("read %+v", read.all)
	}
	if _, err := readPhrases(fstest.MapFS{"phrases.txt": {Data: []byte("x\n")}}); err == nil {
		t.Error("a file without a kind is read")
	}
	var report bytes.Buffer
	crossValidate(&report, "nothing", nil)
	if !strings.Contains(report.String(), "nothing") {
		t.Errorf("reported %q", report.String())
	}
}
