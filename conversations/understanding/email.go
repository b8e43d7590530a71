package understanding

import (
	"slices"
	"strings"

	"frontdesk/records/mailbox"
)

// byEmail says whether an intent wants something by e-mail.
func byEmail(intent Intent) bool { return intent == IntentEmail || intent == IntentEmailReminders }

// readEmail takes an address of e-mail that stands alone, or beside a correction,
// for the wish to have things sent there. What answers a question in their own
// words is left an answer.
func readEmail(expected Expectation, meaning *Meaning) {
	if expected != ExpectNothing && expected != ExpectChoice {
		return
	}
	wanted := slices.ContainsFunc(meaning.Intents, func(intent Intent) bool { return !small(intent) && intent != IntentDetails && !byEmail(intent) })
	if _, found := mailbox.Find(meaning.Text); !found || wanted {
		return
	}
	if len(strings.Fields(meaning.Text)) == 1 {
		meaning.Language, meaning.LanguageSure = "", false // an address is of none
	}
	meaning.Intents = append(slices.DeleteFunc(meaning.Intents, func(intent Intent) bool { return intent == IntentDetails || intent == IntentEmail }), IntentEmail)
}
