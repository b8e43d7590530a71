package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

// benchScript is what each simulated patient writes, one line after the other,
// round and round: looking, booking, confirming, asking, cancelling.
var benchScript = []string{
	"hi there", "can I book a check-up tomorrow afternoon?", "anyone", "1", "yes", "what are my appointments?",
	"cancel my appointment", "yes", "thanks, bye",
}

// benchPause is how long a simulated patient takes to write the next line, at
// least; the rate decides how many patients that makes.
const benchPause = 6 * time.Second

// benchPatient is somebody who can write.
type benchPatient struct{ address, channel, clinicNumber string }

// replyBook joins each reply to the message that it answers: patients get
// their answers in order, so the oldest open message is the one.
type replyBook struct {
	mutex     sync.Mutex
	open      map[string][]time.Time
	latencies []time.Duration
	last      time.Time
}

func newReplyBook() *replyBook { return &replyBook{open: make(map[string][]time.Time)} }

func (b *replyBook) asked(address string, intended time.Time) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.open[address] = append(b.open[address], intended)
}

func (b *replyBook) replied(address string, at time.Time) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	open := b.open[address]
	if len(open) == 0 {
		return
	}
	b.latencies = append(b.latencies, at.Sub(open[0]))
	b.open[address] = open[1:]
	b.last = at
}

func (b *replyBook) completed() int {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return len(b.latencies)
}

// take gives what was measured and starts afresh.
func (b *replyBook) take() ([]time.Duration, time.Time) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	latencies, last := b.latencies, b.last
	b.latencies, b.open = nil, make(map[string][]time.Time)
	return latencies, last
}

// measure starts a target, warms it up, offers the load and waits until every
// message has its reply, or ten seconds pass without one.
func (b *turnsBench) measure(ctx context.Context, target benchTarget, duration time.Duration) (benchResult, error) {
	process, err := b.start(ctx, target)
	if err != nil {
		return benchResult{}, err
	}
	defer process.stop()
	webhooks := twiliotest.NewWebhooks(twiliotest.DefaultAccountSID, twiliotest.DefaultAuthToken, process.baseURL, process.baseURL)
	webhooks.Client = benchClient()
	const warmUp = 3 * time.Second
	b.offer(ctx, webhooks, target, warmUp)
	b.settle(ctx, target)
	b.replies.take()

	cpuBefore, err := b.cpu(process)
	if err != nil {
		return benchResult{}, err
	}
	began := time.Now()
	offered, accepted, direct := b.offer(ctx, webhooks, target, duration)
	b.settle(ctx, target)
	cpuAfter, err := b.cpu(process)
	if err != nil {
		return benchResult{}, err
	}
	latencies, last := b.replies.take()
	if !target.replies {
		latencies, last = direct, time.Now()
	}
	slices.Sort(latencies)
	result := benchResult{
		offered: offered, accepted: accepted, completed: len(latencies), elapsed: max(last.Sub(began), duration), cpu: cpuAfter.since(cpuBefore),
	}
	if len(latencies) > 0 {
		result.p50, result.p99 = latencies[len(latencies)/2], latencies[len(latencies)*99/100]
	}
	return result, ctx.Err()
}

func benchClient() *http.Client {
	return &http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{MaxIdleConns: 1000, MaxIdleConnsPerHost: 1000, DisableCompression: true},
	}
}

// offer fires request n at began + n/rate, whatever became of the ones before.
// It gives how many it fired, how many got a 200, and how long those took from
// the moment at which they were due.
func (b *turnsBench) offer(ctx context.Context, webhooks *twiliotest.Webhooks, target benchTarget, duration time.Duration) (int, int, []time.Duration) {
	rate := b.command.Rate
	writers := min(len(b.patients), rate*int(benchPause/time.Second))
	first := rand.IntN(len(b.patients)) //nolint:gosec // which patients write is no secret
	count := int(duration.Seconds() * float64(rate))
	var accepted atomic.Int64
	latencies := make([]time.Duration, count)
	began := time.Now()
	var requests sync.WaitGroup
	for n := range count {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(rate))
		if wait := time.Until(due); wait > 0 {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return n, int(accepted.Load()), nil
			}
		}
		patient := b.patients[(first+n%writers)%len(b.patients)]
		text := benchScript[(n/writers)%len(benchScript)]
		requests.Go(func() {
			if target.replies {
				b.replies.asked(patient.address, due)
			}
			if post(ctx, webhooks, patient, text) {
				accepted.Add(1)
				latencies[n] = time.Since(due)
			}
		})
	}
	requests.Wait()
	return count, int(accepted.Load()), slices.DeleteFunc(latencies, func(latency time.Duration) bool { return latency == 0 })
}

var benchMessages atomic.Int64

func post(ctx context.Context, webhooks *twiliotest.Webhooks, patient benchPatient, text string) bool {
	request, err := webhooks.MessageRequest(ctx, patient.channel, twiliotest.Inbound{
		SID: fmt.Sprintf("SMb%031x", benchMessages.Add(1)), From: patient.address, To: patient.clinicNumber, Text: text,
	})
	if err != nil {
		return false
	}
	answer, err := webhooks.Client.Do(request)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// settle waits until no reply has come for a while.
func (b *turnsBench) settle(ctx context.Context, target benchTarget) {
	if !target.replies {
		return
	}
	const quiet = 3 * time.Second
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	seen, since := b.replies.completed(), time.Now()
	for ctx.Err() == nil && b.replies.waiting() && time.Since(since) < quiet {
		<-ticker.C
		if now := b.replies.completed(); now != seen {
			seen, since = now, time.Now()
		}
	}
}

// waiting says whether some message has no reply yet.
func (b *replyBook) waiting() bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for _, open := range b.open {
		if len(open) > 0 {
			return true
		}
	}
	return false
}
