package jobs

import (
	"context"
	"fmt"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// silentFor is after how long without a word an address may have passed to
// somebody else: carriers hand numbers out again within months.
const silentFor = 365 * 24 * time.Hour

// doubtful says whether whoever writes may be somebody other than the contact
// that is on record. Who answers what the clinic has just asked about a coming
// appointment shows that the address is theirs still.
func doubtful(conversation postgres.Conversation, now time.Time) bool {
	switch conversation.Contact.State {
	case records.ContactStale:
		return true
	case records.ContactClaimed, records.ContactVerified:
		asked := conversation.Reminder != nil || conversation.Offer != nil || conversation.Survey != nil
		return !asked && now.Sub(conversation.UpdatedAt) > silentFor
	case records.ContactUnknown:
	}
	return false
}

// doubt treats whoever writes from an address in doubt as the stranger that they
// may be: the engine learns of no patient, and of nothing that was said before.
// Registering as one of the contact's patients ends the doubt; see reclaim.
func (t *turn) doubt(ctx context.Context) error {
	conversation := &t.conversation
	if !doubtful(*conversation, t.now) {
		return nil
	}
	if conversation.Contact.State != records.ContactStale {
		if err := t.tx.DoubtContact(ctx, conversation.Contact.ID, t.now); err != nil {
			return fmt.Errorf("doubt contact: %w", err)
		}
		conversation.Contact.State, conversation.DoubtedAt = records.ContactStale, t.now
		t.jobs.observe("contacts", "doubted", 1)
	}
	if conversation.UpdatedAt.Before(conversation.DoubtedAt) {
		t.state = nil
	}
	t.dormant, conversation.Persons = conversation.Persons, nil
	conversation.Reminder, conversation.Offer, conversation.Survey = nil, nil, nil
	return nil
}

// reclaim settles a doubt when somebody registers. Who gives the name and the
// date of birth of one of the contact's patients is taken for that contact
// again: they hold the number, which is as much as the step-up asks for.
// Anybody else has the number now, and it lets go of the patients, of whom staff
// are told. Nothing that is said differs between the two.
func (t *turn) reclaim(ctx context.Context, request conversations.RegisterPatient) (postgres.Person, bool, error) {
	for _, person := range t.dormant {
		if person.BirthDate != request.BirthDate || !namesMatch(person.Name, request.Name) {
			continue
		}
		if err := t.tx.ClaimContact(ctx, t.conversation.Contact.ID); err != nil {
			return person, false, fmt.Errorf("claim contact: %w", err)
		}
		t.conversation.Persons, t.dormant = t.dormant, nil
		t.jobs.observe("contacts", "reclaimed", 1)
		return person, true, nil
	}
	if len(t.dormant) == 0 {
		return postgres.Person{}, false, nil
	}
	t.dormant = nil
	return postgres.Person{}, false, t.releaseContact(ctx, conversations.ReleaseContact{Reason: conversations.ReleasedWrongNumber})
}

// namesMatch compares names as people type them: without accents, in any case.
func namesMatch(stored, typed string) bool {
	a, b := words.Tokenize(words.Clean(stored)), words.Tokenize(words.Clean(typed))
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Folded != b[i].Folded {
			return false
		}
	}
	return true
}
