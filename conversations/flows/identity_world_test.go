package flows

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// grant is whom the contact has shown to be, and until when that counts.
type grant struct {
	patientIDs []uuid.UUID
	until      time.Time
}

// shows has the contact show, on the page, that they are the nth of its
// patients; the message is the one that the service then puts into the
// conversation.
func (w *world) shows(purpose records.AccessPurpose, n int) conversations.MessageReceived {
	if w.granted == nil {
		w.granted = make(map[records.AccessPurpose]grant)
	}
	w.granted[purpose] = grant{patientIDs: []uuid.UUID{w.contact.Persons[n].PatientID}, until: w.now.Add(records.IdentityGrantLife)}
	w.contact.State = records.ContactVerified
	return conversations.MessageReceived{ChoiceID: conversations.IdentityChoiceID(purpose)}
}

func (w *world) grantedFor(purpose records.AccessPurpose) conversations.GrantedFound {
	if granted := w.granted[purpose]; w.now.Before(granted.until) {
		return conversations.GrantedFound{PatientIDs: granted.patientIDs}
	}
	return conversations.GrantedFound{}
}

// sendsMail has the clinic send e-mails, and says what comes of a wish for them.
func (w *world) sendsMail(answer conversations.EmailAnswer) {
	w.profile.Email, w.mailAnswer = true, answer
	w.engine = NewEngine(w.profile)
}
