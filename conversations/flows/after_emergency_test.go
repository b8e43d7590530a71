package flows

import (
	"strings"
	"testing"
)

// TestABareAnswerAfterAnEmergencyDoesNothing holds that what comes right after
// the advice may as well be said to that, and so does nothing to what was open
// before (invariant 12); the patient is told, once, that no help comes from here.
func TestABareAnswerAfterAnEmergencyDoesNothing(t *testing.T) {
	t.Parallel()
	opened := map[string]string{
		"booking":  "patient: cleaning with dr lee on tuesday at 10\n",
		"cancel":   "has: 4 15 1 2\npatient: cancel my appointment\n",
		"move":     "has: 4 15 1 2\npatient: move it to wednesday at 10\n",
		"reminder": "has: 4 15 1 2\nreminder:\n",
		"offer":    "has: 4 15 1 2\noffer: rebook 1\n",
		"waitlist": "has: 4 15 1 2\noffer: sooner 1\n",
		"nothing":  "",
	}
	const emergency = "patient: I can't breathe and my chest hurts\n"
	done := []string{"does: book", "does: cancel", "does: move", "does: confirm", "does: accept", "does: decline"}
	for name, before := range opened {
		for _, word := range []string{"yes", "no", "ok", "ok thanks", "thank you", "sí", "não"} {
			t.Run(name+"/"+word, func(t *testing.T) {
				t.Parallel()
				told := play(t, "country: GB\nknown: Sam Carter\nlanguage: en\n"+before+emergency+"patient: "+word+"\npatient: ok then\n")
				_, after, _ := strings.Cut(told, "does: task emergency")
				answered, _, _ := strings.Cut(after, "patient: ok then")
				for _, effect := range done {
					if strings.Contains(answered, effect) {
						t.Errorf("it did something:\n%s", told)
					}
				}
				if strings.Count(after, "I can't send help from here")+strings.Count(after, "Desde aquí no puedo")+strings.Count(after, "Por aqui não consigo") != 1 {
					t.Errorf("not told once:\n%s", told)
				}
			})
		}
	}
}
