// Command train teaches the intent model the phrases that the project has
// written, and writes its weights. It reads nothing else: the same phrases
// give the same bytes.
//
//	go generate ./conversations/understanding/intents
//	go run ./conversations/understanding/intents/train -report   (from the root: how well it does on phrases it has not seen)
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	phrases := flag.String("phrases", "conversations/understanding/intents/phrases", "folder of phrases, one folder a language")
	output := flag.String("output", "", "file for the weights; none are written without it")
	report := flag.Bool("report", false, "learn from four fifths of the phrases, five times over, and say how the rest is understood")
	flag.Parse()
	if err := run(*phrases, *output, *report, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(phrases, output string, report bool, out io.Writer) error {
	read, err := readCorpus(os.DirFS(phrases))
	if err != nil {
		return err
	}
	if err := read.check(); err != nil {
		return err
	}
	if report {
		return crossValidate(read, out)
	}
	file := train(read)
	encoded := file.Encode()
	_, _ = fmt.Fprintf(out, "%d phrases, %d pieces, %d bytes\n", len(read.phrases), len(file.Keys), len(encoded))
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
