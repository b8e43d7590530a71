//go:build !nowhatsapp

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/mdp/qrterminal/v3"

	"frontdesk/bot/whatsapp"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/devicekeys"
)

// whatsAppCommands manage linked WhatsApp devices.
type whatsAppCommands struct {
	Link    whatsAppLinkCommand    `cmd:"" help:"Link a device to the clinic's telephone, by a QR code."`
	Status  whatsAppStatusCommand  `cmd:"" help:"Say how a channel's device stands with WhatsApp."`
	Unasked whatsAppUnaskedCommand `cmd:"" help:"Allow messages that answer nothing, or forbid them again."`
}

// linkedChannel names a channel on the command line.
type linkedChannel struct {
	Clinic  string `help:"The clinic's slug." required:""`
	Channel string `help:"The channel's name." required:""`
}

// find gives the channel.
func (c linkedChannel) find(ctx context.Context, store *postgres.Store) (through records.Channel, err error) {
	clinicID, err := clinicBySlug(ctx, store, c.Clinic)
	if err != nil {
		return through, err
	}
	err = store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		through, err = tx.ChannelByName(ctx, c.Channel)
		return err
	})
	if records.CodeOf(err) == records.CodeNotFound || err == nil && through.ClinicID != clinicID {
		return through, &records.Error{
			Code: records.CodeNotFound, Message: fmt.Sprintf("the clinic has no channel %q; add it with frontdesk channel add", c.Channel),
		}
	}
	return through, err
}

// whatsAppLinkCommand links a device.
type whatsAppLinkCommand struct {
	linkedChannel
	Text bool `help:"Print the code as text, to be made a QR code elsewhere."`
}

// Run implements the sub-command.
func (c *whatsAppLinkCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		through, err := c.find(ctx, store)
		if err != nil {
			return err
		}
		none := &later{} // nothing is taken in or sent here
		options := serviceOptions{configuration: read, now: time.Now, whatsApp: e.whatsApp}
		devices := jobs.NewLinkedDevices(jobs.LinkedDevicesConfig{Store: store, Now: time.Now, NewID: newID})
		adapter, err := whatsapp.New(linkedDevicesConfig(options, devices, none, e.logger(read.level())))
		if err != nil {
			return err
		}
		fmt.Fprintf(e.output, "on the telephone of %s: WhatsApp, Linked devices, Link a device; then scan\n", through.Address)
		if err := adapter.Link(ctx, through, func(code string) { c.show(e.output, code) }); err != nil {
			return err
		}
		_, err = fmt.Fprintln(e.output, "linked; frontdesk serve with FRONTDESK_WHATSAPP=on connects the device within seconds")
		return err
	})
}

// show draws a code, or prints it.
func (c *whatsAppLinkCommand) show(output io.Writer, code string) {
	if c.Text {
		fmt.Fprintln(output, code)
		return
	}
	qrterminal.GenerateHalfBlock(code, qrterminal.L, output)
}

// whatsAppStatusCommand says how a device stands.
type whatsAppStatusCommand struct{ linkedChannel }

// Run implements the sub-command.
func (c *whatsAppStatusCommand) Run(e *environment) error {
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		through, err := c.find(ctx, store)
		if err != nil {
			return err
		}
		var device records.LinkedDevice
		err = store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			device, err = tx.LinkedDevice(ctx, through.ID)
			return err
		})
		if records.CodeOf(err) == records.CodeNotFound {
			_, err = fmt.Fprintf(e.output, "no device was ever linked; frontdesk whatsapp link --clinic %s --channel %s\n", c.Clinic, c.Channel)
			return err
		}
		if err != nil {
			return err
		}
		unasked := "only answers"
		if device.SendsUnasked {
			unasked = "answers, and sends what nobody asked for"
		}
		_, err = fmt.Fprintf(e.output, "%s since %s, code %q; %s\n", device.State, device.ChangedAt.Format(time.RFC3339), device.Code, unasked)
		return err
	})
}

// whatsAppUnaskedCommand allows what answers nothing.
type whatsAppUnaskedCommand struct {
	linkedChannel
	Setting string `arg:"" help:"on or off; WhatsApp bans linked devices that write unasked." enum:"on,off"`
}

// Run implements the sub-command.
func (c *whatsAppUnaskedCommand) Run(e *environment) error {
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		through, err := c.find(ctx, store)
		if err != nil {
			return err
		}
		return store.InClinic(ctx, through.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return tx.AllowUnasked(ctx, through.ID, c.Setting == "on")
		})
	})
}

// newLinkedDevices makes the adapter of linked devices. It connects none unless
// a clinic has linked one.
func newLinkedDevices(
	options serviceOptions, devices *jobs.LinkedDevices, late *later, logger *slog.Logger, happened func(event string),
) (linkedDevices, error) {
	config := linkedDevicesConfig(options, devices, late, logger)
	config.Happened = func(event whatsapp.Event) { happened(string(event)) }
	adapter, err := whatsapp.New(config)
	if err != nil {
		return nil, err
	}
	return adapter, nil
}

// linkedDevicesConfig wires the adapter to the database: keys and locks have
// connections of their own.
func linkedDevicesConfig(options serviceOptions, devices *jobs.LinkedDevices, late *later, logger *slog.Logger) whatsapp.Config {
	return whatsapp.Config{
		Intake: late, Receipts: late, Devices: devices, HTTP: options.whatsApp, Now: options.now, Logger: logger,
		OpenKeys: func(ctx context.Context, clinicID uuid.UUID) (whatsapp.Keys, error) {
			keys, err := devicekeys.Open(ctx, options.DatabaseURL, clinicID, whatsapp.NewLog(logger))
			if err != nil {
				return nil, err // a nil of the type itself would be no nil
			}
			return keys, nil
		},
		Acquire: func(ctx context.Context, channelID uuid.UUID) (whatsapp.Lock, error) {
			return lockOf(postgres.LockDevice(ctx, options.DatabaseURL, channelID))
		},
		TryAcquire: func(ctx context.Context, channelID uuid.UUID) (whatsapp.Lock, error) {
			return lockOf(postgres.TryLockDevice(ctx, options.DatabaseURL, channelID))
		},
	}
}

// lockOf keeps it nil where there is none.
func lockOf(lock *postgres.SessionLock, err error) (whatsapp.Lock, error) {
	if lock == nil {
		return nil, err
	}
	return lock, err
}
