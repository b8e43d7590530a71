// Command train teaches the intent model the phrases that the project has
// written, and writes its weights; with -alarms, the model that votes beside the
// rules of safety. It reads nothing else: the same phrases give the same bytes.
//
//	go generate ./conversations/understanding/intents ./conversations/understanding/safety
//	go run ./conversations/understanding/intents/train -report [-alarms conversations/understanding/safety/dev]   (from the root: how well it does on phrases it has not seen)
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"frontdesk/conversations/understanding/intents/linear"
)

func main() {
	phrases := flag.String("phrases", "conversations/understanding/intents/phrases", "folder of phrases, one folder a language")
	alarms := flag.String("alarms", "", "folder of phrases about emergencies and opt-outs: the model that votes on those is trained instead")
	output := flag.String("output", "", "file for the weights; none are written without it")
	report := flag.Bool("report", false, "learn from four fifths of the phrases, five times over, and say how the rest is understood")
	flag.Parse()
	if err := run(*phrases, *alarms, *output, *report, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(phrases, alarms, output string, report bool, out io.Writer) error {
	read, err := readCorpus(os.DirFS(phrases))
	if err != nil {
		return err
	}
	if err := read.check(); err != nil {
		return err
	}
	if alarms != "" {
		votes, err := readBallot(read, os.DirFS(alarms))
		if err != nil {
			return err
		}
		if report {
			return votes.crossValidate(out)
		}
		return write(votes.learn(votes.all()), output, out)
	}
	if report {
		return crossValidate(read, out)
	}
	return write(train(read), output, out)
}

// write writes a model to a file that is named.
func write(file *linear.File, output string, out io.Writer) error {
	encoded := file.Encode()
	_, _ = fmt.Fprintf(out, "%d pieces, %d weights, %d bytes\n", len(file.Keys), len(file.Weights), len(encoded))
	if output == "" {
		return nil
	}
	return os.WriteFile(output, encoded, 0o644) //nolint:gosec // part of the source, for everybody to read
}

// Settled by cross-validation: see crossValidate.
const (
	temperature = 1.0
	threshold   = 0.65
)
