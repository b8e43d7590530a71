package scheduler

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// AbsenceWindow gives the instants of an absence in the clinic's zone, from the
// first at which a clock on its wall shows the start to the first that shows
// the end.
func AbsenceWindow(zone *time.Location, absence records.Absence) Window {
	return Window{
		Start: LocalInstant(zone, absence.StartDate, absence.StartTime),
		End:   LocalInstant(zone, absence.EndDate, absence.EndTime),
	}
}

// StandsInTheWay says whether an appointment can't take place as agreed because
// of an absence: it is of the practitioner who is away, or of anybody where the
// clinic or its site is closed, and some of the time with the patient falls into
// the absence. An appointment at no site, such as a virtual one, is in the way of
// no closed site.
func StandsInTheWay(zone *time.Location, absence records.Absence, appointment records.Appointment) bool {
	if absence.PractitionerID != uuid.Nil && absence.PractitionerID != appointment.PractitionerID ||
		absence.LocationID != uuid.Nil && absence.LocationID != appointment.LocationID {
		return false
	}
	return AbsenceWindow(zone, absence).Overlaps(Window{Start: appointment.Start, End: appointment.End})
}
