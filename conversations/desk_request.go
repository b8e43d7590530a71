package conversations

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// ReportLate tells staff how late a patient will come to an appointment, at
// the version that was spoken of; answered by LateReported or ChangeRefused.
// A later report of the same appointment replaces the earlier one.
type ReportLate struct {
	AppointmentID uuid.UUID
	Version       int64
	By            time.Duration
}

// LateReported answers ReportLate.
type LateReported struct{ Appointment AppointmentFacts }

// ReleaseReason says why an address is let go of.
type ReleaseReason string

// The reasons. They are recorded with the consent that ends.
const (
	ReleasedWrongNumber ReleaseReason = "wrong-number"
	ReleasedOnRequest   ReleaseReason = "delete-number"
)

// ReleaseContact lets go of an address: it acts for nobody any more, what it
// has shown counts no longer, and it is in doubt until somebody registers from
// it anew. Staff get a task for each patient who loses it.
type ReleaseContact struct{ Reason ReleaseReason }

// KeepCoverage keeps what a patient says of who pays for them, for staff to
// check.
type KeepCoverage struct{ Coverage records.Coverage }

// CountKept asks what is kept of a patient whom the contact has shown to be for
// records.AccessRecord; answered by KeptCounted, or by GrantedFound without
// anybody where that has run out.
type CountKept struct{ PatientID uuid.UUID }

// KeptCounted answers CountKept.
type KeptCounted struct {
	Name         string
	Appointments int
}

func (ReportLate) effect()     {}
func (ReportLate) request()    {}
func (ReleaseContact) effect() {}
func (KeepCoverage) effect()   {}
func (CountKept) effect()      {}
func (CountKept) request()     {}
func (LateReported) event()    {}
func (KeptCounted) event()     {}

// PassOn lets go of an address whose holder goes on as somebody new: nobody that
// it acted for is theirs, and their messages go on.
func (t *Turn) PassOn(reason ReleaseReason) {
	t.Abandon()
	t.Do(ReleaseContact{Reason: reason})
	t.Contact.Persons, t.Contact.State = nil, records.ContactStale
	t.Contact.LastReminder, t.Contact.LastOffer, t.Contact.LastSurvey = nil, nil, nil
}

// LetGo ends everything with this address: the messages at once, as after a
// STOP, and what it was known for. The text is the last that it gets.
func (t *Turn) LetGo(reason ReleaseReason, key catalog.Key) {
	t.Abandon()
	t.Do(ReleaseContact{Reason: reason})
	t.Do(OptOut{Active: false, Source: string(reason)})
	t.Say(key, catalog.Values{Clinic: t.engine.profile.Clinic.Name})
	t.despite = true
}
