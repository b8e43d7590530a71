package postgres_test

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

var queueDay = records.LocalDate{Year: 2026, Month: time.November, Day: 23}

func newTicket(patientID uuid.UUID) records.QueueTicket {
	return records.QueueTicket{
		ID: uuid.New(), Date: queueDay, PatientID: patientID, Priority: records.PriorityRoutine, DueAt: monday, ArrivedAt: monday,
		Expected: 20 * time.Minute,
	}
}

// TestQueueNumbersHaveNoGaps: forty patients arrive at the same moment, a
// quarter of whose transactions fail after they took a number; the numbers
// that stay are 1 to 30.
func TestQueueNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	store := postgrestest.OpenStore(t, postgrestest.New(t))
	clinic := postgrestest.NewClinic(t, store, "numbers", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	var arriving sync.WaitGroup
	for i := range 40 {
		arriving.Go(func() {
			err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
				if _, err := tx.CreateQueueTicket(ctx, newTicket(patient.ID)); err != nil {
					return err
				}
				if i%4 == 0 {
					return records.Invalid("test", "something else went wrong")
				}
				return nil
			})
			if err != nil && records.CodeOf(err) != records.CodeInvalid {
				t.Error(err)
			}
		})
	}
	arriving.Wait()
	tickets := readQueue(t, store, clinic.ID)
	if len(tickets) != 30 {
		t.Fatalf("%d tickets", len(tickets))
	}
	for i, queued := range tickets {
		if queued.Ticket.Number != i+1 {
			t.Errorf("ticket %d has number %d", i+1, queued.Ticket.Number)
		}
	}
}

func readQueue(t *testing.T, store *postgres.Store, clinicID uuid.UUID) []postgres.QueuedPatient {
	t.Helper()
	var tickets []postgres.QueuedPatient
	err := store.InClinic(context.Background(), clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		tickets, err = tx.QueueTickets(ctx, queueDay)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tickets
}

// TestQueueTicketsChangeFromAllowedStatuses: the guarded UPDATE takes a ticket
// to another status only from those that it is given, and at no other version
// than the one that was seen.
func TestQueueTicketsChangeFromAllowedStatuses(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "table", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	superuser := connect(t, database.SuperuserURL)
	all := []records.QueueStatus{records.QueueWaiting, records.QueueCalled, records.QueueInProgress, records.QueueFinished, records.QueueLeft}
	for _, from := range all {
		for _, to := range all {
			ticket := newTicket(patient.ID)
			err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) (err error) {
				ticket, err = tx.CreateQueueTicket(ctx, ticket)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := superuser.Exec(context.Background(), "UPDATE queue_ticket SET status = $2 WHERE id = $1", ticket.ID, string(from)); err != nil {
				t.Fatal(err)
			}
			step := func(version int64, allowed ...records.QueueStatus) error {
				return store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
					changed, err := tx.ChangeQueueTicket(ctx, ticket.ID, version, allowed, postgres.QueueChange{To: to, Room: "2"}, monday)
					if err == nil && (changed.Ticket.Status != to || changed.Ticket.Version != version+1) {
						t.Errorf("%s → %s gave %s at version %d", from, to, changed.Ticket.Status, changed.Ticket.Version)
					}
					return err
				})
			}
			others := slices.DeleteFunc(slices.Clone(all), func(status records.QueueStatus) bool { return status == from })
			if err := step(ticket.Version+1, all...); records.CodeOf(err) != records.CodeConflict {
				t.Errorf("%s → %s at a version that never was: %v", from, to, err)
			}
			if err := step(ticket.Version, others...); records.CodeOf(err) != records.CodeConflict {
				t.Errorf("%s → %s, which is not allowed: %v", from, to, err)
			}
			if err := step(ticket.Version, from); err != nil {
				t.Errorf("%s → %s, which is allowed: %v", from, to, err)
			}
		}
	}
}

// TestToldOnce: of many that notice at once that somebody is next, one tells
// them.
func TestToldOnce(t *testing.T) {
	t.Parallel()
	store := postgrestest.OpenStore(t, postgrestest.New(t))
	clinic := postgrestest.NewClinic(t, store, "told", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	ticket := newTicket(patient.ID)
	err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.CreateQueueTicket(ctx, ticket)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var noticing sync.WaitGroup
	told := make(chan uuid.UUID, 20)
	for range 10 {
		noticing.Go(func() {
			err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
				marked, err := tx.MarkQueueTold(ctx, []uuid.UUID{ticket.ID}, monday)
				for _, id := range marked {
					told <- id
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	noticing.Wait()
	if len(told) != 1 {
		t.Errorf("told %d times", len(told))
	}
}

// TestSecretLinkOpensOneThing: only its own purpose, until it expires or is
// revoked, and only in its clinic.
func TestSecretLinkOpensOneThing(t *testing.T) {
	t.Parallel()
	store := postgrestest.OpenStore(t, postgrestest.New(t))
	clinic := postgrestest.NewClinic(t, store, "links", records.ProviderTwilio)
	other := postgrestest.NewClinic(t, store, "other", records.ProviderTwilio)
	hash := sha256.Sum256([]byte("secret"))
	link := records.SecretLink{
		ID: uuid.New(), Purpose: records.LinkPractitionerCalendar, PractitionerID: clinic.Osei.ID, CreatedAt: monday, ExpiresAt: monday.Add(time.Hour),
	}
	err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateSecretLink(ctx, link, hash)
	})
	if err != nil {
		t.Fatal(err)
	}
	open := func(clinicID uuid.UUID, purpose records.SecretLinkPurpose, hash [32]byte, now time.Time) records.Code {
		err := store.InClinic(context.Background(), clinicID, func(ctx context.Context, tx *postgres.Tx) error {
			found, err := tx.SecretLink(ctx, purpose, hash, now)
			if err == nil && (found.ID != link.ID || found.PractitionerID != clinic.Osei.ID) {
				t.Errorf("found %+v", found)
			}
			return err
		})
		return records.CodeOf(err)
	}
	for name, probe := range map[string]struct {
		clinicID uuid.UUID
		purpose  records.SecretLinkPurpose
		hash     [32]byte
		now      time.Time
		want     records.Code
	}{
		"itself":           {clinic.ID, records.LinkPractitionerCalendar, hash, monday, ""},
		"another purpose":  {clinic.ID, records.LinkQueueDisplay, hash, monday, records.CodeNotFound},
		"another secret":   {clinic.ID, records.LinkPractitionerCalendar, sha256.Sum256([]byte("guess")), monday, records.CodeNotFound},
		"another clinic":   {other.ID, records.LinkPractitionerCalendar, hash, monday, records.CodeNotFound},
		"after its expiry": {clinic.ID, records.LinkPractitionerCalendar, hash, link.ExpiresAt, records.CodeNotFound},
	} {
		if got := open(probe.clinicID, probe.purpose, probe.hash, probe.now); got != probe.want {
			t.Errorf("%s: %q, want %q", name, got, probe.want)
		}
	}
	for _, want := range []records.Code{"", records.CodeNotFound} {
		err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
			return tx.RevokeSecretLink(ctx, link.ID, monday)
		})
		if got := records.CodeOf(err); got != want {
			t.Errorf("revoked: %q, want %q", got, want)
		}
	}
	if got := open(clinic.ID, records.LinkPractitionerCalendar, hash, monday); got != records.CodeNotFound {
		t.Errorf("revoked, it still opens: %q", got)
	}
}
