package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Channels says how the clinic's channels stand and what waits in them.
func (d *Desk) Channels(ctx context.Context, by Principal) ([]records.ChannelHealth, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.ChannelHealth, touched, error) {
		healths, err := w.tx.ChannelHealth(ctx, w.now)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list channels: %w", err)
		}
		return healths, touched{action: records.AuditRead, kind: "Endpoint"}, nil
	})
}

// ChannelReport is how the channels of all clinics stand, for whoever runs the
// program. It names no clinic.
type ChannelReport struct {
	States               map[records.ChannelState]int
	Due, PutOff, Unknown int
	// OldestDue is how long the oldest message waits that should be on its way.
	OldestDue time.Duration
}

// ChannelReport adds up how the channels of all clinics stand.
func (j *Jobs) ChannelReport(ctx context.Context) (ChannelReport, error) {
	now := j.config.Now()
	report := ChannelReport{States: make(map[records.ChannelState]int)}
	for _, state := range records.ChannelStates() {
		report.States[state] = 0
	}
	err := j.inEachClinic(ctx, "report channels", func(ctx context.Context, tx *postgres.Tx) error {
		healths, err := tx.ChannelHealth(ctx, now)
		for _, health := range healths {
			state, _ := health.State()
			report.States[state]++
			report.Due, report.PutOff, report.Unknown = report.Due+health.Due, report.PutOff+health.PutOff, report.Unknown+health.Unknown
			if !health.OldestDue.IsZero() {
				report.OldestDue = max(report.OldestDue, now.Sub(health.OldestDue))
			}
		}
		return err
	})
	return report, err
}
