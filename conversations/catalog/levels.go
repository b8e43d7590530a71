package catalog

import "frontdesk/records"

// Texts that are said in the place of others where those would give away too
// much: of an appointment they say when and where, and neither with whom, what
// for nor whose it is. Somebody can still book, move and cancel by them.
var (
	OfferPlain                 = Key{"offer_plain", records.ContentLogistics}
	OfferNearestPlain          = Key{"offer_nearest_plain", records.ContentLogistics}
	OfferClosestPlain          = Key{"offer_closest_plain", records.ContentLogistics}
	OfferNoneStillPlain        = Key{"offer_none_still_plain", records.ContentNeutral}
	OfferNoneAtAllPlain        = Key{"offer_none_at_all_plain", records.ContentNeutral}
	OfferNoneWaitPlain         = Key{"offer_none_wait_plain", records.ContentNeutral}
	NoOtherPractitionerPlain   = Key{"no_other_practitioner_plain", records.ContentNeutral}
	AskBookPlain               = Key{"ask_book_plain", records.ContentLogistics}
	BookedPlain                = Key{"booked_plain", records.ContentLogistics}
	MovedPlain                 = Key{"moved_plain", records.ContentLogistics}
	RebookedPlain              = Key{"rebooked_plain", records.ContentLogistics}
	AskMovePlain               = Key{"ask_move_plain", records.ContentLogistics}
	AskMoveLatePlain           = Key{"ask_move_late_plain", records.ContentLogistics}
	AskCancelPlain             = Key{"ask_cancel_plain", records.ContentLogistics}
	AskCancelLatePlain         = Key{"ask_cancel_late_plain", records.ContentLogistics}
	PreparationPlain           = Key{"preparation_plain", records.ContentNeutral}
	AppointmentPlain           = Key{"appointment_plain", records.ContentLogistics}
	WaitlistJoinedPlain        = Key{"waitlist_joined_plain", records.ContentNeutral}
	WaitlistJoinedEarlierPlain = Key{"waitlist_joined_earlier_plain", records.ContentLogistics}
	WaitlistEntryPlain         = Key{"waitlist_entry_plain", records.ContentLogistics}
	WaitlistLeftPlain          = Key{"waitlist_left_plain", records.ContentNeutral}
	WhatIsKeptPlain            = Key{"what_is_kept_plain", records.ContentLogistics}
	VisitMissedPlain           = Key{"visit_missed_plain", records.ContentLogistics}
	// AskWhichAlike asks which of several is meant that these texts can't tell apart.
	AskWhichAlike = Key{"ask_which_alike", records.ContentNeutral}
	// Done says of what was done no more than that.
	Done = Key{"done", records.ContentNeutral}
	// NotHere is said in the place of everything else.
	NotHere          = Key{"not_here", records.ContentNeutral}
	NotHerePhoneless = Key{"not_here_phoneless", records.ContentNeutral}
)

// plainer gives, for a text, the one of a lower level that is said in its place.
// Each text that names somebody or something has one; of those below, the ones
// that tell what was done: who agreed to it must learn that it is.
var plainer = map[Key]Key{
	Offer: OfferPlain, OfferNearest: OfferNearestPlain, OfferNoneAtAll: OfferNoneAtAllPlain, OfferNoneWait: OfferNoneWaitPlain,
	OfferClosest: OfferClosestPlain, OfferClosestWith: OfferClosestPlain, OfferNoneStill: OfferNoneStillPlain,
	NoOtherPractitioner: NoOtherPractitionerPlain, SlotWith: Slot, AskBook: AskBookPlain,
	Booked: BookedPlain, BookedWhere: BookedPlain, Moved: MovedPlain, MovedWhere: MovedPlain, Rebooked: RebookedPlain, RebookedWhere: RebookedPlain,
	AskMove: AskMovePlain, AskMoveSameDay: AskMovePlain, AskCancelOf: AskCancelPlain, AskMoveLate: AskMoveLatePlain, AskCancel: AskCancelPlain, AskCancelLate: AskCancelLatePlain,
	Preparation: PreparationPlain, PreparationOfVisit: PreparationAskType, Appointment: AppointmentPlain,
	WaitlistJoined: WaitlistJoinedPlain, WaitlistJoinedWith: WaitlistJoinedPlain, WaitlistJoinedEarlier: WaitlistJoinedEarlierPlain,
	WaitlistEntry: WaitlistEntryPlain, WaitlistEntryWith: WaitlistEntryPlain, WaitlistLeft: WaitlistLeftPlain, WhatIsKept: WhatIsKeptPlain,
	AppointmentsNoneOf: AppointmentsNoneOfThem, AskBirthDateOf: AskBirthDateOther, RegisteredOf: RegisteredOther, AppointmentsOf: Appointments, CancelledOf: Cancelled, CancelledOnlyOf: CancelledOnly, ConfirmedOf: Confirmed,
	CheckedInOf: CheckedIn, CheckedInNextOf: CheckedInNext, LateNotedOf: LateNoted, CalendarLinkOf: CalendarLink,
	OfferWith: OfferPlain, OfferNearestWith: OfferNearestPlain, BookingWith: NeverMind, BackToBookingOf: BackToBooking, AskAfterOf: AskAfter,
	VisitMissed: VisitMissedPlain, LeftAloneStands: LeftAlone, StoppedStands: Stopped,

	BookedPlain: Done, MovedPlain: Done, RebookedPlain: Done, Cancelled: Done, CancelledOnly: Done, Confirmed: Done, CheckedIn: Done,
	CheckedInNext: Done, LateNoted: Done, WaitlistJoinedEarlierPlain: WaitlistJoinedPlain, OfferDeclined: NeverMind, Kept: NeverMind, LateComing: NeverMind,
}

// Within gives what is said where no more than limit may be given away: the text
// itself, or the one in its place. Its level is above the limit where there is
// none, and then nothing may be said.
func (k Key) Within(limit records.ContentLevel) Key {
	for k.level > limit {
		next, known := plainer[k]
		if !known {
			break
		}
		k = next
	}
	return k
}

// Within gives the same phrasebook for where no more than limit may be given
// away.
func (b *Phrasebook) Within(limit records.ContentLevel) *Phrasebook {
	within := *b
	within.limit = limit
	return &within
}

// plainKeys lists the texts of this file.
func plainKeys() []Key {
	return []Key{
		OfferPlain, OfferNearestPlain, OfferClosestPlain, OfferNoneStillPlain, OfferNoneAtAllPlain, OfferNoneWaitPlain, NoOtherPractitionerPlain, AskBookPlain, BookedPlain, MovedPlain,
		RebookedPlain, AskMovePlain, AskMoveLatePlain, AskCancelPlain, AskCancelLatePlain, PreparationPlain, AppointmentPlain,
		WaitlistJoinedPlain, WaitlistJoinedEarlierPlain, WaitlistEntryPlain, WaitlistLeftPlain, WhatIsKeptPlain, VisitMissedPlain, AskWhichAlike, Done, NotHere, NotHerePhoneless,
	}
}
