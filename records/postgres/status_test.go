package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// Invariant 6: the guarded UPDATE moves a message exactly as
// records.MessageStatus.Join says, from every status to every other.
func TestStatusAdvancesAsTheTableSays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "status", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	superuser := connect(t, database.SuperuserURL)
	reported := []records.MessageStatus{records.MessageSent, records.MessageDelivered, records.MessageRead, records.MessageFailed}
	for _, from := range records.OutboundLattice() {
		for _, to := range reported {
			id := uuid.New()
			err := store.InClinic(ctx, clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
				_, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{{
					ID: id, ClinicID: clinic.ID, ChannelID: clinic.SMS.ID, ConversationID: patient.ConversationID, Text: "hello",
				}}, monday)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = superuser.Exec(ctx, `UPDATE message SET status = $2, not_sent_reason = CASE $2 WHEN 'not-sent' THEN 'expired' ELSE '' END
				WHERE id = $1`, id, string(from))
			if err != nil {
				t.Fatal(err)
			}
			_ = store.InClinic(ctx, clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
				_, err := tx.Advance(ctx, postgres.Receipt{
					ChannelID: clinic.SMS.ID, MessageID: id, ProviderID: "SM" + id.String(), Status: to, ErrorCode: "30003", ReceivedAt: monday,
				})
				return err
			})
			var got string
			if err := superuser.QueryRow(ctx, "SELECT status FROM message WHERE id = $1", id).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if want := from.Join(to); got != string(want) {
				t.Errorf("%s, then a receipt of %s: %s, want %s", from, to, got, want)
			}
		}
	}
}

// A receipt that comes before anybody knew the provider's id is kept, and takes
// effect once the id is known; each word is written down once.
func TestEarlyReceiptTakesEffectLater(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "early", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	superuser := connect(t, database.SuperuserURL)
	in := func(work func(ctx context.Context, tx *postgres.Tx) error) {
		t.Helper()
		if err := store.InClinic(context.Background(), clinic.ID, work); err != nil {
			t.Fatal(err)
		}
	}
	id := uuid.New()
	in(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{{
			ID: id, ClinicID: clinic.ID, ChannelID: clinic.SMS.ID, ConversationID: patient.ConversationID, Text: "hello",
		}}, monday)
		return err
	})
	for _, status := range []records.MessageStatus{records.MessageDelivered, records.MessageSent, records.MessageDelivered} {
		in(func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.Advance(ctx, postgres.Receipt{ChannelID: clinic.SMS.ID, ProviderID: "SM1", Status: status, ReceivedAt: monday})
			if records.CodeOf(err) != records.CodeNotFound {
				t.Errorf("a receipt for nobody: %v, want %s", err, records.CodeNotFound)
			}
			return nil
		})
	}
	in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.RecordSent(ctx, map[uuid.UUID]string{id: "SM1"})
	})
	var status string
	var words int
	err := superuser.QueryRow(context.Background(), `SELECT m.status, (SELECT count(*) FROM message_receipt r WHERE r.message_id = m.id)
		FROM message m WHERE m.id = $1`, id).Scan(&status, &words)
	if err != nil {
		t.Fatal(err)
	}
	if status != "delivered" || words != 2 {
		t.Errorf("the message is %s with %d receipts, want delivered with 2", status, words)
	}
}
