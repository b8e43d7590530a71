package scheduler

import (
	"slices"

	"github.com/google/uuid"

	"frontdesk/records"
)

// OpenSpan is a part of a day in which the clinic sees patients, by its wall
// clock: from Start up to, but not including, End.
type OpenSpan struct{ Start, End records.LocalTime }

// OpeningDay is the hours of one day.
type OpeningDay struct {
	Date records.LocalDate
	// Usual are the hours by the rules alone, Open what holidays and closures
	// leave of them.
	Usual, Open []OpenSpan
}

// IsShortened says whether a holiday or a closure takes something of the day.
func (d OpeningDay) IsShortened() bool { return !slices.Equal(d.Usual, d.Open) }

// OpeningHours gives the hours of a day at all sites: when anybody sees
// patients there, booked or for walk-ins. Breaks don't close a clinic, and
// neither does one practitioner's leave.
func OpeningHours(calendar Calendar, date records.LocalDate) OpeningDay {
	prepared := calendar.prepared()
	day := prepared.days.on(date)
	var usual, open []clockSpan
	for _, person := range prepared.people {
		for i, rule := range person.allRules() {
			if rule.kind == records.AvailabilityBreak || !rule.holdsOn(day) {
				continue
			}
			usual = append(usual, rule.span)
			closed := closuresAt(calendar.Absences, person.rules[i].LocationID, day.number)
			open = subtractSpans(open, mergeSpans([]clockSpan{rule.span}), mergeSpans(closed))
		}
	}
	return OpeningDay{Date: date, Usual: openSpans(usual), Open: openSpans(open)}
}

// closuresAt gives what everybody's absences take of a day at a site.
func closuresAt(absences []records.Absence, locationID uuid.UUID, day dayNumber) []clockSpan {
	var closed []clockSpan
	for i := range absences {
		source := &absences[i]
		if source.PractitionerID == uuid.Nil && (source.LocationID == uuid.Nil || source.LocationID == locationID) {
			closed = append(closed, newAbsence(source).on(day))
		}
	}
	return closed
}

func openSpans(spans []clockSpan) []OpenSpan {
	var merged []OpenSpan
	for _, span := range mergeSpans(spans) {
		merged = append(merged, OpenSpan{Start: span.start, End: span.end})
	}
	return merged
}
