package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// surveySet is how many due surveys one transaction turns into messages.
const surveySet = 200

// Why a survey was skipped, beside what stops a reminder.
const (
	skippedTurnedOff   = "turned-off"
	skippedAskedLately = "asked-lately"
	skippedEmergency   = "emergency"
)

// SurveySweepArgs asks the patients of all clinics how their visits were.
type SurveySweepArgs struct{}

// Kind implements river.JobArgs.
func (SurveySweepArgs) Kind() string { return "survey_sweep" }

// surveyWorker sweeps the ledger of surveys, as the one of reminders is: what
// is due and planned becomes a message in one commit with its mark, so that a
// tick that was missed is made up for, and one that runs twice finds nothing.
type surveyWorker struct {
	river.WorkerDefaults[SurveySweepArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *surveyWorker) Work(ctx context.Context, _ *river.Job[SurveySweepArgs]) error {
	return w.jobs.SweepSurveys(ctx)
}

// planSurvey has the patient asked how a visit was that has just been marked as
// fulfilled. Of one that ended long before its mark, because a list is tidied
// up days later, nobody is asked.
func (b booking) planSurvey(ctx context.Context, visit records.Appointment) error {
	policy := b.view.clinic.Survey
	if !policy.Active || b.now.Sub(visit.End) > records.SurveyLife {
		return nil
	}
	due := b.now.Add(policy.Delay)
	return b.tx.PlanSurvey(ctx, records.Survey{
		ID: b.newID(), AppointmentID: visit.ID, AppointmentVersion: visit.Version, PatientID: visit.PatientID,
		DueAt: due, ExpiresAt: due.Add(records.SurveyLife),
	})
}

// Timeout is as for the sweep of reminders.
func (w *surveyWorker) Timeout(*river.Job[SurveySweepArgs]) time.Duration { return time.Minute }

// SweepSurveys turns the due surveys of all clinics into messages.
func (j *Jobs) SweepSurveys(ctx context.Context) error {
	return j.inSets(ctx, "sweep surveys", surveySet, j.sweepClinicSurveys)
}

func (j *Jobs) sweepClinicSurveys(ctx context.Context, clinicID uuid.UUID) (int, error) {
	var done int
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		due, err := tx.ClaimDueSurveys(ctx, surveySet, now)
		if err != nil || len(due) == 0 {
			return err
		}
		done = len(due)
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		messages, err := surveying{jobs: j, tx: tx, view: view, now: now}.ask(ctx, due)
		if err != nil {
			return err
		}
		lanes, err := tx.InsertOutbound(ctx, messages, now)
		if err != nil {
			return err
		}
		return j.wakeSends(ctx, tx, lanes)
	})
	return done, err
}

// surveying is one sweep of one clinic's surveys.
type surveying struct {
	jobs *Jobs
	tx   *postgres.Tx
	view *clinicView
	now  time.Time
}

// ask finishes due surveys, and gives the messages of those that are asked.
func (s surveying) ask(ctx context.Context, due []postgres.DueSurvey) ([]postgres.NewOutbound, error) {
	var wanted []postgres.DueSurvey
	var patientIDs []uuid.UUID
	for _, one := range due {
		if reason := s.obsolete(one); reason != "" {
			if err := s.skip(ctx, one, reason); err != nil {
				return nil, err
			}
			continue
		}
		wanted, patientIDs = append(wanted, one), append(patientIDs, one.Survey.PatientID)
	}
	addressees, err := s.tx.Addressees(ctx, patientIDs)
	if err != nil {
		return nil, err
	}
	lately, alarmed, err := s.lately(ctx, patientIDs, addressees)
	if err != nil {
		return nil, err
	}
	var messages []postgres.NewOutbound
	for _, one := range wanted {
		reach, reached := addressees[one.Survey.PatientID]
		reason := ""
		switch {
		case !reached:
			reason = skippedUnreachable
		case alarmed[reach.ConversationID]:
			reason = skippedEmergency
		case lately[one.Survey.PatientID] || lately[reach.ConversationID]:
			reason = skippedAskedLately
		}
		if reason != "" {
			if err := s.skip(ctx, one, reason); err != nil {
				return nil, err
			}
			continue
		}
		lately[one.Survey.PatientID], lately[reach.ConversationID] = true, true
		message, err := s.message(one, reach)
		if err != nil {
			return nil, err
		}
		if err := s.tx.AskSurvey(ctx, one.Survey.ID, reach.ConversationID, message.ID, s.now); err != nil {
			return nil, err
		}
		messages = append(messages, message)
		s.jobs.observe("surveys", "asked", 1)
	}
	return messages, nil
}

// obsolete says why a survey is not asked any more: the visit is not what it
// was, it is too late, or the clinic asks nobody any longer.
func (s surveying) obsolete(due postgres.DueSurvey) string {
	switch {
	case !s.view.clinic.Survey.Active:
		return skippedTurnedOff
	case due.Version != due.Survey.AppointmentVersion || due.Status != records.AppointmentFulfilled:
		return skippedObsolete
	case !s.now.Before(due.Survey.ExpiresAt):
		return skippedExpired
	}
	return ""
}

func (s surveying) skip(ctx context.Context, due postgres.DueSurvey, reason string) error {
	s.jobs.observe("surveys", reason, 1)
	return s.tx.SkipSurvey(ctx, due.Survey.ID, reason)
}

// lately gives the patients and the conversations that were asked within the
// clinic's pause, and the conversations in which somebody has lately written of
// an emergency: "how was the visit?" would be no question to them. It holds the conversations, so that no other sweep asks in
// them at the same time.
func (s surveying) lately(ctx context.Context, patientIDs []uuid.UUID, addressees map[uuid.UUID]postgres.Addressee) (asked, alarmed map[uuid.UUID]bool, err error) {
	conversationIDs := make([]uuid.UUID, 0, len(addressees))
	for _, reach := range addressees {
		conversationIDs = append(conversationIDs, reach.ConversationID)
	}
	if err := s.tx.LockConversations(ctx, conversationIDs); err != nil {
		return nil, nil, err
	}
	alarmed, err = s.tx.EmergenciesSince(ctx, conversationIDs, s.now.Add(-records.SurveyQuiet))
	if err != nil {
		return nil, nil, err
	}
	asked, err = s.tx.SurveyedSince(ctx, patientIDs, conversationIDs, s.now.Add(-s.view.clinic.Survey.Pause))
	return asked, alarmed, err
}

// message writes the question. It is bound to the visit at its version: one
// that turns out not to have taken place is not asked about at the exit gate.
func (s surveying) message(due postgres.DueSurvey, reach postgres.Addressee) (postgres.NewOutbound, error) {
	through, err := s.view.channel(reach.Contact.ChannelID)
	if err != nil {
		return postgres.NewOutbound{}, err
	}
	text := s.view.engine.RenderSurvey(conversations.SurveyFacts{
		SurveyID: due.Survey.ID, PatientID: due.Survey.PatientID, VisitStart: due.Start,
	}, reach.Language, s.jobs.capabilities(through.Provider, through.Kind))
	return postgres.NewOutbound{
		ID: s.jobs.config.NewID(), ClinicID: s.tx.ClinicID(), ChannelID: reach.Contact.ChannelID, ConversationID: reach.ConversationID,
		Text: text.Text, Choices: text.Choices, Level: text.Level, Proactive: true, Purpose: records.PurposeSurvey,
		AppointmentID: due.Survey.AppointmentID, AppointmentVersion: due.Survey.AppointmentVersion, ExpiresAt: due.Survey.ExpiresAt,
	}, nil
}
