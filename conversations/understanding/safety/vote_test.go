package safety

import (
	"testing"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

// swayed is a detector with a model that always votes for a class.
func swayed(t *testing.T, class int) *Detector {
	t.Helper()
	detector, err := Load(embeddedLexicons, "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	bias := make([]float32, len(Votes()))
	bias[class] = 50
	detector.model = (&linear.File{Classes: Votes(), Bias: bias, Scale: make([]float32, len(bias))}).Model()
	read, err := learnt()
	if err != nil {
		t.Fatal(err)
	}
	detector.judge = judge{learnt: read}
	return detector
}

// TestWhatTheModelOutvotes holds that it adds alarms of its own and outvotes
// rules, but neither keywords nor anybody who speaks of dying.
func TestWhatTheModelOutvotes(t *testing.T) {
	t.Parallel()
	const ordinary, emergency, revocation = 0, 1, 2
	for _, c := range []struct {
		class int
		text  string
		want  Finding
	}{
		{emergency, "can I come on Tuesday", Finding{Emergency: Unspecified}},
		{emergency, "I can't breathe", Finding{Emergency: Breathing, Language: "en"}},
		{emergency, "STOP", Finding{Emergency: Unspecified, Keyword: Stop}},
		{revocation, "can I come on Tuesday", Finding{Keyword: Stop}},
		{revocation, "START", Finding{Keyword: Start}},
		{ordinary, "quiero matarme", Finding{Emergency: SelfHarm, Language: "es"}},
		{ordinary, "STOP", Finding{Keyword: Stop}},
		{ordinary, "seizure", Finding{}},
	} {
		if got := swayed(t, c.class).Read(words.Tokenize(words.Clean(c.text))); got != c.want {
			t.Errorf("%q, voted %s: %+v, want %+v", c.text, Votes()[c.class], got, c.want)
		}
	}
}

// TestVotingAllocatesNothing holds for messages of ordinary length.
func TestVotingAllocatesNothing(t *testing.T) { //nolint:paralleltest // other tests would allocate meanwhile
	tokens := words.Tokenize(words.Clean("Good morning, could I see Dr Lee next Tuesday afternoon about my knee, please?"))
	detector, room := Embedded(), new(storage)
	scanned := detector.scan(tokens, new(storage))
	if allocations := testing.AllocsPerRun(100, func() { detector.vote(scanned, room) }); allocations > 0 {
		t.Errorf("%.0f allocations", allocations)
	}
}

// BenchmarkVote is what the model adds to the reading of a message.
func BenchmarkVote(b *testing.B) {
	tokens := words.Tokenize(words.Clean("Good morning, could I see Dr Lee next Tuesday afternoon about my knee, please?"))
	detector, room := Embedded(), new(storage)
	scanned := detector.scan(tokens, new(storage))
	b.ReportAllocs()
	for b.Loop() {
		detector.vote(scanned, room)
	}
}
