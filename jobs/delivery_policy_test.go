package jobs_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// front is somebody at the front desk, who is known to the store.
func (w *world) front() (*jobs.Desk, jobs.Principal) {
	w.t.Helper()
	staff := records.Staff{ID: uuid.New(), Name: "Alex Kim", Role: records.RoleFrontDesk, Active: true}
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.CreateStaff(ctx, staff) })
	return jobs.NewDesk(w.store, w.clock.now, uuid.New, nil), jobs.Principal{
		ClinicID: w.clinic.ID, StaffID: staff.ID, Name: staff.Name, Role: staff.Role,
	}
}

// unasked leaves a message to a patient waiting that they did not ask for.
func (w *world) unasked(patient postgrestest.Patient, text string, change func(*postgres.NewOutbound)) {
	w.t.Helper()
	message := postgres.NewOutbound{
		ID: uuid.New(), ClinicID: w.clinic.ID, ChannelID: w.clinic.SMS.ID, ConversationID: patient.ConversationID, Text: text, Proactive: true,
	}
	if change != nil {
		change(&message)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{message}, w.clock.now())
		return err
	})
	w.clock.advance(5 * time.Second) // so long awake without a job, the sweep finds it
}

// outcomes gives what became of the messages to the phone, in order: their
// status, or why they were not sent.
func (w *world) outcomes(count int) []string {
	w.t.Helper()
	messages := w.transcript(func(messages []records.Message) bool { return settled(messages, 1, count) })
	var outcomes []string
	for _, message := range messages {
		if message.Direction == records.Outbound {
			outcomes = append(outcomes, string(message.Status)+strings.TrimSuffix(" "+string(message.NotSentReason), " "))
		}
	}
	return outcomes
}

// A purpose can be refused alone; care, which is all of them, as STOP does; and
// only with evidence staff bring any of it back.
func TestPurposesAreRefusedOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	desk, front := w.front()
	say := func(purpose records.Purpose, status records.ConsentStatus, evidence string) error {
		_, err := desk.RecordConsent(t.Context(), front, jobs.ConsentRequest{
			ContactID: patient.ConversationID, Purpose: purpose, Status: status, Evidence: evidence,
		})
		return err
	}
	send := func(purposes ...records.Purpose) {
		for _, purpose := range purposes {
			w.unasked(patient, "for "+string(purpose), func(message *postgres.NewOutbound) { message.Purpose = purpose })
		}
	}
	w.start()
	if err := say(records.PurposeRecall, records.ConsentInactive, "told us at the desk"); err != nil {
		t.Fatal(err)
	}
	send(records.PurposeRecall, records.PurposeReminder)
	w.outcomes(2)
	if err := say(records.PurposeCare, records.ConsentInactive, "telephoned on Monday"); err != nil {
		t.Fatal(err)
	}
	send(records.PurposeReminder, records.PurposeBilling)
	w.outcomes(4)
	if err := say(records.PurposeCare, records.ConsentActive, "  yes "); records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("without evidence: %v, want %s", err, records.CodeInvalid)
	}
	send(records.PurposeReminder)
	w.outcomes(5)
	if err := say(records.PurposeCare, records.ConsentActive, "signed the form of 20 November"); err != nil {
		t.Fatal(err)
	}
	send(records.PurposeReminder, records.PurposeRecall)
	want := []string{
		"not-sent purpose-refused", "sent", "not-sent opted-out", "not-sent opted-out", "not-sent opted-out", "sent", "not-sent purpose-refused",
	}
	if got := w.outcomes(7); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	ledger, err := desk.Consents(t.Context(), front, patient.ConversationID)
	if err != nil || len(ledger) != 4 || ledger[0].Evidence != "signed the form of 20 November" || ledger[0].StaffID != front.StaffID {
		t.Errorf("the ledger is %+v (%v)", ledger, err)
	}
}

// A patient refuses one kind of message in their own words, and takes that back;
// the ledger has their message as the evidence.
func TestOnePurposeIsRefusedByMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.start()
	unasked := func(purpose records.Purpose) {
		w.unasked(patient, "for "+string(purpose), func(message *postgres.NewOutbound) { message.Purpose = purpose })
	}
	settle := func(outbound int) []records.Message {
		return w.transcript(func(messages []records.Message) bool {
			return settled(messages, len(statuses(messages, records.Inbound)), outbound)
		})
	}
	w.say("no more reminders, but keep me posted on results")
	unasked(records.PurposeReminder)
	unasked(records.PurposeRecall)
	settle(3)
	w.say("reminders on")
	unasked(records.PurposeReminder)
	want := []records.MessageStatus{records.MessageSent, records.MessageNotSent, records.MessageSent, records.MessageSent, records.MessageSent}
	if got := statuses(settle(5), records.Outbound); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		ledger, err := tx.Consents(ctx, patient.ConversationID)
		if len(ledger) < 2 || ledger[1].Purpose != records.PurposeReminder || ledger[1].Status != records.ConsentInactive ||
			ledger[0].Status != records.ConsentActive || ledger[1].Source != "message" || ledger[1].MessageID == uuid.Nil {
			t.Errorf("the ledger is %+v", ledger)
		}
		return err
	})
}

// Nobody gets more in a week that they did not ask for than the clinic allows
// itself: the rest goes when there is room for it, or, where it is of no use by
// then, never. What the clinic itself brings about goes past it; answers are not
// counted.
func TestWeeklyCap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.SetMessagePolicy(ctx, records.MessagePolicy{WeeklyCap: 2})
	})
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	w.unasked(patient, "notice 0", nil)
	w.unasked(patient, "notice 1", nil)
	w.unasked(patient, "of use for a day", func(message *postgres.NewOutbound) { message.ExpiresAt = w.clock.now().Add(24 * time.Hour) })
	w.unasked(patient, "notice 2", nil)
	w.unasked(patient, "the clinic is closed", func(message *postgres.NewOutbound) { message.Urgent = true })
	w.unasked(patient, "an answer", func(message *postgres.NewOutbound) { message.Proactive = false })
	w.start()
	w.wait(4)
	if got, want := texts(w.provider.messages()), []string{"notice 0", "notice 1"}; !slices.Equal(got[:2], want) || slices.Contains(got, "notice 2") {
		t.Errorf("at once went %q, want %q and what can't wait", got, want)
	}
	sent := func(count int) func([]records.Message) bool {
		return func(messages []records.Message) bool {
			found := slices.DeleteFunc(statuses(messages, records.Outbound), func(status records.MessageStatus) bool { return status != records.MessageSent })
			return len(found) == count
		}
	}
	w.transcript(sent(4)) // before the clock is moved
	w.clock.advance(25 * time.Hour)
	w.transcript(func(messages []records.Message) bool {
		return slices.Contains(statuses(messages, records.Outbound), records.MessageNotSent)
	})
	w.clock.advance(6 * 24 * time.Hour)
	w.wait(5)
	want := []string{"sent", "sent", "not-sent weekly-cap", "sent", "sent", "sent"}
	if got := w.outcomes(6); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Who wants no date on their telephone gets a neutral text in its place, without
// buttons, and that is what is on record.
func TestNeutralTextInPlaceOfWhatGivesAwayTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	desk, front := w.front()
	discreet, names := records.ContentNeutral, records.ContentNames
	_, err := desk.ChangeContactPreferences(t.Context(), front, patient.ConversationID, false, func(preferences *records.ContactPreferences) {
		preferences.Level = &names
	})
	if records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("names without a warning: %v, want %s", err, records.CodeInvalid)
	}
	if _, err := desk.ChangeContactPreferences(t.Context(), front, patient.ConversationID, false, func(preferences *records.ContactPreferences) {
		preferences.Level, preferences.TimeZone = &discreet, "America/Chicago"
	}); err != nil {
		t.Fatal(err)
	}
	w.unasked(patient, "You have an appointment on Monday at 3:00 pm.", func(message *postgres.NewOutbound) {
		message.Level, message.Choices = records.ContentLogistics, []records.Choice{{ID: "1", Label: "I'll be there"}}
	})
	w.start()
	sent := w.wait(1)[0]
	if strings.Contains(sent.Text, "Monday") || !strings.Contains(sent.Text, "+12025550199") || len(sent.Choices) != 0 {
		t.Errorf("sent %q with %v", sent.Text, sent.Choices)
	}
	messages := w.transcript(func(messages []records.Message) bool { return settled(messages, 1, 1) })
	if stored := messages[len(messages)-1]; stored.Text != sent.Text || stored.Level != records.ContentNeutral {
		t.Errorf("on record is %+v", stored)
	}
}
