package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// turn is one conversation's turn inside a transaction.
type turn struct {
	jobs         *Jobs
	tx           *postgres.Tx
	view         *clinicView
	conversation postgres.Conversation
	now          time.Time

	state []byte
	// dormant are the patients of a contact in doubt, of whom nothing is told.
	dormant []postgres.Person
	// messageID is the inbound message that is being answered.
	messageID uuid.UUID
	replies   []postgres.NewOutbound
}

// stepAll gives every conversation its turn and writes all that follows:
// states, changes, replies and their jobs commit together (invariant 3).
func (t *turns) stepAll(ctx context.Context, tx *postgres.Tx, conversations []postgres.Conversation, now time.Time) error {
	if len(conversations) == 0 {
		return nil
	}
	turned := make([]postgres.Turned, 0, len(conversations))
	var replies []postgres.NewOutbound
	for _, conversation := range conversations {
		if len(conversation.Unread) == 0 {
			continue // another drain of the lane came first, while this one waited for the row
		}
		if err := tx.Enter(ctx, conversation.ClinicID); err != nil {
			return err
		}
		view, err := t.jobs.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		turn := &turn{jobs: t.jobs, tx: tx, view: view, conversation: conversation, now: now, state: conversation.State}
		if err := turn.take(ctx); err != nil {
			return fmt.Errorf("turn of conversation %s: %w", conversation.ID, err)
		}
		answered := make([]uuid.UUID, len(conversation.Unread))
		for i, message := range conversation.Unread {
			answered[i] = message.ID
		}
		turned = append(turned, postgres.Turned{
			ConversationID: conversation.ID, ClinicID: conversation.ClinicID, Version: conversation.Version, State: turn.state,
			MessageIDs: answered,
		})
		replies = append(replies, turn.replies...)
	}
	if len(turned) == 0 {
		return nil
	}
	if err := tx.FinishTurns(ctx, turned, now); err != nil {
		return fmt.Errorf("finish turns: %w", err)
	}
	lanes, err := tx.InsertOutbound(ctx, replies, now)
	if err != nil {
		return fmt.Errorf("store replies: %w", err)
	}
	if err := t.jobs.wakeSends(ctx, tx, lanes); err != nil {
		return err
	}
	t.jobs.config.Reached(PointTurnStepped)
	return nil
}

// take steps the conversation through its unread messages, in order.
func (t *turn) take(ctx context.Context) (err error) {
	defer func() {
		// The engine promises not to panic on anything a patient writes. If it
		// does, the conversation is quarantined and the others go on; the value
		// may quote the text, so only the place is kept.
		if recovered := recover(); recovered != nil {
			err = &records.Error{Code: records.CodeInternal, Message: "the turn panicked", Err: errors.New(string(debug.Stack()))}
		}
	}()
	if err := t.doubt(ctx); err != nil {
		return err
	}
	for _, message := range t.conversation.Unread {
		t.messageID = message.ID
		if err := t.answer(ctx, t.received(message)); err != nil {
			return err
		}
	}
	return nil
}

// answer steps through one event and the answers to what the engine asks for.
func (t *turn) answer(ctx context.Context, event conversations.Event) error {
	capabilities := t.jobs.capabilities(t.conversation.Provider, t.conversation.Kind)
	for range conversations.MaxRequests + 1 {
		state, effects, err := t.view.engine.Step(t.state, event, capabilities, t.now)
		if err != nil {
			return fmt.Errorf("step: %w", err)
		}
		t.state, event = state, nil
		for _, effect := range effects {
			if request, asks := effect.(conversations.Request); asks {
				if event, err = t.grant(ctx, request); err != nil {
					return err
				}
				continue
			}
			if err := t.carryOut(ctx, effect); err != nil {
				return err
			}
		}
		if event == nil {
			return nil
		}
	}
	return &records.Error{Code: records.CodeInternal, Message: "a turn asked for too many facts"}
}

// received is the event of an inbound message.
func (t *turn) received(message postgres.Unread) conversations.MessageReceived {
	contact := conversations.ContactFacts{
		ContactID: t.conversation.Contact.ID, State: t.conversation.Contact.State, Language: t.conversation.Contact.Language,
		OptedOut: t.conversation.OptedOut, Level: t.answersAtMost(t.conversation.PreferredLevel),
	}
	names := records.ContentNames
	contact.MayAllowNames = t.answersAtMost(&names) >= names
	for _, person := range t.conversation.Persons {
		contact.Persons = append(contact.Persons, conversations.Person(person))
	}
	if reminder := t.conversation.Reminder; reminder != nil {
		contact.LastReminder = &conversations.ReminderFacts{SentAt: reminder.SentAt, Appointment: factsOf(reminder.Appointment)}
	}
	contact.LastOffer, contact.LastSurvey = offerFacts(t.conversation.Offer), surveyFacts(t.conversation.Survey)
	return conversations.MessageReceived{
		MessageID: message.ID, Text: message.Text, ChoiceID: message.ChoiceID, MediaCount: message.MediaCount, PhotoCount: message.PhotoCount,
		OptOut: channel.OptOut(message.OptOut), ReceivedAt: message.ReceivedAt, Contact: contact,
	}
}

// answersAtMost is how much this turn may give away to who prefers that, as the
// exit gate will judge it.
func (t *turn) answersAtMost(preferred *records.ContentLevel) records.ContentLevel {
	contact := t.conversation.Contact
	return t.view.policies[contact.ChannelID].AnswersAtMost(t.conversation.Kind, contact.State, preferred)
}

func factsOf(appointment records.Appointment) conversations.AppointmentFacts {
	return conversations.AppointmentFacts{
		AppointmentID: appointment.ID, Version: appointment.Version, PatientID: appointment.PatientID,
		PractitionerID: appointment.PractitionerID, AppointmentTypeID: appointment.AppointmentTypeID, Status: appointment.Status,
		ParticipantStatus: appointment.ParticipantStatus, Start: appointment.Start, End: appointment.End,
		Moves: appointment.Moves,
	}
}

// capabilities of a channel; plain text where no sender is configured, so that
// the turn is taken and the reply waits for one.
func (j *Jobs) capabilities(provider records.Provider, kind records.ChannelKind) channel.Capabilities {
	if sender, configured := j.config.Senders[provider]; configured {
		return sender.Capabilities(kind)
	}
	return channel.Capabilities{TextLimit: 1600, Segmented: kind == records.ChannelSMS}
}
