package conversations

import (
	"time"

	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// How much an answer gives away is bounded by ContactFacts.Level. The phrasebook
// says the plainer of two texts where the fuller one says too much; what is left
// has no plainer text, and is not said (invariant 13). The exit gate looks again
// when the message leaves.

// May says whether something of this level may be said here.
func (t *Turn) May(level records.ContentLevel) bool { return level <= t.Contact.Level }

// Part gives a text that becomes a part of what this turn says, a line of a list
// or the label of a choice, and counts what it gives away.
func (t *Turn) Part(key catalog.Key, values catalog.Values) string {
	t.level = max(t.level, key.Within(t.Contact.Level).Level())
	return t.Book().Say(key, values)
}

// Withhold leaves all that is under way, since nothing can be said of it here,
// and offers a person, who can call.
func (t *Turn) Withhold() {
	t.Abandon()
	t.said, t.level, t.until, t.request, t.asked = nil, records.ContentNeutral, time.Time{}, nil, nil
	t.Begin(FlowPerson, PersonOffer{Offer: true, Withheld: true})
	t.engine.flows[FlowPerson].Next(t)
}

// withhold puts that in the place of an answer that gives away too much.
func (t *Turn) withhold() {
	if !t.May(t.level) {
		t.Withhold()
	}
}

// AllowNames keeps whether this contact may be told names, from this answer on.
func (t *Turn) AllowNames(allowed bool) {
	t.Do(AllowNames{Allowed: allowed})
	switch {
	case !allowed:
		t.Contact.Level = min(t.Contact.Level, records.ContentLogistics)
	case t.Contact.MayAllowNames:
		t.Contact.Level = records.ContentNames
	}
}
