package scheduler

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// passedUpFor is how long somebody who let an offer go, by a no or by silence,
// is asked after those who did not: they keep their place in the long run, and
// nobody hears of every time that becomes free.
const passedUpFor = 7 * 24 * time.Hour

// Wish is an entry of the wait-list with what must be known to judge it.
type Wish struct {
	Entry records.WaitlistEntry
	// ConversationID is where the patient would be asked.
	ConversationID uuid.UUID
	// Taken is when the patient has other appointments, buffers included,
	// without the one that the wish would replace.
	Taken []Window
	// Replaces is when the appointment that an earlier time would replace
	// starts; zero where there is none.
	Replaces time.Time
	// PassedUpAt is when the patient last let an offer go; zero for never. A
	// time that somebody else took first is not let go.
	PassedUpAt time.Time
}

// wishLife is how long a wish without an end of its own is kept: who has waited
// for a quarter of a year has found another way, or asks again.
const wishLife = 90 * 24 * time.Hour

// WishUntil gives when a wish that is made now ends by itself: with the last of
// its windows or at the start of the appointment that it would replace (zero for
// none), but never later than a quarter of a year from now.
func WishUntil(windows []records.Period, replaces, now time.Time) time.Time {
	until := now.Add(wishLife)
	if len(windows) > 0 {
		last := slices.MaxFunc(windows, func(a, b records.Period) int { return a.Until.Compare(b.Until) })
		until = earlier(until, last.Until)
	}
	if !replaces.IsZero() {
		until = earlier(until, replaces)
	}
	return until.UTC()
}

// Suits says whether a freed time is what the wish asks for, at now: the type,
// the practitioner and the site, a start within the wished windows, on one of
// the weekdays and within the time of day that a clock in the zone shows; with
// the notice that both the patient and the type need; earlier than what it
// would replace; and never over another appointment of the patient.
func (w Wish) Suits(slot Slot, kind records.AppointmentType, zone *time.Location, now time.Time) bool {
	entry := w.Entry
	notice := max(entry.Notice, kind.WaitlistNotice)
	return entry.Status == records.WaitlistActive && now.Before(entry.ExpiresAt) &&
		entry.AppointmentTypeID == slot.AppointmentTypeID &&
		isWished(entry.PractitionerID, slot.PractitionerID) && isWished(entry.LocationID, slot.LocationID) &&
		slot.Start.Sub(now) >= notice &&
		(w.Replaces.IsZero() || slot.Start.Before(w.Replaces)) &&
		isWishedTime(entry, slot.Start, zone) && !w.isBusy(OccupiedSpan(kind, slot.Start))
}

// isWished says whether the wish, zero for any, is for this one.
func isWished(wished, offered uuid.UUID) bool { return wished == uuid.Nil || wished == offered }

// isWishedTime says whether the start is in one of the windows, and reads as a
// wished day and time on a clock in the zone.
func isWishedTime(entry records.WaitlistEntry, start time.Time, zone *time.Location) bool {
	inWindow := func(period records.Period) bool {
		return Window{Start: period.From, End: period.Until}.Contains(start)
	}
	if len(entry.Windows) > 0 && !slices.ContainsFunc(entry.Windows, inWindow) {
		return false
	}
	local := start.In(zone)
	if len(entry.Weekdays) > 0 && !slices.Contains(entry.Weekdays, local.Weekday()) {
		return false
	}
	shown := records.LocalTime(local.Hour()*60 + local.Minute())
	return entry.From <= shown && shown < entry.Until
}

// isBusy says whether the patient has something else then.
func (w Wish) isBusy(span Window) bool { return slices.ContainsFunc(w.Taken, span.Overlaps) }

// ChooseWishes gives those of the wishes that are asked next about a freed
// time: those that it suits, in a fair order, at most limit of them and only
// one of each conversation, as two questions on one telephone would be mistaken
// for each other. The order depends on nothing but the wishes and now.
func ChooseWishes(wishes []Wish, slot Slot, kind records.AppointmentType, zone *time.Location, now time.Time, limit int) []Wish {
	suiting := slices.DeleteFunc(slices.Clone(wishes), func(wish Wish) bool { return !wish.Suits(slot, kind, zone, now) })
	slices.SortFunc(suiting, func(a, b Wish) int { return compareWishes(a, b, now) })
	asked := make(map[uuid.UUID]bool, len(suiting))
	chosen := suiting[:0]
	for _, wish := range suiting {
		if len(chosen) >= limit {
			break
		}
		if asked[wish.ConversationID] {
			continue
		}
		asked[wish.ConversationID] = true
		chosen = append(chosen, wish)
	}
	return chosen
}

// compareWishes is the fair order: the more urgent first; then those who have
// not just let an offer go; then those who wait longest. Of those who let one
// go, who did so longest ago comes first.
func compareWishes(a, b Wish, now time.Time) int {
	return cmp.Or(
		cmp.Compare(urgency(b.Entry.Priority), urgency(a.Entry.Priority)),
		a.passedUp(now).Compare(b.passedUp(now)),
		a.Entry.CreatedAt.Compare(b.Entry.CreatedAt),
		bytes.Compare(a.Entry.ID[:], b.Entry.ID[:]),
	)
}

// passedUp gives when an offer was let go, if that still counts.
func (w Wish) passedUp(now time.Time) time.Time {
	if w.PassedUpAt.IsZero() || now.Sub(w.PassedUpAt) >= passedUpFor {
		return time.Time{}
	}
	return w.PassedUpAt
}

func urgency(priority records.TaskPriority) int {
	switch priority {
	case records.PriorityStat:
		return 2
	case records.PriorityUrgent:
		return 1
	case records.PriorityRoutine:
		return 0
	}
	return 0
}
