package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

const (
	// absenceSet is how many patients one transaction asks.
	absenceSet = 50
	// urgentRebooking is how long before an appointment its rebooking is urgent.
	urgentRebooking = 48 * time.Hour
)

// absenceWorker asks the patients of an absence right after it was made.
type absenceWorker struct {
	river.WorkerDefaults[AbsenceArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *absenceWorker) Work(ctx context.Context, job *river.Job[AbsenceArgs]) error {
	return w.jobs.askAboutAbsence(ctx, job.Args.ClinicID, job.Args.AbsenceID)
}

// Timeout gives a long leave more time than a drain.
func (w *absenceWorker) Timeout(*river.Job[AbsenceArgs]) time.Duration { return time.Minute }

// askAboutAbsence asks everybody whose appointment an absence stands in the way
// of, set by set. What one set has written is what keeps the next one, or
// another process after a crash, from asking the same patients: an offer or a
// task for this version of the appointment. So nobody is asked twice, and who
// is left is found again.
func (j *Jobs) askAboutAbsence(ctx context.Context, clinicID, absenceID uuid.UUID) error {
	for {
		done, err := j.askSet(ctx, clinicID, absenceID)
		if err != nil {
			return fmt.Errorf("ask about absence %s of clinic %s: %w", absenceID, clinicID, err)
		}
		if done < absenceSet {
			return nil
		}
	}
}

// askSet asks one set of patients in a transaction, and gives how many
// appointments it has seen to.
func (j *Jobs) askSet(ctx context.Context, clinicID, absenceID uuid.UUID) (int, error) {
	var done int
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		absence, err := tx.LockAbsence(ctx, absenceID)
		if records.CodeOf(err) == records.CodeNotFound {
			return nil // it was ended
		}
		if err != nil {
			return err
		}
		view, err := j.viewWith(ctx, tx, absence, now)
		if err != nil {
			return err
		}
		window := scheduler.AbsenceWindow(view.zone, absence)
		appointments, err := tx.AppointmentsInTheWay(ctx, postgres.InTheWay{
			Absence: absence, Start: window.Start, End: window.End, UnaskedOnly: true, Limit: absenceSet,
		}, now)
		if err != nil || len(appointments) == 0 {
			return err
		}
		done = len(appointments)
		if err := j.ask(ctx, tx, view, absence, appointments, now); err != nil {
			return err
		}
		j.config.Reached(PointAbsenceAsked)
		return nil
	})
	return done, err
}

// viewWith gives a view of the clinic that knows of the absence: what it
// remembers may be a moment old, and would offer times in the leave itself.
func (j *Jobs) viewWith(ctx context.Context, tx *postgres.Tx, absence records.Absence, now time.Time) (*clinicView, error) {
	view, err := j.clinics.of(ctx, tx, now)
	if err != nil {
		return nil, err
	}
	for _, known := range view.schedule.Absences {
		if known.ID == absence.ID {
			return view, nil
		}
	}
	return readClinic(ctx, tx)
}

// ask offers the patients of these appointments other times, and hands those who
// can't be asked, or for whom nothing is free, to staff.
func (j *Jobs) ask(ctx context.Context, tx *postgres.Tx, view *clinicView, absence records.Absence, appointments []records.Appointment,
	now time.Time,
) error {
	plan, deadlines, err := j.planRebookings(ctx, tx, view, appointments, now)
	if err != nil {
		return err
	}
	var proposals []proposal
	var left []records.Appointment
	for i, appointment := range appointments {
		if len(plan[i]) == 0 {
			left = append(left, appointment)
			continue
		}
		proposed := proposal{appointment: appointment, offer: records.SlotOffer{
			Kind: records.OfferRebook, PatientID: appointment.PatientID, AbsenceID: absence.ID, ExpiresAt: deadlines[i],
		}}
		for _, slot := range plan[i] {
			proposed.offer.Slots = append(proposed.offer.Slots, offeredSlot(slot))
		}
		proposals = append(proposals, proposed)
	}
	_, unreachable, err := j.propose(ctx, tx, view, proposals, now)
	if err != nil {
		return err
	}
	for _, missed := range unreachable {
		left = append(left, missed.appointment)
	}
	for _, appointment := range left {
		if err := j.openRebookTask(ctx, tx, appointment, absence.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// planRebookings gives each appointment other times, with until when its
// patient is waited for.
func (j *Jobs) planRebookings(ctx context.Context, tx *postgres.Tx, view *clinicView, appointments []records.Appointment, now time.Time,
) (plan [][]scheduler.Slot, deadlines []time.Time, err error) {
	rebookings := make([]scheduler.Rebooking, len(appointments))
	deadlines = make([]time.Time, len(appointments))
	patientIDs := make([]uuid.UUID, len(appointments))
	for i, appointment := range appointments {
		deadlines[i], patientIDs[i] = scheduler.AnswerDeadline(appointment.Start, now), appointment.PatientID
		rebookings[i] = scheduler.Rebooking{Appointment: appointment, Earliest: deadlines[i]}
	}
	calendar := view.rules
	need := scheduler.RebookingNeed(calendar, rebookings, now)
	if !need.IsEmpty() {
		calendar.Occupied, err = tx.Occupied(ctx, append(need.SubjectIDs, patientIDs...), need.Window.Start, need.Window.End, now, uuid.Nil)
		if err != nil {
			return nil, nil, fmt.Errorf("read what is taken: %w", err)
		}
	}
	open, err := tx.OpenOfferSlots(ctx, now)
	if err != nil {
		return nil, nil, fmt.Errorf("read what is offered: %w", err)
	}
	spoken := make([][]scheduler.Slot, len(open))
	for i, offered := range open {
		for _, slot := range offered {
			spoken[i] = append(spoken[i], slotOf(slot))
		}
	}
	return scheduler.PlanRebookings(calendar, rebookings, spoken, now), deadlines, nil
}

// openRebookTask hands one rebooking to staff.
func (j *Jobs) openRebookTask(ctx context.Context, tx *postgres.Tx, appointment records.Appointment, absenceID uuid.UUID, now time.Time) error {
	priority := records.PriorityRoutine
	if appointment.Start.Sub(now) < urgentRebooking {
		priority = records.PriorityUrgent
	}
	opened, err := tx.OpenRebookTask(ctx, records.Task{
		ID: j.config.NewID(), Code: records.TaskRebook, Priority: priority, PatientID: appointment.PatientID,
		AppointmentID: appointment.ID, AppointmentVersion: appointment.Version, AbsenceID: absenceID, CreatedAt: now,
	})
	if err != nil {
		return fmt.Errorf("open task: %w", err)
	}
	if opened {
		j.observe("tasks", string(records.TaskRebook), 1)
	}
	return nil
}

// absence gives what stands in the way of an appointment; nil if nothing.
func (v *clinicView) absence(appointment records.Appointment) *records.Absence {
	for i := range v.schedule.Absences {
		if scheduler.StandsInTheWay(v.zone, v.schedule.Absences[i], appointment) {
			return &v.schedule.Absences[i]
		}
	}
	return nil
}

// offerSweepWorker looks after the offers of other times.
type offerSweepWorker struct {
	river.WorkerDefaults[OfferSweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *offerSweepWorker) Work(ctx context.Context, _ *river.Job[OfferSweepArgs]) error {
	return w.jobs.SweepOffers(ctx)
}

// Timeout is that of other sweeps.
func (w *offerSweepWorker) Timeout(*river.Job[OfferSweepArgs]) time.Duration { return time.Minute }

// SweepOffers ends, in all clinics, the offers of other times that nobody has
// answered, with a task for staff while there is time to call; closes the tasks
// of appointments that have moved on; and asks those whom no one has asked: who
// was left over by a crash, or booked while an absence was being entered. One
// clinic's trouble doesn't keep the others from it.
func (j *Jobs) SweepOffers(ctx context.Context) error {
	return j.eachClinic(ctx, "sweep offers", j.sweepClinicOffers)
}

func (j *Jobs) sweepClinicOffers(ctx context.Context, clinicID uuid.UUID) error {
	var absenceIDs, endedIDs []uuid.UUID
	for ended := absenceSet; ended == absenceSet; {
		err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			now := j.config.Now()
			if ended, err = j.endOffers(ctx, tx, now); err != nil {
				return err
			}
			if endedIDs, err = tx.EndedAbsencesOfOpenOffers(ctx); err != nil {
				return err
			}
			// The day before, as the clinic's own may not be over yet.
			absenceIDs, err = tx.AbsencesToAskAbout(ctx, records.LocalDateOf(now, time.UTC).AddDays(-1))
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, absenceID := range endedIDs {
		if err := j.reassure(ctx, clinicID, absenceID); err != nil {
			return err
		}
	}
	for _, absenceID := range absenceIDs {
		if err := j.askAboutAbsence(ctx, clinicID, absenceID); err != nil {
			return err
		}
	}
	return nil
}

// endOffers ends a set of offers, and gives how many.
func (j *Jobs) endOffers(ctx context.Context, tx *postgres.Tx, now time.Time) (int, error) {
	ended, err := tx.EndOffers(ctx, absenceSet, now)
	if err != nil {
		return 0, fmt.Errorf("end offers: %w", err)
	}
	for _, offer := range ended {
		j.observe("offers", string(offer.Status), 1)
		if offer.Status != records.OfferExpired {
			continue
		}
		appointment, err := tx.Appointment(ctx, offer.AppointmentID)
		if err != nil {
			return 0, err
		}
		if err := j.openRebookTask(ctx, tx, appointment, offer.AbsenceID, now); err != nil {
			return 0, err
		}
	}
	if _, err := tx.CloseRebookTasks(ctx, now); err != nil {
		return 0, fmt.Errorf("close tasks: %w", err)
	}
	return len(ended), nil
}
