//go:build !nowhatsapp

package devicekeys_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/devicekeys"
	"frontdesk/records/postgrestest"
)

// Invariant 14: a clinic's connections see their own devices' keys alone, and
// store none under another clinic's device or under no device at all.
func TestClinicsSeeTheirOwnKeys(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	shared := postgrestest.OpenStore(t, database)
	ours, theirs := newHolder(t, database, shared, "ours", 1), newHolder(t, database, shared, "theirs", 2)
	if err := ours.save(t, ours.jid); err != nil {
		t.Fatal(err)
	}
	if err := theirs.save(t, theirs.jid); err != nil {
		t.Fatal(err)
	}
	ours.finds(t, ours.jid, true)
	ours.finds(t, theirs.jid, false)
	theirs.finds(t, ours.jid, false)
	stranger := types.JID{User: "12025550177", Device: 1, Server: types.DefaultUserServer}
	for name, jid := range map[string]types.JID{"another clinic's": theirs.jid, "nobody's": stranger} {
		if err := ours.save(t, jid); err == nil {
			t.Errorf("keys were stored under %s device", name)
		}
	}
	nobody := open(t, database, uuid.Nil)
	if _, err := nobody.Device(t.Context(), ours.jid.String()); err == nil {
		t.Error("a connection of no clinic sees keys")
	}
}

// Every table of the library's that names a device is guarded, whatever its
// next version brings.
func TestEveryTableOfKeysIsGuarded(t *testing.T) {
	t.Parallel()
	connection, err := pgx.Connect(t.Context(), postgrestest.New(t).SuperuserURL)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.Background())
	rows, err := connection.Query(t.Context(), `SELECT c.relname FROM pg_class c
		WHERE c.relnamespace = 'whatsmeow'::regnamespace AND c.relkind IN ('r', 'p')
		AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'))`)
	if err != nil {
		t.Fatal(err)
	}
	open, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	// Which hidden id is which number is the same for everybody; the version
	// says which of the library's migrations ran.
	allowed := map[string]bool{"whatsmeow_lid_map": true, "whatsmeow_version": true}
	if len(open) != len(allowed) {
		t.Errorf("without a policy are %v", open)
	}
	for _, table := range open {
		if !allowed[table] {
			t.Errorf("%s has no policy", table)
		}
	}
}

// holder is a clinic with a device and connections to its keys.
type holder struct {
	keys *devicekeys.Store
	jid  types.JID
}

func newHolder(t *testing.T, database *postgrestest.Database, store *postgres.Store, slug string, number uint16) holder {
	t.Helper()
	clinic := postgrestest.NewClinic(t, store, slug, records.ProviderWhatsApp)
	jid := types.JID{User: "12025550101", Device: number, Server: types.DefaultUserServer}
	err := store.InClinic(t.Context(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.LinkDevice(ctx, clinic.WhatsApp.ID, jid.String(), time.Unix(0, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	return holder{keys: open(t, database, clinic.ID), jid: jid}
}

func open(t *testing.T, database *postgrestest.Database, clinicID uuid.UUID) *devicekeys.Store {
	t.Helper()
	keys, err := devicekeys.Open(t.Context(), database.URL, clinicID, waLog.Noop)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	return keys
}

// save stores new keys under a name.
func (h holder) save(t *testing.T, jid types.JID) error {
	t.Helper()
	device := h.keys.NewDevice()
	device.ID = &jid
	device.Account = &waAdv.ADVSignedDeviceIdentity{
		Details: []byte{1}, AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64),
	}
	return device.Save(t.Context())
}

func (h holder) finds(t *testing.T, jid types.JID, want bool) {
	t.Helper()
	_, err := h.keys.Device(t.Context(), jid.String())
	if err != nil && records.CodeOf(err) != records.CodeNotFound || (err == nil) != want {
		t.Errorf("looking for the keys of %s gave %v, want them found: %t", jid, err, want)
	}
}
