package scheduler

import (
	"slices"
	"time"

	"frontdesk/records"
)

// ReminderPolicy says when an appointment is reminded of. It is data, so that
// clinics may have their own and a simulation may compare them.
type ReminderPolicy struct {
	// Rules are the reminders, each with a name of its own.
	Rules []ReminderRule
	Quiet QuietHours
	// LastUse is how long before the appointment a reminder is of use for the
	// last time: after that the patient can't change much any more.
	LastUse time.Duration
	// AfterBooking is how long after a booking or move nobody needs to be
	// reminded of it.
	AfterBooking time.Duration
}

// ReminderRule is one reminder: so many calendar days before the appointment,
// at a time of day in the clinic's zone.
type ReminderRule struct {
	// Step names it in the ledger ("3d") and is unique in its policy.
	Step       string
	DaysBefore int
	At         records.LocalTime
}

// DefaultReminderPolicy gives the steps that everybody gets: three days before
// and one day before, at ten in the morning. In the randomised trial of Steiner
// et al. (AJMC 2018, 54,066 patients) both together left 4.4 % no-shows, three
// days alone 5.8 % and one day alone 5.3 %.
func DefaultReminderPolicy() ReminderPolicy {
	return ReminderPolicy{
		Rules: []ReminderRule{
			{Step: "3d", DaysBefore: 3, At: 10 * 60},
			{Step: "1d", DaysBefore: 1, At: 10 * 60},
		},
		Quiet:        DefaultQuietHours(),
		LastUse:      2 * time.Hour,
		AfterBooking: 2 * time.Hour,
	}
}

// PlanReminders gives the reminder steps of an appointment, sorted by DueAt,
// all planned, in UTC, with the appointment's own ids left for the caller to
// fill in. BookedAt is when this version came to be: the booking or the last
// move.
//
// A step is due at its rule's wall-clock time on the day so many calendar days
// before, or when quiet hours end after that. It expires when the next step of
// the policy is due, as two reminders at once are one too many, and at the
// latest LastUse before the start. A step that is due before now, or sooner
// than AfterBooking after the booking, or not before it expires is left out:
// so a booking for tomorrow gets only what is still useful, which may be
// nothing.
func PlanReminders(
	start, bookedAt time.Time, zone *time.Location, policy ReminderPolicy, now time.Time,
) []records.ReminderStep {
	steps := make([]records.ReminderStep, 0, len(policy.Rules))
	date := records.LocalDateOf(start, zone)
	for _, rule := range policy.Rules {
		due := NextAllowed(LocalInstant(zone, date.AddDays(-rule.DaysBefore), rule.At), zone, policy.Quiet)
		if due.IsZero() {
			continue
		}
		steps = append(steps, records.ReminderStep{Step: rule.Step, Status: records.ReminderPlanned, DueAt: due})
	}
	slices.SortStableFunc(steps, func(a, b records.ReminderStep) int { return a.DueAt.Compare(b.DueAt) })

	expires := start.Add(-policy.LastUse).UTC()
	for i := len(steps) - 1; i >= 0; i-- {
		steps[i].ExpiresAt = expires
		expires = earlier(expires, steps[i].DueAt)
	}
	earliest := later(now, bookedAt.Add(policy.AfterBooking))
	return slices.DeleteFunc(steps, func(step records.ReminderStep) bool {
		return step.DueAt.Before(earliest) || !step.DueAt.Before(step.ExpiresAt)
	})
}
