package flows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mostMessages is how many messages a registered patient with all facts in
// mind needs at most, from "hi" to the booking.
const mostMessages = 4

// TestBooksInFourMessages counts the patient's messages in the transcripts of
// registered patients who know what they want.
func TestBooksInFourMessages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "transcripts", "four-messages-*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 8 {
		t.Fatalf("only %d transcripts", len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		before, _, booked := strings.Cut(string(text), "\ndoes: book\n")
		if !booked || !strings.Contains(before, "\nknown: ") {
			t.Errorf("%s: no booking of a registered patient", name)
			continue
		}
		messages := strings.Count(before, "\npatient: ") + strings.Count(before, "\nbutton: ")
		t.Logf("%s: %d messages", name, messages)
		if messages > mostMessages {
			t.Errorf("%s: %d messages, want at most %d", name, messages, mostMessages)
		}
	}
}
