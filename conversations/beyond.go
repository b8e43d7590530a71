package conversations

import "frontdesk/conversations/understanding"

// handed are the wishes that a front desk hears every day. Where no flow serves
// one, a person can, and is offered at once: to say that it was not understood
// would be untrue.
var handed = map[understanding.Intent]bool{
	understanding.IntentPay: true, understanding.IntentBilling: true, understanding.IntentRefund: true, understanding.IntentStatus: true,
	understanding.IntentResults: true, understanding.IntentRefill: true, understanding.IntentRunningLate: true,
	understanding.IntentInsurance: true, understanding.IntentPrices: true, understanding.IntentDirections: true, understanding.IntentHours: true,
	understanding.IntentFacility: true, understanding.IntentPreparation: true, understanding.IntentProviderInfo: true,
	understanding.IntentDetails: true, understanding.IntentPrivacy: true, understanding.IntentWrongNumber: true,
	understanding.IntentMedical: true, understanding.IntentComplaint: true, understanding.IntentLanguage: true,
}

// beyond answers what is understood and no flow serves: it offers a person. A
// message that names somebody or something to book is left to the booking.
func (t *Turn) beyond() bool {
	if t.Meaning.Rude {
		return false // that is answered calmly, and first
	}
	for _, intent := range t.Meaning.Intents {
		if handed[intent] && t.engine.byIntent[intent] == nil && len(t.Meaning.Practitioners) == 0 && len(t.Meaning.Types) == 0 {
			t.Start(FlowPerson, PersonOffer{Offer: true, Beyond: true})
			return true
		}
	}
	return false
}
