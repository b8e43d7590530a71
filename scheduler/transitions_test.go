package scheduler

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/records"
)

// transitionMatrix says it all again as a drawing: a row for each status, in
// the columns' order what may follow it (x).
const transitionMatrix = `
                  pro wai pen boo arr che ful nos can ent
proposed           .   .   x   .   .   .   .   .   x   x
waitlist           .   .   x   .   .   .   .   .   x   x
pending            .   .   .   x   .   .   .   .   x   x
booked             .   .   .   .   x   x   x   x   x   x
arrived            .   .   .   x   .   x   x   .   x   x
checked-in         .   .   .   x   .   .   x   .   x   x
fulfilled          .   .   .   .   .   .   .   .   .   x
noshow             .   .   .   x   x   .   .   .   .   x
cancelled          .   .   .   .   .   .   .   .   .   x
entered-in-error   .   .   .   .   .   .   .   .   .   .
`

func TestAppointmentTransitions(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(transitionMatrix), "\n")
	statuses := make([]records.AppointmentStatus, 0, len(lines))
	for _, line := range lines[1:] {
		statuses = append(statuses, records.AppointmentStatus(strings.Fields(line)[0]))
	}
	if !slices.Equal(statuses, appointmentStatuses) {
		t.Fatalf("the drawing has %v, the table %v", statuses, appointmentStatuses)
	}
	before := map[records.AppointmentStatus][]records.AppointmentStatus{}
	for i, from := range statuses {
		marks := strings.Fields(lines[i+1])[1:]
		for j, to := range statuses {
			want := marks[j] == "x"
			if got := CanTransition(from, to); got != want {
				t.Errorf("CanTransition(%s, %s) = %t, want %t", from, to, got, want)
			}
			if want {
				before[to] = append(before[to], from)
			}
		}
	}
	for _, to := range statuses {
		if got := StatusesBefore(to); !slices.Equal(got, before[to]) {
			t.Errorf("StatusesBefore(%s) = %v, want %v", to, got, before[to])
		}
	}
	if len(AppointmentTransitions) != len(statuses) {
		t.Errorf("the table has %d statuses, want %d", len(AppointmentTransitions), len(statuses))
	}
}

func TestUnknownStatusFollowsNothing(t *testing.T) {
	t.Parallel()
	for _, status := range appointmentStatuses {
		if CanTransition(status, "lost") || CanTransition("lost", status) || CanTransition("", status) {
			t.Errorf("a status that does not exist may come before or after %s", status)
		}
	}
	if got := StatusesBefore("lost"); len(got) != 0 {
		t.Errorf("StatusesBefore of no status = %v", got)
	}
}
