package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Conversation is a locked conversation with what waits to be read in it.
type Conversation struct {
	ID      uuid.UUID
	Version int64
	// State is what the conversation engine wrote last; empty for a new one.
	State   []byte
	Contact records.Contact
	// Kind is the medium of the contact's channel, Provider who carries it.
	Kind     records.ChannelKind
	Provider records.Provider
	// OptedOut is true while the newest consent for care is inactive.
	OptedOut bool
	Persons  []Person
	// Reminder is the newest message about an appointment that was handed to
	// the provider, if the appointment is still booked at that version.
	Reminder *Reminder
	Unread   []Unread
}

// Person is a patient for whom a contact may act.
type Person struct {
	PatientID    uuid.UUID
	Name         string
	BirthDate    records.LocalDate
	Relationship records.Relationship
}

// Reminder is a message about an appointment, and that appointment.
type Reminder struct {
	SentAt      time.Time
	Appointment records.Appointment
}

// Unread is an inbound message that waits for its turn.
type Unread struct {
	ID         uuid.UUID
	ChannelID  uuid.UUID
	Text       string
	ChoiceID   string
	MediaCount int
	OptOut     string
	ReceivedAt time.Time
}

// LockUnread locks up to limit conversations of a lane that have something to
// read, those that wait longest first, and reads all that their turns need. A
// conversation that another drain holds is waited for.
func (tx *Tx) LockUnread(ctx context.Context, lane TurnLane, limit int, now time.Time) ([]Conversation, error) {
	rows, err := tx.queries.LockUnreadConversations(ctx, dbsqlc.LockUnreadConversationsParams{
		ClinicID: tx.clinicID, Lane: lane.Lane, Conversations: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	conversations := make([]Conversation, len(rows))
	for i, row := range rows {
		conversations[i] = Conversation{ID: row.ID, Version: row.Version, State: stateOf(row.State), Contact: records.Contact{ID: row.ContactID}}
	}
	return conversations, tx.readTurnFacts(ctx, conversations, now)
}

// LockConversation locks one conversation and reads all that its turn needs.
func (tx *Tx) LockConversation(ctx context.Context, conversationID uuid.UUID, now time.Time) (Conversation, error) {
	row, err := tx.queries.LockConversation(ctx, dbsqlc.LockConversationParams{ClinicID: tx.clinicID, ID: conversationID})
	if err != nil {
		return Conversation{}, coded(err)
	}
	one := []Conversation{{ID: row.ID, Version: row.Version, State: stateOf(row.State), Contact: records.Contact{ID: row.ContactID}}}
	err = tx.readTurnFacts(ctx, one, now)
	return one[0], err
}

func stateOf(stored []byte) []byte {
	if string(stored) == "null" {
		return nil
	}
	return stored
}

// readTurnFacts fills in the conversations, in one round trip. It is a
// statement after the lock's, so that it sees what the lock waited for.
func (tx *Tx) readTurnFacts(ctx context.Context, conversations []Conversation, now time.Time) error {
	if len(conversations) == 0 {
		return nil
	}
	byID := make(map[uuid.UUID]*Conversation, len(conversations))
	byContact := make(map[uuid.UUID]*Conversation, len(conversations))
	ids, contactIDs := make([]uuid.UUID, len(conversations)), make([]uuid.UUID, len(conversations))
	for i := range conversations {
		conversation := &conversations[i]
		ids[i], contactIDs[i] = conversation.ID, conversation.Contact.ID
		byID[conversation.ID], byContact[conversation.Contact.ID] = conversation, conversation
	}
	var unread []dbsqlc.UnreadMessagesRow
	var contacts []dbsqlc.ContactsOfConversationsRow
	var persons []dbsqlc.PersonsOfContactsRow
	var reminders []dbsqlc.NewestRemindersRow
	collect(tx.pipeline, &unread, dbsqlc.UnreadMessages, tx.clinicID, ids)
	collect(tx.pipeline, &contacts, dbsqlc.ContactsOfConversations, tx.clinicID, contactIDs)
	collect(tx.pipeline, &persons, dbsqlc.PersonsOfContacts, tx.clinicID, contactIDs)
	collect(tx.pipeline, &reminders, dbsqlc.NewestReminders, tx.clinicID, ids, now)
	if err := tx.pipeline.flush(ctx); err != nil {
		return err
	}
	for _, row := range unread {
		conversation := byID[row.ConversationID]
		conversation.Unread = append(conversation.Unread, Unread{
			ID: row.ID, ChannelID: row.ChannelID, Text: row.Text, ChoiceID: row.ChoiceID, MediaCount: int(row.MediaCount),
			OptOut: row.OptOut, ReceivedAt: row.CreatedAt.UTC(),
		})
	}
	for _, row := range contacts {
		conversation := byContact[row.ID]
		conversation.Contact = records.Contact{
			ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
			State: records.ContactState(row.State), Language: records.Language(row.Language),
		}
		conversation.Kind, conversation.Provider = records.ChannelKind(row.Kind), records.Provider(row.Provider)
		conversation.OptedOut = row.Consent == string(records.ConsentInactive)
	}
	for _, row := range persons {
		conversation := byContact[row.ContactID]
		conversation.Persons = append(conversation.Persons, Person{
			PatientID: row.ID, Name: row.Name, BirthDate: localDate(row.BirthDate), Relationship: records.Relationship(row.Relationship),
		})
	}
	for _, row := range reminders {
		byID[row.ConversationID].Reminder = &Reminder{SentAt: row.SentAt.UTC(), Appointment: records.Appointment{
			ID: row.ID, ClinicID: tx.clinicID, Version: row.Version, PatientID: row.PatientID, PractitionerID: row.PractitionerID,
			AppointmentTypeID: row.AppointmentTypeID, Status: records.AppointmentStatus(row.Status),
			ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
		}}
	}
	return nil
}

// Turned is a conversation after its turn.
type Turned struct {
	ConversationID uuid.UUID
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
	save := dbsqlc.SaveConversationsParams{ClinicID: tx.clinicID, Now: now}
	var messageIDs []uuid.UUID
	for _, turn := range turned {
		save.IDs = append(save.IDs, turn.ConversationID)
		save.Versions = append(save.Versions, turn.Version)
		save.States = append(save.States, turn.State)
		messageIDs = append(messageIDs, turn.MessageIDs...)
	}
	var saved, processed int64
	affected(tx.pipeline, &saved, dbsqlc.SaveConversations, tx.clinicID, save.Now, save.IDs, save.Versions, save.States)
	affected(tx.pipeline, &processed, dbsqlc.MarkProcessed, tx.clinicID, messageIDs)
	if err := tx.pipeline.flush(ctx); err != nil {
		return err
	}
	if saved != int64(len(turned)) || processed != int64(len(messageIDs)) {
		return &records.Error{Code: records.CodeConflict, Message: "this turn was taken already"}
	}
	return nil
}

// Quarantine sets messages aside that can't be processed.
func (tx *Tx) Quarantine(ctx context.Context, messageIDs []uuid.UUID) error {
	_, err := tx.later.MarkQuarantined(ctx, dbsqlc.MarkQuarantinedParams{ClinicID: tx.clinicID, IDs: messageIDs})
	return err
}

// NewOutbound is a message that is to be sent.
type NewOutbound struct {
	ID             uuid.UUID
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

// InsertOutbound stores messages in the order given and gives the channels
// that slept until now: the caller inserts a job for each.
func (tx *Tx) InsertOutbound(ctx context.Context, messages []NewOutbound, now time.Time) ([]SendLane, error) {
	if len(messages) == 0 {
		return nil, nil
	}
	rows := dbsqlc.InsertOutboundMessagesParams{ClinicID: tx.clinicID, Now: now}
	var keys []int64
	channels := make(map[uuid.UUID]bool)
	var channelIDs []uuid.UUID
	for ordinal, message := range messages {
		choices, err := json.Marshal(message.Choices)
		if err != nil {
			return nil, fmt.Errorf("encode choices: %w", err)
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
		if !channels[message.ChannelID] {
			channels[message.ChannelID] = true
			channelIDs = append(channelIDs, message.ChannelID)
			keys = append(keys, SendLane{ClinicID: tx.clinicID, ChannelID: message.ChannelID}.key())
		}
	}
	if err := tx.later.InsertOutboundMessages(ctx, rows); err != nil {
		return nil, err
	}
	if err := tx.shareLanes(ctx, keys); err != nil {
		return nil, err
	}
	return tx.wakeSendLanes(ctx, channelIDs, now)
}
