package replies

// Act is what somebody does by writing a message, after the dialogue acts of
// the Schema-Guided Dialogue corpus.
type Act string

// The acts.
const (
	Inform            Act = "INFORM"
	InformIntent      Act = "INFORM_INTENT"
	Request           Act = "REQUEST"
	Affirm            Act = "AFFIRM"
	Negate            Act = "NEGATE"
	Select            Act = "SELECT"
	RequestAlternates Act = "REQUEST_ALTS"
	AffirmIntent      Act = "AFFIRM_INTENT"
	NegateIntent      Act = "NEGATE_INTENT"
	ThankYou          Act = "THANK_YOU"
	Goodbye           Act = "GOODBYE"
)

// stage is what the clinic's side did last.
type stage uint8

const (
	// stageOpen: nothing was said yet.
	stageOpen stage = iota
	// stageMore asked for further wishes.
	stageMore
	// stageWhich asked for something open.
	stageWhich
	// stageConfirm asked whether a time is right; stageInstead offered one in
	// place of another.
	stageConfirm
	stageInstead
	// stageOffered offered to book; stageProposed proposed somebody; stageTold
	// answered a question; stageDone booked.
	stageOffered
	stageProposed
	stageTold
	stageDone
)

func (q Question) stage() stage {
	shows := func(what Aspect) bool { return q.aspects[what] }
	switch {
	case !q.asked:
		return stageOpen
	case q.Concrete && shows(AspectFailed):
		return stageInstead
	case q.Concrete && (!shows(AspectDone) || shows(AspectConfirm)):
		return stageConfirm
	case shows(AspectMore):
		return stageMore
	case shows(AspectDone):
		return stageDone
	case q.leads:
		return stageWhich
	case shows(AspectFound) && !shows(AspectTells):
		return stageProposed
	case shows(AspectTells):
		return stageTold
	case shows(AspectBook):
		return stageOffered
	case q.ends, shows(AspectWhich):
		return stageWhich
	}
	return stageProposed
}

// Acts are what the message does. Informed says whether it gives any fact that
// a search or a booking needs: a place, a time, a name.
func (reply Reply) Acts(informed bool) []Act {
	stage := reply.said.Question.stage()
	acts := reply.main(stage, informed)
	if reply.has(cueEnough, cueBye) {
		switch {
		case !hasAct(acts, Select, ThankYou, NegateIntent), hasAct(acts, Inform, InformIntent):
			if hasAct(acts, Negate) && stage == stageInstead {
				acts = append(acts, Goodbye)
			}
		case stage != stageMore:
			acts = append(acts, Goodbye)
		}
	} else if reply.has(cueThanks) && hasAct(acts, NegateIntent) || reply.has(cueThanks) && hasAct(acts, Negate) && stage == stageInstead {
		acts = append(acts, Goodbye)
	}
	return acts
}

func (reply Reply) main(stage stage, informed bool) []Act {
	switch stage {
	case stageOpen:
		if reply.Content() == 0 {
			// A greeting or thanks, and nothing else.
			return nil
		}
		return with(informed, InformIntent)
	case stageWhich:
		return []Act{Inform}
	case stageMore:
		if reply.Label == No || !informed && !reply.has(cueBook, cueFind, cueWant) {
			return []Act{Negate, ThankYou}
		}
		return with(informed, InformIntent)
	case stageConfirm, stageInstead:
		return reply.toTime(informed)
	case stageOffered:
		return reply.toOffer(informed)
	case stageDone:
		return reply.afterBooking(informed)
	case stageProposed, stageTold:
	}
	return reply.toProposal(stage, informed)
}

// toTime reads an answer to a proposed time.
func (reply Reply) toTime(informed bool) []Act {
	switch label := reply.Label; {
	case label == Change, label == Another:
		return with(informed, Negate)
	case label == No, label == Unsure:
		return []Act{Negate}
	case len(reply.Asked()) > 0, label == Asks:
		return []Act{Affirm, Request}
	}
	return []Act{Affirm}
}

func (reply Reply) toOffer(informed bool) []Act {
	switch label := reply.Label; {
	case label == No, label == Unsure:
		return []Act{NegateIntent}
	case label == Asks && !informed:
		return []Act{Request}
	}
	return with(informed, AffirmIntent)
}

func (reply Reply) afterBooking(informed bool) []Act {
	switch {
	case len(reply.Asked()) > 0, reply.Label == Asks:
		return []Act{Request}
	case reply.has(cueFind) || reply.has(cueBook) && !reply.has(cueThanks):
		return with(informed, InformIntent)
	}
	return []Act{ThankYou}
}

// toProposal reads an answer to somebody who was proposed, or to what was told
// of them.
func (reply Reply) toProposal(stage stage, informed bool) []Act {
	switch {
	case reply.Label == Asks:
		return []Act{Request}
	case reply.said.Facts.timed():
		return with(true, Select, InformIntent)
	case stage == stageTold && reply.has(cueThanks, cueEnough) && !reply.has(cueYes, cueFits, cueAnother, cueFind, cueBook):
		return []Act{ThankYou}
	case reply.Label == Another, reply.Label == Change, reply.Label == No && !reply.has(cueEnough):
		return with(informed, RequestAlternates)
	case reply.has(cueBook):
		return with(informed, Select, InformIntent)
	}
	return with(informed, Select)
}

// with adds that facts are given.
func with(informed bool, acts ...Act) []Act {
	if informed {
		return append(acts, Inform)
	}
	return acts
}

func hasAct(acts []Act, wanted ...Act) bool {
	for _, act := range acts {
		for _, one := range wanted {
			if act == one {
				return true
			}
		}
	}
	return false
}
