//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"frontdesk/records"
)

// Link makes a new device for a channel and has show show its code, and the
// next one each time that the code expires, until the clinic's telephone has
// scanned one. It returns once the device has been online and its keys are
// stored; Run then connects it, in whichever process.
//
// A telephone with another number than the channel's is refused, and so is a
// channel whose device is linked: patients would not know whom they write to.
func (a *Adapter) Link(ctx context.Context, through records.Channel, show func(code string)) error {
	if through.Provider != records.ProviderWhatsApp {
		return records.Invalid("channel", "does not travel through a linked device; add one with --provider whatsapp")
	}
	lock, err := a.config.TryAcquire(ctx, through.ID)
	if err != nil {
		return fmt.Errorf("link: %w", err)
	}
	if lock == nil {
		return &records.Error{Code: records.CodeConflict, Message: "this channel's device is connected; unlink it on the telephone first"}
	}
	defer func() { _ = lock.Release(context.WithoutCancel(ctx)) }() // its connection is closed either way
	library, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	keys, err := a.config.OpenKeys(ctx, through.ClinicID)
	if err != nil {
		return fmt.Errorf("link: %w", err)
	}
	defer keys.Close() //nolint:errcheck // nothing is left to be written
	pairing := &pairing{adapter: a, through: through, online: make(chan struct{}, 1), failed: make(chan error, 1)}
	client := a.newClient(library, keys.NewDevice())
	client.PrePairCallback = func(jid types.JID, _, _ string) bool { return pairing.accepts(ctx, jid) }
	client.AddEventHandler(pairing.handle)
	codes, err := client.GetQRChannel(ctx)
	if err != nil {
		return fmt.Errorf("link: %w", withoutAddress(err))
	}
	if err := client.Connect(); err != nil {
		return fmt.Errorf("link: %w", &records.Error{Code: records.CodeUnavailable, Message: "WhatsApp can't be reached", Err: withoutAddress(err)})
	}
	defer client.Disconnect()
	return pairing.wait(ctx, codes, show)
}

// pairing is a device on its way to a telephone.
type pairing struct {
	adapter *Adapter
	through records.Channel
	online  chan struct{}
	failed  chan error
}

// accepts is asked before the telephone's scan takes effect. The device's name
// is stored first: nobody may read or write its keys before.
func (p *pairing) accepts(ctx context.Context, jid types.JID) bool {
	if !sameNumber(jid.User, p.through.Address) {
		p.fail(records.Invalid("channel", "has another number than the telephone that scanned the code"))
		return false
	}
	if err := p.adapter.config.Devices.Link(ctx, p.through, jid.String()); err != nil {
		p.fail(err)
		return false
	}
	return true
}

// sameNumber compares the ends of two numbers: WhatsApp still knows some
// numbers of Brazil and Mexico without a digit that they have had since.
func sameNumber(one, other string) bool {
	const end = 8
	one, other = strings.TrimPrefix(one, "+"), strings.TrimPrefix(other, "+")
	return one[max(0, len(one)-end):] == other[max(0, len(other)-end):]
}

// handle waits for the device to be online under its new name.
func (p *pairing) handle(event any) {
	switch event.(type) {
	case *events.Connected:
		select {
		case p.online <- struct{}{}:
		default:
		}
	case *events.ClientOutdated:
		p.fail(&records.Error{Code: records.CodeUnavailable, Message: "this version is too old for WhatsApp; update frontdesk"})
	case *events.PairError, *events.LoggedOut, *events.ConnectFailure, *events.TemporaryBan:
		p.fail(&records.Error{Code: records.CodeUnavailable, Message: "WhatsApp did not link the device; try again later"})
	}
}

// fail keeps the first reason.
func (p *pairing) fail(err error) {
	select {
	case p.failed <- err:
	default:
	}
}

// wait shows codes until the device is online, or can't be.
func (p *pairing) wait(ctx context.Context, codes <-chan whatsmeow.QRChannelItem, show func(code string)) error {
	// Once it was scanned, the device has this long to come online.
	const patience = 30 * time.Second
	scanned := time.NewTimer(patience)
	scanned.Stop()
	defer scanned.Stop()
	for {
		select {
		case <-p.online:
			return nil
		case <-scanned.C:
			return fmt.Errorf("link: %w", errNotOnline)
		case err := <-p.failed:
			return fmt.Errorf("link: %w", err)
		case <-ctx.Done():
			return fmt.Errorf("link: %w", ctx.Err())
		case item, open := <-codes:
			switch {
			case !open:
				codes = nil // the device is on its way
				scanned.Reset(patience)
			case item.Event == whatsmeow.QRChannelEventCode:
				show(item.Code)
			case item.Event == whatsmeow.QRChannelTimeout.Event:
				return fmt.Errorf("link: %w", errNotScanned)
			}
		}
	}
}

// What a person at the terminal can put right.
var (
	errNotScanned = &records.Error{Code: records.CodeUnavailable, Message: "nobody scanned the code in time; begin again"}
	errNotOnline  = &records.Error{Code: records.CodeUnavailable, Message: "the telephone has linked the device, but it did not come online"}
)
