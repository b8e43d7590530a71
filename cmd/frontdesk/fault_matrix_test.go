package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/jobs"
	"frontdesk/records/postgres"
)

// matrixFault is a row of the fault matrix: what Twilio does with the first
// requests for a message, and with the word on what became of it.
type matrixFault struct {
	name   string
	faults []twiliotest.Fault
	// words are the status callbacks, and what happens to each on its way.
	words    []string
	webhooks []twiliotest.WebhookFault
	// early has the words come before Twilio is asked about the message.
	early bool
	// ends are the ways in which it may end.
	ends []matrixEnd
}

// matrixEnd is how a message may end: what Twilio has of it, and what we know.
type matrixEnd struct {
	accepted     int
	status, code string
	// task is what staff are asked, if anything.
	task string
}

// How messages end: well; in a doubt that staff know of; refused.
var (
	sent      = matrixEnd{accepted: 1, status: "sent"}
	delivered = matrixEnd{accepted: 1, status: "delivered"}
	doubtful  = matrixEnd{status: "unknown", task: "unknown-send"}
	optedOut  = matrixEnd{status: "failed", code: "21610", task: "opted-out"}
	unfit     = matrixEnd{status: "failed", code: "63016", task: "unreachable"}
)

// often is a fault that stays.
func often(fault twiliotest.Fault) []twiliotest.Fault {
	return []twiliotest.Fault{fault, fault, fault, fault, fault}
}

// matrixFaults are the rows of docs/reliability.md.
func matrixFaults() []matrixFault {
	return []matrixFault{
		{name: "none", ends: []matrixEnd{sent}},
		{name: "answer lost after acceptance", faults: []twiliotest.Fault{twiliotest.AcceptedThenCut()}, ends: []matrixEnd{sent}},
		{name: "silence after acceptance", faults: []twiliotest.Fault{twiliotest.AcceptedThenSilent()}, ends: []matrixEnd{sent}},
		{name: "5xx after acceptance", faults: []twiliotest.Fault{{Accept: true, Status: http.StatusBadGateway}}, ends: []matrixEnd{sent}},
		{name: "5xx", faults: []twiliotest.Fault{twiliotest.BrokenGateway(http.StatusServiceUnavailable)}, ends: []matrixEnd{sent, doubtful}},
		{name: "connection cut", faults: []twiliotest.Fault{twiliotest.Cut()}, ends: []matrixEnd{sent, doubtful}},
		{name: "429", faults: []twiliotest.Fault{twiliotest.TooManyRequests(1), twiliotest.TooManyRequests(1)}, ends: []matrixEnd{sent}},
		{name: "delayed answer", faults: []twiliotest.Fault{twiliotest.Slow(time.Second)}, ends: []matrixEnd{sent}},
		{name: "slow body", faults: []twiliotest.Fault{twiliotest.SlowBody(time.Hour)}, ends: []matrixEnd{sent}},
		{name: "21610", faults: often(twiliotest.Refused(400, 21610, "unsubscribed")), ends: []matrixEnd{optedOut}},
		{name: "63016", faults: often(twiliotest.Refused(400, 63016, "outside of the window")), ends: []matrixEnd{unfit}},
		{
			name: "word duplicated", words: []string{"sent", "delivered"}, webhooks: []twiliotest.WebhookFault{{Copies: 2}, {Copies: 2}},
			ends: []matrixEnd{delivered},
		},
		{
			name: "word reordered", words: []string{"sent", "delivered"}, webhooks: []twiliotest.WebhookFault{{Overtaken: true}, {}},
			ends: []matrixEnd{delivered},
		},
		{
			name: "word delayed", words: []string{"sent", "delivered"},
			webhooks: []twiliotest.WebhookFault{{Delay: 300 * time.Millisecond}, {Delay: 10 * time.Millisecond}}, ends: []matrixEnd{delivered},
		},
		{
			name: "answer lost, word first", faults: []twiliotest.Fault{twiliotest.AcceptedThenCut()}, words: []string{"delivered", "queued"}, early: true,
			ends: []matrixEnd{delivered},
		},
	}
}

// matrixCrash is a column: when the process dies.
type matrixCrash struct {
	name string
	// point is where it kills itself; behind is where all messages are then. Empty
	// to be killed while Twilio holds the requests.
	point, behind jobs.Point
}

var matrixCrashes = []matrixCrash{
	{"before send", jobs.PointSendMarked, ""},
	{"after send", "", ""},
	{"after accept", jobs.PointSendAnswered, jobs.PointSendAnswered},
	{"before record", jobs.PointSendRecorded, jobs.PointSendAnswered},
}

// copiesOfFault is how many messages each fault meets.
const copiesOfFault = 2

// Invariants 1 and 5: each fault of the provider, with the process killed at
// each step of a send: nothing is lost, and nothing is sent twice, since Twilio
// can be asked for what it has.
func TestFaultMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills the program several times")
	}
	t.Parallel()
	for _, crash := range matrixCrashes {
		t.Run(crash.name, func(t *testing.T) {
			t.Parallel()
			m := newMatrix(t, matrixFaults())
			m.crash(crash)
			s := m.restart()
			m.tell(s, true)
			m.drain(s)
			m.tell(s, false)
			doubled := 0
			for _, cell := range m.cells {
				doubled += max(0, m.expect(cell)-1)
			}
			if doubled != 0 {
				t.Errorf("%d of %d messages were sent twice, want none", doubled, len(m.cells))
			}
			t.Logf("%d faults × %d messages: %d doubled", len(m.cells)/copiesOfFault, copiesOfFault, doubled)
		})
	}
}

// Where the provider gives no way to know, because its list has nothing, a
// message whose process died may be sent twice: once more and no more often, and
// each time is counted. One whose call was not answered is left to staff.
func TestFaultMatrixWithoutLookUp(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills the program several times")
	}
	t.Parallel()
	for _, test := range []struct {
		crash   matrixCrash
		doubled int // of each message
	}{{matrixCrashes[0], 0}, {matrixCrashes[1], 1}, {matrixCrashes[2], 1}, {matrixCrashes[3], 1}} {
		t.Run(test.crash.name, func(t *testing.T) {
			t.Parallel()
			m := newMatrix(t, []matrixFault{{name: "none"}})
			m.twilio.HideSent(true)
			m.crash(test.crash)
			metrics, err := freeAddress()
			if err != nil {
				t.Fatal(err)
			}
			s := m.restart("FRONTDESK_METRICS_ADDR=" + metrics)
			m.drain(s)
			for _, cell := range m.cells {
				if accepted := len(m.sentTo(cell.phone)); accepted != 1+test.doubled {
					t.Errorf("sent %d times, want %d", accepted, 1+test.doubled)
				}
			}
			if counted := s.counted(metrics, "outbound", "sent-again"); counted != len(m.cells) {
				t.Errorf("%d doubts were sent again, and %d are counted", len(m.cells), counted)
			}
			m.expectCount(len(m.cells), "SELECT count(*) FROM message WHERE direction = 'outbound' AND status = 'sent' AND attempts = 2")
		})
	}
}

// matrix is one run: a world with a message for every cell of a column.
type matrix struct {
	*world
	cells []matrixCell
}

// matrixCell is one message.
type matrixCell struct {
	matrixFault
	phone     string
	messageID uuid.UUID
	patient   uuid.UUID // the conversation's id
}

func newMatrix(t *testing.T, faults []matrixFault) *matrix {
	t.Helper()
	m := &matrix{world: newWorld(t)}
	for _, fault := range faults {
		for range copiesOfFault {
			cell := matrixCell{matrixFault: fault, phone: fmt.Sprintf("+1202555%04d", 300+len(m.cells)), messageID: uuid.New()}
			cell.patient = m.clinic.NewPatient(t, m.store, "Maria Lopez", cell.phone, time.Now()).ConversationID
			m.twilio.FailSendsTo(cell.phone, fault.faults...)
			m.cells = append(m.cells, cell)
		}
	}
	return m
}

// crash starts the program, gives it all messages at once, and has it die.
func (m *matrix) crash(crash matrixCrash) {
	m.t.Helper()
	before := startProgram(m.t, m.variables())
	switch {
	case crash.behind != "":
		before.armBehind(crash.point, crash.behind, len(m.cells))
	case crash.point != "":
		before.arm(crash.point)
	default:
		var arrived sync.WaitGroup
		arrived.Add(len(m.cells))
		dead := make(chan struct{})
		hold := func(string) {
			arrived.Done()
			<-dead
		}
		m.onRequest.Store(&hold)
		m.t.Cleanup(sync.OnceFunc(func() { m.onRequest.Store(nil) }))
		m.write()
		arrived.Wait()
		before.kill()
		before.awaitKilled()
		m.onRequest.Store(nil)
		close(dead)
		return
	}
	m.write()
	before.awaitKilled()
}

// write queues a message for every cell, in one commit and long enough ago for
// the sweeper to wake the channel at once.
func (m *matrix) write() {
	m.t.Helper()
	long := time.Now().Add(-10 * time.Second)
	err := m.store.InClinic(m.t.Context(), m.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		var messages []postgres.NewOutbound
		for _, cell := range m.cells {
			messages = append(messages, postgres.NewOutbound{
				ID: cell.messageID, ClinicID: m.clinic.ID, ChannelID: m.clinic.SMS.ID, ConversationID: cell.patient,
				Text: "A word from the clinic, about " + cell.name + ".",
			})
		}
		_, err := tx.InsertOutbound(ctx, messages, long)
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// restart starts the program again, by a clock that has gone past the time in
// which the dead one might have written down what came of its calls.
func (m *matrix) restart(variables ...string) *served {
	m.t.Helper()
	s := m.serve(variables...)
	s.advance(8 * time.Second)
	return s
}

// tell posts what the network says of the messages, with the faults of the way:
// the early words before Twilio is asked for anything, the others at the end.
func (m *matrix) tell(s *served, early bool) {
	m.t.Helper()
	relay := twiliotest.NewRelay(m.webhooks(s.url), m.clinic.SMS.Name, func(_ string, answer twiliotest.Answer, err error) {
		if err != nil || answer.Status != http.StatusOK {
			m.t.Errorf("a word was answered with %d, %v", answer.Status, err)
		}
	})
	for _, cell := range m.cells {
		if cell.early != early {
			continue
		}
		for _, message := range m.sentTo(cell.phone) {
			relay.Fail(cell.webhooks...)
			for _, word := range cell.words {
				relay.Status(message, word, 0)
			}
		}
	}
	relay.Drain()
	if early {
		return
	}
	// What was sent only after the restart had no early word.
	for _, cell := range m.cells {
		if cell.early {
			for _, message := range m.sentTo(cell.phone) {
				relay.Status(message, cell.words[0], 0)
			}
		}
	}
}

// drain moves the clock on, past one deadline after the other, until no message
// waits for anything. It stands still while a call is under way.
func (m *matrix) drain(s *served) {
	m.t.Helper()
	const open = "SELECT count(*) FROM message WHERE status IN ('queued', 'sending') OR status = 'unknown' AND sending_until IS NOT NULL"
	for round := 0; m.count(open) > 0; round++ {
		if round == 12 {
			m.t.Fatalf("something is still open:\n%s", m.conversation())
		}
		m.await(usual, "all that is due to be done", func() bool {
			return m.count(`SELECT count(*) FROM message WHERE status = 'sending' OR status = 'unknown' AND sending_until < $1
				OR status = 'queued' AND coalesce(send_after, 'epoch') < $1`, s.now()) == 0
		})
		s.advance(31 * time.Second)
	}
	m.settle()
}

// expect checks how a message ended, and gives how often Twilio accepted it.
func (m *matrix) expect(cell matrixCell) int {
	m.t.Helper()
	accepted := m.sentTo(cell.phone)
	var status, code, providerID string
	err := m.superuser.QueryRow(m.t.Context(), "SELECT status, error_code, coalesce(provider_id, '') FROM message WHERE id = $1", cell.messageID).
		Scan(&status, &code, &providerID)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, end := range cell.ends {
		if end.accepted != len(accepted) || end.status != status || end.code != "" && end.code != code {
			continue
		}
		if end.accepted == 1 && providerID != accepted[0].SID {
			m.t.Errorf("%s: it is known as %q, and is %q", cell.name, providerID, accepted[0].SID)
		}
		if end.task != "" {
			m.expectCount(1, "SELECT count(*) FROM task WHERE conversation_id = $1 AND code = $2", cell.patient, end.task)
		}
		return len(accepted)
	}
	m.t.Errorf("%s: Twilio has it %d times, and it is %s (%s); want one of %+v", cell.name, len(accepted), status, code, cell.ends)
	return len(accepted)
}
