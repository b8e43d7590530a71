package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// BenchmarkMessagePath runs the store's part of a turn, step by step, over
// 5,000 contacts, without rivals: what the statements themselves cost.
func BenchmarkMessagePath(b *testing.B) {
	ctx := context.Background()
	database := postgrestest.New(b)
	store := postgrestest.OpenStore(b, database)
	clinic := postgrestest.NewClinic(b, store, "bench", records.ProviderTwilio)
	address := func(n int) string { return fmt.Sprintf("+1202%07d", n%5000) }
	keep := func(n int) postgres.NewInbound {
		return postgres.NewInbound{
			ID: uuid.New(), NewContactID: uuid.New(), ClinicID: clinic.ID, ChannelID: clinic.SMS.ID, Address: address(n), ProviderID: uuid.NewString(), Text: "hello",
		}
	}
	run := func(b *testing.B, work func(ctx context.Context, tx *postgres.Tx) error) {
		b.Helper()
		if err := store.InClinic(ctx, clinic.ID, work); err != nil {
			b.Fatal(err)
		}
	}
	run(b, func(ctx context.Context, tx *postgres.Tx) error {
		batch := make([]postgres.NewInbound, 5000)
		for n := range batch {
			batch[n] = keep(n)
		}
		_, err := tx.KeepInbound(ctx, batch, monday)
		return err
	})
	for drained := 1; drained > 0; {
		run(b, func(ctx context.Context, tx *postgres.Tx) error {
			drained = 0
			for lane := range int16(postgres.TurnLanes) {
				conversations, err := tx.LockUnread(ctx, []postgres.TurnLane{{ClinicID: clinic.ID, Lane: lane}}, 500, monday)
				if err != nil {
					return err
				}
				drained += len(conversations)
				if err := finish(ctx, tx, clinic, conversations); err != nil {
					return err
				}
			}
			return nil
		})
	}
	superuser := connect(b, database.SuperuserURL)
	if _, err := superuser.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		b.Fatal(err)
	}
	b.Run("empty transaction", func(b *testing.B) {
		for b.Loop() {
			run(b, func(context.Context, *postgres.Tx) error { return nil })
		}
	})
	b.Run("keep inbound", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			run(b, func(ctx context.Context, tx *postgres.Tx) error {
				_, err := tx.KeepInbound(ctx, []postgres.NewInbound{keep(n)}, monday)
				return err
			})
		}
	})
	b.Run("begin lane", func(b *testing.B) {
		for b.Loop() {
			run(b, func(ctx context.Context, tx *postgres.Tx) error {
				return tx.BeginTurnLanes(ctx, []postgres.TurnLane{{ClinicID: clinic.ID}})
			})
		}
	})
	b.Run("lock and read", func(b *testing.B) {
		for b.Loop() {
			run(b, func(ctx context.Context, tx *postgres.Tx) error {
				_, err := tx.LockUnread(ctx, []postgres.TurnLane{{ClinicID: clinic.ID}}, 1, monday)
				return err
			})
		}
	})
	b.Run("lock, read and finish", func(b *testing.B) {
		for b.Loop() {
			run(b, func(ctx context.Context, tx *postgres.Tx) error {
				conversations, err := tx.LockUnread(ctx, []postgres.TurnLane{{ClinicID: clinic.ID}}, 1, monday)
				if err != nil {
					return err
				}
				return finish(ctx, tx, clinic, conversations)
			})
		}
	})
	b.Run("claim and mark", func(b *testing.B) {
		lane := postgres.SendLane{ClinicID: clinic.ID, ChannelID: clinic.SMS.ID}
		for b.Loop() {
			run(b, func(ctx context.Context, tx *postgres.Tx) error {
				queued, err := tx.ClaimQueued(ctx, []postgres.SendClaim{{Lane: lane}}, 1, monday)
				if err != nil || len(queued) == 0 {
					return err
				}
				return tx.MarkSending(ctx, lane, []uuid.UUID{queued[0].ID}, monday, monday)
			})
		}
	})
}

func finish(ctx context.Context, tx *postgres.Tx, clinic *postgrestest.Clinic, conversations []postgres.Conversation) error {
	var turned []postgres.Turned
	var replies []postgres.NewOutbound
	for _, conversation := range conversations {
		turn := postgres.Turned{ConversationID: conversation.ID, ClinicID: clinic.ID, Version: conversation.Version, State: []byte(`{"version":1}`)}
		for _, message := range conversation.Unread {
			turn.MessageIDs = append(turn.MessageIDs, message.ID)
		}
		turned = append(turned, turn)
		replies = append(replies, postgres.NewOutbound{
			ID: uuid.New(), ClinicID: clinic.ID, ChannelID: clinic.SMS.ID, ConversationID: conversation.ID, Text: "hello, how can I help?",
		})
	}
	if err := tx.FinishTurns(ctx, turned, monday); err != nil {
		return err
	}
	_, err := tx.InsertOutbound(ctx, replies, monday)
	return err
}
