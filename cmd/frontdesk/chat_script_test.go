package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/transcripts/reminder.txt anew")

// The script is played on a fresh demo whose clock is set to a day to come, so
// that the transcript is the same on every day.
func TestAScriptIsPlayedOverSomeDays(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a PostgreSQL of its own")
	}
	t.Parallel()
	const golden = "reminder.txt"
	transcripts := filepath.Join("..", "..", "docs", "transcripts")
	var output bytes.Buffer
	status := run([]string{"chat", "--fresh", "--at", "2050-03-10 16:30", "--script", filepath.Join(transcripts, "reminder.script")}, &environment{
		context: context.WithoutCancel(t.Context()), input: strings.NewReader(""), output: &output, errorOutput: t.Output(),
	})
	if status != 0 {
		t.Fatalf("the chat ended with status %d:\n%s", status, output.String())
	}
	path := filepath.Join(transcripts, golden)
	if *update {
		if err := os.WriteFile(path, output.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if output.String() != string(want) {
		t.Errorf("the script went otherwise than docs/transcripts/%s shows (run with -update and read the difference):\n%s", golden, output.String())
	}
}
