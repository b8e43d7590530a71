package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
)

// TestOccupancyInAnyOrder: rows in any order, overlapping or not, answer as a
// look through all of them does.
func TestOccupancyInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Occupied {
			start := minuteZero.Add(time.Duration(spreadOut(t, "start", 0, 64)) * time.Minute)
			return records.Occupied{
				SubjectID: id(rapid.IntRange(1, 3).Draw(t, "whose")),
				Start:     start,
				End:       start.Add(time.Duration(spreadOut(t, "length", 0, 32)) * time.Minute),
			}
		}), 0, 12).Draw(t, "rows")
		before := slices.Clone(rows)
		taken := indexOccupied(rows)
		if !slices.Equal(rows, before) {
			t.Fatalf("the caller's rows were changed")
		}
		for number := 1; number <= 4; number++ {
			for minute := range 100 {
				span := Window{Start: minuteZero.Add(time.Duration(minute) * time.Minute)}
				span.End = span.Start.Add(time.Minute)
				want := slices.ContainsFunc(rows, func(row records.Occupied) bool {
					return row.SubjectID == id(number) && span.Overlaps(Window{Start: row.Start, End: row.End})
				})
				if got := len(takenDuring(taken.of(id(number)), span)) > 0; got != want {
					t.Fatalf("subject %d in minute %d: taken %t, want %t", number, minute, got, want)
				}
			}
		}
	})
}

// TestOccupancyUsesOrderedRowsInPlace: what the store has ordered is not copied.
func TestOccupancyUsesOrderedRowsInPlace(t *testing.T) {
	t.Parallel()
	rows := []records.Occupied{
		{SubjectID: lee, Start: at(0, 9, 0), End: at(0, 10, 0)},
		{SubjectID: lee, Start: at(0, 10, 0), End: at(0, 11, 0)},
		{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 9, 30)},
	}
	taken := indexOccupied(rows)
	if got := taken.of(lee).rows; len(got) != 2 || &got[0] != &rows[0] {
		t.Errorf("rows of one practitioner are %v, want the first two where they are", got)
	}
	if got := taken.of(uuid.Nil).rows; len(got) != 0 {
		t.Errorf("nobody has %v", got)
	}
}

// TestIndexedCalendarForgetsOldRows: an index is never used for other rows than
// those it was made of.
func TestIndexedCalendarForgetsOldRows(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar().Indexed()
	search := Search{AppointmentTypeID: visitID, PractitionerID: osei, Limit: 1}
	if got := starts(FindSlots(calendar, search, at(0, 9, 0))); !slices.Equal(got, []string{"Mon 09:00"}) {
		t.Fatalf("FindSlots = %q, want Monday 09:00", got)
	}
	calendar.Occupied = []records.Occupied{{SubjectID: osei, Start: at(0, 9, 0), End: at(0, 10, 0)}}
	for _, changed := range []Calendar{calendar, calendar.Indexed()} {
		if got := starts(FindSlots(changed, search, at(0, 9, 0))); !slices.Equal(got, []string{"Mon 10:00"}) {
			t.Errorf("FindSlots after a change = %q, want Monday 10:00", got)
		}
	}
}
