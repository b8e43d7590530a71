package postgres

import (
	"context"
	"math"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Patient reads one patient; records.CodeNotFound when the clinic has no such
// one.
func (tx *Tx) Patient(ctx context.Context, patientID uuid.UUID) (records.Patient, error) {
	row, err := tx.queries.GetPatient(ctx, dbsqlc.GetPatientParams{ClinicID: tx.clinicID, ID: patientID})
	if err != nil {
		return records.Patient{}, coded(err)
	}
	return patientOf(row), nil
}

// PatientAhead asks for a patient together with the next statement whose answer
// is waited for, and returns a function that gives what Patient would.
func (tx *Tx) PatientAhead(patientID uuid.UUID) func(context.Context) (records.Patient, error) {
	var rows []dbsqlc.Patient
	collect(tx.pipeline, &rows, dbsqlc.GetPatient, tx.clinicID, patientID)
	asked := tx.pipeline.queued
	return func(ctx context.Context) (records.Patient, error) {
		if tx.pipeline.queued == asked {
			if err := tx.pipeline.flush(ctx); err != nil {
				return records.Patient{}, err
			}
		}
		if len(rows) == 0 {
			return records.Patient{}, records.NotFound("patient")
		}
		return patientOf(rows[0]), nil
	}
}

// PatientsByBirthDate lists up to fifty patients born on a day, by name.
func (tx *Tx) PatientsByBirthDate(ctx context.Context, birthDate records.LocalDate) ([]records.Patient, error) {
	rows, err := tx.queries.SearchPatients(ctx, dbsqlc.SearchPatientsParams{ClinicID: tx.clinicID, BirthDate: dateOf(birthDate)})
	if err != nil {
		return nil, coded(err)
	}
	patients := make([]records.Patient, len(rows))
	for i, row := range rows {
		patients[i] = patientOf(row)
	}
	return patients, nil
}

func patientOf(row dbsqlc.Patient) records.Patient {
	return records.Patient{
		ID: row.ID, ClinicID: row.ClinicID, Name: row.Name, BirthDate: localDate(row.BirthDate), Language: records.Language(row.Language),
		Version: row.Version, CreatedAt: row.CreatedAt.UTC(),
	}
}

// LinkedContact is a contact that acts for a patient, and by what right.
type LinkedContact struct {
	Contact      records.Contact
	Relationship records.Relationship
}

// ContactsOfPatient lists how a patient can be reached.
func (tx *Tx) ContactsOfPatient(ctx context.Context, patientID uuid.UUID) ([]LinkedContact, error) {
	rows, err := tx.queries.ContactsOfPatient(ctx, dbsqlc.ContactsOfPatientParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return nil, coded(err)
	}
	contacts := make([]LinkedContact, len(rows))
	for i, row := range rows {
		contacts[i] = LinkedContact{Relationship: records.Relationship(row.Relationship), Contact: records.Contact{
			ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
			State: records.ContactState(row.State), Language: records.Language(row.Language),
		}}
	}
	return contacts, nil
}

// MessagesOfPatient lists the messages of all conversations that speak for a
// patient, the newest first; before is the sequence to page back from, zero
// for the newest.
func (tx *Tx) MessagesOfPatient(ctx context.Context, patientID uuid.UUID, before int64, limit int) ([]records.Message, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	rows, err := tx.queries.MessagesOfPatient(ctx, dbsqlc.MessagesOfPatientParams{
		ClinicID: tx.clinicID, PatientID: patientID, BeforeSequence: before, PageSize: pageSize(limit),
	})
	if err != nil {
		return nil, coded(err)
	}
	messages := make([]records.Message, len(rows))
	for i, row := range rows {
		if messages[i], err = messageOf(tx.clinicID, row); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// MessagesOfContact lists one address's messages on a channel in order, after
// a sequence.
func (tx *Tx) MessagesOfContact(ctx context.Context, channelID uuid.UUID, address string, after int64, limit int) ([]records.Message, error) {
	rows, err := tx.queries.MessagesOfContact(ctx, dbsqlc.MessagesOfContactParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Address: address, AfterSequence: after, PageSize: pageSize(limit),
	})
	if err != nil {
		return nil, coded(err)
	}
	messages := make([]records.Message, len(rows))
	for i, row := range rows {
		if messages[i], err = messageOf(tx.clinicID, dbsqlc.MessagesOfPatientRow(row)); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

func messageOf(clinicID uuid.UUID, row dbsqlc.MessagesOfPatientRow) (records.Message, error) {
	choices, err := choicesOf(row.Choices)
	if err != nil {
		return records.Message{}, err
	}
	return records.Message{
		ID: row.ID, ClinicID: clinicID, ChannelID: row.ChannelID, ConversationID: row.ConversationID, Sequence: row.Sequence,
		Direction: records.Direction(row.Direction), Status: records.MessageStatus(row.Status), ProviderID: row.ProviderID, Text: row.Text,
		Choices: choices, ChoiceID: row.ChoiceID, Level: records.ContentLevel(row.Level), Proactive: row.Proactive,
		NotSentReason: records.NotSentReason(row.NotSentReason), ErrorCode: row.ErrorCode, CreatedAt: row.CreatedAt.UTC(),
	}, nil
}

// DayAppointment is an appointment in a day's list, with its patient's name.
type DayAppointment struct {
	Appointment records.Appointment
	PatientName string
}

// AppointmentsBetween lists the appointments that start in a span, in order.
// afterStart and afterID are the last of the page before; zero for the first.
func (tx *Tx) AppointmentsBetween(ctx context.Context, start, end, afterStart time.Time, afterID uuid.UUID, limit int) ([]DayAppointment, error) {
	rows, err := tx.queries.AppointmentsBetween(ctx, dbsqlc.AppointmentsBetweenParams{
		ClinicID: tx.clinicID, SpanStart: start, SpanEnd: end, AfterStart: afterStart, AfterID: afterID, PageSize: pageSize(limit),
	})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]DayAppointment, len(rows))
	for i, row := range rows {
		appointments[i] = DayAppointment{PatientName: row.PatientName, Appointment: appointmentOf(row.Appointment)}
	}
	return appointments, nil
}

// OpenTasks lists what staff are asked to do, the oldest first. afterCreated
// and afterID are the last of the page before; zero for the first.
func (tx *Tx) OpenTasks(ctx context.Context, afterCreated time.Time, afterID uuid.UUID, limit int) ([]records.Task, error) {
	rows, err := tx.queries.OpenTasks(ctx, dbsqlc.OpenTasksParams{
		ClinicID: tx.clinicID, AfterCreated: afterCreated, AfterID: afterID, PageSize: pageSize(limit),
	})
	if err != nil {
		return nil, coded(err)
	}
	tasks := make([]records.Task, len(rows))
	for i, row := range rows {
		tasks[i] = taskOf(dbsqlc.GetTaskRow(row))
	}
	return tasks, nil
}

// Task reads one task; records.CodeNotFound when the clinic has no such one.
func (tx *Tx) Task(ctx context.Context, taskID uuid.UUID) (records.Task, error) {
	row, err := tx.queries.GetTask(ctx, dbsqlc.GetTaskParams{ClinicID: tx.clinicID, ID: taskID})
	if err != nil {
		return records.Task{}, coded(err)
	}
	return taskOf(row), nil
}

// CompleteTask marks an open task as done; records.CodeConflict when it is
// done already or was never there.
func (tx *Tx) CompleteTask(ctx context.Context, taskID, staffID uuid.UUID, now time.Time) (records.Task, error) {
	row, err := tx.queries.CompleteTask(ctx, dbsqlc.CompleteTaskParams{ClinicID: tx.clinicID, ID: taskID, Now: now, CompletedBy: staffID})
	if err != nil {
		err = coded(err)
		if records.CodeOf(err) == records.CodeNotFound {
			return records.Task{}, &records.Error{Code: records.CodeConflict, Message: "the task is not open"}
		}
		return records.Task{}, err
	}
	return taskOf(dbsqlc.GetTaskRow(row)), nil
}

func taskOf(row dbsqlc.GetTaskRow) records.Task {
	return records.Task{
		ID: row.ID, ClinicID: row.ClinicID, Code: records.TaskCode(row.Code), Status: records.TaskStatus(row.Status),
		Priority: records.TaskPriority(row.Priority), ConversationID: row.ConversationID.UUID, PatientID: row.PatientID.UUID,
		MessageID: row.MessageID.UUID, AppointmentID: row.AppointmentID.UUID, AppointmentVersion: row.AppointmentVersion.Int64,
		AbsenceID: row.AbsenceID.UUID, Delay: time.Duration(row.DelayMinutes.Int16) * time.Minute,
		CreatedAt: row.CreatedAt.UTC(), CompletedAt: instantOf(row.CompletedAt),
	}
}

// pageSize bounds how many rows one page may have.
func pageSize(limit int) int32 { return int32(max(1, min(limit, 500))) }
