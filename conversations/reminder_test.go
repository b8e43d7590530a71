package conversations

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

func reminded() (Profile, AppointmentFacts) {
	practitioner, offered := uuid.UUID{1}, uuid.UUID{2}
	profile := Profile{
		Clinic: records.Clinic{
			Name: "Clinica Ribera", Address: "12 Mill Road", Country: "ES", EmergencyNumber: "112",
			Languages: []records.Language{records.Spanish, records.English, records.Portuguese},
		},
		Zone:          time.FixedZone("CET", 3600),
		Practitioners: []records.Practitioner{{ID: practitioner, Name: "Dr Osei", Active: true}},
		Types:         []records.AppointmentType{{ID: offered, Name: records.LocalizedText{"en": "vasectomy"}, Active: true}},
	}
	start := time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)
	return profile, AppointmentFacts{
		AppointmentID: uuid.UUID{3}, Version: 7, PractitionerID: practitioner, AppointmentTypeID: offered, Start: start, End: start.Add(time.Hour),
	}
}

// TestReminder holds that a reminder tells when and where and nothing else, in
// two SMS at most, and ends in its three answers (invariant 13).
func TestReminder(t *testing.T) {
	t.Parallel()
	profile, appointment := reminded()
	engine := New(profile)
	for language, when := range map[records.Language]string{
		records.English: "Tuesday 24 November at 15:00", records.Spanish: "martes 24 de noviembre a las 15:00",
		records.Portuguese: "24 de novembro, às 15h", "xx": "martes 24 de noviembre a las 15:00",
	} {
		reply := engine.RenderReminder(appointment, language, channel.Capabilities{Segmented: true, TextLimit: 1600})
		for _, part := range []string{when, "12 Mill Road", "\n1 ", "\n2 ", "\n3 "} {
			if !strings.Contains(reply.Text, part) {
				t.Errorf("%s: no %q in %q", language, part, reply.Text)
			}
		}
		if strings.Contains(reply.Text, "Osei") || strings.Contains(reply.Text, "vasectomy") || reply.Level != records.ContentLogistics {
			t.Errorf("%s: says too much at level %d: %q", language, reply.Level, reply.Text)
		}
		if _, segments := channel.Segments(reply.Text); segments > 2 {
			t.Errorf("%s: %d segments", language, segments)
		}
		if reply.DespiteOptOut || len(reply.Choices) != 0 {
			t.Errorf("%s: %+v", language, reply)
		}
	}
}

// TestReminderButtons holds that a button names the appointment and the
// version (invariant 12).
func TestReminderButtons(t *testing.T) {
	t.Parallel()
	profile, appointment := reminded()
	reply := New(profile).RenderReminder(appointment, records.Spanish, channel.Capabilities{Buttons: 3, ButtonLabel: 20, TextLimit: 1024})
	if len(reply.Choices) != 3 || strings.Contains(reply.Text, "\n") {
		t.Fatalf("got %+v", reply)
	}
	if got, want := reply.Choices[1].ID, "r:"+appointment.AppointmentID.String()+":7:2"; got != want {
		t.Errorf("id %q, want %q", got, want)
	}
}
