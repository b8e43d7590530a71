package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Turned is a conversation after its turn.
type Turned struct {
	ConversationID uuid.UUID
	ClinicID       uuid.UUID
	// Version is the one that was read; a conversation that has moved on fails
	// the transaction.
	Version int64
	State   []byte
	// MessageIDs are the inbound messages that were answered.
	MessageIDs []uuid.UUID
}

// FinishTurns stores the new states and marks the messages as processed. It is
// records.CodeConflict when a conversation or a message has moved on: then
// somebody else has had this turn (a rescued job), and nothing of it may stay.
func (tx *Tx) FinishTurns(ctx context.Context, turned []Turned, now time.Time) error {
	var saved, processed []*int64
	var messages int
	byClinic := make(map[uuid.UUID][]Turned)
	for _, turn := range turned {
		byClinic[turn.ClinicID] = append(byClinic[turn.ClinicID], turn)
		messages += len(turn.MessageIDs)
	}
	for _, clinicID := range clinicsOf(byClinic) {
		save := dbsqlc.SaveConversationsParams{ClinicID: clinicID, Now: now}
		var messageIDs []uuid.UUID
		for _, turn := range byClinic[clinicID] {
			save.IDs = append(save.IDs, turn.ConversationID)
			save.Versions = append(save.Versions, turn.Version)
			save.States = append(save.States, turn.State)
			messageIDs = append(messageIDs, turn.MessageIDs...)
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return err
		}
		saved, processed = append(saved, new(int64)), append(processed, new(int64))
		last := len(saved) - 1
		affected(tx.pipeline, saved[last], dbsqlc.SaveConversations, clinicID, save.Now, save.IDs, save.Versions, save.States)
		affected(tx.pipeline, processed[last], dbsqlc.MarkProcessed, clinicID, messageIDs)
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return err
	}
	if sum(saved) != int64(len(turned)) || sum(processed) != int64(messages) {
		return &records.Error{Code: records.CodeConflict, Message: "this turn was taken already"}
	}
	return nil
}

func sum(counts []*int64) (total int64) {
	for _, count := range counts {
		total += *count
	}
	return total
}

// clinicsOf gives the clinics of a set in the order in which every transaction
// visits them.
func clinicsOf[Value any](byClinic map[uuid.UUID]Value) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(byClinic))
	for id := range byClinic {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids
}

// Quarantine sets messages aside that can't be processed.
func (tx *Tx) Quarantine(ctx context.Context, messageIDs []uuid.UUID) error {
	_, err := tx.later.MarkQuarantined(ctx, dbsqlc.MarkQuarantinedParams{ClinicID: tx.clinicID, IDs: messageIDs})
	return err
}

// NewOutbound is a message that is to be sent.
type NewOutbound struct {
	ID             uuid.UUID
	ClinicID       uuid.UUID
	ChannelID      uuid.UUID
	ConversationID uuid.UUID
	Text           string
	Choices        []records.Choice
	Level          records.ContentLevel
	Proactive      bool
	DespiteOptOut  bool
	// AppointmentID and AppointmentVersion bind the message; zero for none.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	ExpiresAt          time.Time
}

// InsertOutbound stores messages, of any clinics, in the order given and gives
// the channels that slept until now: the caller inserts a job for them. It
// should be the last thing that a transaction does, since it holds the lanes'
// locks from here to the commit.
func (tx *Tx) InsertOutbound(ctx context.Context, messages []NewOutbound, now time.Time) ([]SendLane, error) {
	if len(messages) == 0 {
		return nil, nil
	}
	byClinic := make(map[uuid.UUID][]NewOutbound)
	for _, message := range messages {
		byClinic[message.ClinicID] = append(byClinic[message.ClinicID], message)
	}
	clinics := clinicsOf(byClinic)
	for _, clinicID := range clinics {
		rows, err := outboundRows(clinicID, byClinic[clinicID], now)
		if err != nil {
			return nil, err
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		if err := tx.later.InsertOutboundMessages(ctx, rows); err != nil {
			return nil, err
		}
	}
	woken := make([][]uuid.UUID, len(clinics))
	for i, clinicID := range clinics {
		channelIDs, keys := channelsOf(byClinic[clinicID])
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		if err := tx.shareLanes(ctx, keys); err != nil {
			return nil, err
		}
		collectValues(tx.pipeline, &woken[i], dbsqlc.WakeSendLanes, clinicID, now, channelIDs)
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	var lanes []SendLane
	for i, channelIDs := range woken {
		for _, channelID := range channelIDs {
			lanes = append(lanes, SendLane{ClinicID: clinics[i], ChannelID: channelID})
		}
	}
	return lanes, nil
}

func outboundRows(clinicID uuid.UUID, messages []NewOutbound, now time.Time) (dbsqlc.InsertOutboundMessagesParams, error) {
	rows := dbsqlc.InsertOutboundMessagesParams{ClinicID: clinicID, Now: now}
	for ordinal, message := range messages {
		choices, err := json.Marshal(message.Choices)
		if err != nil {
			return rows, fmt.Errorf("encode choices: %w", err)
		}
		expires := message.ExpiresAt
		if expires.IsZero() {
			expires = time.Unix(0, 0)
		}
		rows.Ordinals = append(rows.Ordinals, int32(ordinal)) //nolint:gosec // a set is small
		rows.IDs = append(rows.IDs, message.ID)
		rows.ChannelIDs = append(rows.ChannelIDs, message.ChannelID)
		rows.ConversationIDs = append(rows.ConversationIDs, message.ConversationID)
		rows.Texts = append(rows.Texts, message.Text)
		rows.Choices = append(rows.Choices, choices)
		rows.Levels = append(rows.Levels, int16(message.Level)) //nolint:gosec // a CHECK bounds it
		rows.Proactive = append(rows.Proactive, message.Proactive)
		rows.DespiteOptOut = append(rows.DespiteOptOut, message.DespiteOptOut)
		rows.AppointmentIDs = append(rows.AppointmentIDs, message.AppointmentID)
		rows.AppointmentVersions = append(rows.AppointmentVersions, message.AppointmentVersion)
		rows.ExpiresAt = append(rows.ExpiresAt, expires)
	}
	return rows, nil
}

// channelsOf gives the channels of one clinic's messages, and their locks.
func channelsOf(messages []NewOutbound) (channelIDs []uuid.UUID, keys []int64) {
	for _, message := range messages {
		if !slices.Contains(channelIDs, message.ChannelID) {
			channelIDs = append(channelIDs, message.ChannelID)
			keys = append(keys, SendLane{ClinicID: message.ClinicID, ChannelID: message.ChannelID}.key())
		}
	}
	return channelIDs, keys
}
