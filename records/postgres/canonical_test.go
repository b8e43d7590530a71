package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/phone"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// A patient whose number has two spellings is one contact, whichever comes
// first, also when both come at once; who wrote first keeps the address.
func TestVariantsOfANumberAreOneContact(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "ours", records.ProviderTwilio)
	all := connect(t, database.SuperuserURL)
	receive := func(addresses ...string) {
		t.Helper()
		err := store.Across(context.Background(), func(ctx context.Context, tx *postgres.Tx) error {
			var messages []postgres.NewInbound
			for _, address := range addresses {
				messages = append(messages, postgres.NewInbound{
					ID: uuid.New(), NewContactID: uuid.New(), ClinicID: clinic.ID, ChannelID: clinic.WhatsApp.ID, Address: address,
					ProviderID: uuid.NewString(), Text: "hello",
				})
			}
			_, err := tx.KeepInbound(ctx, messages, monday)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	receive("+554188887777")
	receive("+5541988887777")
	receive("+525512345678", "+5215512345678", "+525512345678")
	receive("+5215512345678")
	receive("+554133334444", "US.1234")
	for address, want := range map[string]int{"+554188887777": 2, "+525512345678": 4, "+554133334444": 1, "US.1234": 1} {
		var count int
		err := all.QueryRow(t.Context(), `SELECT count(*) FROM message m JOIN contact c ON c.clinic_id = m.clinic_id AND c.id = m.conversation_id
			WHERE c.address = $1`, address).Scan(&count)
		if err != nil || count != want {
			t.Errorf("the contact %s has %d messages, %v; want %d", address, count, err, want)
		}
	}
	err := store.InClinic(t.Context(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		for _, address := range []string{"+554188887777", "+5541988887777"} {
			if _, err := tx.ConversationOfAddress(ctx, clinic.WhatsApp.ID, address); err != nil {
				return fmt.Errorf("%s: %w", address, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	// The column and the function say the same.
	for _, address := range []string{
		"+554188887777", "+5541988887777", "+554133334444", "+5215512345678", "+525512345678", "+52155123456", "+5510688887777", "+55418888777", "x",
	} {
		receive(address)
		var canonical string
		err := all.QueryRow(t.Context(), "SELECT canonical FROM contact WHERE canonical = $1", phone.Canonical(address)).Scan(&canonical)
		if err != nil {
			t.Errorf("%s: the column differs from %s: %v", address, phone.Canonical(address), err)
		}
	}
}
