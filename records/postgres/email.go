package postgres

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// EmailContact is an address of e-mail.
type EmailContact struct {
	Reach
	// Stopped is true where its holder wants no messages.
	Stopped bool
}

// KeepEmailContact gives the contact that an address is, and makes one with this
// id and language where there is none. It is locked to the end of the transaction.
func (tx *Tx) KeepEmailContact(ctx context.Context, channelID uuid.UUID, address string, newID uuid.UUID, language records.Language, now time.Time,
) (EmailContact, error) {
	err := tx.keepContacts(ctx, []NewInbound{{ClinicID: tx.clinicID, ChannelID: channelID, Address: address, NewContactID: newID}}, now)
	if err != nil {
		return EmailContact{}, err
	}
	row, err := tx.queries.EmailContact(ctx, dbsqlc.EmailContactParams{ClinicID: tx.clinicID, ChannelID: channelID, Address: address})
	if err != nil {
		return EmailContact{}, coded(err)
	}
	kept := EmailContact{Stopped: row.Consent == string(records.ConsentInactive), Reach: Reach{ConversationID: row.ConversationID, Contact: records.Contact{
		ID: row.ID, ClinicID: tx.clinicID, ChannelID: channelID, Address: row.Address, State: records.ContactState(row.State),
		Language: records.Language(row.Language),
	}}}
	if kept.Contact.Language == "" && language != "" {
		kept.Contact.Language = language
		return kept, tx.SetContactLanguage(ctx, kept.Contact.ID, language)
	}
	return kept, nil
}

// CountEmailConfirmations says how many confirmations were asked for since then:
// of an address, and by a conversation's contact.
func (tx *Tx) CountEmailConfirmations(ctx context.Context, contactID, askedByContactID uuid.UUID, since time.Time) (toAddress, byContact int, err error) {
	row, err := tx.queries.CountEmailConfirmations(ctx, dbsqlc.CountEmailConfirmationsParams{
		ClinicID: tx.clinicID, ContactID: contactID, AskedByContactID: askedByContactID, Since: since,
	})
	return int(row.ToAddress), int(row.ByContact), coded(err)
}

// CreateEmailConfirmation stores a confirmation that is to be asked for.
func (tx *Tx) CreateEmailConfirmation(ctx context.Context, confirmation records.EmailConfirmation) error {
	return tx.later.InsertEmailConfirmation(ctx, dbsqlc.InsertEmailConfirmationParams{
		ClinicID: tx.clinicID, ID: confirmation.ID, ContactID: confirmation.ContactID, PatientID: confirmation.PatientID,
		Reminders: confirmation.Reminders, AskedByContactID: nullable(confirmation.AskedByContactID), AskedByStaffID: nullable(confirmation.AskedByStaffID),
		CreatedAt: confirmation.CreatedAt, ExpiresAt: confirmation.ExpiresAt,
	})
}

// UnwrittenConfirmation is one whose message is still to be written.
type UnwrittenConfirmation struct {
	ID             uuid.UUID
	ChannelID      uuid.UUID
	ConversationID uuid.UUID
	Language       records.Language
	Reminders      bool
	ExpiresAt      time.Time
}

// ClaimEmailConfirmations gives the next confirmations to be asked for, which
// nobody else has claimed.
func (tx *Tx) ClaimEmailConfirmations(ctx context.Context, limit int, now time.Time) ([]UnwrittenConfirmation, error) {
	rows, err := tx.queries.ClaimEmailConfirmations(ctx, dbsqlc.ClaimEmailConfirmationsParams{
		ClinicID: tx.clinicID, Now: now, Confirmations: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	claimed := make([]UnwrittenConfirmation, len(rows))
	for i, row := range rows {
		claimed[i] = UnwrittenConfirmation{
			ID: row.ID, ChannelID: row.ChannelID, ConversationID: row.ConversationID, Language: records.Language(row.Language),
			Reminders: row.Reminders, ExpiresAt: row.ExpiresAt.UTC(),
		}
	}
	return claimed, nil
}

// SettleEmailConfirmation notes the message that asks for a confirmation.
func (tx *Tx) SettleEmailConfirmation(ctx context.Context, confirmationID, messageID uuid.UUID) error {
	return tx.later.SettleEmailConfirmation(ctx, dbsqlc.SettleEmailConfirmationParams{ClinicID: tx.clinicID, ID: confirmationID, MessageID: messageID})
}

// EmailLink is what a secret address in an e-mail is for.
type EmailLink struct {
	MessageID uuid.UUID
	ContactID uuid.UUID
	// ConfirmationID is what it confirms; nil for one that ends the messages.
	ConfirmationID uuid.UUID
	// Stopped is true where the messages have ended.
	Stopped bool
}

// CreateEmailLink stores what a secret address is for, under the secret's hash.
func (tx *Tx) CreateEmailLink(ctx context.Context, link EmailLink, hash [32]byte, now time.Time) error {
	return tx.later.InsertEmailLink(ctx, dbsqlc.InsertEmailLinkParams{
		ClinicID: tx.clinicID, Hash: hash[:], MessageID: link.MessageID, ContactID: link.ContactID, ConfirmationID: nullable(link.ConfirmationID), CreatedAt: now,
	})
}

// EmailLink finds a link by its secret's hash and locks its contact;
// records.CodeNotFound for one that never was. The hash is compared once more in
// constant time.
func (tx *Tx) EmailLink(ctx context.Context, hash [32]byte) (EmailLink, error) {
	row, err := tx.queries.LockEmailLink(ctx, dbsqlc.LockEmailLinkParams{ClinicID: tx.clinicID, Hash: hash[:]})
	if err != nil {
		return EmailLink{}, coded(err)
	}
	if subtle.ConstantTimeCompare(row.Hash, hash[:]) != 1 {
		return EmailLink{}, records.NotFound("link")
	}
	return EmailLink{
		MessageID: row.MessageID, ContactID: row.ContactID, ConfirmationID: row.ConfirmationID.UUID, Stopped: row.Consent == string(records.ConsentInactive),
	}, nil
}

// ConfirmEmail takes a confirmation, once: from here on the address gets what
// was asked for, and its patient is given. records.CodeNotFound for one that is
// past or was taken.
func (tx *Tx) ConfirmEmail(ctx context.Context, confirmationID uuid.UUID, now time.Time) (uuid.UUID, error) {
	row, err := tx.queries.ConfirmEmail(ctx, dbsqlc.ConfirmEmailParams{ClinicID: tx.clinicID, ID: confirmationID, Now: now})
	if err != nil {
		return uuid.Nil, coded(err)
	}
	if err := tx.later.EmailConfirmed(ctx, dbsqlc.EmailConfirmedParams{ClinicID: tx.clinicID, ID: row.ContactID}); err != nil {
		return uuid.Nil, err
	}
	return row.PatientID, tx.later.KeepEmailReceiver(ctx, dbsqlc.KeepEmailReceiverParams{
		ClinicID: tx.clinicID, ContactID: row.ContactID, PatientID: row.PatientID, Reminders: row.Reminders, ConfirmedAt: now,
	})
}

// EmailAddresses lists where a patient's receipts go, or are to go.
func (tx *Tx) EmailAddresses(ctx context.Context, patientID uuid.UUID, now time.Time) ([]records.EmailAddress, error) {
	rows, err := tx.queries.ListEmailAddresses(ctx, dbsqlc.ListEmailAddressesParams{ClinicID: tx.clinicID, PatientID: patientID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	addresses := make([]records.EmailAddress, len(rows))
	for i, row := range rows {
		addresses[i] = records.EmailAddress{
			ContactID: row.ID, Address: row.Address, Reminders: row.Reminders, ConfirmedAt: instantOf(row.ConfirmedAt), State: records.EmailUnconfirmed,
		}
		switch {
		case row.Consent == string(records.ConsentInactive):
			addresses[i].State = records.EmailStopped
		case row.State == string(records.ContactStale):
			addresses[i].State = records.EmailUnreachable
		case row.ConfirmedAt != nil:
			addresses[i].State = records.EmailConfirmed
		}
	}
	return addresses, nil
}

// EmailReach finds where a patient's reminders may go by e-mail; preferred is
// true where they were asked to. records.CodeNotFound when there is no such
// address.
func (tx *Tx) EmailReach(ctx context.Context, patientID uuid.UUID) (reach Reach, preferred bool, err error) {
	row, err := tx.queries.EmailReach(ctx, dbsqlc.EmailReachParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return Reach{}, false, coded(err)
	}
	return Reach{ConversationID: row.ConversationID, Contact: records.Contact{
		ID: row.ID, ClinicID: tx.clinicID, ChannelID: row.ChannelID, Address: row.Address,
		State: records.ContactState(row.State), Language: records.Language(row.Language),
	}}, row.Reminders, nil
}
