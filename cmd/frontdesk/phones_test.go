package main

import (
	"slices"
	"sync"

	"frontdesk/bot/twilio/twiliotest"
)

// phones keeps what Twilio has accepted for each phone.
type phones struct {
	mutex   sync.Mutex
	sent    map[string][]twiliotest.Message
	changed chan struct{} // closed by the next message
}

func newPhones() *phones {
	return &phones{sent: make(map[string][]twiliotest.Message), changed: make(chan struct{})}
}

func (p *phones) add(message twiliotest.Message) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.sent[message.To] = append(p.sent[message.To], message)
	close(p.changed)
	p.changed = make(chan struct{})
}

// of gives what was accepted for a phone so far, and what the next message for
// any phone will close.
func (p *phones) of(phone string) ([]twiliotest.Message, <-chan struct{}) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.sent[phone]), p.changed
}
