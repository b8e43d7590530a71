package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Conversation is a locked conversation with what waits to be read in it.
type Conversation struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Lane that it was read from; zero where it was asked for by its id.
	Lane    TurnLane
	Version int64
	// State is what the conversation engine wrote last; empty for a new one.
	State []byte
	// UpdatedAt is when its last turn was, or when it was made.
	UpdatedAt time.Time
	Contact   records.Contact
	// DoubtedAt is since when the contact may be somebody else's; zero if never.
	DoubtedAt time.Time
	// Kind is the medium of the contact's channel, Provider who carries it.
	Kind     records.ChannelKind
	Provider records.Provider
	// PreferredLevel is how much the contact wants to be told; nil where they said
	// nothing.
	PreferredLevel *records.ContentLevel
	// OptedOut is true while the newest consent for care is inactive.
	OptedOut bool
	Persons  []Person
	// Reminder is the newest message about an appointment that was handed to
	// the provider, if the appointment is still booked at that version.
	Reminder *Reminder
	// Offer is what the clinic offered last and the patient has not answered;
	// nil where there is none.
	Offer *Offered
	// Survey is what the patient was asked last about a visit; nil where there is
	// nothing that an answer may be to.
	Survey *Surveyed
	Unread []Unread

	// offerID and surveyID name what is to be read with the rest.
	offerID, surveyID uuid.UUID
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
	// PhotoCount is how many of them are announced as pictures or documents.
	PhotoCount int
	OptOut     string
	ReceivedAt time.Time
}

// LockUnread locks up to limit conversations of each lane that have something
// to read, those that wait longest first, and reads all that their turns need.
// A conversation that another drain holds is waited for. The lanes, of any
// clinics, must be in order; the conversations come in the same one.
func (tx *Tx) LockUnread(ctx context.Context, lanes []TurnLane, limit int, now time.Time) ([]Conversation, error) {
	locked := make([][]dbsqlc.LockUnreadConversationsRow, len(lanes))
	for i, lane := range lanes {
		if err := tx.Enter(ctx, lane.ClinicID); err != nil {
			return nil, err
		}
		collect(tx.pipeline, &locked[i], dbsqlc.LockUnreadConversations, lane.ClinicID, lane.Lane, int32(min(limit, 1000))) //nolint:gosec // bounded on this line
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	var conversations []Conversation
	for i, rows := range locked {
		for _, row := range rows {
			conversations = append(conversations, Conversation{
				ID: row.ID, ClinicID: lanes[i].ClinicID, Lane: lanes[i], Version: row.Version, State: stateOf(row.State),
				UpdatedAt: row.UpdatedAt.UTC(), Contact: records.Contact{ID: row.ContactID}, offerID: row.SlotOfferID.UUID,
				surveyID: row.SurveyID.UUID,
			})
		}
	}
	return conversations, tx.readTurnFacts(ctx, conversations, now)
}

// LockConversation locks one conversation of the transaction's clinic and
// reads all that its turn needs.
func (tx *Tx) LockConversation(ctx context.Context, conversationID uuid.UUID, now time.Time) (Conversation, error) {
	row, err := tx.queries.LockConversation(ctx, dbsqlc.LockConversationParams{ClinicID: tx.clinicID, ID: conversationID})
	if err != nil {
		return Conversation{}, coded(err)
	}
	one := []Conversation{{
		ID: row.ID, ClinicID: tx.clinicID, Version: row.Version, State: stateOf(row.State), Contact: records.Contact{ID: row.ContactID},
		UpdatedAt: row.UpdatedAt.UTC(), offerID: row.SlotOfferID.UUID, surveyID: row.SurveyID.UUID,
	}}
	err = tx.readTurnFacts(ctx, one, now)
	return one[0], err
}

func stateOf(stored []byte) []byte {
	if string(stored) == "null" {
		return nil
	}
	return stored
}
