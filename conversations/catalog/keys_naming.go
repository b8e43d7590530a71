package catalog

import "frontdesk/records"

// The texts with which a patient allows that answers name people and services.
var (
	NamesWarning   = Key{"names_warning", records.ContentNeutral}
	NamesOn        = Key{"names_on", records.ContentNeutral}
	NamesOff       = Key{"names_off", records.ContentNeutral}
	NamesBarred    = Key{"names_barred", records.ContentNeutral}
	ChoiceNames    = Key{"choice_names", records.ContentNeutral}
	ChoiceNamesYes = Key{"choice_names_yes", records.ContentNeutral}
	ChoiceNamesNo  = Key{"choice_names_no", records.ContentNeutral}
)

// namingKeys lists the texts of this file.
func namingKeys() []Key {
	return []Key{NamesWarning, NamesOn, NamesOff, NamesBarred, ChoiceNames, ChoiceNamesYes, ChoiceNamesNo}
}
