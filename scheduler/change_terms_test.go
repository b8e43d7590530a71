package scheduler

import (
	"testing"
	"time"

	"frontdesk/records"
)

func TestTermsOfChange(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)
	policy := records.AppointmentType{CancelNotice: 24 * time.Hour, LateCancelFee: 2500, MoveLimit: 2}
	for name, test := range map[string]struct {
		kind   records.AppointmentType
		before time.Duration
		moves  int
		want   ChangeTerms
	}{
		"no policy":                   {records.AppointmentType{}, time.Minute, 100, ChangeTerms{}},
		"in time":                     {policy, 48 * time.Hour, 0, ChangeTerms{}},
		"at the cut-off":              {policy, 24 * time.Hour, 0, ChangeTerms{}},
		"a moment after the cut-off":  {policy, 24*time.Hour - time.Microsecond, 0, ChangeTerms{Late: true, Fee: 2500}},
		"after the start":             {policy, -time.Hour, 0, ChangeTerms{Late: true, Fee: 2500}},
		"late, but free":              {records.AppointmentType{CancelNotice: time.Hour}, time.Minute, 0, ChangeTerms{Late: true}},
		"a fee without a cut-off":     {records.AppointmentType{LateCancelFee: 2500}, time.Minute, 0, ChangeTerms{}},
		"one move left":               {policy, 48 * time.Hour, 1, ChangeTerms{}},
		"no move left":                {policy, 48 * time.Hour, 2, ChangeTerms{MoveLimitReached: true}},
		"no move left, and late, too": {policy, time.Hour, 3, ChangeTerms{Late: true, Fee: 2500, MoveLimitReached: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := TermsOfChange(test.kind, start, test.moves, start.Add(-test.before)); got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}
