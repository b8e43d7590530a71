package admin_test

import (
	"bufio"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/records"
)

// TestBadRequests is invariant 18: each bad input gets a problem document that
// names the input, and does not quote it.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	slots := "/api/v1/slots?appointment-type=" + id(idVisit).String()
	tests := map[string]struct {
		method, path, body string
		headers            []string
		status             int
		code               records.Code
		field              string
	}{
		"no such path":            {method: "GET", path: "/api/v1/nothing", status: 404, code: records.CodeNotFound},
		"the prefix alone":        {method: "GET", path: "/api/v1", status: 404, code: records.CodeNotFound},
		"a slash at the end":      {method: "GET", path: "/api/v1/patients/", status: 404, code: records.CodeNotFound},
		"no such method":          {method: "DELETE", path: "/api/v1/appointments", status: 405, code: records.CodeInvalid},
		"an odd method":           {method: "BREW", path: "/api/v1/me", status: 405, code: records.CodeInvalid},
		"an id that is none":      {method: "GET", path: "/api/v1/patients/quist", status: 422, code: records.CodeInvalid, field: "id"},
		"an id as a URN":          {method: "GET", path: "/api/v1/patients/urn:uuidquist" + id(1).String(), status: 422, code: records.CodeInvalid, field: "id"},
		"a date that is none":     {method: "GET", path: "/api/v1/appointments?date=quist", status: 422, code: records.CodeInvalid, field: "date"},
		"the 30th of February":    {method: "GET", path: "/api/v1/appointments?date=2026-02-30", status: 422, code: records.CodeInvalid, field: "date"},
		"the year 0":              {method: "GET", path: "/api/v1/appointments?date=0000-01-01", status: 422, code: records.CodeInvalid, field: "date"},
		"no date of birth":        {method: "GET", path: "/api/v1/patients", status: 422, code: records.CodeInvalid, field: "birth-date"},
		"a misspelt parameter":    {method: "GET", path: "/api/v1/appointments?day=quist", status: 422, code: records.CodeInvalid, field: "day"},
		"no page":                 {method: "GET", path: "/api/v1/tasks?limit=0", status: 422, code: records.CodeInvalid, field: "limit"},
		"too long a page":         {method: "GET", path: "/api/v1/tasks?limit=101", status: 422, code: records.CodeInvalid, field: "limit"},
		"a limit that is none":    {method: "GET", path: "/api/v1/tasks?limit=quist", status: 422, code: records.CodeInvalid, field: "limit"},
		"a cursor that is none":   {method: "GET", path: "/api/v1/tasks?cursor=quist", status: 422, code: records.CodeInvalid, field: "cursor"},
		"too long a cursor":       {method: "GET", path: "/api/v1/tasks?cursor=" + strings.Repeat("A", 101), status: 422, code: records.CodeInvalid, field: "cursor"},
		"no type":                 {method: "GET", path: "/api/v1/slots", status: 422, code: records.CodeInvalid, field: "appointment-type"},
		"a time without offset":   {method: "GET", path: slots + "&from=2026-03-03T09:00:00", status: 422, code: records.CodeInvalid, field: "from"},
		"an end before its start": {method: "GET", path: slots + "&from=2026-03-03T09:00:00Z&to=2026-03-02T09:00:00Z", status: 422, code: records.CodeInvalid, field: "to"},
		"a span of a year":        {method: "GET", path: slots + "&to=2027-03-02T09:00:00Z", status: 422, code: records.CodeInvalid, field: "to"},
		"no body":                 {method: "POST", path: "/api/v1/appointments", status: 400, code: records.CodeInvalid},
		"half a body":             {method: "POST", path: "/api/v1/appointments", body: `{"patientId":"quist`, status: 400, code: records.CodeInvalid},
		"two bodies":              {method: "POST", path: "/api/v1/appointments", body: `{}{}`, status: 400, code: records.CodeInvalid},
		"a list":                  {method: "POST", path: "/api/v1/appointments", body: `["quist"]`, status: 422, code: records.CodeInvalid, field: "body"},
		"null":                    {method: "POST", path: "/api/v1/appointments", body: `null`, status: 422, code: records.CodeInvalid, field: "body"},
		"a form": {
			method: "POST", path: "/api/v1/appointments", body: `name=quist`,
			headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 415, code: records.CodeInvalid,
		},
		"too large a body": {method: "POST", path: "/api/v1/appointments", body: `{"patientId":"` + strings.Repeat("quist", 4000) + `"}`, status: 413, code: records.CodeInvalid},
		"an unknown member": {
			method: "POST", path: "/api/v1/appointments", body: strings.Replace(booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00Z"), "{", `{"note":"quist",`, 1),
			status: 422, code: records.CodeInvalid, field: "note",
		},
		"a member in another case": {
			method: "POST", path: "/api/v1/appointments", body: strings.Replace(booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00Z"), "start", "Start", 1),
			status: 422, code: records.CodeInvalid, field: "start",
		},
		"a start that is none": {method: "POST", path: "/api/v1/appointments", body: booking(idPatient, idVisit, idLee, "quist"), status: 422, code: records.CodeInvalid, field: "start"},
		"a start that only some read": {
			method: "POST", path: "/api/v1/appointments", body: booking(idPatient, idVisit, idLee, "2026-03-03T9:00:00-05:00"),
			status: 422, code: records.CodeInvalid, field: "start",
		},
		"resources that are null": {
			method: "POST", path: "/api/v1/appointments", body: strings.Replace(booking(idPatient, idVisit, idLee, "2026-03-03T09:00:00Z"), "}", `,"resourceIds":null}`, 1),
			status: 422, code: records.CodeInvalid, field: "resourceIds",
		},
	}
	for name, test := range tests { //nolint:paralleltest // the trail is read after the last
		t.Run(name, func(t *testing.T) {
			got := b.call(t, test.method, test.path, b.a.frontDesk, test.body, test.headers...)
			problem := refused(t, got, test.status, test.code)
			if test.field != "" {
				found := false
				for _, fault := range problem.Errors {
					found = found || fault.Field == test.field && fault.Detail != ""
				}
				if !found {
					t.Errorf("errors %v don't name %q", problem.Errors, test.field)
				}
			}
			if strings.Contains(got.body, "quist") {
				t.Errorf("quotes the request: %s", got.body)
			}
			if test.status == http.StatusMethodNotAllowed && got.header.Get("Allow") == "" {
				t.Error("no header Allow")
			}
		})
	}
	if events := len(b.audit(t, b.a.id)); events != 0 {
		t.Errorf("bad requests left %d audit events", events)
	}
}

func TestAllowNamesTheMethods(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	got := b.call(t, "PUT", "/api/v1/appointments", "", "")
	if allow := strings.Join(got.header.Values("Allow"), " "); allow != "GET POST" {
		t.Errorf("Allow is %q", allow)
	}
}

func TestEveryAnswerIsProtected(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for _, path := range []string{"/api/v1/me", "/api/v1/nothing"} {
		got := b.call(t, "GET", path, b.a.frontDesk, "", "X-Request-Id", "mine-1")
		for name, value := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Request-Id": "mine-1",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got.header.Get(name) != value {
				t.Errorf("%s: %s is %q", path, name, got.header.Get(name))
			}
		}
	}
	for _, bad := range []string{"", "a b", "é", "a\tb", strings.Repeat("x", 65)} {
		got := b.call(t, "GET", "/api/v1/me", b.a.frontDesk, "", "X-Request-Id", bad)
		if id := got.header.Get("X-Request-Id"); id == bad || len(id) != 36 {
			t.Errorf("%q became %q", bad, id)
		}
	}
}

// TestObservation tells metrics of a request by its route.
func TestObservation(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	var observed []admin.Observation
	mux := http.NewServeMux()
	admin.New(admin.Config{
		Desk: b.desk, Logger: slog.New(slog.DiscardHandler), Now: time.Now, NewID: uuid.New,
		Observe: func(observation admin.Observation) { observed = append(observed, observation) },
	}).Mount(mux)
	call(t, mux, "GET", "/api/v1/patients/"+id(idPatient).String(), b.a.frontDesk, "")
	call(t, mux, "GET", "/api/v1/nothing", b.a.frontDesk, "")
	if len(observed) != 2 || observed[0].Route != "GET /api/v1/patients/{id}" || observed[0].Status != http.StatusOK || observed[0].Took <= 0 ||
		observed[1].Route != "" || observed[1].Status != http.StatusNotFound {
		t.Errorf("observed %+v", observed)
	}
}

// TestRecordsAreAway answers 503 while the database is, never 401.
func TestRecordsAreAway(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.store.Close()
	got := b.call(t, "GET", "/api/v1/me", b.a.frontDesk, "")
	refused(t, got, http.StatusServiceUnavailable, records.CodeUnavailable)
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if !strings.Contains(b.logs.String(), `"cause":`) {
		t.Errorf("the log does not say why: %s", b.logs)
	}
}

// TestBrokenOffBody is a client that goes in the middle of its request: not
// our fault, and nothing is done.
func TestBrokenOffBody(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	server := httptest.NewServer(b.handler)
	defer server.Close()
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, err = connection.Write([]byte("POST /api/v1/appointments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b.a.frontDesk +
		"\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{\"patientId\":"))
	if err != nil {
		t.Fatal(err)
	}
	half, ok := connection.(*net.TCPConn)
	if !ok {
		t.Fatalf("a connection of type %T", connection)
	}
	if err := half.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d", response.StatusCode)
	}
}
