package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ChannelsOfProvider lists the active channels of a provider, over all clinics.
// It works in a directory transaction.
func (tx *Tx) ChannelsOfProvider(ctx context.Context, provider records.Provider) ([]records.Channel, error) {
	rows, err := tx.queries.ListChannelsOfProvider(ctx, string(provider))
	if err != nil {
		return nil, coded(err)
	}
	channels := make([]records.Channel, 0, len(rows))
	for _, row := range rows {
		channels = append(channels, channelOf(row))
	}
	return channels, nil
}

// LinkedDevice gives a channel's WhatsApp device; records.CodeNotFound when
// none was ever linked.
func (tx *Tx) LinkedDevice(ctx context.Context, channelID uuid.UUID) (records.LinkedDevice, error) {
	row, err := tx.queries.GetWhatsAppDevice(ctx, dbsqlc.GetWhatsAppDeviceParams{ClinicID: tx.clinicID, ChannelID: channelID})
	if err != nil {
		return records.LinkedDevice{}, coded(err)
	}
	return records.LinkedDevice{
		ClinicID: tx.clinicID, ChannelID: channelID, JID: row.Jid.String, State: records.DeviceState(row.State), Code: row.Code,
		ChangedAt: row.ChangedAt.UTC(), SendsUnasked: row.SendsUnasked,
	}, nil
}

// RepliesOnly lists the clinic's channels that only answer.
func (tx *Tx) RepliesOnly(ctx context.Context) ([]uuid.UUID, error) {
	ids, err := tx.queries.ListRepliesOnly(ctx, tx.clinicID)
	return ids, coded(err)
}

// LinkDevice keeps the name of the device that a channel's messages travel
// through from now on. Its keys can be stored and read once this is committed.
func (tx *Tx) LinkDevice(ctx context.Context, channelID uuid.UUID, jid string, now time.Time) error {
	err := tx.queries.LinkWhatsAppDevice(ctx, dbsqlc.LinkWhatsAppDeviceParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Jid: jid, Now: now,
	})
	return coded(err)
}

// ChangeDevice keeps how a channel's device stands, and says whether that is
// news. Word of a device that is no longer the channel's is none.
func (tx *Tx) ChangeDevice(ctx context.Context, channelID uuid.UUID, jid string, state records.DeviceState, code string, now time.Time) (bool, error) {
	changed, err := tx.queries.ChangeWhatsAppDevice(ctx, dbsqlc.ChangeWhatsAppDeviceParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Jid: jid, State: string(state), Code: code, Now: now,
	})
	return changed > 0, coded(err)
}

// AllowUnasked says whether messages that answer nothing may leave through a
// channel's device; records.CodeNotFound when it has none.
func (tx *Tx) AllowUnasked(ctx context.Context, channelID uuid.UUID, allowed bool) error {
	changed, err := tx.queries.SetWhatsAppUnasked(ctx, dbsqlc.SetWhatsAppUnaskedParams{
		ClinicID: tx.clinicID, ChannelID: channelID, SendsUnasked: allowed,
	})
	return tx.settingChanged(ctx, "linked device", changed, err)
}

// KnownAddresses gives the addresses under which contacts are known that write
// under these identities, by identity.
func (tx *Tx) KnownAddresses(ctx context.Context, channelID uuid.UUID, identities []string) (map[string]string, error) {
	rows, err := tx.queries.KnownWhatsAppAddresses(ctx, dbsqlc.KnownWhatsAppAddressesParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Identities: identities,
	})
	if err != nil {
		return nil, coded(err)
	}
	known := make(map[string]string, len(rows))
	for _, row := range rows {
		known[row.Identity] = row.Address
	}
	return known, nil
}

// KeepIdentities keeps that whoever writes under these identities is known
// under this address.
func (tx *Tx) KeepIdentities(ctx context.Context, channelID uuid.UUID, identities []string, address string) error {
	return tx.later.KeepWhatsAppIdentities(ctx, dbsqlc.KeepWhatsAppIdentitiesParams{
		ClinicID: tx.clinicID, ChannelID: channelID, Identities: identities, Address: address,
	})
}

// Unreadable is a message that could not be decrypted.
type Unreadable struct{ ProviderID, Address string }

// NoteUnreadable keeps that a message could not be decrypted and was asked for
// again; the same one again changes nothing.
func (tx *Tx) NoteUnreadable(ctx context.Context, channelID uuid.UUID, message Unreadable, now time.Time) error {
	return tx.later.NoteUnreadable(ctx, dbsqlc.NoteUnreadableParams{
		ClinicID: tx.clinicID, ChannelID: channelID, ProviderID: message.ProviderID, Address: message.Address, NoticedAt: now,
	})
}

// ForgetUnreadable removes such a message, and says whether it was there.
func (tx *Tx) ForgetUnreadable(ctx context.Context, channelID uuid.UUID, providerID string) (bool, error) {
	count, err := tx.queries.ForgetUnreadable(ctx, dbsqlc.ForgetUnreadableParams{
		ClinicID: tx.clinicID, ChannelID: channelID, ProviderID: providerID,
	})
	return count > 0, coded(err)
}

// UnreadableBefore lists such messages that were noted before an instant.
func (tx *Tx) UnreadableBefore(ctx context.Context, channelID uuid.UUID, before time.Time) ([]Unreadable, error) {
	rows, err := tx.queries.ListUnreadable(ctx, dbsqlc.ListUnreadableParams{ClinicID: tx.clinicID, ChannelID: channelID, Before: before})
	if err != nil {
		return nil, coded(err)
	}
	messages := make([]Unreadable, 0, len(rows))
	for _, row := range rows {
		messages = append(messages, Unreadable{ProviderID: row.ProviderID, Address: row.Address})
	}
	return messages, nil
}

// OutboundText gives the text of a message that was handed over on a channel,
// for a patient's telephone that could not decrypt it; records.CodeNotFound
// when there is none.
func (tx *Tx) OutboundText(ctx context.Context, channelID, messageID uuid.UUID) (string, error) {
	text, err := tx.queries.OutboundText(ctx, dbsqlc.OutboundTextParams{ClinicID: tx.clinicID, ChannelID: channelID, ID: messageID})
	return text, coded(err)
}
