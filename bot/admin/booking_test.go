package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/admin"
	"frontdesk/records"
)

type slotList struct {
	Slots []admin.Slot `json:"slots"`
}

// book books and expects it to work.
func (b *bench) book(t *testing.T, body string, headers ...string) admin.Appointment {
	t.Helper()
	return want[admin.Appointment](t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body, headers...), http.StatusCreated)
}

// appointments counts what is booked or was, of a day.
func (b *bench) appointments(t *testing.T, date string) []admin.Appointment {
	t.Helper()
	type page struct {
		Date, TimeZone, NextCursor string
		Appointments               []admin.Appointment
	}
	return want[page](t, b.call(t, "GET", "/api/v1/appointments?date="+date, b.a.frontDesk, ""), http.StatusOK).Appointments
}

func TestBookWhatWasOffered(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	// Invariant 8: what search offers, booking accepts.
	free := want[slotList](t, b.call(t, "GET", "/api/v1/slots?limit=3&appointment-type="+id(idScan).String(), b.a.frontDesk, ""), http.StatusOK).Slots
	if len(free) != 3 || free[0].Start.Format(time.RFC3339) != "2026-03-02T09:00:00-05:00" || len(free[0].ResourceIDs) != 1 {
		t.Fatalf("slots %+v", free)
	}
	got := b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, fmt.Sprintf(
		`{"patientId":%q,"appointmentTypeId":%q,"practitionerId":%q,"start":%q,"resourceIds":[%q]}`,
		id(idPatient), free[0].AppointmentTypeID, free[0].Practitioner.ID, free[0].Start.Format(time.RFC3339), free[0].ResourceIDs[0]))
	booked := want[admin.Appointment](t, got, http.StatusCreated)
	if booked.Status != records.AppointmentBooked || booked.Patient.Display != "Ada Quist" || booked.AppointmentType.Display != "Scan" ||
		!booked.Start.Equal(free[0].Start) || booked.Version != 1 {
		t.Errorf("booked %+v", booked)
	}
	if got.header.Get("Location") != "/api/v1/appointments/"+booked.ID.String() || got.header.Get("ETag") != `"1"` {
		t.Errorf("headers %v", got.header)
	}
	read := b.call(t, "GET", got.header.Get("Location"), b.a.manager, "")
	if read.body != got.body || read.header.Get("ETag") != `"1"` {
		t.Errorf("read %s instead of %s", read.body, got.body)
	}
	if today := b.appointments(t, ""); len(today) != 2 || today[0].ID != booked.ID {
		t.Errorf("today is %+v", today)
	}
}

func TestSlotTakenComesWithAlternatives(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	got := b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00"))
	problem := refused(t, got, http.StatusConflict, records.CodeSlotTaken)
	if len(problem.Alternatives) != 3 || len(problem.Errors) != 1 || problem.Errors[0].Field != "start" {
		t.Fatalf("problem %+v", problem)
	}
	free := problem.Alternatives[0]
	b.book(t, fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q,"practitionerId":%q,"start":%q}`,
		id(idSibling), free.AppointmentTypeID, free.Practitioner.ID, free.Start.Format(time.RFC3339)))
}

func TestBookingIsRefusedWithReasons(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for name, test := range map[string]struct {
		body   string
		status int
		code   records.Code
		says   string
	}{
		"closed":                   {booking(idPatient, idVisit, idLee, "2026-03-03T22:00:00-05:00"), 409, records.CodeConflict, "hours"},
		"off grid":                 {booking(idPatient, idVisit, idLee, "2026-03-03T09:10:00-05:00"), 409, records.CodeConflict, "do not start"},
		"past":                     {booking(idPatient, idVisit, idLee, "2026-02-27T09:00:00-05:00"), 409, records.CodeConflict, "past"},
		"the patient is elsewhere": {booking(idPatient, idVisit, idOsei, "2026-03-02T10:00:00-05:00"), 409, records.CodeSlotTaken, "patient"},
		"year 9999":                {booking(idPatient, idVisit, idLee, "9999-03-03T09:00:00Z"), 422, records.CodeInvalid, "1850"},
		"a room too many": {strings.Replace(booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00-05:00"), "}",
			`,"resourceIds":["`+id(idRoomOne).String()+`"]}`, 1), 422, records.CodeInvalid, "room"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problem := refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, test.body), test.status, test.code)
			if !strings.Contains(problem.Detail, test.says) {
				t.Errorf("detail %q", problem.Detail)
			}
		})
	}
}

// TestRepeatedBookingIsOne sends one booking ten times at once under one key,
// and then again: one appointment, the same answer each time (invariant 2, for
// staff).
func TestRepeatedBookingIsOne(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	body := booking(idSibling, idVisit, idOsei, "2026-03-04T11:00:00-05:00")
	answers := make([]reply, 10)
	var rivals sync.WaitGroup
	for i := range answers {
		rivals.Go(func() {
			answers[i] = b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body, "Idempotency-Key", "key-1")
		})
	}
	rivals.Wait()
	answers = append(answers, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body, "Idempotency-Key", "key-1"))
	for _, answer := range answers {
		if answer.status != http.StatusCreated || answer.body != answers[0].body || answer.header.Get("ETag") != `"1"` {
			t.Errorf("status %d: %s instead of %s", answer.status, answer.body, answers[0].body)
		}
	}
	if booked := b.appointments(t, "2026-03-04"); len(booked) != 1 {
		t.Errorf("%d appointments", len(booked))
	}
	actions := make(map[records.AuditAction]int)
	for _, event := range b.audit(t, b.a.id) {
		if event.EntityKind == "Appointment" && event.PatientID == id(idSibling) {
			actions[event.Action]++
		}
	}
	if actions[records.AuditCreate] != 1 || actions[records.AuditRead] != 10 {
		t.Errorf("audited as %v", actions)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	body := booking(idPatient, idVisit, idOsei, "2026-03-04T11:00:00-05:00")
	first := b.book(t, body, "Idempotency-Key", "k")

	t.Run("another request under the key is refused", func(t *testing.T) {
		t.Parallel()
		other := booking(idPatient, idVisit, idOsei, "2026-03-05T11:00:00-05:00")
		problem := refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, other, "Idempotency-Key", "k"), 422, records.CodeInvalid)
		if problem.Errors[0].Field != "Idempotency-Key" {
			t.Errorf("errors %v", problem.Errors)
		}
	})
	t.Run("the same instant in another zone is the same request", func(t *testing.T) {
		t.Parallel()
		same := booking(idPatient, idVisit, idOsei, "2026-03-04T16:00:00Z")
		if again := b.book(t, same, "Idempotency-Key", "k"); again.ID != first.ID {
			t.Errorf("booked %s again as %s", first.ID, again.ID)
		}
	})
	t.Run("a colleague's key is their own", func(t *testing.T) {
		t.Parallel()
		refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.manager, body, "Idempotency-Key", "k"), 409, records.CodeSlotTaken)
	})
	t.Run("without a key nothing is repeated", func(t *testing.T) {
		t.Parallel()
		refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body), 409, records.CodeSlotTaken)
	})
	t.Run("a time that was taken stays so under the key", func(t *testing.T) {
		t.Parallel()
		taken := booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00")
		one := refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, taken, "Idempotency-Key", "t", "X-Request-Id", "r"), 409, records.CodeSlotTaken)
		two := refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, taken, "Idempotency-Key", "t", "X-Request-Id", "r"), 409, records.CodeSlotTaken)
		if fmt.Sprint(one) != fmt.Sprint(two) || len(two.Alternatives) != 3 {
			t.Errorf("first %v then %v", one, two)
		}
	})
	t.Run("a refusal that changed nothing frees the key", func(t *testing.T) {
		t.Parallel()
		closed := booking(idPatient, idVisit, idOsei, "2026-03-07T11:00:00-05:00")
		refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, closed, "Idempotency-Key", "f"), 409, records.CodeConflict)
		b.book(t, booking(idPatient, idVisit, idOsei, "2026-03-06T11:00:00-05:00"), "Idempotency-Key", "f")
	})
	t.Run("a day later the key is free", func(t *testing.T) {
		t.Parallel()
		early := booking(idPatient, idVisit, idLee, "2026-03-09T11:00:00-04:00")
		// Nobody else asks as the manager: a rival that was deleting the old key,
		// and then failed, would leave it in place for this call.
		ask := func() reply {
			return b.call(t, "POST", "/api/v1/appointments", b.a.manager, early, "Idempotency-Key", "old")
		}
		want[admin.Appointment](t, ask(), http.StatusCreated)
		b.change(t, b.a.id, "UPDATE idempotent_request SET created_at = $1 WHERE key = 'old'", monday.Add(-25*time.Hour))
		refused(t, ask(), 409, records.CodeSlotTaken)
	})
	for name, key := range map[string]string{"with a space": "a b", "not ASCII": "é", "too long": strings.Repeat("k", 256)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problem := refused(t, b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, body, "Idempotency-Key", key), 422, records.CodeInvalid)
			if problem.Errors[0].Field != "Idempotency-Key" {
				t.Errorf("errors %v", problem.Errors)
			}
		})
	}
}

// TestRivalsForOneSlot is invariant 7 through the API: one wins, the others
// are told what is free instead.
func TestRivalsForOneSlot(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	answers := make([]reply, 20)
	var rivals sync.WaitGroup
	for i := range answers {
		rivals.Go(func() {
			patient := uint64(idPatient + i%2)
			answers[i] = b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, booking(patient, idVisit, idOsei, "2026-03-04T11:00:00-05:00"))
		})
	}
	rivals.Wait()
	won := 0
	for _, answer := range answers {
		if answer.status == http.StatusCreated {
			won++
			continue
		}
		if problem := refused(t, answer, http.StatusConflict, records.CodeSlotTaken); len(problem.Alternatives) != 3 {
			t.Errorf("alternatives %v", problem.Alternatives)
		}
	}
	if booked := b.appointments(t, "2026-03-04"); won != 1 || len(booked) != 1 {
		t.Errorf("%d winners, %d appointments", won, len(booked))
	}
}

// TestRivalsForRooms books two practitioners at one time, whose patients both
// need a room: there are two, so nobody loses, whichever was chosen first.
func TestRivalsForRooms(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for hour := 9; hour < 17; hour++ {
		answers := make([]reply, 2)
		var rivals sync.WaitGroup
		for i := range answers {
			rivals.Go(func() {
				start := fmt.Sprintf("2026-03-04T%02d:00:00-05:00", hour)
				answers[i] = b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, booking(idPatient+uint64(i), idScan, idLee+uint64(i), start))
			})
		}
		rivals.Wait()
		one, two := want[admin.Appointment](t, answers[0], http.StatusCreated), want[admin.Appointment](t, answers[1], http.StatusCreated)
		if one.ResourceIDs[0] == two.ResourceIDs[0] {
			t.Errorf("both in room %s", one.ResourceIDs[0])
		}
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	path := "/api/v1/appointments/" + id(idAppointment).String() + "/cancel"
	body := `{"cancelationReason":"prov"}`

	missing := b.call(t, "POST", path, b.a.frontDesk, body)
	refused(t, missing, http.StatusPreconditionRequired, records.CodeInvalid)
	for _, tag := range []string{`1`, `W/"1"`, `"1","2"`, `*`, `"0"`, `"-1"`, `"99999999999999999999"`, `""`} {
		refused(t, b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", tag), http.StatusUnprocessableEntity, records.CodeInvalid)
	}
	refused(t, b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", `"2"`), http.StatusPreconditionFailed, records.CodeConflict)
	refused(t, b.call(t, "POST", path, b.a.frontDesk, `{"cancelationReason":"bored"}`, "If-Match", `"1"`), http.StatusUnprocessableEntity, records.CodeInvalid)

	first := b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", `"1"`, "Idempotency-Key", "c")
	cancelled := want[admin.Appointment](t, first, http.StatusOK)
	if cancelled.Status != records.AppointmentCancelled || cancelled.CancelationReason != records.CancelledByProvider || first.header.Get("ETag") != `"2"` {
		t.Errorf("cancelled %+v, ETag %s", cancelled, first.header.Get("ETag"))
	}
	again := b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", `"1"`, "Idempotency-Key", "c")
	if again.status != http.StatusOK || again.body != first.body {
		t.Errorf("again: %d %s", again.status, again.body)
	}
	refused(t, b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", `"1"`), http.StatusPreconditionFailed, records.CodeConflict)
	problem := refused(t, b.call(t, "POST", path, b.a.frontDesk, body, "If-Match", `"2"`), http.StatusConflict, records.CodeConflict)
	if !strings.Contains(problem.Detail, "cancelled") {
		t.Errorf("detail %q", problem.Detail)
	}
	// Its time is free again.
	b.book(t, booking(idSibling, idVisit, idLee, "2026-03-02T10:00:00-05:00"))
}
