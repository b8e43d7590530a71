package records

import (
	"fmt"
	"testing"
)

// How much an answer may give away: by WhatsApp names only where who is
// registered prefers them, and nowhere more than the clinic's policy.
func TestAnswersAtMost(t *testing.T) {
	t.Parallel()
	const none = ContentLevel(-1)
	for _, test := range []struct {
		kind            ChannelKind
		state           ContactState
		policy, prefers ContentLevel
		want            ContentLevel
	}{
		{ChannelSMS, ContactUnknown, ContentNames, none, ContentNames},
		{ChannelSMS, ContactClaimed, ContentNames, none, ContentNames},
		{ChannelSMS, ContactClaimed, ContentNames, ContentLogistics, ContentLogistics},
		{ChannelSMS, ContactClaimed, ContentNames, ContentNeutral, ContentLogistics},
		{ChannelSMS, ContactClaimed, ContentLogistics, none, ContentLogistics},
		{ChannelSMS, ContactClaimed, ContentLogistics, ContentNames, ContentLogistics},
		{ChannelSMS, ContactClaimed, ContentNeutral, ContentNames, ContentNeutral},
		{ChannelWhatsApp, ContactUnknown, ContentNames, none, ContentLogistics},
		{ChannelWhatsApp, ContactClaimed, ContentNames, none, ContentLogistics},
		{ChannelWhatsApp, ContactVerified, ContentNames, none, ContentLogistics},
		{ChannelWhatsApp, ContactClaimed, ContentNames, ContentNames, ContentNames},
		{ChannelWhatsApp, ContactVerified, ContentNames, ContentNames, ContentNames},
		{ChannelWhatsApp, ContactUnknown, ContentNames, ContentNames, ContentLogistics},
		{ChannelWhatsApp, ContactStale, ContentNames, ContentNames, ContentLogistics},
		{ChannelWhatsApp, ContactClaimed, ContentLogistics, ContentNames, ContentLogistics},
		{ChannelWhatsApp, ContactClaimed, ContentNeutral, ContentNames, ContentNeutral},
		{ChannelWhatsApp, ContactClaimed, ContentNames, ContentNeutral, ContentLogistics},
	} {
		t.Run(fmt.Sprintf("%s %s policy %d prefers %d", test.kind, test.state, test.policy, test.prefers), func(t *testing.T) {
			t.Parallel()
			var preferred *ContentLevel
			if test.prefers != none {
				preferred = &test.prefers
			}
			if got := (ChannelPolicy{AnswerLevel: test.policy}).AnswersAtMost(test.kind, test.state, preferred); got != test.want {
				t.Errorf("level %d, want %d", got, test.want)
			}
		})
	}
}
