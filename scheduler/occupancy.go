package scheduler

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// occupancy finds what is taken of one practitioner, resource, patient, group
// or quota.
type occupancy struct {
	bySubject map[uuid.UUID]subjectTime
	// source is the list that was indexed.
	source []records.Occupied
}

// isOf says whether the index was made of this very list.
func (o occupancy) isOf(rows []records.Occupied) bool {
	return len(rows) == len(o.source) && (len(rows) == 0 || &rows[0] == &o.source[0])
}

// indexOccupied indexes the rows in one pass. Rows that the store has already
// grouped by subject and sorted by start are used where they are; any others
// are copied and sorted first.
func indexOccupied(rows []records.Occupied) occupancy {
	if index, ok := indexGrouped(rows); ok {
		return index
	}
	index, _ := indexGrouped(normalOccupied(rows))
	index.source = rows
	return index
}

// indexGrouped gives up, with false, at the first row out of place.
func indexGrouped(rows []records.Occupied) (occupancy, bool) {
	index := occupancy{source: rows, bySubject: make(map[uuid.UUID]subjectTime)}
	for first := 0; first < len(rows); {
		subject := rows[first].SubjectID
		if _, seen := index.bySubject[subject]; seen {
			return occupancy{}, false
		}
		end := first + 1
		for end < len(rows) && rows[end].SubjectID == subject {
			end++
		}
		taken, ok := newSubjectTime(rows[first:end:end])
		if !ok {
			return occupancy{}, false
		}
		index.bySubject[subject] = taken
		first = end
	}
	return index, true
}

// normalOccupied gives the same rows in the order that indexGrouped wants,
// empty ones left out.
func normalOccupied(rows []records.Occupied) []records.Occupied {
	normal := slices.DeleteFunc(slices.Clone(rows), func(row records.Occupied) bool { return !row.Start.Before(row.End) })
	slices.SortFunc(normal, func(a, b records.Occupied) int {
		return cmp.Or(bytes.Compare(a.SubjectID[:], b.SubjectID[:]), a.Start.Compare(b.Start))
	})
	return normal
}

// of gives all that is taken of the subject; nothing for the zero UUID.
func (o occupancy) of(subject uuid.UUID) subjectTime {
	if subject == uuid.Nil {
		return subjectTime{}
	}
	return o.bySubject[subject]
}

// subjectTime is what is taken of one subject.
type subjectTime struct {
	// rows are sorted by start. They overlap only where several may take the
	// same time: seats of a group or quota, and what was overbooked.
	rows []records.Occupied
	// longest is the length of the longest row.
	longest time.Duration
	// overlaps is true where any two rows do.
	overlaps bool
}

// newSubjectTime gives false where the rows are not sorted, or one is empty.
func newSubjectTime(rows []records.Occupied) (subjectTime, bool) {
	taken := subjectTime{rows: rows}
	for i := range rows {
		row := &rows[i]
		length := row.End.Sub(row.Start)
		if length <= 0 {
			return subjectTime{}, false
		}
		taken.longest = max(taken.longest, length)
		if i == 0 {
			continue
		}
		before := &rows[i-1]
		if row.Start.Before(before.Start) {
			return subjectTime{}, false
		}
		// One row that reaches over others must overlap the one right after it.
		taken.overlaps = taken.overlaps || row.Start.Before(before.End)
	}
	return taken, true
}

// takenDuring gives the rows that overlap the span, sorted by start.
func takenDuring(taken subjectTime, span Window) []records.Occupied {
	rows := taken.rows
	if len(rows) == 0 {
		return nil
	}
	// No row that starts earlier reaches into the span.
	earliest := span.Start.Add(-taken.longest)
	first := sort.Search(len(rows), func(i int) bool { return rows[i].Start.After(earliest) })
	for first < len(rows) && !rows[first].End.After(span.Start) {
		first++
	}
	end := first
	for end < len(rows) && rows[end].Start.Before(span.End) {
		end++
	}
	rows = rows[first:end]
	if !taken.overlaps {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row records.Occupied) bool { return !row.End.After(span.Start) })
}

// appendTaken appends the rows as windows, as a normal list.
func appendTaken(into []Window, rows []records.Occupied) []Window {
	first := len(into)
	for _, row := range rows {
		if last := len(into) - 1; last >= first && !row.Start.After(into[last].End) {
			into[last].End = later(into[last].End, row.End)
			continue
		}
		into = append(into, Window{Start: row.Start, End: row.End})
	}
	return into
}
