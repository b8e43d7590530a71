package jobs_test

import (
	"context"
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

const strangersPhone = "+12025550177"

// doubted is a world in which a patient has an appointment, and their address
// came into doubt.
func doubted(t *testing.T, comeIntoDoubt func(w *world, patient postgrestest.Patient)) (*world, postgrestest.Patient) {
	t.Helper()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "María López", phone, monday)
	comeIntoDoubt(w, patient)
	w.start()
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	start := w.clock.now().AddDate(0, 0, 7).Truncate(24 * time.Hour).Add(16 * time.Hour)
	for start.Weekday() == time.Saturday || start.Weekday() == time.Sunday {
		start = start.AddDate(0, 0, 1)
	}
	w.booked(desk, jobs.Principal{ClinicID: w.clinic.ID}, []uuid.UUID{patient.ID}, start)
	return w, patient
}

// silence lets more than a year go by without a word.
func silence(w *world, _ postgrestest.Patient) { w.clock.advance(366 * 24 * time.Hour) }

// unreachable has the provider say that there is no such address.
func unreachable(w *world, patient postgrestest.Patient) {
	id := uuid.New()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{{
			ID: id, ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: patient.ConversationID, Text: "hello",
		}}, w.clock.now())
		return err
	})
	receipt := channel.Receipt{
		MessageID: id, ProviderID: "SM" + id.String(), Status: records.MessageFailed, Remedy: channel.RemedyBadAddress, ErrorCode: "30005",
	}
	if err := w.jobs.Record(w.t.Context(), w.clinic.SMS, receipt); err != nil {
		w.t.Fatal(err)
	}
	w.clock.advance(time.Minute)
}

// linkSecret is what tells one link from another of the same page.
var linkSecret = regexp.MustCompile(`#[A-Za-z0-9_-]+`)

// Invariant 13: after a year's silence, and after the carrier said that nobody
// is there, whoever writes from an address is told what a stranger is told. Who
// can say who they are has everything back, and is no second patient.
func TestAnAddressInDoubtIsAStrangers(t *testing.T) {
	t.Parallel()
	for name, comeIntoDoubt := range map[string]func(*world, postgrestest.Patient){"silence": silence, "unreachable": unreachable} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, patient := doubted(t, comeIntoDoubt)
			for _, text := range []string{"what appointments do I have?", "cancel my appointment", "what do you know about me?"} {
				reply := w.say(text)
				before := len(w.provider.messages())
				w.write(strangersPhone, text)
				stranger := w.wait(before + 1)[before].Text
				if linkSecret.ReplaceAllString(reply, "") != linkSecret.ReplaceAllString(stranger, "") {
					t.Errorf("%q gives %q, and a stranger gets %q", text, reply, stranger)
				}
			}
			if state := w.number(`SELECT count(*) FROM contact WHERE clinic_id = $1 AND id = $2 AND state = 'stale'`, w.clinic.ID, patient.ConversationID); state != 1 {
				t.Error("the contact is not in doubt")
			}
			var last string
			for _, text := range []string{"start over", "I want to register", "maria lopez", "12 March 1985", "yes", "what appointments do I have?"} {
				last = w.say(text)
			}
			if !strings.Contains(last, "check-up") && !strings.Contains(last, "Check-up") {
				t.Errorf("after registering again: %q", last)
			}
			if count := w.number(`SELECT count(*) FROM patient WHERE clinic_id = $1`, w.clinic.ID); count != 1 {
				t.Errorf("%d patients", count)
			}
		})
	}
}

// What was said before the doubt is not said again, nor is a question that was
// open then still one.
func TestAnAddressInDoubtForgetsWhatWasSaid(t *testing.T) {
	t.Parallel()
	w, patient := doubted(t, func(*world, postgrestest.Patient) {})
	if told := w.say("what appointments do I have?"); !strings.Contains(strings.ToLower(told), "check-up") {
		t.Fatalf("before the doubt: %q", told)
	}
	unreachable(w, patient)
	before := len(w.provider.messages())
	for _, text := range []string{"say that again", "2"} {
		if reply := w.say(text); strings.Contains(strings.ToLower(reply), "check-up") || strings.Contains(reply, "Osei") {
			t.Errorf("%q after the doubt gives %q", text, reply)
		}
	}
	if sent := len(w.provider.messages()) - before; sent != 2 {
		t.Errorf("%d answers, want 2", sent)
	}
}

// Somebody else has the number now: it lets go of the patient, and staff learn
// of it. The words are the same.
func TestAnAddressInDoubtPassesToSomebodyElse(t *testing.T) {
	t.Parallel()
	w, patient := doubted(t, silence)
	var last string
	for _, text := range []string{"I want to register", "Peter Novak", "3 May 1990", "yes", "what appointments do I have?"} {
		last = w.say(text)
	}
	if strings.Contains(strings.ToLower(last), "check-up") {
		t.Errorf("the new holder is told: %q", last)
	}
	for what, query := range map[string]string{
		"links of the patient":   `SELECT count(*) FROM contact_patient WHERE clinic_id = $1 AND patient_id = $2`,
		"tasks that miss":        `SELECT 1 - count(*) FROM task WHERE clinic_id = $1 AND code = 'wrong-number' AND patient_id = $2`,
		"new patients that miss": `SELECT 1 - count(*) FROM patient WHERE clinic_id = $1 AND id <> $2`,
	} {
		if count := w.number(query, w.clinic.ID, patient.ID); count != 0 {
			t.Errorf("%d %s", count, what)
		}
	}
}

// Who answers a reminder after a year has shown that the number is theirs still.
func TestAnswerToAReminderAfterAYear(t *testing.T) {
	t.Parallel()
	w, patient := doubted(t, silence)
	w.sweepAt(w.appointmentOf(patient).Start.AddDate(0, 0, -1).Truncate(24 * time.Hour).Add(15*time.Hour + time.Minute)) // 10:01 in New York
	w.wait(1)
	w.say("1")
	confirmed := `SELECT count(*) FROM appointment WHERE clinic_id = $1 AND patient_id = $2 AND participant_status = 'accepted'`
	if count := w.number(confirmed, w.clinic.ID, patient.ID); count != 1 {
		t.Error("the appointment is not confirmed")
	}
}

// appointmentOf gives a patient's only appointment.
func (w *world) appointmentOf(patient postgrestest.Patient) records.Appointment {
	w.t.Helper()
	var coming []records.Appointment
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		coming, err = tx.ComingAppointments(ctx, []uuid.UUID{patient.ID}, w.clock.now())
		return err
	})
	if len(coming) != 1 {
		w.t.Fatalf("%d appointments are coming", len(coming))
	}
	return coming[0]
}

// Who has a number now that is on file for somebody else, says so and wants to
// register, is a new patient, and the old one's are let go of.
func TestTheNewHolderOfANumberRegisters(t *testing.T) {
	t.Parallel()
	w, patient := doubted(t, func(*world, postgrestest.Patient) {})
	var last string
	for _, text := range []string{"wrong number", "but I want to register", "yes", "Peter Novak", "3 May 1990", "yes", "what appointments do I have?"} {
		last = w.say(text)
	}
	if strings.Contains(strings.ToLower(last), "check-up") {
		t.Errorf("the new holder is told: %q", last)
	}
	for what, query := range map[string]string{
		"links of the patient":   `SELECT count(*) FROM contact_patient WHERE clinic_id = $1 AND patient_id = $2`,
		"tasks that miss":        `SELECT 1 - count(*) FROM task WHERE clinic_id = $1 AND code = 'wrong-number' AND patient_id = $2`,
		"new patients that miss": `SELECT 1 - count(*) FROM patient WHERE clinic_id = $1 AND id <> $2`,
	} {
		if count := w.number(query, w.clinic.ID, patient.ID); count != 0 {
			t.Errorf("%d %s", count, what)
		}
	}
}
