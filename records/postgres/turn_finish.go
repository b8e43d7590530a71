package postgres

import (
	"bytes"
	"cmp"
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
	byClinic := make(map[uuid.UUID][]Turned)
	var messages int64
	for _, turn := range turned {
		byClinic[turn.ClinicID] = append(byClinic[turn.ClinicID], turn)
		messages += int64(len(turn.MessageIDs))
	}
	clinics := clinicsOf(byClinic)
	finished := make([][]dbsqlc.FinishTurnsRow, len(clinics))
	for i, clinicID := range clinics {
		rows := dbsqlc.FinishTurnsParams{ClinicID: clinicID, Now: now}
		for _, turn := range byClinic[clinicID] {
			rows.IDs = append(rows.IDs, turn.ConversationID)
			rows.Versions = append(rows.Versions, turn.Version)
			rows.States = append(rows.States, turn.State)
			rows.MessageIDs = append(rows.MessageIDs, turn.MessageIDs...)
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return err
		}
		collect(tx.pipeline, &finished[i], dbsqlc.FinishTurns, rows.ClinicID, rows.Now, rows.IDs, rows.Versions, rows.States, rows.MessageIDs)
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return err
	}
	var saved, processed int64
	for _, rows := range finished {
		saved += rows[0].Saved
		processed += rows[0].Processed
	}
	if saved != int64(len(turned)) || processed != messages {
		return &records.Error{Code: records.CodeConflict, Message: "this turn was taken already"}
	}
	return nil
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
	// DespiteQuietHours is for somebody who is at the clinic and waits for it.
	DespiteQuietHours bool
	// Purpose is what it is for; empty is PurposeCare.
	Purpose records.Purpose
	// Urgent messages are told also beyond the weekly cap: what the clinic itself
	// cancels or moves.
	Urgent bool
	// AppointmentID and AppointmentVersion bind the message; zero for none.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	ExpiresAt          time.Time
	// Mail is what an e-mail has beside its text; nil for everything else.
	Mail *MessageMail
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
		if err := tx.attachMails(ctx, byClinic[clinicID]); err != nil {
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
		rows.Ordinals = append(rows.Ordinals, int32(ordinal))
		rows.IDs = append(rows.IDs, message.ID)
		rows.ChannelIDs = append(rows.ChannelIDs, message.ChannelID)
		rows.ConversationIDs = append(rows.ConversationIDs, message.ConversationID)
		rows.Texts = append(rows.Texts, message.Text)
		rows.Choices = append(rows.Choices, choices)
		rows.Levels = append(rows.Levels, int16(message.Level)) //nolint:gosec // a CHECK bounds it
		rows.Proactive = append(rows.Proactive, message.Proactive)
		rows.DespiteOptOut = append(rows.DespiteOptOut, message.DespiteOptOut)
		rows.DespiteQuietHours = append(rows.DespiteQuietHours, message.DespiteQuietHours)
		rows.AppointmentIDs = append(rows.AppointmentIDs, message.AppointmentID)
		rows.AppointmentVersions = append(rows.AppointmentVersions, message.AppointmentVersion)
		rows.ExpiresAt = append(rows.ExpiresAt, expires)
		rows.Purposes = append(rows.Purposes, string(cmp.Or(message.Purpose, records.PurposeCare)))
		rows.Urgent = append(rows.Urgent, message.Urgent)
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
