package flows

import (
	"slices"
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// practitioners tells who works here: names, specialties and languages, which
// a clinic tells everybody.
type practitioners struct{ informing }

func (practitioners) Name() string { return "practitioners" }

func (practitioners) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentProviderInfo}
}

func (flow practitioners) Next(turn *conversations.Turn) {
	var lines []string
	for _, practitioner := range askedPractitioners(turn) {
		if len(lines) == maxChoices {
			lines = append(lines, turn.Book().Say(catalog.PractitionersMore, catalog.Values{}))
			break
		}
		lines = append(lines, introduce(turn, practitioner))
	}
	if len(lines) == 0 {
		flow.tell(turn)
		return
	}
	flow.tell(turn, turn.Book().Say(catalog.Practitioners, catalog.Values{List: strings.Join(lines, "\n")}))
}

// askedPractitioners are those who were named, who offer what was named, or all.
func askedPractitioners(turn *conversations.Turn) []records.Practitioner {
	var asked []records.Practitioner
	types := onlyTypes(turn.Profile().Types, turn.Meaning.Types)
	for _, practitioner := range turn.Profile().Practitioners {
		offers := len(types) == 0 || slices.ContainsFunc(types, func(kind records.AppointmentType) bool {
			return slices.Contains(kind.PractitionerIDs, practitioner.ID)
		})
		named := len(turn.Meaning.Practitioners) == 0 || slices.Contains(turn.Meaning.Practitioners, practitioner.ID)
		if practitioner.Active && named && offers {
			asked = append(asked, practitioner)
		}
	}
	return asked
}

// introduce tells a practitioner in one line.
func introduce(turn *conversations.Turn, practitioner records.Practitioner) string {
	line := practitioner.Name
	if specialty := practitioner.Specialty.In(turn.Language()); specialty != "" {
		line += ", " + specialty
	}
	if len(practitioner.Languages) > 0 {
		spoken := make([]string, len(practitioner.Languages))
		for i, language := range practitioner.Languages {
			spoken[i] = turn.Book().LanguageName(language)
		}
		line += " (" + strings.Join(spoken, ", ") + ")"
	}
	return line
}
