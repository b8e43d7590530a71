package jobs

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// madeReminder is a due step with whom to write to.
type madeReminder struct {
	due   postgres.DueReminder
	reach postgres.Reach
}

// occasion is what reminders have in common that go as one message: the
// conversation, the step, and the day of the appointments.
type occasion struct {
	conversationID uuid.UUID
	step           string
	date           records.LocalDate
}

// writeReminders writes the messages of steps and finishes the steps with them:
// one for each occasion, so that a family reads once that it is expected on
// Tuesday. Only by SMS: outside of WhatsApp's session nothing goes that was not
// approved word for word, and what was approved is one appointment.
func (j *Jobs) writeReminders(ctx context.Context, tx *postgres.Tx, view *clinicView, made []madeReminder) ([]postgres.NewOutbound, error) {
	byOccasion := make(map[occasion][]madeReminder)
	var order []occasion
	for _, reminder := range made {
		key := occasion{conversationID: reminder.reach.ConversationID, step: reminder.due.Step.Step, date: records.LocalDateOf(reminder.due.Appointment.Start, view.zone)}
		if view.channels[reminder.reach.Contact.ChannelID].Kind != records.ChannelSMS {
			key.conversationID = reminder.due.Appointment.ID // an occasion of its own
		}
		if byOccasion[key] == nil {
			order = append(order, key)
		}
		byOccasion[key] = append(byOccasion[key], reminder)
	}
	messages := make([]postgres.NewOutbound, 0, len(order))
	for _, key := range order {
		message, err := j.writeReminder(view, byOccasion[key])
		if err != nil {
			return nil, err
		}
		for _, reminder := range byOccasion[key] {
			if err := tx.FinishReminder(ctx, reminder.due.Step, records.ReminderSent, "", message.ID); err != nil {
				return nil, err
			}
		}
		j.observe("reminders", "made", len(byOccasion[key]))
		messages = append(messages, message)
	}
	return messages, nil
}

// writeReminder writes the message of one occasion. One of a single appointment
// is bound to it; of several, the ledger says which they are.
func (j *Jobs) writeReminder(view *clinicView, made []madeReminder) (postgres.NewOutbound, error) {
	slices.SortStableFunc(made, func(a, b madeReminder) int { return a.due.Appointment.Start.Compare(b.due.Appointment.Start) })
	first := made[0]
	message := postgres.NewOutbound{
		ID: j.config.NewID(), ClinicID: view.clinic.ID, ChannelID: first.reach.Contact.ChannelID, ConversationID: first.reach.ConversationID,
		Proactive: true, Purpose: records.PurposeReminder, ExpiresAt: first.due.Step.ExpiresAt,
	}
	if view.channels[first.reach.Contact.ChannelID].Kind == records.ChannelEmail {
		text := view.engine.RenderMailReminder(factsOf(first.due.Appointment), view.placeOf(first.due.Appointment), first.reach.Contact.Language)
		message.Text, message.Level, message.Mail = text.Text, text.Level, &postgres.MessageMail{Subject: text.Subject}
		message.AppointmentID, message.AppointmentVersion = first.due.Appointment.ID, first.due.Appointment.Version
		return message, nil
	}
	if len(made) == 1 {
		text, err := j.reminderText(view, first.reach, first.due.Appointment)
		if err != nil {
			return postgres.NewOutbound{}, err
		}
		message.Text, message.Choices, message.Level = text.Text, text.Choices, text.Level
		message.AppointmentID, message.AppointmentVersion = first.due.Appointment.ID, first.due.Appointment.Version
		return message, nil
	}
	appointments := make([]conversations.AppointmentFacts, len(made))
	for i, reminder := range made {
		appointments[i] = factsOf(reminder.due.Appointment)
		if reminder.due.Step.ExpiresAt.Before(message.ExpiresAt) {
			message.ExpiresAt = reminder.due.Step.ExpiresAt
		}
	}
	through, err := view.channel(first.reach.Contact.ChannelID)
	if err != nil {
		return postgres.NewOutbound{}, err
	}
	language := first.reach.Contact.Language
	if language == "" {
		language = view.clinic.Language()
	}
	text := view.engine.RenderReminders(appointments, language, j.capabilities(through.Provider, through.Kind))
	message.Text, message.Level = text.Text, text.Level
	return message, nil
}
