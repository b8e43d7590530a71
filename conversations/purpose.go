package conversations

import (
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// purposeNames are what each purpose is called, in words by which it can be
// refused and asked for again.
var purposeNames = map[records.Purpose]catalog.Key{
	records.PurposeReminder: catalog.PurposeReminders, records.PurposeSurvey: catalog.PurposeSurveys,
	records.PurposeBilling: catalog.PurposeBills, records.PurposeRecall: catalog.PurposeInvitations,
}

// purposeWish ends one kind of what nobody asks for, or begins it again, and says
// what goes on and what the way back is. What was being talked about goes on. Who
// gets nothing at all is told of the one way out of that, and subscribed to
// nothing (invariant 11).
func (t *Turn) purposeWish() bool {
	wish := t.Meaning.PurposeWish
	if wish == nil {
		return false
	}
	name, known := purposeNames[wish.Purpose]
	if !known {
		return false
	}
	values := catalog.Values{Clinic: t.engine.profile.Clinic.Name, List: t.Book().Phrase(name, catalog.Values{})}
	t.Do(OptOut{Active: wish.Wanted, Purpose: wish.Purpose, Source: "message"})
	switch {
	case t.Contact.OptedOut && wish.Wanted:
		t.Say(catalog.PurposeWantedButStopped, values)
	case t.Contact.OptedOut:
		t.Say(catalog.PurposeButStopped, values)
	case wish.Wanted:
		t.Say(catalog.PurposeRestored, values)
	default:
		t.Say(catalog.PurposeRefused, values)
	}
	t.state.Misunderstood = 0
	if t.state.Question != nil {
		t.promptAgain()
	}
	return true
}
