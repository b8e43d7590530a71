package postgres

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateIdentityCheck stores a check under the hash of its address's secret, and
// ends those that the contact had open.
func (tx *Tx) CreateIdentityCheck(ctx context.Context, check records.IdentityCheck, hash [32]byte) error {
	err := tx.later.EndIdentityChecks(ctx, dbsqlc.EndIdentityChecksParams{ClinicID: tx.clinicID, ContactID: check.ContactID, Now: check.CreatedAt})
	if err != nil {
		return err
	}
	return coded(tx.queries.InsertIdentityCheck(ctx, dbsqlc.InsertIdentityCheckParams{
		ClinicID: tx.clinicID, ID: check.ID, Hash: hash[:], ContactID: check.ContactID, PatientID: nullable(check.PatientID),
		Purpose: string(check.Purpose), CreatedAt: check.CreatedAt, ExpiresAt: check.ExpiresAt,
	}))
}

// OpenIdentityCheck finds the open check of a secret by its hash and locks it;
// records.CodeNotFound for one that is past, ended or never was. The hash is
// compared once more in constant time.
func (tx *Tx) OpenIdentityCheck(ctx context.Context, hash [32]byte, now time.Time) (records.IdentityCheck, error) {
	row, err := tx.queries.LockIdentityCheck(ctx, dbsqlc.LockIdentityCheckParams{ClinicID: tx.clinicID, Hash: hash[:], Now: now})
	if err != nil {
		return records.IdentityCheck{}, coded(err)
	}
	if subtle.ConstantTimeCompare(row.Hash, hash[:]) != 1 {
		return records.IdentityCheck{}, records.NotFound("identity check")
	}
	return records.IdentityCheck{
		ID: row.ID, ClinicID: row.ClinicID, ContactID: row.ContactID, PatientID: row.PatientID.UUID, Purpose: records.AccessPurpose(row.Purpose),
		CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(), Tries: int(row.Tries),
	}, nil
}

// IdentityCandidate is a patient whom a check may be passed as.
type IdentityCandidate struct {
	PatientID uuid.UUID
	Name      string
	BirthDate records.LocalDate
	// Failures is how often the patient's birth date was missed since then, on
	// any telephone.
	Failures int
}

// IdentityCandidates lists whom a contact may show to be: one patient, or with a
// zero patientID all whom it acts for; and how often the contact itself failed
// since then.
func (tx *Tx) IdentityCandidates(ctx context.Context, contactID, patientID uuid.UUID, since time.Time) ([]IdentityCandidate, int, error) {
	rows, err := tx.queries.IdentityCandidates(ctx, dbsqlc.IdentityCandidatesParams{
		ClinicID: tx.clinicID, ContactID: contactID, Since: since, PatientID: nullable(patientID),
	})
	if err != nil {
		return nil, 0, coded(err)
	}
	failures, err := tx.queries.IdentityFailuresOfContact(ctx, dbsqlc.IdentityFailuresOfContactParams{
		ClinicID: tx.clinicID, ContactID: contactID, Since: since,
	})
	if err != nil {
		return nil, 0, coded(err)
	}
	candidates := make([]IdentityCandidate, len(rows))
	for i, row := range rows {
		candidates[i] = IdentityCandidate{PatientID: row.ID, Name: row.Name, BirthDate: localDate(row.BirthDate), Failures: int(row.Failures)}
	}
	return candidates, int(failures), nil
}

// FailIdentityCheck counts a wrong birth date for the address, the contact and,
// where it could only have been one's, the patient. The last try that the
// address stands ends it.
func (tx *Tx) FailIdentityCheck(ctx context.Context, check records.IdentityCheck, tryID, patientID uuid.UUID, now time.Time) error {
	if err := tx.recordIdentityTry(ctx, check, tryID, patientID, false, now); err != nil {
		return err
	}
	return tx.later.FailIdentityCheck(ctx, dbsqlc.FailIdentityCheckParams{
		ClinicID: tx.clinicID, ID: check.ID, Most: records.IdentityTries, Now: now,
	})
}

// PassIdentityCheck ends a check as passed: the contact is verified, and may see
// what the check was for, of these patients, until then.
func (tx *Tx) PassIdentityCheck(ctx context.Context, check records.IdentityCheck, tryID uuid.UUID, patientIDs []uuid.UUID, until, now time.Time) error {
	if err := tx.recordIdentityTry(ctx, check, tryID, patientIDs[0], true, now); err != nil {
		return err
	}
	err := tx.later.PassIdentityCheck(ctx, dbsqlc.PassIdentityCheckParams{ClinicID: tx.clinicID, ID: check.ID, Now: now, PatientID: patientIDs[0]})
	if err != nil {
		return err
	}
	for _, patientID := range patientIDs {
		err := tx.later.GrantIdentity(ctx, dbsqlc.GrantIdentityParams{
			ClinicID: tx.clinicID, ContactID: check.ContactID, PatientID: patientID, Purpose: string(check.Purpose), GrantedAt: now, ExpiresAt: until,
		})
		if err != nil {
			return err
		}
	}
	return tx.later.VerifyContact(ctx, dbsqlc.VerifyContactParams{ClinicID: tx.clinicID, ID: check.ContactID})
}

func (tx *Tx) recordIdentityTry(ctx context.Context, check records.IdentityCheck, tryID, patientID uuid.UUID, succeeded bool, now time.Time) error {
	return tx.later.InsertIdentityTry(ctx, dbsqlc.InsertIdentityTryParams{
		ClinicID: tx.clinicID, ID: tryID, IdentityCheckID: check.ID, ContactID: check.ContactID, PatientID: nullable(patientID),
		Succeeded: succeeded, TriedAt: now,
	})
}

// GrantedPatients lists the patients of whom a contact may see what is for a
// purpose now, the one granted last first.
func (tx *Tx) GrantedPatients(ctx context.Context, contactID uuid.UUID, purpose records.AccessPurpose, now time.Time) ([]uuid.UUID, error) {
	granted, err := tx.queries.GrantedPatients(ctx, dbsqlc.GrantedPatientsParams{
		ClinicID: tx.clinicID, ContactID: contactID, Purpose: string(purpose), Now: now,
	})
	return granted, coded(err)
}

// ContactAddress gives where a contact is written to.
func (tx *Tx) ContactAddress(ctx context.Context, contactID uuid.UUID) (channelID uuid.UUID, address string, err error) {
	row, err := tx.queries.ContactAddress(ctx, dbsqlc.ContactAddressParams{ClinicID: tx.clinicID, ID: contactID})
	return row.ChannelID, row.Address, coded(err)
}
