package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
	"frontdesk/scheduler"
)

// offered is a slot of Dr Lee's for a check-up.
func (w *world) offered(start time.Time) scheduler.Slot {
	return scheduler.Slot{
		AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Lee.ID, Start: start, End: start.Add(w.clinic.CheckUp.Duration),
	}
}

// propose makes one offer and waits until it is sent.
func (w *world) propose(proposed jobs.Proposal) records.SlotOffer {
	w.t.Helper()
	before := len(w.provider.messages())
	made, unreachable, err := jobs.Propose(w.t.Context(), w.jobs, w.clinic.ID, proposed)
	if err != nil || len(made) != 1 || len(unreachable) != 0 {
		w.t.Fatalf("made %d offers, %d unreachable: %v", len(made), len(unreachable), err)
	}
	w.wait(before + 1)
	return made[0]
}

// rebooking offers other times for an appointment.
func (w *world) rebooking(appointment records.Appointment, slots ...scheduler.Slot) jobs.Proposal {
	return jobs.Proposal{Appointment: appointment, Offer: records.SlotOffer{
		Kind: records.OfferRebook, PatientID: appointment.PatientID, Slots: jobs.OfferedSlots(slots), ExpiresAt: w.clock.now().Add(48 * time.Hour),
	}}
}

func (w *world) appointment(appointmentID uuid.UUID) records.Appointment {
	w.t.Helper()
	var found records.Appointment
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		found, err = tx.Appointment(ctx, appointmentID)
		return err
	})
	return found
}

func (w *world) offer(offerID uuid.UUID) records.SlotOffer {
	w.t.Helper()
	var found records.SlotOffer
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		found, err = tx.Offer(ctx, offerID)
		return err
	})
	return found
}

// Invariants 9 and 12: "2" gives the appointment the second time of the offer:
// the same id, the next version, no fee and no move of the patient's own; the
// offer is settled, and another "2" does nothing.
func TestAcceptedOfferMovesTheAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	before := bookIn(w)
	wednesday := before.Start.AddDate(0, 0, 1)
	made := w.propose(w.rebooking(before, w.offered(wednesday), w.offered(wednesday.Add(2*time.Hour))))
	sent := w.provider.messages()
	if text := sent[len(sent)-1].Text; strings.Contains(text, "Osei") || strings.Contains(text, "Lee") || strings.Contains(text, "Maria") ||
		!strings.Contains(text, "\n4 ") {
		t.Errorf("the offer must name nobody, and end in four answers: %q", text)
	}
	reply := w.say("2")
	after := w.appointment(before.ID)
	if !after.Start.Equal(wednesday.Add(2*time.Hour)) || after.Version != before.Version+1 || after.PractitionerID != w.clinic.Lee.ID ||
		after.Status != records.AppointmentBooked || after.Moves != 0 || after.Fee != 0 {
		t.Fatalf("after %q: %+v", reply, after)
	}
	if settled := w.offer(made.ID); settled.Status != records.OfferAccepted || settled.SettledAt.IsZero() {
		t.Errorf("the offer is %s", settled.Status)
	}
	w.say("2")
	if again := w.appointment(before.ID); again.Version != after.Version {
		t.Errorf("a second answer made version %d of it", again.Version)
	}
}

// Invariant 12: who was told only that there is a message has not been offered the
// time that stands behind it, and "yes" to that takes nothing.
func TestAnOfferThatWasNotToldCantBeAccepted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	policy := records.DefaultChannelPolicy(w.clinic.SMS)
	policy.UnaskedLevel = records.ContentNeutral
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetChannelPolicy(ctx, policy) })
	w.start()
	before := bookIn(w)
	made := w.propose(w.rebooking(before, w.offered(before.Start.AddDate(0, 0, 1))))
	sent := w.provider.messages()
	if text := sent[len(sent)-1].Text; !strings.Contains(text, "there is a message for you") {
		t.Fatalf("the offer left as %q", text)
	}
	reply := w.say("yes")
	if after := w.appointment(before.ID); after.Version != before.Version || w.offer(made.ID).Status != records.OfferOpen {
		t.Errorf("%q took what nobody was told: %+v", reply, after)
	}
}

// One rebooking is asked about once, however often it is proposed.
func TestOneRebookingIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	before := bookIn(w)
	proposed := w.rebooking(before, w.offered(before.Start.AddDate(0, 0, 1)))
	w.propose(proposed)
	count := len(w.provider.messages())
	again, unreachable, err := jobs.Propose(t.Context(), w.jobs, w.clinic.ID, proposed)
	if err != nil || len(again) != 0 || len(unreachable) != 0 {
		t.Fatalf("made %d offers, %d unreachable: %v", len(again), len(unreachable), err)
	}
	w.say("thanks")
	if now := len(w.provider.messages()); now != count+1 {
		t.Errorf("%d messages after the first, want the answer to thanks", now-count)
	}
}

// Invariant 7: the time of an offer is nobody's until it is accepted. Who comes
// second is told what else is free, and keeps what they had.
func TestOfferedTimeTakenByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rival := w.clinic.NewPatient(t, w.store, "Ana Souza", "+12025550177", monday)
	w.start()
	before := bookIn(w)
	wednesday := before.Start.AddDate(0, 0, 1)
	made := w.propose(w.rebooking(before, w.offered(wednesday)))
	other := w.propose(jobs.Proposal{Offer: records.SlotOffer{
		Kind: records.OfferWaitlist, PatientID: rival.ID, Slots: jobs.OfferedSlots([]scheduler.Slot{w.offered(wednesday)}),
		ExpiresAt: w.clock.now().Add(time.Hour),
	}})
	count := len(w.provider.messages())
	w.write(rival.Address, "1")
	if reply := w.wait(count + 1)[count].Text; !strings.Contains(reply, "December 2") {
		t.Errorf("the first is told %q", reply)
	}
	if status := w.offer(other.ID).Status; status != records.OfferAccepted {
		t.Errorf("the first one's offer is %s", status)
	}
	reply := w.say("1")
	if !strings.Contains(reply, "taken") || !strings.Contains(reply, "\n3 ") {
		t.Errorf("the second is told %q, want other times", reply)
	}
	if after := w.appointment(before.ID); after.Version != before.Version || !after.Start.Equal(before.Start) {
		t.Errorf("the second one's appointment changed: %+v", after)
	}
	if status := w.offer(made.ID).Status; status != records.OfferOpen {
		t.Errorf("the second one's offer is %s: the appointment still needs another time", status)
	}
	// One of the other times gives it one, which also settles the offer.
	w.say("2")
	reply = w.say("yes")
	if after := w.appointment(before.ID); after.Version != before.Version+1 || after.Moves != 0 {
		t.Errorf("after %q: %+v", reply, after)
	}
	if status := w.offer(made.ID).Status; status != records.OfferAccepted {
		t.Errorf("the offer is %s", status)
	}
}

// A cancellation that an offer leads to is the clinic's, and costs nothing.
func TestCancellingInsteadOfRebooking(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	before := bookIn(w)
	made := w.propose(w.rebooking(before, w.offered(before.Start.AddDate(0, 0, 1))))
	w.say("3")
	after := w.appointment(before.ID)
	if after.Status != records.AppointmentCancelled || after.CancellationReason != records.CancelledByProvider || after.Fee != 0 {
		t.Errorf("cancelled as %+v", after)
	}
	if status := w.offer(made.ID).Status; status != records.OfferDeclined {
		t.Errorf("the offer is %s", status)
	}
}

// Invariant 10: an offer that waits for the morning is not sent for an
// appointment that was cancelled, or moved, in the meantime.
func TestOfferOfAChangedAppointmentIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t).start()
	before := bookIn(w)
	night := monday.Add(13 * time.Hour) // 23:00 in New York
	w.clock.advance(night.Sub(w.clock.now()))
	made, _, err := jobs.Propose(t.Context(), w.jobs, w.clinic.ID, w.rebooking(before, w.offered(before.Start.AddDate(0, 0, 1))))
	if err != nil || len(made) != 1 {
		t.Fatalf("made %d offers: %v", len(made), err)
	}
	count := len(w.provider.messages())
	for _, text := range []string{"cancel my appointment", "yes"} {
		w.say(text)
	}
	w.clock.advance(11 * time.Hour)
	messages := w.transcript(func(messages []records.Message) bool {
		for _, message := range messages {
			if message.ID == made[0].MessageID {
				return message.Status == records.MessageNotSent
			}
		}
		return false
	})
	for _, message := range messages {
		if message.ID == made[0].MessageID && message.NotSentReason != records.NotSentObsolete {
			t.Errorf("stopped for %q, want %q", message.NotSentReason, records.NotSentObsolete)
		}
	}
	if now := len(w.provider.messages()); now != count+2 {
		t.Errorf("%d messages went out, want the two answers", now-count)
	}
}

// Who opted out, or has no number, is never asked, and is reported.
func TestWhoCannotBeAskedIsReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stopped := w.clinic.NewPatient(t, w.store, "Ana Souza", "+12025550177", monday)
	w.start()
	w.write(stopped.Address, "STOP")
	w.wait(1)
	silent := records.Patient{
		ID: uuid.New(), Name: "Leo Costa", BirthDate: records.LocalDate{Year: 1990, Month: time.May, Day: 1}, Language: records.Portuguese, CreatedAt: monday,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.CreatePatient(ctx, silent) })
	var proposals []jobs.Proposal
	for _, patientID := range []uuid.UUID{stopped.ID, silent.ID} {
		proposals = append(proposals, jobs.Proposal{Offer: records.SlotOffer{
			Kind: records.OfferWaitlist, PatientID: patientID, Slots: jobs.OfferedSlots([]scheduler.Slot{w.offered(monday.AddDate(0, 0, 2))}),
			ExpiresAt: monday.Add(time.Hour),
		}})
	}
	made, unreachable, err := jobs.Propose(t.Context(), w.jobs, w.clinic.ID, proposals...)
	if err != nil || len(made) != 0 || len(unreachable) != 2 {
		t.Errorf("made %d offers, %d unreachable: %v", len(made), len(unreachable), err)
	}
}

// Invariant 4: offers are made to conversations while these are talking, by
// several processes at once; no message is lost and no turn fails for good.
func TestOffersAmongTurns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const count = 20
	patients := make([]postgrestest.Patient, count)
	for n := range patients {
		patients[n] = w.clinic.NewPatient(t, w.store, fmt.Sprintf("Patient %d", n), fmt.Sprintf("+120255503%02d", n), monday)
	}
	w.start()
	failed := make(chan error, count)
	for n := range count {
		go func() {
			_, _, err := jobs.Propose(t.Context(), w.jobs, w.clinic.ID, jobs.Proposal{Offer: records.SlotOffer{
				Kind: records.OfferWaitlist, PatientID: patients[n].ID, ExpiresAt: monday.Add(time.Hour),
				Slots: jobs.OfferedSlots([]scheduler.Slot{w.offered(monday.AddDate(0, 0, 2))}),
			}})
			failed <- err
		}()
		if err := w.jobs.Intake().Receive(t.Context(), w.clinic.SMS, channel.Inbound{
			ProviderID: fmt.Sprintf("SM-among-%d", n), From: patients[n].Address, Text: "hello",
		}); err != nil {
			t.Error(err)
		}
	}
	for range count {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	w.wait(2 * count)
}
