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
// records.MessageStatus.Advances says, from every status to every other.
func TestStatusAdvancesAsTheTableSays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	database := postgrestest.New(t)
	store := postgrestest.OpenStore(t, database)
	clinic := postgrestest.NewClinic(t, store, "status", records.ProviderTwilio)
	patient := clinic.NewPatient(t, store, "Maria Lopez", "+12025550142", monday)
	superuser := connect(t, database.SuperuserURL)
	all := []records.MessageStatus{
		records.MessageQueued, records.MessageSending, records.MessageUnknown, records.MessageSent, records.MessageDelivered,
		records.MessageRead, records.MessageFailed, records.MessageNotSent,
	}
	reported := []records.MessageStatus{records.MessageSent, records.MessageDelivered, records.MessageRead, records.MessageFailed}
	for _, from := range all {
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
				_, err := tx.Advance(ctx, clinic.SMS.ID, id, "SM"+id.String(), to, "30003")
				return err
			})
			var got string
			if err := superuser.QueryRow(ctx, "SELECT status FROM message WHERE id = $1", id).Scan(&got); err != nil {
				t.Fatal(err)
			}
			want := from
			if from.Advances(to) {
				want = to
			}
			if got != string(want) {
				t.Errorf("%s, then a receipt of %s: %s, want %s", from, to, got, want)
			}
		}
	}
}
