package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// AbsenceEndedArgs tells patients that their appointments take place after all.
// It is a wake-up, as AbsenceArgs is.
type AbsenceEndedArgs struct {
	ClinicID  uuid.UUID `json:"clinic_id"`
	AbsenceID uuid.UUID `json:"absence_id"`
}

// Kind implements river.JobArgs.
func (AbsenceEndedArgs) Kind() string { return "absence_ended" }

// absenceEndedWorker works them.
type absenceEndedWorker struct {
	river.WorkerDefaults[AbsenceEndedArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *absenceEndedWorker) Work(ctx context.Context, job *river.Job[AbsenceEndedArgs]) error {
	return w.jobs.reassure(ctx, job.Args.ClinicID, job.Args.AbsenceID)
}

// Timeout is that of asking them.
func (w *absenceEndedWorker) Timeout(*river.Job[AbsenceEndedArgs]) time.Duration { return time.Minute }

// reassure voids what was offered because of an absence that was ended, and
// tells those who have read it that their appointment takes place as agreed.
// Who has moved or cancelled it since is left in peace.
func (j *Jobs) reassure(ctx context.Context, clinicID, absenceID uuid.UUID) error {
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		told, err := tx.WithdrawOffersOfAbsence(ctx, absenceID, now)
		if err != nil {
			return err
		}
		if err := tx.CompleteTasksOfAbsence(ctx, absenceID, now); err != nil {
			return err
		}
		if len(told) == 0 {
			return nil
		}
		// What is remembered of the clinic may still have the absence.
		view, err := readClinic(ctx, tx)
		if err != nil {
			return err
		}
		patientIDs := make([]uuid.UUID, len(told))
		for i, patient := range told {
			patientIDs[i] = patient.PatientID
		}
		addressees, err := tx.Addressees(ctx, patientIDs)
		if err != nil {
			return err
		}
		var messages []postgres.NewOutbound
		for _, patient := range told {
			message, err := j.reassurance(ctx, tx, view, patient, addressees, now)
			if err != nil {
				return err
			}
			if message != nil {
				messages = append(messages, *message)
			}
		}
		lanes, err := tx.InsertOutbound(ctx, messages, now)
		if err != nil {
			return err
		}
		return j.wakeSends(ctx, tx, lanes)
	})
	if err != nil {
		return fmt.Errorf("void the offers of absence %s of clinic %s: %w", absenceID, clinicID, err)
	}
	return nil
}

// reassurance writes one patient's message. Where something else stands in the
// appointment's way, or the patient can't be reached any more, staff see to it.
func (j *Jobs) reassurance(ctx context.Context, tx *postgres.Tx, view *clinicView, patient postgres.Reassured,
	addressees map[uuid.UUID]postgres.Addressee, now time.Time,
) (*postgres.NewOutbound, error) {
	appointment, err := tx.Appointment(ctx, patient.AppointmentID)
	if err != nil {
		return nil, err
	}
	addressee, reachable := addressees[patient.PatientID]
	if other := view.absence(appointment); other != nil {
		return nil, j.openRebookTask(ctx, tx, appointment, other.ID, now)
	}
	if !reachable {
		return nil, tx.OpenTask(ctx, records.Task{
			ID: j.config.NewID(), Code: records.TaskUnreachable, Priority: records.PriorityRoutine, PatientID: patient.PatientID,
			ConversationID: patient.ConversationID, CreatedAt: now,
		})
	}
	through, err := view.channel(addressee.Contact.ChannelID)
	if err != nil {
		return nil, err
	}
	language := addressee.Language
	if language == "" {
		language = view.clinic.Language()
	}
	text := view.engine.RenderStandsAfterAll(factsOf(appointment), language, j.capabilities(through.Provider, through.Kind))
	j.observe("offers", "reassured", 1)
	return &postgres.NewOutbound{
		ID: j.config.NewID(), ClinicID: view.clinic.ID, ChannelID: addressee.Contact.ChannelID, ConversationID: addressee.ConversationID,
		Text: text.Text, Level: text.Level, Proactive: true, Urgent: true, AppointmentID: appointment.ID, AppointmentVersion: appointment.Version,
		ExpiresAt: appointment.Start,
	}, nil
}
