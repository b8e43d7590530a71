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

const (
	// inspectedMessages and inspectedAppointments are how many an inspection shows.
	inspectedMessages     = 30
	inspectedAppointments = 6
)

// Inspected is what is stored of one conversation, for people who look how the
// bot works. No secret is part of it but what a text itself says.
type Inspected struct {
	ConversationID uuid.UUID
	ContactID      uuid.UUID
	ContactState   records.ContactState
	Language       records.Language
	// Consent is the newest to messages about care; empty for none.
	Consent records.ConsentStatus
	// Version counts the turns; State is what the newest left behind.
	Version   int64
	UpdatedAt time.Time
	State     []byte
	Patients  []InspectedPatient
	// Messages are the newest ones, in order.
	Messages     []InspectedMessage
	Appointments []InspectedAppointment
	// Effects are what was written down since the newest messages of the patient,
	// in order.
	Effects []InspectedEffect
}

// InspectedPatient is somebody whom the conversation's contact acts for.
type InspectedPatient struct {
	ID           uuid.UUID
	Name         string
	Relationship records.Relationship
}

// InspectedMessage is a message with what became of it.
type InspectedMessage struct {
	Sequence  int64
	Direction records.Direction
	Status    records.MessageStatus
	Text      string
	Level     records.ContentLevel
	Proactive bool
	// Reason is why it was not sent, or the provider's error code.
	Reason   string
	Attempts int
	// SendAfter is until when it is put off; zero for now.
	SendAfter time.Time
	CreatedAt time.Time
}

// InspectedAppointment is an appointment with its reminders.
type InspectedAppointment struct {
	ID                uuid.UUID
	PatientID         uuid.UUID
	Version           int64
	Status            records.AppointmentStatus
	ParticipantStatus records.ParticipantStatus
	Type              records.LocalizedText
	Practitioner      string
	Start             time.Time
	// HoldUntil is when a pending one loses its time; zero otherwise.
	HoldUntil time.Time
	// Reminders of its present version, in order.
	Reminders []InspectedReminder
}

// InspectedReminder is a row of the reminder ledger.
type InspectedReminder struct {
	Step             string
	Status           records.ReminderStepStatus
	Reason           string
	DueAt, ExpiresAt time.Time
}

// InspectedEffect is a record that was written or changed: its kind
// ("appointment"), what it became ("booked"), what tells it from others, and
// the time that it is about, if it is about one.
type InspectedEffect struct {
	At      time.Time
	Kind    string
	Status  string
	Detail  string
	AboutAt time.Time
}

// Inspect reads the conversation of an address on a channel;
// records.CodeNotFound when there is none.
func (tx *Tx) Inspect(ctx context.Context, channelID uuid.UUID, address string) (Inspected, error) {
	row, err := tx.queries.InspectConversation(ctx, dbsqlc.InspectConversationParams{ClinicID: tx.clinicID, ChannelID: channelID, Address: address})
	if err != nil {
		return Inspected{}, coded(err)
	}
	inspected := Inspected{
		ConversationID: row.ID, ContactID: row.ContactID, ContactState: records.ContactState(row.ContactState),
		Language: records.Language(row.Language), Consent: records.ConsentStatus(row.Consent), Version: row.Version,
		UpdatedAt: row.UpdatedAt.UTC(), State: row.State,
	}
	if string(inspected.State) == "null" {
		inspected.State = nil
	}
	for _, read := range []func(context.Context, *Inspected) error{
		tx.inspectPatients, tx.inspectMessages, tx.inspectAppointments, tx.inspectReminders, tx.inspectEffects,
	} {
		if err := read(ctx, &inspected); err != nil {
			return Inspected{}, fmt.Errorf("inspect conversation: %w", coded(err))
		}
	}
	return inspected, nil
}

func (tx *Tx) inspectPatients(ctx context.Context, into *Inspected) error {
	rows, err := tx.queries.InspectPatients(ctx, dbsqlc.InspectPatientsParams{ClinicID: tx.clinicID, ContactID: into.ContactID})
	for _, row := range rows {
		into.Patients = append(into.Patients, InspectedPatient{ID: row.ID, Name: row.Name, Relationship: records.Relationship(row.Relationship)})
	}
	return err
}

func (tx *Tx) inspectMessages(ctx context.Context, into *Inspected) error {
	rows, err := tx.queries.InspectMessages(ctx, dbsqlc.InspectMessagesParams{
		ClinicID: tx.clinicID, ConversationID: into.ConversationID, Messages: inspectedMessages,
	})
	for i := len(rows) - 1; i >= 0; i-- {
		row := rows[i]
		message := InspectedMessage{
			Sequence: row.Sequence, Direction: records.Direction(row.Direction), Status: records.MessageStatus(row.Status), Text: row.Text,
			Level: records.ContentLevel(row.Level), Proactive: row.Proactive, Reason: row.ErrorCode, Attempts: int(row.Attempts),
			SendAfter: instantOf(row.SendAfter), CreatedAt: row.CreatedAt.UTC(),
		}
		if row.NotSentReason != "" {
			message.Reason = row.NotSentReason
		}
		into.Messages = append(into.Messages, message)
	}
	return err
}

func (tx *Tx) inspectAppointments(ctx context.Context, into *Inspected) error {
	rows, err := tx.queries.InspectAppointments(ctx, dbsqlc.InspectAppointmentsParams{
		ClinicID: tx.clinicID, PatientIDs: into.patientIDs(), Appointments: inspectedAppointments,
	})
	if err != nil {
		return err
	}
	for _, row := range rows {
		appointment := InspectedAppointment{
			ID: row.ID, PatientID: row.PatientID, Version: row.Version, Status: records.AppointmentStatus(row.Status),
			ParticipantStatus: records.ParticipantStatus(row.ParticipantStatus), Practitioner: row.PractitionerName,
			Start: row.StartAt.UTC(), HoldUntil: instantOf(row.HoldUntil),
		}
		if err := json.Unmarshal(row.TypeName, &appointment.Type); err != nil {
			return fmt.Errorf("appointment type's name: %w", err)
		}
		into.Appointments = append(into.Appointments, appointment)
	}
	return nil
}

func (tx *Tx) inspectReminders(ctx context.Context, into *Inspected) error {
	byID := make(map[uuid.UUID]*InspectedAppointment, len(into.Appointments))
	ids := make([]uuid.UUID, len(into.Appointments))
	for i := range into.Appointments {
		ids[i] = into.Appointments[i].ID
		byID[ids[i]] = &into.Appointments[i]
	}
	rows, err := tx.queries.InspectReminderSteps(ctx, dbsqlc.InspectReminderStepsParams{ClinicID: tx.clinicID, AppointmentIDs: ids})
	for _, row := range rows {
		of := byID[row.AppointmentID]
		of.Reminders = append(of.Reminders, InspectedReminder{
			Step: row.Step, Status: records.ReminderStepStatus(row.Status), Reason: row.Reason, DueAt: row.DueAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
		})
	}
	return err
}

func (tx *Tx) inspectEffects(ctx context.Context, into *Inspected) error {
	rows, err := tx.queries.InspectEffects(ctx, dbsqlc.InspectEffectsParams{
		ClinicID: tx.clinicID, PatientIDs: into.patientIDs(), Since: into.turnBegan(), ConversationID: into.ConversationID,
		ContactID: into.ContactID,
	})
	for _, row := range rows {
		effect := InspectedEffect{At: row.At.UTC(), Kind: row.Kind, Status: row.Status, Detail: row.Detail}
		if row.AboutAt.Unix() != 0 {
			effect.AboutAt = row.AboutAt.UTC()
		}
		into.Effects = append(into.Effects, effect)
	}
	return err
}

// Turn gives the messages from the first that the patient wrote without an
// answer in between on: the newest turn, and what came after it.
func (i *Inspected) Turn() []InspectedMessage {
	began, heard := 0, false
	for n := len(i.Messages) - 1; n >= 0; n-- {
		if i.Messages[n].Direction == records.Inbound {
			began, heard = n, true
		} else if heard {
			break
		}
	}
	return i.Messages[began:]
}

// turnBegan gives when the newest turn's first message came.
func (i *Inspected) turnBegan() time.Time {
	for _, message := range i.Turn() {
		return message.CreatedAt
	}
	return i.UpdatedAt
}

func (i *Inspected) patientIDs() []uuid.UUID {
	ids := make([]uuid.UUID, len(i.Patients))
	for n, patient := range i.Patients {
		ids[n] = patient.ID
	}
	return ids
}

// NextAppointmentStarts gives when the booked appointments of the patients that
// some addresses act for begin, after an instant and in order, at most twenty.
func (tx *Tx) NextAppointmentStarts(ctx context.Context, addresses []string, after time.Time) ([]time.Time, error) {
	starts, err := tx.queries.NextAppointmentStarts(ctx, dbsqlc.NextAppointmentStartsParams{
		ClinicID: tx.clinicID, After: after, Addresses: addresses,
	})
	return starts, coded(err)
}
