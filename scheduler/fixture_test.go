package scheduler

import (
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
)

// id gives a readable fixed UUID.
func id(number int) uuid.UUID {
	var made uuid.UUID
	binary.BigEndian.PutUint64(made[8:], uint64(number))
	return made
}

// The subjects of the tests below.
var (
	patientID = id(100)
	visitID   = id(200)
	osei, lee = id(1), id(2)
	room1     = id(301)
	room2     = id(302)
	scanner   = id(311)
)

// clinicZone is where the examples are; monday is a day without clock change.
var clinicZone = time.FixedZone("clinic", -5*60*60)

// at gives a time on Monday 2026-06-01 in the example clinic, days later.
func at(days, hour, minute int) time.Time {
	return time.Date(2026, 6, 1+days, hour, minute, 0, 0, clinicZone).UTC()
}

// exampleCalendar is a clinic with two practitioners who work Monday to Friday,
// 09:00–12:00 and 13:00–17:00 (a break, not two openings), two rooms and a
// scanner; its one type takes half an hour, in steps of a half, and needs nothing.
func exampleCalendar() Calendar {
	calendar := Calendar{
		Zone: clinicZone,
		Types: []records.AppointmentType{{
			ID: visitID, Duration: 30 * time.Minute, SlotStep: 30 * time.Minute,
			Horizon: 30 * 24 * time.Hour, BookableByChat: true, Active: true,
			PractitionerIDs: []uuid.UUID{osei, lee},
		}},
		Practitioners: []records.Practitioner{{ID: osei, Active: true}, {ID: lee, Active: true}},
		Resources: []records.Resource{
			{ID: room1, Kind: records.ResourceRoom, Active: true},
			{ID: room2, Kind: records.ResourceRoom, Active: true},
			{ID: scanner, Kind: records.ResourceDevice, Active: true},
		},
	}
	for _, practitioner := range []uuid.UUID{osei, lee} {
		for weekday := time.Monday; weekday <= time.Friday; weekday++ {
			calendar.Availability = append(calendar.Availability,
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityOpen, Weekday: weekday, Start: 9 * 60, End: 17 * 60},
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityBreak, Weekday: weekday, Start: 12 * 60, End: 13 * 60})
		}
	}
	return calendar
}

// starts gives the local times of slots: "Mon 09:00".
func starts(slots []Slot) []string {
	shown := make([]string, len(slots))
	for i, slot := range slots {
		shown[i] = slot.Start.In(clinicZone).Format("Mon 15:04")
	}
	return shown
}

// situation is a random clinic with a search.
type situation struct {
	calendar Calendar
	search   Search
	now      time.Time
}

func (s situation) booker() Booker {
	return Booker{PatientID: s.search.PatientID, Staff: s.search.ByStaff}
}

// drawSituation makes a small clinic in any zone, near a change of its clocks
// if it has one, with hours at any time of day and anything taken.
func drawSituation(t *rapid.T) situation {
	name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	now := drawInstant(t, name).Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 59}).Draw(t, "seconds")) * time.Second)
	drawn := situation{now: now, calendar: Calendar{Zone: zone}}
	kind := drawType(t)
	// rapid draws small numbers most often, so what is usual is a small one.
	seldom := func(label string) bool { return rapid.IntRange(0, 9).Draw(t, label) == 9 }
	practitioners := rapid.IntRange(1, 3).Draw(t, "practitioners")
	for number := 1; number <= practitioners; number++ {
		drawn.calendar.Practitioners = append(drawn.calendar.Practitioners,
			records.Practitioner{ID: id(number), Active: !seldom("inactive")})
		if !seldom("does not offer") {
			kind.PractitionerIDs = append(kind.PractitionerIDs, id(number))
		}
	}
	drawn.calendar.Types = []records.AppointmentType{{ID: id(299), Active: true}, kind}
	for i, resource := range []records.ResourceKind{records.ResourceRoom, records.ResourceRoom, records.ResourceDevice} {
		drawn.calendar.Resources = append(drawn.calendar.Resources,
			records.Resource{ID: id(301 + i), Kind: resource, Active: !seldom("resource inactive")})
	}
	drawn.calendar.Availability = drawRules(t, practitioners, records.LocalDateOf(now, zone))
	drawn.calendar.Occupied = drawOccupied(t, practitioners, now)
	drawn.search = Search{
		AppointmentTypeID: visitID,
		PractitionerID:    rapid.SampledFrom([]uuid.UUID{{}, {}, id(1), id(2)}).Draw(t, "wanted"),
		PatientID:         rapid.SampledFrom([]uuid.UUID{{}, patientID}).Draw(t, "patient"),
		Limit:             1 << 20,
		ByStaff:           rapid.IntRange(0, 4).Draw(t, "staff") == 4,
	}
	windows := rapid.IntRange(0, 2).Draw(t, "windows")
	if drawn.search.ByStaff {
		windows = max(windows, 1) // the oracle can't read two years by the minute
	}
	for range windows {
		start := now.Add(time.Duration(spreadOut(t, "window", -600, 3000)) * time.Minute)
		length := time.Duration(spreadOut(t, "window length", -10, 1800)) * time.Minute
		drawn.search.Windows = append(drawn.search.Windows, Window{Start: start, End: start.Add(length)})
	}
	return drawn
}

// spreadOut draws a number from all over the range, where IntRange prefers its
// small ones.
func spreadOut(t *rapid.T, label string, low, high int) int {
	const parts = 16
	part := rapid.IntRange(0, parts-1).Draw(t, label+" part")
	width := (high - low) / parts
	return low + part*width + rapid.IntRange(0, width).Draw(t, label)
}

func drawType(t *rapid.T) records.AppointmentType {
	lengths := func(label string, choices ...int) time.Duration {
		return time.Duration(rapid.SampledFrom(choices).Draw(t, label)) * time.Minute
	}
	return records.AppointmentType{
		ID:             visitID,
		Duration:       lengths("duration", 5, 15, 20, 30, 45, 60, 150),
		BufferBefore:   lengths("buffer before", 0, 0, 5, 10),
		BufferAfter:    lengths("buffer after", 0, 0, 5, 15),
		SlotStep:       lengths("step", 5, 10, 15, 20, 30, 45, 60),
		LeadTime:       lengths("lead", 0, 0, 60, 90, 26*60),
		Horizon:        lengths("horizon", 24*60, 50*60, 72*60+7),
		BookableByChat: rapid.IntRange(0, 9).Draw(t, "by chat") < 9,
		Active:         true,
		ResourceKinds: rapid.SampledFrom([][]records.ResourceKind{
			nil, {records.ResourceRoom, records.ResourceDevice}, {records.ResourceRoom}, {records.ResourceRoom, records.ResourceRoom},
		}).Draw(t, "needs"),
	}
}

// drawRules gives everybody hours on every day of the week, and then anything.
func drawRules(t *rapid.T, practitioners int, today records.LocalDate) []records.Availability {
	var rules []records.Availability
	for number := 1; number <= practitioners; number++ {
		start := records.LocalTime(5 * spreadOut(t, "opens", 0, 200))
		length := records.LocalTime(rapid.SampledFrom([]int{480, 240, 720, 1440}).Draw(t, "open for"))
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			rules = append(rules, records.Availability{
				PractitionerID: id(number), Kind: records.AvailabilityOpen, Weekday: weekday,
				Start: start, End: min(start+length, dayEnd),
			})
		}
	}
	dates := []records.LocalDate{{}, {}, today, today.AddDays(1), today.AddDays(2)}
	more := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Availability {
		start := records.LocalTime(5 * spreadOut(t, "start", 0, 287))
		length := records.LocalTime(rapid.SampledFrom([]int{30, 60, 95, 240, 480, 1440}).Draw(t, "length"))
		rule := records.Availability{
			PractitionerID: id(rapid.IntRange(1, practitioners).Draw(t, "whose")),
			Kind:           rapid.SampledFrom([]records.AvailabilityKind{records.AvailabilityOpen, records.AvailabilityBreak}).Draw(t, "kind"),
			Weekday:        time.Weekday((int(today.Weekday()) + rapid.IntRange(0, 4).Draw(t, "weekday")) % 7),
			Start:          start, End: min(start+length, dayEnd),
			ValidFrom:  rapid.SampledFrom(dates).Draw(t, "from"),
			ValidUntil: rapid.SampledFrom(dates).Draw(t, "until"),
		}
		if rule.Kind == records.AvailabilityBreak {
			rule.End = min(start+30, dayEnd)
		}
		return rule
	}), 0, 10).Draw(t, "rules")
	return append(rules, more...)
}

// drawOccupied makes rows in any order, some of them overlapping.
func drawOccupied(t *rapid.T, practitioners int, now time.Time) []records.Occupied {
	subjects := []uuid.UUID{patientID, id(301), id(302), id(303)}
	for number := 1; number <= practitioners; number++ {
		subjects = append(subjects, id(number))
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Occupied {
		start := now.Truncate(time.Minute).Add(time.Duration(spreadOut(t, "taken from", -600, 4500)) * time.Minute)
		return records.Occupied{
			SubjectID: rapid.SampledFrom(subjects).Draw(t, "whose"),
			Start:     start,
			End:       start.Add(time.Duration(spreadOut(t, "taken minutes", 1, 200)) * time.Minute),
		}
	}), 0, 40).Draw(t, "occupied")
}
