package jobs_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// identityWorld is a world with a family on one telephone.
type identityWorld struct {
	*world
	contactID   uuid.UUID
	maria, leo  records.Patient
	lastChecked int
}

var (
	marias = records.LocalDate{Year: 1980, Month: time.March, Day: 4}
	leos   = records.LocalDate{Year: 2018, Month: time.July, Day: 9}
	wrong  = records.LocalDate{Year: 1999, Month: time.January, Day: 1}
)

func newIdentityWorld(t *testing.T) *identityWorld {
	t.Helper()
	w := &identityWorld{world: newWorld(t)}
	w.receiveFrom(phone)
	w.contactID = w.contactOf(phone)
	w.maria = records.Patient{ID: uuid.New(), ClinicID: w.clinic.ID, Name: "Maria Lopez", BirthDate: marias, Language: records.English, CreatedAt: monday}
	w.leo = records.Patient{ID: uuid.New(), ClinicID: w.clinic.ID, Name: "Leo Lopez", BirthDate: leos, Language: records.English, CreatedAt: monday}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return errors.Join(tx.RegisterPatient(ctx, w.maria, w.contactID, records.RelationshipSelf),
			tx.RegisterPatient(ctx, w.leo, w.contactID, records.RelationshipGuardian))
	})
	return w
}

func (w *identityWorld) receiveFrom(address string) {
	w.t.Helper()
	w.write(address, "hello")
}

func (w *identityWorld) contactOf(address string) (contactID uuid.UUID) {
	w.t.Helper()
	w.scan(`SELECT id FROM contact WHERE address = $1`, []any{address}, &contactID)
	return contactID
}

// scan reads one row of what there is, as nobody but a test may.
func (w *identityWorld) scan(query string, arguments []any, into ...any) {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := errors.Join(connection.QueryRow(w.t.Context(), query, arguments...).Scan(into...), connection.Close(w.t.Context())); err != nil {
		w.t.Fatal(err)
	}
}

// check makes an identity check and gives its secret.
func (w *identityWorld) check(contactID, patientID uuid.UUID) string {
	w.t.Helper()
	w.lastChecked++
	secret := fmt.Sprintf("secret-%d", w.lastChecked)
	now := w.clock.now()
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateIdentityCheck(ctx, records.IdentityCheck{
			ID: uuid.New(), ContactID: contactID, PatientID: patientID, Purpose: records.AccessResults, CreatedAt: now,
			ExpiresAt: now.Add(records.IdentityCheckLife),
		}, sha256.Sum256([]byte(secret)))
	})
	return secret
}

func (w *identityWorld) show(secret string, born records.LocalDate) (jobs.Shown, error) {
	return w.jobs.Identities().Show(w.t.Context(), "test", secret, born)
}

func (w *identityWorld) refuses(what, secret string, born records.LocalDate) {
	w.t.Helper()
	if shown, err := w.show(secret, born); !errors.Is(err, jobs.ErrNotShown) || shown.ContactID != uuid.Nil {
		w.t.Errorf("%s: got %+v, %v; want ErrNotShown", what, shown, err)
	}
}

func (w *identityWorld) opens(what, secret string, born records.LocalDate, whom uuid.UUID) {
	w.t.Helper()
	shown, err := w.show(secret, born)
	if err != nil || len(shown.PatientIDs) != 1 || shown.PatientIDs[0] != whom {
		w.t.Errorf("%s: got %+v, %v; want %s", what, shown, err, whom)
	}
}

// Invariant 13: the address that was sent is the proof, the birth date picks the
// person of a shared telephone, and either serves once.
func TestIdentityIsShownOnce(t *testing.T) {
	t.Parallel()
	w := newIdentityWorld(t)
	secret := w.check(w.contactID, uuid.Nil)
	w.refuses("another date", secret, wrong)
	w.opens("the child's date", secret, leos, w.leo.ID)
	w.refuses("the same address again", secret, leos)
	var state string
	w.scan(`SELECT state FROM contact WHERE id = $1`, []any{w.contactID}, &state)
	if state != string(records.ContactVerified) {
		t.Errorf("the contact is %s", state)
	}
	for _, test := range []struct {
		purpose records.AccessPurpose
		after   time.Duration
		granted int
	}{
		{records.AccessResults, 0, 1},
		{records.AccessBilling, 0, 0},
		{records.AccessResults, records.IdentityGrantLife + time.Second, 0},
	} {
		w.in(func(ctx context.Context, tx *postgres.Tx) error {
			granted, err := tx.GrantedPatients(ctx, w.contactID, test.purpose, w.clock.now().Add(test.after))
			if len(granted) != test.granted || test.granted == 1 && granted[0] != w.leo.ID {
				t.Errorf("for %s after %s: %v", test.purpose, test.after, granted)
			}
			return err
		})
	}
	var told, audited int
	w.scan(`SELECT count(*) FROM message WHERE choice_id = 'identity:results'`, nil, &told)
	w.scan(`SELECT count(*) FROM audit_event WHERE entity_kind = 'IdentityCheck' AND patient_id = $1`, []any{w.leo.ID}, &audited)
	if told != 1 || audited != 1 {
		t.Errorf("the conversation was told %d times, the trail has %d", told, audited)
	}
}

// All that is wrong is the same error, and nothing of it grants anything.
func TestIdentityIsRefusedAlike(t *testing.T) {
	t.Parallel()
	w := newIdentityWorld(t)
	w.receiveFrom("+12025550199")
	stranger := w.contactOf("+12025550199")
	w.refuses("an address that never was", "nothing", marias)
	w.refuses("no address", "", marias)
	w.refuses("a number of no patient's", w.check(stranger, uuid.Nil), marias)
	w.refuses("another patient of the telephone than the check is for", w.check(w.contactID, w.leo.ID), marias)
	older := w.check(w.contactID, uuid.Nil)
	newer := w.check(w.contactID, uuid.Nil)
	w.refuses("an address that a newer one replaced", older, marias)
	if _, err := w.jobs.Identities().Show(t.Context(), "nowhere", newer, marias); !errors.Is(err, jobs.ErrNotShown) {
		t.Errorf("another clinic's page: %v", err)
	}
	w.clock.advance(records.IdentityCheckLife)
	w.refuses("an address of ten minutes ago", newer, marias)
	var granted int
	w.scan(`SELECT count(*) FROM identity_grant`, nil, &granted)
	if granted != 0 {
		t.Errorf("%d grants", granted)
	}
}

// Five wrong dates end the address, and for a day the contact's next ones, too.
func TestIdentityTriesAreCounted(t *testing.T) {
	t.Parallel()
	w := newIdentityWorld(t)
	secret := w.check(w.contactID, w.maria.ID)
	for range records.IdentityTries {
		w.refuses("a wrong date", secret, wrong)
	}
	w.refuses("the right date at last", secret, marias)
	w.refuses("with a new address", w.check(w.contactID, w.maria.ID), marias)
	w.refuses("for the other patient of the telephone", w.check(w.contactID, w.leo.ID), leos)

	w.receiveFrom("+12025550177")
	other := w.contactOf("+12025550177")
	var linked int
	w.scan(`INSERT INTO contact_patient (clinic_id, contact_id, patient_id, relationship, created_at) VALUES ($1, $2, $3, 'proxy', now())
		RETURNING 1`, []any{w.clinic.ID, other, w.maria.ID}, &linked)
	w.refuses("the same patient from another telephone", w.check(other, w.maria.ID), marias)
	w.clock.advance(records.IdentityTryMemory + time.Hour)
	w.opens("a day later", w.check(w.contactID, w.maria.ID), marias, w.maria.ID)
}
