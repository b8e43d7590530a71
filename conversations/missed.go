package conversations

import "github.com/google/uuid"

// FindMissed asks for the visit that somebody must mean who says that they
// missed one: the newest of these patients that has begun, whatever the clinic
// has noted of it; answered by MissedFound.
type FindMissed struct{ PatientIDs []uuid.UUID }

// MissedFound answers FindMissed; nil where there was none lately.
type MissedFound struct{ Appointment *AppointmentFacts }

func (FindMissed) effect()  {}
func (FindMissed) request() {}
func (MissedFound) event()  {}
