package conversations

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// NameOf gives the name by which a text says for whom something is, where that
// may be somebody else than whoever writes: the given name, or the whole one
// where two of the contact's patients share it. It is empty for a contact that
// acts for nobody but themself, and where no answer may name anybody; what is
// said with a name is at least of level L2.
func (t *Turn) NameOf(patientID uuid.UUID) string {
	persons := t.Contact.Persons
	if !t.May(records.ContentNames) || len(persons) == 1 && persons[0].Relationship == records.RelationshipSelf {
		return ""
	}
	for i, person := range persons {
		if person.PatientID != patientID {
			continue
		}
		given, _, _ := strings.Cut(person.Name, " ")
		for j, other := range persons {
			first, _, _ := strings.Cut(other.Name, " ")
			if i != j && understanding.Fold(first) == understanding.Fold(given) {
				return person.Name
			}
		}
		return given
	}
	return ""
}

// Mentioned gives the one patient of the contact whose name stands anywhere in
// the message. Of two with the same given name it is the one of whom more is
// written.
func (t *Turn) Mentioned() (uuid.UUID, bool) {
	var typed []string
	for _, word := range words.Tokenize(t.Meaning.Text) {
		owner := strings.TrimSuffix(strings.ToLower(word.Original), "'s") // "cancel Leo's"
		typed = append(typed, understanding.Fold(owner))
	}
	most, found, count := 0, uuid.Nil, 0
	for _, person := range t.Contact.Persons {
		names := strings.Fields(understanding.Fold(person.Name))
		written := 0
		for _, name := range names {
			if slices.Contains(typed, name) {
				written++
			}
		}
		switch {
		case len(names) == 0 || !slices.Contains(typed, names[0]) || written < most:
		case written == most:
			count++
		default:
			most, found, count = written, person.PatientID, 1
		}
	}
	return found, count == 1
}

// asksOfPerson hears in "does Leo have an appointment?" a question about the
// appointments that there are, and no wish for one: where it is of a patient of
// the contact, and names no day and nothing to book.
func (t *Turn) asksOfPerson() {
	meaning := &t.Meaning
	other := slices.ContainsFunc(meaning.Intents, func(intent understanding.Intent) bool {
		return intent != understanding.IntentBook && !courtesy[intent]
	})
	if !meaning.AsksHas || other || !meaning.Wish.IsZero() || len(meaning.Types) > 0 || len(meaning.Practitioners) > 0 {
		return
	}
	if _, named := t.Mentioned(); named {
		meaning.Intents = []understanding.Intent{understanding.IntentAppointments}
	}
}
