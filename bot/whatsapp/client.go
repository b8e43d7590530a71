//go:build !nowhatsapp

package whatsapp

import (
	"context"
	"errors"
	"log/slog"

	"go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/socket"
	"go.mau.fi/whatsmeow/store"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// newClient makes a client that acknowledges nothing before it is stored.
func (a *Adapter) newClient(ctx context.Context, device *store.Device) *whatsmeow.Client {
	client := whatsmeow.NewClient(device, NewLog(a.config.Logger))
	client.BackgroundEventCtx = ctx
	// The acknowledgement waits for the handlers, and what was decrypted is kept
	// until they have succeeded: the key of a message is gone once it was used.
	client.SynchronousAck = true
	client.EnableDecryptedEventBuffer = true
	client.InitialAutoReconnect = true
	// Old conversations are none of our business.
	client.ManualHistorySyncDownload = true
	client.AutoReconnectHook = func(error) bool {
		// The library waits two seconds longer after each failure, without end.
		const most = 15
		client.AutoReconnectErrors = min(client.AutoReconnectErrors, most)
		return true
	}
	// Patients see that their message has arrived.
	client.SetForceActiveDeliveryReceipts(true)
	if a.config.HTTP != nil {
		client.SetWebsocketHTTPClient(a.config.HTTP)
		client.SetPreLoginHTTPClient(a.config.HTTP)
		client.SetMediaHTTPClient(a.config.HTTP)
	}
	return client
}

// libraryLog passes the library's complaints on without their arguments, which
// name patients.
type libraryLog struct {
	logger *slog.Logger
	module string
}

// NewLog makes the library's log out of ours: what went wrong, in the library's
// own words, and none of what it went wrong with.
func NewLog(logger *slog.Logger) waLog.Logger { return libraryLog{logger: logger} }

func (l libraryLog) Errorf(format string, _ ...any) {
	l.logger.Warn("whatsmeow", "module", l.module, "said", format)
}

func (l libraryLog) Warnf(format string, _ ...any) {
	l.logger.Debug("whatsmeow", "module", l.module, "said", format)
}

func (l libraryLog) Infof(string, ...any) {}

func (l libraryLog) Debugf(string, ...any) {}

func (l libraryLog) Sub(module string) waLog.Logger {
	return libraryLog{logger: l.logger, module: module}
}

// libsignal prints to the standard output unless it is told not to, before
// anything of it runs. What it says comes back as errors, too.
func init() {
	var quiet logger.Loggable = quietLog{}
	logger.Setup(&quiet)
}

type quietLog struct{}

func (quietLog) Debug(string, string)   {}
func (quietLog) Info(string, string)    {}
func (quietLog) Warning(string, string) {}
func (quietLog) Error(string, string)   {}
func (quietLog) Configure(string)       {}

// withoutAddress keeps the text of an error of the library to ourselves: it may
// name a patient. Whether it was the context's end stays known.
func withoutAddress(err error) error {
	for _, known := range []error{
		context.Canceled, context.DeadlineExceeded, whatsmeow.ErrNotConnected, whatsmeow.ErrNotLoggedIn, whatsmeow.ErrMessageTimedOut,
		whatsmeow.ErrServerReturnedError, whatsmeow.ErrAlreadyConnected, store.ErrDeviceDeleted, socket.ErrSocketClosed,
	} {
		if errors.Is(err, known) {
			return known
		}
	}
	if broken, ok := errors.AsType[*whatsmeow.DisconnectedError](err); ok {
		return errors.New("the connection broke in a " + broken.Action)
	}
	return errors.New("the library failed")
}
