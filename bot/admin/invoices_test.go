package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

func invoiceOperations() []operation {
	return []operation{
		{id: "listPatientInvoices", billing: true, method: "GET", path: "/api/v1/patients/" + id(idPatient).String() + "/invoices", status: 200, action: "R", entity: "Invoice", patient: true},
		{id: "getInvoice", billing: true, method: "GET", path: "/api/v1/invoices/" + id(idInvoice).String(), status: 200, action: "R", entity: "Invoice", patient: true},
		{id: "issueInvoice", billing: true, method: "POST", path: "/api/v1/invoices", body: invoiceBody(idPatient, ""), status: 201, action: "C", entity: "Invoice", patient: true},
		{id: "cancelInvoice", billing: true, manager: true, method: "POST", path: "/api/v1/invoices/" + id(idInvoice).String() + "/cancel", headers: []string{"If-Match", `"1"`}, status: 200, action: "U", entity: "Invoice", patient: true},
	}
}

func invoiceBody(patient uint64, more string) string {
	return fmt.Sprintf(`{"patientId":%q,"description":"Visit","total":8050%s}`, id(patient), more)
}

// addInvoice gives a patient an invoice.
func addInvoice(ctx context.Context, tx *postgres.Tx, invoiceID, patientID uuid.UUID, mark string) error {
	_, err := tx.IssueInvoice(ctx, records.Invoice{
		ID: invoiceID, PatientID: patientID, Description: mark + "Visit", Total: 8050, IssuedAt: monday,
		DueDate: records.LocalDate{Year: 2026, Month: time.March, Day: 16},
	})
	return err
}

// An invoice from its issue, which is repeated without harm, to its cancellation.
func TestInvoices(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	issue := func(body string, headers ...string) reply {
		return b.call(t, "POST", "/api/v1/invoices", b.a.frontDesk, body, headers...)
	}
	visit := fmt.Sprintf(`,"appointmentId":%q,"dueDate":"2026-03-02"`, id(idAppointment))
	first := issue(invoiceBody(idPatient, visit), "Idempotency-Key", "visit-1")
	issued := want[admin.Invoice](t, first, http.StatusCreated)
	if issued.Number != 1002 || issued.Status != records.InvoiceIssued || issued.Currency != "USD" || issued.DueDate != "2026-03-02" ||
		issued.AppointmentID != id(idAppointment).String() || first.header.Get("ETag") != `"1"` {
		t.Errorf("issued %s", first.body)
	}
	if again := issue(invoiceBody(idPatient, visit), "Idempotency-Key", "visit-1"); again.body != first.body {
		t.Errorf("again: %s", again.body)
	}
	refused(t, issue(invoiceBody(idSibling, visit), "Idempotency-Key", "visit-1"), http.StatusUnprocessableEntity, records.CodeInvalid)
	path := first.header.Get("Location")
	cancel := func(etag string) reply { return b.call(t, "POST", path+"/cancel", b.a.manager, "", "If-Match", etag) }
	refused(t, cancel(`"7"`), http.StatusPreconditionFailed, records.CodeConflict)
	if cancelled := want[admin.Invoice](t, cancel(`"1"`), http.StatusOK); cancelled.Status != records.InvoiceCancelled || cancelled.Cancelled == "" {
		t.Errorf("cancelled %+v", cancelled)
	}
	refused(t, cancel(`"2"`), http.StatusConflict, records.CodeConflict)
	for name, body := range map[string]string{
		"another's visit": invoiceBody(idSibling, visit),
		"nobody's":        invoiceBody(idOther, ""),
		"nothing":         strings.Replace(invoiceBody(idPatient, ""), "8050", "0", 1),
		"too much":        strings.Replace(invoiceBody(idPatient, ""), "8050", "1000000000000", 1),
		"no words":        strings.Replace(invoiceBody(idPatient, ""), "Visit", " ", 1),
		"past":            invoiceBody(idPatient, `,"dueDate":"2026-03-01"`),
		"too far":         invoiceBody(idPatient, `,"dueDate":"2028-03-01"`),
		"no date":         invoiceBody(idPatient, `,"dueDate":"soon"`),
	} {
		if got := issue(body); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d: %s", name, got.status, got.body)
		}
	}
}

// A patient's invoices come by pages, the newest first, each once.
func TestInvoicePages(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for range 4 {
		b.pass(time.Minute)
		want[admin.Invoice](t, b.call(t, "POST", "/api/v1/invoices", b.a.frontDesk, invoiceBody(idPatient, "")), http.StatusCreated)
	}
	type page struct {
		Invoices   []admin.Invoice `json:"invoices"`
		NextCursor string          `json:"nextCursor"`
	}
	var numbers []int64
	query := "?limit=2"
	for range 3 {
		got := want[page](t, b.call(t, "GET", "/api/v1/patients/"+id(idPatient).String()+"/invoices"+query, b.a.frontDesk, ""), http.StatusOK)
		for _, invoice := range got.Invoices {
			numbers = append(numbers, invoice.Number)
		}
		query = "?limit=2&cursor=" + got.NextCursor
	}
	if fmt.Sprint(numbers) != "[1005 1004 1003 1002 1001]" || query != "?limit=2&cursor=" {
		t.Errorf("listed %v, then %s", numbers, query)
	}
	refused(t, b.call(t, "GET", "/api/v1/patients/"+id(idPatient).String()+"/invoices?cursor=x", b.a.frontDesk, ""), http.StatusUnprocessableEntity, records.CodeInvalid)
}
