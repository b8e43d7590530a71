package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/admin"
	"frontdesk/records"
)

// changeAppointment sends a change of the fixture's appointment at a version.
func (b *bench) changeAppointment(t *testing.T, what string, version int64, body string) reply {
	t.Helper()
	path := "/api/v1/appointments/" + id(idAppointment).String() + "/" + what
	return b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", fmt.Sprintf("%q", fmt.Sprint(version)))
}

// Invariant 9: a move keeps the id and raises the version; the old version can
// do nothing any more, and the history tells of it.
func TestMoveByStaff(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	got := b.changeAppointment(t, "move", 1, fmt.Sprintf(`{"start":"2026-03-04T13:00:00-05:00","practitionerId":%q,"reason":"the patient called"}`, id(idOsei)))
	moved := want[admin.Appointment](t, got, http.StatusOK)
	if moved.ID != id(idAppointment) || moved.Version != 2 || got.header.Get("ETag") != `"2"` || moved.Practitioner.ID != id(idOsei) ||
		moved.Start.Format(time.RFC3339) != "2026-03-04T13:00:00-05:00" || moved.Moves != 0 {
		t.Errorf("moved: %+v", moved)
	}
	refused(t, b.changeAppointment(t, "cancel", 1, `{"cancelationReason":"pat"}`), http.StatusPreconditionFailed, records.CodeConflict)
	history := want[struct{ Events []admin.AppointmentEvent }](t,
		b.call(t, "GET", "/api/v1/appointments/"+id(idAppointment).String()+"/history", b.a.frontDesk, ""), http.StatusOK).Events
	if len(history) != 2 || history[1].Reason != "the patient called" || history[1].Agent != "staff" || history[1].Channel != "api" ||
		history[1].Practitioner.Display != "Dr Osei" || !history[0].Start.Before(history[1].Start) {
		t.Errorf("history: %+v", history)
	}
	// The old time is free again, and the new one is taken.
	b.book(t, booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00"))
	taken := b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, booking(idSibling, idVisit, idOsei, "2026-03-04T13:00:00-05:00"))
	refused(t, taken, http.StatusConflict, records.CodeSlotTaken)
}

func TestMoveToATakenTimeChangesNothing(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.book(t, booking(idSibling, idVisit, idLee, "2026-03-02T11:00:00-05:00"))
	problem := refused(t, b.changeAppointment(t, "move", 1, `{"start":"2026-03-02T11:00:00-05:00"}`), http.StatusConflict, records.CodeSlotTaken)
	if len(problem.Alternatives) != 3 {
		t.Errorf("alternatives %+v", problem.Alternatives)
	}
	same := want[admin.Appointment](t, b.call(t, "GET", "/api/v1/appointments/"+id(idAppointment).String(), b.a.frontDesk, ""), http.StatusOK)
	if same.Version != 1 || same.Start.Format(time.RFC3339) != "2026-03-02T10:00:00-05:00" {
		t.Errorf("afterwards: %+v", same)
	}
	refused(t, b.changeAppointment(t, "move", 1, `{"start":"2026-03-02T10:00:00-05:00"}`), http.StatusUnprocessableEntity, records.CodeInvalid)
}

// TestOverbookingIsExplicit books over a taken time: with a reason and within
// the practitioner's capacity only. When the first appointment goes, the one
// over it moves up and the time is not sold again.
func TestOverbookingIsExplicit(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	over := func(reason string) string {
		return strings.Replace(booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00"), "}", fmt.Sprintf(`,"overbookingReason":%q}`, reason), 1)
	}
	book := func(body string) reply { return b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body) }
	refused(t, book(over("pain")), http.StatusConflict, records.CodeSlotTaken)
	b.change(t, b.a.id, "UPDATE practitioner SET overbooking_capacity = 1 WHERE id = $1", id(idLee))
	b.change(t, b.a.id, "UPDATE clinic SET version = version + 1")
	b.pass(5 * time.Second) // settings are read anew after a while
	refused(t, book(over("")), http.StatusConflict, records.CodeSlotTaken)
	booked := want[admin.Appointment](t, book(over("pain")), http.StatusCreated)
	if booked.OverbookingReason != "pain" {
		t.Errorf("the reason is not kept: %+v", booked)
	}
	// The one seat of the capacity is gone, for a third patient, too.
	b.change(t, b.a.id, `INSERT INTO patient (clinic_id, id, name, birth_date, language, created_at)
		VALUES (current_clinic(), $1, 'Cy Quist', '1990-01-01', 'en', now())`, id(50))
	third := strings.Replace(over("pain, too"), id(idSibling).String(), id(50).String(), 1)
	refused(t, book(third), http.StatusConflict, records.CodeSlotTaken)

	want[admin.Appointment](t, b.changeAppointment(t, "cancel", 1, `{"cancelationReason":"pat"}`), http.StatusOK)
	ordinary := strings.Replace(booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00"), id(idSibling).String(), id(50).String(), 1)
	refused(t, book(ordinary), http.StatusConflict, records.CodeSlotTaken)
	var seat int
	b.read(t, &seat, "SELECT seat FROM occupancy WHERE appointment_id = $1 AND subject_kind = 'practitioner'", booked.ID)
	if seat != 0 {
		t.Errorf("the overbooked appointment is on seat %d, and the ordinary one is free to be sold", seat)
	}
}

func TestMarking(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.change(t, b.a.id, "UPDATE appointment_type SET no_show_fee = 3000 WHERE id = $1", id(idVisit))
	b.change(t, b.a.id, "UPDATE clinic SET version = version + 1")
	b.pass(5 * time.Second) // settings are read anew after a while
	mark := func(version int64, status string) reply {
		return b.changeAppointment(t, "status", version, fmt.Sprintf(`{"status":%q,"reason":"seen at the desk"}`, status))
	}
	// It is at 10:00; the clock shows a little after eight.
	early := refused(t, mark(1, "noshow"), http.StatusConflict, records.CodeConflict)
	if !strings.Contains(early.Detail, "not begun") {
		t.Errorf("a no-show before the start: %s", early.Detail)
	}
	arrived := want[admin.Appointment](t, mark(1, "arrived"), http.StatusOK)
	if arrived.Status != records.AppointmentArrived || arrived.Arrived == "" {
		t.Errorf("arrived: %+v", arrived)
	}
	back := want[admin.Appointment](t, mark(2, "booked"), http.StatusOK)
	if back.Status != records.AppointmentBooked || back.Arrived != "" {
		t.Errorf("back to booked: %+v", back)
	}
	b.pass(3 * time.Hour)
	missed := want[admin.Appointment](t, mark(3, "noshow"), http.StatusOK)
	if missed.Status != records.AppointmentNoShow || missed.Fee != 3000 {
		t.Errorf("no-show: %+v", missed)
	}
	refused(t, mark(4, "fulfilled"), http.StatusConflict, records.CodeConflict)
	late := want[admin.Appointment](t, mark(4, "arrived"), http.StatusOK)
	if late.Fee != 0 || late.Status != records.AppointmentArrived {
		t.Errorf("who came after all pays no no-show: %+v", late)
	}
	want[admin.Appointment](t, mark(5, "checked-in"), http.StatusOK)
	want[admin.Appointment](t, mark(6, "fulfilled"), http.StatusOK)
	refused(t, mark(7, "booked"), http.StatusConflict, records.CodeConflict)
}

type seriesBody struct {
	ID           string
	Appointments []admin.Appointment
}

// TestSeriesIsAllOrNothing holds that one clash keeps every appointment of a
// series from being booked, and that every clash is told with alternatives.
func TestSeriesIsAllOrNothing(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	series := func(patient uint64, start string, count int) reply {
		body := strings.Replace(booking(patient, idVisit, idOsei, start), "}", fmt.Sprintf(`,"everyWeeks":1,"count":%d}`, count), 1)
		return b.call(t, "POST", "/api/v1/appointment-series", b.a.frontDesk, body)
	}
	b.book(t, booking(idSibling, idVisit, idOsei, "2026-03-17T09:00:00-04:00"))
	b.book(t, booking(idSibling, idVisit, idOsei, "2026-03-31T09:00:00-04:00"))
	problem := refused(t, series(idPatient, "2026-03-03T09:00:00-05:00", 6), http.StatusConflict, records.CodeConflict)
	if len(problem.Clashes) != 2 || problem.Clashes[0].Start.Format(time.RFC3339) != "2026-03-17T09:00:00-04:00" ||
		problem.Clashes[1].Start.Format(time.RFC3339) != "2026-03-31T09:00:00-04:00" || len(problem.Clashes[0].Alternatives) != 3 ||
		!strings.Contains(problem.Clashes[0].Detail, "practitioner") {
		t.Fatalf("problem %+v", problem)
	}
	var booked int
	b.read(t, &booked, "SELECT count(*) FROM appointment WHERE patient_id = $1 AND practitioner_id = $2", id(idPatient), id(idOsei))
	if booked != 0 {
		t.Errorf("%d appointments are left of a series that was refused", booked)
	}
	got := want[seriesBody](t, series(idPatient, "2026-03-03T10:00:00-05:00", 6), http.StatusCreated)
	for week, one := range got.Appointments {
		// The clocks change on 8 March; the patient's time of day does not.
		if one.Start.Format("15:04") != "10:00" || one.SeriesID != got.ID || one.Start.YearDay() != 62+7*week {
			t.Errorf("occurrence %d: %+v", week, one)
		}
	}
	rest := want[seriesBody](t, b.call(t, "POST", "/api/v1/appointment-series/"+got.ID+"/cancel", b.a.frontDesk,
		`{"from":"2026-03-20T00:00:00-04:00","cancelationReason":"pat"}`), http.StatusOK)
	if len(rest.Appointments) != 3 {
		t.Errorf("%d were cancelled, want the last three", len(rest.Appointments))
	}
	var left int
	b.read(t, &left, "SELECT count(*) FROM appointment WHERE series_id = $1 AND status = 'booked'", got.ID)
	if left != 3 {
		t.Errorf("%d are left, want the first three", left)
	}
}
