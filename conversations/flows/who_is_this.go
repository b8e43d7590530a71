package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
)

// whoIsThis tells who writes from this number, and how to end it: the same
// words to a patient and to a stranger.
type whoIsThis struct{ informing }

func (whoIsThis) Name() string { return "who-is-this" }

func (whoIsThis) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentWhoIsThis}
}

func (whoIsThis) Next(turn *conversations.Turn) {
	turn.Say(catalog.WhoIsThis, catalog.Values{Clinic: turn.Profile().Clinic.Name})
	turn.Finish()
}

// botChallenge says honestly that a machine answers, and how to get a person.
type botChallenge struct{ informing }

func (botChallenge) Name() string { return "bot-challenge" }

func (botChallenge) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentBotChallenge}
}

func (botChallenge) Next(turn *conversations.Turn) {
	turn.Say(catalog.BotChallenge, catalog.Values{Clinic: turn.Profile().Clinic.Name})
	turn.Finish()
}
