package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// receipt plans the e-mails that tell of a change, for the addresses that were
// confirmed for it, in the transaction of the change itself: whatever becomes of
// this process, they are written. A clinic without a channel of e-mail isn't even
// asked.
func (b booking) receipt(ctx context.Context, appointment records.Appointment, change records.EmailChange) error {
	if b.view.mail.ID == uuid.Nil {
		return nil
	}
	planned, err := b.tx.PlanEmailReceipts(ctx, appointment, change, b.now)
	if err != nil {
		return fmt.Errorf("plan receipts: %w", err)
	}
	if !planned || b.wakeMail == nil {
		return nil
	}
	return b.wakeMail(ctx, b.tx)
}

// wakeMail inserts a job that writes the planned e-mails of the transaction's
// clinic.
func (j *Jobs) wakeMail(ctx context.Context, tx *postgres.Tx) error {
	return j.insertJob(ctx, tx, WriteMailArgs{ClinicID: tx.ClinicID()}, queueUpkeep)
}

// wakeMail does the same for what staff changed.
func (d *Desk) wakeMail(ctx context.Context, tx *postgres.Tx) error {
	return d.leaveTo(ctx, tx, WriteMailArgs{ClinicID: tx.ClinicID()})
}
