package postgres

import (
	"context"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ChannelHealth lists how the clinic's channels stand, by name, those that are
// switched off among them.
func (tx *Tx) ChannelHealth(ctx context.Context, now time.Time) ([]records.ChannelHealth, error) {
	rows, err := tx.queries.ListChannelHealth(ctx, dbsqlc.ListChannelHealthParams{ClinicID: tx.clinicID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	healths := make([]records.ChannelHealth, len(rows))
	for i, row := range rows {
		health := records.ChannelHealth{
			Channel: records.Channel{
				ID: row.ID, ClinicID: tx.clinicID, Name: row.Name, Kind: records.ChannelKind(row.Kind), Provider: records.Provider(row.Provider),
				Address: row.Address, Active: row.Active,
			},
			Troubles: int(row.Troubles), TroubledSince: instantOf(row.TroubledSince), OpenUntil: instantOf(row.OpenUntil),
			Due: int(row.Due), PutOff: int(row.PutOff), Unknown: int(row.Unknown),
		}
		if row.OldestDue.Unix() > 0 {
			health.OldestDue = row.OldestDue.UTC()
		}
		if row.DeviceState != "" {
			health.Device = &records.LinkedDevice{
				ClinicID: tx.clinicID, ChannelID: row.ID, State: records.DeviceState(row.DeviceState), Code: row.DeviceCode, ChangedAt: instantOf(row.DeviceChangedAt),
			}
			if health.Held, err = tx.queries.SessionLockHeld(ctx, dbsqlc.SessionLockHeldParams{High: deviceLocks, Low: deviceLock(row.ID)}); err != nil {
				return nil, coded(err)
			}
		}
		healths[i] = health
	}
	return healths, nil
}
