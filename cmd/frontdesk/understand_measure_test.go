package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// evaluationSets is the folder of the shared evaluation sets, which are no part
// of the project.
func evaluationSets(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("FRONTDESK_SHARED")
	if shared == "" {
		t.Skip("FRONTDESK_SHARED is not set: it names the folder that holds eval/language, the shared evaluation sets")
	}
	return filepath.Join(shared, "eval", "language")
}

func TestMeasurePrintsTheTable(t *testing.T) {
	t.Parallel()
	var output, problems bytes.Buffer
	status := run([]string{"understand", "--measure", evaluationSets(t)}, &environment{context: t.Context(), output: &output, errorOutput: &problems})
	if status != 0 {
		t.Fatal(problems.String())
	}
	if rows := strings.Count(output.String(), "\n"); rows != len(table)+2 {
		t.Errorf("%d lines for %d rows", rows, len(table))
	}
	t.Log("\n" + output.String())
}

func TestMeasureNamesAMissingSet(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, setNames), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	var output, problems bytes.Buffer
	status := run([]string{"understand", "--measure", folder}, &environment{context: t.Context(), output: &output, errorOutput: &problems})
	if status != 1 || !strings.Contains(problems.String(), "no dt_recognizers*.jsonl") {
		t.Errorf("status %d, %q", status, problems.String())
	}
}
