// Command calibrate teaches the judge of safety how far rules and model are to
// be trusted, from phrases that neither has seen, and writes what it has learnt.
// The same phrases, rules and weights give the same bytes.
//
//	go generate ./conversations/understanding/safety
//	go run ./conversations/understanding/safety/calibrate -report   (from the root: what would be missed, and what taken for what it isn't, of phrases left out)
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"frontdesk/conversations/understanding/safety"
)

func main() {
	phrases := flag.String("phrases", "conversations/understanding/safety/calibration", "folder of phrases that rules and model have not seen")
	output := flag.String("output", "", "file for what is learnt; none is written without it")
	report := flag.Bool("report", false, "learn from four fifths of the phrases, five times over, and say how the rest is judged")
	flag.Parse()
	if err := run(*phrases, *output, *report, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func run(phrases, output string, report bool, out io.Writer) error {
	read, err := readPhrases(os.DirFS(phrases))
	if err != nil {
		return err
	}
	emergencies, revocations := read.cases(emergency), read.cases(revocation)
	if report {
		crossValidate(out, "emergencies", emergencies)
		crossValidate(out, "revocations", revocations)
		return nil
	}
	learnt := safety.Judgement{Digest: read.digest, Emergency: learn(emergencies), Revocation: learn(revocations)}
	encoded, err := json.MarshalIndent(learnt, "", "\t")
	if err != nil || output == "" {
		return err
	}
	return os.WriteFile(output, append(encoded, '\n'), 0o644) //nolint:gosec // part of the source, for everybody to read
}
