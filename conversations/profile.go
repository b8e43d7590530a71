package conversations

import (
	"time"

	"frontdesk/conversations/channel"
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

// Engine steps the conversations of one clinic. It is immutable and safe for
// concurrent use.
type Engine struct {
	profile Profile
}

// New makes an engine for a clinic.
func New(profile Profile) *Engine { return &Engine{profile: profile} }

// Step is the whole of a conversation's behaviour: from where it stands and
// what happened to where it stands next and what shall be done. encoded is the
// state as the last step of this conversation returned it, or empty for a new
// one; a state that an older version of this program wrote is migrated. The
// returned effects hold at most one Request, as the last one; after answering
// it, call Step again with the returned state and the answer. An error means a
// state that can't be decoded, never something that a patient wrote.
func (e *Engine) Step(encoded []byte, event Event, capabilities channel.Capabilities, now time.Time) ([]byte, []Effect, error) {
	panic("not written yet")
}

// RenderReminder writes the text of a reminder for one appointment: content
// level L1 (date, time and place, no names), ending in the numbered answers
// 1 confirm, 2 cancel, 3 another time.
func (e *Engine) RenderReminder(appointment AppointmentFacts, language records.Language, capabilities channel.Capabilities) Reply {
	panic("not written yet")
}
