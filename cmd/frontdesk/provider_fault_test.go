package main

import (
	"net/http"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

const (
	// lookedOnce and lookedTwice are past the moments at which a provider that
	// did not answer is asked about a message.
	lookedOnce  = 31 * time.Second
	lookedTwice = 61 * time.Second
)

// Invariant 5: a message to which Twilio does not answer is unknown. It is
// looked for, never sent again: nobody knows whether it went, and staff are
// told.
func TestSendWithoutAnswerIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.twilio.FailSends(twiliotest.Silent())
	s.accept("hello")
	s.awaitStatus("unknown")
	s.expectCount(0, "SELECT count(*) FROM task")

	s.advance(lookedOnce)
	s.await(usual, "the first look", func() bool { return s.count("SELECT max(looks) FROM message") == 1 })
	s.advance(lookedTwice)
	s.await(usual, "a task for staff", func() bool {
		return s.count("SELECT count(*) FROM task WHERE code = 'unknown-send' AND status = 'requested'") == 1
	})
	s.advance(time.Hour)
	s.hear("+12025550143", "hello") // the channel goes on
	s.stop()
	if sent := s.sentTo(patientNumber); len(sent) != 0 {
		t.Errorf("Twilio got the message again: %v", sent)
	}
	if status, _ := s.statusOfReply(patientNumber); status != "unknown" {
		t.Errorf("status %q, want unknown", status)
	}
}

// … but Twilio may have taken it all the same: then it is found, and is sent.
func TestSendWithoutAnswerIsFound(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]twiliotest.Fault{
		"silent": twiliotest.AcceptedThenSilent(), "cut": twiliotest.AcceptedThenCut(), "gateway": twiliotest.BrokenGateway(http.StatusBadGateway),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveAlone(t)
			s.twilio.FailSends(fault)
			s.accept("hello")
			s.awaitStatus("unknown")
			s.advance(lookedOnce)
			if !fault.Accept { // what the gateway did, only the list can tell
				s.await(usual, "the first look", func() bool { return s.count("SELECT max(looks) FROM message") == 1 })
				s.expectCount(0, "SELECT count(*) FROM task")
				return
			}
			s.awaitStatus("sent")
			s.expectCount(0, "SELECT count(*) FROM task")
			s.stop()
			if sent := s.sentTo(patientNumber); len(sent) != 1 {
				t.Errorf("Twilio has %d messages, want 1", len(sent))
			}
		})
	}
}

// A status callback proves as well that a message went, and needs no look.
func TestCallbackSettlesAnUnknownSend(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.twilio.FailSends(twiliotest.AcceptedThenCut())
	s.accept("hello")
	s.awaitStatus("unknown")
	if status := s.report(s.url, s.sentTo(patientNumber)[0], "delivered"); status != http.StatusOK {
		t.Errorf("answered with %d", status)
	}
	if status, _ := s.statusOfReply(patientNumber); status != "delivered" {
		t.Errorf("status %q, want delivered", status)
	}
}

// A rate limit is a definite not-yet: the message goes later, once, and those
// that the patient gets after it keep their order.
func TestRateLimitedSendGoesLaterOnce(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.twilio.FailSends(twiliotest.TooManyRequests(1), twiliotest.TooManyRequests(1))
	s.accept("hello")
	s.await(usual, "the first refusal", func() bool { _, code := s.statusOfReply(patientNumber); return code == "20429" })
	s.accept("Maria Lopez")
	sent := s.awaitSent(patientNumber, 2)
	s.settle()
	s.stop()
	if len(s.sentTo(patientNumber)) != 2 || sent[0].Body == sent[1].Body {
		t.Errorf("Twilio has %v, want two different replies", s.sentTo(patientNumber))
	}
	s.expectCount(1, "SELECT count(*) FROM message WHERE status = 'sent' AND provider_id = $1 AND attempts = 3", sent[0].SID)
	s.expectCount(0, "SELECT count(*) FROM task")
	s.expectCount(1, `SELECT count(*) FROM message one JOIN message two ON one.sequence < two.sequence
		WHERE one.provider_id = $1 AND two.provider_id = $2`, sent[0].SID, sent[1].SID)
}

// Twilio knows that the patient opted out, and so do we from then on.
func TestRefusalAfterOptOutIsRemembered(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.twilio.OptOut(patientNumber)
	s.accept("hello")
	s.awaitStatus("failed")
	s.stop()
	if _, code := s.statusOfReply(patientNumber); code != "21610" {
		t.Errorf("error code %q, want 21610", code)
	}
	s.expectCount(1, "SELECT count(*) FROM consent WHERE status = 'inactive' AND source = 'provider'")
	s.expectCount(1, "SELECT count(*) FROM task WHERE code = 'opted-out' AND status = 'requested'")
}

// awaitStatus waits for the status of the only reply to the patient.
func (s *served) awaitStatus(want string) {
	s.t.Helper()
	s.await(usual, "the status "+want, func() bool { status, _ := s.statusOfReply(patientNumber); return status == want })
}
