package safety

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Of a thousand everyday messages at most so many raise an alarm, and end the
// messages. Whoever talks to a doctor's desk tells of symptoms, some of which
// deserve the alarm.
var everyday = map[string]struct{ alarms, revocations int }{
	"star_doctor": {15, 2}, "sgd_appt": {2, 2},
}

// TestEverydayTraffic reads whole conversations that other people had, without
// an emergency in mind: with a clinic, and with an assistant who makes
// appointments.
func TestEverydayTraffic(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("FRONTDESK_SHARED")
	if shared == "" {
		t.Skip("FRONTDESK_SHARED does not name the evaluation data")
	}
	for set, most := range everyday {
		var messages, alarms, revocations int
		for _, text := range textsOf(t, filepath.Join(shared, "eval", "language", set+".dev.jsonl")) {
			found := readText(text)
			messages++
			if found.Emergency != NoEmergency {
				alarms++
			}
			if found.Keyword == Stop {
				revocations++
			}
		}
		t.Logf("%s: of %d messages, %d raise an alarm and %d end the messages", set, messages, alarms, revocations)
		if messages == 0 || 1000*alarms > most.alarms*messages || 1000*revocations > most.revocations*messages {
			t.Errorf("%s: of %d messages, %d raise an alarm and %d end the messages, want %d and %d of a thousand at most",
				set, messages, alarms, revocations, most.alarms, most.revocations)
		}
	}
}

// textsOf gives every message of a file of conversations, one JSON value a line,
// wherever it stands in it.
func textsOf(t *testing.T, name string) []string {
	t.Helper()
	opened, err := os.Open(filepath.Clean(name))
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = opened.Close() }()
	var texts []string
	var gather func(value any)
	gather = func(value any) {
		switch found := value.(type) {
		case map[string]any:
			for key, inner := range found {
				if text, ok := inner.(string); ok && key == "text" {
					texts = append(texts, text)
				} else {
					gather(inner)
				}
			}
		case []any:
			for _, inner := range found {
				gather(inner)
			}
		}
	}
	scanner := bufio.NewScanner(opened)
	scanner.Buffer(nil, 10<<20)
	for scanner.Scan() {
		var line any
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		gather(line)
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return texts
}
