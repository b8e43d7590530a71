package catalog

import "frontdesk/records"

// Texts that say whose appointment it is, each beside one of a lower level that
// doesn't: for a contact that acts for more than themself.
var (
	ServiceFor         = Key{"service_for", records.ContentNames}
	AppointmentsNoneOf = Key{"appointments_none_of", records.ContentNames}
	AppointmentsOf     = Key{"appointments_of", records.ContentNames}
	CancelledOf        = Key{"cancelled_of", records.ContentNames}
	CancelledOnlyOf    = Key{"cancelled_only_of", records.ContentNames}
	ConfirmedOf        = Key{"confirmed_of", records.ContentNames}
	CheckedInOf        = Key{"checked_in_of", records.ContentNames}
	CheckedInNextOf    = Key{"checked_in_next_of", records.ContentNames}
	LateNotedOf        = Key{"late_noted_of", records.ContentNames}
	CalendarLinkOf     = Key{"calendar_link_of", records.ContentNames}
	OfferWith          = Key{"offer_with", records.ContentNames}
	OfferNearestWith   = Key{"offer_nearest_with", records.ContentNames}
	AskAfterOf         = Key{"ask_after_of", records.ContentNames}
	VisitMissed        = Key{"visit_missed", records.ContentNames}
	// NotMissed and AskMissedAgain answer who says that they missed a visit.
	NotMissed       = Key{"not_missed", records.ContentLogistics}
	AskMissedAgain  = Key{"ask_missed_again", records.ContentLogistics}
	ChoiceMoveNext  = Key{"choice_move_next", records.ContentNeutral}
	ChoiceOneMore   = Key{"choice_one_more", records.ContentNeutral}
	CheckInEarly    = Key{"check_in_early", records.ContentLogistics}
	CheckInOtherDay = Key{"check_in_other_day", records.ContentLogistics}
	AskBirthDateOf  = Key{"ask_birth_date_of", records.ContentNames}
	RegisteredOf    = Key{"registered_of", records.ContentNames}
	// AppointmentsNoneOfThem says it of somebody whom no answer may name.
	AppointmentsNoneOfThem = Key{"appointments_none_of_them", records.ContentLogistics}
	BookingWith            = Key{"booking_with", records.ContentNames}
)

// namedKeys lists the texts of this file.
func namedKeys() []Key {
	return []Key{
		ServiceFor, AppointmentsNoneOf, AppointmentsOf, CancelledOf, CancelledOnlyOf, ConfirmedOf, CheckedInOf, CheckedInNextOf, LateNotedOf, CalendarLinkOf,
		OfferWith, OfferNearestWith, BookingWith, AskAfterOf, VisitMissed, NotMissed, AskMissedAgain, ChoiceMoveNext, ChoiceOneMore, CheckInEarly, CheckInOtherDay, AskBirthDateOf, RegisteredOf,
		AppointmentsNoneOfThem,
	}
}
