package flows

import (
	"strings"
	"testing"
)

// TestIDoNotWantItEndsMessagesUnlessItAnswers holds that such words end the
// messages where nothing was talked about (invariants 22 and 23 of the trust
// facts); that they are a no to what waits for one; and that right after
// something was left they are told how messages end, and end them when they come
// again. Nobody is left without either.
func TestIDoNotWantItEndsMessagesUnlessItAnswers(t *testing.T) {
	t.Parallel()
	const known = "country: US\nknown: Sam Carter\nlanguage: en\n"
	const left = known + "patient: cleaning with dr lee on tuesday at 10\npatient: never mind\n"
	for _, word := range []string{"not interested", "i don't want this", "no quiero", "no me interesa", "não quero", "chega"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			said := "patient: " + word + "\n"
			for name, c := range map[string]struct {
				script string
				ends   bool
				tells  bool
			}{
				"out of the blue":           {known + said, true, false},
				"days after":                {left + "clock: 48h\n" + said, true, false},
				"to a question":             {known + "patient: cleaning with dr lee on tuesday at 10\n" + said, false, false},
				"to an offer":               {known + "has: 4 15 1 2\noffer: sooner 1\n" + said, false, false},
				"after something was left":  {left + said, false, true},
				"said again":                {left + said + said, true, true},
				"said again an hour later":  {left + said + "clock: 61m\n" + said, true, true},
				"beside another word of it": {left + "patient: stop texting me, " + word + "\n", true, false},
			} {
				told := play(t, c.script)
				if strings.Contains(told, "does: opt out") != c.ends {
					t.Errorf("%s: want an end of the messages %v:\n%s", name, c.ends, told)
				}
				tells := strings.Contains(told, "leave it at that") || strings.Contains(told, "lo dejamos así") || strings.Contains(told, "fica assim")
				if tells != c.tells {
					t.Errorf("%s: want it told how messages end %v:\n%s", name, c.tells, told)
				}
			}
		})
	}
}
