package understanding

// shift reads a wish relative to what was offered.
func (r *reading) shift() Shift {
	if r.soonest() {
		return ShiftNone
	}
	for i := range r.tokens {
		switch {
		case r.word(i, "more") > 0:
			return ShiftMore
		case r.taken[i]:
		case r.word(i, "later") > 0 && !r.ordinalCovers(i):
			return ShiftLater
		case r.word(i, "earlier") > 0 && !r.ordinalCovers(i):
			return ShiftEarlier
		}
	}
	return ShiftNone
}

// ordinalCovers says whether word i is part of "the later one".
func (r *reading) ordinalCovers(i int) bool {
	for start := max(0, i-3); start <= i; start++ {
		if found, ok := r.at(start, kindOrdinal); ok && found.end > i {
			return true
		}
	}
	return false
}
