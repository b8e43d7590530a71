package records

import (
	"time"

	"github.com/google/uuid"
)

// ChannelPolicy is how a clinic uses one of its channels.
type ChannelPolicy struct {
	ChannelID uuid.UUID
	// SegmentsPerSecond is how much the sender may put on the air: SMS segments,
	// or messages where there are none. Zero sets no bound. Burst is how many
	// more may leave at once after a pause.
	SegmentsPerSecond float64
	Burst             int
	// PairInterval is how much time there must be between messages to one
	// patient, in the long run, and PairBurst how many may follow each other
	// without it. Zero sets no bound.
	PairInterval time.Duration
	PairBurst    int
	// OrderWait is how long a message waits for word that the one before, to the
	// same patient, arrived. Zero does not wait: it was accepted, and networks
	// may still reorder the two.
	OrderWait time.Duration
	// UnaskedLevel and AnswerLevel are the most that a text may give away on this
	// channel that nobody asked for, and one that answers (see AnswersAtMost).
	// Clinical and financial content leaves on none.
	UnaskedLevel, AnswerLevel ContentLevel
}

// AnswersAtMost is how much an answer to a contact may give away on a channel of
// this kind. Date, time and place is all that leaves for WhatsApp, where a
// message is kept on several devices and in copies, unless the contact, who is
// registered here and was warned, prefers names. The policy bounds what they may
// choose. Who wants less than date, time and place unasked is still told those
// when they write.
func (p ChannelPolicy) AnswersAtMost(kind ChannelKind, state ContactState, preferred *ContentLevel) ContentLevel {
	registered := state == ContactClaimed || state == ContactVerified
	wanted := p.AnswerLevel
	switch {
	case preferred != nil && (registered || *preferred < wanted):
		wanted = max(*preferred, ContentLogistics)
	case kind == ChannelWhatsApp:
		wanted = ContentLogistics
	}
	return min(wanted, p.AnswerLevel)
}

// DefaultChannelPolicy is how a channel is used of which nothing else was said.
// WhatsApp takes one message to a person every six seconds, and 45 at once
// (error 131056, as Meta documents it); what a number may send by SMS depends on
// its kind and registration, so nothing is assumed.
func DefaultChannelPolicy(channel Channel) ChannelPolicy {
	policy := ChannelPolicy{ChannelID: channel.ID, UnaskedLevel: ContentLogistics, AnswerLevel: ContentNames}
	switch channel.Kind {
	case ChannelWhatsApp:
		policy.PairInterval, policy.PairBurst = 6*time.Second, 44
	case ChannelEmail:
		// Mail is stored on its way, forwarded, and read over shoulders.
		policy.AnswerLevel = ContentLogistics
	case ChannelSMS:
	}
	return policy
}

// Problems gives what is wrong with a policy, one error for each field; the
// table's CHECKs repeat it.
func (p ChannelPolicy) Problems() []error {
	const most = 10_000
	var problems []error
	if p.SegmentsPerSecond < 0 || p.SegmentsPerSecond > most {
		problems = append(problems, Invalid("SegmentsPerSecond", "must be between 0 and 10000"))
	}
	if p.Burst < 0 || p.Burst > most {
		problems = append(problems, Invalid("Burst", "must be between 0 and 10000"))
	}
	if p.PairInterval < 0 || p.PairInterval > time.Hour {
		problems = append(problems, Invalid("PairInterval", "must be between 0 and 1h"))
	}
	if p.PairBurst < 0 || p.PairBurst > most {
		problems = append(problems, Invalid("PairBurst", "must be between 0 and 10000"))
	}
	if p.OrderWait < 0 || p.OrderWait > time.Minute {
		problems = append(problems, Invalid("OrderWait", "must be between 0 and 1m"))
	}
	if p.UnaskedLevel < ContentNeutral || p.UnaskedLevel > ContentNames {
		problems = append(problems, Invalid("UnaskedLevel", "must be 0, 1 or 2"))
	}
	if p.AnswerLevel < ContentNeutral || p.AnswerLevel > ContentNames {
		problems = append(problems, Invalid("AnswerLevel", "must be 0, 1 or 2"))
	}
	return problems
}
