package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// FailOverArgs has a message about an appointment sent on another of the
// patient's channels, once: it failed on its own, or that one's provider is away.
type FailOverArgs struct {
	ClinicID  uuid.UUID `json:"clinic_id"`
	MessageID uuid.UUID `json:"message_id"`
	// Silent is true for one that was sent, and of which nothing was heard since.
	Silent bool `json:"silent,omitempty"`
}

// Kind implements river.JobArgs.
func (FailOverArgs) Kind() string { return "fail_over" }

// InsertOpts lets the job be tried for some minutes: no sweep looks for it.
func (FailOverArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 25} }

// failOverWorker sends what one channel did not carry on another.
type failOverWorker struct {
	river.WorkerDefaults[FailOverArgs]
	jobs *Jobs
}

// Work implements river.Worker.
func (w *failOverWorker) Work(ctx context.Context, job *river.Job[FailOverArgs]) error {
	return w.jobs.FailOver(ctx, job.Args)
}

// failsOver says whether a failure that asks for this remedy leaves another
// channel to try. Who opted out at the carrier is not gone after elsewhere.
func failsOver(remedy channel.Remedy) bool { return remedy != channel.RemedyOptOut }

// FailOver writes a message about an appointment again to another of the
// patient's contacts, within the same step of the reminders' ledger. The first
// message names the second, so it is written again once, whatever is still heard
// of it; what was written again is not a third time. Where nothing else reaches
// the patient, staff are asked to, unless the message still waits for its own
// channel.
func (j *Jobs) FailOver(ctx context.Context, failed FailOverArgs) error {
	err := j.config.Store.InClinic(ctx, failed.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		found, err := tx.MessageToFailOver(ctx, failed.MessageID, failed.Silent, now)
		if records.CodeOf(err) == records.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if found.Copied {
			return j.giveUp(ctx, tx, found, failed.Silent)
		}
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		others, err := tx.OtherContacts(ctx, found.Appointment.PatientID, found.Message.ChannelID, found.Message.Purpose, now)
		if err != nil {
			return err
		}
		// One whose provider this node knows, and that carries what is unasked.
		at := slices.IndexFunc(others, func(reach postgres.Reach) bool {
			house := j.house(view, view.channels[reach.Contact.ChannelID])
			return house.configured && !house.repliesOnly
		})
		message := found.Message
		if reminder := message.Purpose == records.PurposeReminder; at < 0 || (!reminder && len(message.Choices) > 0) {
			return j.giveUp(ctx, tx, found, failed.Silent)
		} else if reminder {
			text, err := j.reminderText(view, others[at], found.Appointment)
			if err != nil {
				return err
			}
			message.Text, message.Choices, message.Level = text.Text, text.Choices, text.Level
		}
		message.ID, message.ChannelID, message.ConversationID = j.config.NewID(), others[at].Contact.ChannelID, others[at].ConversationID
		if err := tx.MarkReplaced(ctx, failed.MessageID, message.ID); err != nil {
			return err
		}
		if found.Status == records.MessageQueued {
			err := tx.MarkNotSent(ctx, map[uuid.UUID]records.NotSentReason{failed.MessageID: records.NotSentChannelDown})
			if err != nil {
				return err
			}
		}
		lanes, err := tx.InsertOutbound(ctx, []postgres.NewOutbound{message}, now)
		if err != nil {
			return err
		}
		j.observe("outbound", "failed-over", 1)
		if failed.Silent {
			j.observe("outbound", "silent", 1)
		}
		return j.wakeSends(ctx, tx, lanes)
	})
	if err != nil {
		return fmt.Errorf("fail over: %w", err)
	}
	return nil
}

// giveUp asks staff to reach the patient of a message that no channel carries. A
// telephone that is merely silent is worth no task.
func (j *Jobs) giveUp(ctx context.Context, tx *postgres.Tx, found postgres.FailedOver, silent bool) error {
	if silent || found.Status == records.MessageQueued {
		return nil
	}
	return tx.OpenTask(ctx, records.Task{
		ID: j.config.NewID(), Code: records.TaskUnreachable, Priority: records.PriorityRoutine, ConversationID: found.Message.ConversationID,
		PatientID: found.Appointment.PatientID, CreatedAt: j.config.Now(),
	})
}

// failOverLater leaves the failing over of a message to a job, which commits
// with what made it necessary.
func (j *Jobs) failOverLater(ctx context.Context, tx *postgres.Tx, messageID uuid.UUID) error {
	return j.insertJob(ctx, tx, FailOverArgs{ClinicID: tx.ClinicID(), MessageID: messageID}, queueUpkeep)
}

// SweepSilence sends the reminders by WhatsApp again, on the patient's other
// channel, of which it is not known that they arrived while they are still of use.
// That is the same step of the ledger: once a word comes that the first arrived,
// or the patient writes, nothing more is sent.
func (j *Jobs) SweepSilence(ctx context.Context) error {
	return j.eachClinic(ctx, "sweep silence", func(ctx context.Context, clinicID uuid.UUID) error {
		var silent []uuid.UUID
		err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			silent, err = tx.SilentReminders(ctx, j.config.Now())
			return err
		})
		for _, messageID := range silent {
			if err == nil {
				err = j.FailOver(ctx, FailOverArgs{ClinicID: clinicID, MessageID: messageID, Silent: true})
			}
		}
		return err
	})
}
