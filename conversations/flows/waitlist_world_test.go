package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// wait answers what is asked of the wait-list as the store does.
func (w *world) wait(request conversations.Request) conversations.Event {
	switch request := request.(type) {
	case conversations.JoinWaitlist:
		return w.join(request.Entry)
	case conversations.ListWaitlist:
		return conversations.WaitlistFound{Entries: slices.Clone(w.wishes)}
	case conversations.LeaveWaitlist:
		for i, entry := range w.wishes {
			if entry.EntryID == request.EntryID {
				w.wishes = slices.Delete(w.wishes, i, i+1)
				return conversations.WaitlistLeft{Entry: entry}
			}
		}
	}
	return conversations.ChangeRefused{}
}

func (w *world) join(entry records.WaitlistEntry) conversations.Event {
	if entry.From >= entry.Until || entry.PatientID == uuid.Nil || entry.AppointmentTypeID == uuid.Nil {
		w.tb.Fatalf("a wish that can't be kept: %+v", entry)
	}
	for _, window := range entry.Windows {
		if !window.From.Before(window.Until) {
			w.tb.Fatalf("an empty window: %+v", window)
		}
	}
	kept := conversations.WaitlistFacts{
		EntryID: w.newID(), PatientID: entry.PatientID, AppointmentTypeID: entry.AppointmentTypeID, PractitionerID: entry.PractitionerID,
	}
	w.wishes = slices.DeleteFunc(w.wishes, func(other conversations.WaitlistFacts) bool {
		return other.PatientID == kept.PatientID && other.AppointmentTypeID == kept.AppointmentTypeID
	})
	w.wishes = append(w.wishes, kept)
	joined := conversations.WaitlistJoined{Entry: kept}
	for _, appointment := range w.appointments {
		if appointment.Status == records.AppointmentBooked && appointment.AppointmentTypeID == kept.AppointmentTypeID && appointment.Start.After(w.now) {
			joined.Replaces = &appointment
			break
		}
	}
	return joined
}

// waits lets the first patient wait.
func (s *script) waits(t *testing.T, rest string) {
	t.Helper()
	var practitioner, appointmentType byte
	if _, err := fmt.Sscan(rest, &practitioner, &appointmentType); err != nil {
		t.Fatalf("waits: %q", rest)
	}
	entry := conversations.WaitlistFacts{
		EntryID: s.world.newID(), PatientID: s.world.contact.Persons[0].PatientID, AppointmentTypeID: id('t', appointmentType),
	}
	if practitioner > 0 {
		entry.PractitionerID = id('p', practitioner)
	}
	s.world.wishes = append(s.world.wishes, entry)
}

// describeWait tells what is asked of the wait-list in one line.
func describeWait(w *world, effect conversations.Effect) string {
	switch effect := effect.(type) {
	case conversations.JoinWaitlist:
		entry := effect.Entry
		var told strings.Builder
		told.WriteString("join the wait-list")
		if entry.PractitionerID != uuid.Nil {
			fmt.Fprintf(&told, ", practitioner %d", entry.PractitionerID[15])
		}
		for _, window := range entry.Windows {
			fmt.Fprintf(&told, ", %s to %s", window.From.In(w.profile.Zone).Format("Mon 2 Jan 15:04"), window.Until.In(w.profile.Zone).Format("Mon 2 Jan 15:04"))
		}
		if entry.From > 0 || entry.Until < wholeDay {
			fmt.Fprintf(&told, ", %02d:%02d to %02d:%02d", entry.From.Hour(), entry.From.Minute(), entry.Until.Hour(), entry.Until.Minute())
		}
		return told.String()
	case conversations.LeaveWaitlist:
		return "leave the wait-list"
	}
	return ""
}
