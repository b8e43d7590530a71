package conversations

import (
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding"
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
