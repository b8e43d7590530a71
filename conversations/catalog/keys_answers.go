package catalog

import "frontdesk/records"

// The texts that answer questions about the clinic. What a clinic tells
// everybody gives nothing away; only what is said of an appointment does.
var (
	Address                 = Key{"address", records.ContentNeutral}
	Addresses               = Key{"addresses", records.ContentNeutral}
	MapLink                 = Key{"map_link", records.ContentNeutral}
	NotKnownHere            = Key{"not_known_here", records.ContentNeutral}
	AskFrontDesk            = Key{"ask_front_desk", records.ContentNeutral}
	HoursOpenNow            = Key{"hours_open_now", records.ContentNeutral}
	HoursOpenNowAgain       = Key{"hours_open_now_again", records.ContentNeutral}
	HoursNormally           = Key{"hours_normally", records.ContentNeutral}
	HoursOfWeekday          = Key{"hours_of_weekday", records.ContentNeutral}
	HoursClosedWeekday      = Key{"hours_closed_weekday", records.ContentNeutral}
	HoursNextOpen           = Key{"hours_next_open", records.ContentNeutral}
	HoursNextOne            = Key{"hours_next_one", records.ContentNeutral}
	HoursOpenLater          = Key{"hours_open_later", records.ContentNeutral}
	HoursOpenNext           = Key{"hours_open_next", records.ContentNeutral}
	HoursOfDay              = Key{"hours_of_day", records.ContentNeutral}
	HoursClosedOn           = Key{"hours_closed_on", records.ContentNeutral}
	HoursNext               = Key{"hours_next", records.ContentNeutral}
	HoursWeek               = Key{"hours_week", records.ContentNeutral}
	PreparationNone         = Key{"preparation_none", records.ContentNeutral}
	PreparationNoneOfVisit  = Key{"preparation_none_of_visit", records.ContentLogistics}
	PreparationOfVisit      = Key{"preparation_of_visit", records.ContentNames}
	PreparationAskType      = Key{"preparation_ask_type", records.ContentNeutral}
	Practitioners           = Key{"practitioners", records.ContentNeutral}
	PractitionersMore       = Key{"practitioners_more", records.ContentNeutral}
	WhoIsThis               = Key{"who_is_this", records.ContentNeutral}
	BotChallenge            = Key{"bot_challenge", records.ContentNeutral}
	HoursFromTo             = Key{"hours_from_to", records.ContentNeutral}
	WhatICanDo              = Key{"what_i_can_do", records.ContentNeutral}
	MedicalQuestion         = Key{"medical_question", records.ContentNeutral}
	MedicalQuestionNoNumber = Key{"medical_question_no_number", records.ContentNeutral}
	AskMedical              = Key{"ask_medical", records.ContentNeutral}
	ChoiceNoThanks          = Key{"choice_no_thanks", records.ContentNeutral}
	NothingToRepeat         = Key{"nothing_to_repeat", records.ContentNeutral}
)

// answerKeys lists the texts of this file.
func answerKeys() []Key {
	return []Key{
		Address, Addresses, MapLink, NotKnownHere, AskFrontDesk, HoursOpenNow, HoursOpenNowAgain, HoursOfWeekday, HoursNormally, HoursClosedWeekday, HoursNextOpen, HoursNextOne, HoursOpenLater, HoursOpenNext,
		HoursOfDay, HoursClosedOn, HoursNext, HoursWeek, PreparationNone, PreparationNoneOfVisit, PreparationOfVisit,
		PreparationAskType, Practitioners, PractitionersMore, WhoIsThis, BotChallenge, HoursFromTo, WhatICanDo, MedicalQuestion,
		MedicalQuestionNoNumber, AskMedical, ChoiceNoThanks, NothingToRepeat,
	}
}
