package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// prices tells what visits cost, in the clinic's own words. What one patient
// owes is no price, and not told here.
type prices struct{ informing }

func (prices) Name() string { return "prices" }

func (prices) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentPrices}
}

func (flow prices) Next(turn *conversations.Turn) {
	flow.tell(turn, clinicText(turn, records.TextPrices))
}
