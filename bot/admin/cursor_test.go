package admin

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/jobs"
	"frontdesk/records"
)

func TestCursorsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wanted := jobs.Position{
			At: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "micro")).UTC(),
			ID: uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")),
		}
		got, err := readPosition(listTasks, positionCursor(listTasks, wanted))
		if err != nil || got != wanted {
			t.Errorf("%v became %v: %v", wanted, got, err)
		}
		if _, err := readPosition(listAppointments, positionCursor(listTasks, wanted)); records.CodeOf(err) != records.CodeInvalid {
			t.Errorf("another list's cursor: %v", err)
		}
		sequence := rapid.Int64Min(1).Draw(t, "sequence")
		if got, err := readSequence(sequenceCursor(sequence)); err != nil || got != sequence {
			t.Errorf("%d became %d: %v", sequence, got, err)
		}
	})
}

// FuzzCursor holds that a cursor is refused or is the only text of its place.
func FuzzCursor(f *testing.F) {
	position := jobs.Position{At: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), ID: uuid.MustParse("8a6f2a3e-3f5e-4b57-8f1a-6f6e1a2b3c4d")}
	for _, seed := range []string{
		"", "x", "AWE", positionCursor(listAppointments, position), positionCursor(listTasks, position), sequenceCursor(7),
		positionCursor(listTasks, position) + "\n", sequenceCursor(7) + "=", sequenceCursor(-1),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		for _, of := range []list{listAppointments, listTasks} {
			found, err := readPosition(of, cursor)
			if err == nil && cursor != "" && positionCursor(of, found) != cursor {
				t.Errorf("%q is %v, whose cursor is %q", cursor, found, positionCursor(of, found))
			}
			if err != nil && records.CodeOf(err) != records.CodeInvalid {
				t.Error(err)
			}
		}
		found, err := readSequence(cursor)
		if err == nil && cursor != "" && (found <= 0 || sequenceCursor(found) != cursor) {
			t.Errorf("%q is %d", cursor, found)
		}
	})
}

// FuzzInstant holds that what is read as an instant is one that PostgreSQL and
// JSON can hold, and that nothing panics.
func FuzzInstant(f *testing.F) {
	for _, seed := range []string{"2026-03-31T09:30:00-04:00", "2026-03-31T09:30:00Z", "2026-02-30T09:30:00Z", "0000-01-01T00:00:00Z", "2026-03-31T9:30:00Z", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		instant, err := readInstant("from", text)
		if err != nil {
			if records.CodeOf(err) != records.CodeInvalid {
				t.Error(err)
			}
			return
		}
		if _, err := instant.MarshalJSON(); err != nil {
			t.Errorf("%q can't be written: %v", text, err)
		}
		if date, err := readDate("date", text); err == nil && !date.IsZero() && (date.Year < firstYear || date.Year > lastYear) {
			t.Errorf("%q is in the year %d", text, date.Year)
		}
	})
}
