package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot"
	"frontdesk/bot/twilio"
	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// The floors: the least work that could honestly be called taking a message,
// and a turn written the obvious way.
const (
	floorInsert       = "insert"
	floorTransactions = "transactions"
)

// benchFloorCommand serves a floor behind the product's own webhook.
type benchFloorCommand struct {
	Kind string `enum:"insert,transactions" default:"insert"`
}

// Run implements the sub-command.
func (c *benchFloorCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	store, err := postgres.Open(e.context, read.DatabaseURL, postgres.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	logger := e.logger(slog.LevelWarn)
	floor := &floor{store: store, kind: c.Kind, turns: make(chan floorTurn, 100_000), logger: logger}
	adapter, err := twilio.New(twilio.Config{
		Accounts: read.twilioAccounts(), PublicURL: read.PublicURL, APIURL: read.TwilioAPIURL,
		Intake: floor, Receipts: floor, Directory: jobs.NewDirectory(store, time.Now), Now: time.Now, Logger: logger,
	})
	if err != nil {
		return err
	}
	floor.sender = adapter
	const workers = 64 // enough to keep every connection busy while others wait for the provider
	for range workers {
		go floor.work(e.context)
	}
	server := bot.NewServer(bot.Options{Address: read.Address, Logger: logger, Ready: store.Ping})
	adapter.Mount(server.Mux())
	if err := server.Listen(); err != nil {
		return err
	}
	go func() {
		<-e.context.Done()
		_ = server.Shutdown(context.Background()) // the process ends
	}()
	if _, err := fmt.Fprintln(e.output, "ready"); err != nil {
		return err
	}
	return server.Serve()
}

// floor takes messages the short way.
type floor struct {
	store  *postgres.Store
	kind   string
	sender channel.Sender
	turns  chan floorTurn
	logger *slog.Logger
}

type floorTurn struct {
	through records.Channel
	from    string
}

// Receive keeps a message: as one row, or by the first of three transactions.
func (f *floor) Receive(ctx context.Context, through records.Channel, message channel.Inbound) error {
	if f.kind == floorInsert {
		_, err := f.store.Pool().Exec(ctx, `INSERT INTO bench.inbound (provider_id, sender, text, received_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, message.ProviderID, message.From, message.Text, time.Now())
		return err
	}
	err := f.store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.KeepInbound(ctx, []postgres.NewInbound{{
			ID: newID(), NewContactID: newID(), ClinicID: through.ClinicID, ChannelID: through.ID, Address: message.From, ProviderID: message.ProviderID, Text: message.Text,
		}}, time.Now())
		return err
	})
	if err != nil {
		return err
	}
	f.turns <- floorTurn{through: through, from: message.From}
	return nil
}

// Record takes no receipts: the fake provider posts none.
func (f *floor) Record(context.Context, records.Channel, channel.Receipt) error { return nil }

func (f *floor) work(ctx context.Context) {
	for {
		select {
		case turn := <-f.turns:
			if err := f.turn(ctx, turn); err != nil && ctx.Err() == nil {
				f.logger.Warn("floor turn", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// floorState is as large as a state in the middle of a booking.
var floorState = []byte(`{"version":1,"filler":"` + strings.Repeat("x", 600) + `"}`)

// turn is the second and the third transaction, with the provider's call
// between them: read and lock, write state and reply; then record.
func (f *floor) turn(ctx context.Context, turn floorTurn) error {
	reply := postgres.NewOutbound{
		ID: newID(), ClinicID: turn.through.ClinicID, ChannelID: turn.through.ID, Text: "Check-up: which time suits you?\n1 Tuesday at 1:00 pm\n2 Tuesday at 1:30 pm\n3 Tuesday at 2:00 pm",
	}
	err := f.store.InClinic(ctx, turn.through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := time.Now()
		conversationID, err := tx.ConversationOfAddress(ctx, turn.through.ID, turn.from)
		if err != nil {
			return err
		}
		conversation, err := tx.LockConversation(ctx, conversationID, now)
		if err != nil {
			return err
		}
		turned := postgres.Turned{ConversationID: conversationID, ClinicID: turn.through.ClinicID, Version: conversation.Version, State: floorState}
		for _, message := range conversation.Unread {
			turned.MessageIDs = append(turned.MessageIDs, message.ID)
		}
		reply.ConversationID = conversationID
		if err := tx.FinishTurns(ctx, []postgres.Turned{turned}, now); err != nil {
			return err
		}
		_, err = tx.InsertOutbound(ctx, []postgres.NewOutbound{reply}, now)
		return err
	})
	if err != nil {
		return err
	}
	sent, err := f.sender.Send(ctx, channel.Outbound{
		ID: reply.ID, Channel: turn.through, From: turn.through.Address, To: turn.from, Text: reply.Text,
	})
	if err != nil {
		return err
	}
	return f.store.InClinic(ctx, turn.through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.RecordSent(ctx, map[uuid.UUID]string{reply.ID: sent.ProviderID})
	})
}
