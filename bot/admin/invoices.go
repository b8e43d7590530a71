package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagInvoices = "Invoices"

// InvoiceDesk does the work on invoices.
type InvoiceDesk interface {
	IssueInvoice(ctx context.Context, by jobs.Principal, request jobs.InvoiceRequest, key string) (records.Invoice, error)
	Invoice(ctx context.Context, by jobs.Principal, invoiceID uuid.UUID) (records.Invoice, error)
	Invoices(ctx context.Context, by jobs.Principal, patientID uuid.UUID, after jobs.Position, limit int) (jobs.InvoicePage, error)
	// CancelInvoice returns *jobs.VersionMoved for an older version.
	CancelInvoice(ctx context.Context, by jobs.Principal, invoiceID uuid.UUID, version int64) (records.Invoice, error)
}

// Invoice is what a patient owes (FHIR Invoice).
type Invoice struct {
	ID            uuid.UUID             `json:"id" format:"uuid"`
	Number        int64                 `json:"number" example:"1042" doc:"Counts the clinic's invoices; patients know it."`
	Status        records.InvoiceStatus `json:"status" enum:"issued,balanced,cancelled" doc:"Balanced is paid."`
	PatientID     uuid.UUID             `json:"patientId" format:"uuid"`
	AppointmentID string                `json:"appointmentId,omitempty" format:"uuid" doc:"The visit that it is for."`
	Description   string                `json:"description" example:"Cleaning on 3 March"`
	Total         int64                 `json:"total" example:"8050" doc:"In the minor unit of the currency."`
	Currency      string                `json:"currency" example:"USD" doc:"ISO 4217: the clinic's when it was issued."`
	Issued        time.Time             `json:"issued"`
	DueDate       string                `json:"dueDate" format:"date"`
	Balanced      string                `json:"balanced,omitempty" format:"date-time" doc:"When it was paid."`
	Cancelled     string                `json:"cancelled,omitempty" format:"date-time"`
	Version       int64                 `json:"version" doc:"Rises with each change; the ETag is made of it."`
}

func documentOfInvoice(stored records.Invoice) Invoice {
	made := Invoice{
		ID: stored.ID, Number: stored.Number, Status: stored.Status, PatientID: stored.PatientID, AppointmentID: idText(stored.AppointmentID),
		Description: stored.Description, Total: stored.Total, Currency: stored.Currency, Issued: stored.IssuedAt,
		DueDate: stored.DueDate.String(), Version: stored.Version,
	}
	if !stored.BalancedAt.IsZero() {
		made.Balanced = stored.BalancedAt.Format(time.RFC3339Nano)
	}
	if !stored.CancelledAt.IsZero() {
		made.Cancelled = stored.CancelledAt.Format(time.RFC3339Nano)
	}
	return made
}

type issueInvoiceInput struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"1" maxLength:"255" pattern:"^[!-~]+$" patternDescription:"1 to 255 visible ASCII characters without spaces" doc:"Any text that names this request and no other, such as a UUID. The same key again within a day issues nothing and gives the same invoice."`
	Body           struct {
		PatientID     uuid.UUID `json:"patientId" format:"uuid"`
		AppointmentID uuid.UUID `json:"appointmentId,omitempty" format:"uuid" doc:"The visit that it is for; left out for none."`
		Description   string    `json:"description" minLength:"1" maxLength:"500" doc:"What it is for, in the patient's words. It is shown on a page, once they have shown who they are, and stands in no message."`
		Total         int64     `json:"total" minimum:"1" maximum:"999999999999" doc:"In the minor unit of the clinic's currency."`
		DueDate       string    `json:"dueDate,omitempty" format:"date" doc:"The last day to pay on; two weeks from today if left out."`
	}
}

type issuedInvoice struct {
	Location string `header:"Location" doc:"Where the invoice is."`
	ETag     string `header:"ETag" doc:"The version, for If-Match."`
	Body     Invoice
}

type invoiceOutput struct {
	ETag string `header:"ETag" doc:"The version, for If-Match."`
	Body Invoice
}

type invoiceInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The invoice's id."`
}

type cancelInvoiceInput struct {
	ID      uuid.UUID `path:"id" format:"uuid" doc:"The invoice's id."`
	IfMatch string    `header:"If-Match" pattern:"^\"[1-9][0-9]{0,17}\"$" patternDescription:"one ETag of an invoice with its quotation marks" example:"\"1\"" doc:"The ETag of the invoice as you last read it. It must be there; it is checked after the rest of the request."`
}

type listInvoicesInput struct {
	ID     uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
	Limit  int       `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string    `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type invoicePage struct {
	Body struct {
		Invoices   []Invoice `json:"invoices"`
		NextCursor string    `json:"nextCursor,omitempty" doc:"Give it as cursor to see older ones; left out on the last page."`
	}
}

func (a *API) registerInvoices() {
	register(a, operation{
		id: "listPatientInvoices", method: http.MethodGet, path: "/patients/{id}/invoices", tag: tagInvoices,
		summary: "List a patient's invoices", description: "The newest first.", refusals: []int{http.StatusNotFound},
	}, a.listInvoices)
	register(a, operation{
		id: "getInvoice", method: http.MethodGet, path: "/invoices/{id}", tag: tagInvoices,
		summary: "Read one invoice", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *invoiceInput) (*invoiceOutput, error) {
		return invoiceAnswer(a.config.Desk.Invoice(ctx, by, input.ID))
	})
	register(a, operation{
		id: "issueInvoice", method: http.MethodPost, path: "/invoices", tag: tagInvoices,
		summary:     "Issue an invoice",
		description: "Gives it the clinic's next number. The patient gets a message that there is a new invoice, without what it is for or what it comes to; where nothing reaches them, a task is opened. They see and pay it on a page, once they have shown who they are.",
		status:      http.StatusCreated, refusals: []int{http.StatusConflict},
	}, a.issueInvoice)
	register(a, operation{
		id: "cancelInvoice", method: http.MethodPost, path: "/invoices/{id}/cancel", tag: tagInvoices,
		summary:     "Take an invoice back",
		description: "Cancels an invoice that is not paid, at the version in If-Match: its links take no payment any more. The patient gets no message of it.",
		refusals:    changeRefusals,
	}, a.cancelInvoice)
}

func (a *API) listInvoices(ctx context.Context, by jobs.Principal, input *listInvoicesInput) (*invoicePage, error) {
	after, err := readPosition(listInvoices, input.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.config.Desk.Invoices(ctx, by, input.ID, after, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &invoicePage{}
	output.Body.Invoices = make([]Invoice, len(page.Invoices))
	for i, invoice := range page.Invoices {
		output.Body.Invoices[i] = documentOfInvoice(invoice)
	}
	if page.More {
		last := page.Invoices[len(page.Invoices)-1]
		output.Body.NextCursor = positionCursor(listInvoices, jobs.Position{At: last.IssuedAt, ID: last.ID})
	}
	return output, nil
}

func (a *API) issueInvoice(ctx context.Context, by jobs.Principal, input *issueInvoiceInput) (*issuedInvoice, error) {
	due, err := readDate("dueDate", input.Body.DueDate)
	if err != nil {
		return nil, err
	}
	issued, err := a.config.Desk.IssueInvoice(ctx, by, jobs.InvoiceRequest{
		PatientID: input.Body.PatientID, AppointmentID: input.Body.AppointmentID, Description: input.Body.Description,
		Total: input.Body.Total, DueDate: due,
	}, input.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	return &issuedInvoice{
		Location: prefix + "/invoices/" + issued.ID.String(), ETag: entityTag(issued.Version), Body: documentOfInvoice(issued),
	}, nil
}

func (a *API) cancelInvoice(ctx context.Context, by jobs.Principal, input *cancelInvoiceInput) (*invoiceOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	return invoiceAnswer(a.config.Desk.CancelInvoice(ctx, by, input.ID, version))
}

func invoiceAnswer(invoice records.Invoice, err error) (*invoiceOutput, error) {
	if err != nil {
		return nil, err
	}
	return &invoiceOutput{ETag: entityTag(invoice.Version), Body: documentOfInvoice(invoice)}, nil
}
