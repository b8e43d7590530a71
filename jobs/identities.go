package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Identities is where contacts show who they are: with an address that was sent
// to them and a birth date (invariant 13). It is safe for concurrent use.
type Identities struct {
	jobs *Jobs
}

// Identities gives the service's own.
func (j *Jobs) Identities() *Identities { return &Identities{jobs: j} }

// IdentityPage is what the page of a clinic says to anybody, before they show
// who they are.
type IdentityPage struct {
	Clinic string
	// Slug names the clinic in addresses.
	Slug     string
	Country  string
	Language records.Language
	Zone     *time.Location
}

// Shown is what somebody who showed who they are is told: who they are, and
// what the check was for.
type Shown struct {
	ClinicID   uuid.UUID
	ContactID  uuid.UUID
	PatientIDs []uuid.UUID
	Purpose    records.AccessPurpose
	// Until is how long the conversation may go on with it.
	Until time.Time
	// Invoices are the open ones, of AccessBilling.
	Invoices []ShownInvoice
	// Results are what may be read, of AccessResults, the newest first.
	Results []ShownResult
}

// ErrNotShown is the one error of every address and birth date that open
// nothing: mistyped, late, used, tried too often, another clinic's, nobody's.
// Its code is records.CodeNotFound.
var ErrNotShown error = &records.Error{Code: records.CodeNotFound, Message: "the link or the birth date is not right"}

// Page gives what a clinic's page says; records.CodeNotFound where there is no
// such clinic.
func (i *Identities) Page(ctx context.Context, slug string) (IdentityPage, error) {
	var page IdentityPage
	err := i.inClinic(ctx, slug, func(_ context.Context, _ *postgres.Tx, view *clinicView, _ time.Time) error {
		page = IdentityPage{Clinic: view.clinic.Name, Slug: view.clinic.Slug, Country: view.clinic.Country, Language: view.clinic.Language(), Zone: view.zone}
		return nil
	})
	return page, err
}

// inClinic runs work in the clinic of a slug.
func (i *Identities) inClinic(ctx context.Context, slug string, work func(context.Context, *postgres.Tx, *clinicView, time.Time) error) error {
	store := i.jobs.config.Store
	var clinicID uuid.UUID
	err := store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		clinicID, err = tx.ClinicBySlug(ctx, slug)
		return err
	})
	if err != nil {
		return err
	}
	now := i.jobs.config.Now()
	return store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		view, err := i.jobs.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		return work(ctx, tx, view, now)
	})
}

// Show takes an address's secret and a birth date. If both are right it gives,
// in the same transaction, the contact what the check was for and tells the
// conversation; otherwise the try is counted and the error is ErrNotShown.
func (i *Identities) Show(ctx context.Context, slug, secret string, born records.LocalDate) (Shown, error) {
	var shown Shown
	var passed bool
	err := i.inClinic(ctx, slug, func(ctx context.Context, tx *postgres.Tx, view *clinicView, now time.Time) (err error) {
		check, err := tx.OpenIdentityCheck(ctx, hashOfLink(secret), now)
		if err != nil {
			return err
		}
		candidates, failures, err := tx.IdentityCandidates(ctx, check.ContactID, check.PatientID, now.Add(-records.IdentityTryMemory))
		if err != nil {
			return err
		}
		matching := whoWasBorn(candidates, born)
		if len(matching) == 0 || failures >= records.IdentityTries {
			return tx.FailIdentityCheck(ctx, check, i.jobs.config.NewID(), onlyCandidate(candidates), now)
		}
		shown = Shown{
			ClinicID: tx.ClinicID(), ContactID: check.ContactID, PatientIDs: matching, Purpose: check.Purpose, Until: now.Add(records.IdentityGrantLife),
		}
		passed = true
		if err := tx.PassIdentityCheck(ctx, check, i.jobs.config.NewID(), matching, shown.Until, now); err != nil {
			return err
		}
		if err := i.disclose(ctx, tx, view, &shown, now); err != nil {
			return err
		}
		message := ownMessage{name: "identity-check:" + check.ID.String(), choiceID: conversations.IdentityChoiceID(check.Purpose)}
		if err := i.jobs.tellConversation(ctx, tx, check.ContactID, message, now); err != nil {
			return err
		}
		return tx.Audit(ctx, records.AuditEvent{
			ID: i.jobs.config.NewID(), ClinicID: tx.ClinicID(), AgentKind: "patient", AgentID: matching[0], Action: records.AuditRead,
			EntityKind: "IdentityCheck", EntityID: check.ID, PatientID: matching[0], RecordedAt: now,
		})
	})
	switch {
	case records.CodeOf(err) == records.CodeNotFound, err == nil && !passed:
		return Shown{}, ErrNotShown
	case err != nil:
		return Shown{}, fmt.Errorf("show an identity: %w", err)
	}
	return shown, nil
}

// whoWasBorn gives the candidates with that birth date who were not tried too
// often: mostly one, or twins.
func whoWasBorn(candidates []postgres.IdentityCandidate, born records.LocalDate) []uuid.UUID {
	var matching []uuid.UUID
	for _, candidate := range candidates {
		if candidate.BirthDate == born && candidate.Failures < records.IdentityTries {
			matching = append(matching, candidate.PatientID)
		}
	}
	return matching
}

// onlyCandidate gives the patient whom a wrong birth date was meant for, if it
// could be only one.
func onlyCandidate(candidates []postgres.IdentityCandidate) uuid.UUID {
	if len(candidates) != 1 {
		return uuid.Nil
	}
	return candidates[0].PatientID
}
