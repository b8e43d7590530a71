package admin_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/jobs"
	"frontdesk/records"
)

func hexOf(clinicID uuid.UUID) string { return hex.EncodeToString(clinicID[:]) }

// asRole is a desk whose staff all have one role.
type asRole struct {
	admin.Desk
	role records.Role
}

// Authenticate gives the principal another role.
func (a asRole) Authenticate(ctx context.Context, token string) (jobs.Principal, error) {
	principal, err := a.Desk.Authenticate(ctx, token)
	principal.Role = a.role
	return principal, err
}

// TestNoByteOfAnotherClinic is invariant 14 (trust invariant 1): the other
// clinic has the same ids, telephone numbers and dates, and a canary in every
// text, of which no answer holds a byte.
func TestNoByteOfAnotherClinic(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	foreign := strings.NewReplacer(id(idPatient).String(), id(idForeign+idPatient).String(), id(idAppointment).String(), id(idForeign+idAppointment).String(),
		id(idCard).String(), id(idForeign+idCard).String(), id(idTask).String(), id(idForeign+idTask).String(), id(idWish).String(), id(idForeign+idWish).String(), id(idInvoice).String(), id(idForeign+idInvoice).String(), id(idVisit).String(), id(idForeign+idVisit).String(), id(idQuestion).String(), id(idForeign+idQuestion).String(), id(idLee).String(), id(idForeign+idLee).String())
	seen := 0
	for _, operation := range operations() {
		own := b.call(t, operation.method, operation.path, operation.token(b.a), operation.body, operation.headers...)
		if own.status != operation.status {
			t.Fatalf("%s: status %d: %s", operation.id, own.status, own.body)
		}
		probe := b.call(t, operation.method, foreign.Replace(operation.path), operation.token(b.a), foreign.Replace(operation.body), operation.headers...)
		for _, got := range []reply{own, probe} {
			if all := got.body + fmt.Sprint(got.header); strings.Contains(all, canary) || strings.Contains(all, b.b.id.String()) {
				t.Errorf("%s tells of the other clinic: %s", operation.id, got.body)
			}
		}
		// The other clinic's own staff do see it: the canary is in place.
		if got := b.call(t, operation.method, operation.path, operation.token(b.b), operation.body, operation.headers...); strings.Contains(got.body, canary) {
			seen++
		}
	}
	if seen < 9 {
		t.Errorf("only %d operations show the canary to its own clinic", seen)
	}
	if strings.Contains(b.logs.String(), canary) {
		t.Error("the log holds the canary")
	}
}

// TestForeignLooksUnknown is trust invariant 6: what another clinic has and
// what nobody has is answered in the same words.
func TestForeignLooksUnknown(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	slot := "2026-03-03T09:00:00-05:00"
	probes := []struct {
		name, method, path, body string
		number                   uint64
		status                   int
	}{
		{"patient", "GET", "/api/v1/patients/%s", "", idPatient, 404},
		{"messages", "GET", "/api/v1/patients/%s/messages", "", idPatient, 404},
		{"media", "GET", "/api/v1/patients/%s/media", "", idPatient, 404},
		{"media of a task", "GET", "/api/v1/tasks/%s/media", "", idTask, 404},
		{"download", "GET", "/api/v1/media/%s/content", "", idCard, 404},
		{"appointment", "GET", "/api/v1/appointments/%s", "", idAppointment, 404},
		{"cancel", "POST", "/api/v1/appointments/%s/cancel", `{"cancelationReason":"pat"}`, idAppointment, 404},
		{"move", "POST", "/api/v1/appointments/%s/move", `{"start":"` + slot + `"}`, idAppointment, 404},
		{"mark", "POST", "/api/v1/appointments/%s/status", `{"status":"arrived"}`, idAppointment, 404},
		{"history", "GET", "/api/v1/appointments/%s/history", "", idAppointment, 404},
		{"series", "POST", "/api/v1/appointment-series/%s/cancel", `{"cancelationReason":"pat"}`, idSeries, 404},
		{"leave the wait-list", "DELETE", "/api/v1/waitlist/%s", "", idWish, 404},
		{"wait-list for a patient", "POST", "/api/v1/waitlist", fmt.Sprintf(`{"patientId":"%%s","appointmentTypeId":%q}`, id(idScan)), idPatient, 422},
		{"report of a patient", "GET", "/api/v1/patients/%s/diagnostic-reports", "", idPatient, 404},
		{"report", "GET", "/api/v1/diagnostic-reports/%s", "", idReport, 404},
		{"release a report", "POST", "/api/v1/diagnostic-reports/%s/release", "", idReport, 404},
		{"invoice", "GET", "/api/v1/invoices/%s", "", idInvoice, 404},
		{"e-mail addresses", "GET", "/api/v1/patients/%s/email-addresses", "", idPatient, 404},
		{"e-mail address", "POST", "/api/v1/patients/%s/email-addresses", `{"address":"ana@example.com"}`, idPatient, 404},
		{"cancel an invoice", "POST", "/api/v1/invoices/%s/cancel", "", idInvoice, 404},
		{"invoices of a patient", "GET", "/api/v1/patients/%s/invoices", "", idPatient, 404},
		{"invoice to a patient", "POST", "/api/v1/invoices", `{"patientId":"%s","description":"Visit","total":100}`, idPatient, 422},
		{"change a question", "PATCH", "/api/v1/clinic/registration-questions/%s", `{"required":true}`, idQuestion, 404},
		{"take a question away", "DELETE", "/api/v1/clinic/registration-questions/%s", "", idQuestion, 404},
		{"task", "POST", "/api/v1/tasks/%s/complete", "", idTask, 404},
		{"slots of a type", "GET", "/api/v1/slots?appointment-type=%s", "", idVisit, 422},
		{"slots of a practitioner", "GET", "/api/v1/slots?appointment-type=" + id(idVisit).String() + "&practitioner=%s", "", idLee, 422},
		{"slots for a patient", "GET", "/api/v1/slots?appointment-type=" + id(idVisit).String() + "&patient=%s", "", idPatient, 422},
		{"book for a patient", "POST", "/api/v1/appointments", strings.Replace(booking(idOther, idVisit, idLee, slot), id(idOther).String(), "%s", 1), idPatient, 422},
		{"book a type", "POST", "/api/v1/appointments", strings.Replace(booking(idPatient, idOther, idLee, slot), id(idOther).String(), "%s", 1), idVisit, 422},
		{"book a practitioner", "POST", "/api/v1/appointments", strings.Replace(booking(idPatient, idVisit, idOther, slot), id(idOther).String(), "%s", 1), idLee, 422},
	}
	for _, probe := range probes { //nolint:paralleltest // the trail is read after the last
		t.Run(probe.name, func(t *testing.T) {
			var answers []string
			for _, number := range []uint64{idForeign + probe.number, 999} {
				fill := func(text string) string { return strings.Replace(text, "%s", id(number).String(), 1) }
				got := b.call(t, probe.method, fill(probe.path), b.a.manager, fill(probe.body), "X-Request-Id", "same", "If-Match", `"1"`)
				if got.status != probe.status {
					t.Fatalf("status %d: %s", got.status, got.body)
				}
				answers = append(answers, got.body+fmt.Sprint(got.header))
			}
			if answers[0] != answers[1] {
				t.Errorf("foreign: %s\nunknown: %s", answers[0], answers[1])
			}
		})
	}
	if events := b.audit(t, b.b.id); len(events) != 0 {
		t.Errorf("probing left %d events with the other clinic", len(events))
	}
}

// TestLogHoldsNoPatient is invariant 16: after every operation and a fair
// number of bad requests, the log has one line per request and nothing of a
// patient, not even an id.
func TestLogHoldsNoPatient(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for _, operation := range operations() {
		b.call(t, operation.method, operation.path, operation.token(b.a), operation.body, operation.headers...)
	}
	requests := len(operations())
	for _, bad := range []string{"/api/v1/patients/Ada-Quist", "/api/v1/patients?birth-date=Quist", "/api/v1/Quist", "/api/v1/me?Quist=1984-02-29"} {
		b.call(t, "GET", bad, b.a.frontDesk, "")
		requests++
	}
	b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, `{"patientId":"Ada Quist","Quist":"1984-02-29"}`)
	b.call(t, "GET", "/api/v1/patients", "Quist", "", "X-Request-Id", "Ada\nQuist")
	requests += 2
	log := b.logs.String()
	if lines := strings.Count(log, "\n"); lines != requests {
		t.Errorf("%d log lines for %d requests", lines, requests)
	}
	for _, private := range []string{"Quist", "1984-02", id(idPatient).String(), id(idAppointment).String(), "+1555", "hello", b.a.frontDesk, "birth-date"} {
		if strings.Contains(log, private) {
			t.Errorf("the log holds %q", private)
		}
	}
	if !strings.Contains(log, `"route":"GET /api/v1/patients/{id}"`) || !strings.Contains(log, `"status":422`) {
		t.Errorf("the log lacks routes or statuses: %s", log)
	}
}

// TestPanicIsAnswered hides what a panic holds from the caller and the log.
func TestPanicIsAnswered(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	handler := b.serve(panicking{b.desk})
	problem := refused(t, call(t, handler, "GET", "/api/v1/me", b.a.frontDesk, ""), http.StatusInternalServerError, records.CodeInternal)
	log := b.logs.String()
	if !strings.Contains(log, problem.RequestID) || !strings.Contains(log, "panic of type") || strings.Contains(log, "Quist") {
		t.Errorf("log: %s", log)
	}
}

type panicking struct{ admin.Desk }

// Me panics with a patient's name.
func (panicking) Me(context.Context, jobs.Principal) (jobs.Account, error) { panic("Ada Quist") }
