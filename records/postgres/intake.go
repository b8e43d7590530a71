package postgres

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// NewInbound is a message from a patient that is to be kept.
type NewInbound struct {
	ID         uuid.UUID
	ChannelID  uuid.UUID
	Address    string
	ProviderID string
	Text       string
	ChoiceID   string
	MediaCount int
	OptOut     string
	// NewContactID is used if the address has not written before.
	NewContactID uuid.UUID
}

// KeepInbound stores messages of the transaction's clinic in the order given,
// with their contacts and conversations where those are new, and gives the
// lanes that slept until now: the caller inserts a job for them. A message
// whose channel and provider id are known already changes nothing
// (invariant 2).
func (tx *Tx) KeepInbound(ctx context.Context, messages []NewInbound, now time.Time) ([]TurnLane, error) {
	rows, keys := tx.inboundRows(messages, now)
	if err := tx.keepContacts(ctx, messages, now); err != nil {
		return nil, err
	}
	lanes, err := tx.queries.InsertInboundMessages(ctx, rows)
	if err != nil {
		return nil, coded(err)
	}
	if len(lanes) == 0 {
		return nil, nil
	}
	if err := tx.shareLanes(ctx, keys); err != nil {
		return nil, err
	}
	woken, err := tx.queries.WakeTurnLanes(ctx, dbsqlc.WakeTurnLanesParams{ClinicID: tx.clinicID, Now: now, Lanes: lanes})
	if err != nil {
		return nil, coded(err)
	}
	turnLanes := make([]TurnLane, len(woken))
	for i, lane := range woken {
		turnLanes[i] = TurnLane{ClinicID: tx.clinicID, Lane: lane}
	}
	return turnLanes, nil
}

func (tx *Tx) inboundRows(messages []NewInbound, now time.Time) (dbsqlc.InsertInboundMessagesParams, []int64) {
	rows := dbsqlc.InsertInboundMessagesParams{ClinicID: tx.clinicID, Now: now}
	keys := make([]int64, 0, len(messages))
	for ordinal, message := range messages {
		rows.Ordinals = append(rows.Ordinals, int32(ordinal)) //nolint:gosec // a set is small
		rows.IDs = append(rows.IDs, message.ID)
		rows.ChannelIDs = append(rows.ChannelIDs, message.ChannelID)
		rows.Addresses = append(rows.Addresses, message.Address)
		rows.ProviderIDs = append(rows.ProviderIDs, message.ProviderID)
		rows.Texts = append(rows.Texts, message.Text)
		rows.ChoiceIDs = append(rows.ChoiceIDs, message.ChoiceID)
		rows.MediaCounts = append(rows.MediaCounts, int16(min(message.MediaCount, 100))) //nolint:gosec // bounded on this line
		rows.OptOuts = append(rows.OptOuts, message.OptOut)
		keys = append(keys, TurnLane{ClinicID: tx.clinicID, Lane: laneOf(message.ChannelID, message.Address)}.key())
	}
	return rows, keys
}

// keepContacts inserts in the order of channel and address, as every writer
// does, so that two of them that bring the same strangers can't deadlock.
func (tx *Tx) keepContacts(ctx context.Context, messages []NewInbound, now time.Time) error {
	ordered := slices.Clone(messages)
	slices.SortStableFunc(ordered, func(a, b NewInbound) int {
		return cmp.Or(slices.Compare(a.ChannelID[:], b.ChannelID[:]), cmp.Compare(a.Address, b.Address))
	})
	ordered = slices.CompactFunc(ordered, func(a, b NewInbound) bool {
		return a.ChannelID == b.ChannelID && a.Address == b.Address
	})
	contacts := dbsqlc.InsertContactsParams{ClinicID: tx.clinicID, Now: now}
	conversations := dbsqlc.InsertConversationsParams{ClinicID: tx.clinicID, Now: now}
	for _, message := range ordered {
		contacts.IDs = append(contacts.IDs, message.NewContactID)
		contacts.ChannelIDs = append(contacts.ChannelIDs, message.ChannelID)
		contacts.Addresses = append(contacts.Addresses, message.Address)
		conversations.Lanes = append(conversations.Lanes, laneOf(message.ChannelID, message.Address))
	}
	conversations.ChannelIDs, conversations.Addresses = contacts.ChannelIDs, contacts.Addresses
	if err := tx.later.InsertContacts(ctx, contacts); err != nil {
		return err
	}
	return tx.later.InsertConversations(ctx, conversations)
}

// Watermark says when a channel's newest inbound message came.
type Watermark struct {
	Channel records.Channel
	// NewestInbound is the Unix epoch where none has come yet.
	NewestInbound time.Time
}

// Watermarks lists the clinic's channels, each with its watermark.
func (tx *Tx) Watermarks(ctx context.Context) ([]Watermark, error) {
	rows, err := tx.queries.ListWatermarks(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	watermarks := make([]Watermark, len(rows))
	for i, row := range rows {
		watermarks[i] = Watermark{NewestInbound: row.NewestInbound.UTC(), Channel: channelOf(dbsqlc.Channel{
			ClinicID: row.ClinicID, ID: row.ID, Name: row.Name, Kind: row.Kind, Provider: row.Provider, Address: row.Address, Active: row.Active,
		})}
	}
	return watermarks, nil
}
