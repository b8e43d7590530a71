package catalog

import "frontdesk/records"

// The texts around what was broken off: by an emergency, or by whoever leaves
// before it is done.
var (
	AfterEmergency = Key{"after_emergency", records.ContentNeutral}
	// The question that an emergency broke off waits until the patient goes on.
	AfterEmergencyWaits         = Key{"after_emergency_waits", records.ContentNeutral}
	AfterEmergencyWaitsNoNumber = Key{"after_emergency_waits_no_number", records.ContentNeutral}
	AfterEmergencyGood          = Key{"after_emergency_good", records.ContentNeutral}
	AfterEmergencyGoodNoNumber  = Key{"after_emergency_good_no_number", records.ContentNeutral}

	AfterEmergencyNoNumber = Key{"after_emergency_no_number", records.ContentNeutral}
	AfterSelfHarm          = Key{"after_self_harm", records.ContentNeutral}
	NotBookedYet           = Key{"not_booked_yet", records.ContentNeutral}
	NotRegisteredYet       = Key{"not_registered_yet", records.ContentNeutral}
	NotMovedYet            = Key{"not_moved_yet", records.ContentLogistics}
	NotCancelledYet        = Key{"not_cancelled_yet", records.ContentLogistics}
	AskOtherTime           = Key{"ask_other_time", records.ContentNeutral}
	AskOtherTimeMove       = Key{"ask_other_time_move", records.ContentLogistics}
	ChoiceLeave            = Key{"choice_leave", records.ContentNeutral}
	LeftAlone              = Key{"left_alone", records.ContentNeutral}
	LeftAloneStands        = Key{"left_alone_stands", records.ContentLogistics}
	GoOnByNumber           = Key{"go_on_by_number", records.ContentNeutral}
	// CancelledMessagesNotYet is for who was asked whether to cancel a visit.
	CancelledMessagesNotYet = Key{"cancelled_messages_not_yet", records.ContentNeutral}
	CancelledMessagesKept   = Key{"cancelled_messages_kept", records.ContentNeutral}
	NothingChanges          = Key{"nothing_changes", records.ContentNeutral}
	NotAsAgreed             = Key{"not_as_agreed", records.ContentLogistics}
	CancelledAlready        = Key{"cancelled_already", records.ContentLogistics}
	IdentityExpired         = Key{"identity_expired", records.ContentNeutral}
	NumberOfNothing         = Key{"number_of_nothing", records.ContentNeutral}
	AnswersIn               = Key{"answers_in", records.ContentNeutral}
	AnswersInOrCall         = Key{"answers_in_or_call", records.ContentNeutral}
	WhenReady               = Key{"when_ready", records.ContentNeutral}
)

// interruptedKeys lists the texts of this file.
func interruptedKeys() []Key {
	return []Key{
		AfterEmergency, AfterEmergencyNoNumber, AfterEmergencyWaits, AfterEmergencyWaitsNoNumber, AfterEmergencyGood, AfterEmergencyGoodNoNumber, AfterSelfHarm, WhenReady, NotBookedYet, NotRegisteredYet, NotMovedYet, NotCancelledYet, AskOtherTime,
		AskOtherTimeMove, ChoiceLeave, LeftAlone, LeftAloneStands, GoOnByNumber, NothingChanges, NotAsAgreed, CancelledAlready, IdentityExpired, NumberOfNothing, AnswersIn, AnswersInOrCall, CancelledMessagesKept, CancelledMessagesNotYet,
	}
}
