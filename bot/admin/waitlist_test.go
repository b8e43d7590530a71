package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// TestWaitlistKeepsThePlace changes a wish by a second one, takes it off, and
// finds it gone.
func TestWaitlistKeepsThePlace(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.passed.Store(int64(time.Hour))
	join := func(more string) waitlistEntry {
		t.Helper()
		body := fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q%s}`, id(idPatient), id(idScan), more)
		got := b.call(t, "POST", "/api/v1/waitlist", b.a.frontDesk, body)
		if got.status != http.StatusCreated {
			t.Fatalf("status %d: %s", got.status, got.body)
		}
		var entry waitlistEntry
		if err := json.Unmarshal([]byte(got.body), &entry); err != nil {
			t.Fatal(err)
		}
		return entry
	}
	changed := join(`,"from":"09:00","until":"12:30","weekdays":[4],"noticeMinutes":90,"priority":"urgent",
		"windows":[{"from":"2026-03-05T09:00:00-05:00","until":"2026-03-26T12:00:00-04:00"}]`)
	if changed.ID != id(idWish).String() || changed.From != "09:00" || changed.Until != "12:30" || changed.NoticeMinutes != 90 ||
		changed.Priority != records.PriorityUrgent || len(changed.Weekdays) != 1 || changed.Expires != "2026-03-26T12:00:00-04:00" {
		t.Errorf("the wish is now %+v", changed)
	}
	if again := join(""); again.ID != changed.ID || again.Until != "24:00" || again.Created != changed.Created {
		t.Errorf("the wish for anything is %+v", again)
	}
	list := b.call(t, "GET", "/api/v1/waitlist", b.a.frontDesk, "")
	if strings.Count(list.body, `"status":"active"`) != 1 {
		t.Errorf("the list: %s", list.body)
	}
	left := b.call(t, "DELETE", "/api/v1/waitlist/"+changed.ID, b.a.frontDesk, "")
	if left.status != http.StatusOK || !strings.Contains(left.body, `"status":"cancelled"`) {
		t.Errorf("leaving gave %d: %s", left.status, left.body)
	}
	refused(t, b.call(t, "DELETE", "/api/v1/waitlist/"+changed.ID, b.a.frontDesk, ""), http.StatusConflict, records.CodeConflict)
	if list := b.call(t, "GET", "/api/v1/waitlist", b.a.frontDesk, ""); !strings.Contains(list.body, `"entries":[]`) {
		t.Errorf("the list afterwards: %s", list.body)
	}
}

type waitlistEntry struct {
	ID, From, Until, Created, Expires string
	Weekdays                          []int
	NoticeMinutes                     int
	Priority                          records.TaskPriority
}

// TestWaitlistRefusesNonsense: invariant 18, in the words of each field.
func TestWaitlistRefusesNonsense(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for name, test := range map[string]struct{ more, field string }{
		"a day that ends before it begins":  {`,"from":"12:00","until":"09:00"`, "until"},
		"a window that ends first":          {`,"windows":[{"from":"2026-03-05T12:00:00-05:00","until":"2026-03-05T09:00:00-05:00"}]`, "windows"},
		"a window that is past":             {`,"windows":[{"from":"2026-02-05T09:00:00-05:00","until":"2026-02-05T12:00:00-05:00"}]`, "windows"},
		"a day that there isn't":            {`,"weekdays":[7]`, "weekdays"},
		"an appointment of another type":    {fmt.Sprintf(`,"appointmentId":%q`, id(idAppointment)), "appointmentId"},
		"an appointment of nobody":          {fmt.Sprintf(`,"appointmentId":%q`, id(999)), "appointmentId"},
		"a practitioner who isn't there":    {fmt.Sprintf(`,"practitionerId":%q`, id(999)), "practitionerId"},
		"a site that isn't there":           {fmt.Sprintf(`,"locationId":%q`, id(999)), "locationId"},
		"more notice than anybody can give": {`,"noticeMinutes":43201`, "noticeMinutes"},
		"a time of day in other words":      {`,"from":"9am"`, "from"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := fmt.Sprintf(`{"patientId":%q,"appointmentTypeId":%q%s}`, id(idPatient), id(idScan), test.more)
			got := b.call(t, "POST", "/api/v1/waitlist", b.a.frontDesk, body)
			refused(t, got, http.StatusUnprocessableEntity, records.CodeInvalid)
			if !strings.Contains(got.body, test.field) {
				t.Errorf("the refusal does not name %s: %s", test.field, got.body)
			}
		})
	}
}

// TestFreedSlotsAreToldWithTheirOutcome cancels an appointment that somebody
// waits for, and one that nobody does.
func TestFreedSlotsAreToldWithTheirOutcome(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	cancelled := b.call(t, "POST", "/api/v1/appointments/"+id(idAppointment).String()+"/cancel", b.a.frontDesk, `{"cancelationReason":"pat"}`, "If-Match", `"1"`)
	if cancelled.status != http.StatusOK {
		t.Fatalf("status %d: %s", cancelled.status, cancelled.body)
	}
	got := b.call(t, "GET", "/api/v1/freed-slots?to=2026-03-03T00:00:00-05:00", b.a.manager, "")
	for _, want := range []string{`"status":"unwanted"`, `"unwanted":1`, `"start":"2026-03-02T10:00:00-05:00"`, id(idAppointment).String()} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the answer lacks %s: %s", want, got.body)
		}
	}
	if strings.Contains(got.body, "fillRate") {
		t.Errorf("a rate of nothing: %s", got.body)
	}
	refused(t, b.call(t, "GET", "/api/v1/freed-slots?from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", b.a.manager, ""), http.StatusUnprocessableEntity, records.CodeInvalid)
	refused(t, b.call(t, "GET", "/api/v1/freed-slots?from=2020-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", b.a.manager, ""), http.StatusUnprocessableEntity, records.CodeInvalid)
}
