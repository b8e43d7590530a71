package conversations

import (
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/records"

	"github.com/google/uuid"
)

// settledByProvider records what the provider's own keyword filter has done.
// It has answered the patient, so nothing is said (invariant 11), but what a bare
// CANCEL broke off goes on when they are back.
func (t *Turn) settledByProvider(settled channel.OptOut, text string) bool {
	switch settled {
	case channel.OptOutStop:
		if t.engine.reader.Understand(text, understanding.ExpectNothing, t.Language(), t.Now).Keyword == understanding.KeywordBareCancel {
			t.setAside()
		} else {
			t.Abandon()
		}
		t.optOut("provider")
	case channel.OptOutStart:
		t.Do(OptOut{Active: true, Source: "provider"})
		t.takeUp()
	case channel.OptOutHelp:
	case channel.OptOutNone:
		return false
	}
	return true
}

// OnlyPerson gives the patient whom the contact acts for when there is exactly
// one, else the zero id.
func (t *Turn) OnlyPerson() uuid.UUID {
	if len(t.Contact.Persons) == 1 {
		return t.Contact.Persons[0].PatientID
	}
	return uuid.UUID{}
}

// keyword handles the words about messages as such.
func (t *Turn) keyword() bool {
	clinic := t.engine.profile.Clinic
	if t.Meaning.KeywordShy && !t.Contact.OptedOut && t.mayAnswer() {
		return false
	}
	switch t.Meaning.Keyword {
	case understanding.KeywordStop:
		stopped := catalog.Stopped
		if t.Meaning.KeywordShy && t.standing() {
			stopped = catalog.StoppedStands // nobody said that it is called off
		}
		if t.Meaning.Has(understanding.IntentLeaveWaitlist) {
			// Both were asked for; who acts for nobody reads the same.
			t.Do(EndWishes{PatientIDs: t.PatientIDs()})
			stopped = catalog.StoppedAndLeft
		}
		if !t.Contact.OptedOut {
			t.Say(stopped, catalog.Values{Clinic: clinic.Name})
			t.despite = true
		}
		t.Abandon()
		t.optOut("stop")
	case understanding.KeywordStart:
		if !t.Contact.OptedOut {
			t.Start(FlowMenu, nil)
			return true
		}
		t.Do(OptOut{Active: true, Source: "start"})
		t.Say(catalog.Started, catalog.Values{Clinic: clinic.Name})
		t.takeUp()
	case understanding.KeywordHelp:
		t.despite = true
		if clinic.Phone != "" {
			t.Say(catalog.HelpPhone, catalog.Values{Clinic: clinic.Name, Phone: clinic.Phone})
		} else {
			t.Say(catalog.Help, catalog.Values{Clinic: clinic.Name})
		}
	case understanding.KeywordBareCancel:
		t.bareCancel()
	case understanding.KeywordNone:
		return false
	}
	t.state.Misunderstood = 0
	return true
}

// optOut ends the messages to the contact at once. When the contact acts for
// patients, it looks whether one of them has an appointment of which staff must
// tell them in another way.
func (t *Turn) optOut(source string) {
	t.Do(OptOut{Active: false, Source: source})
	if reply, ok := t.reply(); ok {
		t.effects = append(t.effects, reply)
		t.said = nil
	}
	if ids := t.PatientIDs(); len(ids) > 0 {
		t.optingOut = true
		t.Request(FindAppointments{PatientIDs: ids})
	}
}

// bareCancel takes the one word CANCEL for what carriers take it: it ends the
// messages. Appointments stay; the patient is told so, and staff ask what was
// meant (invariant 29 of the trust facts). What was being chosen is kept for who
// comes back: they may have meant no more than that.
func (t *Turn) bareCancel() {
	clinic := t.engine.profile.Clinic
	if !t.Contact.OptedOut {
		switch {
		case t.keepsChoice():
			t.Say(catalog.CancelledMessagesKept, catalog.Values{Clinic: clinic.Name})
		case t.cancelling() && clinic.Phone != "":
			t.Say(catalog.CancelledMessagesNotYet, catalog.Values{Clinic: clinic.Name, Phone: clinic.Phone})
		case clinic.Phone != "":
			t.Say(catalog.CancelledMessagesOrCall, catalog.Values{Clinic: clinic.Name, Phone: clinic.Phone})
		default:
			t.Say(catalog.CancelledMessages, catalog.Values{Clinic: clinic.Name})
		}
		t.despite = true
	}
	t.setAside()
	t.Do(OptOut{Active: false, Source: "cancel"})
	t.Do(OpenTask{Code: records.TaskCancelOrStop, Priority: records.PriorityUrgent, PatientID: t.OnlyPerson()})
}

// PatientIDs lists the patients whom the contact may act for.
func (t *Turn) PatientIDs() []uuid.UUID {
	ids := make([]uuid.UUID, len(t.Contact.Persons))
	for i, person := range t.Contact.Persons {
		ids[i] = person.PatientID
	}
	return ids
}

// reportOptOut opens a task for each patient with a coming appointment who
// can't be written to any more.
func (t *Turn) reportOptOut(event Event) {
	found, ok := event.(AppointmentsFound)
	if !ok {
		return
	}
	told := map[uuid.UUID]bool{}
	for _, appointment := range found.Appointments {
		if told[appointment.PatientID] {
			continue
		}
		told[appointment.PatientID] = true
		t.Do(OpenTask{Code: records.TaskOptedOut, Priority: records.PriorityRoutine, PatientID: appointment.PatientID})
	}
}
