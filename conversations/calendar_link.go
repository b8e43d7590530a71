package conversations

import "github.com/google/uuid"

// MakeCalendarLink asks for an address from which the patient's telephone can
// take an appointment into its calendar; answered by CalendarLinkMade or
// ChangeRefused.
type MakeCalendarLink struct {
	AppointmentID uuid.UUID
	Version       int64
}

// CalendarLinkMade answers MakeCalendarLink.
type CalendarLinkMade struct {
	Appointment AppointmentFacts
	// URL opens the appointment's calendar entry; empty where the service has no
	// address that patients can reach.
	URL string
}

func (MakeCalendarLink) effect()  {}
func (MakeCalendarLink) request() {}
func (CalendarLinkMade) event()   {}
