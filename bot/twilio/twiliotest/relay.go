package twiliotest

import (
	"context"
	"sync"
	"time"
)

// WebhookFault is what goes wrong with one webhook on its way to the
// application. The zero WebhookFault arrives once and at once.
type WebhookFault struct {
	// Delay is waited before it is posted.
	Delay time.Duration
	// Copies is how often it comes in addition.
	Copies int
	// Overtaken has the next webhook arrive before it.
	Overtaken bool
	// Lost never arrives.
	Lost bool
}

// Relay posts webhooks as Twilio does: for each message that its server accepts,
// the statuses that the network reports, and what patients write. Things go
// wrong with them as told. A webhook that is not delayed has been answered when
// the method returns.
type Relay struct {
	webhooks *Webhooks
	channel  string
	onAnswer func(path string, answer Answer, err error)

	mutex   sync.Mutex
	faults  []WebhookFault
	waiting []func(context.Context)
	running sync.WaitGroup
	ctx     context.Context //nolint:containedctx // it ends with Close
	cancel  context.CancelFunc
}

// NewRelay makes a relay that posts to an application. Inbound messages go to
// the channel's webhook. onAnswer, unless nil, is called with each answer of the
// application, or the error in its place.
func NewRelay(webhooks *Webhooks, channelName string, onAnswer func(path string, answer Answer, err error)) *Relay {
	ctx, cancel := context.WithCancel(context.Background())
	if onAnswer == nil {
		onAnswer = func(string, Answer, error) {}
	}
	return &Relay{webhooks: webhooks, channel: channelName, onAnswer: onAnswer, ctx: ctx, cancel: cancel}
}

// Fail makes the next webhooks go wrong, one fault each, in this order.
func (r *Relay) Fail(faults ...WebhookFault) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.faults = append(r.faults, faults...)
}

// Message posts what a patient wrote.
func (r *Relay) Message(message Inbound) {
	r.deliver(func(ctx context.Context) {
		answer, err := r.webhooks.Message(ctx, r.channel, message)
		r.onAnswer("messages", answer, err)
	})
}

// Status posts a status of a message, with an error code or 0.
func (r *Relay) Status(message Message, status string, errorCode int) {
	r.deliver(func(ctx context.Context) {
		answer, err := r.webhooks.Status(ctx, message, status, errorCode)
		r.onAnswer("status", answer, err)
	})
}

// deliver posts one webhook as the next fault has it, and then those that it
// overtook.
func (r *Relay) deliver(post func(context.Context)) {
	fault, overtaken := r.next(post)
	if fault.Lost || fault.Overtaken {
		return
	}
	posts := func() {
		if !wait(r.ctx, fault.Delay) {
			return
		}
		for range fault.Copies + 1 {
			post(r.ctx)
		}
		for _, late := range overtaken {
			late(r.ctx)
		}
	}
	if fault.Delay > 0 {
		r.running.Go(posts)
		return
	}
	posts()
}

// next takes the next fault, and with it the webhooks that this one overtakes,
// or keeps this one for the next to overtake.
func (r *Relay) next(post func(context.Context)) (WebhookFault, []func(context.Context)) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var fault WebhookFault
	if len(r.faults) > 0 {
		fault, r.faults = r.faults[0], r.faults[1:]
	}
	if fault.Overtaken {
		r.waiting = append(r.waiting, post)
	}
	if fault.Lost || fault.Overtaken {
		return fault, nil
	}
	overtaken := r.waiting
	r.waiting = nil
	return fault, overtaken
}

// Drain posts what is still overtaken, and waits until all has been posted.
func (r *Relay) Drain() {
	r.mutex.Lock()
	overtaken := r.waiting
	r.waiting = nil
	r.mutex.Unlock()
	for _, late := range overtaken {
		late(r.ctx)
	}
	r.running.Wait()
}

// Close ends what is under way.
func (r *Relay) Close() {
	r.cancel()
	r.running.Wait()
	r.webhooks.Client.CloseIdleConnections()
}

// wait waits, and says whether the context goes on.
func wait(ctx context.Context, delay time.Duration) bool {
	if delay <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
