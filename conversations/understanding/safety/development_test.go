package safety

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/conversations/understanding/words"
)

// wellLearnt is, in hundredths of a per cent, how much of each kind is at least read
// as it should be of what the model has learnt from. What none of the rules
// foresees may stay unheard: a rule for a single phrase helps nobody.
var wellLearnt = map[string]int{"emergency": 9900, "ordinary": 9800, "revocation": 9850, "near": 9850}

// The phrases under dev/ were read by whoever wrote the rules, or learnt by the
// model: they hold what was reached, and measure nothing. What measures is under
// testdata/.
func TestDevelopmentPhrases(t *testing.T) {
	t.Parallel()
	for kind, right := range map[string]func(Finding) bool{
		"emergency": func(f Finding) bool { return f.Emergency != NoEmergency },
		"ordinary":  func(f Finding) bool { return f.Emergency == NoEmergency && f.Keyword == NoKeyword },
		// "I can't go on with this" may be an emergency besides.
		"revocation": func(f Finding) bool { return f.Keyword == Stop },
		"near":       func(f Finding) bool { return f.Keyword != Stop },
	} {
		for _, language := range []string{"en", "es", "pt"} {
			files, err := filepath.Glob(filepath.Join("dev", language+"."+kind+"*.txt"))
			if err != nil {
				t.Fatal(err)
			}
			var lines, read int
			for _, file := range files {
				for _, line := range phrasesOf(t, file) {
					lines++
					if got := readText(line); right(got) {
						read++
					} else if testing.Verbose() {
						t.Logf("%s: %q: %+v", filepath.Base(file), line, got)
					}
				}
			}
			share := 10_000 * read / max(1, lines)
			t.Logf("%s.%s: %d phrases, %.2f %% read as they should be", language, kind, lines, float64(share)/100)
			if share < wellLearnt[kind] {
				t.Errorf("%s.%s: %.2f %% of %d phrases are read as they should be, want %.2f %%", language, kind, float64(share)/100, lines, float64(wellLearnt[kind])/100)
			}
		}
	}
}

// readText finds what comes first in a text.
func readText(text string) Finding { return Embedded().Read(words.Tokenize(words.Clean(text))) }

// phrasesOf gives the lines of a file that hold something.
func phrasesOf(t testing.TB, file string) []string {
	t.Helper()
	opened, err := os.Open(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	var lines []string
	scanner := bufio.NewScanner(opened)
	for scanner.Scan() {
		if line := strings.TrimSpace(scanner.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}
