package conversations

import (
	"time"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// Profile is what the engine knows of a clinic: its name, languages, what it
// offers and who works there. It is read when the clinic's settings change and
// is not modified after that; many conversations share one.
type Profile struct {
	Clinic        records.Clinic
	Zone          *time.Location
	Types         []records.AppointmentType
	Practitioners []records.Practitioner
	// Email says whether the clinic sends receipts by e-mail.
	Email bool
	// Sites are where patients are seen; empty where the clinic's own address is
	// the only one.
	Sites []records.Location
	// Questions are what whoever registers is asked beside name and date of birth,
	// in order.
	Questions []records.RegistrationQuestion
	// Texts are what the clinic tells in its own words.
	Texts records.ClinicTexts
	// Rules are when it is open: availability and absences, nothing taken.
	Rules scheduler.Calendar
}
