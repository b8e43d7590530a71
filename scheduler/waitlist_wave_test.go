package scheduler

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/records"
)

// sureOf is a clinic with so many offers behind it that its rate is as good as
// known.
func sureOf(rate float64) Acceptance {
	const offers = 10_000_000
	return Acceptance{Asked: offers, Accepted: int(math.Round(rate * offers))}
}

func TestWaveSize(t *testing.T) {
	t.Parallel()
	// At 8.3 % independent acceptance ten offers fill 58 % of the freed times and
	// twenty 82 %: so many are asked for such a target.
	target := func(share float64) WavePolicy {
		policy := DefaultWavePolicy()
		policy.Target = share
		return policy
	}
	tests := []struct {
		name   string
		policy WavePolicy
		seen   Acceptance
		left   int
		want   int
	}{
		{"58 % takes ten", target(0.579), sureOf(0.083), 1, 10},
		{"82 % takes twenty", target(0.823), sureOf(0.083), 1, 20},
		{"a new clinic, three waves left", DefaultWavePolicy(), Acceptance{}, 3, 10},
		{"a new clinic, the last wave", DefaultWavePolicy(), Acceptance{}, 1, 21},
		{"half of them say yes", DefaultWavePolicy(), sureOf(0.5), 1, 3},
		{"everybody says yes", DefaultWavePolicy(), sureOf(1), 1, 1},
		{"nobody ever said yes", DefaultWavePolicy(), sureOf(0), 3, 50},
		{"a handful of refusals changes little", DefaultWavePolicy(), Acceptance{Asked: 5}, 3, 11},
		{"no waves left is the last one", DefaultWavePolicy(), sureOf(0.5), 0, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.policy.Size(test.seen, test.left); got != test.want {
				t.Errorf("Size = %d, want %d", got, test.want)
			}
		})
	}
}

// mixture reckons what a wave brings by integrating over every rate that the
// clinic's acceptance may have, as naively as can be: the chance that somebody
// takes the time, and how many say yes in vain.
func mixture(accepted, declined float64, asked int) (taken, disappointed float64) {
	const steps = 40_000
	var weight, nobody, takers float64
	for i := range steps {
		rate := (float64(i) + 0.5) / steps
		density := math.Exp((accepted-1)*math.Log(rate) + (declined-1)*math.Log1p(-rate))
		weight += density
		nobody += density * math.Pow(1-rate, float64(asked))
		takers += density * rate * float64(asked)
	}
	taken = 1 - nobody/weight
	return taken, takers/weight - taken
}

// TestWaveSizeIsTheSmallestThatDoes: a wave does its part of the target or
// stops where one more would disappoint too many, and one fewer would not do.
func TestWaveSizeIsTheSmallestThatDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		policy := DefaultWavePolicy()
		policy.Target = rapid.Float64Range(0.3, 0.97).Draw(t, "target")
		policy.Disappointed = rapid.Float64Range(0.05, 3).Draw(t, "disappointed")
		asked := rapid.IntRange(0, 300).Draw(t, "asked")
		seen := Acceptance{Asked: asked, Accepted: rapid.IntRange(0, asked).Draw(t, "accepted")}
		left := rapid.IntRange(1, 4).Draw(t, "waves left")
		size := policy.Size(seen, left)
		if size < 1 || size > policy.Largest {
			t.Fatalf("a wave of %d", size)
		}
		accepted, declined := policy.PriorAccepted+float64(seen.Accepted), policy.PriorDeclined+float64(seen.Asked-seen.Accepted)
		part := 1 - math.Pow(1-policy.Target, 1/float64(left))
		const near = 1e-3 // what the coarse integral may be off
		taken, disappointed := mixture(accepted, declined, size)
		if size > 1 && disappointed > policy.Disappointed+near {
			t.Fatalf("%d are asked and %.3f disappointed, more than %.3f", size, disappointed, policy.Disappointed)
		}
		if _, oneMore := mixture(accepted, declined, size+1); taken < part-near && oneMore < policy.Disappointed-near && size < policy.Largest {
			t.Fatalf("%d are asked, of whom somebody says yes with %.3f, less than %.3f", size, taken, part)
		}
		if fewer, _ := mixture(accepted, declined, size-1); size > 1 && fewer > part+near {
			t.Fatalf("%d are asked, but %d would do", size, size-1)
		}
	})
}

func TestWavePlan(t *testing.T) {
	t.Parallel()
	kind := records.AppointmentType{WaitlistNotice: 2 * time.Hour}
	tests := []struct {
		name       string
		start, now time.Time
		size       int
		next       time.Time
	}{
		{"days ahead: again in an hour", at(4, 10, 0), at(0, 10, 0), 10, at(0, 11, 0)},
		{"in the evening: again the next morning", at(4, 10, 0), at(0, 19, 30), 10, at(1, 9, 0)},
		{"at night: not now", at(4, 10, 0), at(0, 22, 0), 0, at(1, 9, 0)},
		{"three hours of asking left: again in half an hour", at(0, 15, 0), at(0, 10, 0), 10, at(0, 10, 30)},
		{"six minutes left: a last one in five", at(0, 12, 6), at(0, 10, 0), 15, at(0, 10, 5)},
		{"the last wave, then time to answer", at(0, 12, 0), at(0, 10, 0), 21, at(0, 11, 0)},
		{"too late to ask", at(0, 12, 0), at(0, 10, 1), 0, at(0, 11, 0)},
		{"the morning comes too late", at(1, 10, 0), at(0, 22, 0), 0, at(1, 9, 0)},
		{"this evening or never", at(1, 10, 0), at(0, 19, 30), 21, at(1, 9, 0)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := DefaultWavePolicy().Plan(Acceptance{}, kind, test.start, clinicZone, test.now)
			if got.Size != test.size || !got.NextAt.Equal(test.next) {
				t.Errorf("Plan = %d, again at %v; want %d, again at %v", got.Size, got.NextAt.In(clinicZone), test.size, test.next.In(clinicZone))
			}
		})
	}
}

// TestWavesEnd: followed to the end, waves come neither in quiet hours nor too
// late nor without end, in whatever zone.
func TestWavesEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
		zone, now := loadZone(t, name), drawInstant(t, name)
		kind := records.AppointmentType{WaitlistNotice: time.Duration(spreadOut(t, "notice", 0, 48*60)) * time.Minute}
		start := now.Add(time.Duration(spreadOut(t, "start", 1, 6*24*60)) * time.Minute)
		policy := DefaultWavePolicy()
		end := AnswerBy(kind, start)
		for range 200 {
			if !now.Before(end) {
				return
			}
			wave := policy.Plan(Acceptance{}, kind, start, zone, now)
			if !wave.NextAt.After(now) || wave.NextAt.After(end) {
				t.Fatalf("at %v the next look is at %v, the end at %v", now, wave.NextAt, end)
			}
			if wave.Size > 0 && isQuiet(now, zone, policy.Quiet) {
				t.Fatalf("asked in quiet hours, at %v", now.In(zone))
			}
			if wave.Size > 0 && now.Add(kind.WaitlistNotice).After(start) {
				t.Fatalf("asked at %v about %v, too late", now, start)
			}
			if until := policy.OfferUntil(kind, start, now); wave.Size > 0 && (!until.After(now) && kind.WaitlistNotice > 0 || until.After(end)) {
				t.Fatalf("an offer of %v is good until %v, the end is %v", now, until, end)
			}
			now = wave.NextAt
		}
		t.Fatal("waves without end")
	})
}
