package postgres

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/phone"
	"frontdesk/records/postgres/dbsqlc"
)

// NewInbound is a message from a patient that is to be kept.
type NewInbound struct {
	ID         uuid.UUID
	ClinicID   uuid.UUID
	ChannelID  uuid.UUID
	Address    string
	ProviderID string
	Text       string
	ChoiceID   string
	MediaCount int
	// PhotoCount is how many of them are announced as pictures or documents.
	PhotoCount int
	OptOut     string
	// Media are those that are to be fetched, in their order; see KeepMedia.
	Media []NewMedia
	// NewContactID is used if the address has not written before.
	NewContactID uuid.UUID
}

// KeepInbound stores messages, of any clinics, in the order given, with their
// contacts and conversations where those are new, and gives the lanes that
// slept until now: the caller inserts a job for them. A message whose channel
// and provider id are known already changes nothing (invariant 2). It should be
// the last thing that a transaction does, since it holds the lanes' locks from
// here to the commit.
func (tx *Tx) KeepInbound(ctx context.Context, messages []NewInbound, now time.Time) ([]TurnLane, error) {
	byClinic := make(map[uuid.UUID][]NewInbound)
	for _, message := range messages {
		byClinic[message.ClinicID] = append(byClinic[message.ClinicID], message)
	}
	clinics := clinicsOf(byClinic)
	stored, err := tx.insertInbound(ctx, clinics, byClinic, now)
	if err != nil {
		return nil, err
	}
	woken := make([][]int16, len(clinics))
	for i, clinicID := range clinics {
		if len(stored[i]) == 0 {
			continue
		}
		keys := make([]int64, len(stored[i]))
		for n, lane := range stored[i] {
			keys[n] = TurnLane{ClinicID: clinicID, Lane: lane}.key()
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		if err := tx.shareLanes(ctx, keys); err != nil {
			return nil, err
		}
		collectValues(tx.pipeline, &woken[i], dbsqlc.WakeTurnLanes, clinicID, now, stored[i])
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	var lanes []TurnLane
	for i, numbers := range woken {
		for _, number := range numbers {
			lanes = append(lanes, TurnLane{ClinicID: clinics[i], Lane: number})
		}
	}
	return lanes, nil
}

// insertInbound stores the messages and gives, per clinic, the lanes that they
// are in. Most come from contacts who wrote before; only if some don't are the
// contacts made first.
func (tx *Tx) insertInbound(ctx context.Context, clinics []uuid.UUID, byClinic map[uuid.UUID][]NewInbound, now time.Time) ([][]int16, error) {
	inserted := make([][]dbsqlc.InsertInboundMessagesRow, len(clinics))
	for i, clinicID := range clinics {
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		rows := inboundRows(clinicID, byClinic[clinicID], now)
		collect(tx.pipeline, &inserted[i], dbsqlc.InsertInboundMessages, rows.ClinicID, rows.IDs, rows.ChannelIDs, rows.Canonicals,
			rows.ProviderIDs, rows.Texts, rows.ChoiceIDs, rows.MediaCounts, rows.PhotoCounts, rows.OptOuts, rows.Ordinals, rows.Now)
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	lanes := make([][]int16, len(clinics))
	for i, clinicID := range clinics {
		messages, first := byClinic[clinicID], inserted[i][0]
		lanes[i] = first.Lanes
		if first.FromKnown == int64(len(messages)) {
			continue
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		if err := tx.keepContacts(ctx, messages, now); err != nil {
			return nil, err
		}
		second, err := tx.queries.InsertInboundMessages(ctx, inboundRows(clinicID, messages, now))
		if err != nil {
			return nil, coded(err)
		}
		lanes[i] = append(lanes[i], second.Lanes...)
	}
	return lanes, nil
}

func inboundRows(clinicID uuid.UUID, messages []NewInbound, now time.Time) dbsqlc.InsertInboundMessagesParams {
	rows := dbsqlc.InsertInboundMessagesParams{ClinicID: clinicID, Now: now}
	for ordinal, message := range messages {
		rows.Ordinals = append(rows.Ordinals, int32(ordinal))
		rows.IDs = append(rows.IDs, message.ID)
		rows.ChannelIDs = append(rows.ChannelIDs, message.ChannelID)
		rows.Canonicals = append(rows.Canonicals, phone.Canonical(message.Address))
		rows.ProviderIDs = append(rows.ProviderIDs, message.ProviderID)
		rows.Texts = append(rows.Texts, message.Text)
		rows.ChoiceIDs = append(rows.ChoiceIDs, message.ChoiceID)
		rows.MediaCounts = append(rows.MediaCounts, int16(min(message.MediaCount, 100))) //nolint:gosec // bounded on this line
		rows.PhotoCounts = append(rows.PhotoCounts, int16(min(message.PhotoCount, 100))) //nolint:gosec // as above
		rows.OptOuts = append(rows.OptOuts, message.OptOut)
	}
	return rows
}

// keepContacts inserts in the order of channel and address, as every writer
// does, so that two of them that bring the same strangers can't deadlock.
func (tx *Tx) keepContacts(ctx context.Context, messages []NewInbound, now time.Time) error {
	ordered := slices.Clone(messages)
	slices.SortStableFunc(ordered, func(a, b NewInbound) int {
		return cmp.Or(slices.Compare(a.ChannelID[:], b.ChannelID[:]), cmp.Compare(phone.Canonical(a.Address), phone.Canonical(b.Address)))
	})
	ordered = slices.CompactFunc(ordered, func(a, b NewInbound) bool {
		return a.ChannelID == b.ChannelID && phone.Canonical(a.Address) == phone.Canonical(b.Address)
	})
	contacts := dbsqlc.InsertContactsParams{ClinicID: tx.clinicID, Now: now}
	conversations := dbsqlc.InsertConversationsParams{ClinicID: tx.clinicID, Now: now}
	for _, message := range ordered {
		contacts.IDs = append(contacts.IDs, message.NewContactID)
		contacts.ChannelIDs = append(contacts.ChannelIDs, message.ChannelID)
		contacts.Addresses = append(contacts.Addresses, message.Address)
		contacts.Canonicals = append(contacts.Canonicals, phone.Canonical(message.Address))
		conversations.Lanes = append(conversations.Lanes, laneOf(message.ChannelID, message.Address))
	}
	conversations.ChannelIDs, conversations.Canonicals = contacts.ChannelIDs, contacts.Canonicals
	if err := tx.later.InsertContacts(ctx, contacts); err != nil {
		return err
	}
	return tx.later.InsertConversations(ctx, conversations)
}

// Watermark says when a channel's newest inbound message came.
type Watermark struct {
	Channel       records.Channel
	NewestInbound time.Time
}

// Watermarks lists the clinic's channels, each with its watermark, which is
// since where nothing newer has come.
func (tx *Tx) Watermarks(ctx context.Context, since time.Time) ([]Watermark, error) {
	rows, err := tx.queries.ListWatermarks(ctx, dbsqlc.ListWatermarksParams{ClinicID: tx.clinicID, Since: since})
	if err != nil {
		return nil, coded(err)
	}
	watermarks := make([]Watermark, len(rows))
	for i, row := range rows {
		watermarks[i] = Watermark{NewestInbound: row.NewestInbound.UTC(), Channel: channelOf(dbsqlc.Channel{
			ClinicID: row.ClinicID, ID: row.ID, Name: row.Name, Kind: row.Kind, Provider: row.Provider, Address: row.Address, Active: row.Active,
			ServiceID: row.ServiceID, AccountID: row.AccountID,
		})}
	}
	return watermarks, nil
}
