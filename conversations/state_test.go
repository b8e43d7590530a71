package conversations

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// version1 is a state as version 1 of the format stored it, in the middle of a
// registration for a booking.
const version1 = `{"version":1,"language":"es","asked":2,"last_asked":"2026-11-20T10:00:00Z",
"question":{"number":2,"slot":"birth-date","expect":"birth-date","asked_at":"2026-11-20T10:00:00Z"},
"frames":[{"flow":"book","data":{"type_id":"74000000-0000-0000-0000-000000000001"}},
{"flow":"register","data":{"name":"Ana Souza","for_booking":true,"introduced":true},"asked":true}],
"last_activity":"2026-11-20T10:00:00Z"}`

func TestStateOfVersion1(t *testing.T) {
	t.Parallel()
	decoded, err := decodeState([]byte(version1))
	if err != nil {
		t.Fatal(err)
	}
	if decoded.Language != records.Spanish || len(decoded.Frames) != 2 || decoded.Frames[1].Flow != "register" ||
		decoded.Question.Expect != understanding.ExpectBirthDate || decoded.Version != stateVersion {
		t.Errorf("decoded %+v", decoded)
	}
	encoded, err := decoded.encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := decodeState(encoded)
	if err != nil || again.Question.Number != 2 {
		t.Errorf("after encoding: %+v, %v", again, err)
	}
}

func TestEveryOlderVersionHasAMigration(t *testing.T) {
	t.Parallel()
	for version := 1; version < stateVersion; version++ {
		if migrations[version] == nil {
			t.Errorf("no migration from version %d", version)
		}
	}
}

func TestStateThatCannotBeDecoded(t *testing.T) {
	t.Parallel()
	engine := New(Profile{Clinic: records.Clinic{Languages: []records.Language{records.English}}})
	for encoded, want := range map[string]string{
		`{"version":99}`:                     "version 99 is unknown",
		`{}`:                                 "version 0 is unknown",
		`nonsense`:                           "decode conversation state",
		`{"version":1,"frames":"x"}`:         "decode conversation state",
		`{"version":1,"question":{"number":`: "decode conversation state",
	} {
		state, effects, err := engine.Step([]byte(encoded), MessageReceived{Text: "Ana Souza"}, channel.Capabilities{}, time.Unix(0, 0))
		if err == nil || !strings.Contains(err.Error(), want) || state != nil || effects != nil {
			t.Errorf("%s: error %v, want %q", encoded, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "Souza") {
			t.Errorf("the error names the patient: %v", err)
		}
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	asked := time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		passed        time.Duration
		closed        bool
		open, resumes bool
	}{
		"in time":         {time.Hour, false, true, true},
		"the next day":    {25 * time.Hour, true, false, true},
		"after two weeks": {14 * 24 * time.Hour, false, false, false},
	}
	for name, c := range cases {
		s := &state{Question: &Question{AskedAt: asked}, Frames: []frame{{Flow: "book"}}, LastActivity: asked}
		closed := s.age(asked.Add(c.passed))
		if closed != c.closed || (s.Question != nil) != c.open || (len(s.Frames) > 0) != c.resumes {
			t.Errorf("%s: closed %v, state %+v", name, closed, s)
		}
	}
}

func TestFramesAreBounded(t *testing.T) {
	t.Parallel()
	turn := &Turn{state: &state{}, engine: &Engine{flows: map[string]Flow{}}}
	for range 20 {
		turn.state.Frames = append(turn.state.Frames, frame{Flow: "x"})
	}
	turn.engine.flows["x"] = passerby{}
	turn.Begin("x", map[string]int{"n": 1})
	if len(turn.state.Frames) > maxFrames {
		t.Errorf("%d frames", len(turn.state.Frames))
	}
	var data map[string]int
	turn.Load(&data)
	if data["n"] != 1 {
		t.Errorf("the newest frame has lost its data: %v", data)
	}
}

// passerby is a flow that does nothing.
type passerby struct{}

func (passerby) Name() string                    { return "x" }
func (passerby) Intents() []understanding.Intent { return nil }
func (passerby) Passing() bool                   { return false }
func (passerby) Receive(*Turn) bool              { return false }
func (passerby) Next(*Turn)                      {}
func (passerby) Answered(*Turn, Event)           {}
func (passerby) Back(*Turn) bool                 { return false }
func (passerby) Leave(*Turn)                     {}

func FuzzDecodeState(f *testing.F) {
	f.Add([]byte(version1))
	f.Add([]byte(`{"version":1,"frames":[{"flow":"book","data":{"offers":null}}]}`))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		decoded, err := decodeState(encoded)
		if err != nil {
			return
		}
		if again, err := decoded.encode(); err != nil || !json.Valid(again) {
			t.Fatalf("a state that decodes doesn't encode: %v", err)
		}
	})
}
