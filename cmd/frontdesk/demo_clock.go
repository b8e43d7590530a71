package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/records"
)

// openDemoClock gives the demo's clock as far ahead as the file says. It is
// kept there over a restart: what is stored would lie in the future otherwise,
// and be taken for fresh, held or still to come.
//
// A demo that also writes to real phones goes by the real time, or it would
// disturb people at night.
func openDemoClock(path string, writesToPhones bool) (*simulator.Clock, error) {
	ahead, err := readAhead(path)
	if err != nil {
		return nil, err
	}
	if writesToPhones && ahead > 0 {
		return nil, &records.Error{Code: records.CodeConflict, Message: fmt.Sprintf(
			"this demo's clock was moved on by %v, and real phones must be written to in real time; start it without Twilio, or with another --data", ahead)}
	}
	return simulator.NewClock(time.Now, ahead, func(ahead time.Duration) error { return keepAhead(path, ahead) }), nil
}

// readAhead reads how far the clock is ahead; a clock that was never moved has
// no file.
func readAhead(path string) (time.Duration, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the demo's clock: %w", err)
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(content)))
	if err != nil || ahead < 0 {
		return 0, records.Invalid(path, "must say how far the demo's clock is ahead, like 26h30m0s; delete the folder to start anew")
	}
	return ahead, nil
}

// keepAhead writes it down, whole or not at all.
func keepAhead(path string, ahead time.Duration) error {
	fresh := path + ".new"
	if err := os.WriteFile(fresh, []byte(ahead.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}
