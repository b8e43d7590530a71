package catalog

import (
	"slices"

	"frontdesk/records"
)

// Key names one text. The type keeps a misspelt name from compiling, and
// carries how much the text gives away.
type Key struct {
	id    string
	level records.ContentLevel
}

// ID is the text's name in the message files.
func (k Key) ID() string { return k.id }

// Level is how much the text gives away to whoever reads the phone. Questions
// that repeat only what the writer has just typed reveal nothing on file.
func (k Key) Level() records.ContentLevel { return k.level }

// The texts. Each is named after what it says; its words are in messages/. What
// stands on a page only and never in a message is of the highest level.
var (
	Welcome                 = Key{"welcome", records.ContentNeutral}
	HowCanIHelp             = Key{"how_can_i_help", records.ContentNeutral}
	AnythingElse            = Key{"anything_else", records.ContentNeutral}
	ChoiceBook              = Key{"choice_book", records.ContentNeutral}
	ChoiceAppointments      = Key{"choice_appointments", records.ContentNeutral}
	ChoicePerson            = Key{"choice_person", records.ContentNeutral}
	ChoiceRegister          = Key{"choice_register", records.ContentNeutral}
	ChoiceStartOver         = Key{"choice_start_over", records.ContentNeutral}
	AskLanguage             = Key{"ask_language", records.ContentNeutral}
	AskLanguageAgain        = Key{"ask_language_again", records.ContentNeutral}
	LanguageChanged         = Key{"language_changed", records.ContentNeutral}
	LanguageMissing         = Key{"language_missing", records.ContentNeutral}
	RegisterFirst           = Key{"register_first", records.ContentNeutral}
	RegisterIntro           = Key{"register_intro", records.ContentNeutral}
	AskName                 = Key{"ask_name", records.ContentNeutral}
	AskNameAgain            = Key{"ask_name_again", records.ContentNeutral}
	AskBirthDate            = Key{"ask_birth_date", records.ContentNeutral}
	AskBirthDateAgain       = Key{"ask_birth_date_again", records.ContentNeutral}
	AskBirthDateWhich       = Key{"ask_birth_date_which", records.ContentNeutral}
	AskConsent              = Key{"ask_consent", records.ContentNeutral}
	ChoiceRegisterYes       = Key{"choice_register_yes", records.ContentNeutral}
	ChoiceChangeName        = Key{"choice_change_name", records.ContentNeutral}
	ChoiceChangeBirthDate   = Key{"choice_change_birth_date", records.ContentNeutral}
	Registered              = Key{"registered", records.ContentNeutral}
	RegisterOther           = Key{"register_other", records.ContentNeutral}
	AskNameOther            = Key{"ask_name_other", records.ContentNeutral}
	AskBirthDateOther       = Key{"ask_birth_date_other", records.ContentNeutral}
	AskConsentOther         = Key{"ask_consent_other", records.ContentNeutral}
	RegisteredOther         = Key{"registered_other", records.ContentNeutral}
	ChoiceRegisterOtherYes  = Key{"choice_register_other_yes", records.ContentNeutral}
	ChoiceRegisterOther     = Key{"choice_register_other", records.ContentNeutral}
	OneAfterOther           = Key{"one_after_other", records.ContentNeutral}
	AskAfter                = Key{"ask_after", records.ContentNeutral}
	ChoiceAfterYes          = Key{"choice_after_yes", records.ContentNeutral}
	AlreadyRegistered       = Key{"already_registered", records.ContentNeutral}
	NotRegisteredNow        = Key{"not_registered_now", records.ContentNeutral}
	AskService              = Key{"ask_service", records.ContentNeutral}
	AskServiceWhich         = Key{"ask_service_which", records.ContentNeutral}
	AskPractitioner         = Key{"ask_practitioner", records.ContentNeutral}
	ChoiceAnybody           = Key{"choice_anybody", records.ContentNeutral}
	AskForWhom              = Key{"ask_for_whom", records.ContentNeutral}
	AskForWhomAgain         = Key{"ask_for_whom_again", records.ContentNeutral}
	AskWhen                 = Key{"ask_when", records.ContentNeutral}
	Offer                   = Key{"offer", records.ContentNames}
	OfferNearest            = Key{"offer_nearest", records.ContentNames}
	OfferTaken              = Key{"offer_taken", records.ContentLogistics}
	OfferNoneAtAll          = Key{"offer_none_at_all", records.ContentNames}
	NoOtherPractitioner     = Key{"no_other_practitioner", records.ContentNames}
	Slot                    = Key{"slot", records.ContentLogistics}
	SlotWith                = Key{"slot_with", records.ContentNames}
	AskBook                 = Key{"ask_book", records.ContentNames}
	ChoiceBookYes           = Key{"choice_book_yes", records.ContentNeutral}
	ChoiceOtherTime         = Key{"choice_other_time", records.ContentNeutral}
	Booked                  = Key{"booked", records.ContentNames}
	BookedWhere             = Key{"booked_where", records.ContentNames}
	Moved                   = Key{"moved", records.ContentNames}
	MovedWhere              = Key{"moved_where", records.ContentNames}
	AskMove                 = Key{"ask_move", records.ContentNames}
	AskMoveSameDay          = Key{"ask_move_same_day", records.ContentNames}
	AskMoveLate             = Key{"ask_move_late", records.ContentNames}
	ChoiceMoveYes           = Key{"choice_move_yes", records.ContentNeutral}
	MoveLimit               = Key{"move_limit", records.ContentLogistics}
	AskCancelLate           = Key{"ask_cancel_late", records.ContentNames}
	Preparation             = Key{"preparation", records.ContentNames}
	BookingLeft             = Key{"booking_left", records.ContentNeutral}
	BackToBooking           = Key{"back_to_booking", records.ContentNeutral}
	BackToBookingOf         = Key{"back_to_booking_of", records.ContentNames}
	AWhileAgo               = Key{"a_while_ago", records.ContentNeutral}
	Appointment             = Key{"appointment", records.ContentNames}
	AppointmentsNone        = Key{"appointments_none", records.ContentLogistics}
	Appointments            = Key{"appointments", records.ContentLogistics}
	ChoiceMove              = Key{"choice_move", records.ContentNeutral}
	ChoiceMoveIt            = Key{"choice_move_it", records.ContentNeutral}
	ChoiceCancel            = Key{"choice_cancel", records.ContentNeutral}
	AppointmentsUnknown     = Key{"appointments_unknown", records.ContentNeutral}
	AskCancelWhich          = Key{"ask_cancel_which", records.ContentNeutral}
	AskMoveWhich            = Key{"ask_move_which", records.ContentNeutral}
	AskCancel               = Key{"ask_cancel", records.ContentNames}
	AskCancelOf             = Key{"ask_cancel_of", records.ContentNames}
	AskCancelMeant          = Key{"ask_cancel_meant", records.ContentLogistics}
	ChoiceCancelYes         = Key{"choice_cancel_yes", records.ContentNeutral}
	ChoiceKeep              = Key{"choice_keep", records.ContentNeutral}
	Cancelled               = Key{"cancelled", records.ContentLogistics}
	CancelledOnly           = Key{"cancelled_only", records.ContentLogistics}
	Kept                    = Key{"kept", records.ContentLogistics}
	ChangeRefused           = Key{"change_refused", records.ContentLogistics}
	Confirmed               = Key{"confirmed", records.ContentLogistics}
	CheckedIn               = Key{"checked_in", records.ContentLogistics}
	CheckedInNext           = Key{"checked_in_next", records.ContentLogistics}
	CheckInNone             = Key{"check_in_none", records.ContentLogistics}
	AskCheckInWhich         = Key{"ask_check_in_which", records.ContentNeutral}
	QueueNext               = Key{"queue_next", records.ContentLogistics}
	QueueCalled             = Key{"queue_called", records.ContentLogistics}
	QueueCalledTo           = Key{"queue_called_to", records.ContentLogistics}
	AskCalendarWhich        = Key{"ask_calendar_which", records.ContentNeutral}
	CalendarLink            = Key{"calendar_link", records.ContentLogistics}
	CalendarUnavailable     = Key{"calendar_unavailable", records.ContentLogistics}
	IdentityAsk             = Key{"identity_ask", records.ContentNeutral}
	IdentityUnavailable     = Key{"identity_unavailable", records.ContentNeutral}
	IdentityTitle           = Key{"identity_title", records.ContentNeutral}
	IdentityLead            = Key{"identity_lead", records.ContentNeutral}
	IdentityDay             = Key{"identity_day", records.ContentNeutral}
	IdentityMonth           = Key{"identity_month", records.ContentNeutral}
	IdentityYear            = Key{"identity_year", records.ContentNeutral}
	IdentityButton          = Key{"identity_button", records.ContentNeutral}
	IdentityDone            = Key{"identity_done", records.ContentNeutral}
	IdentityBack            = Key{"identity_back", records.ContentNeutral}
	IdentityWrong           = Key{"identity_wrong", records.ContentNeutral}
	IdentityNoScript        = Key{"identity_no_script", records.ContentNeutral}
	InvoiceNotice           = Key{"invoice_notice", records.ContentLogistics}
	InvoicesOpen            = Key{"invoices_open", records.ContentLogistics}
	InvoicesMore            = Key{"invoices_more", records.ContentLogistics}
	InvoicesNothingOf       = Key{"invoices_nothing_of", records.ContentLogistics}
	InvoicesNothing         = Key{"invoices_nothing", records.ContentLogistics}
	InvoicesPage            = Key{"invoices_page", records.ContentLogistics}
	InvoicesPageDesk        = Key{"invoices_page_desk", records.ContentLogistics}
	InvoicesPayHere         = Key{"invoices_pay_here", records.ContentLogistics}
	InvoicesRest            = Key{"invoices_rest", records.ContentLogistics}
	InvoicesDesk            = Key{"invoices_desk", records.ContentLogistics}
	InvoicePaid             = Key{"invoice_paid", records.ContentLogistics}
	AskPayOther             = Key{"ask_pay_other", records.ContentNeutral}
	ChoicePayOther          = Key{"choice_pay_other", records.ContentNeutral}
	ChoicePayDone           = Key{"choice_pay_done", records.ContentNeutral}
	PayTitle                = Key{"pay_title", records.ContentClinical}
	PayLead                 = Key{"pay_lead", records.ContentClinical}
	PayShow                 = Key{"pay_show", records.ContentClinical}
	PayTest                 = Key{"pay_test", records.ContentClinical}
	PayButton               = Key{"pay_button", records.ContentClinical}
	PayOver                 = Key{"pay_over", records.ContentClinical}
	PayDone                 = Key{"pay_done", records.ContentClinical}
	PayDoneTest             = Key{"pay_done_test", records.ContentClinical}
	PayOff                  = Key{"pay_off", records.ContentClinical}
	InvoicesTitle           = Key{"invoices_title", records.ContentClinical}
	InvoicesNone            = Key{"invoices_none", records.ContentClinical}
	InvoicesAtDesk          = Key{"invoices_at_desk", records.ContentClinical}
	InvoiceNumber           = Key{"invoice_number", records.ContentClinical}
	InvoiceDue              = Key{"invoice_due", records.ContentClinical}
	InvoicePay              = Key{"invoice_pay", records.ContentClinical}
	IdentityWaits           = Key{"identity_waits", records.ContentNeutral}
	ResultNotice            = Key{"result_notice", records.ContentLogistics}
	ResultsShown            = Key{"results_shown", records.ContentNeutral}
	ResultsTitle            = Key{"results_title", records.ContentClinical}
	ResultsNone             = Key{"results_none", records.ContentClinical}
	ResultsOf               = Key{"results_of", records.ContentClinical}
	ResultsCorrected        = Key{"results_corrected", records.ContentClinical}
	ResultsQuestions        = Key{"results_questions", records.ContentClinical}
	DisplayTitle            = Key{"display_title", records.ContentNeutral}
	DisplayCalled           = Key{"display_called", records.ContentNeutral}
	DisplayWaiting          = Key{"display_waiting", records.ContentNeutral}
	DisplayRoom             = Key{"display_room", records.ContentNeutral}
	DisplayWait             = Key{"display_wait", records.ContentNeutral}
	DisplaySoon             = Key{"display_soon", records.ContentNeutral}
	DisplayMore             = Key{"display_more", records.ContentNeutral}
	DisplayNobody           = Key{"display_nobody", records.ContentNeutral}
	DisplayStale            = Key{"display_stale", records.ContentNeutral}
	Reminder                = Key{"reminder", records.ContentLogistics}
	ReminderWhere           = Key{"reminder_where", records.ContentLogistics}
	ChoiceList              = Key{"choice_list", records.ContentNeutral}
	ChoiceConfirm           = Key{"choice_confirm", records.ContentNeutral}
	ChoiceReminderCancel    = Key{"choice_reminder_cancel", records.ContentNeutral}
	ChoiceReminderMove      = Key{"choice_reminder_move", records.ContentNeutral}
	ReminderAsk             = Key{"reminder_ask", records.ContentLogistics}
	ReminderStale           = Key{"reminder_stale", records.ContentLogistics}
	AskMoveWhen             = Key{"ask_move_when", records.ContentLogistics}
	OfferRebook             = Key{"offer_rebook", records.ContentLogistics}
	OfferColleague          = Key{"offer_colleague", records.ContentLogistics}
	OfferRebookAsk          = Key{"offer_rebook_ask", records.ContentLogistics}
	OfferRebookNone         = Key{"offer_rebook_none", records.ContentLogistics}
	OfferRebookNext         = Key{"offer_rebook_next", records.ContentLogistics}
	OfferWaitlist           = Key{"offer_waitlist", records.ContentLogistics}
	OfferWaitlistTimes      = Key{"offer_waitlist_times", records.ContentLogistics}
	OfferWaitlistAsk        = Key{"offer_waitlist_ask", records.ContentLogistics}
	OfferInstead            = Key{"offer_instead", records.ContentLogistics}
	OfferDeclined           = Key{"offer_declined", records.ContentLogistics}
	StandsAfterAll          = Key{"stands_after_all", records.ContentLogistics}
	OfferStale              = Key{"offer_stale", records.ContentLogistics}
	ChoiceOfferTake         = Key{"choice_offer_take", records.ContentNeutral}
	ChoiceOfferNo           = Key{"choice_offer_no", records.ContentNeutral}
	Rebooked                = Key{"rebooked", records.ContentNames}
	RebookedWhere           = Key{"rebooked_where", records.ContentNames}
	Person                  = Key{"person", records.ContentNeutral}
	PersonPhone             = Key{"person_phone", records.ContentNeutral}
	OfferPerson             = Key{"offer_person", records.ContentNeutral}
	OfferPersonBeyond       = Key{"offer_person_beyond", records.ContentNeutral}
	Rude                    = Key{"rude", records.ContentNeutral}
	ChoiceGoOn              = Key{"choice_go_on", records.ContentNeutral}
	WhichOne                = Key{"which_one", records.ContentNeutral}
	OnlyTheClinic           = Key{"only_the_clinic", records.ContentNeutral}
	NotUnderstood           = Key{"not_understood", records.ContentNeutral}
	StaleChoice             = Key{"stale_choice", records.ContentNeutral}
	Media                   = Key{"media", records.ContentNeutral}
	Wordless                = Key{"wordless", records.ContentNeutral}
	TooLong                 = Key{"too_long", records.ContentNeutral}
	Thanks                  = Key{"thanks", records.ContentNeutral}
	Bye                     = Key{"bye", records.ContentNeutral}
	Restarted               = Key{"restarted", records.ContentNeutral}
	NeverMind               = Key{"never_mind", records.ContentNeutral}
	Help                    = Key{"help", records.ContentNeutral}
	HelpPhone               = Key{"help_phone", records.ContentNeutral}
	Stopped                 = Key{"stopped", records.ContentNeutral}
	StoppedStands           = Key{"stopped_stands", records.ContentLogistics}
	Started                 = Key{"started", records.ContentNeutral}
	Emergency               = Key{"emergency", records.ContentNeutral}
	EmergencyNoNumber       = Key{"emergency_no_number", records.ContentNeutral}
	SelfHarm                = Key{"self_harm", records.ContentNeutral}
	SelfHarmNoLine          = Key{"self_harm_no_line", records.ContentNeutral}
	CancelledMessages       = Key{"cancelled_messages", records.ContentNeutral}
	CancelledMessagesOrCall = Key{"cancelled_messages_or_call", records.ContentNeutral}
	AskCorrect              = Key{"ask_correct", records.ContentNeutral}
	ChoiceDoNotRegister     = Key{"choice_do_not_register", records.ContentNeutral}
	OfferNoneWait           = Key{"offer_none_wait", records.ContentNames}
	AskWaitWhen             = Key{"ask_wait_when", records.ContentNeutral}
	ChoiceAnyTime           = Key{"choice_any_time", records.ContentNeutral}
	ChoiceWaitlist          = Key{"choice_waitlist", records.ContentNeutral}
	WaitlistJoined          = Key{"waitlist_joined", records.ContentNames}
	WaitlistJoinedWith      = Key{"waitlist_joined_with", records.ContentNames}
	WaitlistJoinedEarlier   = Key{"waitlist_joined_earlier", records.ContentNames}
	WaitlistRefused         = Key{"waitlist_refused", records.ContentNeutral}
	Waitlist                = Key{"waitlist", records.ContentLogistics}
	WaitlistEntry           = Key{"waitlist_entry", records.ContentNames}
	WaitlistEntryWith       = Key{"waitlist_entry_with", records.ContentNames}
	WaitlistNone            = Key{"waitlist_none", records.ContentLogistics}
	ChoiceStay              = Key{"choice_stay", records.ContentNeutral}
	ChoiceLeaveWaitlist     = Key{"choice_leave_waitlist", records.ContentNeutral}
	ChoiceWaitMore          = Key{"choice_wait_more", records.ContentNeutral}
	AskLeaveWhich           = Key{"ask_leave_which", records.ContentLogistics}
	WaitlistLeft            = Key{"waitlist_left", records.ContentNames}
	WaitlistStays           = Key{"waitlist_stays", records.ContentNeutral}
	WaitlistGone            = Key{"waitlist_gone", records.ContentLogistics}
	WaitlistLost            = Key{"waitlist_lost", records.ContentLogistics}
)

// Keys lists every text, for whoever checks that none is missing.
func Keys() []Key {
	return slices.Concat([]Key{
		NeutralNotice, NeutralNoticePhoneless, PersonCalls, PersonCallsPhone, ReminderSeveral, ReminderSeveralWhere, Welcome, HowCanIHelp, AnythingElse, ChoiceBook, ChoiceAppointments, ChoicePerson, ChoiceRegister,
		ChoiceStartOver, AskLanguage, AskLanguageAgain, LanguageChanged, LanguageMissing, RegisterFirst, RegisterIntro, AskName,
		AskNameAgain, AskBirthDate, AskBirthDateAgain, AskBirthDateWhich, AskConsent, ChoiceRegisterYes,
		ChoiceChangeName, ChoiceChangeBirthDate, Registered, RegisterOther, AskNameOther, AskBirthDateOther, AskConsentOther, RegisteredOther, ChoiceRegisterOther, ChoiceRegisterOtherYes,
		OneAfterOther, AskAfter, ChoiceAfterYes, AlreadyRegistered, NotRegisteredNow, AskService,
		AskServiceWhich, AskPractitioner, ChoiceAnybody, AskForWhom, AskForWhomAgain, AskWhen, Offer, OfferNearest,
		OfferTaken, OfferNoneAtAll, NoOtherPractitioner, Slot, SlotWith, AskBook, ChoiceBookYes,
		ChoiceOtherTime, Booked, BookedWhere, Moved, MovedWhere, AskMove, AskMoveSameDay, AskMoveLate, ChoiceMoveYes, MoveLimit, AskCancelLate, Preparation, BookingLeft, BackToBooking, BackToBookingOf, AWhileAgo,
		Appointment, AppointmentsNone, Appointments, ChoiceMove, ChoiceMoveIt, ChoiceCancel, AppointmentsUnknown, AskCancelWhich,
		AskMoveWhich, AskCancel, AskCancelOf, AskCancelMeant, ChoiceCancelYes, ChoiceKeep, Cancelled, CancelledOnly, Kept, ChangeRefused, Confirmed, Reminder,
		CheckedIn, CheckedInNext, CheckInNone, AskCheckInWhich, QueueNext, QueueCalled, QueueCalledTo,
		IdentityAsk, IdentityUnavailable, IdentityTitle, IdentityLead, IdentityDay, IdentityMonth, IdentityYear,
		IdentityButton, IdentityDone, IdentityBack, IdentityWrong, IdentityNoScript,
		InvoiceNotice, InvoicesOpen, InvoicesMore, InvoicesNothing, InvoicesNothingOf, InvoicesPage, InvoicesPageDesk, InvoicesPayHere, InvoicesRest, InvoicesDesk, InvoicePaid, AskPayOther, ChoicePayOther,
		ChoicePayDone, PayTitle, PayLead, PayShow, PayTest, PayButton, PayOver, PayDone, PayDoneTest, PayOff,
		InvoicesTitle, InvoicesNone, InvoicesAtDesk, InvoiceNumber, InvoiceDue, InvoicePay,
		IdentityWaits, ResultNotice, ResultsShown, ResultsTitle, ResultsNone, ResultsOf, ResultsCorrected, ResultsQuestions,
		AskCalendarWhich, CalendarLink, CalendarUnavailable, DisplayTitle, DisplayCalled, DisplayWaiting,
		DisplayRoom, DisplayWait, DisplaySoon, DisplayMore, DisplayNobody, DisplayStale,
		ReminderWhere, ChoiceList, ChoiceConfirm, ChoiceReminderCancel, ChoiceReminderMove, ReminderAsk, ReminderStale,
		OfferRebook, OfferColleague, OfferRebookAsk, OfferRebookNone, OfferRebookNext, OfferWaitlist, OfferWaitlistTimes,
		OfferWaitlistAsk, OfferInstead, OfferDeclined, OfferStale, StandsAfterAll, ChoiceOfferTake, ChoiceOfferNo, Rebooked, RebookedWhere,
		AskMoveWhen, Person, PersonPhone, OfferPerson, OfferPersonBeyond, Rude, ChoiceGoOn, WhichOne, OnlyTheClinic, NotUnderstood, StaleChoice, Media, Wordless,
		TooLong, Thanks, Bye, Restarted, NeverMind, Help, HelpPhone, Stopped, StoppedStands, Started, Emergency, EmergencyNoNumber, SelfHarm, SelfHarmNoLine, CancelledMessages, CancelledMessagesOrCall,
		AskCorrect, ChoiceDoNotRegister, OfferNoneWait, AskWaitWhen, ChoiceAnyTime, ChoiceWaitlist, WaitlistJoined, WaitlistJoinedWith, WaitlistJoinedEarlier, WaitlistRefused, Waitlist,
		WaitlistEntry, WaitlistEntryWith, WaitlistNone, ChoiceStay, ChoiceLeaveWaitlist, ChoiceWaitMore, AskLeaveWhich, WaitlistLeft,
		WaitlistStays, WaitlistGone, WaitlistLost,
	}, answerKeys(), deskKeys(), surveyKeys(), mailKeys(), registerKeys(), interruptedKeys(), namedKeys(), wishKeys(), plainKeys(), namingKeys(), purposeKeys())
}
