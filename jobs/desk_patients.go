package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// PatientCard is a patient and how they are reached.
type PatientCard struct {
	Patient  records.Patient
	Contacts []PatientContact
	// Answers are what was said when the patient was registered, beside name and
	// date of birth.
	Answers []records.PatientAnswer
}

// PatientContact is an address that acts for a patient.
type PatientContact struct {
	Contact      records.Contact
	Relationship records.Relationship
	// Channel is the clinic's channel on which it writes.
	Channel records.Channel
}

// Patient reads one patient with their contacts and answers.
func (d *Desk) Patient(ctx context.Context, by Principal, patientID uuid.UUID) (PatientCard, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (PatientCard, touched, error) {
		patient, err := w.namedPatient(ctx, patientID)
		if err != nil {
			return PatientCard{}, touched{}, err
		}
		contacts, err := w.contacts(ctx, patientID)
		if err != nil {
			return PatientCard{}, touched{}, err
		}
		answers, err := w.tx.PatientAnswers(ctx, patientID)
		if err != nil {
			return PatientCard{}, touched{}, fmt.Errorf("read answers: %w", err)
		}
		for i := range answers {
			answers[i].AnsweredAt = answers[i].AnsweredAt.In(w.view.zone)
		}
		seen := touched{action: records.AuditRead, kind: "Patient", id: patientID, patientID: patientID}
		return PatientCard{Patient: patient, Contacts: contacts, Answers: answers}, seen, nil
	})
}

// namedPatient reads the patient whom a request is about.
func (w deskWork) namedPatient(ctx context.Context, patientID uuid.UUID) (records.Patient, error) {
	patient, err := w.tx.Patient(ctx, patientID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.Patient{}, records.NotFound("patient")
	}
	if err != nil {
		return records.Patient{}, fmt.Errorf("read patient: %w", err)
	}
	patient.CreatedAt = patient.CreatedAt.In(w.view.zone)
	return patient, nil
}

func (w deskWork) contacts(ctx context.Context, patientID uuid.UUID) ([]PatientContact, error) {
	linked, err := w.tx.ContactsOfPatient(ctx, patientID)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	channels, err := w.tx.Channels(ctx)
	if err != nil {
		return nil, fmt.Errorf("read channels: %w", err)
	}
	byID := make(map[uuid.UUID]records.Channel, len(channels))
	for _, channel := range channels {
		byID[channel.ID] = channel
	}
	contacts := make([]PatientContact, len(linked))
	for i, link := range linked {
		contacts[i] = PatientContact{Contact: link.Contact, Relationship: link.Relationship, Channel: byID[link.Contact.ChannelID]}
	}
	return contacts, nil
}

// MessagePage is a page of messages.
type MessagePage struct {
	Messages []records.Message
	// More is true when there are older ones.
	More bool
}

// PatientMessages lists the messages of every conversation that speaks for a
// patient, the newest first: at most limit of those with a Sequence below
// before; zero is the newest. A family's shared phone is one conversation, so
// it may speak of the others, too.
func (d *Desk) PatientMessages(ctx context.Context, by Principal, patientID uuid.UUID, before int64, limit int) (MessagePage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (MessagePage, touched, error) {
		if _, err := w.namedPatient(ctx, patientID); err != nil {
			return MessagePage{}, touched{}, err
		}
		messages, err := w.tx.MessagesOfPatient(ctx, patientID, before, limit+1)
		if err != nil {
			return MessagePage{}, touched{}, fmt.Errorf("list messages: %w", err)
		}
		messages, more := page(messages, limit)
		for i := range messages {
			messages[i].CreatedAt = messages[i].CreatedAt.In(w.view.zone)
		}
		seen := touched{action: records.AuditRead, kind: "Communication", patientID: patientID}
		return MessagePage{Messages: messages, More: more}, seen, nil
	})
}

// FindPatients lists the patients born on a day, by name, at most fifty: a day
// of birth and a name is how a front desk finds who is calling.
func (d *Desk) FindPatients(ctx context.Context, by Principal, birthDate records.LocalDate) ([]records.Patient, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Patient, touched, error) {
		patients, err := w.tx.PatientsByBirthDate(ctx, birthDate)
		if err != nil {
			return nil, touched{}, fmt.Errorf("find patients: %w", err)
		}
		for i := range patients {
			patients[i].CreatedAt = patients[i].CreatedAt.In(w.view.zone)
		}
		return patients, touched{action: records.AuditRead, kind: "Patient"}, nil
	})
}

// staffAgent is a principal as an appointment's history names them.
func staffAgent(by Principal) postgres.Agent {
	return postgres.Agent{Kind: "staff", ID: by.StaffID, Channel: "api"}
}
