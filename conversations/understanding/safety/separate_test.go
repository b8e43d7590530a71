package safety

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tally counts how the phrases of one file were read.
type tally struct{ lines, emergencies, stops int }

// TestSeparatePhrases measures the rules on the phrases that another hand wrote
// from clinical red-flag lists (testdata, a file per language and category), and
// holds the bars: emergencies and revocations found, ordinary messages left.
func TestSeparatePhrases(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		name := strings.ToLower(strings.TrimPrefix(filepath.ToSlash(path), "testdata/"))
		counted := count(t, path)
		if counted.lines == 0 {
			return nil
		}
		of := float64(counted.lines) / 100
		t.Logf("%-32s %4d lines: %6.2f %% emergencies, %6.2f %% revocations", name, counted.lines, float64(counted.emergencies)/of, float64(counted.stops)/of)
		return nil
	})
	if os.IsNotExist(err) {
		t.Skip("there are no separately written phrases")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, path string) tally {
	t.Helper()
	var counted tally
	for _, line := range phrasesOf(t, path) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		found := read(line)
		counted.lines++
		if found.Emergency != NoEmergency {
			counted.emergencies++
		}
		if found.Keyword == Stop {
			counted.stops++
		}
	}
	return counted
}
