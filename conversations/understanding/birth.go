package understanding

import (
	"slices"
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// oldest is the greatest age, in years, that a date of birth may mean.
const oldest = 120

// readBirth looks for a date of birth: where one is expected, and where a name
// is, because people send both at once.
func (r *reading) readBirth(typed []words.Token, expected Expectation, meaning *Meaning) {
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
	if !r.tokens[i].Number {
		return 0, 0, 0, 0
	}
	if text := r.tokens[i].Folded; len(text) == 8 {
		if first := number(text[:4]); first >= 1900 && first <= r.today.Year {
			if month := number(text[4:6]); month >= 1 && month <= 12 {
				return first, month, number(text[6:]), i + 1
			}
		}
		day, month := r.order(number(text[:2]), number(text[2:4]))
		return number(text[4:]), month, day, i + 1
	}
	if i+2 >= len(r.tokens) || !r.tokens[i+1].Number || !r.tokens[i+2].Number {
		return 0, 0, 0, 0
	}
	if len(r.tokens[i].Folded) > 2 || len(r.tokens[i+1].Folded) > 2 {
		return 0, 0, 0, 0
	}
	year, end = r.yearAt(i + 2)
	if end == 0 {
		return 0, 0, 0, 0
	}
	day, month = r.order(number(r.tokens[i].Folded), number(r.tokens[i+1].Folded))
	return year, month, day, end
}

// birthReadings gives the dates that may be meant: one, or two where the
// numbers could be exchanged and neither the country nor the language decides.
func (r *reading) birthReadings(typed []words.Token, start, end, year, month, day int) []records.LocalDate {
	spelledOut := slices.ContainsFunc(typed[start:end], func(word words.Token) bool { return word.Number && len(word.Folded) >= 4 })
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
	yearFirst := len(typed[start].Folded) == 4
	worded := slices.ContainsFunc(typed[start:end], func(word words.Token) bool { return !word.Number })
	compactYearFirst := len(typed[start].Folded) == 8 && number(typed[start].Folded[:4]) == year
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
