package jobs

import (
	"context"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// disclose reads, in the transaction that a check was passed in, what the page
// shows at once: what is for the check's purpose, of the patients whom it was
// passed as, and nothing else.
func (i *Identities) disclose(ctx context.Context, tx *postgres.Tx, view *clinicView, shown *Shown, now time.Time) error {
	switch shown.Purpose {
	case records.AccessBilling:
		return i.discloseInvoices(ctx, tx, view, shown, now)
	case records.AccessResults:
		return i.discloseResults(ctx, tx, view, shown, now)
	case records.AccessRecord:
		// The conversation goes on with it.
	}
	return nil
}
