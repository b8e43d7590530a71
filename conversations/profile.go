package conversations

import (
	"time"

	"frontdesk/records"
)

// Profile is what the engine knows of a clinic: its name, languages, what it
// offers and who works there. It is read when the clinic's settings change and
// is not modified after that; many conversations share one.
type Profile struct {
	Clinic        records.Clinic
	Zone          *time.Location
	Types         []records.AppointmentType
	Practitioners []records.Practitioner
}
