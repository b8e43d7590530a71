package understanding

import (
	"slices"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/words"
)

// learntIntents are what the model of intents says in the words of a Meaning.
// What a label answers to a question, such as a yes or a name, is read by
// others, and so is what a message says about somebody's language.
var learntIntents = map[intents.Label]Intent{
	intents.Book: IntentBook, intents.Cancel: IntentCancel, intents.Reschedule: IntentMove, intents.List: IntentAppointments,
	intents.Status: IntentStatus, intents.Confirm: IntentConfirm, intents.Billing: IntentBilling, intents.Pay: IntentPay,
	intents.Refund: IntentRefund, intents.Insurance: IntentInsurance, intents.Results: IntentResults, intents.Refill: IntentRefill,
	intents.Directions: IntentDirections, intents.Hours: IntentHours, intents.Facility: IntentFacility,
	intents.ProviderInfo: IntentProviderInfo, intents.MedicalQuestion: IntentMedical, intents.Symptom: IntentMedical,
	intents.Register: IntentRegister, intents.ForOther: IntentForOther, intents.Waitlist: IntentWaitlist,
	intents.RunningLate: IntentRunningLate, intents.CheckIn: IntentCheckIn, intents.WrongNumber: IntentWrongNumber,
	intents.Human: IntentPerson, intents.BotChallenge: IntentBotChallenge, intents.Language: IntentLanguage,
	intents.Repeat: IntentRepeat, intents.Help: IntentHelp, intents.Abort: IntentNeverMind, intents.Greet: IntentGreeting,
	intents.Thanks: IntentThanks, intents.Bye: IntentBye, intents.Done: IntentBye, intents.Complaint: IntentComplaint,
	intents.Privacy: IntentPrivacy, intents.CorrectField: IntentDetails,
}

// learn asks the model what a message wants in which the lexicons found nothing
// but courtesies. What was negated ("I don't want to cancel") it can't bring
// back, and what answers the open question is left an answer.
func (r *reading) learn(typed []words.Token, expected Expectation, meaning *Meaning) {
	if slices.ContainsFunc(meaning.Intents, func(intent Intent) bool { return !small(intent) }) {
		return
	}
	if meaning.Keyword != KeywordNone || expected != ExpectNothing && meaning.answers() {
		return
	}
	for _, guess := range intents.All(typed) {
		intent, ok := learntIntents[guess.Label]
		if intent == IntentRepeat && meaning.Shift != ShiftNone {
			continue // "show me the other ones" wants others, not the same again
		}
		if intent == IntentRunningLate && meaning.Delay != 0 {
			continue // "15 minutes later" than agreed, as a wish
		}
		if ok && !slices.Contains(meaning.Intents, intent) && !r.deniesIntent(intent) {
			meaning.Intents = append(meaning.Intents, intent)
		}
	}
	meaning.Intents = settle(meaning.Intents)
}

// answers says whether the message holds what a question may have asked for.
func (m Meaning) answers() bool {
	return m.Number != 0 || m.Ordinal != 0 || m.Answer != AnswerNone || m.Name != "" || len(m.BirthDates) > 0 || !m.Wish.IsZero() ||
		m.Delay != 0 || m.Shift != ShiftNone || len(m.Unsuited) > 0 || len(m.Practitioners) > 0 || len(m.Types) > 0 ||
		m.AnyPractitioner || m.Myself || m.Reply == replies.Yes || m.Reply == replies.No || m.LanguageWanted != ""
}

// deniesIntent says whether the message names an intent only to say that it is
// not wanted.
func (r *reading) deniesIntent(intent Intent) bool {
	for _, found := range r.matches {
		if (found.concept.kind == kindIntent || found.concept.kind == kindWeakIntent) && Intent(found.concept.name) == intent && r.negated(found.start) {
			return true
		}
	}
	return false
}
