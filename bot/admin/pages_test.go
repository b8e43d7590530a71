package admin_test

import (
	"context"
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

// page is a page of any list.
type page struct {
	Date, TimeZone, NextCursor string
	Appointments               []admin.Appointment
	Messages                   []admin.Message
	Tasks                      []admin.Task
}

// walk reads a list page by page and gives its ids in order.
func (b *bench) walk(t *testing.T, path string, size int) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	for cursor, pages := "", 0; ; pages++ {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		got := want[page](t, b.call(t, "GET", fmt.Sprintf("%s%slimit=%d&cursor=%s", path, separator, size, cursor), b.a.frontDesk, ""), http.StatusOK)
		for _, appointment := range got.Appointments {
			ids = append(ids, appointment.ID)
		}
		for _, message := range got.Messages {
			ids = append(ids, message.ID)
		}
		for _, task := range got.Tasks {
			ids = append(ids, task.ID)
		}
		if cursor = got.NextCursor; cursor == "" {
			return ids
		}
		if pages > 50 {
			t.Fatal("the pages don't end")
		}
	}
}

// TestPagesAreTheWhole walks every list in pages of each size: nothing is
// missing, nothing comes twice, the order is the same.
func TestPagesAreTheWhole(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for _, start := range []string{"09:00", "09:30", "11:00", "14:00"} {
		for i, practitioner := range []uint64{idLee, idOsei} {
			b.book(t, booking(idPatient+uint64(i), idVisit, practitioner, "2026-03-03T"+start+":00-05:00"))
		}
	}
	err := b.store.InClinic(t.Context(), b.a.id, func(ctx context.Context, tx *postgres.Tx) error {
		for range 6 { // some at the very same moment
			if err := tx.OpenTask(ctx, records.Task{ID: uuid.New(), Code: records.TaskOptedOut, Priority: records.PriorityRoutine, CreatedAt: monday}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, number := range map[string]int{
		"/api/v1/appointments?date=2026-03-03":                     8,
		"/api/v1/tasks":                                            7,
		"/api/v1/patients/" + id(idPatient).String() + "/messages": 3,
	} {
		whole := b.walk(t, path, 100)
		if len(whole) != number {
			t.Fatalf("%s: %d instead of %d", path, len(whole), number)
		}
		for size := 1; size <= number+1; size++ {
			if paged := b.walk(t, path, size); fmt.Sprint(paged) != fmt.Sprint(whole) {
				t.Errorf("%s in pages of %d: %v instead of %v", path, size, paged, whole)
			}
		}
	}
}

func TestDayIsTheClinicsDay(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	today := want[page](t, b.call(t, "GET", "/api/v1/appointments", b.a.frontDesk, ""), http.StatusOK)
	if today.Date != "2026-03-02" || today.TimeZone != "America/New_York" || len(today.Appointments) != 1 {
		t.Fatalf("today is %+v", today)
	}
	found := today.Appointments[0]
	if found.Start.Format(time.RFC3339) != "2026-03-02T10:00:00-05:00" || found.Patient.Display != "Ada Quist" ||
		found.Practitioner.Display != "Dr Lee" || found.AppointmentType.Display != "Visit" || found.ParticipantStatus != records.ParticipantNeedsAction {
		t.Errorf("found %+v", found)
	}
	// At nine in the evening in New York it is the next day in London.
	err := b.store.InClinic(t.Context(), b.a.id, func(ctx context.Context, tx *postgres.Tx) error {
		return addAppointment(ctx, tx, uuid.New(), id(idSibling), 26)
	})
	if err != nil {
		t.Fatal(err)
	}
	if evening := b.appointments(t, "2026-03-02"); len(evening) != 2 {
		t.Errorf("the evening has %d", len(evening))
	}
	if tomorrow := b.appointments(t, "2026-03-03"); len(tomorrow) != 0 {
		t.Errorf("tomorrow has %d", len(tomorrow))
	}
}

func TestPatientAndMessages(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	path := "/api/v1/patients/" + id(idPatient).String()
	patient := want[admin.PatientWithContacts](t, b.call(t, "GET", path, b.a.frontDesk, ""), http.StatusOK)
	if patient.Name != "Ada Quist" || patient.BirthDate != "1984-02-29" || len(patient.Contacts) != 1 ||
		patient.Contacts[0].Address != "+15550001111" || patient.Contacts[0].Channel != "harbour-sms" {
		t.Errorf("patient %+v", patient)
	}
	messages := want[page](t, b.call(t, "GET", path+"/messages?limit=1", b.a.frontDesk, ""), http.StatusOK)
	if len(messages.Messages) != 1 || messages.Messages[0].Text != "I want to talk to a person" || messages.NextCursor == "" {
		t.Errorf("the newest is %+v", messages)
	}
	type list struct{ Patients []admin.Patient }
	found := want[list](t, b.call(t, "GET", "/api/v1/patients?birth-date=1984-02-29", b.a.frontDesk, ""), http.StatusOK)
	if len(found.Patients) != 2 || found.Patients[0].Name != "Ada Quist" || found.Patients[1].Name != "Bo Quist" {
		t.Errorf("found %+v", found)
	}
	none := b.call(t, "GET", "/api/v1/patients?birth-date=1984-03-01", b.a.frontDesk, "")
	if strings.TrimSpace(none.body) != `{"patients":[]}` {
		t.Errorf("none is %s", none.body)
	}
}

func TestTaskIsCompletedOnce(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	path := "/api/v1/tasks/" + id(idTask).String() + "/complete"
	task := want[admin.Task](t, b.call(t, "POST", path, b.a.frontDesk, ""), http.StatusOK)
	if task.Status != records.TaskCompleted || task.Completed == "" || task.PatientID != id(idPatient).String() {
		t.Errorf("task %+v", task)
	}
	refused(t, b.call(t, "POST", path, b.a.frontDesk, ""), http.StatusConflict, records.CodeConflict)
	if open := b.walk(t, "/api/v1/tasks", 10); len(open) != 0 {
		t.Errorf("still open: %v", open)
	}
}
