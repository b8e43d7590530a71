package postgres_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// till is a clinic with a patient who owes it something.
type till struct {
	t       *testing.T
	store   *postgres.Store
	all     *pgx.Conn
	clinic  *postgrestest.Clinic
	patient postgrestest.Patient
	links   int
}

func newTill(t *testing.T) *till {
	t.Helper()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "till", records.ProviderSimulator)
	return &till{
		t: t, store: store, all: connect(t, database.SuperuserURL), clinic: clinic,
		patient: clinic.NewPatient(t, store, "Ada Quist", "+12025550142", monday),
	}
}

func (l *till) in(work func(ctx context.Context, tx *postgres.Tx) error) error {
	return l.store.InClinic(l.t.Context(), l.clinic.ID, work)
}

// issue gives an invoice of 80.50.
func (l *till) issue() (issued records.Invoice) {
	l.t.Helper()
	err := l.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		issued, err = tx.IssueInvoice(ctx, records.Invoice{
			ID: uuid.New(), PatientID: l.patient.ID, Description: "Cleaning", Total: 8050, IssuedAt: monday,
			DueDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7},
		})
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return issued
}

// link makes a link for ten minutes and gives the hash of its secret.
func (l *till) link(invoiceID uuid.UUID, now time.Time) [32]byte {
	l.t.Helper()
	l.links++
	hash := sha256.Sum256(fmt.Append(nil, "secret", l.links))
	err := l.in(func(ctx context.Context, tx *postgres.Tx) error {
		made, err := tx.CreatePaymentLinks(ctx, l.patient.ConversationID, []postgres.NewPaymentLink{{ID: uuid.New(), InvoiceID: invoiceID, Hash: hash}},
			now, now.Add(10*time.Minute))
		if err == nil && len(made) != 1 {
			err = errTest("no link was made")
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return hash
}

// pay pays as a provider's word would have it, without looking first.
func (l *till) pay(hash [32]byte, now time.Time) error {
	return l.in(func(ctx context.Context, tx *postgres.Tx) error {
		link, _, err := tx.PaymentLink(ctx, hash)
		if err != nil {
			return err
		}
		return tx.TakePayment(ctx, records.Payment{
			ID: uuid.New(), PaymentLinkID: link.ID, Provider: records.PaymentTest, ProviderID: uuid.NewString(), PaidAt: now,
		})
	})
}

func (l *till) refuses(what string, hash [32]byte, now time.Time) {
	l.t.Helper()
	if err := l.pay(hash, now); records.CodeOf(err) != records.CodeConflict {
		l.t.Errorf("%s: %v, want a conflict", what, err)
	}
}

// holds checks what became of an invoice, its links and its payments.
func (l *till) holds(invoiceID uuid.UUID, status records.InvoiceStatus, links string, payments int) {
	l.t.Helper()
	var gotStatus, gotLinks string
	var gotPayments int
	err := l.all.QueryRow(l.t.Context(), `SELECT status, (SELECT coalesce(string_agg(l.status, ' ' ORDER BY l.created_at, l.id), '') FROM payment_link l
		WHERE l.invoice_id = i.id), (SELECT count(*) FROM payment p WHERE p.invoice_id = i.id AND p.amount = 8050 AND p.currency = 'USD')
		FROM invoice i WHERE i.id = $1`, invoiceID).Scan(&gotStatus, &gotLinks, &gotPayments)
	if err != nil {
		l.t.Fatal(err)
	}
	if gotStatus != string(status) || gotLinks != links || gotPayments != payments {
		l.t.Errorf("the invoice is %s, its links %q, with %d payments; want %s, %q, %d", gotStatus, gotLinks, gotPayments, status, links, payments)
	}
}

func (l *till) cancel(invoice records.Invoice) bool {
	l.t.Helper()
	var cancelled bool
	err := l.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		cancelled, err = tx.CancelInvoice(ctx, invoice.ID, invoice.Version, monday)
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return cancelled
}

// Invariant 20: a paid link marks its invoice once; a link that is expired, paid
// or voided takes no payment; the debt outlives the link.
func TestALinkTakesOnePayment(t *testing.T) {
	t.Parallel()
	till := newTill(t)

	expired := till.issue()
	late := till.link(expired.ID, monday)
	till.refuses("an expired link", late, monday.Add(10*time.Minute))
	till.holds(expired.ID, records.InvoiceIssued, "open", 0)
	second := till.link(expired.ID, monday.Add(time.Hour))
	till.refuses("the expired link after a newer one", late, monday.Add(time.Minute))
	if err := till.pay(second, monday.Add(time.Hour)); err != nil {
		t.Errorf("the newer link of the same debt: %v", err)
	}
	till.refuses("a paid link", second, monday.Add(time.Hour))
	till.holds(expired.ID, records.InvoiceBalanced, "expired paid", 1)
	if till.cancel(records.Invoice{ID: expired.ID, Version: 2}) {
		t.Error("an invoice that is paid was cancelled")
	}

	replaced := till.issue()
	older := till.link(replaced.ID, monday)
	newer := till.link(replaced.ID, monday.Add(time.Minute))
	till.refuses("a link that a newer one replaced", older, monday.Add(time.Minute))
	till.holds(replaced.ID, records.InvoiceIssued, "voided open", 0)
	if till.cancel(records.Invoice{ID: replaced.ID, Version: 7}) {
		t.Error("another version was cancelled")
	}
	if !till.cancel(replaced) || till.cancel(replaced) {
		t.Error("an invoice is cancelled once")
	}
	till.refuses("the link of a cancelled invoice", newer, monday.Add(time.Minute))
	till.holds(replaced.ID, records.InvoiceCancelled, "voided voided", 0)
	if replaced.Number != expired.Number+1 || expired.Number != 1001 {
		t.Errorf("numbers %d and %d", expired.Number, replaced.Number)
	}
}

// Twenty hands at once pay once, be it by one link or while newer links are made
// and the invoice is cancelled.
func TestManyHandsPayOnce(t *testing.T) {
	t.Parallel()
	till := newTill(t)
	const hands = 20
	invoice := till.issue()
	hash := till.link(invoice.ID, monday)
	var paid, refused atomic.Int64
	together(hands, func(int) {
		switch err := till.pay(hash, monday); records.CodeOf(err) {
		case "":
			paid.Add(1)
		case records.CodeConflict:
			refused.Add(1)
		default:
			t.Errorf("pay: %v", err)
		}
	})
	if paid.Load() != 1 || refused.Load() != hands-1 {
		t.Errorf("paid %d times, refused %d", paid.Load(), refused.Load())
	}
	till.holds(invoice.ID, records.InvoiceBalanced, "paid", 1)
}

// Whoever comes first, to pay, to make a newer link or to cancel, leaves a whole
// state behind: paid with its payment, or not paid with none.
func TestPayingRacesWithVoiding(t *testing.T) {
	t.Parallel()
	till := newTill(t)
	for round := range 10 {
		invoice := till.issue()
		hash := till.link(invoice.ID, monday)
		var paid, cancelled atomic.Int64
		together(12, func(hand int) {
			var err error
			switch hand % 3 {
			case 0:
				if err = till.pay(hash, monday); err == nil {
					paid.Add(1)
				} else if records.CodeOf(err) == records.CodeConflict {
					err = nil
				}
			case 1:
				err = till.in(func(ctx context.Context, tx *postgres.Tx) error {
					_, err := tx.CreatePaymentLinks(ctx, till.patient.ConversationID,
						[]postgres.NewPaymentLink{{ID: uuid.New(), InvoiceID: invoice.ID, Hash: sha256.Sum256(fmt.Append(nil, "rival", round, hand))}},
						monday, monday.Add(time.Minute))
					return err
				})
			case 2:
				err = till.in(func(ctx context.Context, tx *postgres.Tx) error {
					done, err := tx.CancelInvoice(ctx, invoice.ID, 1, monday)
					if done && err == nil {
						cancelled.Add(1)
					}
					return err
				})
			}
			if err != nil {
				t.Errorf("hand %d: %v", hand, err)
			}
		})
		var status string
		var payments, open int64
		err := till.all.QueryRow(t.Context(), `SELECT status, (SELECT count(*) FROM payment p WHERE p.invoice_id = i.id),
			(SELECT count(*) FROM payment_link l WHERE l.invoice_id = i.id AND l.status = 'open') FROM invoice i WHERE i.id = $1`, invoice.ID).
			Scan(&status, &payments, &open)
		if err != nil {
			t.Fatal(err)
		}
		if payments != paid.Load() || cancelled.Load()+paid.Load() != 1 || open != 0 || (status == "balanced") != (payments == 1) {
			t.Errorf("round %d: %s with %d payments and %d open links, after %d paid and %d cancelled", round, status, payments, open, paid.Load(), cancelled.Load())
		}
	}
}

// together runs as many hands as were asked for and waits for all.
func together(hands int, work func(hand int)) {
	var group sync.WaitGroup
	for hand := range hands {
		group.Go(func() { work(hand) })
	}
	group.Wait()
}

// The tables themselves refuse what no statement of the store does.
func TestMoneyIsHeldByTheTables(t *testing.T) {
	t.Parallel()
	till := newTill(t)
	invoice := till.issue()
	till.link(invoice.ID, monday)
	for name, statement := range map[string]string{
		"a second open link": `INSERT INTO payment_link (clinic_id, id, hash, invoice_id, contact_id, amount, currency, created_at, expires_at)
			SELECT clinic_id, gen_random_uuid(), sha256('x'), invoice_id, contact_id, amount, currency, created_at, expires_at FROM payment_link`,
		"a link for less": `INSERT INTO payment_link (clinic_id, id, hash, invoice_id, contact_id, amount, currency, created_at, expires_at, status, settled_at)
			SELECT clinic_id, gen_random_uuid(), sha256('x'), invoice_id, contact_id, 1, currency, created_at, expires_at, 'voided', now() FROM payment_link`,
		"a link in another currency": `INSERT INTO payment_link (clinic_id, id, hash, invoice_id, contact_id, amount, currency, created_at, expires_at, status, settled_at)
			SELECT clinic_id, gen_random_uuid(), sha256('x'), invoice_id, contact_id, amount, 'EUR', created_at, expires_at, 'voided', now() FROM payment_link`,
		"an expired link that is paid":         `UPDATE payment_link SET status = 'paid', settled_at = expires_at`,
		"a balanced invoice without a moment":  `UPDATE invoice SET status = 'balanced'`,
		"a cancelled invoice that is balanced": `UPDATE invoice SET status = 'cancelled', cancelled_at = now(), balanced_at = now()`,
		"another total under a link":           `UPDATE invoice SET total = 1`,
		"a payment of another amount": `INSERT INTO payment (clinic_id, id, payment_link_id, invoice_id, provider, provider_id, amount, currency, paid_at)
			SELECT clinic_id, gen_random_uuid(), id, invoice_id, 'test', 'x', amount - 1, currency, now() FROM payment_link`,
		"an invoice of nothing": `UPDATE invoice SET total = 0`,
	} {
		if _, err := till.all.Exec(t.Context(), statement); err == nil {
			t.Errorf("%s was stored", name)
		}
	}
	till.holds(invoice.ID, records.InvoiceIssued, "open", 0)
}

// Numbers have no gaps when many issue at once and some fail.
func TestInvoiceNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	till := newTill(t)
	failing := errTest("something went wrong afterwards")
	together(12, func(hand int) {
		err := till.in(func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.IssueInvoice(ctx, records.Invoice{
				ID: uuid.New(), PatientID: till.patient.ID, Description: "Visit", Total: 100, IssuedAt: monday,
				DueDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7},
			})
			if err == nil && hand%3 == 0 {
				err = failing
			}
			return err
		})
		if (err == nil) == (hand%3 == 0) {
			t.Errorf("hand %d: %v", hand, err)
		}
	})
	var count, highest int
	if err := till.all.QueryRow(t.Context(), "SELECT count(*), max(number) FROM invoice").Scan(&count, &highest); err != nil {
		t.Fatal(err)
	}
	if count != 8 || highest != 1008 {
		t.Errorf("%d invoices up to number %d", count, highest)
	}
}
