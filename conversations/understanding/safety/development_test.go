package safety

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/conversations/understanding/words"
)

// The phrases under dev/ were written with the rules, by the same hands: they
// hold what was reached, and measure nothing. What measures is under testdata/.
func TestDevelopmentPhrases(t *testing.T) {
	t.Parallel()
	for pattern, right := range map[string]func(Finding) bool{
		"*.emergency*.txt": func(f Finding) bool { return f.Emergency != NoEmergency },
		"*.ordinary*.txt":  func(f Finding) bool { return f.Emergency == NoEmergency && f.Keyword == NoKeyword },
		"*.revocation.txt": func(f Finding) bool { return f.Keyword == Stop && f.Emergency == NoEmergency },
		// The second set goes by the law and the everyday speech of several
		// countries: what ends the messages, and what only sounds so. "I can't go
		// on with this" may be an emergency besides.
		"*.revocation[23].txt": func(f Finding) bool { return f.Keyword == Stop },
		"*.near[23].txt":       func(f Finding) bool { return f.Keyword != Stop },
	} {
		files, err := filepath.Glob(filepath.Join("dev", pattern))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) < 3 {
			t.Errorf("%d files %s", len(files), pattern)
		}
		for _, file := range files {
			for _, line := range phrasesOf(t, file) {
				if got := read(line); !right(got) {
					t.Errorf("%s: %q: %+v", filepath.Base(file), line, got)
				}
			}
		}
	}
}

// read finds what comes first in a text.
func read(text string) Finding { return Embedded().Read(words.Tokenize(words.Clean(text))) }

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
