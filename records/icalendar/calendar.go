package icalendar

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-ical"
)

// Entry is one appointment in a calendar (VEVENT).
type Entry struct {
	// UID names the appointment for ever, in every calendar.
	UID string
	// Start and End may be in any zone; they are written in UTC, so that a reader
	// needs no rules of ours about clock changes.
	Start, End time.Time
	// ChangedAt is when it came to its present version, which Sequence counts: a
	// reader keeps the highest.
	ChangedAt time.Time
	Sequence  int64
	// Cancelled is true for what will not take place.
	Cancelled bool
	// Organizer and Attendee are the e-mail addresses of who invites and of who
	// comes, for a calendar with a Method; empty otherwise.
	Organizer, Attendee string
	Summary             string
	// Location is where; it may be empty.
	Location string
}

// Calendar is a list of entries under a name (VCALENDAR).
type Calendar struct {
	Name string
	// Method is what a reader is asked to do with the entries; empty for a
	// calendar that is looked at.
	Method Method
	// Refresh is how often a reader is asked to look again; zero for never.
	Refresh time.Duration
	Entries []Entry
}

// Method is what a calendar asks of its reader (RFC 5546).
type Method string

const (
	// MethodRequest puts an entry into the reader's calendar, or in the place of
	// the one with its UID and a lower sequence.
	MethodRequest Method = "REQUEST"
	// MethodCancel takes it out.
	MethodCancel Method = "CANCEL"
)

// product names the program in every calendar (PRODID).
const product = "-//frontdesk//appointments//EN"

// Encode writes the calendar: the same bytes for the same calendar, in lines of
// at most 75 octets that end in CRLF. Control characters in texts are left out.
func Encode(calendar Calendar) ([]byte, error) {
	made := ical.NewCalendar()
	made.Props.SetText(ical.PropVersion, "2.0")
	made.Props.SetText(ical.PropProductID, product)
	made.Props.SetText(ical.PropCalendarScale, "GREGORIAN")
	if calendar.Method != "" {
		setToken(made.Component, ical.PropMethod, string(calendar.Method))
	}
	if calendar.Name != "" {
		setText(made.Component, "X-WR-CALNAME", calendar.Name)
		setText(made.Component, ical.PropName, calendar.Name)
	}
	if calendar.Refresh > 0 {
		refresh := ical.NewProp(ical.PropRefreshInterval)
		refresh.Params.Set(ical.ParamValue, string(ical.ValueDuration)) // RFC 7986 (5.7) wants it said
		refresh.Value = fmt.Sprintf("PT%dM", max(int(calendar.Refresh/time.Minute), 1))
		made.Props.Set(refresh)
	}
	for _, entry := range calendar.Entries {
		made.Children = append(made.Children, eventOf(entry))
	}
	if len(calendar.Entries) == 0 {
		made.Children = append(made.Children, universalTime())
	}
	var unfolded bytes.Buffer
	if err := ical.NewEncoder(&unfolded).Encode(made); err != nil {
		return nil, fmt.Errorf("encode calendar: %w", err)
	}
	return fold(unfolded.Bytes()), nil
}

func eventOf(entry Entry) *ical.Component {
	event := ical.NewComponent(ical.CompEvent)
	event.Props.SetText(ical.PropUID, entry.UID)
	event.Props.SetDateTime(ical.PropDateTimeStamp, entry.ChangedAt.UTC())
	event.Props.SetDateTime(ical.PropLastModified, entry.ChangedAt.UTC())
	event.Props.SetDateTime(ical.PropDateTimeStart, entry.Start.UTC())
	event.Props.SetDateTime(ical.PropDateTimeEnd, entry.End.UTC())
	sequence := ical.NewProp(ical.PropSequence)
	sequence.Value = fmt.Sprint(entry.Sequence)
	event.Props.Set(sequence)
	status, shown := ical.EventConfirmed, "OPAQUE"
	if entry.Cancelled {
		status, shown = ical.EventCancelled, "TRANSPARENT"
	}
	setToken(event, ical.PropStatus, string(status))
	setToken(event, ical.PropTransparency, shown)
	setToken(event, ical.PropClass, "PRIVATE")
	if entry.Organizer != "" {
		setToken(event, ical.PropOrganizer, "mailto:"+entry.Organizer)
	}
	if entry.Attendee != "" {
		// They come: nobody is to answer the clinic's mailbox by a button.
		attendee := ical.NewProp(ical.PropAttendee)
		attendee.Value = "mailto:" + entry.Attendee
		attendee.Params.Set(ical.ParamParticipationStatus, "ACCEPTED")
		attendee.Params.Set(ical.ParamRSVP, "FALSE")
		event.Props.Add(attendee)
	}
	setText(event, ical.PropSummary, entry.Summary)
	if entry.Location != "" {
		setText(event, ical.PropLocation, entry.Location)
	}
	return event
}

// universalTime stands in a calendar without entries, which RFC 5545 does not
// allow: the one component that says nothing.
func universalTime() *ical.Component {
	zone := ical.NewComponent(ical.CompTimezone)
	zone.Props.SetText(ical.PropTimezoneID, "Etc/UTC")
	standard := ical.NewComponent(ical.CompTimezoneStandard)
	setToken(standard, ical.PropDateTimeStart, "19700101T000000")
	setToken(standard, ical.PropTimezoneOffsetFrom, "+0000")
	setToken(standard, ical.PropTimezoneOffsetTo, "+0000")
	zone.Children = append(zone.Children, standard)
	return zone
}

func setToken(component *ical.Component, name, value string) {
	property := ical.NewProp(name)
	property.Value = value
	component.Props.Set(property)
}

// setText sets a text, which may hold anything that people write.
func setText(component *ical.Component, name, text string) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(symbol rune) rune {
		switch {
		case symbol == '\n' || symbol == '\u2028' || symbol == '\u2029':
			return '\n'
		case unicode.IsControl(symbol):
			return -1
		}
		return symbol
	}, text)
	setToken(component, name, escaped.Replace(text))
}

// escaped is how RFC 5545 (3.3.11) writes what has a meaning of its own.
var escaped = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
