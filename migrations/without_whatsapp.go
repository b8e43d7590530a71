//go:build nowhatsapp

package migrations

import (
	"context"
	"io"
)

// upWhatsApp does nothing in a program without WhatsApp's library.
func upWhatsApp(context.Context, string) error { return nil }

// fingerprintWhatsApp says that the library's tables are missing.
func fingerprintWhatsApp(digest io.Writer) { _, _ = io.WriteString(digest, "no whatsmeow\n") } // a hash takes everything
