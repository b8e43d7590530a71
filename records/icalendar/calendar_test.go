package icalendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"frontdesk/records/icalendar"
)

var changed = time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)

func entry(summary string, start time.Time) icalendar.Entry {
	return icalendar.Entry{
		UID: "8a6f2a3e-3f5e-4b57-8f1a-6f6e1a2b3c4d@frontdesk", Start: start, End: start.Add(45 * time.Minute), ChangedAt: changed, Sequence: 3,
		Summary: summary,
	}
}

// encode writes a calendar and checks what is true of every one.
func encode(tb testing.TB, calendar icalendar.Calendar) []byte {
	tb.Helper()
	content, err := icalendar.Encode(calendar)
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.HasPrefix(content, []byte("BEGIN:VCALENDAR\r\n")) || !bytes.HasSuffix(content, []byte("\r\nEND:VCALENDAR\r\n")) {
		tb.Errorf("begins or ends as no calendar does: %q", content)
	}
	if !utf8.Valid(content) {
		tb.Errorf("not UTF-8: %q", content)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(content), "\r\n"), "\r\n") {
		if len(line) > 75 || line == "" || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			tb.Errorf("a line of %d octets: %q", len(line), line)
		}
		if strings.ContainsFunc(line, func(symbol rune) bool { return unicode.IsControl(symbol) }) {
			tb.Errorf("a control character in %q", line)
		}
	}
	again, err := icalendar.Encode(calendar)
	if err != nil || !bytes.Equal(again, content) {
		tb.Errorf("written twice, it differs: %v", err)
	}
	return content
}

// decode reads what was written with somebody else's eyes.
func decode(tb testing.TB, content []byte) *ical.Calendar {
	tb.Helper()
	calendar, err := ical.NewDecoder(bytes.NewReader(content)).Decode()
	if err != nil {
		tb.Fatalf("%v in\n%s", err, content)
	}
	return calendar
}

func TestEntry(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.March, 3, 14, 30, 0, 0, time.UTC)
	booked := entry("Check-up · A.Q.", start)
	booked.Location = "1 Main Street; 2nd floor, left"
	content := encode(t, icalendar.Calendar{Name: "Dr Osei", Refresh: 15 * time.Minute, Entries: []icalendar.Entry{booked}})
	for _, line := range []string{
		"UID:8a6f2a3e-3f5e-4b57-8f1a-6f6e1a2b3c4d@frontdesk", "DTSTART:20260303T143000Z", "DTEND:20260303T151500Z",
		"DTSTAMP:20260301T090000Z", "SEQUENCE:3", "STATUS:CONFIRMED", "CLASS:PRIVATE", "SUMMARY:Check-up · A.Q.",
		`LOCATION:1 Main Street\; 2nd floor\, left`, "VERSION:2.0", "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
	} {
		if !strings.Contains(string(content), "\r\n"+line+"\r\n") {
			t.Errorf("no line %q in\n%s", line, content)
		}
	}
	read := decode(t, content).Events()[0]
	if at, err := read.DateTimeStart(time.UTC); err != nil || !at.Equal(start) {
		t.Errorf("begins %v: %v", at, err)
	}
	if where, err := read.Props.Text(ical.PropLocation); err != nil || where != booked.Location {
		t.Errorf("at %q: %v", where, err)
	}
	booked.Cancelled = true
	content = encode(t, icalendar.Calendar{Entries: []icalendar.Entry{booked}})
	if !strings.Contains(string(content), "\r\nSTATUS:CANCELLED\r\n") || !strings.Contains(string(content), "\r\nTRANSP:TRANSPARENT\r\n") {
		t.Errorf("cancelled:\n%s", content)
	}
}

// TestInvitation: what is sent names who invites and who comes, and what is to be
// done with it.
func TestInvitation(t *testing.T) {
	t.Parallel()
	invited := entry("Lakeside Clinic", time.Date(2026, time.March, 3, 14, 30, 0, 0, time.UTC))
	invited.Organizer, invited.Attendee = "front@clinic.example", "ana@example.com"
	for _, method := range []icalendar.Method{icalendar.MethodRequest, icalendar.MethodCancel} {
		invited.Cancelled = method == icalendar.MethodCancel
		content := encode(t, icalendar.Calendar{Method: method, Entries: []icalendar.Entry{invited}})
		read := decode(t, content)
		if got, err := read.Props.Text(ical.PropMethod); err != nil || got != string(method) {
			t.Errorf("the method is %q: %v", got, err)
		}
		event := read.Events()[0]
		organizer, attendee := event.Props.Get(ical.PropOrganizer), event.Props.Get(ical.PropAttendee)
		if organizer == nil || organizer.Value != "mailto:front@clinic.example" || attendee == nil || attendee.Value != "mailto:ana@example.com" {
			t.Errorf("no organizer or no attendee in\n%s", content)
		}
	}
}

// TestEmpty: a practitioner without appointments still has a calendar.
func TestEmpty(t *testing.T) {
	t.Parallel()
	if read := decode(t, encode(t, icalendar.Calendar{Name: "Dr Osei"})); len(read.Events()) != 0 || len(read.Children) != 1 {
		t.Errorf("read %+v", read)
	}
}

// TestClockChanges: on the days on which clocks change an entry is the instant
// that was agreed, wherever it is read.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/New_York", "Europe/Madrid", "America/Sao_Paulo", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range []time.Time{
			time.Date(2026, time.March, 8, 0, 0, 0, 0, zone), time.Date(2026, time.March, 29, 0, 0, 0, 0, zone),
			time.Date(2026, time.November, 1, 0, 0, 0, 0, zone), time.Date(2026, time.October, 25, 0, 0, 0, 0, zone), time.Date(2026, time.April, 5, 0, 0, 0, 0, zone),
		} {
			for half := range 50 {
				start := day.Add(time.Duration(half) * 30 * time.Minute)
				read := decode(t, encode(t, icalendar.Calendar{Entries: []icalendar.Entry{entry("visit", start)}})).Events()[0]
				got, err := read.DateTimeStart(zone)
				if err != nil || !got.Equal(start) {
					t.Fatalf("%s: %v read as %v: %v", name, start, got, err)
				}
			}
		}
	}
}

// FuzzTexts: whatever a clinic calls a visit, the calendar stays a calendar,
// nothing of a text becomes a line of its own, and it reads as it was written.
func FuzzTexts(f *testing.F) {
	for _, seed := range []string{
		"Check-up", "a;b,c\\d", "line\r\nEND:VEVENT", "\n\n", "é" + strings.Repeat("日本", 60), strings.Repeat("a", 68) + "😀😀", "\xff\xfe", "\x00\x1b[0m",
		`\n \N \;`, strings.Repeat("\\", 80), "\u2028x", "\r",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		given := entry(text, changed)
		given.Location = "x" + text
		content := encode(t, icalendar.Calendar{Name: text, Entries: []icalendar.Entry{given}})
		events := decode(t, content).Events()
		if len(events) != 1 {
			t.Fatalf("%d events of %q", len(events), text)
		}
		if strings.ContainsFunc(text, func(symbol rune) bool { return unicode.IsControl(symbol) || symbol == '\u2028' || symbol == '\u2029' }) || !utf8.ValidString(text) {
			return
		}
		if got, err := events[0].Props.Text(ical.PropSummary); err != nil || got != text {
			t.Errorf("%q is read as %q: %v", text, got, err)
		}
	})
}
