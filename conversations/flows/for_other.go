package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// forOther is what a flow knows of a wish that is for somebody else: by what
// right the writer speaks for them, and how many people the contact acted for
// when it was said, so that one who is registered in between is known.
type forOther struct {
	Relationship records.Relationship `json:"relationship,omitempty"`
	Known        int                  `json:"known,omitempty"`
	// PatientID is who that is, where only one person of the contact can be.
	PatientID uuid.UUID `json:"patient_id,omitzero"`
	// TypeID is the service that was said for them.
	TypeID uuid.UUID `json:"type_id,omitzero"`
}

// relationshipOf gives by what right a writer acts for whom they speak of.
func relationshipOf(meaning understanding.Meaning) records.Relationship {
	switch {
	case !meaning.Has(understanding.IntentForOther):
		return records.RelationshipSelf
	case meaning.Child:
		return records.RelationshipGuardian
	}
	return records.RelationshipProxy
}

// otherMeant gives the one person of the contact for whom "for my son" or "for
// somebody else" can be.
func otherMeant(turn *conversations.Turn) (uuid.UUID, bool) {
	var others []uuid.UUID
	for _, person := range turn.Contact.Persons {
		if person.Relationship != records.RelationshipSelf && (!turn.Meaning.Child || person.Relationship == records.RelationshipGuardian) {
			others = append(others, person.PatientID)
		}
	}
	if len(others) != 1 {
		return uuid.Nil, false
	}
	return others[0], true
}

// fillOther takes that the appointment is for somebody else, which corrects
// whom it was for before.
func (data *booking) fillOther(turn *conversations.Turn) bool {
	if data.Replaces != nil {
		return false
	}
	if turn.Meaning.Myself && turn.Meaning.Words <= shortCorrection && data.Other.Relationship != "" {
		data.PatientID, data.Other = uuid.Nil, forOther{}
		if patientID, ok := personMeant(turn); ok {
			data.PatientID = patientID
		}
		return true
	}
	if !turn.Meaning.Has(understanding.IntentForOther) {
		return false
	}
	other := data.otherOf(turn)
	data.PatientID, data.Other = other.PatientID, other
	return true
}

// otherOf gives for whom else a message speaks.
func (*booking) otherOf(turn *conversations.Turn) forOther {
	other := forOther{Relationship: relationshipOf(turn.Meaning), Known: len(turn.Contact.Persons)}
	if patientID, ok := personMeant(turn); ok {
		other.PatientID = patientID
	} else if patientID, ok := otherMeant(turn); ok && turn.Meaning.Name == "" {
		other.PatientID = patientID
	}
	return other
}

// noteAfter takes that somebody else needs an appointment, too, which is seen to
// when this one is booked.
func (data *booking) noteAfter(turn *conversations.Turn) bool {
	if !turn.Meaning.Has(understanding.IntentForOther) || data.Replaces != nil || !turn.UnderWay(nameBook) {
		return false
	}
	if data.TypeID == uuid.Nil && len(turn.Meaning.Types) == 0 && turn.SpokenOf() != uuid.Nil {
		return false // "also one for my son", when the first has been booked
	}
	underWay := data.Held != nil || len(data.Offers) > 0
	if !turn.Meaning.Also && (!underWay || turn.Meaning.Words <= shortCorrection) {
		return false
	}
	if data.After == nil {
		turn.Say(catalog.OneAfterOther, catalog.Values{})
	}
	other := data.otherOf(turn)
	other.TypeID = data.typeForOther(turn)
	data.After = &other
	for _, person := range turn.Contact.Persons {
		if data.PatientID == uuid.Nil && person.Relationship == records.RelationshipSelf {
			// "For my son, too": this one is the writer's own.
			data.PatientID = person.PatientID
		}
	}
	return true
}

// typeForOther gives the service that a message names for somebody else: "I also
// need one for my son" is one of what is being booked. Where none is being
// booked yet, what it names is for both.
func (data *booking) typeForOther(turn *conversations.Turn) uuid.UUID {
	before := data.TypeID
	named := onlyTypes(bookableTypes(turn), turn.Meaning.Types)
	switch {
	case before == uuid.Nil && data.fillType(turn), turn.Meaning.One && len(named) == 0:
		return data.TypeID
	case len(named) == 1:
		return named[0].ID
	}
	return uuid.Nil
}

// shortCorrection is how many words a message has at most that corrects for
// whom it is ("no, for my son"). Who says more, once times are on the table,
// speaks of a second appointment.
const shortCorrection = 6

// goOn asks, after a booking, whether somebody else who was spoken of shall
// have an appointment, too; it says whether there was anybody.
func (data *booking) goOn(turn *conversations.Turn) bool {
	if data.After == nil {
		return false
	}
	after := *data.After
	after.Known = len(turn.Contact.Persons)
	turn.Replace(nameBook, booking{Other: after, PatientID: after.PatientID, TypeID: after.TypeID, Unsure: true})
	return true
}

// askAfter asks for a yes to a booking that was only spoken of.
func askAfter(turn *conversations.Turn, patientID uuid.UUID) {
	key := named(turn, patientID, catalog.AskAfter, catalog.AskAfterOf)
	turn.Ask(key, catalog.Values{Name: turn.NameOf(patientID)}, conversations.Question{Slot: slotAfter, Choices: []conversations.Choice{
		turn.Choice(valueYes, catalog.ChoiceAfterYes), turn.Choice(valueNo, catalog.ChoiceNoThanks),
	}, Yes: valueYes, No: valueNo})
}

const slotAfter = "after"

// askOther settles for which other person: one who was registered since, one
// who is asked for by name where there are some, or one to be registered now.
func (data *booking) askOther(turn *conversations.Turn) bool {
	persons := turn.Contact.Persons
	if len(persons) > data.Other.Known {
		data.PatientID = persons[len(persons)-1].PatientID
		return false
	}
	for _, person := range persons {
		if person.Relationship != records.RelationshipSelf {
			data.askWho(turn)
			return true
		}
	}
	data.registerOther(turn)
	return true
}

// registerOther leads into the registration of somebody else.
func (data *booking) registerOther(turn *conversations.Turn) {
	data.Other.Known = len(turn.Contact.Persons)
	if data.Other.Relationship == "" || data.Other.Relationship == records.RelationshipSelf {
		data.Other.Relationship = records.RelationshipProxy
	}
	turn.Save(*data)
	turn.Start(nameRegister, registration{ForBooking: true, Relationship: data.Other.Relationship})
}

// askWho asks for a name, never with a list of those on file (invariant 13);
// the second time also whether it is somebody new.
func (data *booking) askWho(turn *conversations.Turn) {
	if !turn.Again() {
		turn.Ask(catalog.AskForWhom, catalog.Values{}, conversations.Question{Slot: slotPerson, Expect: understanding.ExpectName})
		return
	}
	turn.Ask(catalog.AskForWhomAgain, catalog.Values{}, conversations.Question{
		Slot: slotPerson, Expect: understanding.ExpectName,
		Choices: []conversations.Choice{turn.Choice(nameRegister, catalog.ChoiceRegisterOther), turn.Choice(conversations.FlowPerson, catalog.ChoicePerson)},
	})
}
