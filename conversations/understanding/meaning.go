package understanding

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/records"
)

// Intent is something a patient wants.
type Intent string

// The intents that are told apart so far.
const (
	IntentBook         Intent = "book"
	IntentAppointments Intent = "appointments"
	IntentCancel       Intent = "cancel"
	IntentMove         Intent = "move"
	IntentConfirm      Intent = "confirm"
	IntentPerson       Intent = "person"
	IntentMenu         Intent = "menu"
	IntentRestart      Intent = "restart"
	IntentBack         Intent = "back"
	IntentRegister     Intent = "register"
	IntentGreeting     Intent = "greeting"
	IntentThanks       Intent = "thanks"
	IntentBye          Intent = "bye"
	// IntentCheckIn says that they are at the clinic.
	IntentCheckIn Intent = "check_in"
	// IntentCalendar wants an appointment in their own calendar.
	IntentCalendar Intent = "calendar"
	// IntentWaitlist wants to hear of times that become free.
	IntentWaitlist Intent = "waitlist"
	// IntentLeaveWaitlist wants to hear of them no more, and of all else as
	// before: it is not a STOP.
	IntentLeaveWaitlist Intent = "leave_waitlist"
	// IntentPay wants to pay, IntentBilling to know what is owed.
	IntentPay     Intent = "pay"
	IntentBilling Intent = "billing"
	// IntentRefund wants money back.
	IntentRefund Intent = "refund"
	// IntentStatus asks how far a request has come, or whether a booking stands.
	IntentStatus Intent = "status"
	// IntentLanguage asks for other languages without naming one that is known.
	IntentLanguage Intent = "language"
	// IntentResults wants to read what an examination found.
	IntentResults Intent = "results"
	// IntentRefill wants a prescription again.
	IntentRefill Intent = "refill"
	// IntentRunningLate will come later than agreed.
	IntentRunningLate Intent = "running_late"
	// IntentInsurance speaks of who pays: whether a plan is taken, a member's
	// number, a card.
	IntentInsurance Intent = "insurance"
	// IntentPrices asks what a visit costs; what one patient owes is IntentBilling.
	IntentPrices Intent = "prices"
	// IntentDirections, IntentHours and IntentFacility want to know where the
	// clinic is, when it is open, and whether there is parking or a lift.
	IntentDirections Intent = "directions"
	IntentHours      Intent = "hours"
	IntentFacility   Intent = "facility"
	// IntentPreparation wants to know what to do or bring before a visit.
	IntentPreparation Intent = "preparation"
	// IntentProviderInfo wants to know about those who work here.
	IntentProviderInfo Intent = "provider_info"
	// IntentDetails corrects what the clinic knows of a patient.
	IntentDetails Intent = "details"
	// IntentEmail wants to have things sent by e-mail, or gives an address for it.
	IntentEmail Intent = "email"
	// IntentEmailReminders wants reminders that way, too.
	IntentEmailReminders Intent = "email_reminders"
	// IntentPrivacy wants to know what is kept, or to have it deleted.
	IntentPrivacy Intent = "privacy"
	// IntentNames allows that answers name people and services, IntentNoNames wants
	// that they don't.
	IntentNames   Intent = "names"
	IntentNoNames Intent = "no_names"
	// IntentWrongNumber was meant for somebody else, IntentWhoIsThis wants to know
	// who writes.
	IntentWrongNumber Intent = "wrong_number"
	IntentWhoIsThis   Intent = "who_is_this"
	// IntentBotChallenge wants to know whether a machine answers.
	IntentBotChallenge Intent = "bot_challenge"
	// IntentMedical asks what a clinician must answer, or tells symptoms.
	IntentMedical Intent = "medical_question"
	// IntentComplaint is not content.
	IntentComplaint Intent = "complaint"
	// IntentForOther speaks for somebody else.
	IntentForOther Intent = "for_other"
	// IntentHelp wants to know what can be done here, IntentRepeat to hear the last
	// message again.
	IntentHelp   Intent = "help"
	IntentRepeat Intent = "repeat"
	// IntentNeverMind lets go of what is being talked about.
	IntentNeverMind Intent = "never_mind"
	// intentAbsent says that they can't come. It wants to cancel, or gives the
	// reason of another wish; no Meaning holds it.
	intentAbsent Intent = "absent"
)

// Answer is what a message says to a question that yes and no answer.
type Answer string

// The answers.
const (
	AnswerNone Answer = ""
	Yes        Answer = "yes"
	No         Answer = "no"
)

// Keyword is what a message says about being written to at all.
type Keyword = safety.Keyword

// The keywords; safety tells what each means.
const (
	KeywordNone       = safety.NoKeyword
	KeywordStop       = safety.Stop
	KeywordStart      = safety.Start
	KeywordHelp       = safety.Help
	KeywordBareCancel = safety.BareCancel
)

// Shift is a wish relative to the times that were offered.
type Shift string

// The shifts: other times, later or earlier ones than those offered.
const (
	ShiftNone    Shift = ""
	ShiftMore    Shift = "more"
	ShiftLater   Shift = "later"
	ShiftEarlier Shift = "earlier"
)

// Facility is what a question about the house is about.
type Facility string

// The facilities that are told apart.
const (
	FacilityAny     Facility = ""
	FacilityParking Facility = "parking"
	FacilityAccess  Facility = "access"
)

// Last is the Ordinal of "the last one" and "the later one".
const Last = -1

// Meaning is what a message says, as far as it was understood. Everything in
// it is optional.
type Meaning struct {
	// Text is the message without control characters.
	Text string
	// Wordless is true for a message without a letter or a digit.
	Wordless bool
	// Emergency is the kind of emergency that the message tells of, wherever in
	// it that stands; safety.NoEmergency for an ordinary one.
	Emergency safety.Kind
	Keyword   Keyword
	// KeywordShy is true for a KeywordStop that may as well answer what was asked.
	KeywordShy bool
	Rude       bool
	// Elsewhere is true for what no clinic does, such as to reserve a table. The
	// days, times and agreement of such a message are not the clinic's, and are
	// left out.
	Elsewhere bool
	// Intents, in the order in which they were said, each once.
	Intents []Intent
	// Answer of the message's beginning: "no, Wednesday" is No with a Wish.
	Answer Answer
	// Reply is what the message as a whole is to the question before it: "ok, but
	// where is it?" begins with a yes and is a question.
	Reply replies.Label
	// Agrees is true when words of agreement stand in it, not merely thanks.
	Agrees bool
	// Somebody is true when another person is wanted: "anyone else?".
	Somebody bool
	// Number is the one number that the message consists of, or zero.
	Number int
	// Rating is how good something was, as the message says.
	Rating Rating
	// Skips is true where the message does no more than pass over what was asked,
	// Nothing where all it says is that there is nothing to say.
	Skips, Nothing bool
	// Ordinal is 1 for "the first", Last for "the last one", zero for none.
	Ordinal int
	// Wish is the days and times that were named.
	Wish  Wish
	Shift Shift
	// Delay is how much later than what is agreed or offered it should be; with
	// a minus, earlier.
	Delay time.Duration
	// DaysLater is how many days later, or with a minus earlier, than what is
	// spoken of it should be: "the day after". A Wish beside it reads the same
	// words as counted from today.
	DaysLater int
	// One is true where "one" stands for what was spoken of before: "one for my
	// son, too".
	One bool
	// Booked is true where the message speaks of an appointment that its writer
	// has: "my appointment".
	Booked bool
	// Weekly is true where the weekdays of the wish are meant week after week:
	// "Thursdays".
	Weekly bool
	// Adds is true where the message goes on from what was said before: "and on
	// Thursday?".
	Adds bool
	// Missed is true where a visit is spoken of that the patient was not at.
	Missed bool
	// AsksKept is true where it is asked what the clinic keeps of its writer.
	AsksKept bool
	// Relieved is true where what was feared is said to be over: "she's ok now".
	Relieved bool
	// AsksHas is true where it is asked whether somebody has something: "does Leo
	// have an appointment?". Of whom is for others to say.
	AsksHas bool
	// Keeps is true where something is to stay as it is: "no, keep it".
	Keeps bool
	// Facility is what an IntentFacility asks about.
	Facility Facility
	// Child is true where an IntentForOther is for the writer's child.
	Child bool
	// Also is true where an IntentForOther adds somebody to who is spoken of.
	Also bool
	// Late is how late somebody will be: a length of time beside an
	// IntentRunningLate, or the answer to how long.
	Late time.Duration
	// OwnInsurance is true where an IntentInsurance speaks of the writer's own
	// plan rather than of plans that are taken.
	OwnInsurance bool
	// PurposeWish is what is said about one kind of what nobody asks for; nil where
	// nothing is.
	PurposeWish *PurposeWish
	// Erase is true where an IntentPrivacy wants something deleted.
	Erase bool
	// Unheard is true where an IntentRefill names something in a word that no
	// lexicon holds: the medicine.
	Unheard bool
	// Unsuited are the days that were named as ones that don't suit: "I can't
	// on Thursday".
	Unsuited []Days
	// Practitioners and Types named; more than one means that the words fit
	// several.
	Practitioners   []uuid.UUID
	Types           []uuid.UUID
	AnyPractitioner bool
	// Myself is true for "for me".
	Myself bool
	// Name is a person's name, looked for only where one is expected or
	// introduced ("my name is", "this is").
	Name string
	// OwnName is true where the writer says with it who they are themselves.
	OwnName bool
	// Whom are the words, folded, that may name for whom something is: what
	// follows "for" or "my son". Most are no names; they are to be compared with
	// those of the contact's own patients.
	Whom []string
	// BirthDates are the readings of a date of birth: one, or two where day
	// and month could be exchanged. Looked for only where expected, or beside
	// a name.
	BirthDates []records.LocalDate
	// Dates, Phones and Figure are looked for only where they are expected: the
	// readings of the one day that was named, which are one or two; telephone
	// numbers in E.164; the one whole number, in digits.
	Dates  []records.LocalDate
	Phones []string
	Figure string
	// Language in which the message is written, if its words show it; LanguageSure
	// when it is more than one word's evidence.
	Language     records.Language
	LanguageSure bool
	// LanguageWanted is a language that was asked for.
	LanguageWanted records.Language
	// Words is how many words and numbers were read.
	Words int
}

// Has says whether the intent is among those of the message.
func (m Meaning) Has(intent Intent) bool {
	for _, said := range m.Intents {
		if said == intent {
			return true
		}
	}
	return false
}

// Consents says whether the message agrees to what was proposed, and asks and
// changes nothing. Only then may something be done that was proposed.
func (m Meaning) Consents() bool {
	switch m.Reply {
	case replies.Yes:
		return m.Answer == Yes || m.Agrees
	case replies.None, replies.Other:
		return m.Answer == Yes
	case replies.No, replies.Change, replies.Another, replies.Asks, replies.Unsure:
	}
	return false
}

// Declines says whether the message declines what was proposed, and leaves it
// at that.
func (m Meaning) Declines() bool {
	switch m.Reply {
	case replies.No:
		return true
	case replies.None, replies.Other:
		return m.Answer == No
	case replies.Yes, replies.Change, replies.Another, replies.Asks, replies.Unsure:
	}
	return false
}

// Empty says whether nothing at all was understood.
func (m Meaning) Empty() bool {
	return len(m.Intents) == 0 && m.Answer == AnswerNone && m.Number == 0 && m.Ordinal == 0 && m.Wish.IsZero() && m.Delay == 0 && m.DaysLater == 0 &&
		m.Shift == ShiftNone && len(m.Practitioners) == 0 && len(m.Types) == 0 && !m.AnyPractitioner && !m.Myself &&
		m.Name == "" && len(m.BirthDates) == 0 && m.Late == 0 && m.LanguageWanted == "" && m.Keyword == KeywordNone && m.Emergency == safety.NoEmergency
}

// Expectation says what the open question waits for, so that a message is read
// first in its light.
type Expectation string

// The expectations.
const (
	ExpectNothing   Expectation = ""
	ExpectChoice    Expectation = "choice"
	ExpectName      Expectation = "name"
	ExpectBirthDate Expectation = "birth-date"
	ExpectWish      Expectation = "wish"
	// ExpectText waits for whatever somebody writes, in their own words.
	ExpectText Expectation = "text"
	// ExpectLength waits for a length of time; a bare number is minutes.
	ExpectLength Expectation = "length"
	// ExpectDate waits for a day, ExpectPhone for a telephone number, ExpectNumber
	// for a whole number.
	ExpectDate   Expectation = "date"
	ExpectPhone  Expectation = "phone"
	ExpectNumber Expectation = "number"
)
