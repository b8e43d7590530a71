package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
)

// serviceFor names a service within a sentence, and for whom it is where that
// may be somebody else than the writer: "cleaning for Leo". It stands in texts
// that name the service, which are of level L2 anyway.
func serviceFor(turn *conversations.Turn, typeID, patientID uuid.UUID) string {
	service, name := serviceName(turn, typeID), turn.NameOf(patientID)
	if service == "" || name == "" {
		return service
	}
	return turn.Book().Phrase(catalog.ServiceFor, catalog.Values{Service: service, Name: name})
}

// named chooses between two texts about an appointment: the one that says whose
// it is, where there is a name to say, and the one without, which is of a lower
// level and all that is said where answers may name nobody.
func named(turn *conversations.Turn, patientID uuid.UUID, without, of catalog.Key) catalog.Key {
	if turn.NameOf(patientID) == "" {
		return without
	}
	return of
}
