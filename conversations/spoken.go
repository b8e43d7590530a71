package conversations

import (
	"time"

	"github.com/google/uuid"
)

// spoken is what a conversation remembers beside the flows under way, so that
// nobody is asked for what they have said: who is writing, and which service was
// spoken of last.
type spoken struct {
	Name   string    `json:"name,omitempty"`
	TypeID uuid.UUID `json:"type_id,omitzero"`
	At     time.Time `json:"at,omitzero"`
}

// remember keeps what the message says in passing.
func (t *Turn) remember() {
	if t.Meaning.OwnName && len(t.Contact.Persons) == 0 {
		t.state.Spoken.Name = t.Meaning.Name
	}
	if len(t.Meaning.Types) == 1 {
		t.SpeakOf(t.Meaning.Types[0])
	}
}

// SpeakOf notes a service that "one for my son, too" would be one of.
func (t *Turn) SpeakOf(appointmentType uuid.UUID) {
	t.state.Spoken.TypeID, t.state.Spoken.At = appointmentType, t.Now
}

// SpokenOf gives the service that was spoken of last, where the message has a
// word that stands for it; else the zero UUID.
func (t *Turn) SpokenOf() uuid.UUID {
	if !t.Meaning.One || t.Now.Sub(t.state.Spoken.At) > questionLife {
		return uuid.Nil
	}
	return t.state.Spoken.TypeID
}

// WriterName is the name with which an unknown contact has said who they are;
// it is nobody's until they confirm it.
func (t *Turn) WriterName() string { return t.state.Spoken.Name }
