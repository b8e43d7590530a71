package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

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

// LinkDevice gives a channel of the clinic's that travels through a linked
// device, to somebody who is about to link one.
func (d *Desk) LinkDevice(ctx context.Context, by Principal, channelID uuid.UUID) (records.Channel, error) {
	return perform(ctx, d, by, func(_ context.Context, w deskWork) (records.Channel, touched, error) {
		through, known := w.view.channels[channelID]
		if !known {
			return records.Channel{}, touched{}, &records.Error{Code: records.CodeNotFound, Message: "the clinic has no such channel"}
		}
		if through.Provider != records.ProviderWhatsApp {
			return records.Channel{}, touched{}, &records.Error{Code: records.CodeConflict, Message: "this channel does not travel through a linked device"}
		}
		return through, touched{action: records.AuditExecute, kind: "Endpoint", id: channelID}, nil
	})
}

// DeviceLinked keeps that somebody has linked a channel's device.
func (d *Desk) DeviceLinked(ctx context.Context, by Principal, channelID uuid.UUID) error {
	_, err := perform(ctx, d, by, func(context.Context, deskWork) (struct{}, touched, error) {
		return struct{}{}, touched{action: records.AuditUpdate, kind: "Endpoint", id: channelID}, nil
	})
	return err
}
