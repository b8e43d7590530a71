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
	if read.DatabaseURL == "" {
		return listed([]error{records.Invalid("FRONTDESK_DATABASE_URL", "must be set, like postgres://frontdesk@db.example.com/frontdesk")})
	}
	finish, err := profileCPU(read.CPUProfile)
	if err != nil {
		return err
	}
	defer finish()
	service, err := newService(e.context, serviceOptions{configuration: read, now: time.Now, reached: e.reached}, e.logger(read.level()))
	if err != nil {
		return err
	}
	return service.run(e.context, func(baseURL string) error {
		_, err := fmt.Fprintf(e.output, "frontdesk serves on %s\nready\n", baseURL)
		return err
	})
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
