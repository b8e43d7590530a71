package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// LinkedDevices keeps what the adapter of linked WhatsApp devices must know
// beyond a restart, but for their keys.
type LinkedDevices struct{ config LinkedDevicesConfig }

// LinkedDevicesConfig is what LinkedDevices works with.
type LinkedDevicesConfig struct {
	Store *postgres.Store
	// Intake gets the placeholders of messages that stay unreadable; nil where no
	// device is connected.
	Intake interface {
		Receive(ctx context.Context, through records.Channel, message channel.Inbound) error
	}
	Now   func() time.Time
	NewID func() uuid.UUID
}

// NewLinkedDevices gives the devices of all clinics.
func NewLinkedDevices(config LinkedDevicesConfig) *LinkedDevices {
	return &LinkedDevices{config: config}
}

// LinkedChannel is a channel with the name of its device.
type LinkedChannel struct {
	Channel records.Channel
	JID     string
}

// Linked lists the active channels, over all clinics, that have a device with
// keys.
func (d *LinkedDevices) Linked(ctx context.Context) ([]LinkedChannel, error) {
	var channels []records.Channel
	err := d.config.Store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		channels, err = tx.ChannelsOfProvider(ctx, records.ProviderWhatsApp)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list linked devices: %w", err)
	}
	var linked []LinkedChannel
	for _, through := range channels {
		device, err := d.device(ctx, through)
		if err != nil && records.CodeOf(err) != records.CodeNotFound {
			return nil, fmt.Errorf("list linked devices: %w", err)
		}
		if device.JID != "" {
			linked = append(linked, LinkedChannel{Channel: through, JID: device.JID})
		}
	}
	return linked, nil
}

func (d *LinkedDevices) device(ctx context.Context, through records.Channel) (device records.LinkedDevice, err error) {
	err = d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		device, err = tx.LinkedDevice(ctx, through.ID)
		return err
	})
	return device, err
}

// Link keeps the name of the device that a channel's messages travel through
// from now on.
func (d *LinkedDevices) Link(ctx context.Context, through records.Channel, jid string) error {
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.LinkDevice(ctx, through.ID, jid, d.config.Now())
	})
	if err != nil {
		return fmt.Errorf("link device: %w", err)
	}
	return nil
}

// Changed keeps how a channel's device stands with WhatsApp. Where the channel
// carries nothing until somebody acts, staff get a task, once per change.
func (d *LinkedDevices) Changed(ctx context.Context, through records.Channel, jid string, state records.DeviceState, code string) error {
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := d.config.Now()
		news, err := tx.ChangeDevice(ctx, through.ID, jid, state, code, now)
		if err != nil || !news || state == records.DeviceLinked {
			return err
		}
		return tx.OpenTask(ctx, records.Task{
			ID: d.config.NewID(), Code: records.TaskChannelDown, Priority: records.PriorityUrgent, CreatedAt: now,
		})
	})
	if err != nil {
		return fmt.Errorf("keep the state of a device: %w", err)
	}
	return nil
}

// AddressOf says under which address somebody is known who writes under these
// identities (a number, a hidden id, or both). Whoever is new is known under
// the proposed one from now on, whatever they write under later. Where two
// turn out to be one person, the number's contact goes on.
func (d *LinkedDevices) AddressOf(ctx context.Context, through records.Channel, identities []string, proposed string) (string, error) {
	address := proposed
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		known, err := tx.KnownAddresses(ctx, through.ID, identities)
		if err != nil {
			return err
		}
		address = knownAs(known, identities, proposed)
		for _, identity := range identities {
			if known[identity] != address {
				return tx.KeepIdentities(ctx, through.ID, identities, address)
			}
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("find the address of a sender: %w", err)
	}
	return address, nil
}

// Doubt puts the contact in doubt that is known under these identities, or would
// be under the proposed address: their WhatsApp came to another telephone. Who
// says who they are has their records back (see turn.reclaim); until then they
// are told nothing of them. Somebody who never wrote is nobody to doubt.
func (d *LinkedDevices) Doubt(ctx context.Context, through records.Channel, identities []string, proposed string) error {
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		known, err := tx.KnownAddresses(ctx, through.ID, identities)
		if err != nil {
			return err
		}
		// A conversation has the id of its contact.
		contactID, err := tx.ConversationOfAddress(ctx, through.ID, knownAs(known, identities, proposed))
		if records.CodeOf(err) == records.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.DoubtContact(ctx, contactID, d.config.Now())
	})
	if err != nil {
		return fmt.Errorf("doubt a contact: %w", err)
	}
	return nil
}

// knownAs picks the address of a contact: the proposed one if it is in use, else
// the one in use, else the proposed one.
func knownAs(known map[string]string, identities []string, proposed string) string {
	address := ""
	for _, identity := range identities {
		switch known[identity] {
		case proposed:
			return proposed
		case "":
		default:
			address = known[identity]
		}
	}
	if address == "" {
		return proposed
	}
	return address
}

// Unreadable notes a message that could not be decrypted and was asked for
// again.
func (d *LinkedDevices) Unreadable(ctx context.Context, through records.Channel, providerID, address string) error {
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.NoteUnreadable(ctx, through.ID, postgres.Unreadable{ProviderID: providerID, Address: address}, d.config.Now())
	})
	if err != nil {
		return fmt.Errorf("note an unreadable message: %w", err)
	}
	return nil
}

// Readable notes that such a message could be read after all.
func (d *LinkedDevices) Readable(ctx context.Context, through records.Channel, providerID string) error {
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.ForgetUnreadable(ctx, through.ID, providerID)
		return err
	})
	if err != nil {
		return fmt.Errorf("note a readable message: %w", err)
	}
	return nil
}

// GiveUp hands what is unreadable since before an instant to staff, as a task
// in the sender's conversation: the patient has written, and nobody knows what.
func (d *LinkedDevices) GiveUp(ctx context.Context, through records.Channel, before time.Time) error {
	var overdue []postgres.Unreadable
	err := d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		overdue, err = tx.UnreadableBefore(ctx, through.ID, before)
		return err
	})
	for _, message := range overdue {
		if err == nil {
			err = d.giveUp(ctx, through, message)
		}
	}
	if err != nil {
		return fmt.Errorf("give up on unreadable messages: %w", err)
	}
	return nil
}

// giveUp keeps the message, empty as it is, so that it stands in the
// conversation and is answered, and tells staff.
func (d *LinkedDevices) giveUp(ctx context.Context, through records.Channel, message postgres.Unreadable) error {
	placeholder := channel.Inbound{ProviderID: message.ProviderID + "/unreadable", From: message.Address}
	if err := d.config.Intake.Receive(ctx, through, placeholder); err != nil {
		return err
	}
	return d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		was, err := tx.ForgetUnreadable(ctx, through.ID, message.ProviderID)
		if err != nil || !was {
			return err
		}
		conversationID, err := tx.ConversationOfAddress(ctx, through.ID, message.Address)
		if err != nil {
			return err
		}
		return tx.OpenTask(ctx, records.Task{
			ID: d.config.NewID(), Code: records.TaskUnreadable, Priority: records.PriorityUrgent, ConversationID: conversationID,
			CreatedAt: d.config.Now(),
		})
	})
}

// Text gives the text of a message that was handed over, for a telephone that
// could not decrypt it; records.CodeNotFound when there is none.
func (d *LinkedDevices) Text(ctx context.Context, through records.Channel, messageID uuid.UUID) (text string, err error) {
	err = d.config.Store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		text, err = tx.OutboundText(ctx, through.ID, messageID)
		return err
	})
	return text, err
}
