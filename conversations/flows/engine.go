package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
)

// NewEngine makes a clinic's engine with every flow.
func NewEngine(profile conversations.Profile) *conversations.Engine {
	return conversations.New(profile,
		menu{}, register{}, book{}, appointments{}, cancel{}, move{}, reminder{}, offer{}, survey{}, person{},
		checkIn{}, calendar{}, waitlist{}, newResults(), newPay(),
		directions{}, hours{}, facility{}, preparation{}, practitioners{}, whoIsThis{}, botChallenge{}, whatICanDo{}, medicalQuestion{},
		refill{}, runningLate{}, wrongNumber{}, complaint{}, insurance{}, prices{}, coverage{}, privacy{}, naming{}, newWhatIsKept(), details{}, newDetailsShown(), email{}, newEmailShown(),
	)
}

// plain gives a flow the answers of one that is started by nothing that
// patients say, keeps nothing outside of its frame, asks for no facts and has
// nothing to go back to.
type plain struct{}

func (plain) Intents() []understanding.Intent                   { return nil }
func (plain) Passing() bool                                     { return false }
func (plain) Answered(*conversations.Turn, conversations.Event) {}
func (plain) Back(*conversations.Turn) bool                     { return false }
func (plain) Leave(*conversations.Turn)                         {}
