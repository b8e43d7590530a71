package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
	if len(entry.Windows) > 0 && !w.dayAndNight && !slices.ContainsFunc(entry.Windows, w.opensWithin) {
		w.tb.Fatalf("a wish for times at which the clinic is closed: %+v", entry.Windows)
	}
	kept := conversations.WaitlistFacts{
		EntryID: w.newID(), PatientID: entry.PatientID, AppointmentTypeID: entry.AppointmentTypeID, PractitionerID: entry.PractitionerID, CreatedAt: w.now,
	}
	w.wishes = slices.DeleteFunc(w.wishes, func(other conversations.WaitlistFacts) bool {
		return other.PatientID == kept.PatientID && other.AppointmentTypeID == kept.AppointmentTypeID
	})
	w.wishes = append(w.wishes, kept)
	joined := conversations.WaitlistJoined{Entry: kept}
	for _, appointment := range w.appointments {
		if appointment.Status == records.AppointmentBooked && appointment.PatientID == kept.PatientID && appointment.AppointmentTypeID == kept.AppointmentTypeID && appointment.Start.After(w.now) {
			joined.Replaces = &appointment
			break
		}
	}
	return joined
}

// opensWithin says whether practitioners work at some time of a window.
func (w *world) opensWithin(window records.Period) bool {
	for at := window.From; at.Before(window.Until); at = at.Add(10 * time.Minute) {
		local := at.In(w.profile.Zone)
		works := local.Hour() >= 9 && local.Hour() < 12 || local.Hour() >= 14 && local.Hour() < 17
		if works && local.Weekday() != time.Saturday && local.Weekday() != time.Sunday {
			return true
		}
	}
	return false
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
		CreatedAt: s.world.now,
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
		for _, weekday := range entry.Weekdays {
			fmt.Fprintf(&told, ", every %s", weekday)
		}
		if entry.From > 0 || entry.Until < wholeDay {
			fmt.Fprintf(&told, ", %02d:%02d to %02d:%02d", entry.From.Hour(), entry.From.Minute(), entry.Until.Hour(), entry.Until.Minute())
		}
		return told.String()
	case conversations.LeaveWaitlist:
		return "leave the wait-list"
	case conversations.EndWishes:
		return "leave every wait-list"
	}
	return ""
}
