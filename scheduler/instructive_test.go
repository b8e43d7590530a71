package scheduler

import (
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// TestInstructive07_CalcomIssue5277_SearchCallsNobody is calcom/cal.diy#5277 and
// #4007: availability took 10 to 25 seconds, and some 40 with one provider's
// calendar, as each search asked remote services. This package can't: it gets
// nothing to call with, neither a context nor a connection, and all that a
// search wants to know are rows of subjects that it names.
func TestInstructive07_CalcomIssue5277_SearchCallsNobody(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatalf("list the package's files: %v", err)
	}
	read := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		read++
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatalf("read the imports: %v", err)
		}
		for _, spec := range parsed.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", file.Name(), err)
			}
			first, _, _ := strings.Cut(path, "/")
			if slices.Contains([]string{"net", "os", "context", "database", "syscall", "io", "plugin"}, first) ||
				first == "frontdesk" && path != "frontdesk/records" {
				t.Errorf("%s imports %s, with which a search could wait for somebody", file.Name(), path)
			}
		}
	}
	if read < 20 {
		t.Errorf("only %d files were read", read)
	}
	calendar := busyCalendar(20, 7)
	rules := calendar
	rules.Occupied = nil
	known := map[string]bool{patientID.String(): true}
	for _, practitioner := range calendar.Practitioners {
		known[practitioner.ID.String()] = true
	}
	for _, resource := range calendar.Resources {
		known[resource.ID.String()] = true
	}
	quest := NewQuest(rules, Search{AppointmentTypeID: visitID, PatientID: patientID, Limit: 3}, at(0, 7, 0))
	for need, more := quest.Next(); more; need, more = quest.Next() {
		for _, subject := range need.SubjectIDs {
			if !known[subject.String()] {
				t.Errorf("the search asks for %v, who is no practitioner, room or patient of it", subject)
			}
		}
		quest.Provide(answer(calendar.Occupied, need))
	}
	if len(quest.Slots()) != 3 {
		t.Errorf("with nothing but its needs answered the search found %d slots, want 3", len(quest.Slots()))
	}
}

// TestInstructive08_CalcomIssue30021_AfternoonsOnClockChanges is calcom/
// cal.diy#30021 and #6217: windows from 13:00 on were an hour off on the days
// on which clocks change, and slots were offered that booking then refused.
// Here, on every such day, an afternoon session starts at 13:00 and ends at
// 17:00 by the wall, and booking accepts exactly what search offers
// (invariant 8).
func TestInstructive08_CalcomIssue30021_AfternoonsOnClockChanges(t *testing.T) {
	t.Parallel()
	found, err := clocks()
	if err != nil {
		t.Fatalf("load every zone: %v", err)
	}
	want := []string{"13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30"}
	for name, changes := range found {
		zone := loadZone(t, name)
		calendar := exampleCalendar()
		calendar.Zone = zone
		for i := range calendar.Availability {
			calendar.Availability[i] = records.Availability{
				PractitionerID: osei, Kind: records.AvailabilityOpen, RRule: "FREQ=DAILY", Start: 13 * 60, End: 17 * 60,
				ValidFrom: records.LocalDate{Year: 2020, Month: 1, Day: 1},
			}
		}
		calendar.Availability = calendar.Availability[:1]
		calendar = calendar.Prepared()
		for _, change := range changes {
			date := records.LocalDateOf(change, zone)
			noonBefore := LocalInstant(zone, date.AddDays(-1), 12*60)
			search := Search{AppointmentTypeID: visitID, Limit: 100, Windows: LocalWindows(zone, date, 0, dayEnd)}
			if _, atNoon := clockReading(change, zone); atNoon >= 12*60 {
				continue // the afternoon itself changes: the zones test says what happens
			}
			slots := FindSlots(calendar, search, noonBefore)
			var got []string
			for _, slot := range slots {
				got = append(got, slot.Start.In(zone).Format("15:04"))
				if err := CheckBooking(calendar, slot, noonBefore, Booker{}); err != nil {
					t.Errorf("invariant 8: %s on %v: %v is offered and refused: %v", name, date, slot.Start, err)
				}
				for _, moved := range []time.Duration{-time.Hour, time.Hour} {
					other := slot
					other.Start, other.End = slot.Start.Add(moved), slot.End.Add(moved)
					offered := slices.ContainsFunc(slots, other.sameOffer)
					if accepted := CheckBooking(calendar, other, noonBefore, Booker{}) == nil; accepted != offered {
						t.Errorf("invariant 8: %s on %v: %v is offered: %t, accepted: %t", name, date, other.Start, offered, accepted)
					}
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s on %v: the afternoon is offered as %v, want %v", name, date, got, want)
			}
		}
	}
}
