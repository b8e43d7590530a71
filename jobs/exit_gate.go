package jobs

import (
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// verdict is what the exit gate says of a message: send it, stop it for a
// reason, or put it off until later.
type verdict struct {
	reason records.NotSentReason
	until  time.Time
}

func (v verdict) sends() bool { return v.reason == "" && v.until.IsZero() }

// judge is the one exit gate: what may leave is decided here and now, from the
// world as it is at this moment, not as it was when the message was written
// (invariants 10, 11 and 13).
//
// A channel whose provider this node has no credentials for is put off, not
// stopped: one start with the wrong settings must not throw the queue away.
func judge(message postgres.Queued, active, configured bool, zone *time.Location, now time.Time) verdict {
	const unconfigured = 30 * time.Second
	switch {
	case !active:
		return verdict{reason: records.NotSentNoChannel}
	case silenced(message):
		return verdict{reason: records.NotSentOptedOut}
	case !message.ExpiresAt.IsZero() && !now.Before(message.ExpiresAt):
		return verdict{reason: records.NotSentExpired}
	case obsolete(message, now):
		return verdict{reason: records.NotSentObsolete}
	case message.Level > allowedLevel(message.ContactState, message.Proactive):
		return verdict{reason: records.NotSentLevel}
	}
	if !configured {
		return verdict{until: now.Add(unconfigured)}
	}
	if message.Proactive && !message.DespiteQuietHours {
		if allowed := scheduler.NextAllowed(now, zone, scheduler.DefaultQuietHours()); allowed.After(now) {
			return verdict{until: allowed}
		}
	}
	return verdict{}
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
		return false
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
// conversation may name what the writer asked about; what comes unasked is
// seen by whoever holds the phone then, so it says no names; an address in
// doubt gets nothing. Clinical and financial content never leaves this way.
func allowedLevel(state records.ContactState, proactive bool) records.ContentLevel {
	switch state {
	case records.ContactStale:
		return records.ContentNeutral
	case records.ContactClaimed, records.ContactVerified:
		if proactive {
			return records.ContentLogistics
		}
		return records.ContentNames
	case records.ContactUnknown:
		if proactive {
			return records.ContentNeutral
		}
		return records.ContentNames
	}
	return records.ContentNeutral
}
