// Command frontdesk is a clinic's front desk inside its patients' messages.
// Run it with --help for its sub-commands, or "frontdesk demo" to try it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the sub-commands; each has a file of its own.
type commands struct {
	Demo     demoCommand      `cmd:"" help:"Try everything: a private PostgreSQL, a sample clinic, a simulated phone."`
	Serve    serveCommand     `cmd:"" help:"Run for real, configured by the environment."`
	Chat     chatCommand      `cmd:"" help:"Be a patient in the terminal."`
	Migrate  migrateCommand   `cmd:"" help:"Bring the database to the newest schema."`
	Clinic   clinicCommands   `cmd:"" help:"Manage clinics."`
	Channel  channelCommand   `cmd:"" help:"Manage the numbers that patients write to."`
	Staff    staffCommands    `cmd:"" help:"Manage the people who use the staff API."`
	Calendar calendarCommands `cmd:"" help:"Manage the calendars that practitioners subscribe to."`
	Display  displayCommands  `cmd:"" help:"Manage the screens of waiting rooms."`
	Leave    leaveCommands    `cmd:"" help:"Enter when practitioners are away, and ask the patients concerned for another time."`
	Bench    benchCommands    `cmd:"" help:"Measure the product beside its floors, in one run."`
	Version  versionCommand   `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(os.Args[1:], &environment{
		context: ctx, input: os.Stdin, output: os.Stdout, errorOutput: os.Stderr, variables: os.Environ(),
	}))
}

// run is the whole program, so that tests can call it. It returns the exit
// status: 0, 1 for what went wrong, 2 for a command line that makes no sense.
func run(arguments []string, e *environment) int {
	var parsed commands
	exited := -1
	parser, err := kong.New(&parsed, kong.Name("frontdesk"), kong.Description("A clinic's front desk inside its patients' messages."),
		kong.Writers(e.output, e.errorOutput), kong.Exit(func(status int) { exited = status }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(e.errorOutput, "frontdesk:", err)
		return 2
	}
	command, err := parser.Parse(arguments)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(e.errorOutput, "frontdesk: %v; see frontdesk --help\n", err)
		return 2
	}
	err = command.Run(e)
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(e.errorOutput, "frontdesk:", sentence(err))
		return 1
	}
	return 0
}
