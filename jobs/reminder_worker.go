package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// reminderSet is how many due steps one transaction turns into messages.
const reminderSet = 200

// Why a reminder step was skipped.
const (
	skippedObsolete    = "appointment-changed"
	skippedExpired     = "too-late"
	skippedUnreachable = "no-contact"
	skippedAbsent      = "absence"
)

// reminderWorker sweeps the ledger: whatever is due and planned becomes a
// message and a send job, in one commit with the step's mark. So a tick that
// was missed while nobody ran is made up for, and one that runs twice finds
// nothing left (invariant 10).
type reminderWorker struct {
	river.WorkerDefaults[ReminderSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *reminderWorker) Work(ctx context.Context, _ *river.Job[ReminderSweepArgs]) error {
	return errors.Join(w.jobs.SweepReminders(ctx), w.jobs.SweepSilence(ctx))
}

// Timeout gives a morning's reminders of all clinics more time than a drain.
func (w *reminderWorker) Timeout(*river.Job[ReminderSweepArgs]) time.Duration { return time.Minute }

// SweepReminders turns the due reminder steps of all clinics into messages.
func (j *Jobs) SweepReminders(ctx context.Context) error {
	return j.inSets(ctx, "sweep reminders", reminderSet, j.sweepClinicReminders)
}

func (j *Jobs) sweepClinicReminders(ctx context.Context, clinicID uuid.UUID) (int, error) {
	var done int
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		due, err := tx.ClaimDueReminders(ctx, reminderSet, now)
		if err != nil || len(due) == 0 {
			return err
		}
		done = len(due)
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		var made []madeReminder
		for _, reminder := range due {
			reach, err := j.remind(ctx, tx, view, reminder, now)
			if err != nil {
				return err
			}
			if reach != nil {
				made = append(made, madeReminder{due: reminder, reach: *reach})
			}
		}
		messages, err := j.writeReminders(ctx, tx, view, made)
		if err != nil {
			return err
		}
		lanes, err := tx.InsertOutbound(ctx, messages, now)
		if err != nil {
			return err
		}
		if err := j.wakeSends(ctx, tx, lanes); err != nil {
			return err
		}
		j.config.Reached(PointReminderMade)
		return nil
	})
	return done, err
}

// remind says who is to be written to of one step; nil for one that it skipped.
// One patient who can't be reached never keeps the others from being reminded.
func (j *Jobs) remind(ctx context.Context, tx *postgres.Tx, view *clinicView, due postgres.DueReminder, now time.Time,
) (*postgres.Reach, error) {
	skip := func(reason string) (*postgres.Reach, error) {
		j.observe("reminders", reason, 1)
		return nil, tx.FinishReminder(ctx, due.Step, records.ReminderSkipped, reason, uuid.Nil)
	}
	appointment := due.Appointment
	switch {
	case appointment.Version != due.Step.AppointmentVersion || appointment.Status != records.AppointmentBooked:
		return skip(skippedObsolete)
	case !now.Before(due.Step.ExpiresAt) || !now.Before(appointment.Start):
		return skip(skippedExpired)
	case view.absence(appointment) != nil:
		// It can't take place: whoever is asked for another time, or called by
		// staff, must not read at the same time that it does.
		return skip(skippedAbsent)
	}
	reach, err := reminderReach(ctx, tx, view, appointment.PatientID)
	if records.CodeOf(err) == records.CodeNotFound {
		return skip(skippedUnreachable)
	}
	if err != nil {
		return nil, err
	}
	return &reach, nil
}

func (j *Jobs) reminderText(view *clinicView, reach postgres.Reach, appointment records.Appointment) (conversations.Reply, error) {
	through, err := view.channel(reach.Contact.ChannelID)
	if err != nil {
		return conversations.Reply{}, err
	}
	language := reach.Contact.Language
	if language == "" {
		language = view.clinic.Language()
	}
	return view.engine.RenderReminder(factsOf(appointment), language, j.capabilities(through.Provider, through.Kind)), nil
}
