package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// minEvidence is the fewest characters that say anything of how somebody gave
// or ended their consent.
const minEvidence = 10

// ConsentRequest is what a contact told staff.
type ConsentRequest struct {
	ContactID uuid.UUID
	Purpose   records.Purpose
	Status    records.ConsentStatus
	// Evidence says how they told it: "signed the form of 20 November".
	Evidence string
}

// RecordConsent enters what a contact told staff: that it may, or may not, be
// written to for a purpose. Care is all of them, as STOP and START are. Without
// evidence it is refused, so that nobody is subscribed who did not ask for it
// (invariant 11).
func (d *Desk) RecordConsent(ctx context.Context, by Principal, request ConsentRequest) (records.Consent, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Consent, touched, error) {
		evidence := strings.TrimSpace(request.Evidence)
		switch {
		case !slices.Contains(records.Purposes(), request.Purpose):
			return records.Consent{}, touched{}, records.Invalid("purpose", "it is care, reminder, billing, recall or survey")
		case request.Status != records.ConsentActive && request.Status != records.ConsentInactive:
			return records.Consent{}, touched{}, records.Invalid("status", "it is active or inactive")
		case len([]rune(evidence)) < minEvidence:
			return records.Consent{}, touched{}, records.Invalid("evidence", "say in a few words how they told you, like \"signed the form of 20 November\"")
		}
		card, err := w.contactCard(ctx, request.ContactID)
		if err != nil {
			return records.Consent{}, touched{}, err
		}
		consent := records.Consent{
			ID: w.newID(), ClinicID: by.ClinicID, ContactID: request.ContactID, Purpose: request.Purpose, Status: request.Status, Source: "staff",
			Evidence: evidence, StaffID: by.StaffID, RecordedAt: w.now,
		}
		if err := w.tx.RecordConsent(ctx, consent); err != nil {
			return records.Consent{}, touched{}, fmt.Errorf("record consent: %w", err)
		}
		consent.RecordedAt = consent.RecordedAt.In(w.view.zone)
		return consent, touched{action: records.AuditCreate, kind: "Consent", id: consent.ID, patientID: card.PatientID}, nil
	})
}

// Consents lists a contact's ledger, the newest first.
func (d *Desk) Consents(ctx context.Context, by Principal, contactID uuid.UUID) ([]records.Consent, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Consent, touched, error) {
		card, err := w.contactCard(ctx, contactID)
		if err != nil {
			return nil, touched{}, err
		}
		consents, err := w.tx.Consents(ctx, contactID)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list consents: %w", err)
		}
		for i := range consents {
			consents[i].RecordedAt = consents[i].RecordedAt.In(w.view.zone)
		}
		return consents, touched{action: records.AuditRead, kind: "Consent", patientID: card.PatientID}, nil
	})
}

// ChangeContactPreferences changes how a contact wants to be written to: change
// gets it as it is. Warned says that staff have just told them that others may
// read what a telephone shows; only after that a text may say more than the
// clinic's own limit.
func (d *Desk) ChangeContactPreferences(ctx context.Context, by Principal, contactID uuid.UUID, warned bool,
	change func(*records.ContactPreferences),
) (records.ContactPreferences, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.ContactPreferences, touched, error) {
		card, err := w.contactCard(ctx, contactID)
		if err != nil {
			return records.ContactPreferences{}, touched{}, err
		}
		preferences := card.Preferences
		change(&preferences)
		if warned {
			preferences.WarnedAt = w.now
		}
		if err := checkPreferences(preferences); err != nil {
			return records.ContactPreferences{}, touched{}, err
		}
		if err := w.tx.SetContactPreferences(ctx, contactID, preferences); err != nil {
			return records.ContactPreferences{}, touched{}, fmt.Errorf("change preferences: %w", err)
		}
		return preferences, touched{action: records.AuditUpdate, kind: "Consent", id: contactID, patientID: card.PatientID}, nil
	})
}

func checkPreferences(preferences records.ContactPreferences) error {
	if _, err := time.LoadLocation(preferences.TimeZone); err != nil || preferences.TimeZone == "Local" {
		return records.Invalid("timeZone", "it is no IANA time zone; give one like America/New_York, or none")
	}
	switch level := preferences.Level; {
	case level == nil:
	case *level < records.ContentNeutral || *level > records.ContentNames:
		return records.Invalid("contentLevel", "it is 0 (that there is a message), 1 (date, time and place) or 2 (names)")
	case *level > records.ContentLogistics && preferences.WarnedAt.IsZero():
		return records.Invalid("warned", "names are only sent to who was warned that others may read what a telephone shows")
	}
	return nil
}

func (w deskWork) contactCard(ctx context.Context, contactID uuid.UUID) (postgres.ContactCard, error) {
	card, err := w.tx.ContactCard(ctx, contactID)
	if records.CodeOf(err) == records.CodeNotFound {
		return postgres.ContactCard{}, records.NotFound("contact")
	}
	if err != nil {
		return postgres.ContactCard{}, fmt.Errorf("read contact: %w", err)
	}
	return card, nil
}
