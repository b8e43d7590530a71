package flows

import (
	"strings"
	"time"
	"unicode"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// hours tells when the clinic is open: on the day that was asked about, or now
// and in an ordinary week.
type hours struct{ informing }

func (hours) Name() string { return "hours" }

func (hours) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentHours}
}

// How far ahead the next open day and the next closed one are looked for.
const (
	openDaysAhead   = 30
	closedDaysAhead = 14
)

func (flow hours) Next(turn *conversations.Turn) {
	if text := clinicText(turn, records.TextHours); text != "" {
		flow.tell(turn, text)
		return
	}
	today := records.LocalDateOf(turn.Now, turn.Profile().Zone)
	if asked, ok := askedDay(turn.Meaning.Wish, today); ok {
		if namesWeekday(turn, asked.Weekday()) {
			flow.tell(turn, hoursOnWeekday(turn, asked))
			return
		}
		flow.tell(turn, hoursOn(turn, asked))
		return
	}
	week := usualWeek(turn, today)
	if week == "" {
		flow.tell(turn)
		return
	}
	flow.tell(turn, hoursNow(turn, today), week, exceptions(turn, today))
}

// askedDay gives the one day that a message asks about.
func askedDay(wish understanding.Wish, today records.LocalDate) (records.LocalDate, bool) {
	if len(wish.Days) == 1 && wish.Days[0].From == wish.Days[0].To && !wish.Days[0].From.Before(today) {
		return wish.Days[0].From, true
	}
	return records.LocalDate{}, false
}

func opening(turn *conversations.Turn, date records.LocalDate) scheduler.OpeningDay {
	return scheduler.OpeningHours(turn.Profile().Rules, date)
}

// hoursOn tells the hours of a day, or that it has none and which day has.
func hoursOn(turn *conversations.Turn, date records.LocalDate) string {
	book := turn.Book()
	if day := opening(turn, date); len(day.Open) > 0 {
		return book.Say(catalog.HoursOfDay, catalog.Values{Day: dayOf(turn, date), Hours: spans(book, day.Open)})
	}
	text := book.Say(catalog.HoursClosedOn, catalog.Values{Day: dayOf(turn, date)})
	if next, ok := nextOpen(turn, date.AddDays(1)); ok {
		text += " " + book.Say(catalog.HoursNext, catalog.Values{Day: dayOf(turn, next.Date), Hours: spans(book, next.Open)})
	}
	return text
}

// namesWeekday says whether the message asks about a day of the week as such,
// "on Saturdays", "abren el sábado?", and not about a date.
func namesWeekday(turn *conversations.Turn, day time.Weekday) bool {
	said := understanding.Fold(turn.Meaning.Text)
	if strings.ContainsAny(said, "0123456789") {
		return false
	}
	// "Terça-feira" is said "terça", too; all of them may be in the plural.
	name, _, _ := strings.Cut(understanding.Fold(turn.Book().Weekday(day)), "-")
	name, _, _ = strings.Cut(name, " ")
	for word := range strings.FieldsFuncSeq(said, func(letter rune) bool { return !unicode.IsLetter(letter) }) {
		if strings.HasPrefix(word, name) {
			return true
		}
	}
	return false
}

// hoursOnWeekday tells the usual hours of a day of the week, and the next one
// of them; where the clinic is closed on it, the next day that is open.
func hoursOnWeekday(turn *conversations.Turn, date records.LocalDate) string {
	book, day := turn.Book(), opening(turn, date)
	usual := catalog.Values{Day: book.OnWeekdays(date.Weekday()), Hours: spans(book, day.Usual)}
	if len(day.Usual) == 0 && len(day.Open) == 0 {
		text := book.Say(catalog.HoursClosedWeekday, usual)
		if next, ok := nextOpen(turn, date.AddDays(1)); ok {
			text += " " + book.Say(catalog.HoursNextOpen, catalog.Values{Day: dayOf(turn, next.Date), Hours: spans(book, next.Open)})
		}
		return text
	}
	key := catalog.HoursOfWeekday
	if len(day.Usual) == 0 {
		key = catalog.HoursClosedWeekday
	}
	text := book.Say(key, usual)
	if usual.Hours == spans(book, day.Open) {
		return text + " " + book.Say(catalog.HoursNextOne, catalog.Values{Day: dayOf(turn, date)})
	}
	// What holds of the day that is meant comes first.
	if len(day.Usual) > 0 {
		text = book.Say(catalog.HoursNormally, usual)
	}
	return hoursOn(turn, date) + " " + text
}

// hoursNow tells whether the clinic is open at this moment, and until or from
// when.
func hoursNow(turn *conversations.Turn, today records.LocalDate) string {
	book, clock := turn.Book(), clockIn(turn, turn.Now)
	open := opening(turn, today).Open
	for i, span := range open {
		values := catalog.Values{Time: book.Until(span.End), Hours: inSentence(book, open[i+1:])}
		switch {
		case clock < span.Start:
			return book.Say(catalog.HoursOpenLater, catalog.Values{Time: book.At(span.Start)})
		case clock < span.End && values.Hours != "":
			return book.Say(catalog.HoursOpenNowAgain, values)
		case clock < span.End:
			return book.Say(catalog.HoursOpenNow, values)
		}
	}
	if next, ok := nextOpen(turn, today.AddDays(1)); ok {
		opens := scheduler.LocalInstant(turn.Profile().Zone, next.Date, next.Open[0].Start)
		return book.Say(catalog.HoursOpenNext, catalog.Values{Time: book.When(opens)})
	}
	return ""
}

// nextOpen finds the first open day from a date on.
func nextOpen(turn *conversations.Turn, from records.LocalDate) (scheduler.OpeningDay, bool) {
	for ahead := range openDaysAhead {
		if day := opening(turn, from.AddDays(ahead)); len(day.Open) > 0 {
			return day, true
		}
	}
	return scheduler.OpeningDay{}, false
}

// usualWeek tells the hours of a week without holidays, Monday first; weekdays
// that are alike stand together.
func usualWeek(turn *conversations.Turn, today records.LocalDate) string {
	book := turn.Book()
	var lines []string
	monday := today.AddDays((int(time.Monday) - int(today.Weekday()) + 7) % 7)
	var first time.Weekday
	var run string
	for i := range 8 {
		day := time.Weekday((int(time.Monday) + i) % 7)
		here := ""
		if i < 7 {
			here = spans(book, opening(turn, monday.AddDays(i)).Usual)
		}
		if here == run {
			continue
		}
		if run != "" {
			lines = append(lines, book.Weekdays(first, (day+6)%7)+" "+run)
		}
		first, run = day, here
	}
	if len(lines) == 0 {
		return ""
	}
	return book.Say(catalog.HoursWeek, catalog.Values{List: strings.Join(lines, "\n")})
}

// exceptions tells the next day on which a holiday or a closure changes the
// hours.
func exceptions(turn *conversations.Turn, today records.LocalDate) string {
	for ahead := range closedDaysAhead {
		if day := opening(turn, today.AddDays(ahead)); day.IsShortened() {
			values := catalog.Values{Day: dayOf(turn, day.Date), Hours: spans(turn.Book(), day.Open)}
			if len(day.Open) == 0 {
				return turn.Book().Say(catalog.HoursClosedOn, values)
			}
			return turn.Book().Say(catalog.HoursOfDay, values)
		}
	}
	return ""
}

// dayOf tells a date with its weekday.
func dayOf(turn *conversations.Turn, date records.LocalDate) string {
	return turn.Book().Date(time.Date(date.Year, date.Month, date.Day, 12, 0, 0, 0, turn.Profile().Zone))
}

// clockIn gives the time of day of an instant at the clinic.
func clockIn(turn *conversations.Turn, instant time.Time) records.LocalTime {
	local := instant.In(turn.Profile().Zone)
	return records.LocalTime(local.Hour()*60 + local.Minute())
}

// inSentence tells open times as they stand within a sentence.
func inSentence(book *catalog.Phrasebook, open []scheduler.OpenSpan) string {
	told := make([]string, len(open))
	for i, span := range open {
		told[i] = book.Phrase(catalog.HoursFromTo, catalog.Values{Hours: book.ClockTime(span.Start), Time: book.ClockTime(span.End)})
	}
	return strings.Join(told, ", ")
}

func spans(book *catalog.Phrasebook, open []scheduler.OpenSpan) string {
	told := make([]string, len(open))
	for i, span := range open {
		told[i] = book.ClockSpan(span.Start, span.End)
	}
	return strings.Join(told, ", ")
}
