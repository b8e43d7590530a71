package understanding

import (
	"strings"
	"time"

	"frontdesk/records"
)

// dateAt reads a calendar date that begins with word i: "24 November",
// "November 24th", "24/11", "2026-11-24", "the 24th", and where it ends. A date
// without a year is its next occurrence.
func (r *reading) dateAt(i int) (records.LocalDate, int) {
	if year, month, day, end := r.numericDate(i); end > 0 {
		if year == 0 {
			return r.comingDate(month, day, end)
		}
		return r.fullDate(year, month, day, end)
	}
	if year, month, day, end := r.wordedDate(i); end > 0 {
		if year == 0 {
			return r.comingDate(month, day, end)
		}
		return r.fullDate(year, month, day, end)
	}
	return r.dayOfMonthAt(i)
}

// fullDate is a date with its year, if there is such a day and it is to come.
func (r *reading) fullDate(year, month, day, end int) (records.LocalDate, int) {
	date := records.LocalDate{Year: year, Month: time.Month(month), Day: day}
	if !valid(date) || date.Before(r.today) {
		return records.LocalDate{}, 0
	}
	return date, end
}

// comingDate is the next occurrence of a day of the year, today included;
// there is none for 30 February.
func (r *reading) comingDate(month, day, end int) (records.LocalDate, int) {
	date := records.LocalDate{Year: r.today.Year, Month: time.Month(month), Day: day}
	for range 9 {
		if valid(date) && !date.Before(r.today) {
			return date, end
		}
		date.Year++
	}
	return records.LocalDate{}, 0
}

// wordedDate reads day and month in words, in either order, with an optional
// year: the year is 0 where there is none.
func (r *reading) wordedDate(i int) (year, month, day, end int) {
	if value, after := r.dayNumber(i); after > 0 {
		after = r.skipGlue(after)
		if named, after := r.monthAt(after); after > 0 {
			year, end := r.yearAt(r.skipGlue(after))
			if end == 0 {
				end = after
			}
			return year, named, value, end
		}
	}
	if named, after := r.monthAt(i); after > 0 {
		if value, after := r.dayNumber(r.skipGlue(after)); after > 0 && !r.clockFollows(after) {
			year, end := r.yearAt(r.skipGlue(after))
			if end == 0 {
				end = after
			}
			return year, named, value, end
		}
	}
	return 0, 0, 0, 0
}

// dayNumber reads a day of a month: "24", "24th", "primero".
func (r *reading) dayNumber(i int) (int, int) {
	if i >= len(r.tokens) {
		return 0, 0
	}
	if found, ok := r.at(i, kindOrdinal); ok && found.concept.value > 0 && found.end == i+1 {
		return found.concept.value, found.end
	}
	if !r.tokens[i].Number || len(r.tokens[i].Folded) > 2 {
		return 0, 0
	}
	value, end := r.numberAt(i)
	if value < 1 || value > 31 {
		return 0, 0
	}
	if end < len(r.tokens) {
		switch r.tokens[end].Folded {
		case "st", "nd", "rd", "th", "o", "º":
			end++
		}
	}
	return value, end
}

func (r *reading) monthAt(i int) (int, int) {
	for _, what := range []kind{kindMonth, kindShyMonth} {
		if found, ok := r.at(i, what); ok {
			return found.concept.value, found.end
		}
	}
	return 0, 0
}

// yearAt reads a year of four or of two digits, the latter as it stands.
func (r *reading) yearAt(i int) (int, int) {
	if i >= len(r.tokens) || !r.tokens[i].Number || r.clockFollows(i+1) {
		return 0, 0
	}
	text := r.tokens[i].Folded
	if len(text) != 4 && len(text) != 2 {
		return 0, 0
	}
	year := 0
	for _, digit := range text {
		year = year*10 + int(digit-'0')
	}
	if len(text) == 4 && (year < 1900 || year > 2200) {
		return 0, 0
	}
	if len(text) == 2 {
		year = r.fullYear(year)
	}
	return year, i + 1
}

// fullYear is the latest year that ends so and is at most two years ahead.
func (r *reading) fullYear(short int) int {
	year := r.today.Year/100*100 + short
	if year > r.today.Year+2 {
		year -= 100
	}
	return year
}

// clockFollows says whether the number before word i is a time of day.
func (r *reading) clockFollows(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	return r.tokens[i].Joiner == ':' || r.word(i, "pm") > 0 || r.word(i, "am") > 0 || r.word(i, "clock") > 0
}

func (r *reading) skipGlue(i int) int {
	for i < len(r.tokens) {
		switch r.tokens[i].Folded {
		case "of", "de", "del", "the", "do":
			i++
			continue
		}
		break
	}
	return i
}

// numericDate reads "24/11", "24/11/2026", "24.11.26", "2026-11-24". Where both
// orders are possible the country and the language decide.
func (r *reading) numericDate(i int) (year, month, day, end int) {
	parts, joiner := r.joinedNumbers(i)
	switch {
	case len(parts) == 3 && len(parts[0]) == 4:
		year, month, day = number(parts[0]), number(parts[1]), number(parts[2])
	case len(parts) == 3 && len(parts[0]) <= 2 && len(parts[1]) <= 2 && (len(parts[2]) == 4 || len(parts[2]) == 2):
		day, month = r.order(number(parts[0]), number(parts[1]))
		year = number(parts[2])
		if len(parts[2]) == 2 {
			year = r.fullYear(year)
		}
	case len(parts) == 2 && joiner == '/' && len(parts[0]) <= 2 && len(parts[1]) <= 2:
		day, month = r.order(number(parts[0]), number(parts[1]))
	default:
		return 0, 0, 0, 0
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, 0, 0, 0
	}
	return year, month, day, i + len(parts)
}

// joinedNumbers gives the numbers that touch around "/", "-" or ".".
func (r *reading) joinedNumbers(i int) ([]string, byte) {
	if i >= len(r.tokens) || !r.tokens[i].Number {
		return nil, 0
	}
	parts := []string{r.tokens[i].Folded}
	var joiner byte
	for next := i + 1; next < len(r.tokens) && len(parts) < 3; next++ {
		separator := r.tokens[next].Joiner
		if !r.tokens[next].Number || (separator != '/' && separator != '-' && separator != '.') || (joiner != 0 && separator != joiner) {
			break
		}
		joiner = separator
		parts = append(parts, r.tokens[next].Folded)
	}
	return parts, joiner
}

// order tells day from month in a numeric date.
func (r *reading) order(first, second int) (day, month int) {
	switch {
	case first > 12:
		return first, second
	case second > 12:
		return second, first
	case r.monthFirst():
		return second, first
	}
	return first, second
}

// monthFirst says whether the month comes first where the clinic is.
func (r *reading) monthFirst() bool {
	switch r.reader.vocabulary.Country {
	case "US", "PR", "PH", "GU", "VI", "AS", "MP", "PW", "FM", "MH":
		return true
	}
	return false
}

// dayOfMonthAt reads "the 24th", "on the 3rd", "el 24", "dia 24".
func (r *reading) dayOfMonthAt(i int) (records.LocalDate, int) {
	start := i
	switch r.tokens[i].Folded {
	case "the", "el", "dia", "o", "no":
		start++
	}
	if start < len(r.tokens) && r.tokens[start].Folded == "dia" {
		start++
	}
	if start >= len(r.tokens) || !r.tokens[start].Number {
		return records.LocalDate{}, 0
	}
	if start > i {
		// "el 4 de diciembre" says its month, too.
		if _, _, _, end := r.wordedDate(start); end > 0 {
			return r.dateAt(start)
		}
	}
	value, end := r.dayNumber(start)
	suffixed := end == start+2
	article := start > i && (r.tokens[start-1].Folded == "el" || r.tokens[start-1].Folded == "dia")
	if end == 0 || (!suffixed && !article) || r.clockFollows(end) {
		return records.LocalDate{}, 0
	}
	if article && !suffixed && value <= 3 && len(r.tokens) <= 2 && r.tokens[start-1].Folded == "el" {
		// "el 2" alone answers a list, not a calendar.
		return records.LocalDate{}, 0
	}
	date := records.LocalDate{Year: r.today.Year, Month: r.today.Month, Day: value}
	for range 14 {
		if valid(date) && !date.Before(r.today) {
			return date, end
		}
		if date.Month++; date.Month > 12 {
			date.Month, date.Year = 1, date.Year+1
		}
	}
	return records.LocalDate{}, 0
}

// valid says whether a date exists.
func valid(date records.LocalDate) bool {
	return date.Day > 0 && records.LocalDateOf(date.Time(), time.UTC) == date
}

func number(digits string) int {
	value := 0
	for _, digit := range strings.TrimLeft(digits, "0") {
		value = value*10 + int(digit-'0')
	}
	return value
}
