package twilio_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// clock is a clock that is set by hand.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(c.seconds.Load(), 0).UTC() }

func (c *clock) advance(by time.Duration) { c.seconds.Add(int64(by / time.Second)) }

// newClock starts shortly before midnight UTC, where days are mistaken.
func newClock() *clock {
	c := &clock{}
	c.seconds.Store(time.Date(2026, 3, 28, 23, 59, 0, 0, time.UTC).Unix())
	return c
}

func TestFind(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, twiliotest.Options{Now: c.now}, nil)
	send := func(text string) string {
		sent, err := s.adapter.Send(t.Context(), outbound(channels[0], text))
		if err != nil {
			t.Fatal(err)
		}
		return sent.ProviderID
	}
	old := send("Your visit is at 9:00")
	c.advance(10 * time.Minute) // past midnight
	since := c.now()
	send("Something else")
	first := send("Your visit is at 9:00")
	c.advance(time.Minute)
	second := send("Your visit is at 9:00")

	message := outbound(channels[0], "Your visit is at 9:00")
	find := func(since time.Time, excluding ...string) string {
		receipt, found, err := s.adapter.Find(t.Context(), message, since, excluding)
		if err != nil {
			t.Fatal(err)
		}
		if found && (receipt.MessageID != message.ID || receipt.Status != records.MessageSent) {
			t.Errorf("found %+v", receipt)
		}
		return receipt.ProviderID
	}
	if got := find(since); got != first {
		t.Errorf("found %s, want the oldest since then, %s", got, first)
	}
	if got := find(since, first); got != second {
		t.Errorf("found %s, want the other one, %s", got, second)
	}
	if got := find(since, first, second); got != "" {
		t.Errorf("found %s, though both are known", got)
	}
	if got := find(since.Add(-time.Hour)); got != old {
		t.Errorf("found %s, want the one of yesterday, %s", got, old)
	}
}

// TestFindTellsWhatBecameOfIt: what is found may have failed meanwhile.
func TestFindTellsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	since := time.Now()
	message := outbound(channels[1], "Hello — “you”")
	s.twilio.FailSends(twiliotest.AcceptedThenCut())
	_, _ = s.adapter.Send(t.Context(), message) // its answer is lost
	accepted := s.twilio.Messages()
	s.twilio.SetStatus(accepted[0].SID, "undelivered", 63016)
	receipt, found, err := s.adapter.Find(t.Context(), message, since, nil)
	want := channel.Receipt{
		MessageID: message.ID, ProviderID: accepted[0].SID, Status: records.MessageFailed,
		ErrorCode: "63016", Remedy: channel.RemedyTemplate,
	}
	if err != nil || !found || receipt != want {
		t.Errorf("found %t %+v, %v; want %+v", found, receipt, err, want)
	}
}

// TestFindPatientWithoutNumber: twilio-go mangles an address with a dot in a
// query, so it must not be asked for.
func TestFindPatientWithoutNumber(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	since := time.Now()
	message := outbound(channels[1], "Hello")
	message.To = "US.1234567890123456"
	sent, err := s.adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	receipt, found, err := s.adapter.Find(t.Context(), message, since, nil)
	if err != nil || !found || receipt.ProviderID != sent.ProviderID {
		t.Errorf("found %t %+v, %v", found, receipt, err)
	}
}

// TestFindThroughPages: the message may be behind many others, and the pages
// end where the past begins.
func TestFindThroughPages(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, twiliotest.Options{Now: c.now}, nil)
	for i := range 450 {
		s.twilio.AddInbound(twiliotest.Inbound{SID: fmt.Sprintf("SMold%d", i), From: clinicNumber, To: patient, Text: "long ago"})
		c.advance(time.Second)
	}
	c.advance(time.Hour)
	since := c.now()
	message := outbound(channels[0], "the one")
	sent, err := s.adapter.Send(t.Context(), message)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 450 {
		c.advance(time.Second)
		if _, err := s.adapter.Send(t.Context(), outbound(channels[0], fmt.Sprintf("another %d", i))); err != nil {
			t.Fatal(err)
		}
	}
	receipt, found, err := s.adapter.Find(t.Context(), message, since, nil)
	if err != nil || !found || receipt.ProviderID != sent.ProviderID {
		t.Errorf("found %t %+v, %v", found, receipt, err)
	}
	// 451 of this hour are on three pages of 200, with the newest of the past
	// on the third; the fourth is the past alone, and the last that is read.
	if lists := s.twilio.Lists(); lists != 4 {
		t.Errorf("asked for %d pages, want 4", lists)
	}
}

func TestListInbound(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, twiliotest.Options{Now: c.now}, nil)
	add := func(sid, from, to, text string) {
		s.twilio.AddInbound(twiliotest.Inbound{SID: sid, From: from, To: to, Text: text, NumMedia: 1})
	}
	add("SMearly", patient, clinicNumber, "yesterday")
	c.advance(time.Hour)
	since := c.now()
	add("SMother", patient, "+12065550198", "to another number")
	for i := range 301 {
		if i%100 == 0 {
			c.advance(time.Minute)
		}
		add(fmt.Sprintf("SM%d", i), patient, clinicNumber, fmt.Sprintf("message %d\x00", i))
	}
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], "a reply")); err != nil {
		t.Fatal(err)
	}
	got, err := s.adapter.ListInbound(t.Context(), channels[0], since)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 301 {
		t.Fatalf("%d messages are listed", len(got))
	}
	for i, message := range got {
		want := channel.Inbound{ProviderID: fmt.Sprintf("SM%d", i), From: patient, Text: fmt.Sprintf("message %d", i), MediaCount: 1, Media: make([]channel.Media, 1)}
		if !reflect.DeepEqual(message, want) {
			t.Fatalf("message %d is %+v, want %+v", i, message, want)
		}
	}
}

// TestListInboundOnWhatsApp: addresses are prefixed on the wire, and a patient
// may have no number.
func TestListInboundOnWhatsApp(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	since := time.Now()
	s.twilio.AddInbound(twiliotest.Inbound{SID: "SM1", From: "whatsapp:US.1234567890123456", To: "whatsapp:" + clinicNumber, Text: "Hello"})
	s.twilio.AddInbound(twiliotest.Inbound{SID: "SM2", From: patient, To: clinicNumber, Text: "by SMS"})
	got, err := s.adapter.ListInbound(t.Context(), channels[1], since)
	if err != nil || len(got) != 1 || got[0].From != "US.1234567890123456" || got[0].ProviderID != "SM1" {
		t.Errorf("listed %+v, %v", got, err)
	}
}

// TestQuestionsThatFail: no answer is an error, never a "no", and it does not
// name whom it was about.
func TestQuestionsThatFail(t *testing.T) {
	t.Parallel()
	for _, fault := range []twiliotest.Fault{twiliotest.TooManyRequests(1), twiliotest.BrokenGateway(502), twiliotest.Refused(401, 20003, "no"), twiliotest.Cut()} {
		s := start(t, twiliotest.Options{}, nil)
		s.twilio.FailLists(fault, fault)
		_, found, err := s.adapter.Find(t.Context(), outbound(channels[0], "Hello"), time.Now(), nil)
		if found || records.CodeOf(err) != records.CodeUnavailable {
			t.Errorf("Find: %t, %v", found, err)
		}
		if err != nil && strings.Contains(err.Error(), patient[1:]) {
			t.Errorf("Find tells the address: %v", err)
		}
		if _, err := s.adapter.ListInbound(t.Context(), channels[0], time.Now()); records.CodeOf(err) != records.CodeUnavailable {
			t.Errorf("ListInbound: %v", err)
		}
	}
}
