package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// turnFacts are the rows that the turns of one clinic's conversations need.
type turnFacts struct {
	clinicID  uuid.UUID
	unread    []dbsqlc.UnreadMessagesRow
	contacts  []dbsqlc.ContactsOfConversationsRow
	persons   []dbsqlc.PersonsOfContactsRow
	reminders []dbsqlc.NewestRemindersRow
	offers    []dbsqlc.OffersOfConversationsRow
	surveys   []dbsqlc.SurveysOfConversationsRow
}

// readTurnFacts fills in the conversations, of any clinics, in one round trip.
// Its statements come after the lock's, so that they see what that waited for.
// A conversation has the id of its contact. What was offered, or asked about a
// visit, is only asked for where something is.
func (tx *Tx) readTurnFacts(ctx context.Context, conversations []Conversation, now time.Time) error {
	if len(conversations) == 0 {
		return nil
	}
	byID := make(map[uuid.UUID]*Conversation, len(conversations))
	var facts []*turnFacts
	for first := 0; first < len(conversations); {
		clinicID := conversations[first].ClinicID
		var ids, offeredTo, surveyed []uuid.UUID
		for ; first < len(conversations) && conversations[first].ClinicID == clinicID; first++ {
			byID[conversations[first].ID] = &conversations[first]
			ids = append(ids, conversations[first].ID)
			if conversations[first].offerID != uuid.Nil {
				offeredTo = append(offeredTo, conversations[first].ID)
			}
			if conversations[first].surveyID != uuid.Nil {
				surveyed = append(surveyed, conversations[first].ID)
			}
		}
		if err := tx.Enter(ctx, clinicID); err != nil {
			return err
		}
		read := &turnFacts{clinicID: clinicID}
		collect(tx.pipeline, &read.unread, dbsqlc.UnreadMessages, clinicID, ids)
		collect(tx.pipeline, &read.contacts, dbsqlc.ContactsOfConversations, clinicID, ids)
		collect(tx.pipeline, &read.persons, dbsqlc.PersonsOfContacts, clinicID, ids)
		collect(tx.pipeline, &read.reminders, dbsqlc.NewestReminders, clinicID, ids, now)
		if len(offeredTo) > 0 {
			collect(tx.pipeline, &read.offers, dbsqlc.OffersOfConversations, clinicID, now, offeredTo)
		}
		if len(surveyed) > 0 {
			collect(tx.pipeline, &read.surveys, dbsqlc.SurveysOfConversations, clinicID, surveyed)
		}
		facts = append(facts, read)
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return err
	}
	for _, read := range facts {
		read.fillIn(byID)
		if err := tx.fillInOffers(ctx, read, byID, now); err != nil {
			return err
		}
		if err := tx.fillInSurveys(ctx, read, byID, now); err != nil {
			return err
		}
	}
	return nil
}

// fillInOffers gives the conversations what they were offered, and lets go of
// what means nothing any more, so that the next turn needs not look.
func (tx *Tx) fillInOffers(ctx context.Context, read *turnFacts, byID map[uuid.UUID]*Conversation, now time.Time) error {
	for _, row := range read.offers {
		offered, void, err := offeredOf(read.clinicID, row, now)
		if err != nil {
			return err
		}
		byID[row.ConversationID].Offer = offered
		if !void {
			continue
		}
		if err := tx.Enter(ctx, read.clinicID); err != nil {
			return err
		}
		if err := tx.AnswerOffer(ctx, row.ConversationID, row.ID); err != nil {
			return err
		}
	}
	return nil
}

// fillInSurveys gives the conversations what they were asked about a visit, and
// lets go of what was asked too long ago.
func (tx *Tx) fillInSurveys(ctx context.Context, read *turnFacts, byID map[uuid.UUID]*Conversation, now time.Time) error {
	for _, row := range read.surveys {
		surveyed, void := surveyedOf(read.clinicID, row, now)
		byID[row.ConversationID].Survey = surveyed
		if !void {
			continue
		}
		if err := tx.Enter(ctx, read.clinicID); err != nil {
			return err
		}
		if err := tx.ForgetSurvey(ctx, row.ConversationID, row.ID); err != nil {
			return err
		}
	}
	return nil
}

func (f *turnFacts) fillIn(byID map[uuid.UUID]*Conversation) {
	for _, row := range f.unread {
		conversation := byID[row.ConversationID]
		conversation.Unread = append(conversation.Unread, Unread{
			ID: row.ID, ChannelID: row.ChannelID, Text: row.Text, ChoiceID: row.ChoiceID, MediaCount: int(row.MediaCount),
			PhotoCount: int(row.PhotoCount), OptOut: row.OptOut, ReceivedAt: row.CreatedAt.UTC(),
		})
	}
	for _, row := range f.contacts {
		conversation := byID[row.ID]
		conversation.Contact = records.Contact{
			ID: row.ID, ClinicID: f.clinicID, ChannelID: row.ChannelID, Address: row.Address,
			State: records.ContactState(row.State), Language: records.Language(row.Language),
		}
		conversation.DoubtedAt = instantOf(row.DoubtedAt)
		conversation.Kind, conversation.Provider = records.ChannelKind(row.Kind), records.Provider(row.Provider)
		conversation.PreferredLevel = levelOf(row.ContentLevel)
		conversation.OptedOut = row.Consent == string(records.ConsentInactive)
	}
	for _, row := range f.persons {
		conversation := byID[row.ContactID]
		conversation.Persons = append(conversation.Persons, Person{
			PatientID: row.ID, Name: row.Name, BirthDate: localDate(row.BirthDate), Relationship: records.Relationship(row.Relationship),
		})
	}
	for _, row := range f.reminders {
		byID[row.ConversationID].Reminder = &Reminder{SentAt: row.SentAt.UTC(), Appointment: records.Appointment{
			ID: row.ID, ClinicID: f.clinicID, Version: row.Version, PatientID: row.PatientID, PractitionerID: row.PractitionerID,
			AppointmentTypeID: row.AppointmentTypeID, Status: records.AppointmentStatus(row.Status),
			ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), Start: row.StartAt.UTC(), End: row.EndAt.UTC(),
		}}
	}
}
