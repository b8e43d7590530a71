package simulator

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// The commands of a terminal, each on a line of its own. A line that begins
// with a slash and is none of them is refused: a slip must not reach the clinic
// as a message, nor leave a script's clock where it was.
const (
	commandQuit        = "/quit"
	commandHour        = "/in an hour"
	commandMorning     = "/next morning"
	commandAppointment = "/next appointment"
	commandAt          = "/at "
)

var moveCommands = map[string]Move{commandHour: MoveHour, commandMorning: MoveMorning, commandAppointment: MoveAppointment}

// momentLayout is how the time is said, in the clinic's zone.
const momentLayout = "Monday, January 2, 3:04 pm"

// isCommand says whether a line is meant for the terminal.
func isCommand(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "/") }

// command moves the clock as a line says, and prints what that brought. The
// error is a *Problem where the line is at fault.
func (t *Terminal) command(ctx context.Context, line string) error {
	line = strings.TrimSpace(line)
	if at, found := strings.CutPrefix(line, commandAt); found {
		return t.MoveTo(ctx, at)
	}
	move, known := moveCommands[line]
	if !known {
		return invalid("", fmt.Sprintf("There is no command %q. There are %q, %q, %q, %q with a time, and %q.",
			line, commandHour, commandMorning, commandAppointment, strings.TrimSpace(commandAt), commandQuit))
	}
	return t.move(ctx, NewClockMove{Move: move})
}

// MoveTo moves the clock on to a time that somebody wrote, in the clinic's
// zone: "2026-11-27 10:00", with a T between the two or in RFC 3339. It prints
// the time and what came on the way.
func (t *Terminal) MoveTo(ctx context.Context, written string) error {
	state, err := t.Client.Clock(ctx)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(state.TimeZone)
	if err != nil {
		return fmt.Errorf("load the clinic's zone: %w", err)
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", time.RFC3339} {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(written), zone); err == nil {
			return t.move(ctx, NewClockMove{At: at})
		}
	}
	return invalid("at", "Write the time as in 2026-11-27 10:00, in the clinic's zone.")
}

func (t *Terminal) move(ctx context.Context, move NewClockMove) error {
	move.From = []string{t.From}
	state, err := t.Client.MoveClock(ctx, move)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(state.TimeZone)
	if err != nil {
		return fmt.Errorf("load the clinic's zone: %w", err)
	}
	fmt.Fprint(t.Output, note(state.Now.In(zone).Format(momentLayout)))
	return t.show(ctx)
}
