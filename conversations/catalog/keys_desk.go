package catalog

import "frontdesk/records"

// The texts of what is handed to the desk. None repeats a medicine, a
// complaint or a number: that stands in the conversation and is for staff.
var (
	Recall                 = Key{"recall", records.ContentLogistics}
	IdentityConfirm        = Key{"identity_confirm", records.ContentNeutral}
	AskWhose               = Key{"ask_whose", records.ContentNeutral}
	AskMedicine            = Key{"ask_medicine", records.ContentNeutral}
	AskMedicineWritten     = Key{"ask_medicine_written", records.ContentNeutral}
	RefillPassed           = Key{"refill_passed", records.ContentNeutral}
	AskHowLate             = Key{"ask_how_late", records.ContentNeutral}
	AskLateWhich           = Key{"ask_late_which", records.ContentNeutral}
	LateNoted              = Key{"late_noted", records.ContentLogistics}
	LateTooLate            = Key{"late_too_late", records.ContentLogistics}
	LateComing             = Key{"late_coming", records.ContentLogistics}
	LateNone               = Key{"late_none", records.ContentLogistics}
	ChoiceLateMove         = Key{"choice_late_move", records.ContentNeutral}
	ChoiceLateCome         = Key{"choice_late_come", records.ContentNeutral}
	AskWrongNumber         = Key{"ask_wrong_number", records.ContentNeutral}
	AskRegisterInstead     = Key{"ask_register_instead", records.ContentNeutral}
	ChoiceRegisterAfter    = Key{"choice_register_after", records.ContentNeutral}
	ChoiceRemoveNothing    = Key{"choice_remove_nothing", records.ContentNeutral}
	NothingRemoved         = Key{"nothing_removed", records.ContentNeutral}
	ChoiceTakeOut          = Key{"choice_take_out", records.ContentNeutral}
	ChoiceKeepNumber       = Key{"choice_keep_number", records.ContentNeutral}
	NumberTakenOut         = Key{"number_taken_out", records.ContentNeutral}
	NumberKept             = Key{"number_kept", records.ContentNeutral}
	AskComplaint           = Key{"ask_complaint", records.ContentNeutral}
	ComplaintLeft          = Key{"complaint_left", records.ContentNeutral}
	ComplaintPassed        = Key{"complaint_passed", records.ContentNeutral}
	AskPayer               = Key{"ask_payer", records.ContentNeutral}
	AskPayerWritten        = Key{"ask_payer_written", records.ContentNeutral}
	AskMemberNumber        = Key{"ask_member_number", records.ContentNeutral}
	AskMemberNumberWritten = Key{"ask_member_number_written", records.ContentNeutral}
	InsurancePassed        = Key{"insurance_passed", records.ContentNeutral}
	CardReceived           = Key{"card_received", records.ContentNeutral}
	CardPassed             = Key{"card_passed", records.ContentNeutral}
	AskCardBack            = Key{"ask_card_back", records.ContentNeutral}
	ChoiceAllSides         = Key{"choice_all_sides", records.ContentNeutral}
	PhotoKept              = Key{"photo_kept", records.ContentNeutral}
	AskDetails             = Key{"ask_details", records.ContentNeutral}
	DetailsPassed          = Key{"details_passed", records.ContentNeutral}
	AskPrivacy             = Key{"ask_privacy", records.ContentNeutral}
	ChoiceWhatIsKept       = Key{"choice_what_is_kept", records.ContentNeutral}
	ChoiceRemoveNumber     = Key{"choice_remove_number", records.ContentNeutral}
	AskRemoveNumber        = Key{"ask_remove_number", records.ContentNeutral}
	PrivacyNotice          = Key{"privacy_notice", records.ContentNeutral}
	WhatIsKept             = Key{"what_is_kept", records.ContentNames}
	AppointmentsKept       = Key{"appointments_kept", records.ContentLogistics}
)

// deskKeys lists the texts of this file.
func deskKeys() []Key {
	return []Key{
		Recall, IdentityConfirm,
		AskWhose, AskMedicine, AskMedicineWritten, RefillPassed, AskHowLate, AskLateWhich, LateNoted, LateTooLate, LateComing, LateNone,
		ChoiceLateMove, ChoiceLateCome, AskWrongNumber, AskRegisterInstead, ChoiceRegisterAfter, ChoiceRemoveNothing, NothingRemoved, ChoiceTakeOut, ChoiceKeepNumber, NumberTakenOut, NumberKept,
		AskComplaint, ComplaintLeft, ComplaintPassed, AskPayer, AskPayerWritten, AskMemberNumber, AskMemberNumberWritten, InsurancePassed, CardReceived, CardPassed, AskCardBack, ChoiceAllSides, PhotoKept, AskDetails, DetailsPassed,
		AskPrivacy, ChoiceWhatIsKept, ChoiceRemoveNumber, AskRemoveNumber, PrivacyNotice, WhatIsKept,
		AppointmentsKept,
	}
}
