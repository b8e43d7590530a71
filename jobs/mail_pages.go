package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Mail is what the links in e-mails open: an address is confirmed, and e-mails
// are ended, by whoever got them. It is safe for concurrent use.
type Mail struct{ identities *Identities }

// Mail gives the service's own.
func (j *Jobs) Mail() *Mail { return &Mail{identities: j.Identities()} }

// ErrNoMailLink is the one error of every address that opens nothing: mistyped,
// late, used, another clinic's. Its code is records.CodeNotFound.
var ErrNoMailLink error = &records.Error{Code: records.CodeNotFound, Message: "the link is not right, or too old"}

// StopWay is how somebody ended the e-mails, for the ledger of consents.
type StopWay string

const (
	// StopByRequest is one request that a mail program made (RFC 8058).
	StopByRequest StopWay = "the link's one-click request"
	// StopByButton is the button on the page.
	StopByButton StopWay = "the button on the link's page"
)

// What the ledger names as the source of such a consent.
const (
	sourceMailConfirmed = "email-confirmed"
	sourceMailStopped   = "email-stopped"
	sourceMailStarted   = "email-started"
)

// Page gives what a clinic's page says; records.CodeNotFound where there is no
// such clinic.
func (m *Mail) Page(ctx context.Context, slug string) (IdentityPage, error) {
	return m.identities.Page(ctx, slug)
}

// Confirm takes the secret of a confirmation's link, once: from here on the
// address gets what was asked for. Who opened the link again after that is told
// that it is no good any more, as ErrNoMailLink.
func (m *Mail) Confirm(ctx context.Context, slug, secret string) error {
	return m.with(ctx, slug, secret, func(ctx context.Context, tx *postgres.Tx, link postgres.EmailLink, now time.Time) error {
		if link.ConfirmationID == uuid.Nil || link.Stopped {
			return ErrNoMailLink
		}
		patientID, err := tx.ConfirmEmail(ctx, link.ConfirmationID, now)
		if err != nil {
			return err
		}
		if err := m.consent(ctx, tx, link, records.ConsentActive, sourceMailConfirmed, "the button on the confirmation's page", now); err != nil {
			return err
		}
		m.identities.jobs.observe("mail", "confirmed", 1)
		return tx.Audit(ctx, records.AuditEvent{
			ID: m.identities.jobs.config.NewID(), ClinicID: tx.ClinicID(), AgentKind: "patient", AgentID: patientID, Action: records.AuditUpdate,
			EntityKind: "EmailConfirmation", EntityID: link.ConfirmationID, PatientID: patientID, RecordedAt: now,
		})
	})
}

// Stop ends the e-mails to whoever got the link, of whatever age it is; that
// they have ended already is no error.
func (m *Mail) Stop(ctx context.Context, slug, secret string, way StopWay) error {
	return m.with(ctx, slug, secret, func(ctx context.Context, tx *postgres.Tx, link postgres.EmailLink, now time.Time) error {
		if link.ConfirmationID != uuid.Nil {
			return ErrNoMailLink
		}
		if link.Stopped {
			return nil
		}
		m.identities.jobs.observe("mail", "stopped", 1)
		return m.consent(ctx, tx, link, records.ConsentInactive, sourceMailStopped, string(way), now)
	})
}

// Start begins them again, on the same proof: whoever has the link reads the
// mailbox.
func (m *Mail) Start(ctx context.Context, slug, secret string) error {
	return m.with(ctx, slug, secret, func(ctx context.Context, tx *postgres.Tx, link postgres.EmailLink, now time.Time) error {
		if link.ConfirmationID != uuid.Nil {
			return ErrNoMailLink
		}
		if !link.Stopped {
			return nil
		}
		m.identities.jobs.observe("mail", "started", 1)
		return m.consent(ctx, tx, link, records.ConsentActive, sourceMailStarted, string(StopByButton), now)
	})
}

func (m *Mail) consent(ctx context.Context, tx *postgres.Tx, link postgres.EmailLink, status records.ConsentStatus, source, evidence string, now time.Time) error {
	return tx.RecordConsent(ctx, records.Consent{
		ID: m.identities.jobs.config.NewID(), ClinicID: tx.ClinicID(), ContactID: link.ContactID, Purpose: records.PurposeCare, Status: status,
		Source: source, MessageID: link.MessageID, Evidence: evidence, RecordedAt: now,
	})
}

// with runs work for the link of a secret.
func (m *Mail) with(ctx context.Context, slug, secret string, work func(context.Context, *postgres.Tx, postgres.EmailLink, time.Time) error) error {
	err := m.identities.inClinic(ctx, slug, func(ctx context.Context, tx *postgres.Tx, _ *clinicView, now time.Time) error {
		link, err := tx.EmailLink(ctx, hashOfLink(secret))
		if err != nil {
			return err
		}
		return work(ctx, tx, link, now)
	})
	switch {
	case records.CodeOf(err) == records.CodeNotFound:
		return ErrNoMailLink
	case err != nil:
		return fmt.Errorf("open a link of an e-mail: %w", err)
	}
	return nil
}
