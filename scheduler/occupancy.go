package scheduler

import (
	"bytes"
	"cmp"
	"slices"
	"sort"

	"github.com/google/uuid"

	"frontdesk/records"
)

// occupancy finds what is taken of one practitioner, resource or patient. The
// rows of a subject stand together, are sorted by start, and never overlap.
type occupancy struct {
	rows      []records.Occupied
	bySubject map[uuid.UUID]rowRange
	// source is the list that was indexed, which is rows if it was in order.
	source []records.Occupied
}

// isOf says whether the index was made of this very list.
func (o occupancy) isOf(rows []records.Occupied) bool {
	return len(rows) == len(o.source) && (len(rows) == 0 || &rows[0] == &o.source[0])
}

// rowRange is where the rows of a subject stand: first ≤ i < end.
type rowRange struct{ first, end int }

// indexOccupied indexes the rows in one pass. Rows that the store has already
// grouped by subject and sorted by start are used where they are; any others
// are copied, sorted and merged first.
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
	index := occupancy{rows: rows, source: rows, bySubject: make(map[uuid.UUID]rowRange)}
	first := 0
	for i := range rows {
		row := &rows[i]
		if !row.Start.Before(row.End) {
			return occupancy{}, false
		}
		if i == 0 {
			continue
		}
		before := &rows[i-1]
		if row.SubjectID == before.SubjectID {
			if row.Start.Before(before.End) {
				return occupancy{}, false
			}
			continue
		}
		index.bySubject[before.SubjectID] = rowRange{first: first, end: i}
		first = i
		if _, seen := index.bySubject[row.SubjectID]; seen {
			return occupancy{}, false
		}
	}
	if len(rows) > 0 {
		index.bySubject[rows[len(rows)-1].SubjectID] = rowRange{first: first, end: len(rows)}
	}
	return index, true
}

// normalOccupied gives the same occupied time in the order that indexGrouped
// wants, overlaps of a subject made one and empty rows left out.
func normalOccupied(rows []records.Occupied) []records.Occupied {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b records.Occupied) int {
		return cmp.Or(bytes.Compare(a.SubjectID[:], b.SubjectID[:]), a.Start.Compare(b.Start))
	})
	normal := sorted[:0]
	for _, row := range sorted {
		if !row.Start.Before(row.End) {
			continue
		}
		last := len(normal) - 1
		if last >= 0 && normal[last].SubjectID == row.SubjectID && row.Start.Before(normal[last].End) {
			normal[last].End = later(normal[last].End, row.End)
			continue
		}
		normal = append(normal, row)
	}
	return normal
}

// of gives all rows of the subject; none for the zero UUID.
func (o occupancy) of(subject uuid.UUID) []records.Occupied {
	if subject == uuid.Nil {
		return nil
	}
	rows := o.bySubject[subject]
	return o.rows[rows.first:rows.end]
}

// takenDuring gives those rows of one subject that overlap the span.
func takenDuring(rows []records.Occupied, span Window) []records.Occupied {
	first := sort.Search(len(rows), func(i int) bool { return rows[i].End.After(span.Start) })
	end := first
	for end < len(rows) && rows[end].Start.Before(span.End) {
		end++
	}
	return rows[first:end]
}

// appendTaken appends the rows as windows.
func appendTaken(into []Window, rows []records.Occupied) []Window {
	for _, row := range rows {
		into = append(into, Window{Start: row.Start, End: row.End})
	}
	return into
}
