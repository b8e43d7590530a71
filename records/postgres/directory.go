package postgres

import (
	"context"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ChannelByName finds a channel over all clinics, by the name in a webhook's
// path; records.CodeNotFound when there is none. It works in a directory
// transaction.
func (tx *Tx) ChannelByName(ctx context.Context, name string) (records.Channel, error) {
	row, err := tx.queries.ChannelByName(ctx, name)
	if err != nil {
		return records.Channel{}, coded(err)
	}
	return channelOf(row), nil
}

// ClinicBySlug finds a clinic's id by its slug; records.CodeNotFound when
// there is none. It works in a directory transaction.
func (tx *Tx) ClinicBySlug(ctx context.Context, slug string) (uuid.UUID, error) {
	id, err := tx.queries.ClinicBySlug(ctx, slug)
	return id, coded(err)
}

// ClinicIDs lists all clinics. It works in a directory transaction.
func (tx *Tx) ClinicIDs(ctx context.Context) ([]uuid.UUID, error) {
	ids, err := tx.queries.ListClinicIDs(ctx)
	return ids, coded(err)
}

func channelOf(row dbsqlc.Channel) records.Channel {
	return records.Channel{
		ID: row.ID, ClinicID: row.ClinicID, Name: row.Name, Kind: records.ChannelKind(row.Kind),
		Provider: records.Provider(row.Provider), Address: row.Address, Active: row.Active,
		ServiceID: row.ServiceID, AccountID: row.AccountID,
	}
}
