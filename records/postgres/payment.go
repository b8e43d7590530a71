package postgres

import (
	"context"
	"crypto/subtle"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// NewPaymentLink is a link to be made, known by the hash of its secret.
type NewPaymentLink struct {
	ID        uuid.UUID
	InvoiceID uuid.UUID
	Hash      [32]byte
}

// CreatePaymentLinks makes links for invoices of which one contact may know
// until they expire, in place of those that were open for them, and gives the
// invoices that it made one for: those that are still owed. Each asks for what
// its invoice says.
func (tx *Tx) CreatePaymentLinks(ctx context.Context, contactID uuid.UUID, links []NewPaymentLink, now, expires time.Time) ([]uuid.UUID, error) {
	invoiceIDs := make([]uuid.UUID, len(links))
	for i, link := range links {
		invoiceIDs[i] = link.InvoiceID
	}
	owed, err := tx.queries.LockOpenInvoices(ctx, dbsqlc.LockOpenInvoicesParams{ClinicID: tx.clinicID, IDs: invoiceIDs})
	if err != nil || len(owed) == 0 {
		return nil, coded(err)
	}
	err = tx.later.SettleOpenLinks(ctx, dbsqlc.SettleOpenLinksParams{ClinicID: tx.clinicID, InvoiceIDs: owed, Now: now})
	if err != nil {
		return nil, err
	}
	for _, link := range links {
		if !slices.Contains(owed, link.InvoiceID) {
			continue
		}
		if _, err := tx.queries.InsertPaymentLink(ctx, dbsqlc.InsertPaymentLinkParams{
			ClinicID: tx.clinicID, ID: link.ID, Hash: link.Hash[:], InvoiceID: link.InvoiceID, ContactID: contactID, CreatedAt: now, ExpiresAt: expires,
		}); err != nil {
			return nil, coded(err)
		}
	}
	return owed, nil
}

// PaymentLink finds the link of a secret by its hash, whatever its status, with
// its invoice; records.CodeNotFound for one that never was. The hash is compared
// once more in constant time.
func (tx *Tx) PaymentLink(ctx context.Context, hash [32]byte) (records.PaymentLink, records.Invoice, error) {
	row, err := tx.queries.PaymentLinkByHash(ctx, dbsqlc.PaymentLinkByHashParams{ClinicID: tx.clinicID, Hash: hash[:]})
	if err != nil {
		return records.PaymentLink{}, records.Invoice{}, coded(err)
	}
	if subtle.ConstantTimeCompare(row.Hash, hash[:]) != 1 {
		return records.PaymentLink{}, records.Invoice{}, records.NotFound("payment link")
	}
	invoice, err := tx.Invoice(ctx, row.InvoiceID)
	return paymentLinkOf(row), invoice, err
}

// TakePayment stores a payment, settles its link and marks its invoice, all
// once. records.CodeConflict is a link that takes no payment, because it is
// paid, expired or voided, or an invoice that is not owed: then the transaction
// must not commit.
func (tx *Tx) TakePayment(ctx context.Context, payment records.Payment) error {
	err := tx.later.HoldInvoiceOfLink(ctx, dbsqlc.HoldInvoiceOfLinkParams{ClinicID: tx.clinicID, ID: payment.PaymentLinkID})
	if err != nil {
		return err
	}
	taken, err := tx.queries.TakePayment(ctx, dbsqlc.TakePaymentParams{
		ClinicID: tx.clinicID, ID: payment.ID, PaymentLinkID: payment.PaymentLinkID, Provider: string(payment.Provider),
		ProviderID: payment.ProviderID, Now: payment.PaidAt,
	})
	if err != nil {
		return coded(err)
	}
	if taken == 0 {
		return &records.Error{Code: records.CodeConflict, Message: "this link takes no payment"}
	}
	return nil
}

// PaidInvoice gives the invoice of a payment that a contact made;
// records.CodeNotFound for any other contact.
func (tx *Tx) PaidInvoice(ctx context.Context, paymentID, contactID uuid.UUID) (records.Invoice, error) {
	row, err := tx.queries.PaidInvoice(ctx, dbsqlc.PaidInvoiceParams{ClinicID: tx.clinicID, PaymentID: paymentID, ContactID: contactID})
	return invoiceOf(row), coded(err)
}

// GrantedUntil says until when a contact may see what is for a purpose of all of
// these patients; a zero time where it may not at all.
func (tx *Tx) GrantedUntil(ctx context.Context, contactID uuid.UUID, purpose records.AccessPurpose, patientIDs []uuid.UUID, now time.Time) (time.Time, error) {
	until, err := tx.queries.GrantExpiry(ctx, dbsqlc.GrantExpiryParams{
		ClinicID: tx.clinicID, ContactID: contactID, Purpose: string(purpose), PatientIDs: patientIDs, Now: now,
	})
	if err != nil || !until.After(now) {
		return time.Time{}, coded(err)
	}
	return until.UTC(), nil
}

func paymentLinkOf(row dbsqlc.PaymentLink) records.PaymentLink {
	return records.PaymentLink{
		ID: row.ID, ClinicID: row.ClinicID, InvoiceID: row.InvoiceID, ContactID: row.ContactID, Amount: row.Amount, Currency: row.Currency,
		CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(), Status: records.PaymentLinkStatus(row.Status),
		SettledAt: instantOf(row.SettledAt),
	}
}
