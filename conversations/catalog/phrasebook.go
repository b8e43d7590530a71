package catalog

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/message"

	"frontdesk/records"
)

// Values are what a text's placeholders stand for. Each text uses some.
type Values struct {
	Clinic       string
	Address      string
	Phone        string
	Number       string
	Name         string
	BirthDate    string
	Example      string
	Service      string
	Practitioner string
	When         string
	// From is the time that an appointment leaves for When.
	From string
	// Fee and Notice are those of a late change.
	Fee    string
	Notice string
	Text   string
	// Minutes and Room are of the waiting room, Link is an address on the web.
	Minutes, Room, Link string
	// Day, Time and Hours are of the clinic's own opening, List is several lines
	// of what it tells everybody.
	Day, Time, Hours, List string
}

// Phrasebook says the texts of one language as one country writes dates and
// times, in one time zone. It is immutable and safe for concurrent use.
type Phrasebook struct {
	catalog  *Catalog
	language records.Language
	zone     *time.Location
	// limit is how much a text may give away: where one would say more, another is
	// said in its place.
	limit records.ContentLevel
	// twelve is true where the clock counts to twelve twice; monthFirst where
	// the month is said before the day.
	twelve, monthFirst bool
	// amountFirst is true where the currency stands after the amount.
	amountFirst             bool
	printer                 *message.Printer
	weekdays, weekdaysShort [7]string
	months, monthsShort     [13]string
	beforeNoon, afterNoon   string
}

// MonthFirst says whether the country says the month before the day.
func (b *Phrasebook) MonthFirst() bool { return b.monthFirst }

// Phrasebook makes a language's phrasebook for a country and a zone.
func (c *Catalog) Phrasebook(language records.Language, country string, zone *time.Location) *Phrasebook {
	book := &Phrasebook{
		catalog: c, language: language, zone: zone, limit: records.ContentClinical, twelve: twelveHours[country], monthFirst: monthFirst[country],
		amountFirst: amountFirst[country], printer: printerFor(language, country),
	}
	for day := range 7 {
		book.weekdays[day] = c.text(language, fmt.Sprintf("weekday_%d", day), nil, nil)
		book.weekdaysShort[day] = c.text(language, fmt.Sprintf("weekday_short_%d", day), nil, nil)
	}
	for month := 1; month <= 12; month++ {
		book.months[month] = c.text(language, fmt.Sprintf("month_%d", month), nil, nil)
		book.monthsShort[month] = c.text(language, fmt.Sprintf("month_short_%d", month), nil, nil)
	}
	book.beforeNoon, book.afterNoon = c.text(language, "am", nil, nil), c.text(language, "pm", nil, nil)
	return book
}

// twelveHours are the countries whose everyday clock counts to twelve twice
// (Unicode CLDR, time data, preferred format h).
var twelveHours = setOf("US CA AU NZ GB IE IN PK BD PH MY SG HK ZA NG GH KE MX CO PE VE EC DO PR GT HN SV NI CR PA BO PY EG SA AE JO KR TW")

// monthFirst are the countries that say the month before the day.
var monthFirst = setOf("US PR PH GU VI AS MP PW FM MH CA")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// Language of the phrasebook.
func (b *Phrasebook) Language() records.Language { return b.language }

// Zone in which instants are told.
func (b *Phrasebook) Zone() *time.Location { return b.zone }

// Say gives a text, or the one in its place, with its placeholders filled,
// beginning with a capital.
func (b *Phrasebook) Say(key Key, values Values) string {
	return capital(b.catalog.text(b.language, key.Within(b.limit).id, values, nil))
}

// Phrase gives a text as it stands within a sentence, its placeholders filled.
func (b *Phrasebook) Phrase(key Key, values Values) string {
	return b.catalog.text(b.language, key.id, values, nil)
}

// SayCount gives the text's form for a number of things.
func (b *Phrasebook) SayCount(key Key, count int) string {
	return capital(b.catalog.text(b.language, key.id, nil, count))
}

// dateParts are the placeholders of dates and times.
type dateParts struct {
	Weekday, Month, Date, At, Time, Start, End, Hour, Minute, Half string
	Day, Year                                                      int
}

// Date tells a day with its weekday: "Tuesday 24 November".
func (b *Phrasebook) Date(instant time.Time) string {
	local := instant.In(b.zone)
	return b.catalog.text(b.language, b.ordered("date"), dateParts{
		Weekday: b.weekdays[local.Weekday()], Day: local.Day(), Month: b.months[local.Month()],
	}, nil)
}

// Time tells a time of day: "3:00 pm", "15:00", "15h".
func (b *Phrasebook) Time(instant time.Time) string {
	text, _ := b.clock(instant)
	return text
}

// clock tells a time and the hour that it shows, which decides the plural.
func (b *Phrasebook) clock(instant time.Time) (string, int) {
	local := instant.In(b.zone)
	hour, minute := local.Hour(), local.Minute()
	parts := dateParts{Hour: strconv.Itoa(hour), Minute: fmt.Sprintf("%02d", minute)}
	id := "clock_24"
	switch {
	case b.twelve:
		id, parts.Half = "clock_12", b.beforeNoon
		if hour >= 12 {
			parts.Half = b.afterNoon
		}
		hour = (hour+11)%12 + 1
		parts.Hour = strconv.Itoa(hour)
	case minute == 0:
		id = "clock_24_whole"
	}
	return b.catalog.text(b.language, id, parts, nil), hour
}

// When tells day and time in full: "Tuesday 24 November at 3:00 pm".
func (b *Phrasebook) When(instant time.Time) string {
	clock, hour := b.clock(instant)
	at := b.catalog.text(b.language, "at", dateParts{Time: clock}, hour)
	return b.catalog.text(b.language, "when", dateParts{Date: b.Date(instant), At: at}, nil)
}

// WhenShort tells day and time as fits on a button: "Tue 24 Nov, 3:00 pm".
func (b *Phrasebook) WhenShort(instant time.Time) string {
	local := instant.In(b.zone)
	date := b.catalog.text(b.language, b.ordered("date_short"), dateParts{
		Weekday: b.weekdaysShort[local.Weekday()], Day: local.Day(), Month: b.monthsShort[local.Month()],
	}, nil)
	return b.catalog.text(b.language, "when_short", dateParts{Date: date, Time: b.Time(instant)}, nil)
}

// BirthDate tells a date of birth with its month in words, so that day and
// month can't be exchanged: "12 March 1985".
func (b *Phrasebook) BirthDate(date records.LocalDate) string {
	return b.catalog.text(b.language, b.ordered("date_of_birth"), dateParts{
		Day: date.Day, Month: b.months[date.Month], Year: date.Year,
	}, nil)
}

func (b *Phrasebook) ordered(id string) string {
	if b.monthFirst {
		return id + "_month_first"
	}
	return id
}

// capital gives a text its first capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || !unicode.IsLower(first) {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
