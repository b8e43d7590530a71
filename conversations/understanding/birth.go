package understanding

import (
	"slices"
	"time"

	"frontdesk/records"
)

// oldest is the greatest age, in years, that a date of birth may mean.
const oldest = 120

// readBirth looks for a date of birth: where one is expected, and where a name
// is, because people send both at once.
func (r *reading) readBirth(typed []token, expected Expectation, meaning *Meaning) {
	if expected != ExpectBirthDate && expected != ExpectName && !r.hasWord("born") {
		return
	}
	for i := range r.tokens {
		year, month, day, end := r.birthAt(i)
		if end == 0 {
			continue
		}
		dates := r.birthReadings(typed, i, end, year, month, day)
		if len(dates) == 0 {
			continue
		}
		meaning.BirthDates, r.bornAt = dates, i
		r.take(i, end)
		return
	}
}

// birthAt reads a whole date, year included, that begins with word i.
func (r *reading) birthAt(i int) (year, month, day, end int) {
	if year, month, day, end = r.numericDate(i); end > 0 && year != 0 {
		return year, month, day, end
	}
	if year, month, day, end = r.wordedDate(i); end > 0 && year != 0 {
		return year, month, day, end
	}
	return r.spacedDate(i)
}

// spacedDate reads numbers without signs between them: "3 2 1982", "03021982".
func (r *reading) spacedDate(i int) (year, month, day, end int) {
	if !r.tokens[i].number {
		return 0, 0, 0, 0
	}
	if text := r.tokens[i].folded; len(text) == 8 {
		if first := number(text[:4]); first >= 1900 && first <= r.today.Year {
			if month := number(text[4:6]); month >= 1 && month <= 12 {
				return first, month, number(text[6:]), i + 1
			}
		}
		day, month := r.order(number(text[:2]), number(text[2:4]))
		return number(text[4:]), month, day, i + 1
	}
	if i+2 >= len(r.tokens) || !r.tokens[i+1].number || !r.tokens[i+2].number {
		return 0, 0, 0, 0
	}
	if len(r.tokens[i].folded) > 2 || len(r.tokens[i+1].folded) > 2 {
		return 0, 0, 0, 0
	}
	year, end = r.yearAt(i + 2)
	if end == 0 {
		return 0, 0, 0, 0
	}
	day, month = r.order(number(r.tokens[i].folded), number(r.tokens[i+1].folded))
	return year, month, day, end
}

// birthReadings gives the dates that may be meant: one, or two where the
// numbers could be exchanged and neither the country nor the language decides.
func (r *reading) birthReadings(typed []token, start, end, year, month, day int) []records.LocalDate {
	spelledOut := slices.ContainsFunc(typed[start:end], func(word token) bool { return word.number && len(word.folded) >= 4 })
	if year > r.today.Year && !spelledOut {
		year -= 100
	}
	var dates []records.LocalDate
	add := func(month, day int) {
		date := records.LocalDate{Year: year, Month: time.Month(month), Day: day}
		if valid(date) && !r.today.Before(date) && date.Year >= r.today.Year-oldest && !slices.Contains(dates, date) {
			dates = append(dates, date)
		}
	}
	add(month, day)
	yearFirst := len(typed[start].folded) == 4
	worded := slices.ContainsFunc(typed[start:end], func(word token) bool { return !word.number })
	compactYearFirst := len(typed[start].folded) == 8 && number(typed[start].folded[:4]) == year
	if !worded && !yearFirst && !compactYearFirst && r.undecidedOrder() {
		add(day, month)
	}
	return dates
}

// undecidedOrder says whether people here write dates both ways: countries
// with two customs, and conversations in another language than the country's.
func (r *reading) undecidedOrder() bool {
	switch r.reader.vocabulary.Country {
	case "CA", "PH":
		return true
	}
	return r.monthFirst() && r.language != records.English && r.language != ""
}
