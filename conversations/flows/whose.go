package flows

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// whose is for whom a request is: one of the contact's patients, or where the
// contact acts for nobody a name that stands in the conversation only.
type whose struct {
	PatientID uuid.UUID `json:"patient_id,omitzero"`
	// Named is true once a name was said that is none of the contact's patients.
	Named bool `json:"named,omitempty"`
	// Other is true where it is for somebody else than the writer.
	Other bool `json:"other,omitempty"`
}

// take takes the person that a message names, and says whether it did.
func (w *whose) take(turn *conversations.Turn) bool {
	if len(turn.Contact.Persons) == 0 {
		named := turn.Meaning.Name != "" && (!turn.Meaning.OwnName || !turn.Meaning.Has(understanding.IntentForOther))
		w.Named, w.Other = w.Named || named, w.Other || turn.Meaning.Has(understanding.IntentForOther)
		return named
	}
	patientID, ok := personMeant(turn)
	if !ok && turn.Meaning.Has(understanding.IntentForOther) {
		w.Other = true
		if patientID, ok = otherMeant(turn); !ok {
			w.PatientID = uuid.Nil
			return true
		}
	}
	switch {
	case ok:
		w.PatientID = patientID
	case w.Other && turn.Meaning.Name != "":
		// Somebody who is not registered here: staff read the name.
		w.Named, ok = true, true
	}
	return ok
}

// ask settles for whom, or asks: only in doubt, and never with a list of names
// (invariant 13).
func (w *whose) ask(turn *conversations.Turn) bool {
	if w.PatientID != uuid.Nil || w.Named {
		return false
	}
	if only := turn.OnlyPerson(); only != uuid.Nil && !w.Other {
		w.PatientID = only
		return false
	}
	key := catalog.AskWhose
	switch {
	case w.Other:
		key = catalog.AskNameOther
	case len(turn.Contact.Persons) == 0:
		key = catalog.AskName
	}
	if turn.Again() && len(turn.Contact.Persons) > 0 {
		key = catalog.AskForWhomAgain
	}
	turn.Ask(key, catalog.Values{}, conversations.Question{Slot: slotPerson, Expect: understanding.ExpectName})
	return true
}

// givenName is the first word of a name, folded.
func givenName(name string) string {
	given, _, _ := strings.Cut(understanding.Fold(name), " ")
	return given
}

// personMeant gives the one patient of the contact whom a message names: by
// name, by "for me", or by a given name in passing ("a cleaning for Leo").
func personMeant(turn *conversations.Turn) (uuid.UUID, bool) {
	meaning := turn.Meaning
	byName := func(person conversations.Person) bool { return namesMatch(meaning.Name, person.Name) }
	inPassing := func(person conversations.Person) bool { return slices.Contains(meaning.Whom, givenName(person.Name)) }
	switch {
	case meaning.Myself:
		return onePerson(turn, func(person conversations.Person) bool { return person.Relationship == records.RelationshipSelf })
	case meaning.Name == "", meaning.OwnName && meaning.Has(understanding.IntentForOther):
		if patientID, ok := onePerson(turn, inPassing); ok || meaning.Has(understanding.IntentForOther) {
			return patientID, ok
		}
		return mentionedHere(turn)
	case meaning.OwnName:
		// "This is Maria, a cleaning for Leo."
		if patientID, ok := onePerson(turn, inPassing); ok {
			return patientID, true
		}
	}
	return onePerson(turn, byName)
}

// mentionedHere gives the one patient of the contact whose name stands anywhere,
// unless a practitioner is named who has it, too.
func mentionedHere(turn *conversations.Turn) (uuid.UUID, bool) {
	patientID, ok := turn.Mentioned()
	for _, person := range turn.Contact.Persons {
		for _, practitioner := range turn.Meaning.Practitioners {
			shared := strings.Fields(understanding.Fold(practitionerName(turn, practitioner)))
			if person.PatientID == patientID && slices.Contains(shared, givenName(person.Name)) {
				return uuid.Nil, false
			}
		}
	}
	return patientID, ok
}

// patientsMeant are those whose appointments a message speaks of: of the one it
// names ("cancel Leo's"), else of all. Nobody's visit is called off for another's.
func patientsMeant(turn *conversations.Turn) []uuid.UUID {
	if len(turn.Contact.Persons) < 2 {
		return turn.PatientIDs()
	}
	if patientID, ok := turn.Mentioned(); ok {
		return []uuid.UUID{patientID}
	}
	if patientID, ok := otherMeant(turn); ok && turn.Meaning.Has(understanding.IntentForOther) {
		return []uuid.UUID{patientID}
	}
	return turn.PatientIDs()
}

// onePerson gives the one patient of the contact whom the words fit.
func onePerson(turn *conversations.Turn, matches func(conversations.Person) bool) (uuid.UUID, bool) {
	var matched []uuid.UUID
	for _, person := range turn.Contact.Persons {
		if matches(person) {
			matched = append(matched, person.PatientID)
		}
	}
	if len(matched) != 1 {
		return uuid.Nil, false
	}
	return matched[0], true
}
