package scheduler

import (
	"encoding/binary"
	"maps"
	"slices"
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
	north     = id(401)
	south     = id(402)
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
	by := Booker{PatientID: s.search.PatientID, Staff: s.search.ByStaff}
	if s.search.Overbook {
		by.OverbookingReason = "in pain"
	}
	return by
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
		drawn.calendar.Practitioners = append(drawn.calendar.Practitioners, records.Practitioner{
			ID: id(number), Active: !seldom("inactive"),
			DailyCap:            rapid.SampledFrom([]int{0, 0, 0, 1, 3}).Draw(t, "cap"),
			OverbookingCapacity: rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "overbooking"),
			Languages:           rapid.SampledFrom([][]records.Language{nil, {records.English}, {records.Spanish, records.English}}).Draw(t, "speaks"),
			Specialty: rapid.SampledFrom([]records.LocalizedText{
				nil, {records.English: "Dermatology", records.Spanish: "Dermatología"}, {records.English: "Cardiology"},
			}).Draw(t, "specialty"),
		})
		if !seldom("does not offer") {
			kind.PractitionerIDs = append(kind.PractitionerIDs, id(number))
		}
	}
	drawn.calendar.Types = []records.AppointmentType{{ID: id(299), Active: true}, kind}
	for i, resource := range []records.ResourceKind{records.ResourceRoom, records.ResourceRoom, records.ResourceDevice} {
		drawn.calendar.Resources = append(drawn.calendar.Resources, records.Resource{
			ID: id(301 + i), Kind: resource, Active: !seldom("resource inactive"),
			LocationID: rapid.SampledFrom([]uuid.UUID{{}, {}, {}, north}).Draw(t, "stands"),
		})
	}
	drawn.calendar.Availability = drawRules(t, practitioners, records.LocalDateOf(now, zone))
	drawn.calendar.Absences = drawAbsences(t, practitioners, records.LocalDateOf(now, zone))
	drawn.search = drawSearch(t, now)
	drawn.calendar.Occupied = drawOccupied(t, practitioners, now)
	drawn.calendar.Occupied = append(drawn.calendar.Occupied, drawSeats(t, drawn)...)
	return drawn
}

func drawSearch(t *rapid.T, now time.Time) Search {
	search := Search{
		AppointmentTypeID: visitID,
		PractitionerID:    rapid.SampledFrom([]uuid.UUID{{}, {}, id(1), id(2)}).Draw(t, "wanted"),
		PatientID:         rapid.SampledFrom([]uuid.UUID{{}, patientID}).Draw(t, "patient"),
		Limit:             1 << 20,
		ByStaff:           rapid.IntRange(0, 4).Draw(t, "staff") == 4,
	}
	search.Overbook = rapid.Bool().Draw(t, "overbook")
	switch rapid.IntRange(0, 9).Draw(t, "wish") {
	case 4:
		search.PractitionerIDs = []uuid.UUID{id(2), id(3)}
	case 5:
		search.Language = records.Spanish
	case 6:
		search.Specialty = rapid.SampledFrom([]string{"dermatología", " CARDIOLOGY", "surgery"}).Draw(t, "wanted specialty")
	case 7:
		search.LocationID = rapid.SampledFrom([]uuid.UUID{north, south}).Draw(t, "wanted location")
	case 8:
		search.Weekdays = []time.Weekday{now.Weekday(), (now.Weekday() + 2) % 7}
	case 9:
		search.DayParts = rapid.SampledFrom([][]DayPart{
			{Morning}, {Evening, Afternoon}, {{From: 65, Until: 155}, {From: 23 * 60, Until: dayEnd}}, {{From: 600, Until: 600}},
		}).Draw(t, "day parts")
	}
	windows := rapid.IntRange(0, 2).Draw(t, "windows")
	if search.ByStaff {
		windows = max(windows, 1) // the oracle can't read two years by the minute
	}
	for range windows {
		start := now.Add(time.Duration(spreadOut(t, "window", -600, 3000)) * time.Minute)
		length := time.Duration(spreadOut(t, "window length", -10, 1800)) * time.Minute
		search.Windows = append(search.Windows, Window{Start: start, End: start.Add(length)})
	}
	return search
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
		Capacity:       rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(t, "capacity"),
		DailyCap:       rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "daily cap"),
		Modality:       rapid.SampledFrom([]records.Modality{records.ModalityInPerson, "", "", records.ModalityVirtual}).Draw(t, "modality"),
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
		location := rapid.SampledFrom([]uuid.UUID{{}, {}, north, south}).Draw(t, "works at")
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			rules = append(rules, records.Availability{
				PractitionerID: id(number), Kind: records.AvailabilityOpen, Weekday: weekday,
				Start: start, End: min(start+length, dayEnd), LocationID: location,
			})
		}
	}
	dates := []records.LocalDate{{}, {}, today, today.AddDays(1), today.AddDays(2)}
	more := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Availability {
		start := records.LocalTime(5 * spreadOut(t, "start", 0, 287))
		length := records.LocalTime(rapid.SampledFrom([]int{30, 60, 95, 240, 480, 1440}).Draw(t, "length"))
		rule := records.Availability{
			PractitionerID: id(rapid.IntRange(1, practitioners).Draw(t, "whose")),
			Kind: rapid.SampledFrom([]records.AvailabilityKind{
				records.AvailabilityOpen, records.AvailabilityOpen, records.AvailabilityBreak, records.AvailabilityWalkIn,
			}).Draw(t, "kind"),
			Weekday: time.Weekday((int(today.Weekday()) + rapid.IntRange(0, 4).Draw(t, "weekday")) % 7),
			Start:   start, End: min(start+length, dayEnd),
			ValidFrom:          rapid.SampledFrom(dates).Draw(t, "from"),
			ValidUntil:         rapid.SampledFrom(dates).Draw(t, "until"),
			LocationID:         rapid.SampledFrom([]uuid.UUID{{}, {}, north, south}).Draw(t, "where"),
			AppointmentTypeIDs: rapid.SampledFrom([][]uuid.UUID{nil, nil, nil, {visitID}, {id(299)}}).Draw(t, "for types"),
		}
		if rule.Kind == records.AvailabilityBreak {
			rule.End = min(start+30, dayEnd)
		}
		if texts := slices.Sorted(maps.Keys(oracleRRules)); rapid.Bool().Draw(t, "recurs") {
			rule.RRule = rapid.SampledFrom(texts).Draw(t, "rrule")
			rule.ValidFrom = today.AddDays(rapid.IntRange(-40, 2).Draw(t, "recurs from"))
		}
		return rule
	}), 0, 10).Draw(t, "rules")
	return append(rules, more...)
}

func drawAbsences(t *rapid.T, practitioners int, today records.LocalDate) []records.Absence {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) records.Absence {
		absence := records.Absence{
			LocationID: rapid.SampledFrom([]uuid.UUID{{}, {}, north}).Draw(t, "closed at"),
			StartDate:  today.AddDays(rapid.IntRange(-1, 3).Draw(t, "first day")),
			StartTime:  records.LocalTime(5 * rapid.SampledFrom([]int{0, 0, 110, 287}).Draw(t, "starts")),
			EndTime:    records.LocalTime(5 * rapid.SampledFrom([]int{288, 288, 150, 1}).Draw(t, "ends")),
		}
		absence.EndDate = absence.StartDate.AddDays(rapid.IntRange(0, 2).Draw(t, "more days"))
		if rapid.Bool().Draw(t, "leave") {
			absence.PractitionerID = id(rapid.IntRange(1, practitioners).Draw(t, "on leave"))
		}
		return absence
	}), 0, 2).Draw(t, "absences")
}

// drawSeats makes rows of what has seats: groups that meet at times that the
// search offers, days under a cap, and overbooked time.
func drawSeats(t *rapid.T, drawn situation) []records.Occupied {
	kind := drawn.calendar.Types[1]
	var rows []records.Occupied
	if kind.Capacity > 1 {
		search := drawn.search
		search.PatientID, search.Overbook = uuid.Nil, false
		for _, slot := range FindSlots(drawn.calendar, search, drawn.now) {
			if rapid.IntRange(0, 3).Draw(t, "meets") != 0 {
				continue
			}
			span, group := OccupiedSpan(kind, slot.Start), GroupID(kind.ID, slot.PractitionerID, slot.Start)
			seats := rapid.IntRange(1, kind.Capacity).Draw(t, "places")
			for _, subject := range append([]uuid.UUID{slot.PractitionerID}, slot.ResourceIDs...) {
				rows = append(rows, records.Occupied{SubjectID: subject, Start: span.Start, End: span.End, GroupID: group, Seats: seats})
			}
			if len(rows) > 20 {
				break
			}
		}
	}
	for _, practitioner := range drawn.calendar.Practitioners {
		for _, quota := range []uuid.UUID{QuotaID(practitioner.ID, uuid.Nil), QuotaID(practitioner.ID, visitID)} {
			for days := range 3 {
				date := records.LocalDateOf(drawn.now, drawn.calendar.Zone).AddDays(days)
				day := LocalWindows(drawn.calendar.Zone, date, 0, dayEnd)
				for seat := range rapid.SampledFrom([]int{0, 0, 1, 2, 3}).Draw(t, "taken of a cap") {
					if len(day) == 1 {
						rows = append(rows, records.Occupied{SubjectID: quota, Start: day[0].Start, End: day[0].End, Seat: seat + 1, Seats: 1})
					}
				}
			}
		}
	}
	for _, row := range drawn.calendar.Occupied {
		if (row.SubjectID == id(1) || row.SubjectID == room1) && rapid.IntRange(0, 2).Draw(t, "overbooked") == 2 {
			row.Seat = rapid.IntRange(1, 2).Draw(t, "seat")
			row.Start = row.Start.Add(-15 * time.Minute)
			rows = append(rows, row)
		}
	}
	return rows
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
