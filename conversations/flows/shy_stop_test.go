package flows

import (
	"strings"
	"testing"
)

// endsTold says whether somebody is told how messages end.
type endsTold int

const (
	unsaid endsTold = iota
	saidHow
	either
)

// TestIDoNotWantItEndsMessagesUnlessItAnswers holds that such words end the
// messages where nothing was talked about (invariants 22 and 23 of the trust
// facts); that they are a no to what waits for one; and that right after
// something was left they are told how messages end, and end them when they come
// again. Nobody is left without either.
func TestIDoNotWantItEndsMessagesUnlessItAnswers(t *testing.T) {
	t.Parallel()
	const known = "country: US\nknown: Sam Carter\nlanguage: en\n"
	const wasLeft = known + "patient: cleaning with dr lee on tuesday at 10\npatient: never mind\n"
	for _, word := range []string{"not interested", "i don't want this", "no quiero", "no me interesa", "não quero", "chega"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			said := "patient: " + word + "\n"
			for name, c := range map[string]struct {
				script string
				ends   bool
				how    endsTold
			}{
				"out of the blue":           {known + said, true, unsaid},
				"days after":                {wasLeft + "clock: 48h\n" + said, true, unsaid},
				"to a question":             {known + "patient: cleaning with dr lee on tuesday at 10\n" + said, false, unsaid},
				"to what is my name":        {"country: US\nlanguage: en\npatient: register\n" + said, false, unsaid},
				"to the menu":               {known + "patient: hi\n" + said, false, saidHow},
				"to an offer":               {known + "has: 4 15 1 2\noffer: sooner 1\n" + said, false, either},
				"to a reminder":             {known + "has: 4 15 1 2\nreminder:\n" + said, false, either},
				"twice to a reminder":       {known + "has: 4 15 1 2\nreminder:\n" + said + "patient: no, go on\n" + said + said + said, true, saidHow},
				"after something was left":  {wasLeft + said, false, saidHow},
				"said again":                {wasLeft + said + said, true, saidHow},
				"said again an hour later":  {wasLeft + said + "clock: 61m\n" + said, true, saidHow},
				"beside another word of it": {wasLeft + "patient: stop texting me, " + word + "\n", true, unsaid},
			} {
				played := play(t, c.script)
				if strings.Contains(played, "does: opt out") != c.ends {
					t.Errorf("%s: want an end of the messages %v:\n%s", name, c.ends, played)
				}
				tells := strings.Contains(played, "STOP ends them") || strings.Contains(played, "con STOP deja de recibirlos") || strings.Contains(played, "com STOP elas param")
				if c.how != either && tells != (c.how == saidHow) {
					t.Errorf("%s: whether it was told how messages end is %v:\n%s", name, tells, played)
				}
			}
		})
	}
}
