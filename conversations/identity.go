package conversations

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// CheckIdentity asks for an address at which the person who is writing shows
// who they are; answered by IdentityCheckMade, for whomever it is: an unknown
// number is told nothing else than a patient's (invariant 13).
type CheckIdentity struct {
	Purpose records.AccessPurpose
	// PatientID is whom it is about; zero lets the birth date say.
	PatientID uuid.UUID
}

// IdentityCheckMade answers CheckIdentity.
type IdentityCheckMade struct {
	// URL is where they show who they are; empty where the service has no address
	// that patients can reach.
	URL     string
	Expires time.Time
}

func (CheckIdentity) effect()    {}
func (CheckIdentity) request()   {}
func (IdentityCheckMade) event() {}

// FindGranted asks of which patients the contact has lately shown to be allowed
// to see and change what is for a purpose; answered by GrantedFound.
type FindGranted struct{ Purpose records.AccessPurpose }

// GrantedFound answers FindGranted, the patient granted last first.
type GrantedFound struct{ PatientIDs []uuid.UUID }

func (FindGranted) effect()  {}
func (FindGranted) request() {}
func (GrantedFound) event()  {}

// identityChoice begins the choice id of the message that the service itself
// puts into a conversation when its contact has shown who they are.
const identityChoice = "identity:"

// IdentityChoiceID is the choice id by which a conversation learns that its
// contact has shown who they are. It proves nothing: what is then read is
// granted by the store, whoever sent it.
func IdentityChoiceID(purpose records.AccessPurpose) string { return identityChoice + string(purpose) }

// Identified is a flow that goes on when the contact has shown who they are for
// its purpose.
type Identified interface {
	Flow
	Purpose() records.AccessPurpose
}

// IdentityWait is the data of an Identified flow that waits for the contact to
// show who they are, and that with which the engine begins one when they have.
type IdentityWait struct {
	// Expires is when the address that was sent is no good any more; zero for none
	// sent.
	Expires time.Time `json:"expires,omitzero"`
}

// pressedIdentity goes on with the flow that waited for an identity, or begins
// the purpose's own where none waits any more.
func (t *Turn) pressedIdentity(id string) bool {
	purpose, found := strings.CutPrefix(id, identityChoice)
	if !found {
		return false
	}
	t.Meaning, t.shown = understanding.Meaning{}, records.AccessPurpose(purpose)
	for i := len(t.state.Frames) - 1; i >= 0; i-- {
		if flow := t.engine.flows[t.state.Frames[i].Flow]; serves(flow, purpose) {
			t.unwindTo(flow)
			flow.Next(t)
			return true
		}
	}
	flow := t.engine.byPurpose[records.AccessPurpose(purpose)]
	if flow == nil {
		return false
	}
	t.Start(flow.Name(), IdentityWait{Expires: t.Now})
	return true
}

func serves(flow Flow, purpose string) bool {
	waits, is := flow.(Identified)
	return is && string(waits.Purpose()) == purpose
}
