package admin_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// queueOperations are those of the waiting room.
func queueOperations() []operation {
	ticket := func(number uint64) string { return "/api/v1/queue/" + id(number).String() }
	version := func(version int) []string { return []string{"If-Match", fmt.Sprintf(`"%d"`, version)} }
	step := operation{method: "POST", status: 200, action: "U", entity: "QueueTicket", patient: true}
	with := func(name, path string, headers []string, body string) operation {
		made := step
		made.id, made.path, made.headers, made.body = name, path, headers, body
		return made
	}
	return []operation{
		{id: "listQueue", method: "GET", path: "/api/v1/queue?date=2026-03-02", status: 200, action: "R", entity: "QueueTicket"},
		{id: "arrive", method: "POST", path: "/api/v1/queue", body: fmt.Sprintf(`{"patientId":%q,"practitionerId":%q}`, id(idSibling), id(idOsei)), status: 201, action: "C", entity: "QueueTicket"},
		with("callTicket", ticket(idWaiting)+"/call", version(1), `{"room":"Room 1"}`),
		with("returnTicket", ticket(idWaiting)+"/return", version(2), ""),
		with("callNext", "/api/v1/queue/next", nil, fmt.Sprintf(`{"practitionerId":%q}`, id(idOsei))),
		with("leaveTicket", ticket(idWaiting)+"/leave", version(4), ""),
		with("startTicket", ticket(idCalled)+"/start", version(1), ""),
		with("finishTicket", ticket(idSeen)+"/finish", version(1), ""),
	}
}

// settingsOperations are those on what a schedule is made of.
func settingsOperations() []operation {
	read := func(name, path, entity string) operation {
		return operation{id: name, method: "GET", path: path, status: 200, action: "R", entity: entity}
	}
	write := func(name, method, path, body string, status int, action records.AuditAction, entity string) operation {
		return operation{id: name, method: method, path: path, body: body, status: status, action: action, entity: entity, manager: true}
	}
	return []operation{
		read("listLocations", "/api/v1/locations", "Location"),
		read("listResources", "/api/v1/resources", "Device"),
		read("getClinic", "/api/v1/clinic", "Organization"),
		read("listClinicTexts", "/api/v1/clinic/texts", "Organization"),
		read("listRegistrationQuestions", "/api/v1/clinic/registration-questions", "Questionnaire"),
		write("createRegistrationQuestion", "POST", "/api/v1/clinic/registration-questions", `{"position":2,"kind":"choice","texts":{"en":"Who sent you?"},"choices":[{"en":"A friend"},{"en":"A doctor"}]}`, 201, "C", "Questionnaire"),
		write("changeRegistrationQuestion", "PATCH", "/api/v1/clinic/registration-questions/"+id(idQuestion).String(), `{"required":true,"texts":{"es":"¿Dónde vive?"}}`, 200, "U", "Questionnaire"),
		write("deleteRegistrationQuestion", "DELETE", "/api/v1/clinic/registration-questions/"+id(idQuestion).String(), "", 204, "D", "Questionnaire"),
		write("changeClinic", "PATCH", "/api/v1/clinic", `{"lateToleranceMinutes":20}`, 200, "U", "Organization"),
		write("changeClinicText", "PATCH", "/api/v1/clinic/texts/parking", `{"texts":{"en":"Behind the house."}}`, 200, "U", "Organization"),
		read("listAvailability", "/api/v1/availability?practitioner="+id(idLee).String(), "Schedule"),
		write("createLocation", "POST", "/api/v1/locations", `{"name":"North"}`, 201, "C", "Location"),
		write("changeLocation", "PATCH", "/api/v1/locations/"+id(idSite).String(), `{"address":"2 Mill Road"}`, 200, "U", "Location"),
		write("createResource", "POST", "/api/v1/resources", `{"kind":"room","name":"Room three"}`, 201, "C", "Device"),
		write("createPractitioner", "POST", "/api/v1/practitioners", `{"name":"Dr New","languages":["en","es"]}`, 201, "C", "Practitioner"),
		write("changePractitioner", "PATCH", "/api/v1/practitioners/"+id(idLee).String(), `{"dailyCap":20}`, 200, "U", "Practitioner"),
		write("changeAppointmentType", "PATCH", "/api/v1/appointment-types/"+id(idVisit).String(), `{"moveLimit":3}`, 200, "U", "HealthcareService"),
		write("createAvailability", "POST", "/api/v1/availability", rule(`"dayOfWeek":"sat"`), 201, "C", "Schedule"),
		write("deleteAvailability", "DELETE", "/api/v1/availability/"+id(idRule).String(), "", 204, "D", "Schedule"),
	}
}

// rule is the body of an availability rule from nine to twelve.
func rule(members string) string {
	return fmt.Sprintf(`{"practitionerId":%q,"kind":"open","start":"09:00","end":"12:00",%s}`, id(idLee), members)
}

// linkOperations are those on secret addresses.
func linkOperations() []operation {
	return []operation{
		{id: "listLinks", method: "GET", path: "/api/v1/links", status: 200, action: "R", entity: "SecretLink", manager: true},
		{id: "createDisplayLink", method: "POST", path: "/api/v1/display-links", body: `{}`, status: 201, action: "C", entity: "SecretLink", manager: true},
		{id: "createCalendarLink", method: "POST", path: "/api/v1/practitioners/" + id(idLee).String() + "/calendar-links", body: `{"initials":true}`, status: 201, action: "C", entity: "SecretLink", manager: true},
		{id: "revokeLink", method: "DELETE", path: "/api/v1/links/" + id(idLink).String(), status: 204, action: "D", entity: "SecretLink", manager: true},
	}
}

// addWaiting makes a waiting room: one of the patients waits for Dr Osei, one
// was called by Dr Lee, one is seen; and what the settings' operations change.
func addWaiting(ctx context.Context, tx *postgres.Tx, mark string) error {
	for number, status := range map[uint64]records.QueueStatus{idWaiting: "", idCalled: records.QueueCalled, idSeen: records.QueueInProgress} {
		ticket := records.QueueTicket{
			ID: id(number), Date: records.LocalDate{Year: 2026, Month: time.March, Day: 2}, PatientID: id(idPatient), PractitionerID: id(idLee),
			AppointmentTypeID: id(idVisit), Priority: records.PriorityRoutine, DueAt: monday, ArrivedAt: monday, Expected: 20 * time.Minute, ToldAt: monday,
		}
		if number == idWaiting {
			ticket.PractitionerID = id(idOsei)
			ticket.AppointmentTypeID = uuid.Nil
		}
		if _, err := tx.CreateQueueTicket(ctx, ticket); err != nil {
			return err
		}
		if status == "" {
			continue
		}
		transaction, err := tx.River(ctx)
		if err != nil {
			return err
		}
		if _, err := transaction.Exec(ctx, "UPDATE queue_ticket SET status = $2, called_at = $3, started_at = $3, room = $4 WHERE id = $1", id(number), string(status), monday, mark+"Room"); err != nil {
			return err
		}
	}
	if err := tx.CreateLocation(ctx, records.Location{ID: id(idSite), Name: mark + "Site", Active: true}); err != nil {
		return err
	}
	err := tx.CreateAvailability(ctx, records.Availability{
		ID: id(idRule), PractitionerID: id(idLee), Kind: records.AvailabilityBreak, Weekday: time.Saturday, Start: 12 * 60, End: 13 * 60,
	})
	if err != nil {
		return err
	}
	err = tx.CreateCoverage(ctx, records.Coverage{
		ID: id(idCoverage), PatientID: id(idPatient), Payer: mark + "Plan", MemberNumber: mark + "1", Status: records.CoverageDraft, CreatedAt: monday,
	})
	if err != nil {
		return err
	}
	return tx.CreateSecretLink(ctx, records.SecretLink{
		ID: id(idLink), Purpose: records.LinkQueueDisplay, CreatedAt: monday, ExpiresAt: monday.Add(time.Hour),
	}, sha256.Sum256([]byte(mark)))
}

// TestQueueThroughTheAPI walks a patient through the room by the API alone.
func TestQueueThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	arrived := b.call(t, "POST", "/api/v1/queue", b.a.frontDesk, fmt.Sprintf(`{"appointmentId":%q}`, id(idAppointment)))
	ticket := want[admin.QueueTicket](t, arrived, http.StatusCreated)
	if ticket.Status != records.QueueWaiting || ticket.Patient.Display != "Ada Quist" || ticket.Practitioner.Display != "Dr Lee" || ticket.AppointmentID != id(idAppointment).String() {
		t.Errorf("arrived as %+v", ticket)
	}
	if appointment := want[admin.Appointment](t, b.call(t, "GET", "/api/v1/appointments/"+id(idAppointment).String(), b.a.frontDesk, ""), 200); appointment.Status != records.AppointmentArrived {
		t.Errorf("the appointment is %s", appointment.Status)
	}
	path := "/api/v1/queue/" + ticket.ID.String()
	refused(t, b.call(t, "POST", path+"/call", b.a.frontDesk, `{"room":"3"}`), http.StatusPreconditionRequired, records.CodeInvalid)
	refused(t, b.call(t, "POST", path+"/call", b.a.frontDesk, `{"room":"3"}`, "If-Match", `"7"`), http.StatusPreconditionFailed, records.CodeConflict)
	refused(t, b.call(t, "POST", path+"/finish", b.a.frontDesk, "", "If-Match", arrived.header.Get("ETag")), http.StatusConflict, records.CodeConflict)
	called := b.call(t, "POST", path+"/call", b.a.frontDesk, `{"room":"3"}`, "If-Match", arrived.header.Get("ETag"))
	if got := want[admin.QueueTicket](t, called, 200); got.Room != "3" || got.Called == "" {
		t.Errorf("called as %+v", got)
	}
	refused(t, b.call(t, "POST", "/api/v1/queue/next", b.a.frontDesk, fmt.Sprintf(`{"practitionerId":%q}`, id(idLee))), http.StatusConflict, records.CodeConflict)
	for _, bad := range []struct {
		body, field string
	}{
		{`{}`, "patientId"},
		{fmt.Sprintf(`{"patientId":%q}`, id(999)), "patientId"},
		{fmt.Sprintf(`{"appointmentId":%q,"patientId":%q}`, id(idAppointment), id(idPatient)), "appointmentId"},
		{fmt.Sprintf(`{"appointmentId":%q}`, id(999)), "appointmentId"},
		{fmt.Sprintf(`{"patientId":%q,"locationId":%q}`, id(idPatient), id(999)), "locationId"},
		{fmt.Sprintf(`{"patientId":%q,"practitionerId":%q}`, id(idPatient), id(999)), "practitionerId"},
		{fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q}`, id(idPatient), id(999)), "appointmentTypeId"},
	} {
		problem := refused(t, b.call(t, "POST", "/api/v1/queue", b.a.frontDesk, bad.body), 422, records.CodeInvalid)
		if len(problem.Errors) != 1 || problem.Errors[0].Field != bad.field {
			t.Errorf("%s: %+v", bad.body, problem.Errors)
		}
	}
}

// TestSettingsThroughTheAPI: what a manager sets is what searches follow, and
// what makes no sense is said at its field.
func TestSettingsThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	session := want[admin.Availability](t, b.call(t, "POST", "/api/v1/availability", b.a.manager,
		rule(`"rrule":"FREQ=MONTHLY;BYDAY=1SA","validFrom":"2026-03-01","appointmentTypeIds":["`+id(idVisit).String()+`"]`)), 201)
	if session.RRule == "" || session.DayOfWeek != "" || session.Start != "09:00" || session.ValidFrom != "2026-03-01" || len(session.AppointmentTypeIDs) != 1 {
		t.Errorf("session %+v", session)
	}
	want[admin.Availability](t, b.call(t, "POST", "/api/v1/availability", b.a.manager, strings.Replace(rule(`"dayOfWeek":"sun"`), `"12:00"`, `"24:00"`, 1)), 201)
	for body, field := range map[string]string{
		rule(`"dayOfWeek":"sat","rrule":"FREQ=DAILY"`):                                      "dayOfWeek",
		rule(`"validFrom":"2026-03-01"`):                                                    "dayOfWeek",
		rule(`"rrule":"FREQ=DAILY"`):                                                        "validFrom",
		rule(`"rrule":"FREQ=HOURLY","validFrom":"2026-03-01"`):                              "rrule",
		rule(`"rrule":"FREQ=DAILY;BYHOUR=3","validFrom":"2026-03-01"`):                      "rrule",
		rule(`"rrule":"every day","validFrom":"2026-03-01"`):                                "rrule",
		rule(`"dayOfWeek":"sat","validFrom":"2026-03-02","validUntil":"2026-03-01"`):        "validUntil",
		strings.Replace(rule(`"dayOfWeek":"sat"`), `"12:00"`, `"09:00"`, 1):                 "end",
		strings.Replace(rule(`"dayOfWeek":"sat"`), `"12:00"`, `"12:60"`, 1):                 "end",
		strings.Replace(rule(`"dayOfWeek":"sat"`), id(idLee).String(), id(999).String(), 1): "practitionerId",
		rule(`"dayOfWeek":"sat","locationId":"` + id(999).String() + `"`):                   "locationId",
		rule(`"dayOfWeek":"sat","appointmentTypeIds":["` + id(999).String() + `"]`):         "appointmentTypeIds",
	} {
		problem := refused(t, b.call(t, "POST", "/api/v1/availability", b.a.manager, body), 422, records.CodeInvalid)
		if len(problem.Errors) != 1 || problem.Errors[0].Field != field {
			t.Errorf("%s: %+v instead of %s", body, problem.Errors, field)
		}
	}
	site := want[admin.Location](t, b.call(t, "POST", "/api/v1/locations", b.a.manager, `{"name":" North ","address":"1 Mill Road"}`), 201)
	if changed := want[admin.Location](t, b.call(t, "PATCH", "/api/v1/locations/"+site.ID.String(), b.a.manager, `{"name":"South"}`), 200); changed.Name != "South" || changed.Address != "1 Mill Road" {
		t.Errorf("changed to %+v", changed)
	}
	want[admin.Resource](t, b.call(t, "POST", "/api/v1/resources", b.a.manager, fmt.Sprintf(`{"kind":"device","name":"Scanner","locationId":%q}`, site.ID)), 201)
	kind := want[admin.AppointmentType](t, b.call(t, "PATCH", "/api/v1/appointment-types/"+id(idVisit).String(), b.a.manager,
		`{"minutesDuration":45,"bufferAfterMinutes":15,"lateCancelFee":2500,"capacity":6}`), 200)
	if kind.MinutesDuration != 45 || kind.BufferAfterMinutes != 15 || kind.LateCancelFee != 2500 || kind.Capacity != 6 || kind.HorizonDays != 60 || kind.Name != "Visit" {
		t.Errorf("type %+v", kind)
	}
	for body, field := range map[string]string{`{"modality":"virtual"}`: "modality", `{"horizonDays":1,"leadTimeMinutes":1440}`: "leadTimeMinutes", `{"minutesDuration":1440,"bufferAfterMinutes":1}`: "minutesDuration"} {
		problem := refused(t, b.call(t, "PATCH", "/api/v1/appointment-types/"+id(idScan).String(), b.a.manager, body), 422, records.CodeInvalid)
		if len(problem.Errors) != 1 || problem.Errors[0].Field != field {
			t.Errorf("%s: %+v", body, problem.Errors)
		}
	}
	who := want[admin.Practitioner](t, b.call(t, "PATCH", "/api/v1/practitioners/"+id(idLee).String(), b.a.manager, `{"languages":["es"],"overbookingCapacity":2}`), 200)
	if who.Name != "Dr Lee" || len(who.Languages) != 1 || who.OverbookingCapacity != 2 || who.Specialty != "Dr Lee's field" {
		t.Errorf("practitioner %+v", who)
	}
	for _, path := range []string{"/api/v1/locations/", "/api/v1/appointment-types/", "/api/v1/practitioners/"} {
		refused(t, b.call(t, "PATCH", path+id(999).String(), b.a.manager, `{}`), 404, records.CodeNotFound)
	}
	for _, path := range []string{"/api/v1/availability/", "/api/v1/links/"} {
		refused(t, b.call(t, "DELETE", path+id(999).String(), b.a.manager, ""), 404, records.CodeNotFound)
	}
}

// TestLinksAreShownOnce: the address comes back when it is made and never
// again, and not into the log.
func TestLinksAreShownOnce(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	made := want[admin.NewSecretLink](t, b.call(t, "POST", "/api/v1/display-links", b.a.manager, `{"days":30}`), 201)
	secret, found := strings.CutPrefix(made.Path, "/display/harbour/")
	if !found || len(secret) != 43 || !made.Expires.Equal(monday.Add(30*24*time.Hour)) {
		t.Errorf("made %+v", made)
	}
	listed := b.call(t, "GET", "/api/v1/links", b.a.manager, "")
	if strings.Contains(listed.body, secret) || !strings.Contains(listed.body, made.ID.String()) {
		t.Errorf("listed %s", listed.body)
	}
	if strings.Contains(b.logs.String(), secret) {
		t.Error("the log holds the secret")
	}
}
