package intents

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/conversations/understanding/words"
)

func read(text string) []words.Token { return words.Tokenize(words.Clean(text)) }

// TestClassify: what patients want, in the words of three languages and as
// they are typed.
func TestClassify(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Label{
		"hiya, any chance of seeing the dentist this week pls": Book,
		"cant come tmrw my kid is poorly, pls cancel":          Cancel,
		"could we do thursday insted of tuesday":               Reschedule,
		"wat time is my appointment again":                     List,
		"have my blood results come back":                      Results,
		"i've nearly run out of my blood pressure tablets":     Refill,
		"how much do i owe for last month":                     Billing,
		"stuck in traffic, 15 mins late sorry":                 RunningLate,
		"im in the waiting room":                               CheckIn,
		"there's no Priya here, wrong number":                  WrongNumber,
		"can i talk to an actual person":                       Human,
		"are you a robot or what":                              BotChallenge,
		"where can i leave my car when i come":                 Facility,
		"do you take bupa":                                     Insurance,
		"its for my little boy":                                ForOther,
		"idk":                                                  Unsure,
		"whatever is easiest":                                  DontCare,
		"nevermind, forget it":                                 Abort,
		"the receptionist was so rude to me":                   Complaint,
		"quiero sacar cita con el dentista":                    Book,
		"no voy a poder ir mañana, cancelen porfa":             Cancel,
		"ya salieron mis examenes?":                            Results,
		"es para mi hija":                                      ForOther,
		"cuanto debo":                                          Billing,
		"quero marcar uma consulta":                            Book,
		"preciso desmarcar minha consulta de amanhã":           Cancel,
		"meu exame já ficou pronto?":                           Results,
		"vou me atrasar 10 minutos":                            RunningLate,
		"who won the cricket last night":                       OutOfScope,
		"turn the bedroom lamp off":                            OutOfScope,
		"va a llover mañana":                                   OutOfScope,
		"toca uma música da anitta":                            OutOfScope,
		"xkcd qwpoi zzz":                                       OutOfScope,
		"":                                                     OutOfScope,
	} {
		if got := Classify(read(text)); got.Label != want {
			t.Errorf("%q: %s (%.2f), want %s", text, got.Label, got.Confidence, want)
		}
	}
}

// TestExpected: what the open question waits for is believed more readily, and
// nothing else is worse for it.
func TestExpected(t *testing.T) {
	t.Parallel()
	for text, labels := range map[string][2]Label{
		"my mum":            {ForOther, ForOther},
		"i want to cancel":  {Cancel, ForOther},
		"what do i owe you": {Billing, ForSelf},
	} {
		message := read(text)
		if got := Classify(message, labels[1]); got.Label != labels[0] {
			t.Errorf("%q, waiting for %s: %s", text, labels[1], got.Label)
		}
	}
	before, after := confidence(read("monday"), Date), confidence(read("monday"), Date, Date)
	if after < before {
		t.Errorf("a date that was waited for is believed less: %.3f, then %.3f", before, after)
	}
}

func confidence(message []words.Token, label Label, expected ...Label) float32 {
	for _, guess := range Rank(message, expected...) {
		if guess.Label == label {
			return guess.Confidence
		}
	}
	return 0
}

// TestAnchors: a "not" turns around what the other words add up to.
func TestAnchors(t *testing.T) {
	t.Parallel()
	for text, unwanted := range map[string]Label{
		"please don't cancel my appointment": Cancel, "no quiero cancelar mi cita": Cancel, "não cancele minha consulta": Cancel,
		"I'm not here": CheckIn, "no llegué": CheckIn, "não cheguei": CheckIn, "I won't be there": Confirm, "no confirmo": Confirm,
	} {
		if got := Classify(read(text)); got.Label == unwanted {
			t.Errorf("%q: %s (%.2f)", text, got.Label, got.Confidence)
		}
	}
	for _, line := range []string{"", "cancel", "cancel:", "nothing: words", "not: words", "not cancel"} {
		if rule, err := parseAnchor(line); err == nil {
			t.Errorf("%q: %+v", line, rule)
		}
	}
}

// TestAll: several things wanted in one message, in their order.
func TestAll(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"cancel my appointment, and do you have parking?":                 "cancel facility",
		"are my results back, and i need more of my blood pressure pills": "results refill",
		"what time do you open, and where are you located?":               "hours directions",
		"quiero cancelar mi cita y también quiero pagar mi factura":       "cancel pay",
		"i want to book an appointment":                                   "book",
		"the weather is lovely and my dog likes the beach":                "",
		"": "",
	} {
		var got []string
		for _, guess := range All(read(text)) {
			got = append(got, string(guess.Label))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

// TestAnyMessage holds for whatever is typed: no panic, the same answer twice,
// likelihoods in order and of which none is above one, each label once.
func TestAnyMessage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.OneOf(
			rapid.String(), rapid.StringMatching(`([a-zñãé]{1,9}[ ,.!?]{1,2}){0,30}`),
		).Draw(t, "text"))
	})
}

func FuzzClassify(f *testing.F) {
	for _, seed := range []string{"", "cancel it", "¿Mañana?", "أريد موعدا", "मुझे अपॉइंटमेंट चाहिए", "a,b,c", "\xff\xfe", strings.Repeat("y ", 500), strings.Repeat("a", 5000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

func check(t interface{ Fatalf(string, ...any) }, text string) {
	message := read(text)
	ranked := Rank(message)
	if ranked != Rank(message) {
		t.Fatalf("%q: two answers", text)
	}
	last := float32(1.0001)
	for _, guess := range ranked {
		if !(guess.Confidence >= 0 && guess.Confidence <= last) {
			t.Fatalf("%q: %v", text, ranked)
		}
		last = guess.Confidence
	}
	seen := map[Label]bool{}
	for _, guess := range All(message) {
		if seen[guess.Label] || guess.Label == OutOfScope || !slices.Contains(Labels, guess.Label) {
			t.Fatalf("%q: %v", text, All(message))
		}
		seen[guess.Label] = true
	}
}

// TestClassifyAllocatesNothing keeps the cost of a message where it is.
//
//nolint:paralleltest // what other tests allocate would be counted, too
func TestClassifyAllocatesNothing(t *testing.T) {
	message := read("hi, i'd like to book a check-up for my son on tuesday please")
	Classify(message)
	if allocations := testing.AllocsPerRun(100, func() { Classify(message) }); allocations > 0 {
		t.Errorf("%.0f allocations a message", allocations)
	}
}

func BenchmarkClassify(b *testing.B) {
	message := read("hi, i'd like to book a check-up for my son on tuesday please")
	for b.Loop() {
		Classify(message)
	}
}

func BenchmarkAll(b *testing.B) {
	message := read("hi, i need to cancel tomorrow, and can you tell me what i owe?")
	for b.Loop() {
		All(message)
	}
}
