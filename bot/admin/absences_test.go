package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"frontdesk/records"
)

// absenceOperations are those of leave, holidays and closures.
func absenceOperations() []operation {
	return []operation{
		{id: "listAbsences", method: "GET", path: "/api/v1/absences", status: 200, action: "R", entity: "Absence"},
		{id: "createAbsence", method: "POST", path: "/api/v1/absences", body: leave("2026-03-30", "2026-04-03"), status: 201, action: "C", entity: "Absence"},
		{id: "endAbsence", method: "DELETE", path: "/api/v1/absences/" + id(idAbsence).String(), status: 200, action: "D", entity: "Absence"},
	}
}

// leave is the body of a leave of Dr Lee's.
func leave(from, until string) string {
	return fmt.Sprintf(`{"kind":"leave","practitionerId":%q,"startDate":%q,"endDate":%q}`, id(idLee), from, until)
}

// TestAbsences: what is entered is counted, listed and taken back, and closes
// time for bookings while it holds.
func TestAbsences(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	created := b.call(t, "POST", "/api/v1/absences", b.a.frontDesk, leave("2026-03-02", "2026-03-03"))
	if created.status != http.StatusCreated || !strings.Contains(created.body, `"inTheWay":1`) || !strings.Contains(created.body, "Dr Lee") {
		t.Fatalf("status %d: %s", created.status, created.body)
	}
	refused(t, b.call(t, "POST", "/api/v1/absences", b.a.frontDesk, leave("2026-03-02", "2026-03-03")), http.StatusConflict, records.CodeDuplicate)
	inside := booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00-05:00")
	if got := b.call(t, "POST", "/api/v1/appointments", b.a.frontDesk, inside); got.status != http.StatusConflict {
		t.Errorf("a booking in the leave got status %d: %s", got.status, got.body)
	}
	listed := b.call(t, "GET", "/api/v1/absences?from=2026-03-01", b.a.frontDesk, "")
	_, absenceID, _ := strings.Cut(created.body, `"id":"`)
	absenceID = absenceID[:36]
	if !strings.Contains(listed.body, absenceID) || !strings.Contains(listed.body, `"endTime":"24:00"`) {
		t.Errorf("listed: %s", listed.body)
	}
	if got := b.call(t, "DELETE", "/api/v1/absences/"+absenceID, b.a.frontDesk, ""); got.status != http.StatusOK {
		t.Errorf("taken back with status %d: %s", got.status, got.body)
	}
	refused(t, b.call(t, "DELETE", "/api/v1/absences/"+absenceID, b.a.frontDesk, ""), http.StatusNotFound, records.CodeNotFound)
	if got := b.call(t, "GET", "/api/v1/absences?from=2026-03-01", b.a.frontDesk, ""); strings.Contains(got.body, absenceID) {
		t.Errorf("still listed: %s", got.body)
	}
}

// TestAbsencesThatMakeNoSense are refused, with the field at fault.
func TestAbsencesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for body, field := range map[string]string{
		leave("2026-03-05", "2026-03-04"):                                         "endDate",
		leave("2026-02-01", "2026-02-02"):                                         "endDate",
		leave("2026-04-01", "2029-04-01"):                                         "endDate",
		leave("2026-02-30", "2026-03-04"):                                         "startDate",
		`{"kind":"leave","startDate":"2026-04-01","endDate":"2026-04-02"}`:        "practitionerId",
		strings.Replace(leave("2026-04-01", "2026-04-02"), "leave", "holiday", 1): "practitionerId",
		fmt.Sprintf(`{"kind":"closure","locationId":%q,"startDate":"2026-04-01","endDate":"2026-04-02"}`, id(idForeign+idLee)): "locationId",
	} {
		got := b.call(t, "POST", "/api/v1/absences", b.a.manager, body)
		refused(t, got, http.StatusUnprocessableEntity, records.CodeInvalid)
		if !strings.Contains(got.body, field) {
			t.Errorf("%s: %s does not name %s", body, got.body, field)
		}
	}
}
