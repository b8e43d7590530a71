package flows

import (
	"strings"
	"testing"
	"time"

	"frontdesk/conversations"
	"frontdesk/records"
)

// TestAWishIsSaidBack holds that whoever joins the wait-list reads which days and
// times they wait for, in the words of their language.
func TestAWishIsSaidBack(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ country, says, reads string }{
		{"GB", "waiting list for a cleaning, any time", "cleaning, any time."},
		{"GB", "waiting list for a cleaning, after 3pm", "cleaning, any day, at 3:00 pm or later."},
		{"GB", "waiting list for a cleaning, before 11am", "cleaning, any day, at 11:00 am at the latest."},
		{"GB", "waiting list for a cleaning, next week", "cleaning, Monday 23 November - Sunday 29 November."},
		{"US", "waiting list for a cleaning, thursday at 10", "cleaning, Thursday, November 26, at 10:00 am."},
		{"ES", "lista de espera para limpieza, los martes y jueves por la mañana", "limpieza, los martes, los jueves, por la mañana."},
		{"MX", "lista de espera para limpieza, el martes después de las 3", "limpieza, martes 24 de noviembre, a partir de las 3:00 pm."},
		{"BR", "lista de espera para limpeza, depois das 15h", "limpeza, qualquer dia, a partir das 15h."},
		{"BR", "lista de espera para limpeza, às sextas à tarde", "limpeza, às sextas, à tarde."},
	} {
		w := newWorld(t, test.country, sms)
		w.knows("Sam Carter")
		w.write(conversations.MessageReceived{Text: test.says})
		if got := w.said; !strings.Contains(got, test.reads) {
			t.Errorf("%q: %q does not say %q", test.says, got, test.reads)
		}
	}
}

// TestWhatIsSaidOnceOfAWait holds that one more day counts for half a day after
// the list was joined, and no longer once something else has begun.
func TestWhatIsSaidOnceOfAWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		between string
		passed  time.Duration
		adds    bool
	}{
		"at once": {adds: true}, "after thanks": {between: "thanks", adds: true},
		"after a booking was begun": {between: "book an x-ray"}, "the next day": {passed: 25 * time.Hour},
	} {
		w := newWorld(t, "GB", sms)
		w.knows("Sam Carter")
		w.contact.Language = records.English
		w.write(conversations.MessageReceived{Text: "waiting list for a cleaning on thursday"})
		if test.between != "" {
			w.write(conversations.MessageReceived{Text: test.between})
		}
		w.now = w.now.Add(test.passed)
		w.write(conversations.MessageReceived{Text: "and on wednesday?"})
		if adds := strings.Contains(w.said, "Thursday 26 November") && strings.Contains(w.said, "wait-list"); adds != test.adds {
			t.Errorf("%s: %q", name, w.said)
		}
	}
}
