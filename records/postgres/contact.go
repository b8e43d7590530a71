package postgres

import (
	"context"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/phone"
	"frontdesk/records/postgres/dbsqlc"
)

// RegisterPatient stores a patient, links them to the contact and raises the
// contact to claimed.
func (tx *Tx) RegisterPatient(ctx context.Context, patient records.Patient, contactID uuid.UUID, relationship records.Relationship) error {
	if err := tx.CreatePatient(ctx, patient); err != nil {
		return err
	}
	err := tx.later.InsertContactPatient(ctx, dbsqlc.InsertContactPatientParams{
		ClinicID: tx.clinicID, ContactID: contactID, PatientID: patient.ID, Relationship: string(relationship), CreatedAt: patient.CreatedAt,
	})
	if err != nil {
		return err
	}
	return tx.ClaimContact(ctx, contactID)
}

// ClaimContact notes that the holder of an address said who they are.
func (tx *Tx) ClaimContact(ctx context.Context, contactID uuid.UUID) error {
	return tx.later.ClaimContact(ctx, dbsqlc.ClaimContactParams{ClinicID: tx.clinicID, ID: contactID})
}

// CreatePatient stores a patient whom nobody can reach yet.
func (tx *Tx) CreatePatient(ctx context.Context, patient records.Patient) error {
	return tx.later.InsertPatient(ctx, dbsqlc.InsertPatientParams{
		ClinicID: tx.clinicID, ID: patient.ID, Name: patient.Name, BirthDate: dateOf(patient.BirthDate),
		Language: string(patient.Language), CreatedAt: patient.CreatedAt,
	})
}

// RecordConsent adds to the ledger; the newest entry holds.
func (tx *Tx) RecordConsent(ctx context.Context, consent records.Consent) error {
	return tx.later.InsertConsent(ctx, dbsqlc.InsertConsentParams{
		ClinicID: tx.clinicID, ID: consent.ID, ContactID: consent.ContactID, Purpose: string(consent.Purpose),
		Status: string(consent.Status), Source: consent.Source, MessageID: nullable(consent.MessageID), RecordedAt: consent.RecordedAt,
		Evidence: consent.Evidence, StaffID: nullable(consent.StaffID),
	})
}

// SetContactLanguage keeps the language that a contact chose.
func (tx *Tx) SetContactLanguage(ctx context.Context, contactID uuid.UUID, language records.Language) error {
	return tx.later.SetContactLanguage(ctx, dbsqlc.SetContactLanguageParams{ClinicID: tx.clinicID, ID: contactID, Language: string(language)})
}

// Reach says where a patient is reached.
type Reach struct {
	Contact        records.Contact
	ConversationID uuid.UUID
}

// ContactOfPatient finds where to reach a patient: their own contact first,
// then the newest that acts for them; records.CodeNotFound when there is none.
func (tx *Tx) ContactOfPatient(ctx context.Context, patientID uuid.UUID) (Reach, error) {
	row, err := tx.queries.ContactOfPatient(ctx, dbsqlc.ContactOfPatientParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return Reach{}, coded(err)
	}
	return Reach{ConversationID: row.ConversationID, Contact: records.Contact{
		ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
		State: records.ContactState(row.State), Language: records.Language(row.Language),
	}}, nil
}

// ConversationOfAddress finds the conversation with an address on a channel;
// records.CodeNotFound when it has never written.
func (tx *Tx) ConversationOfAddress(ctx context.Context, channelID uuid.UUID, address string) (uuid.UUID, error) {
	id, err := tx.queries.ConversationOfAddress(ctx, dbsqlc.ConversationOfAddressParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Canonical: phone.Canonical(address),
	})
	return id, coded(err)
}

// OpenTask stores a task, unless one of its code is open for the conversation.
func (tx *Tx) OpenTask(ctx context.Context, task records.Task) error {
	return tx.later.OpenTask(ctx, dbsqlc.OpenTaskParams{
		ClinicID: tx.clinicID, ID: task.ID, Code: string(task.Code), Priority: string(task.Priority),
		ConversationID: nullable(task.ConversationID), PatientID: nullable(task.PatientID), MessageID: nullable(task.MessageID),
		CreatedAt: task.CreatedAt,
	})
}
