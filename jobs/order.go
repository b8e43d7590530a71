package jobs

import (
	"bytes"
	"maps"
	"slices"

	"github.com/google/uuid"
)

// sortedKeys gives a map's ids in order, so that locks are always taken in the
// same one.
func sortedKeys[Value any](byID map[uuid.UUID]Value) []uuid.UUID {
	return slices.SortedFunc(maps.Keys(byID), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
}
