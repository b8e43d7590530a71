package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Intake keeps inbound messages. What it has accepted is in PostgreSQL, with
// the wake-up of its lane, and will be answered (invariant 1).
type Intake struct {
	jobs   *Jobs
	gather *gather[postgres.NewInbound]
}

func newIntake(ctx context.Context, j *Jobs) *Intake {
	const workers, limit, linger = 1, 256, 25 * time.Millisecond
	intake := &Intake{jobs: j}
	intake.gather = newGather(context.WithoutCancel(ctx), workers, limit, linger, intake.keep)
	return intake
}

// Receive keeps one message of a channel. It returns nil only when the message
// is committed, or was before: the same ProviderID again changes nothing
// (invariant 2). records.CodeUnavailable means that the provider should
// deliver it again later.
func (i *Intake) Receive(ctx context.Context, through records.Channel, message channel.Inbound) error {
	if message.ProviderID == "" {
		return records.Invalid("ProviderID", "the provider's id of the message is missing")
	}
	if message.From == "" {
		return records.Invalid("From", "the sender's address is missing")
	}
	inbound := postgres.NewInbound{
		ID: i.jobs.config.NewID(), NewContactID: i.jobs.config.NewID(), ClinicID: through.ClinicID, ChannelID: through.ID, Address: message.From,
		ProviderID: message.ProviderID, Text: message.Text, ChoiceID: message.ChoiceID, MediaCount: message.MediaCount,
		OptOut: string(message.OptOut),
	}
	for _, media := range message.Media[:min(len(message.Media), channel.MaxMedia)] {
		inbound.Media = append(inbound.Media, postgres.NewMedia{ID: i.jobs.config.NewID(), Reference: channel.CleanText(media.Reference, channel.MaxMediaReference)})
		if media.Photo() {
			inbound.PhotoCount++
		}
	}
	if err := i.gather.do(ctx, inbound); err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	i.jobs.config.Reached(PointIntakeDone)
	return nil
}

// keep stores a set in one transaction.
func (i *Intake) keep(ctx context.Context, set []postgres.NewInbound) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	now := i.jobs.config.Now()
	err := i.jobs.config.Store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		woken, err := tx.KeepInbound(ctx, set, now)
		if err != nil {
			return err
		}
		if err := i.jobs.wakeTurns(ctx, tx, woken); err != nil {
			return err
		}
		media, err := tx.KeepMedia(ctx, set, now, now.Add(fetchLease))
		if err != nil {
			return err
		}
		if err := i.jobs.wakeMedia(ctx, tx, media); err != nil {
			return err
		}
		i.jobs.config.Reached(PointIntakeStored)
		return nil
	})
	if err == nil {
		i.jobs.observe("inbound", "stored", len(set))
	}
	return err
}
