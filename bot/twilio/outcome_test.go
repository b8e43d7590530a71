package twilio

import (
	"strconv"
	"testing"

	"frontdesk/conversations/channel"
)

// TestVerdictsAreDefinite: an error code says that Twilio did not take the
// message, so no code may lead to "unknown"; and only a refusal has a remedy.
func TestVerdictsAreDefinite(t *testing.T) {
	t.Parallel()
	for code, verdict := range verdicts {
		if verdict.outcome == channel.OutcomeUnknown {
			t.Errorf("%d is unknown", code)
		}
		if verdict.outcome == channel.OutcomeNotYet && verdict.remedy != channel.RemedyNone {
			t.Errorf("%d is not yet, but wants %s", code, verdict.remedy)
		}
		want := verdict.remedy
		if verdict.outcome == channel.OutcomeNotYet {
			want = channel.RemedyLater
		}
		if got := remedyOf(strconv.Itoa(code)); got != want {
			t.Errorf("%d as a receipt wants %q", code, got)
		}
	}
}

// TestServerErrorsAreNeverDefinite holds invariant 5: behind a 5xx, or an
// answer that is not Twilio's, the message may have gone.
func TestServerErrorsAreNeverDefinite(t *testing.T) {
	t.Parallel()
	for status := 100; status < 600; status++ {
		for _, code := range []int{0, 20003, 21211, 21610, 29999} {
			got := judge(status, code)
			definite := status == 429 || status >= 400 && status < 500 && code != 0
			if (got.outcome != channel.OutcomeUnknown) != definite {
				t.Errorf("status %d, code %d: %s", status, code, got.outcome)
			}
		}
	}
	if remedyOf("") != channel.RemedyNone || remedyOf("x") != channel.RemedyNone {
		t.Error("a code that can't be read has a remedy")
	}
}
