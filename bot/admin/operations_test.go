package admin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// operation is one of the API, as the tests call it.
type operation struct {
	id           string
	method, path string
	body         string
	headers      []string
	status       int
	// manager is true for what only a manager may do.
	manager bool
	// billing is true for what billing may do.
	billing bool
	// clinician is true for what clinicians may do.
	clinician bool
	// The audit event that it leaves.
	action  records.AuditAction
	entity  string
	patient bool
}

// operations are all of them, with a request that succeeds on a fresh bench,
// in this order.
func operations() []operation {
	patient, appointment := "/api/v1/patients/"+id(idPatient).String(), "/api/v1/appointments/"+id(idAppointment).String()
	contact := "/api/v1/contacts/" + id(idContact).String()
	return slices.Concat([]operation{
		{id: "getMe", clinician: true, billing: true, method: "GET", path: "/api/v1/me", status: 200, action: "R", entity: "Staff"},
		{id: "listAppointments", clinician: true, method: "GET", path: "/api/v1/appointments?date=2026-03-02", status: 200, action: "R", entity: "Appointment"},
		{id: "getAppointment", clinician: true, method: "GET", path: appointment, status: 200, action: "R", entity: "Appointment", patient: true},
		{id: "listSlots", method: "GET", path: "/api/v1/slots?appointment-type=" + id(idVisit).String() + "&patient=" + id(idPatient).String(), status: 200, action: "R", entity: "Slot", patient: true},
		{id: "bookAppointment", method: "POST", path: "/api/v1/appointments", body: booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00-05:00"), status: 201, action: "C", entity: "Appointment", patient: true},
		{id: "moveAppointment", method: "POST", path: appointment + "/move", body: `{"start":"2026-03-02T11:00:00-05:00","reason":"asked for it"}`, headers: []string{"If-Match", `"1"`}, status: 200, action: "U", entity: "Appointment", patient: true},
		{id: "markAppointment", method: "POST", path: appointment + "/status", body: `{"status":"arrived"}`, headers: []string{"If-Match", `"2"`}, status: 200, action: "U", entity: "Appointment", patient: true},
		{id: "listAppointmentHistory", method: "GET", path: appointment + "/history", status: 200, action: "R", entity: "Appointment", patient: true},
		{id: "cancelAppointment", method: "POST", path: appointment + "/cancel", body: `{"cancelationReason":"pat"}`, headers: []string{"If-Match", `"3"`}, status: 200, action: "U", entity: "Appointment", patient: true},
		{id: "bookAppointmentSeries", method: "POST", path: "/api/v1/appointment-series", body: strings.Replace(booking(idPatient, idVisit, idLee, "2026-03-05T09:00:00-05:00"), "}", `,"everyWeeks":2,"count":3}`, 1), status: 201, action: "C", entity: "AppointmentSeries", patient: true},
		{id: "cancelAppointmentSeries", method: "POST", path: "/api/v1/appointment-series/" + id(idSeries).String() + "/cancel", body: `{"cancelationReason":"pat"}`, status: 200, action: "U", entity: "AppointmentSeries", patient: true},
		{id: "listOverbookingSuggestions", method: "GET", path: "/api/v1/overbooking-suggestions", status: 200, action: "R", entity: "Appointment"},
		{id: "findPatients", clinician: true, billing: true, method: "GET", path: "/api/v1/patients?birth-date=1984-02-29", status: 200, action: "R", entity: "Patient"},
		{id: "getPatient", clinician: true, billing: true, method: "GET", path: patient, status: 200, action: "R", entity: "Patient", patient: true},
		{id: "listPatientMessages", method: "GET", path: patient + "/messages", status: 200, action: "R", entity: "Communication", patient: true},
		{id: "listCoverages", billing: true, method: "GET", path: patient + "/coverages", status: 200, action: "R", entity: "Coverage", patient: true},
		{id: "checkCoverage", billing: true, method: "PATCH", path: "/api/v1/coverages/" + id(idCoverage).String(), body: `{"status":"active"}`, status: 200, action: "U", entity: "Coverage", patient: true},
		{id: "listPatientMedia", billing: true, method: "GET", path: patient + "/media", status: 200, action: "R", entity: "Media", patient: true},
		{id: "getMediaContent", billing: true, method: "GET", path: "/api/v1/media/" + id(idCard).String() + "/content", status: 200, action: "R", entity: "Media", patient: true},
		{id: "recallPatient", method: "POST", path: "/api/v1/recalls", body: fmt.Sprintf(`{"patientId":%q}`, id(idPatient)), status: 201, action: "C", entity: "CommunicationRequest", patient: true},
		{id: "listSurveys", method: "GET", path: "/api/v1/surveys", status: 200, action: "R", entity: "QuestionnaireResponse"},
		{id: "listSurveyRatings", manager: true, method: "GET", path: "/api/v1/survey-ratings?months=3", status: 200, action: "R", entity: "MeasureReport"},
		{id: "listConsents", method: "GET", path: contact + "/consents", status: 200, action: "R", entity: "Consent", patient: true},
		{id: "recordConsent", method: "POST", path: contact + "/consents", body: `{"purpose":"recall","status":"inactive","evidence":"told us at the desk"}`, status: 201, action: "C", entity: "Consent", patient: true},
		{id: "changeContact", method: "PATCH", path: contact, body: `{"timeZone":"America/Chicago","contentLevel":0}`, status: 200, action: "U", entity: "Consent", patient: true},
		{id: "listChannels", method: "GET", path: "/api/v1/channels", status: 200, action: "R", entity: "Endpoint"},
		{id: "addEmailAddress", method: "POST", path: patient + "/email-addresses", body: `{"address":"Ana@Example.com"}`, status: 201, action: "C", entity: "EmailAddress", patient: true},
		{id: "listEmailAddresses", method: "GET", path: patient + "/email-addresses", status: 200, action: "R", entity: "EmailAddress", patient: true},
		{id: "linkDevice", manager: true, method: "POST", path: "/api/v1/channels/" + id(idLinked).String() + "/link", status: 200, action: "E", entity: "Endpoint"},
		{id: "listTasks", method: "GET", path: "/api/v1/tasks", status: 200, action: "R", entity: "Task"},
		{id: "listTaskMedia", method: "GET", path: "/api/v1/tasks/" + id(idTask).String() + "/media", status: 200, action: "R", entity: "Media", patient: true},
		{id: "completeTask", method: "POST", path: "/api/v1/tasks/" + id(idTask).String() + "/complete", status: 200, action: "U", entity: "Task", patient: true},
		{id: "listWaitlist", method: "GET", path: "/api/v1/waitlist", status: 200, action: "R", entity: "WaitlistEntry"},
		{id: "joinWaitlist", method: "POST", path: "/api/v1/waitlist", body: fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q,"practitionerId":%q,"weekdays":[1,4],"from":"09:00","until":"12:30"}`, id(idPatient), id(idScan), id(idLee)), status: 201, action: "C", entity: "WaitlistEntry", patient: true},
		{id: "leaveWaitlist", method: "DELETE", path: "/api/v1/waitlist/" + id(idWish).String(), status: 200, action: "U", entity: "WaitlistEntry", patient: true},
		{id: "listFreedSlots", method: "GET", path: "/api/v1/freed-slots", status: 200, action: "R", entity: "Slot"},
		{id: "listAppointmentTypes", method: "GET", path: "/api/v1/appointment-types", status: 200, action: "R", entity: "HealthcareService"},
		{id: "listPractitioners", method: "GET", path: "/api/v1/practitioners", status: 200, action: "R", entity: "Practitioner"},
	}, absenceOperations(), queueOperations(), settingsOperations(), linkOperations(), invoiceOperations(), reportOperations())
}

// token is of somebody in the clinic who may do the operation.
func (o operation) token(who clinic) string {
	if o.manager {
		return who.manager
	}
	return who.frontDesk
}

// booking is the body of a booking.
func booking(patient, kind, practitioner uint64, start string) string {
	return fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q,"practitionerId":%q,"start":%q}`,
		id(patient), id(kind), id(practitioner), start)
}

// TestEveryCallIsAuditedOnce is invariant 15: each read and change leaves
// exactly one event, in the clinic of the caller, joined by the request's id;
// and a call that fails leaves none.
func TestEveryCallIsAuditedOnce(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	before := len(b.audit(t, b.a.id))
	for i, operation := range operations() {
		requestID := fmt.Sprintf("request-%d", i)
		got := b.call(t, operation.method, operation.path, operation.token(b.a), operation.body, append([]string{"X-Request-Id", requestID}, operation.headers...)...)
		if got.status != operation.status {
			t.Fatalf("%s: status %d: %s", operation.id, got.status, got.body)
		}
		events := b.audit(t, b.a.id)
		if len(events) != before+1 {
			t.Fatalf("%s left %d audit events instead of one", operation.id, len(events)-before)
		}
		before++
		event := events[len(events)-1]
		if event.Action != operation.action || event.EntityKind != operation.entity || event.RequestID != requestID {
			t.Errorf("%s: event %+v", operation.id, event)
		}
		if ofPatient := event.PatientID == id(idPatient); ofPatient != operation.patient {
			t.Errorf("%s: the event's patient is %s", operation.id, event.PatientID)
		}
	}
	for _, path := range []string{"/api/v1/patients/" + id(idOther).String(), "/api/v1/me?unknown=1", "/api/v1/nothing"} {
		if got := b.call(t, "GET", path, b.a.frontDesk, ""); got.status < 400 {
			t.Errorf("%s: status %d", path, got.status)
		}
	}
	if after := len(b.audit(t, b.a.id)); after != before {
		t.Errorf("failing calls left %d events", after-before)
	}
	if foreign := b.audit(t, b.b.id); len(foreign) != 0 {
		t.Errorf("the other clinic's trail has %d events", len(foreign))
	}
}

// TestPermissionMatrix is trust invariant 38: role × operation is exactly the
// table below, for both clinics' ids and every state of a token.
func TestPermissionMatrix(t *testing.T) {
	t.Parallel()
	type who struct {
		name string
		role records.Role
	}
	everybody := []who{{"front desk", records.RoleFrontDesk}, {"manager", records.RoleManager}, {"billing", records.RoleBilling}, {"clinician", records.RoleClinician}, {"unknown role", "janitor"}, {"no role", ""}}
	allowed := map[records.Role]map[string]bool{records.RoleFrontDesk: {}, records.RoleManager: {}, records.RoleBilling: {}, records.RoleClinician: {}}
	for _, operation := range operations() {
		allowed[records.RoleFrontDesk][operation.id], allowed[records.RoleManager][operation.id] = !operation.manager, true
		allowed[records.RoleBilling][operation.id], allowed[records.RoleClinician][operation.id] = operation.billing, operation.clinician
	}
	for _, caller := range everybody {
		t.Run(caller.name, func(t *testing.T) {
			t.Parallel()
			b := setUp(t)
			handler := b.serve(asRole{Desk: b.desk, role: caller.role})
			for _, operation := range operations() {
				got := call(t, handler, operation.method, operation.path, b.a.frontDesk, operation.body, operation.headers...)
				if allowed[caller.role][operation.id] {
					if got.status != operation.status {
						t.Errorf("%s: status %d: %s", operation.id, got.status, got.body)
					}
					continue
				}
				refused(t, got, http.StatusForbidden, records.CodeForbidden)
			}
			if !allowed[caller.role]["getMe"] && len(b.audit(t, b.a.id)) != 0 {
				t.Error("a refused call reached the records")
			}
		})
	}
}

// TestTokenStates refuses every token that is no good in the same way: same
// status, same words, whatever is wrong with it.
func TestTokenStates(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	disabled, staff, err := b.desk.AddStaff(t.Context(), b.a.id, "Kim Dow", records.RoleFrontDesk, 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.call(t, "GET", "/api/v1/me", disabled, ""); got.status != http.StatusOK {
		t.Fatalf("status %d before", got.status)
	}
	b.change(t, b.a.id, "UPDATE staff SET active = false WHERE id = $1", staff.ID)
	revoked, staff, err := b.desk.AddStaff(t.Context(), b.a.id, "Lou Dow", records.RoleFrontDesk, 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b.change(t, b.a.id, "UPDATE staff_token SET revoked_at = $2 WHERE staff_id = $1", staff.ID, monday)
	expired, staff, err := b.desk.AddStaff(t.Context(), b.a.id, "Moe Dow", records.RoleFrontDesk, 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b.change(t, b.a.id, "UPDATE staff_token SET expires_at = $2 WHERE staff_id = $1", staff.ID, monday)

	tokens := map[string]string{
		"disabled":  disabled,
		"revoked":   revoked,
		"expired":   expired,
		"unknown":   b.a.frontDesk[:len(b.a.frontDesk)-6] + "AAAAAA",
		"moved":     strings.Replace(b.a.frontDesk, hexOf(b.a.id), hexOf(b.b.id), 1),
		"upper":     strings.ToUpper(b.a.frontDesk[:35]) + b.a.frontDesk[35:],
		"cut":       b.a.frontDesk[:len(b.a.frontDesk)-1],
		"longer":    b.a.frontDesk + "A",
		"malformed": "x",
		"huge":      strings.Repeat("fd_", 5000),
		"zero":      "fd_" + strings.Repeat("0", 32) + "_" + strings.Repeat("A", 43),
		"not ASCII": "fd_é",
	}
	var first string
	for name, token := range tokens {
		got := b.call(t, "GET", "/api/v1/me", token, "", "X-Request-Id", "same")
		refused(t, got, http.StatusUnauthorized, records.CodeUnauthenticated)
		if got.header.Get("WWW-Authenticate") != `Bearer realm="frontdesk", error="invalid_token"` {
			t.Errorf("%s: WWW-Authenticate %q", name, got.header.Get("WWW-Authenticate"))
		}
		if first == "" {
			first = got.body
		}
		if got.body != first {
			t.Errorf("%s: %s\nis not %s", name, got.body, first)
		}
	}
	for name, header := range map[string]string{"none": "", "basic": "Basic YTpi", "empty": "Bearer ", "no space": "Bearer" + b.a.frontDesk} {
		got := b.call(t, "GET", "/api/v1/me", "", "", "Authorization", header)
		refused(t, got, http.StatusUnauthorized, records.CodeUnauthenticated)
		if got.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", name)
		}
	}
	if got := b.call(t, "GET", "/api/v1/me", "", "", "Authorization", "bearer  "+b.a.frontDesk); got.status != http.StatusOK {
		t.Errorf("the scheme in lower case: status %d", got.status)
	}
}
