//go:build nowhatsapp

package main

import (
	"log/slog"

	"frontdesk/jobs"
	"frontdesk/records"
)

// whatsAppCommands say that there are none in this program.
type whatsAppCommands struct{}

// Run implements the sub-command.
func (whatsAppCommands) Run(*environment) error {
	return &records.Error{Code: records.CodeNotFound, Message: "this frontdesk was built without linked WhatsApp devices (nowhatsapp)"}
}

// newLinkedDevices gives none: channels of linked devices are put off.
func newLinkedDevices(serviceOptions, *jobs.LinkedDevices, *later, *slog.Logger, func(event string)) (linkedDevices, error) {
	return nil, nil //nolint:nilnil // none is what this program has
}
