package dates

import "strconv"

// oldest is the greatest age, in years, that a date of birth may mean.
const oldest = 120

// birthOperations: whole dates as people say and key them in when they are
// asked for the day they were born; elsewhere they are nothing.
var birthOperations = map[string]*operation{
	// birth: "{day} of the {month_number} {year}", three numbers in the order in
	// which the country says them.
	"birth": {least: 3, sort: catBirth, rank: 3, make: func(at *moment, arguments []*value, made *value) bool {
		return at.birth(arguments[0].number, arguments[1].number, arguments[2], made)
	}},
	// birth_year: a day of a month, with words between it and its year that only
	// a date of birth has.
	"birth_year": {least: 2, sort: catBirth, rank: 4, make: func(at *moment, arguments []*value, made *value) bool {
		date := arguments[0]
		if date.dayState != partial || date.month == 0 || date.monthDay == 0 || date.year != 0 {
			return false
		}
		*made = *date
		made.year = at.fullYear(arguments[1])
		return exists(made.year, made.month, made.monthDay)
	}},
}

// birth makes a date of a day and a month in the country's order.
func (at *moment) birth(first, second int, year *value, made *value) bool {
	made.dayState, made.grain, made.year = partial, unitDay, at.fullYear(year)
	made.monthDay, made.month = first, second
	if at.monthFirst() {
		made.monthDay, made.month = second, first
	}
	if made.month > 12 {
		made.monthDay, made.month = made.month, made.monthDay
	} else {
		made.either = made.monthDay <= 12 && made.monthDay != made.month
	}
	return exists(made.year, made.month, made.monthDay)
}

// born says whether a thing is a whole date on which somebody alive may have
// been born.
func (c *chart) born(found *item) bool {
	v := &found.value
	if found.sort != catDate && found.sort != catBirth || v.dayState != partial || v.year == 0 || v.month == 0 || v.monthDay == 0 {
		return false
	}
	return c.alive(v)
}

func (at *moment) alive(v *value) bool {
	if !exists(v.year, v.month, v.monthDay) {
		return false
	}
	year, _, _ := at.today.civil()
	return dayOf(v.year, v.month, v.monthDay) <= at.today && v.year >= year-oldest
}

// birthdays chooses in a message that should hold a date of birth: what was
// said as a date, or else what was keyed in as digits. A date beside another
// number, which may belong to it, is none: asking again is better than a wrong
// one.
func (c *chart) birthdays() []int {
	chosen := c.choose()
	alone := len(chosen) > 0
	for _, k := range chosen {
		alone = alone && !c.numberBeside(&c.items[k], c.items[k].value.monthDay)
	}
	if alone {
		return chosen
	}
	if found, ok := c.keyed(); ok {
		c.items = append(c.items, found)
		return []int{len(c.items) - 1}
	}
	return nil
}

// numberBeside says whether another number than a certain one stands next to a
// thing, or behind a word or two, with no pause between.
func (c *chart) numberBeside(found *item, than int) bool {
	for i := found.start - 1; i >= max(0, found.start-3) && !c.tokens[i+1].Pause; i-- {
		if c.numeric(i, than) {
			return true
		}
	}
	for i := found.end; i < min(len(c.tokens), found.end+3) && !c.tokens[i].Pause; i++ {
		if c.numeric(i, than) {
			return true
		}
	}
	return false
}

func (c *chart) numeric(i, than int) bool {
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		if c.items[k].mask&(1<<catNumber|1<<catOrdinal) != 0 && c.items[k].value.number != than {
			return true
		}
	}
	return false
}

// keyed finds a date of birth in digits that were run together or torn apart
// ("03021982", "24 91977"), as keypads and dictation give them. Words of the
// class "keyed_glue" may stand between.
func (c *chart) keyed() (item, bool) {
	glue, glued := c.grammar.classes["keyed_glue"]
	for start := 0; start < len(c.tokens); start++ {
		digits, end, last, cuts := "", start, start, uint(0)
		for end < len(c.tokens) && len(digits) < 10 && (end == start || c.tokens[end].Joiner == 0) {
			if c.tokens[end].Number {
				digits += c.tokens[end].Folded
				cuts |= 1 << len(digits)
				last = end + 1
			} else if len(digits) == 0 || !glued || !c.isWord(end, glue) {
				break
			}
			end++
		}
		if digits == "" {
			continue
		}
		if v, ok := c.splits(digits, cuts); ok && c.whole(start, last) {
			found := item{start: start, end: last, sort: catBirth, value: v}
			return found, !c.numberBeside(&found, 0)
		}
		start = last - 1
	}
	return item{}, false
}

// isWord says whether token i is a word of a class.
func (c *chart) isWord(i int, class category) bool {
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		if c.items[k].sort == class && c.items[k].end == i+1 {
			return true
		}
	}
	return false
}

// splits tries the ways to part digits into day, month and year; of several
// that are dates, the one that parts them where they were parted wins, then the
// one with two digits for day and month.
func (c *chart) splits(digits string, cuts uint) (value, bool) {
	best, found, points := value{}, false, -1
	try := func(first, second, year string, cut1, cut2 int, reversed bool) {
		v := value{}
		typed := value{number: whole(year), digits: len(year)}
		if reversed {
			v = value{dayState: partial, grain: unitDay, year: typed.number, month: whole(first), monthDay: whole(second)}
		} else if !c.birth(whole(first), whole(second), &typed, &v) {
			return
		}
		score := len(first) + len(second)
		for _, cut := range []int{cut1, cut2} {
			if cuts&(1<<cut) != 0 {
				score += 10
			}
		}
		if c.alive(&v) && score > points {
			best, found, points = v, true, score
		}
	}
	n := len(digits)
	for first := 1; first <= 2; first++ {
		for second := 1; second <= 2; second++ {
			year := n - first - second
			if year != 4 && (year != 2 || first != 2 || second != 2) {
				continue
			}
			try(digits[:first], digits[first:first+second], digits[first+second:], first, first+second, false)
		}
	}
	if n == 8 && !found {
		try(digits[4:6], digits[6:], digits[:4], 4, 6, true)
	}
	return best, found
}

func whole(digits string) int {
	number, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return number
}
