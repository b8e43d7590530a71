package dates

import (
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// Context is what a reading stands on.
type Context struct {
	// Now is the present by the clock on the clinic's wall; its zone is not
	// looked at.
	Now time.Time
	// Language of the conversation; another one is read where the message is
	// plainly in it.
	Language records.Language
	// Country of the clinic, as ISO 3166 writes it: it settles the order of day
	// and month and the holidays.
	Country string
	// Birth is true where a date of birth is expected: only whole dates in the
	// past are found then, however they were keyed in.
	Birth bool
}

// Kind is what an expression names.
type Kind string

// The kinds: a day, a time of the day, a time of a day, and spans of each.
const (
	Date          Kind = "date"
	Time          Kind = "time"
	DateTime      Kind = "datetime"
	DateRange     Kind = "daterange"
	TimeRange     Kind = "timerange"
	DateTimeRange Kind = "datetimerange"
)

// Bound says which side of what was named is meant.
type Bound uint8

const (
	// Whole is the named day, time or span itself.
	Whole Bound = iota
	// After is later than what was named, which is not included.
	After
	// From is what was named and later ("not before 10").
	From
	// Before is earlier than what was named, which is not included.
	Before
	// Until is what was named and earlier ("by Friday").
	Until
)

// Part is a part of the day.
type Part uint8

// The parts of the day; Early and Late ones are told by their hours.
const (
	NoPart Part = iota
	Morning
	Midday
	Afternoon
	Evening
	Night
	// Daytime is the hours of business.
	Daytime
	// Dawn is the last hours before the morning, which some languages name.
	Dawn
)

// Reading is one way to take an expression. Days are without a zone; seconds
// count from midnight of the clock on the wall.
type Reading struct {
	// First is the day, or the first day of a span; Last the last day of a span,
	// itself included.
	First, Last records.LocalDate
	// From is the time, or the start of a span of time; To the end of the span,
	// not included, past 24 hours where it crosses midnight.
	From, To int
}

// Expression is a day, a time or a span that a message names.
type Expression struct {
	Kind Kind
	// Start and End are where it stands, in tokens, End not included.
	Start, End int
	// Readings are the ways to take it, the likeliest first; never empty.
	Readings []Reading
	// Ambiguous is true where another reading is about as likely as the first.
	Ambiguous bool
	// Bound tells the side that is meant of what the readings name.
	Bound Bound
	// Grain is the unit in which days were named: "day", "week", "weekend",
	// "month", "year"; empty for a time.
	Grain string
	// Part of the day that was named, where no clearer time was.
	Part Part
	// Named is true of a span whose last day was itself named ("to Wednesday"),
	// and not only the unit it ends.
	Named bool
	// Refused is true of a day or time that doesn't suit ("not Monday").
	Refused bool
	// Or is true where it is an alternative to the expression before it.
	Or bool
}

// Best is the likeliest reading.
func (e Expression) Best() Reading { return e.Readings[0] }

// Known says whether a word, folded, is one of days and times in some language:
// it is spelt right, whatever it looks like.
func Known(word string) bool {
	return shared().identities[word] != 0
}

// Default is the Reader of the embedded languages.
func Default() *Reader { return shared() }

// Read finds the days and times that a message names, in order, without
// overlaps.
func Read(tokens []words.Token, context Context) []Expression {
	return shared().Read(tokens, context)
}
