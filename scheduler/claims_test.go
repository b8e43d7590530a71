package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// TestClaims shows what an appointment takes, Tuesday 10:00–10:30 with buffers
// of five minutes, in one room.
func TestClaims(t *testing.T) {
	t.Parallel()
	group := GroupID(visitID, osei, at(1, 10, 0))
	seat := func(subject uuid.UUID, number int) records.Occupied {
		return records.Occupied{SubjectID: subject, Start: at(1, 9, 55), End: at(1, 10, 35), Seat: number, Seats: 1}
	}
	onDay := func(subject uuid.UUID, number int) records.Occupied {
		return records.Occupied{SubjectID: subject, Start: at(1, 0, 0), End: at(2, 0, 0), Seat: number, Seats: 1}
	}
	all, visits := QuotaID(osei, uuid.Nil), QuotaID(osei, visitID)
	type taken struct {
		kind    ClaimKind
		subject uuid.UUID
		seat    int
		shared  bool
	}
	plain := []taken{{ClaimPractitioner, osei, 0, false}, {ClaimRoom, room1, 0, false}, {ClaimPatient, patientID, 0, false}}
	tests := []struct {
		name   string
		change func(*Calendar, *records.AppointmentType, *Booker)
		want   []taken
		code   records.Code
	}{
		{"alone", func(*Calendar, *records.AppointmentType, *Booker) {}, plain, ""},
		{"the first of a group", func(_ *Calendar, kind *records.AppointmentType, _ *Booker) { kind.Capacity = 3 }, []taken{
			{ClaimPractitioner, osei, 0, true},
			{ClaimRoom, room1, 0, true},
			{ClaimGroup, groupRoomsID(group), 0, true},
			{ClaimGroup, group, 1, false},
			{ClaimPatient, patientID, 0, false},
		}, ""},
		{"the place that somebody left", func(calendar *Calendar, kind *records.AppointmentType, _ *Booker) {
			kind.Capacity = 3
			calendar.Occupied = []records.Occupied{seat(group, 1), seat(group, 3)}
		}, []taken{
			{ClaimPractitioner, osei, 0, true},
			{ClaimRoom, room1, 0, true},
			{ClaimGroup, groupRoomsID(group), 0, true},
			{ClaimGroup, group, 2, false},
			{ClaimPatient, patientID, 0, false},
		}, ""},
		{"a full group", func(calendar *Calendar, kind *records.AppointmentType, _ *Booker) {
			kind.Capacity = 2
			calendar.Occupied = []records.Occupied{seat(group, 1), seat(group, 2)}
		}, nil, records.CodeSlotTaken},
		{"under both caps", func(calendar *Calendar, kind *records.AppointmentType, _ *Booker) {
			calendar.Practitioners[0].DailyCap, kind.DailyCap = 4, 2
			calendar.Occupied = []records.Occupied{onDay(all, 1), onDay(all, 2), onDay(visits, 2)}
		}, append(slices.Clone(plain), taken{ClaimQuota, all, 3, false}, taken{ClaimQuota, visits, 1, false}), ""},
		{"a cap that is reached", func(calendar *Calendar, kind *records.AppointmentType, _ *Booker) {
			kind.DailyCap = 2
			calendar.Occupied = []records.Occupied{onDay(visits, 1), onDay(visits, 2)}
		}, nil, records.CodeSlotTaken},
		{"a cap that was lowered", func(calendar *Calendar, kind *records.AppointmentType, _ *Booker) {
			kind.DailyCap = 2
			calendar.Occupied = []records.Occupied{onDay(visits, 4), onDay(visits, 5)}
		}, nil, records.CodeSlotTaken},
		{"over taken time", func(calendar *Calendar, _ *records.AppointmentType, by *Booker) {
			calendar.Practitioners[0].OverbookingCapacity = 2
			by.Staff, by.OverbookingReason = true, "in pain"
			calendar.Occupied = []records.Occupied{seat(osei, 0), seat(osei, 1), seat(room1, 0)}
		}, []taken{{ClaimPractitioner, osei, 2, false}, {ClaimRoom, room1, 1, false}, {ClaimPatient, patientID, 0, false}}, ""},
		{"over taken time once too often", func(calendar *Calendar, _ *records.AppointmentType, by *Booker) {
			calendar.Practitioners[0].OverbookingCapacity = 1
			by.Staff, by.OverbookingReason = true, "in pain"
			calendar.Occupied = []records.Occupied{seat(osei, 0), seat(osei, 1)}
		}, nil, records.CodeSlotTaken},
		{"allowed to overbook what is free", func(calendar *Calendar, _ *records.AppointmentType, by *Booker) {
			calendar.Practitioners[0].OverbookingCapacity = 2
			by.Staff, by.OverbookingReason = true, "in pain"
		}, plain, ""},
		{"a reason without the right", func(calendar *Calendar, _ *records.AppointmentType, by *Booker) {
			calendar.Practitioners[0].OverbookingCapacity = 2
			by.OverbookingReason = "please"
			calendar.Occupied = []records.Occupied{seat(osei, 0)}
		}, plain, ""},
		{"an unknown type", func(_ *Calendar, kind *records.AppointmentType, _ *Booker) { kind.ID = id(9) }, nil, records.CodeNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calendar := exampleCalendar()
			kind := &calendar.Types[0]
			kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
			kind.BufferBefore, kind.BufferAfter = 5*time.Minute, 5*time.Minute
			by := Booker{PatientID: patientID}
			test.change(&calendar, kind, &by)
			slot := Slot{
				AppointmentTypeID: visitID, PractitionerID: osei, ResourceIDs: []uuid.UUID{room1}, Start: at(1, 10, 0), End: at(1, 10, 30),
			}
			claims, err := Claims(calendar, slot, by)
			if got := records.CodeOf(err); got != test.code {
				t.Fatalf("Claims: %v, want the code %q", err, test.code)
			}
			var got []taken
			for _, claim := range claims {
				got = append(got, taken{claim.Kind, claim.SubjectID, claim.Seat, claim.GroupID != uuid.Nil})
				want := Window{Start: at(1, 9, 55), End: at(1, 10, 35)}
				if claim.Kind == ClaimQuota {
					want = Window{Start: at(1, 0, 0), End: at(2, 0, 0)}
				}
				if (Window{Start: claim.Start, End: claim.End}) != want {
					t.Errorf("%s is claimed %v–%v, want %v", claim.Kind, claim.Start, claim.End, want)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("Claims = %v, want %v", got, test.want)
			}
			need := BookingNeed(calendar, slot, by)
			for _, row := range calendar.Occupied {
				if err == nil && !slices.Contains(need.SubjectIDs, row.SubjectID) {
					t.Errorf("BookingNeed leaves out %v, which decides about a seat", row.SubjectID)
				}
			}
		})
	}
}

// TestGroupAndQuotaIDs: the ids are stored, so they must stay what they are.
func TestGroupAndQuotaIDs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		got  uuid.UUID
		want string
	}{
		{"group", GroupID(visitID, osei, at(1, 10, 0)), "832a71d6-076d-5781-9336-b23b2634bfb7"},
		{"group in another zone", GroupID(visitID, osei, at(1, 10, 0).In(clinicZone)), "832a71d6-076d-5781-9336-b23b2634bfb7"},
		{"quota of all", QuotaID(osei, uuid.Nil), "adc4598c-dc0b-5889-8568-bef1937b5290"},
		{"quota of a type", QuotaID(osei, visitID), "d22a8855-e2fa-5f14-9d7b-481846e18de5"},
	} {
		if test.got.Version() != 5 || test.got.String() != test.want {
			t.Errorf("%s is %v, want %s", test.name, test.got, test.want)
		}
	}
	if GroupID(visitID, osei, at(1, 10, 0)) == GroupID(visitID, osei, at(1, 10, 15)) || QuotaID(osei, visitID) == QuotaID(lee, visitID) {
		t.Error("different groups or quotas have one id")
	}
}
