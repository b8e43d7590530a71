package catalog

import (
	"strconv"
	"time"

	"frontdesk/records"
)

// ClockTime tells a time of day without a day: "9:00 am", "15:00", "15h".
func (b *Phrasebook) ClockTime(clock records.LocalTime) string {
	// A day in UTC has every time of day.
	utc := *b
	utc.zone = time.UTC
	return utc.Time(time.Date(2000, time.January, 1, clock.Hour(), clock.Minute(), 0, 0, time.UTC))
}

// At tells a point of time without a day: "at 9:00 am", "a las 15:00".
func (b *Phrasebook) At(clock records.LocalTime) string {
	utc := *b
	utc.zone = time.UTC
	text, hour := utc.clock(time.Date(2000, time.January, 1, clock.Hour(), clock.Minute(), 0, 0, time.UTC))
	return b.catalog.text(b.language, "at", dateParts{Time: text}, hour)
}

// Until tells when a part of a day ends: "until 5:00 pm", "hasta las 17:00".
func (b *Phrasebook) Until(clock records.LocalTime) string {
	utc := *b
	utc.zone = time.UTC
	text, hour := utc.clock(time.Date(2000, time.January, 1, clock.Hour(), clock.Minute(), 0, 0, time.UTC))
	return b.catalog.text(b.language, "until", dateParts{Time: text}, hour)
}

// From tells when a part of a day begins: "at 9:00 am or later", "a partir das 9h".
func (b *Phrasebook) From(clock records.LocalTime) string {
	utc := *b
	utc.zone = time.UTC
	text, hour := utc.clock(time.Date(2000, time.January, 1, clock.Hour(), clock.Minute(), 0, 0, time.UTC))
	return b.catalog.text(b.language, "from", dateParts{Time: text}, hour)
}

// OnWeekdays tells all days of that name: "on Saturdays", "los sábados".
func (b *Phrasebook) OnWeekdays(day time.Weekday) string {
	return b.catalog.text(b.language, "weekday_every_"+strconv.Itoa(int(day)), nil, nil)
}

// ClockSpan tells a part of a day: "9:00 am - 5:00 pm", "9h às 17h".
func (b *Phrasebook) ClockSpan(start, end records.LocalTime) string {
	return b.catalog.text(b.language, "clock_span", dateParts{Start: b.ClockTime(start), End: b.ClockTime(end)}, nil)
}

// Weekday tells a weekday in full, as it stands within a sentence: "Thursday".
func (b *Phrasebook) Weekday(day time.Weekday) string { return b.weekdays[day] }

// Weekdays tells one weekday or a run of them, shortly: "Mon-Fri".
func (b *Phrasebook) Weekdays(first, last time.Weekday) string {
	if first == last {
		return capital(b.weekdaysShort[first])
	}
	return capital(b.weekdaysShort[first]) + "-" + capital(b.weekdaysShort[last])
}
