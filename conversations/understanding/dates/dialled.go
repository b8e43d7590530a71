package dates

// dialledDigits is how many digits a row of numbers has that is a telephone
// number: a date in digits has eight.
const dialledDigits = 9

// dialled says whether the number at token i is one of a row that is likelier to
// be dialled: "06 12 34 56 78", "555-123-4567". The same sign, or none, parts
// all of a row.
func (c *chart) dialled(i int) bool {
	if !c.tokens[i].Number {
		return false
	}
	return i > 0 && c.rowDigits(i, c.tokens[i].Sign) >= dialledDigits ||
		i+1 < len(c.tokens) && c.rowDigits(i+1, c.tokens[i+1].Sign) >= dialledDigits
}

// rowDigits counts the digits of the row of numbers parted by a sign in which
// token i is not the first; 0 where there is none.
func (c *chart) rowDigits(i int, sign rune) int {
	if sign != 0 && sign != '-' && sign != '.' {
		return 0
	}
	in := func(k int) bool {
		return c.tokens[k].Number && c.tokens[k-1].Number && c.tokens[k].Sign == sign
	}
	if !in(i) {
		return 0
	}
	first, last := i, i
	for first > 1 && in(first-1) {
		first--
	}
	for last+1 < len(c.tokens) && in(last+1) {
		last++
	}
	digits := len(c.tokens[first-1].Folded)
	for k := first; k <= last; k++ {
		digits += len(c.tokens[k].Folded)
	}
	return digits
}
