package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

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
}

// logger writes structured lines to the error output.
func (e *environment) logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(e.errorOutput, &slog.HandlerOptions{Level: level}))
}

// sentence says an error to the person at the terminal: a coded error's own
// sentence, else the chain as it is.
func sentence(err error) string {
	if coded, ok := errors.AsType[*records.Error](err); ok && coded.Err == nil {
		if coded.Field != "" {
			return coded.Field + ": " + coded.Message
		}
		return coded.Message
	}
	return err.Error()
}
