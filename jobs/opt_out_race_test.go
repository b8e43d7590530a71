package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// race is a patient's STOP that comes while messages to them are on their way.
type race struct {
	w       *world
	patient postgrestest.Patient
	// at is where the first message is when the patient writes; confirmed, that
	// nothing goes on before their STOP is confirmed on record.
	at        jobs.Point
	confirmed bool

	// Whoever comes second goes on: it may be what the first waits for.
	written, onRecord atomic.Bool
	turned            chan struct{}
	// before is how many messages had been handed over when STOP was on record.
	before atomic.Int64
}

func (r *race) reached(point jobs.Point) {
	if point == jobs.PointTurnDone && r.written.Load() && !r.onRecord.Load() && r.w.stopped(r.patient) && r.onRecord.CompareAndSwap(false, true) {
		r.before.Store(int64(len(r.handedOver())))
		close(r.turned)
	}
	if point != r.at || !r.written.CompareAndSwap(false, true) {
		return
	}
	r.w.write(r.patient.Address, "STOP")
	if r.confirmed {
		<-r.turned
	}
}

// stopped says whether a patient's STOP is on record. It is asked by the jobs' own
// goroutines, which no test may end.
func (w *world) stopped(patient postgrestest.Patient) (stopped bool) {
	err := w.store.InClinic(context.Background(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		consents, err := tx.Consents(ctx, patient.ConversationID)
		stopped = len(consents) > 0 && consents[0].Status == records.ConsentInactive // the newest first
		return err
	})
	if err != nil {
		w.t.Error(err)
	}
	return stopped
}

// handedOver gives the texts that the provider got for the patient, in order.
func (r *race) handedOver() []string {
	var handed []string
	for _, message := range r.w.provider.messages() {
		if message.To == r.patient.Address {
			handed = append(handed, message.Text)
		}
	}
	return handed
}

// run leaves three messages to be sent, and waits until the confirmation went.
func (r *race) run(proactive bool) {
	r.turned = make(chan struct{})
	hook := r.reached
	r.w.reached.Store(&hook)
	defer r.w.reached.Store(nil) // what comes later is nobody's race
	var messages []postgres.NewOutbound
	for n := range 3 {
		messages = append(messages, postgres.NewOutbound{
			ID: uuid.New(), ClinicID: r.w.clinic.ID, ChannelID: r.w.clinic.SMS.ID, ConversationID: r.patient.ConversationID,
			Text: fmt.Sprint("message ", n+1), Proactive: proactive,
		})
	}
	if err := jobs.Queue(r.w.t.Context(), r.w.jobs, messages...); err != nil {
		r.w.t.Fatal(err)
	}
	<-r.turned
	for _, message := range messages {
		r.w.until("the message is sent or stopped", func() bool {
			status := r.w.status(message.ID)
			return status == "sent" || status == "not-sent"
		})
	}
	r.w.until("STOP is confirmed", func() bool {
		handed := r.handedOver()
		return len(handed) > 0 && !strings.HasPrefix(handed[len(handed)-1], "message ")
	})
}

// Invariant 11, at the same instant: wherever a message is when STOP comes, the
// confirmation is the last that the patient gets. Once it is on record, only the
// one call that is under way can still be heard of, and none where the message
// was not handed over yet.
func TestNothingIsHandedOverAfterStop(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	var round int
	for _, at := range []jobs.Point{
		jobs.PointSendClaimed, jobs.PointSendMarked, jobs.PointSendAnswered, jobs.PointSendAccepted, jobs.PointSendRecorded, jobs.PointSendDone,
	} {
		for _, confirmed := range []bool{false, true} {
			// These two are in a transaction which a turn may have to wait for.
			if confirmed && (at == jobs.PointSendClaimed || at == jobs.PointSendRecorded) {
				continue
			}
			for _, proactive := range []bool{false, true, true} {
				round++
				r := &race{w: w, at: at, confirmed: confirmed}
				r.patient = w.clinic.NewPatient(t, w.store, "Maria Lopez", fmt.Sprintf("+120255502%02d", round), monday)
				r.run(proactive)
				name := fmt.Sprintf("STOP at %s, waited for %t, proactive %t", at, confirmed, proactive)
				handed := r.handedOver()
				if last := handed[len(handed)-1]; strings.HasPrefix(last, "message ") {
					t.Errorf("%s: %q was handed over last", name, last)
				}
				underWay := int64(1)
				if confirmed && (at != jobs.PointSendMarked || proactive) {
					underWay = 0
				}
				if after := int64(len(handed)) - 1 - r.before.Load(); after > underWay {
					t.Errorf("%s: %d messages were handed over after STOP was on record (%q)", name, after, handed)
				}
			}
		}
	}
}

// A message that waits for its time, or behind another, is looked at again when
// its turn comes.
func TestStopReachesWhatWaitsForItsTime(t *testing.T) {
	t.Parallel()
	for _, pace := range []float64{0, 20} {
		t.Run(fmt.Sprint("pace ", pace), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.use(records.ChannelPolicy{SegmentsPerSecond: pace, UnaskedLevel: records.ContentLogistics, AnswerLevel: records.ContentNames})
			w.start()
			r := &race{w: w, at: jobs.PointSendAccepted, confirmed: true}
			r.patient = w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
			r.run(false) // answers, which go without a second look where they needn't wait
			if handed := r.handedOver(); len(handed) != 2 || handed[0] != "message 1" {
				t.Errorf("handed over %q, want the first message and the confirmation", handed)
			}
		})
	}
}

// Invariant 5: a process that stood still for so long that another has sent its
// message does not send it when it goes on.
func TestStalledProcessSendsNothingLate(t *testing.T) {
	t.Parallel()
	for _, proactive := range []bool{false, true} {
		t.Run(fmt.Sprint("proactive ", proactive), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
			stalled, goOn := make(chan struct{}), make(chan struct{})
			var first atomic.Bool
			hook := func(point jobs.Point) {
				if point == jobs.PointSendMarked && first.CompareAndSwap(false, true) {
					close(stalled)
					<-goOn
				}
			}
			w.reached.Store(&hook)
			message := postgres.NewOutbound{
				ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: patient.ConversationID, Text: "only once", Proactive: proactive,
			}
			other := w.newJobs()
			if err := jobs.Queue(t.Context(), other, message); err != nil {
				t.Fatal(err)
			}
			drained := make(chan error, 1)
			go func() {
				drained <- jobs.Drain(t.Context(), other, postgres.SendLane{ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID})
			}()
			<-stalled
			w.start()
			w.until("another process has sent it", func() bool {
				w.clock.advance(time.Second)
				return w.status(message.ID) == "sent"
			})
			close(goOn)
			if err := <-drained; err != nil {
				t.Error(err)
			}
			if sent := w.provider.messages(); len(sent) != 1 {
				t.Errorf("%q were handed over, want one", texts(sent))
			}
			if status := w.status(message.ID); status != "sent" {
				t.Errorf("it is %s, want sent", status)
			}
		})
	}
}
