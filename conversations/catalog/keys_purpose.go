package catalog

import "frontdesk/records"

// The texts of refusing one kind of message. The names of the kinds stand within
// sentences, and are what patients write to have them back.
var (
	PurposeReminders   = Key{"purpose_reminders", records.ContentNeutral}
	PurposeSurveys     = Key{"purpose_surveys", records.ContentNeutral}
	PurposeBills       = Key{"purpose_bills", records.ContentNeutral}
	PurposeInvitations = Key{"purpose_invitations", records.ContentNeutral}
	PurposeRefused     = Key{"purpose_refused", records.ContentNeutral}
	PurposeRestored    = Key{"purpose_restored", records.ContentNeutral}
	PurposeButStopped  = Key{"purpose_but_stopped", records.ContentNeutral}

	PurposeWantedButStopped = Key{"purpose_wanted_but_stopped", records.ContentNeutral}
)

// purposeKeys lists the texts of this file.
func purposeKeys() []Key {
	return []Key{PurposeReminders, PurposeSurveys, PurposeBills, PurposeInvitations, PurposeRefused, PurposeRestored, PurposeButStopped, PurposeWantedButStopped}
}
