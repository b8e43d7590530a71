package jobs

import (
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// verdict is what the exit gate says of a message: send it, send a neutral text
// in its place, stop it for a reason, or put it off until later.
type verdict struct {
	reason  records.NotSentReason
	until   time.Time
	neutral bool
}

func (v verdict) sends() bool { return v.reason == "" && v.until.IsZero() }

// house is what a clinic and its channel allow, when a message is judged.
type house struct {
	// active is false for a channel that is switched off, and configured on a
	// node without credentials for its provider.
	active, configured bool
	// elsewhere is true for a channel that another node alone can carry, and
	// repliesOnly for one that carries nothing unasked.
	elsewhere, repliesOnly bool
	zone                   *time.Location
	country                string
	kind                   records.ChannelKind
	channel                records.ChannelPolicy
	unasked                records.MessagePolicy
}

// judge is the one exit gate: what may leave is decided here and now, from the
// world as it is at this moment, not as it was when the message was written
// (invariants 10, 11 and 13).
//
// A channel whose provider this node has no credentials for is put off, not
// stopped: one start with the wrong settings must not throw the queue away. So
// is one that another node holds, until that node's turn comes.
func judge(message postgres.Queued, house house, now time.Time) verdict {
	const unconfigured, elsewhere = 30 * time.Second, time.Second
	// Nobody can have asked for an e-mail by e-mail: it goes to confirmed addresses
	// only, and to none whose holder ended them.
	mail := house.kind == records.ChannelEmail
	switch {
	case !house.active:
		return verdict{reason: records.NotSentNoChannel}
	case silenced(message), mail && !message.OptedOutAt.IsZero():
		return verdict{reason: records.NotSentOptedOut}
	case mail && message.ContactState != records.ContactVerified && !message.Confirms:
		return verdict{reason: records.NotSentUnconfirmed}
	case message.Proactive && house.repliesOnly:
		return verdict{reason: records.NotSentRepliesOnly}
	case message.Refused && message.Proactive:
		return verdict{reason: records.NotSentRefused}
	case !message.ExpiresAt.IsZero() && !now.Before(message.ExpiresAt):
		if !capFrees(message, house.unasked, now).IsZero() {
			return verdict{reason: records.NotSentCapped}
		}
		return verdict{reason: records.NotSentExpired}
	case obsolete(message, now):
		return verdict{reason: records.NotSentObsolete}
	case message.Level > records.ContentNames:
		return verdict{reason: records.NotSentLevel}
	}
	if frees := capFrees(message, house.unasked, now); !frees.IsZero() {
		return verdict{until: frees}
	}
	if !house.configured {
		return verdict{until: now.Add(unconfigured)}
	}
	if house.elsewhere {
		return verdict{until: now.Add(elsewhere)}
	}
	if message.Proactive && !message.DespiteQuietHours {
		quiet := scheduler.QuietHours{From: house.unasked.QuietFrom, Until: house.unasked.QuietUntil}
		if allowed := scheduler.NextAllowedInAll(now, contactZones(message, house), quiet); allowed.After(now) {
			return verdict{until: allowed}
		}
	}
	neutral := message.Level > allowedLevel(message, house.kind, house.channel)
	if neutral && message.Purpose == records.PurposeSurvey {
		// To be asked to call, only to be asked how it was, is no service.
		return verdict{reason: records.NotSentLevel}
	}
	return verdict{neutral: neutral}
}

// capFrees says until when a message waits that would be more in a week than the
// clinic allows itself; zero where it would not. What it must not miss is its own
// end, at which it is dropped; and it is judged again once a day, as the clinic
// may have changed its mind. What the clinic itself brings about is told all the
// same.
func capFrees(message postgres.Queued, policy records.MessagePolicy, now time.Time) time.Time {
	const week, day = 7 * 24 * time.Hour, 24 * time.Hour
	if !message.Proactive || message.Urgent || message.DespiteQuietHours || policy.WeeklyCap <= 0 || len(message.UnaskedAt) < policy.WeeklyCap {
		return time.Time{}
	}
	frees := message.UnaskedAt[policy.WeeklyCap-1].Add(week)
	if tomorrow := now.Add(day); tomorrow.Before(frees) {
		frees = tomorrow
	}
	if !message.ExpiresAt.IsZero() && message.ExpiresAt.Before(frees) {
		frees = message.ExpiresAt
	}
	return frees
}

// silenced holds invariant 11. What was written before the contact opted out
// stays unsent; what answers a message that they wrote afterwards is sent, and
// subscribes them to nothing.
func silenced(message postgres.Queued) bool {
	if message.OptedOutAt.IsZero() || message.DespiteOptOut {
		return false
	}
	return message.Proactive || !message.CreatedAt.After(message.OptedOutAt)
}

// obsolete says whether a message speaks of an appointment that is no longer
// as it says: moved, cancelled or begun, or a visit that did not take place.
func obsolete(message postgres.Queued, now time.Time) bool {
	if message.AppointmentVersion == 0 {
		return message.PartlyStale
	}
	if message.CurrentVersion != message.AppointmentVersion {
		return true
	}
	if message.AppointmentStatus == records.AppointmentFulfilled {
		return false // it asks how the visit was
	}
	return message.AppointmentStatus != records.AppointmentBooked || !now.Before(message.AppointmentStart)
}

// allowedLevel is how much a text may give away. An answer in the course of a
// conversation may name what the writer asked about, where the channel and the
// contact allow it; what comes unasked is seen by whoever holds the phone then,
// so it says no names; an address in doubt gets nothing. The channel may allow
// less, and so may the contact want; more than the clinic's own limit they get
// only where they proved who they are and were warned, and nothing where the
// clinic tells only that there is a message. Clinical and financial content never leaves this way.
func allowedLevel(message postgres.Queued, kind records.ChannelKind, policy records.ChannelPolicy) records.ContentLevel {
	if !message.Proactive {
		return min(answerLevel(message), policy.AnswersAtMost(kind, message.ContactState, message.PreferredLevel))
	}
	switch message.ContactState {
	case records.ContactClaimed, records.ContactVerified:
	case records.ContactUnknown, records.ContactStale:
		return records.ContentNeutral
	default:
		return records.ContentNeutral
	}
	level := min(records.ContentLogistics, policy.UnaskedLevel)
	switch preferred := message.PreferredLevel; {
	case preferred == nil:
	case *preferred < level || message.ContactState == records.ContactVerified && level > records.ContentNeutral:
		level = *preferred
	}
	return level
}

// answerLevel is how much an answer may give away. What was written to an
// address before it came into doubt is not for whoever reads it now; after that
// they are answered like any stranger, who is told of no patient.
func answerLevel(message postgres.Queued) records.ContentLevel {
	switch message.ContactState {
	case records.ContactUnknown, records.ContactClaimed, records.ContactVerified:
		return records.ContentNames
	case records.ContactStale:
		if message.CreatedAt.After(message.DoubtedAt) {
			return records.ContentNames
		}
	}
	return records.ContentNeutral
}
