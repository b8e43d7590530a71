package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
)

// drawLeave makes a clinic in which osei is away for some days, with the
// appointments that fall into them; now is at times in the midst of the leave.
func drawLeave(t *rapid.T) (Calendar, records.Absence, []Rebooking, time.Time) {
	calendar := exampleCalendar()
	calendar.Zone, _ = time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Europe/Madrid", "America/Sao_Paulo"}).Draw(t, "zone"))
	kind := &calendar.Types[0]
	kind.BufferAfter = time.Duration(rapid.SampledFrom([]int{0, 15}).Draw(t, "buffer")) * time.Minute
	kind.LeadTime = time.Duration(rapid.SampledFrom([]int{0, 26}).Draw(t, "lead")) * time.Hour
	kind.ResourceKinds = rapid.SampledFrom([][]records.ResourceKind{nil, {records.ResourceRoom}}).Draw(t, "needs")
	kind.BookableByChat = rapid.Bool().Draw(t, "by chat")
	if rapid.IntRange(0, 3).Draw(t, "alone") == 0 {
		kind.PractitionerIDs = []uuid.UUID{osei}
	}
	if rapid.IntRange(0, 3).Draw(t, "capped") == 0 {
		calendar.Practitioners[1].DailyCap = 3
	}
	// A week with a change of clocks in two of the zones.
	first := records.LocalDate{Year: 2026, Month: time.October, Day: rapid.IntRange(19, 27).Draw(t, "first day")}
	absence := records.Absence{
		PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: first, StartTime: records.LocalTime(60 * rapid.IntRange(0, 14).Draw(t, "from")),
		EndDate: first.AddDays(rapid.IntRange(1, 4).Draw(t, "days")), EndTime: records.LocalTime(60 * rapid.IntRange(9, 24).Draw(t, "until")),
	}
	calendar.Absences = []records.Absence{absence}
	away := AbsenceWindow(calendar.Zone, absence)
	now := away.Start.Add(time.Duration(rapid.IntRange(-21*24, 12).Draw(t, "now")) * time.Hour)
	var rebookings []Rebooking
	for day := absence.StartDate; !absence.EndDate.Before(day); day = day.AddDays(1) {
		for clock := records.LocalTime(9 * 60); clock < 17*60; clock += 120 {
			start := LocalInstant(calendar.Zone, day, clock)
			appointment := records.Appointment{
				ID: id(1000 + len(rebookings)), PatientID: id(5000 + len(rebookings)%20), PractitionerID: osei, AppointmentTypeID: visitID,
				Start: start, End: start.Add(kind.Duration), CreatedAt: now.Add(-time.Hour),
			}
			if rapid.IntRange(0, 2).Draw(t, "booked") == 0 || !start.After(now) || !StandsInTheWay(calendar.Zone, absence, appointment) {
				continue
			}
			span := OccupiedSpan(*kind, start)
			for _, subject := range []uuid.UUID{osei, appointment.PatientID} {
				calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: subject, Start: span.Start, End: span.End})
			}
			rebookings = append(rebookings, Rebooking{Appointment: appointment, Earliest: AnswerDeadline(start, now)})
		}
	}
	for range rapid.IntRange(0, 40).Draw(t, "other bookings") {
		start := now.Truncate(time.Hour).Add(time.Duration(spreadOut(t, "taken", 0, 30*24)) * time.Hour)
		subject := rapid.SampledFrom([]uuid.UUID{lee, lee, osei, room1, id(5001)}).Draw(t, "whose")
		calendar.Occupied = append(calendar.Occupied, records.Occupied{
			SubjectID: subject, Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 9).Draw(t, "hours")) * time.Hour),
		})
	}
	return calendar, absence, rebookings, now
}

// TestRebookingsAreBookable: every time that is offered can be booked, by who is
// asked, and none is in the leave (invariant 8).
func TestRebookingsAreBookable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		calendar, absence, rebookings, now := drawLeave(t)
		away := AbsenceWindow(calendar.Zone, absence)
		for i, offered := range PlanRebookings(calendar, rebookings, nil, now) {
			rebooking := rebookings[i]
			if len(offered) > 3 {
				t.Fatalf("%d times are offered to one patient", len(offered))
			}
			own := newRebookingPlan(calendar, nil, now).calendarFor(rebooking, nil)
			for n, slot := range offered {
				if slot.PractitionerID == osei && away.Overlaps(Window{Start: slot.Start, End: slot.End}) {
					t.Fatalf("the slot at %v is in the leave", slot.Start)
				}
				if err := CheckBooking(own, slot, now, Booker{PatientID: rebooking.Appointment.PatientID, Staff: true}); err != nil {
					t.Fatalf("invariant 8: the slot at %v is refused: %v", slot.Start, err)
				}
				if slot.Start.Before(rebooking.Earliest) || slot.AppointmentTypeID != rebooking.Appointment.AppointmentTypeID {
					t.Fatalf("the slot at %v is before %v, or of another type", slot.Start, rebooking.Earliest)
				}
				if slices.ContainsFunc(offered[:n], func(other Slot) bool { return sameStart(slot, other) }) {
					t.Fatalf("one time is offered twice to one patient: %v", slot.Start)
				}
			}
		}
	})
}

// TestRebookingsAreSpread: no two patients get the same first choice as long as
// the second of them could have had any other time, and nobody goes without an
// offer while there is one for them.
func TestRebookingsAreSpread(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		calendar, _, rebookings, now := drawLeave(t)
		plan := PlanRebookings(calendar, rebookings, nil, now)
		for i, offered := range plan {
			free := func(spoken []records.Occupied) []Slot {
				own := newRebookingPlan(calendar, nil, now).calendarFor(rebookings[i], spoken)
				search := rebookings[i].search(calendar, now)
				search.Limit = 1
				return FindSlots(own, search, now)
			}
			if len(offered) == 0 {
				if len(free(nil)) > 0 {
					t.Fatalf("patient %d is offered nothing, and %v is free", i, free(nil)[0].Start)
				}
				continue
			}
			var others []records.Occupied
			clash := false
			for j, rival := range plan {
				if i == j || len(rival) == 0 {
					continue
				}
				claims, err := Claims(calendar, rival[0], Booker{})
				if err != nil {
					t.Fatal(err)
				}
				for _, claim := range claims {
					others = append(others, records.Occupied{
						SubjectID: claim.SubjectID, Start: claim.Start, End: claim.End, GroupID: claim.GroupID, Seat: claim.Seat,
					})
				}
				clash = clash || rival[0].sameOffer(offered[0])
			}
			// The others may have the place of a cap in each other's way.
			if left := free(others); clash && len(left) > 0 && calendar.Practitioners[1].DailyCap == 0 {
				t.Fatalf("patient %d shares a first choice, and %v is nobody's", i, left[0].Start)
			}
		}
	})
}

// TestRebookingsAreNear: with time to spare, everybody's first choice is within
// two days, the same time with somebody else among them, and the three choices
// are at different parts of days.
func TestRebookingsAreNear(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar()
	absence := records.Absence{
		PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: records.LocalDate{Year: 2026, Month: time.June, Day: 8},
		EndDate: records.LocalDate{Year: 2026, Month: time.June, Day: 8}, EndTime: dayEnd,
	}
	calendar.Absences = []records.Absence{absence}
	var rebookings []Rebooking
	for n := range 4 {
		start := at(7, 9+n/2, n%2*30)
		rebookings = append(rebookings, Rebooking{Earliest: at(2, 0, 0), Appointment: records.Appointment{
			ID: id(1000 + n), PatientID: id(5000 + n), PractitionerID: osei, AppointmentTypeID: visitID, Start: start, End: start.Add(30 * time.Minute),
		}})
	}
	plan := PlanRebookings(calendar, rebookings, nil, at(0, 10, 0))
	for i, offered := range plan {
		if len(offered) != 3 {
			t.Fatalf("patient %d is offered %v", i, starts(offered))
		}
		parts := rebookingPlan{calendar: calendar}
		for n, slot := range offered {
			if distance := slot.Start.Sub(rebookings[i].Appointment.Start).Abs(); distance > 5*24*time.Hour || n == 0 && distance > 48*time.Hour {
				t.Errorf("patient %d: choice %d is %v away", i, n+1, distance)
			}
			if slices.ContainsFunc(offered[:n], func(other Slot) bool { return parts.samePart(slot, other) }) {
				t.Errorf("patient %d is offered %v", i, starts(offered))
			}
		}
	}
}

// TestRebookingsInSets: patients who are asked in two sets are offered as
// different times as those of one.
func TestRebookingsInSets(t *testing.T) {
	t.Parallel()
	calendar := exampleCalendar()
	day := records.LocalDate{Year: 2026, Month: time.June, Day: 8}
	calendar.Absences = []records.Absence{{PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: day, EndDate: day, EndTime: dayEnd}}
	var rebookings []Rebooking
	for n := range 12 {
		start := at(7, 9, 0).Add(time.Duration(n) * 30 * time.Minute)
		rebookings = append(rebookings, Rebooking{Earliest: at(2, 0, 0), Appointment: records.Appointment{
			ID: id(1000 + n), PatientID: id(5000 + n), PractitionerID: osei, AppointmentTypeID: visitID, Start: start, End: start.Add(30 * time.Minute),
		}})
	}
	spoken := PlanRebookings(calendar, rebookings[:5], nil, at(0, 10, 0))
	spoken = append(spoken, PlanRebookings(calendar, rebookings[5:], spoken, at(0, 10, 0))...)
	var all []Slot
	for i, offered := range spoken {
		if len(offered) != 3 {
			t.Errorf("patient %d is offered %v", i, starts(offered))
		}
		for _, slot := range offered {
			if slices.ContainsFunc(all, slot.sameOffer) {
				t.Errorf("patient %d is offered %v, which another was before", i, slot.Start)
			}
		}
		all = append(all, offered...)
	}
}

// TestAnswerDeadline holds that staff keep half of the time.
func TestAnswerDeadline(t *testing.T) {
	t.Parallel()
	now := at(0, 10, 0)
	for left, want := range map[time.Duration]time.Duration{
		time.Hour: 30 * time.Minute, 24 * time.Hour: 12 * time.Hour, 10 * 24 * time.Hour: 72 * time.Hour,
	} {
		if got := AnswerDeadline(now.Add(left), now).Sub(now); got != want {
			t.Errorf("%v before, the patient is waited for %v, want %v", left, got, want)
		}
	}
}

// TestStandsInTheWay holds whom an absence concerns.
func TestStandsInTheWay(t *testing.T) {
	t.Parallel()
	site, other := id(401), id(402)
	monday := records.LocalDate{Year: 2026, Month: time.June, Day: 1}
	leave := records.Absence{PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: monday, StartTime: 12 * 60, EndDate: monday, EndTime: dayEnd}
	closed := records.Absence{LocationID: site, Kind: records.AbsenceClosure, StartDate: monday, EndDate: monday, EndTime: dayEnd}
	holiday := records.Absence{Kind: records.AbsenceHoliday, StartDate: monday, EndDate: monday, EndTime: dayEnd}
	visit := func(practitioner, location uuid.UUID, start time.Time) records.Appointment {
		return records.Appointment{PractitionerID: practitioner, LocationID: location, Start: start, End: start.Add(30 * time.Minute)}
	}
	tests := []struct {
		name        string
		absence     records.Absence
		appointment records.Appointment
		want        bool
	}{
		{"theirs", leave, visit(osei, site, at(0, 15, 0)), true},
		{"somebody else's", leave, visit(lee, site, at(0, 15, 0)), false},
		{"ends as the leave begins", leave, visit(osei, site, at(0, 11, 30)), false},
		{"reaches into it", leave, visit(osei, site, at(0, 11, 45)), true},
		{"the day after", leave, visit(osei, site, at(1, 0, 0)), false},
		{"at the closed site", closed, visit(lee, site, at(0, 9, 0)), true},
		{"at another site", closed, visit(lee, other, at(0, 9, 0)), false},
		{"at no site", closed, visit(lee, uuid.Nil, at(0, 9, 0)), false},
		{"on a holiday", holiday, visit(lee, uuid.Nil, at(0, 9, 0)), true},
	}
	for _, test := range tests {
		if got := StandsInTheWay(clinicZone, test.absence, test.appointment); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
