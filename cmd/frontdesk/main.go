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
