package catalog

import "frontdesk/records"

// The words for days and times that a patient wishes for, as they stand within a
// sentence, and what is said of those at which the clinic is closed. They repeat
// what was asked for and tell what everybody may know.
var (
	WishAnyTime      = Key{"wish_any_time", records.ContentNeutral}
	WishAnyDay       = Key{"wish_any_day", records.ContentNeutral}
	WishMorning      = Key{"wish_morning", records.ContentNeutral}
	WishAfternoon    = Key{"wish_afternoon", records.ContentNeutral}
	WishEvening      = Key{"wish_evening", records.ContentNeutral}
	WishUntil        = Key{"wish_until", records.ContentNeutral}
	ClosedThen       = Key{"closed_then", records.ContentNeutral}
	OfferClosest     = Key{"offer_closest", records.ContentNames}
	OfferClosestWith = Key{"offer_closest_with", records.ContentNames}
	OfferNoneStill   = Key{"offer_none_still", records.ContentNames}
	AskWaitOpen      = Key{"ask_wait_open", records.ContentNeutral}
	StoppedAndLeft   = Key{"stopped_and_left", records.ContentNeutral}
	AskEarlierWhich  = Key{"ask_earlier_which", records.ContentNeutral}
	WaitlistInstead  = Key{"waitlist_instead", records.ContentNeutral}
)

// wishKeys lists the texts of this file.
func wishKeys() []Key {
	return []Key{
		WishAnyTime, WishAnyDay, WishMorning, WishAfternoon, WishEvening, WishUntil,
		ClosedThen, OfferClosest, OfferClosestWith, OfferNoneStill, AskWaitOpen, StoppedAndLeft, AskEarlierWhich, WaitlistInstead,
	}
}
