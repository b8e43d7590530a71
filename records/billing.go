package records

import (
	"time"

	"github.com/google/uuid"
)

// InvoiceStatus is FHIR's Invoice.status, as far as the clinic needs it. An
// issued invoice becomes one of the others, once.
type InvoiceStatus string

// The states of an invoice.
const (
	InvoiceIssued    InvoiceStatus = "issued"
	InvoiceBalanced  InvoiceStatus = "balanced"
	InvoiceCancelled InvoiceStatus = "cancelled"
)

// Invoice is what a patient owes the clinic. The debt outlives every link it may
// be paid by.
type Invoice struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Number counts the clinic's invoices, without gaps; patients know it.
	Number    int64
	PatientID uuid.UUID
	// AppointmentID is the visit that it is for; zero for none.
	AppointmentID uuid.UUID
	Status        InvoiceStatus
	// Description is what it is for, in the patient's words.
	Description string
	// Total is in the minor unit of Currency, an ISO 4217 code: the clinic's when
	// it was issued.
	Total    int64
	Currency string
	IssuedAt time.Time
	// DueDate is the last day on which it is paid in time, by the clinic's
	// calendar.
	DueDate     LocalDate
	BalancedAt  time.Time
	CancelledAt time.Time
	Version     int64
}

// MaxInvoiceTotal bounds what one invoice comes to, in the minor unit, and
// MaxInvoiceDescription its description, in characters.
const (
	MaxInvoiceTotal       = 999_999_999_999
	MaxInvoiceDescription = 500
)

// PaymentLinkStatus says what became of a payment link: open → one of the
// others, once.
type PaymentLinkStatus string

// The states of a payment link.
const (
	PaymentLinkOpen    PaymentLinkStatus = "open"
	PaymentLinkPaid    PaymentLinkStatus = "paid"
	PaymentLinkExpired PaymentLinkStatus = "expired"
	// PaymentLinkVoided is one whose invoice was cancelled, or that a newer one
	// replaced.
	PaymentLinkVoided PaymentLinkStatus = "voided"
)

// PaymentLink is a secret address where one invoice is paid. An invoice has at
// most one that is open.
type PaymentLink struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	InvoiceID uuid.UUID
	// ContactID is whom it was given.
	ContactID uuid.UUID
	// Amount and Currency are the invoice's.
	Amount    int64
	Currency  string
	CreatedAt time.Time
	ExpiresAt time.Time
	Status    PaymentLinkStatus
	SettledAt time.Time
}

// Takes says whether the link takes a payment now.
func (l PaymentLink) Takes(now time.Time) bool {
	return l.Status == PaymentLinkOpen && now.Before(l.ExpiresAt)
}

// PaymentProvider is who takes the money.
type PaymentProvider string

// PaymentTest is the built-in page that moves no money.
const PaymentTest PaymentProvider = "test"

// Payment is money that came in by a link: an invoice's only one.
type Payment struct {
	ID            uuid.UUID
	ClinicID      uuid.UUID
	PaymentLinkID uuid.UUID
	InvoiceID     uuid.UUID
	Provider      PaymentProvider
	// ProviderID is the provider's own name for it.
	ProviderID string
	PaidAt     time.Time
}
