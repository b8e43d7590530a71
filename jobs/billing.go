package jobs

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// maxShownInvoices is how many open invoices the page shows at once.
const maxShownInvoices = 20

// till makes the addresses at which a contact pays.
type till struct {
	tx        *postgres.Tx
	newID     func() uuid.UUID
	random    io.Reader
	contactID uuid.UUID
	now       time.Time
	// until is how long the contact may know of the invoices: a link opens what it
	// is for, so it is good for no longer.
	until time.Time
}

// links makes a link for each of these invoices, in place of any that were open
// for them, and gives the secrets by the invoices' ids. What was paid or
// cancelled in the meantime has none.
func (t till) links(ctx context.Context, invoices []records.Invoice) (map[uuid.UUID]string, error) {
	secrets := make(map[uuid.UUID]string, len(invoices))
	made := make([]postgres.NewPaymentLink, len(invoices))
	for i, invoice := range invoices {
		secret, hash, err := newLinkSecret(t.random)
		if err != nil {
			return nil, err
		}
		secrets[invoice.ID] = secret
		made[i] = postgres.NewPaymentLink{ID: t.newID(), InvoiceID: invoice.ID, Hash: hash}
	}
	owed, err := t.tx.CreatePaymentLinks(ctx, t.contactID, made, t.now, t.until)
	if err != nil {
		return nil, fmt.Errorf("make payment links: %w", err)
	}
	good := make(map[uuid.UUID]string, len(owed))
	for _, invoiceID := range owed {
		good[invoiceID] = secrets[invoiceID]
	}
	return good, nil
}

// till makes one for a contact.
func (j *Jobs) till(tx *postgres.Tx, contactID uuid.UUID, now, until time.Time) till {
	return till{tx: tx, newID: j.config.NewID, random: j.config.Random, contactID: contactID, now: now, until: until}
}

// invoiceSeen is the event of a patient's having seen an invoice of theirs.
func invoiceSeen(id uuid.UUID, invoice records.Invoice, now time.Time) records.AuditEvent {
	return records.AuditEvent{
		ID: id, ClinicID: invoice.ClinicID, AgentKind: "patient", AgentID: invoice.PatientID, Action: records.AuditRead,
		EntityKind: entityInvoice, EntityID: invoice.ID, PatientID: invoice.PatientID, RecordedAt: now,
	}
}

// entityInvoice is what audit events call an invoice.
const entityInvoice = "Invoice"

// takesPayments says whether the service has a page where invoices are paid,
// which patients can reach.
func (j *Jobs) takesPayments() bool {
	return j.config.TestPayments && j.config.PublicURL != "" && j.config.Random != nil
}
