package conversations

import (
	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// FileMedia puts what came with these messages of the conversation under a
// patient for whom the contact acts.
type FileMedia struct {
	MessageIDs []uuid.UUID
	PatientID  uuid.UUID
	Purpose    records.MediaPurpose
}

func (FileMedia) effect() {}

// TakePhotos says that the current flow asked for the message's pictures, and
// sees to it that staff hear of them.
func (t *Turn) TakePhotos() { t.photosTaken = true }

// TakesPhotos says whether a picture that the patient sends reaches staff.
func (t *Turn) TakesPhotos() bool { return t.capabilities.Photos }

// keepPhotos tells staff of pictures that no flow asked for, and their sender
// that they do look at them, before all else that the message is answered.
func (t *Turn) keepPhotos() {
	if t.Photos == 0 || t.photosTaken || t.despite || t.optingOut {
		return
	}
	t.Do(OpenTask{Code: records.TaskPhoto, Priority: records.PriorityRoutine, PatientID: t.OnlyPerson()})
	t.said = append([]string{t.Book().Say(catalog.PhotoKept, catalog.Values{})}, t.said...)
	t.level = max(t.level, catalog.PhotoKept.Level())
}
