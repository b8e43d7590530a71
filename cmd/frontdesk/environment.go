package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"frontdesk/jobs"
	"frontdesk/records"
)

// environment is what a sub-command may touch of the world.
type environment struct {
	context     context.Context //nolint:containedctx // one per run of the program, handed to kong's Run methods, which take values only
	input       io.Reader
	output      io.Writer
	errorOutput io.Writer
	// variables are NAME=value, as os.Environ gives them.
	variables []string
	// whatsApp connects to WhatsApp; nil for the internet.
	whatsApp *http.Client
	// reached, if set, is where crash tests kill the process.
	reached func(jobs.Point)
}

// logger writes structured lines to the error output.
func (e *environment) logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(e.errorOutput, &slog.HandlerOptions{Level: level}))
}

// sentence says an error to the person at the terminal. What they can put right
// themselves is said in a coded error's own words alone; what they can't comes
// with its cause.
func sentence(err error) string {
	if several, ok := errors.AsType[problems](err); ok {
		return several.Error()
	}
	coded, ok := errors.AsType[*records.Error](err)
	if !ok || coded.Code == records.CodeUnavailable || coded.Code == records.CodeInternal {
		return strings.Join(strings.Fields(err.Error()), " ") // the driver writes several lines
	}
	if coded.Field != "" {
		return coded.Field + ": " + coded.Message
	}
	return coded.Message
}
