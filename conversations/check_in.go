package conversations

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// CheckInAhead is how long before the start a patient may say that they are here.
const CheckInAhead = 2 * time.Hour

// FindVisits asks for the appointments of these patients that they may be at
// the clinic for now; answered by VisitsFound.
type FindVisits struct{ PatientIDs []uuid.UUID }

// VisitsFound answers FindVisits, in order of start.
type VisitsFound struct{ Appointments []AppointmentFacts }

// CheckIn says that a patient is here for an appointment; answered by CheckedIn
// or ChangeRefused. Who is in the queue already is told how things stand.
type CheckIn struct{ AppointmentID uuid.UUID }

// CheckedIn answers CheckIn.
type CheckedIn struct {
	// Number is what the display and the staff call the patient by.
	Number int
	// Status is where they are: waiting, or called already.
	Status records.QueueStatus
	// Wait is how long it should take, in whole five minutes; zero for who is
	// next.
	Wait time.Duration
	// Room is where they were called to; it may be empty.
	Room string
}

func (FindVisits) effect()  {}
func (FindVisits) request() {}
func (CheckIn) effect()     {}
func (CheckIn) request()    {}
func (VisitsFound) event()  {}
func (CheckedIn) event()    {}

// QueueNotice tells somebody who waits that it is about to be their turn.
type QueueNotice struct {
	Number int
	// Called is true when they are to come now, to Room if that is known.
	Called bool
	Room   string
}

// RenderQueueNotice writes the text of a notice: number and room, no names.
func (e *Engine) RenderQueueNotice(notice QueueNotice, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	key := NoticeKey(notice)
	text := e.book(language).Say(key, catalog.Values{
		Clinic: e.profile.Clinic.Name, Number: strconv.Itoa(notice.Number), Room: notice.Room,
	})
	return Reply{Text: fit(text, capabilities), Level: key.Level()}
}

// NoticeKey gives the text of a notice, in a message or in an answer.
func NoticeKey(notice QueueNotice) catalog.Key {
	switch {
	case notice.Called && notice.Room != "":
		return catalog.QueueCalledTo
	case notice.Called:
		return catalog.QueueCalled
	}
	return catalog.QueueNext
}
