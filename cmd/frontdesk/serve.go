package main

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frontdesk/records"
)

// serveCommand runs for real.
type serveCommand struct{}

// Run implements the sub-command.
func (c *serveCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	if err := listed(read.missing()); err != nil {
		return err
	}
	finish, err := profileCPU(read.CPUProfile)
	if err != nil {
		return err
	}
	defer finish()
	logger := e.logger(read.level())
	if read.takesTestPayments() {
		logger.Warn("test payments are on: patients mark their invoices as paid without any money")
	}
	service, err := newService(e.context, serviceOptions{configuration: read, now: time.Now, whatsApp: e.whatsApp, reached: e.reached}, logger)
	if err != nil {
		return err
	}
	return service.run(e.context, func(baseURL string) error {
		_, err := fmt.Fprintf(e.output, "frontdesk serves on %s\nready\n", baseURL)
		return err
	})
}

// missing gives what must be set to serve and is not.
func (c configuration) missing() []error {
	var found []error
	if c.DatabaseURL == "" {
		found = append(found, records.Invalid("FRONTDESK_DATABASE_URL", "must be set, like postgres://frontdesk@db.example.com/frontdesk"))
	}
	if c.takesTestPayments() && c.PublicURL == "" {
		found = append(found, records.Invalid("FRONTDESK_PUBLIC_URL", "must be set with FRONTDESK_TEST_PAYMENTS=on: it is where patients open the page"))
	}
	return found
}

// level gives the log level; its name was checked when it was read.
func (c configuration) level() slog.Level {
	switch strings.ToLower(c.LogLevel) {
	case "debug":
		return slog.LevelDebug
	case "warn":
		return slog.LevelWarn
	case "error":
		return slog.LevelError
	}
	return slog.LevelInfo
}
