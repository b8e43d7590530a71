package flows

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// wayOut are the words that lead out of any flow, in the language of each.
var wayOut = map[records.Language]struct{ person, start string }{
	records.English:    {"I want to talk to a person", "start over"},
	records.Spanish:    {"quiero hablar con una persona", "empezar de nuevo"},
	records.Portuguese: {"quero falar com uma pessoa", "começar de novo"},
}

// TestTheWayOutIsAlwaysInReach holds that from any state that a conversation
// can reach, whoever asks for a person is handed over, and whoever wants to
// start over has nothing left under way and is asked what they would like.
func TestTheWayOutIsAlwaysInReach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, rapid.SampledFrom([]string{"GB", "ES", "BR"}).Draw(t, "country"), sms)
		w.knows([][]string{nil, {"Sam Carter"}, {"Maria Costa", "Leo Costa"}}[rapid.IntRange(0, 2).Draw(t, "persons")]...)
		w.contact.Level = records.ContentLevel(rapid.IntRange(int(records.ContentNeutral), int(records.ContentNames)).Draw(t, "level"))
		if rapid.Bool().Draw(t, "questions") {
			for _, question := range rapid.Permutation(clinicQuestions).Draw(t, "asked")[:3] {
				w.asks(question)
			}
		}
		w.identityURL, w.payURL = "https://front.example/l/ribera#secret", "https://front.example/pay/ribera#secret"
		for range rapid.IntRange(1, 12).Draw(t, "messages") {
			w.now = w.now.Add(rapid.SampledFrom([]time.Duration{time.Minute, 13 * time.Hour}).Draw(t, "passed"))
			w.write(conversations.MessageReceived{Text: rapid.SampledFrom(said).Draw(t, "text")})
		}
		if w.contact.OptedOut {
			return
		}
		words := wayOut[w.language()]
		if rapid.Bool().Draw(t, "person") {
			effects := w.write(conversations.MessageReceived{Text: words.person})
			if !slices.ContainsFunc(effects, raisesTask) {
				t.Fatalf("%q raises no task: %+v", words.person, effects)
			}
			return
		}
		w.write(conversations.MessageReceived{Text: words.start})
		left := underWayIn(t, w.state)
		if len(left.Frames) > 1 || len(left.Frames) == 1 && left.Frames[0].Flow != conversations.FlowMenu || left.Question == nil {
			t.Fatalf("%q leaves %s", words.start, w.state)
		}
	})
}

func raisesTask(effect conversations.Effect) bool {
	_, ok := effect.(conversations.OpenTask)
	return ok
}

// underWay is what a state has begun and not ended.
type underWay struct {
	Frames []struct {
		Flow string `json:"flow"`
	} `json:"frames"`
	Question json.RawMessage `json:"question"`
}

func underWayIn(t failer, state []byte) underWay {
	t.Helper()
	var found underWay
	if err := json.Unmarshal(state, &found); err != nil {
		t.Fatalf("state %s: %v", state, err)
	}
	return found
}

func (u underWay) has(flow string) bool {
	for _, frame := range u.Frames {
		if frame.Flow == flow {
			return true
		}
	}
	return false
}

// leaving are words that end a flow before its own end.
var leaving = regexp.MustCompile(`(?i)start over|never ?mind|forget it|menu|empezar de nuevo|olv[ií]d|come[cç]ar de novo|deixa|stop|wrong number`)

// TestEveryFlowReachesItsEnd holds that each flow that waits for an answer comes
// to its own end in some transcript, by an answer and not by being left, however
// little answers may give away.
func TestEveryFlowReachesItsEnd(t *testing.T) {
	t.Parallel()
	for _, level := range []records.ContentLevel{records.ContentLogistics, records.ContentNames} {
		t.Run(fmt.Sprintf("at level %d", level), func(t *testing.T) {
			t.Parallel()
			everyFlowReachesItsEnd(t, level)
		})
	}
}

func everyFlowReachesItsEnd(t *testing.T, level records.ContentLevel) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "transcripts", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	begun, ended := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var before underWay
		s := &script{within: &level, heard: func(text string, state []byte) {
			now := underWayIn(t, state)
			for _, frame := range before.Frames {
				ended[frame.Flow] = ended[frame.Flow] || !now.has(frame.Flow) && !leaving.MatchString(text)
			}
			for _, frame := range now.Frames {
				begun[frame.Flow] = true
			}
			before = now
		}}
		s.play(t, string(text))
	}
	const fewest = 15
	if len(begun) < fewest {
		t.Errorf("only %d flows wait for an answer: %v", len(begun), begun)
	}
	for flow := range begun {
		if !ended[flow] {
			t.Errorf("the flow %s comes to its end in no transcript", flow)
		}
	}
}
