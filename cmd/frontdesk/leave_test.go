package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// One command asks the patient of a leave, their answer rebooks, the list says
// so, and another command takes the leave back.
func TestLeave(t *testing.T) {
	t.Parallel()
	s := serveAlone(t)
	s.almostBook(s.url)
	s.say(s.url, patientNumber, "yes")
	var practitionerID uuid.UUID
	var start time.Time
	if err := s.superuser.QueryRow(t.Context(), "SELECT practitioner_id, start_at FROM appointment WHERE status = 'booked'").Scan(&practitionerID, &start); err != nil {
		t.Fatal(err)
	}
	name := s.clinic.Osei.Name
	if practitionerID == s.clinic.Lee.ID {
		name = s.clinic.Lee.Name
	}
	day := records.LocalDateOf(start, time.UTC)
	add := []string{
		"leave", "add", "--clinic", "test", "--practitioner", strings.ToUpper(name), "--from", day.AddDays(-1).String(),
		"--until", day.AddDays(1).String(), "--ask",
	}
	got := command(t, s.variables(), add...)
	if got.status != 0 || !strings.Contains(got.output, "appointments in the way: 1") || !strings.Contains(got.output, "patients asked for another time: 1; tasks for staff: 0") {
		t.Fatalf("leave add: %+v", got)
	}
	command(t, s.variables(), add...).wantFailure(t, 1, "this absence has been entered already")
	s.awaitSent(patientNumber, booked+1)
	s.say(s.url, patientNumber, "1")
	listed := command(t, s.variables(), "leave", "list", "--clinic", "test")
	row := regexp.MustCompile(`(?m)^([0-9a-f-]{36})  leave  ` + name + `  .*  0 +1 +1 +0 +0 +0$`).FindStringSubmatch(listed.output)
	if listed.status != 0 || row == nil {
		t.Fatalf("leave list: %+v", listed)
	}
	s.expectCount(1, "SELECT count(*) FROM appointment WHERE status = 'booked' AND practitioner_id <> $1", practitionerID)
	if ended := command(t, s.variables(), "leave", "end", "--clinic", "test", row[1]); ended.status != 0 || !strings.Contains(ended.output, "taken back") {
		t.Errorf("leave end: %+v", ended)
	}
	for arguments, sentence := range map[string]string{
		"leave add --clinic nowhere --from 2026-12-07 --until 2026-12-11":                             `there is no clinic "nowhere"`,
		"leave add --clinic test --practitioner Nobody --from 2026-12-07 --until 2026-12-11":          `nobody here is called "Nobody"`,
		"leave add --clinic test --kind closure --location Moon --from 2026-12-07 --until 2026-12-8":  "--until: must be a day",
		"leave add --clinic test --kind closure --location Moon --from 2099-12-07 --until 2099-12-08": `no site here is called "Moon"`,
		"leave add --clinic test --from 2099-12-07 --until 2099-12-08":                                "a leave needs a practitioner",
		"leave end --clinic test 12":        "is no id",
		"leave end --clinic test " + row[1]: "absence not found",
	} {
		command(t, s.variables(), strings.Fields(arguments)...).wantFailure(t, 1, sentence)
	}
}
