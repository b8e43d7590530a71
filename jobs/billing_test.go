package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// billingWorld is a family's telephone, a billing desk and running jobs.
type billingWorld struct {
	*identityWorld
	desk *jobs.Desk
	by   jobs.Principal
}

func newBillingWorld(t *testing.T) *billingWorld {
	t.Helper()
	w := &billingWorld{identityWorld: newIdentityWorld(t)}
	w.desk = jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	_, staff, err := w.desk.AddStaff(t.Context(), w.clinic.ID, "Bill", records.RoleBilling, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	w.by = jobs.Principal{ClinicID: w.clinic.ID, StaffID: staff.ID, Name: staff.Name, Role: staff.Role}
	w.start()
	w.wait(1) // the greeting of who wrote "hello"
	return w
}

// issue gives a patient an invoice of 80.50 and returns the notice of it.
func (w *billingWorld) issue(patientID uuid.UUID) (records.Invoice, string) {
	w.t.Helper()
	sent := len(w.provider.messages())
	invoice, err := w.desk.IssueInvoice(w.t.Context(), w.by, jobs.InvoiceRequest{PatientID: patientID, Description: "Root canal", Total: 8050}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return invoice, w.wait(sent + 1)[sent].Text
}

// secretIn gives the secret of the first address in a message.
func (w *billingWorld) secretIn(message string) string {
	w.t.Helper()
	_, rest, found := strings.Cut(message, "https://")
	_, secret, linked := strings.Cut(rest, "#")
	if !found || !linked {
		w.t.Fatalf("no address in %q", message)
	}
	return strings.Fields(secret)[0]
}

// pay pays and gives what the conversation says of it.
func (w *billingWorld) pay(secret string) string {
	w.t.Helper()
	sent := len(w.provider.messages())
	paid, err := w.jobs.Payments().Pay(w.t.Context(), "test", secret)
	if err != nil || !paid.Paid {
		w.t.Fatalf("paid %+v, %v", paid, err)
	}
	return w.wait(sent + 1)[sent].Text
}

func (w *billingWorld) holds(invoice records.Invoice, status records.InvoiceStatus, payments int) {
	w.t.Helper()
	var gotStatus string
	var gotPayments int
	w.scan(`SELECT status, (SELECT count(*) FROM payment p WHERE p.invoice_id = i.id) FROM invoice i WHERE id = $1`, []any{invoice.ID}, &gotStatus, &gotPayments)
	if gotStatus != string(status) || gotPayments != payments {
		w.t.Errorf("invoice %d is %s with %d payments, want %s with %d", invoice.Number, gotStatus, gotPayments, status, payments)
	}
}

// private are words that no message may have.
var private = []string{"80", "Root", "canal", "USD", "$", "Maria", "Leo"}

func (w *billingWorld) saysNothingPrivate() {
	w.t.Helper()
	for _, message := range w.provider.messages() {
		text, _, _ := strings.Cut(message.Text, "https://")
		for _, word := range private {
			if strings.Contains(text, word) {
				w.t.Errorf("%q says %q", text, word)
			}
		}
	}
}

// Invariants 13 and 20, the whole way: issued, told, shown after the birth date,
// paid once by twenty hands, thanked for once.
func TestInvoiceFromIssueToPayment(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	invoice, notice := w.issue(w.maria.ID)
	if notice != "Clinic test: you have a new invoice. To see and pay it, reply PAY." {
		t.Errorf("the notice is %q", notice)
	}
	asked := w.say("PAY")
	sent := len(w.provider.messages())
	shown, err := w.show(w.secretIn(asked), marias)
	if err != nil || len(shown.Invoices) != 1 {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	seen := shown.Invoices[0]
	if seen.Number != "1001" || seen.Description != "Root canal" || seen.Total != 8050 || seen.Currency != "USD" || seen.DueDate.String() != "2026-12-07" ||
		seen.PatientName != "Maria Lopez" {
		t.Errorf("the page shows %+v", seen)
	}
	if told := w.wait(sent + 1)[sent].Text; !strings.Contains(told, "1 open invoice") || strings.Contains(told, "https://") {
		t.Errorf("the conversation goes on with %q", told)
	}
	page, err := w.jobs.Payments().Open(t.Context(), "test", seen.Secret)
	if err != nil || page.Paid || page.Total != 8050 || page.Number != "1001" || page.PatientName != "" {
		t.Errorf("the payment page has %+v, %v", page, err)
	}
	sent = len(w.provider.messages())
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			paid, err := w.jobs.Payments().Pay(t.Context(), "test", seen.Secret)
			if err != nil || !paid.Paid || paid.Number != "1001" || paid.Total != 0 {
				t.Errorf("paid %+v, %v", paid, err)
			}
		})
	}
	group.Wait()
	if thanks := w.wait(sent + 1)[sent].Text; thanks != "Thank you, invoice 1001 is paid." {
		t.Errorf("thanked by %q", thanks)
	}
	w.holds(invoice, records.InvoiceBalanced, 1)
	if nothing := w.say("what do I owe?"); !strings.Contains(nothing, "nothing to pay") {
		t.Errorf("asked again: %q", nothing)
	}
	if got := len(w.provider.messages()); got != sent+2 {
		t.Errorf("%d messages instead of the thanks and the answer", got-sent)
	}
	after, err := w.jobs.Payments().Open(t.Context(), "test", seen.Secret)
	if err != nil || !after.Paid || after.Total != 0 || after.Description != "" {
		t.Errorf("afterwards the page has %+v, %v", after, err)
	}
	var audited int
	w.scan(`SELECT count(*) FROM audit_event WHERE entity_kind = 'Invoice' AND entity_id = $1 AND agent_kind = 'patient'`, []any{invoice.ID}, &audited)
	if audited != 3 {
		t.Errorf("%d events of the patient; want shown, opened, paid", audited)
	}
	w.saysNothingPrivate()
}

// Who has shown who they are gets addresses in the chat for as long as that
// counts; a newer one takes the place of an older, and the debt outlives all.
func TestPaymentLinksOfTheChat(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	invoice, _ := w.issue(w.leo.ID)
	asked := w.say("quanto devo?")
	sent := len(w.provider.messages())
	shown, err := w.show(w.secretIn(asked), leos)
	if err != nil || len(shown.Invoices) != 1 {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	w.wait(sent + 1)
	first := w.secretIn(w.say("pay"))
	second := w.secretIn(w.say("pay"))
	for name, secret := range map[string]string{"of the page": shown.Invoices[0].Secret, "replaced": first, "empty": "", "made up": strings.Repeat("x", 500)} {
		if _, err := w.jobs.Payments().Open(t.Context(), "test", secret); !errors.Is(err, jobs.ErrNoPayment) {
			t.Errorf("open what is %s: %v", name, err)
		}
		if _, err := w.jobs.Payments().Pay(t.Context(), "test", secret); !errors.Is(err, jobs.ErrNoPayment) {
			t.Errorf("pay with what is %s: %v", name, err)
		}
	}
	if _, err := w.jobs.Payments().Pay(t.Context(), "nowhere", second); !errors.Is(err, jobs.ErrNoPayment) {
		t.Errorf("another clinic's page: %v", err)
	}
	w.clock.advance(records.IdentityGrantLife)
	if _, err := w.jobs.Payments().Pay(t.Context(), "test", second); !errors.Is(err, jobs.ErrNoPayment) {
		t.Errorf("half an hour later: %v", err)
	}
	w.holds(invoice, records.InvoiceIssued, 0)
	again := w.say("pay")
	if !strings.Contains(again, jobs.PathIdentity) {
		t.Fatalf("half an hour later they are asked %q", again)
	}
	sent = len(w.provider.messages())
	if shown, err = w.show(w.secretIn(again), leos); err != nil || len(shown.Invoices) != 1 {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	w.wait(sent + 1)
	if thanks := w.pay(shown.Invoices[0].Secret); !strings.Contains(thanks, "1001") {
		t.Errorf("thanked by %q", thanks)
	}
	w.holds(invoice, records.InvoiceBalanced, 1)
	w.saysNothingPrivate()
}

// A birth date opens one patient's invoices and not the other's of the telephone.
func TestInvoicesOfTheOther(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	w.issue(w.maria.ID)
	w.issue(w.leo.ID)
	sent := len(w.provider.messages())
	shown, err := w.show(w.secretIn(w.say("pay")), leos)
	if err != nil || len(shown.Invoices) != 1 || shown.Invoices[0].Number != "1002" {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	told := w.wait(sent + 2)[sent+1].Text
	if !strings.Contains(told, "1 open invoice.") {
		t.Errorf("told %q", told)
	}
	if thanks := w.pay(shown.Invoices[0].Secret); thanks != "Thank you, invoice 1002 is paid." {
		t.Errorf("thanked by %q: it tells of the other's", thanks)
	}
}

// A stranger, and a telephone whose patients owe nothing, read the same words.
func TestStrangersLearnNothingOfInvoices(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	w.issue(w.maria.ID)
	known := w.say("what do I owe?")
	sent := len(w.provider.messages())
	w.write("+12025550111", "what do I owe?")
	stranger := w.wait(sent + 1)[sent].Text
	before := func(text string) string { words, _, _ := strings.Cut(text, "#"); return words }
	if before(known) != before(stranger) {
		t.Errorf("the patient reads %q, the stranger %q", known, stranger)
	}
	if _, err := w.show(w.secretIn(stranger), marias); !errors.Is(err, jobs.ErrNotShown) {
		t.Errorf("a stranger with a patient's birth date: %v", err)
	}
}

// A cancelled invoice takes no payment and is not told of; one that is paid is
// not cancelled; and staff can't issue what makes no sense.
func TestDeskInvoices(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	invoice, _ := w.issue(w.maria.ID)
	sent := len(w.provider.messages())
	shown, err := w.show(w.secretIn(w.say("pay")), marias)
	if err != nil {
		t.Fatal(err)
	}
	w.wait(sent + 2)
	if _, err := w.desk.CancelInvoice(t.Context(), w.by, invoice.ID, 7); !isVersionMoved(err) {
		t.Errorf("another version: %v", err)
	}
	cancelled, err := w.desk.CancelInvoice(t.Context(), w.by, invoice.ID, invoice.Version)
	if err != nil || cancelled.Status != records.InvoiceCancelled || cancelled.CancelledAt.IsZero() {
		t.Errorf("cancelled %+v, %v", cancelled, err)
	}
	if _, err := w.jobs.Payments().Pay(t.Context(), "test", shown.Invoices[0].Secret); !errors.Is(err, jobs.ErrNoPayment) {
		t.Errorf("pay a cancelled one: %v", err)
	}
	if _, err := w.desk.CancelInvoice(t.Context(), w.by, invoice.ID, cancelled.Version); records.CodeOf(err) != records.CodeConflict || isVersionMoved(err) {
		t.Errorf("cancel twice: %v", err)
	}
	request := jobs.InvoiceRequest{PatientID: w.leo.ID, Description: " Cast ", Total: 100, DueDate: records.LocalDate{Year: 2026, Month: time.November, Day: 30}}
	one, err := w.desk.IssueInvoice(t.Context(), w.by, request, "once")
	again, err2 := w.desk.IssueInvoice(t.Context(), w.by, request, "once")
	if err := errors.Join(err, err2); err != nil || one.ID != again.ID || one.Number != 1002 || one.Description != "Cast" {
		t.Errorf("issued %+v and %+v, %v", one, again, err)
	}
	listed, err := w.desk.Invoices(t.Context(), w.by, w.leo.ID, jobs.Position{}, 10)
	if err != nil || len(listed.Invoices) != 1 || listed.More || listed.Invoices[0].ID != one.ID {
		t.Errorf("listed %+v, %v", listed, err)
	}
	for name, change := range map[string]func(*jobs.InvoiceRequest){
		"patientId":     func(r *jobs.InvoiceRequest) { r.PatientID = uuid.New() },
		"appointmentId": func(r *jobs.InvoiceRequest) { r.AppointmentID = uuid.New() },
		"description":   func(r *jobs.InvoiceRequest) { r.Description = " \n" },
		"total":         func(r *jobs.InvoiceRequest) { r.Total = 0 },
		"dueDate":       func(r *jobs.InvoiceRequest) { r.DueDate.Day = 22 },
	} {
		wrong := request
		change(&wrong)
		_, err := w.desk.IssueInvoice(t.Context(), w.by, wrong, "")
		if refusal, is := errors.AsType[*records.Error](err); !is || refusal.Code != records.CodeInvalid || refusal.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.desk.Invoice(t.Context(), w.by, uuid.New()); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("an unknown invoice: %v", err)
	}
}

func isVersionMoved(err error) bool {
	_, is := errors.AsType[*jobs.VersionMoved](err)
	return is
}

// A notice that waits for the morning is not sent when the invoice was cancelled
// in the night, and one job more tells nobody twice.
func TestNoticeOfACancelledInvoice(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	w.clock.advance(12 * time.Hour) // ten in the evening
	invoice, err := w.desk.IssueInvoice(t.Context(), w.by, jobs.InvoiceRequest{PatientID: w.maria.ID, Description: "Root canal", Total: 8050}, "")
	if err != nil {
		t.Fatal(err)
	}
	notices := func(messages []records.Message) (found []records.Message) {
		for _, message := range messages {
			if strings.Contains(message.Text, "new invoice") {
				found = append(found, message)
			}
		}
		return found
	}
	w.transcript(func(messages []records.Message) bool { return len(notices(messages)) == 1 })
	if err := w.jobs.TellInvoice(t.Context(), jobs.InvoiceNoticeArgs{ClinicID: w.clinic.ID, InvoiceID: invoice.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.CancelInvoice(t.Context(), w.by, invoice.ID, invoice.Version); err != nil {
		t.Fatal(err)
	}
	settled := notices(w.transcript(func(messages []records.Message) bool {
		told := notices(messages)
		return len(told) == 1 && told[0].Status == records.MessageNotSent
	}))
	if settled[0].NotSentReason != records.NotSentObsolete {
		t.Errorf("not sent because it is %q", settled[0].NotSentReason)
	}
}

// Whom nothing reaches, or who has opted out, is called by staff.
func TestInvoicesOfTheUnreachable(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	w.say("STOP")
	sent := len(w.provider.messages())
	nobody := records.Patient{ID: uuid.New(), ClinicID: w.clinic.ID, Name: "No Phone", BirthDate: wrong, Language: records.English, CreatedAt: monday}
	w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.CreatePatient(ctx, nobody) })
	for _, patientID := range []uuid.UUID{w.maria.ID, nobody.ID, nobody.ID} {
		invoice, err := w.desk.IssueInvoice(t.Context(), w.by, jobs.InvoiceRequest{PatientID: patientID, Description: "Root canal", Total: 8050}, "")
		if err != nil {
			t.Fatal(err)
		}
		// The job that was left to the workers may be first; then this tells nobody.
		if err := w.jobs.TellInvoice(t.Context(), jobs.InvoiceNoticeArgs{ClinicID: w.clinic.ID, InvoiceID: invoice.ID}); err != nil {
			t.Fatal(err)
		}
	}
	var tasks, patients int
	w.scan(`SELECT count(*), count(DISTINCT patient_id) FROM task WHERE code = 'unreachable'`, nil, &tasks, &patients)
	if tasks != 3 || patients != 2 || len(w.provider.messages()) != sent {
		t.Errorf("%d tasks of %d patients, and %d messages", tasks, patients, len(w.provider.messages())-sent)
	}
}

// Where no payments are taken the page shows what is owed and the chat sends
// patients to the desk.
func TestWithoutPayments(t *testing.T) {
	t.Parallel()
	w := newBillingWorld(t)
	w.issue(w.maria.ID)
	w.noPayments = true
	off := w.newJobs()
	shown, err := off.Identities().Show(t.Context(), "test", w.secretIn(w.say("pay")), marias)
	if err != nil || len(shown.Invoices) != 1 || shown.Invoices[0].Secret != "" {
		t.Errorf("shown %+v, %v", shown, err)
	}
	for _, answer := range []func() (jobs.Payable, error){
		func() (jobs.Payable, error) { return off.Payments().Open(t.Context(), "test", "x") },
		func() (jobs.Payable, error) { return off.Payments().Pay(t.Context(), "test", "x") },
	} {
		if _, err := answer(); records.CodeOf(err) != records.CodeForbidden {
			t.Errorf("got %v", err)
		}
	}
	if page, err := off.Payments().Page(t.Context(), "test"); err != nil || page.Test {
		t.Errorf("the page is %+v, %v", page, err)
	}
}
