package scheduler

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// TestCheckBooking takes a slot that is fine, Tuesday 10:00 with one
// practitioner in a room, and spoils it in every way. It is Monday, 09:10.
func TestCheckBooking(t *testing.T) {
	t.Parallel()
	type scene struct {
		calendar Calendar
		kind     *records.AppointmentType
		slot     Slot
		by       Booker
	}
	moveTo := func(s *scene, start time.Time) { s.slot.Start, s.slot.End = start, start.Add(s.kind.Duration) }
	take := func(s *scene, subject uuid.UUID) {
		s.calendar.Occupied = append(s.calendar.Occupied, records.Occupied{SubjectID: subject, Start: at(1, 10, 25), End: at(1, 11, 0)})
	}
	tests := []struct {
		name    string
		change  func(*scene)
		code    records.Code
		reasons []Reason
	}{
		{"fine", func(*scene) {}, "", nil},
		{"unknown type", func(s *scene) { s.slot.AppointmentTypeID = id(9) }, records.CodeInvalid, []Reason{ReasonType}},
		{"type that is gone", func(s *scene) { s.kind.Active = false }, records.CodeInvalid, []Reason{ReasonType}},
		{"no practitioner", func(s *scene) { s.slot.PractitionerID = uuid.Nil }, records.CodeInvalid, []Reason{ReasonPractitioner}},
		{"practitioner who does not offer it", func(s *scene) { s.kind.PractitionerIDs = []uuid.UUID{lee} }, records.CodeInvalid, []Reason{ReasonPractitioner}},
		{"practitioner who left", func(s *scene) { s.calendar.Practitioners[0].Active = false }, records.CodeInvalid, []Reason{ReasonPractitioner}},
		{"wrong end", func(s *scene) { s.slot.End = at(1, 11, 0) }, records.CodeInvalid, []Reason{ReasonLength}},
		{"no room", func(s *scene) { s.slot.ResourceIDs = nil }, records.CodeInvalid, []Reason{ReasonResources}},
		{"a room and a device that it does not need", func(s *scene) { s.slot.ResourceIDs = []uuid.UUID{room1, scanner} }, records.CodeInvalid, []Reason{ReasonResources}},
		{"two rooms", func(s *scene) { s.slot.ResourceIDs = []uuid.UUID{room1, room2} }, records.CodeInvalid, []Reason{ReasonResources}},
		{"one room twice", func(s *scene) { s.slot.ResourceIDs = []uuid.UUID{room1, room1} }, records.CodeInvalid, []Reason{ReasonResources}},
		{"a device for a room", func(s *scene) { s.slot.ResourceIDs = []uuid.UUID{scanner} }, records.CodeInvalid, []Reason{ReasonResources}},
		{"a room out of use", func(s *scene) { s.calendar.Resources[0].Active = false }, records.CodeInvalid, []Reason{ReasonResources}},
		{"front desk only", func(s *scene) { s.kind.BookableByChat = false }, records.CodeConflict, []Reason{ReasonFrontDeskOnly}},
		{"front desk only, by the front desk", func(s *scene) { s.kind.BookableByChat, s.by.Staff = false, true }, "", nil},
		{"past", func(s *scene) { moveTo(s, at(0, 9, 0)) }, records.CodeConflict, []Reason{ReasonPast}},
		{"past, by the front desk", func(s *scene) { moveTo(s, at(0, 9, 0)); s.by.Staff = true }, records.CodeConflict, []Reason{ReasonPast}},
		{"too soon", func(s *scene) { s.kind.LeadTime = 48 * time.Hour }, records.CodeConflict, []Reason{ReasonTooSoon}},
		{"too soon, by the front desk", func(s *scene) { s.kind.LeadTime, s.by.Staff = 48*time.Hour, true }, "", nil},
		{"too far", func(s *scene) { moveTo(s, at(35, 10, 0)) }, records.CodeConflict, []Reason{ReasonTooFar}},
		{"too far, by the front desk", func(s *scene) { moveTo(s, at(35, 10, 0)); s.by.Staff = true }, "", nil},
		{"too far even for the front desk", func(s *scene) { moveTo(s, at(7*110, 10, 0)); s.by.Staff = true }, records.CodeConflict, []Reason{ReasonTooFar}},
		{"closed", func(s *scene) { moveTo(s, at(1, 18, 0)) }, records.CodeConflict, []Reason{ReasonClosed}},
		{"ends after closing", func(s *scene) { s.kind.BufferAfter = 5 * time.Minute; moveTo(s, at(1, 16, 30)) }, records.CodeConflict, []Reason{ReasonClosed}},
		{"in a break", func(s *scene) { moveTo(s, at(1, 12, 0)) }, records.CodeConflict, []Reason{ReasonBreak}},
		{"buffer in a break", func(s *scene) { s.kind.BufferAfter = 5 * time.Minute; moveTo(s, at(1, 11, 30)) }, records.CodeConflict, []Reason{ReasonBreak}},
		{"off the grid", func(s *scene) { moveTo(s, at(1, 10, 10)) }, records.CodeConflict, []Reason{ReasonOffGrid}},
		{"practitioner taken", func(s *scene) { take(s, osei) }, records.CodeSlotTaken, []Reason{ReasonPractitionerTaken}},
		{"room taken", func(s *scene) { take(s, room1) }, records.CodeSlotTaken, []Reason{ReasonResourceTaken}},
		{"patient busy", func(s *scene) { take(s, patientID) }, records.CodeSlotTaken, []Reason{ReasonPatientTaken}},
		{"others taken", func(s *scene) { take(s, lee); take(s, room2); take(s, id(101)) }, "", nil},
		{"everything at once", func(s *scene) {
			s.kind.BookableByChat, s.kind.LeadTime = false, 30*time.Hour
			moveTo(s, at(1, 11, 50))
			s.slot.End = at(1, 12, 0)
			s.slot.ResourceIDs = []uuid.UUID{room1, scanner}
			for _, subject := range []uuid.UUID{osei, scanner, patientID} {
				s.calendar.Occupied = append(s.calendar.Occupied, records.Occupied{SubjectID: subject, Start: at(1, 12, 0), End: at(1, 13, 0)})
			}
		}, records.CodeInvalid, []Reason{
			ReasonLength, ReasonResources, ReasonFrontDeskOnly, ReasonTooSoon, ReasonBreak, ReasonOffGrid,
			ReasonPractitionerTaken, ReasonResourceTaken, ReasonPatientTaken,
		}},
		{"against the rules and taken", func(s *scene) { take(s, osei); moveTo(s, at(1, 10, 10)) }, records.CodeConflict, []Reason{ReasonOffGrid, ReasonPractitionerTaken}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := scene{calendar: exampleCalendar(), by: Booker{PatientID: patientID}, slot: Slot{
				AppointmentTypeID: visitID, PractitionerID: osei, ResourceIDs: []uuid.UUID{room1}, Start: at(1, 10, 0), End: at(1, 10, 30),
			}}
			s.kind = &s.calendar.Types[0]
			s.kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
			test.change(&s)
			err := CheckBooking(s.calendar, s.slot, at(0, 9, 10), s.by)
			if got := records.CodeOf(err); got != test.code {
				t.Fatalf("code of %v is %q, want %q", err, got, test.code)
			}
			if err == nil {
				return
			}
			refusal, _ := errors.AsType[*Refusal](err)
			if refusal == nil || !slices.Equal(refusal.Reasons, test.reasons) {
				t.Errorf("reasons are %v, want %v", refusal, test.reasons)
			}
			told, _ := errors.AsType[*records.Error](err)
			for _, reason := range test.reasons {
				if !strings.Contains(told.Message, reason.Sentence()) {
					t.Errorf("message %q leaves out %q", told.Message, reason.Sentence())
				}
			}
		})
	}
}

// TestReasonsAreComplete: every reason has a sentence and a code that edges
// know.
func TestReasonsAreComplete(t *testing.T) {
	t.Parallel()
	all := []Reason{
		ReasonType, ReasonPractitioner, ReasonLength, ReasonResources, ReasonFrontDeskOnly, ReasonPast, ReasonTooSoon, ReasonTooFar,
		ReasonLocation, ReasonClosed, ReasonBreak, ReasonWalkIn, ReasonAway, ReasonOffGrid, ReasonCapReached, ReasonGroupFull,
		ReasonPractitionerTaken, ReasonResourceTaken, ReasonGroupElsewhere, ReasonPatientTaken,
	}
	if len(all) != len(explanations) {
		t.Errorf("%d reasons have %d explanations", len(all), len(explanations))
	}
	for _, reason := range all {
		if !strings.HasSuffix(reason.Sentence(), ".") || reason.Code() == "" {
			t.Errorf("%s has the sentence %q and the code %q", reason, reason.Sentence(), reason.Code())
		}
	}
}

func TestCompleteSlot(t *testing.T) {
	t.Parallel()
	slot := Slot{AppointmentTypeID: visitID, PractitionerID: osei, ResourceIDs: []uuid.UUID{room2}, Start: at(1, 10, 0), End: at(1, 10, 30)}
	taken := func(subjects ...uuid.UUID) (rows []records.Occupied) {
		for _, subject := range subjects {
			rows = append(rows, records.Occupied{SubjectID: subject, Start: at(1, 9, 0), End: at(1, 11, 0)})
		}
		return rows
	}
	tests := []struct {
		name     string
		occupied []records.Occupied
		want     []uuid.UUID
	}{
		{"keeps what is free", nil, []uuid.UUID{room2}},
		{"replaces what is taken", taken(room2), []uuid.UUID{room1}},
		{"keeps what another would replace", taken(room1), []uuid.UUID{room2}},
		{"nothing free", taken(room1, room2), nil},
	}
	for _, test := range tests {
		calendar := exampleCalendar()
		calendar.Types[0].ResourceKinds = []records.ResourceKind{records.ResourceRoom}
		calendar.Occupied = test.occupied
		got, ok := CompleteSlot(calendar, slot, Booker{})
		if ok != (test.want != nil) || (ok && !slices.Equal(got.ResourceIDs, test.want)) {
			t.Errorf("%s: CompleteSlot = %v, %t; want %v", test.name, got.ResourceIDs, ok, test.want)
		}
		if !slices.Equal(slot.ResourceIDs, []uuid.UUID{room2}) {
			t.Fatalf("%s: the caller's slot was changed to %v", test.name, slot.ResourceIDs)
		}
	}
	slot.AppointmentTypeID = id(9)
	if _, ok := CompleteSlot(exampleCalendar(), slot, Booker{}); ok {
		t.Error("resources were chosen for an unknown type")
	}
}

// TestAlternatives: Tuesday 10:00 is lost. The same practitioner's next times
// come first, another's at the same time only when those are two days away.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	shown := func(slots []Slot) (texts []string) {
		names := map[uuid.UUID]string{osei: "osei ", lee: "lee "}
		for _, slot := range slots {
			texts = append(texts, names[slot.PractitionerID]+slot.Start.In(clinicZone).Format("Mon 15:04"))
		}
		return texts
	}
	tests := []struct {
		name     string
		lost     time.Time
		occupied []records.Occupied
		by       Booker
		want     []string
	}{
		{"the lost slot itself is never offered again", at(1, 10, 0), nil, Booker{}, []string{"osei Tue 09:30", "osei Tue 10:30", "osei Tue 09:00"}},
		{"nor when it was the first of the day", at(1, 9, 0), nil, Booker{}, []string{"osei Tue 09:30", "osei Tue 10:00", "osei Tue 10:30"}},
		{
			"the same practitioner the day after before another at once",
			at(1, 10, 0),
			[]records.Occupied{{SubjectID: osei, Start: at(0, 0, 0), End: at(2, 10, 30)}},
			Booker{},
			[]string{"osei Wed 10:30", "osei Wed 11:00", "osei Wed 11:30"},
		},
		{
			"another at once before the same practitioner in a week",
			at(1, 10, 0),
			[]records.Occupied{{SubjectID: osei, Start: at(0, 0, 0), End: at(7, 0, 0)}},
			Booker{},
			[]string{"lee Tue 10:00", "lee Tue 09:30", "lee Tue 10:30"},
		},
		{
			"not over the patient's own time",
			at(1, 10, 0),
			[]records.Occupied{{SubjectID: patientID, Start: at(1, 9, 0), End: at(1, 11, 0)}},
			Booker{PatientID: patientID},
			[]string{"osei Tue 11:00", "osei Tue 11:30", "osei Tue 13:00"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			calendar.Occupied = test.occupied
			lost := Slot{AppointmentTypeID: visitID, PractitionerID: osei, Start: test.lost, End: test.lost.Add(30 * time.Minute)}
			got := Alternatives(calendar, lost, at(0, 9, 10), test.by, 3)
			if !slices.Equal(shown(got), test.want) {
				t.Errorf("Alternatives = %q, want %q", shown(got), test.want)
			}
		})
	}
}

// reasonsOf gives why a booking was refused.
func reasonsOf(err error) []Reason {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal.Reasons
	}
	return nil
}

// TestCheckBookingOfSeatsAndSessions continues TestCheckBooking with groups,
// caps, overbooking, leave and sites.
func TestCheckBookingOfSeatsAndSessions(t *testing.T) {
	t.Parallel()
	type scene struct {
		calendar Calendar
		kind     *records.AppointmentType
		slot     Slot
		by       Booker
	}
	group := GroupID(visitID, osei, at(1, 10, 0))
	take := func(s *scene, row records.Occupied) {
		if row.Start.IsZero() {
			row.Start, row.End = at(1, 10, 0), at(1, 10, 30)
		}
		s.calendar.Occupied = append(s.calendar.Occupied, row)
	}
	overbook := func(s *scene, capacity int) {
		s.calendar.Practitioners[0].OverbookingCapacity = capacity
		s.by.Staff, s.by.OverbookingReason = true, "in pain"
	}
	tests := []struct {
		name    string
		change  func(*scene)
		code    records.Code
		reasons []Reason
	}{
		{"on leave", func(s *scene) {
			s.calendar.Absences = []records.Absence{{
				PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: records.LocalDate{Year: 2026, Month: 6, Day: 2},
				EndDate: records.LocalDate{Year: 2026, Month: 6, Day: 3}, EndTime: dayEnd,
			}}
		}, records.CodeConflict, []Reason{ReasonAway}},
		{"on leave, by staff who would overbook", func(s *scene) {
			overbook(s, 2)
			s.calendar.Absences = []records.Absence{{
				PractitionerID: osei, Kind: records.AbsenceLeave, StartDate: records.LocalDate{Year: 2026, Month: 6, Day: 2},
				EndDate: records.LocalDate{Year: 2026, Month: 6, Day: 3}, EndTime: dayEnd,
			}}
		}, records.CodeConflict, []Reason{ReasonAway}},
		{"walk-in hours", func(s *scene) {
			s.calendar.Availability = append(s.calendar.Availability, records.Availability{
				PractitionerID: osei, Kind: records.AvailabilityWalkIn, Weekday: time.Tuesday, Start: 600, End: 660,
			})
		}, records.CodeConflict, []Reason{ReasonWalkIn}},
		{"a session for other types", func(s *scene) {
			for i := range s.calendar.Availability {
				s.calendar.Availability[i].AppointmentTypeIDs = []uuid.UUID{id(299)}
			}
		}, records.CodeConflict, []Reason{ReasonClosed}},
		{"a room at another site", func(s *scene) { s.calendar.Resources[0].LocationID = north }, records.CodeInvalid, []Reason{ReasonResources}},
		{"the day's cap", func(s *scene) {
			s.kind.DailyCap = 1
			take(s, records.Occupied{SubjectID: QuotaID(osei, visitID), Start: at(1, 0, 0), End: at(2, 0, 0), Seat: 1})
		}, records.CodeSlotTaken, []Reason{ReasonCapReached}},
		{"the day's cap, by staff who would overbook", func(s *scene) {
			overbook(s, 2)
			s.kind.DailyCap = 1
			take(s, records.Occupied{SubjectID: QuotaID(osei, visitID), Start: at(1, 0, 0), End: at(2, 0, 0), Seat: 1})
		}, records.CodeSlotTaken, []Reason{ReasonCapReached}},
		{"a place in a group", func(s *scene) {
			s.kind.Capacity = 3
			take(s, records.Occupied{SubjectID: osei, GroupID: group, Seats: 2})
			take(s, records.Occupied{SubjectID: room1, GroupID: group, Seats: 2})
		}, "", nil},
		{"a full group", func(s *scene) {
			s.kind.Capacity = 2
			take(s, records.Occupied{SubjectID: osei, GroupID: group, Seats: 2})
			take(s, records.Occupied{SubjectID: room1, GroupID: group, Seats: 2})
		}, records.CodeSlotTaken, []Reason{ReasonGroupFull}},
		{"a group in another room", func(s *scene) {
			s.kind.Capacity = 2
			take(s, records.Occupied{SubjectID: osei, GroupID: group, Seats: 1})
			take(s, records.Occupied{SubjectID: room2, GroupID: group, Seats: 1})
		}, records.CodeSlotTaken, []Reason{ReasonGroupElsewhere}},
		{"another group's time", func(s *scene) {
			s.kind.Capacity = 2
			take(s, records.Occupied{SubjectID: osei, GroupID: GroupID(visitID, osei, at(1, 10, 15)), Start: at(1, 10, 15), End: at(1, 10, 45), Seats: 1})
		}, records.CodeSlotTaken, []Reason{ReasonPractitionerTaken}},
		{"a second place for one patient", func(s *scene) {
			s.kind.Capacity = 3
			take(s, records.Occupied{SubjectID: osei, GroupID: group, Seats: 1})
			take(s, records.Occupied{SubjectID: room1, GroupID: group, Seats: 1})
			take(s, records.Occupied{SubjectID: patientID})
		}, records.CodeSlotTaken, []Reason{ReasonPatientTaken}},
		{"overbooked within the capacity", func(s *scene) {
			overbook(s, 1)
			take(s, records.Occupied{SubjectID: osei})
			take(s, records.Occupied{SubjectID: room1})
		}, "", nil},
		{"overbooked beyond the capacity", func(s *scene) {
			overbook(s, 1)
			take(s, records.Occupied{SubjectID: osei})
			take(s, records.Occupied{SubjectID: osei, Seat: 1})
		}, records.CodeSlotTaken, []Reason{ReasonPractitionerTaken}},
		{"overbooked without a capacity", func(s *scene) {
			overbook(s, 0)
			take(s, records.Occupied{SubjectID: osei})
		}, records.CodeSlotTaken, []Reason{ReasonPractitionerTaken}},
		{"overbooked by a patient", func(s *scene) {
			overbook(s, 1)
			s.by.Staff = false
			take(s, records.Occupied{SubjectID: osei})
		}, records.CodeSlotTaken, []Reason{ReasonPractitionerTaken}},
		{"overbooked over the patient's own time", func(s *scene) {
			overbook(s, 1)
			take(s, records.Occupied{SubjectID: osei})
			take(s, records.Occupied{SubjectID: patientID})
		}, records.CodeSlotTaken, []Reason{ReasonPatientTaken}},
		{"overbooked over a device", func(s *scene) {
			overbook(s, 1)
			s.kind.ResourceKinds, s.slot.ResourceIDs = []records.ResourceKind{records.ResourceDevice}, []uuid.UUID{scanner}
			take(s, records.Occupied{SubjectID: scanner})
		}, records.CodeSlotTaken, []Reason{ReasonResourceTaken}},
		{"a group is not overbooked", func(s *scene) {
			overbook(s, 2)
			s.kind.Capacity = 2
			take(s, records.Occupied{SubjectID: osei, GroupID: group, Seats: 2})
			take(s, records.Occupied{SubjectID: room1, GroupID: group, Seats: 2})
		}, records.CodeSlotTaken, []Reason{ReasonGroupFull}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := scene{calendar: exampleCalendar(), by: Booker{PatientID: patientID}, slot: Slot{
				AppointmentTypeID: visitID, PractitionerID: osei, ResourceIDs: []uuid.UUID{room1}, Start: at(1, 10, 0), End: at(1, 10, 30),
			}}
			s.kind = &s.calendar.Types[0]
			s.kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
			test.change(&s)
			err := CheckBooking(s.calendar, s.slot, at(0, 9, 10), s.by)
			if got := records.CodeOf(err); got != test.code || !slices.Equal(reasonsOf(err), test.reasons) {
				t.Fatalf("CheckBooking = %v, want the code %q for %v", err, test.code, test.reasons)
			}
		})
	}
}
