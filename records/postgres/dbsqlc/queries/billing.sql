-- name: InsertInvoice :one
-- Takes the clinic's next number and its currency, and stores the invoice in one
-- statement: rivals wait for each other's commit, and one that fails gives its
-- number back.
WITH next AS (
    INSERT INTO invoice_series (clinic_id, last_number) VALUES ($1, 1001)
    ON CONFLICT (clinic_id) DO UPDATE SET last_number = invoice_series.last_number + 1
    RETURNING last_number)
INSERT INTO invoice (clinic_id, id, number, patient_id, appointment_id, description, total, currency, issued_at, due_date)
SELECT $1, sqlc.arg(id), next.last_number, sqlc.arg(patient_id), sqlc.narg(appointment_id), sqlc.arg(description), sqlc.arg(total),
    c.currency, sqlc.arg(issued_at), sqlc.arg(due_date)
FROM next JOIN clinic c ON c.id = $1
RETURNING *;

-- name: GetInvoice :one
SELECT * FROM invoice WHERE clinic_id = $1 AND id = $2;

-- name: HoldInvoice :exec
-- Whoever makes, voids or pays a link holds its invoice first, in a statement of
-- its own: so nobody waits in a circle, and what comes next sees the links that
-- were made while this one waited.
SELECT FROM invoice WHERE clinic_id = $1 AND id = $2 FOR UPDATE;

-- name: HoldInvoiceOfLink :exec
SELECT FROM invoice i JOIN payment_link l ON l.clinic_id = i.clinic_id AND l.invoice_id = i.id
WHERE l.clinic_id = $1 AND l.id = $2 FOR UPDATE OF i;

-- name: InvoicesOfPatient :many
SELECT * FROM invoice
WHERE clinic_id = $1 AND patient_id = $2
    AND (issued_at, id) < (sqlc.arg(before_issued)::timestamptz, sqlc.arg(before_id)::uuid)
ORDER BY issued_at DESC, id DESC LIMIT sqlc.arg(page_size)::integer;

-- name: OpenInvoices :many
-- What these patients owe, what is due first first.
SELECT * FROM invoice
WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status = 'issued'
ORDER BY due_date, number LIMIT sqlc.arg(most)::integer;

-- name: CountOpenInvoices :one
SELECT count(*) FROM invoice WHERE clinic_id = $1 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[]) AND status = 'issued';

-- name: LockOpenInvoices :many
-- In the order of their ids, so that two who lock several can't wait for each
-- other; gives those that are still owed.
SELECT id FROM invoice
WHERE clinic_id = $1 AND id = ANY (sqlc.arg(ids)::uuid[]) AND status = 'issued'
ORDER BY id FOR UPDATE;

-- name: CancelInvoice :execrows
-- Its link takes no payment any more, and a notice that waits for the morning
-- stays unsent. The caller holds the invoice.
WITH cancelled AS (
    UPDATE invoice i SET status = 'cancelled', cancelled_at = sqlc.arg(now)::timestamptz, version = version + 1
    WHERE i.clinic_id = $1 AND i.id = $2 AND i.version = $3 AND i.status = 'issued'
    RETURNING i.id, i.notice_message_id
), unsent AS (
    UPDATE message m SET status = 'not-sent', not_sent_reason = 'obsolete'
    FROM cancelled WHERE m.clinic_id = $1 AND m.id = cancelled.notice_message_id AND m.status = 'queued'
), voided AS (
    UPDATE payment_link l SET settled_at = sqlc.arg(now)::timestamptz,
        status = CASE WHEN l.expires_at <= sqlc.arg(now)::timestamptz THEN 'expired' ELSE 'voided' END
    FROM cancelled WHERE l.clinic_id = $1 AND l.invoice_id = cancelled.id AND l.status = 'open'
)
SELECT FROM cancelled;

-- name: SettleOpenLinks :exec
-- Before newer links of these invoices are made. The caller holds the invoices.
UPDATE payment_link SET settled_at = sqlc.arg(now)::timestamptz,
    status = CASE WHEN expires_at <= sqlc.arg(now)::timestamptz THEN 'expired' ELSE 'voided' END
WHERE clinic_id = $1 AND invoice_id = ANY (sqlc.arg(invoice_ids)::uuid[]) AND status = 'open';

-- name: InsertPaymentLink :execrows
-- The amount is the invoice's own, whatever the caller believes.
INSERT INTO payment_link (clinic_id, id, hash, invoice_id, contact_id, amount, currency, created_at, expires_at)
SELECT i.clinic_id, sqlc.arg(id), sqlc.arg(hash), i.id, sqlc.arg(contact_id), i.total, i.currency, sqlc.arg(created_at), sqlc.arg(expires_at)
FROM invoice i WHERE i.clinic_id = $1 AND i.id = sqlc.arg(invoice_id) AND i.status = 'issued';

-- name: PaymentLinkByHash :one
SELECT * FROM payment_link WHERE clinic_id = $1 AND hash = $2;

-- name: TakePayment :execrows
-- All three or none: the invoice is marked, the link is settled and the payment
-- is stored, where the link takes a payment and the invoice is owed. The caller
-- holds the invoice; whoever finds no row rolls back.
WITH settled AS (
    UPDATE payment_link l SET status = 'paid', settled_at = sqlc.arg(now)::timestamptz
    WHERE l.clinic_id = $1 AND l.id = sqlc.arg(payment_link_id) AND l.status = 'open' AND l.expires_at > sqlc.arg(now)::timestamptz
    RETURNING l.clinic_id, l.id, l.invoice_id, l.amount, l.currency
), marked AS (
    UPDATE invoice i SET status = 'balanced', balanced_at = sqlc.arg(now)::timestamptz, version = version + 1
    FROM settled WHERE i.clinic_id = settled.clinic_id AND i.id = settled.invoice_id AND i.status = 'issued'
    RETURNING i.id, i.notice_message_id
), unsent AS (
    UPDATE message m SET status = 'not-sent', not_sent_reason = 'obsolete'
    FROM marked WHERE m.clinic_id = $1 AND m.id = marked.notice_message_id AND m.status = 'queued'
)
INSERT INTO payment (clinic_id, id, payment_link_id, invoice_id, provider, provider_id, amount, currency, paid_at)
SELECT settled.clinic_id, sqlc.arg(id), settled.id, settled.invoice_id, sqlc.arg(provider), sqlc.arg(provider_id), settled.amount,
    settled.currency, sqlc.arg(now)::timestamptz
FROM settled JOIN marked ON marked.id = settled.invoice_id;

-- name: PaidInvoice :one
-- The invoice of a payment, for the contact that paid it.
SELECT i.* FROM payment p
JOIN payment_link l ON l.clinic_id = p.clinic_id AND l.id = p.payment_link_id
JOIN invoice i ON i.clinic_id = p.clinic_id AND i.id = p.invoice_id
WHERE p.clinic_id = $1 AND p.id = sqlc.arg(payment_id) AND l.contact_id = sqlc.arg(contact_id);

-- name: TellInvoice :many
-- Names the message that tells of an invoice that is owed, once.
UPDATE invoice SET notice_message_id = sqlc.arg(message_id)::uuid
WHERE clinic_id = $1 AND id = $2 AND status = 'issued' AND notice_message_id IS NULL
RETURNING patient_id;

-- name: GrantExpiry :one
-- Until when a contact may see what is for a purpose of all of these patients.
SELECT coalesce(min(expires_at), 'epoch')::timestamptz FROM identity_grant
WHERE clinic_id = $1 AND contact_id = $2 AND purpose = $3 AND patient_id = ANY (sqlc.arg(patient_ids)::uuid[])
    AND expires_at > sqlc.arg(now)::timestamptz;
