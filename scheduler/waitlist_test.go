package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/records"
)

// anyTime is a wish of the example clinic's type for any time at all.
func anyTime(number int) Wish {
	return Wish{
		ConversationID: id(1000 + number),
		Entry: records.WaitlistEntry{
			ID: id(number), PatientID: patientID, AppointmentTypeID: visitID, Until: dayEnd, Status: records.WaitlistActive,
			Priority: records.PriorityRoutine, CreatedAt: at(-10, 9, 0), ExpiresAt: at(60, 0, 0),
		},
	}
}

func freed(start time.Time) Slot {
	return Slot{AppointmentTypeID: visitID, PractitionerID: osei, Start: start, End: start.Add(30 * time.Minute)}
}

func TestWishSuits(t *testing.T) {
	t.Parallel()
	kind := exampleCalendar().Types[0]
	kind.WaitlistNotice, kind.BufferBefore, kind.BufferAfter = 2*time.Hour, 10*time.Minute, 10*time.Minute
	tests := []struct {
		name  string
		wish  func(*Wish)
		now   time.Time
		suits bool
	}{
		{"any time", func(*Wish) {}, at(0, 8, 0), true},
		{"another type", func(w *Wish) { w.Entry.AppointmentTypeID = id(299) }, at(0, 8, 0), false},
		{"this practitioner", func(w *Wish) { w.Entry.PractitionerID = osei }, at(0, 8, 0), true},
		{"another practitioner", func(w *Wish) { w.Entry.PractitionerID = lee }, at(0, 8, 0), false},
		{"another site", func(w *Wish) { w.Entry.LocationID = id(401) }, at(0, 8, 0), false},
		{"ended", func(w *Wish) { w.Entry.Status = records.WaitlistCancelled }, at(0, 8, 0), false},
		{"expired a moment ago", func(w *Wish) { w.Entry.ExpiresAt = at(0, 8, 0) }, at(0, 8, 0), false},
		{"expires in a moment", func(w *Wish) { w.Entry.ExpiresAt = at(0, 8, 1) }, at(0, 8, 0), true},
		{"just the notice that the type asks for", func(*Wish) {}, at(1, 8, 0), true},
		{"a minute less", func(*Wish) {}, at(1, 8, 1), false},
		{"just the notice that the patient asks for", func(w *Wish) { w.Entry.Notice = 26 * time.Hour }, at(0, 8, 0), true},
		{"a minute less than that", func(w *Wish) { w.Entry.Notice = 26 * time.Hour }, at(0, 8, 1), false},
		{"a window that starts with it", func(w *Wish) { w.Entry.Windows = []records.Period{{From: at(1, 10, 0), Until: at(1, 11, 0)}} }, at(0, 8, 0), true},
		{"a window that ends with it", func(w *Wish) { w.Entry.Windows = []records.Period{{From: at(1, 9, 0), Until: at(1, 10, 0)}} }, at(0, 8, 0), false},
		{"the second of two windows", func(w *Wish) {
			w.Entry.Windows = []records.Period{{From: at(3, 9, 0), Until: at(3, 10, 0)}, {From: at(1, 9, 0), Until: at(1, 18, 0)}}
		}, at(0, 8, 0), true},
		{"its weekday", func(w *Wish) { w.Entry.Weekdays = []time.Weekday{time.Friday, time.Tuesday} }, at(0, 8, 0), true},
		{"other weekdays", func(w *Wish) { w.Entry.Weekdays = []time.Weekday{time.Monday} }, at(0, 8, 0), false},
		{"a time of day that begins with it", func(w *Wish) { w.Entry.From = 10 * 60 }, at(0, 8, 0), true},
		{"a time of day that begins after it", func(w *Wish) { w.Entry.From = 10*60 + 1 }, at(0, 8, 0), false},
		{"a time of day that ends with it", func(w *Wish) { w.Entry.Until = 10 * 60 }, at(0, 8, 0), false},
		{"earlier than mine", func(w *Wish) { w.Replaces = at(1, 10, 30) }, at(0, 8, 0), true},
		{"no earlier than mine", func(w *Wish) { w.Replaces = at(1, 10, 0) }, at(0, 8, 0), false},
		{"over another appointment", func(w *Wish) { w.Taken = []Window{{Start: at(1, 10, 15), End: at(1, 11, 0)}} }, at(0, 8, 0), false},
		{"within the buffer of another", func(w *Wish) { w.Taken = []Window{{Start: at(1, 9, 30), End: at(1, 9, 51)}} }, at(0, 8, 0), false},
		{"right after another", func(w *Wish) { w.Taken = []Window{{Start: at(1, 9, 30), End: at(1, 9, 50)}} }, at(0, 8, 0), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wish := anyTime(1)
			test.wish(&wish)
			if got := wish.Suits(freed(at(1, 10, 0)), kind, clinicZone, test.now); got != test.suits {
				t.Errorf("Suits = %v, want %v", got, test.suits)
			}
		})
	}
}

// On the days on which the clocks change, a wish for the morning is one for
// what the clock on the wall shows.
func TestWishReadsTheClockOfTheClinic(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone, start string
		suits             bool
	}{
		{"the evening before the clocks go forward", "America/New_York", "2026-03-07T14:00:00Z", true},
		{"nine, an hour earlier by UTC", "America/New_York", "2026-03-08T13:00:00Z", true},
		{"a minute before nine", "America/New_York", "2026-03-08T12:59:00Z", false},
		{"ten by the new clock", "America/New_York", "2026-03-08T14:00:00Z", false},
		{"nine after the clocks went back", "America/New_York", "2026-11-01T14:00:00Z", true},
		{"nine by the old clock", "America/New_York", "2026-11-01T13:00:00Z", false},
		{"the same instant elsewhere", "Europe/Lisbon", "2026-11-01T14:00:00Z", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wish := anyTime(1)
			wish.Entry.From, wish.Entry.Until = 9*60, 10*60
			wish.Entry.ExpiresAt = utc(t, "2027-01-01T00:00:00Z")
			got := wish.Suits(freed(utc(t, test.start)), exampleCalendar().Types[0], loadZone(t, test.zone), utc(t, "2026-01-01T00:00:00Z"))
			if got != test.suits {
				t.Errorf("Suits = %v, want %v", got, test.suits)
			}
		})
	}
}

// naivelySuits decides minute by minute, and reads each one's clock.
func naivelySuits(wish Wish, slot Slot, kind records.AppointmentType, zone *time.Location, now time.Time) bool {
	entry := wish.Entry
	if entry.Status != records.WaitlistActive || !entry.ExpiresAt.After(now) || entry.AppointmentTypeID != slot.AppointmentTypeID {
		return false
	}
	if entry.PractitionerID != uuid.Nil && entry.PractitionerID != slot.PractitionerID {
		return false
	}
	if entry.LocationID != uuid.Nil && entry.LocationID != slot.LocationID {
		return false
	}
	for _, notice := range []time.Duration{entry.Notice, kind.WaitlistNotice} {
		if now.Add(notice).After(slot.Start) {
			return false
		}
	}
	if !wish.Replaces.IsZero() && !wish.Replaces.After(slot.Start) {
		return false
	}
	date, shown := clockReading(slot.Start, zone)
	if shown < entry.From || shown >= entry.Until {
		return false
	}
	wanted := len(entry.Weekdays) == 0
	for _, weekday := range entry.Weekdays {
		wanted = wanted || date.Time().Weekday() == weekday
	}
	inside := len(entry.Windows) == 0
	for _, window := range entry.Windows {
		inside = inside || !window.From.After(slot.Start) && window.Until.After(slot.Start)
	}
	for minute := -kind.BufferBefore; minute < kind.Duration+kind.BufferAfter; minute += time.Minute {
		instant := slot.Start.Add(minute)
		for _, taken := range wish.Taken {
			if !taken.Start.After(instant) && taken.End.After(instant) {
				return false
			}
		}
	}
	return wanted && inside
}

func drawWish(t *rapid.T, number int, now time.Time) Wish {
	minutes := func(label string, low, high int) time.Time {
		return now.Add(time.Duration(spreadOut(t, label, low, high)) * time.Minute)
	}
	wish := Wish{
		ConversationID: id(1000 + rapid.IntRange(0, 5).Draw(t, "conversation")),
		Entry: records.WaitlistEntry{
			ID: id(number), AppointmentTypeID: rapid.SampledFrom([]uuid.UUID{visitID, visitID, visitID, id(299)}).Draw(t, "type"),
			PractitionerID: rapid.SampledFrom([]uuid.UUID{{}, {}, osei, lee}).Draw(t, "practitioner"),
			LocationID:     rapid.SampledFrom([]uuid.UUID{{}, {}, {}, id(401)}).Draw(t, "site"),
			Status:         rapid.SampledFrom([]records.WaitlistStatus{records.WaitlistActive, records.WaitlistActive, records.WaitlistExpired}).Draw(t, "status"),
			Priority:       rapid.SampledFrom([]records.TaskPriority{records.PriorityRoutine, records.PriorityUrgent, records.PriorityStat}).Draw(t, "priority"),
			Notice:         time.Duration(rapid.SampledFrom([]int{0, 60, 24 * 60}).Draw(t, "notice")) * time.Minute,
			From:           records.LocalTime(spreadOut(t, "from", 0, 12*60)), Until: records.LocalTime(spreadOut(t, "until", 12*60, 24*60)),
			CreatedAt: minutes("created", -5000, -1), ExpiresAt: minutes("expires", -100, 9000),
		},
	}
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		if rapid.Bool().Draw(t, "weekday") {
			wish.Entry.Weekdays = append(wish.Entry.Weekdays, weekday)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "windowed") == 3 {
		from := minutes("window", -600, 4000)
		wish.Entry.Windows = []records.Period{{From: from, Until: from.Add(24 * time.Hour)}}
	}
	if rapid.IntRange(0, 3).Draw(t, "replaces") == 3 {
		wish.Replaces = minutes("mine", 0, 5000)
	}
	if rapid.IntRange(0, 2).Draw(t, "busy") == 2 {
		from := minutes("busy from", 0, 5000)
		wish.Taken = []Window{{Start: from, End: from.Add(8 * time.Hour)}}
	}
	if rapid.IntRange(0, 2).Draw(t, "asked before") == 2 {
		wish.PassedUpAt = minutes("passed up", -20000, -1)
	}
	return wish
}

// TestChosenWishesAreThoseThatSuit compares with the naive reading, in every
// zone and around the changes of its clocks, and holds the order to what it
// promises.
func TestChosenWishesAreThoseThatSuit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
		zone, now := loadZone(t, name), drawInstant(t, name)
		kind := drawType(t)
		kind.WaitlistNotice = time.Duration(rapid.SampledFrom([]int{0, 120, 1440}).Draw(t, "type's notice")) * time.Minute
		slot := freed(now.Add(time.Duration(spreadOut(t, "start", 0, 5000)) * time.Minute).Truncate(time.Minute))
		slot.LocationID = rapid.SampledFrom([]uuid.UUID{{}, id(401)}).Draw(t, "site")
		var wishes []Wish
		for number := range rapid.IntRange(0, 12).Draw(t, "wishes") {
			wishes = append(wishes, drawWish(t, number+1, now))
		}
		limit := rapid.IntRange(0, 12).Draw(t, "limit")
		before := slices.Clone(wishes)
		chosen := ChooseWishes(wishes, slot, kind, zone, now, limit)

		suiting := map[uuid.UUID]bool{}
		for _, wish := range before {
			if naivelySuits(wish, slot, kind, zone, now) {
				suiting[wish.ConversationID] = true
			}
		}
		if want := min(limit, len(suiting)); len(chosen) != want {
			t.Fatalf("%d are asked, want %d", len(chosen), want)
		}
		seen := map[uuid.UUID]bool{}
		for i, wish := range chosen {
			if !naivelySuits(wish, slot, kind, zone, now) {
				t.Fatalf("wish %v does not suit", wish.Entry.ID)
			}
			if seen[wish.ConversationID] {
				t.Fatal("one telephone is asked twice")
			}
			seen[wish.ConversationID] = true
			if i > 0 && compareWishes(chosen[i-1], wish, now) >= 0 {
				t.Fatal("the order is not the fair one")
			}
		}
		// Nobody who is passed over would have come before the last who is asked,
		// but for having been asked already on the same telephone.
		for _, wish := range before {
			if len(chosen) == 0 || seen[wish.ConversationID] || !naivelySuits(wish, slot, kind, zone, now) {
				continue
			}
			if compareWishes(wish, chosen[len(chosen)-1], now) < 0 {
				t.Fatalf("wish %v was passed over", wish.Entry.ID)
			}
		}
		// The order in which the store lists them does not matter.
		slices.Reverse(wishes)
		again := ChooseWishes(wishes, slot, kind, zone, now, limit)
		if !slices.EqualFunc(chosen, again, func(a, b Wish) bool { return a.Entry.ID == b.Entry.ID }) {
			t.Fatal("another order of the same wishes asks others")
		}
	})
}

func TestWishesAreAskedInAFairOrder(t *testing.T) {
	t.Parallel()
	now := at(0, 10, 0)
	wish := func(number int, priority records.TaskPriority, created time.Time, passedUp time.Time) Wish {
		wish := anyTime(number)
		wish.Entry.Priority, wish.Entry.CreatedAt, wish.PassedUpAt = priority, created, passedUp
		return wish
	}
	wishes := []Wish{
		wish(1, records.PriorityRoutine, at(-9, 9, 0), time.Time{}),
		wish(2, records.PriorityRoutine, at(-1, 9, 0), time.Time{}),
		wish(3, records.PriorityRoutine, at(-30, 9, 0), at(-2, 9, 0)),
		wish(4, records.PriorityRoutine, at(-31, 9, 0), at(-1, 9, 0)),
		wish(5, records.PriorityUrgent, at(-1, 10, 0), at(-1, 9, 0)),
		wish(6, records.PriorityStat, at(0, 9, 59), time.Time{}),
		wish(7, records.PriorityRoutine, at(-20, 9, 0), at(-7, 10, 0)),
		wish(8, records.PriorityRoutine, at(-1, 9, 0), time.Time{}),
	}
	var order []int
	for _, chosen := range ChooseWishes(wishes, freed(at(3, 10, 0)), exampleCalendar().Types[0], clinicZone, now, len(wishes)) {
		order = append(order, int(chosen.Entry.ID[15]))
	}
	// 7 let an offer go a whole week ago, which is forgotten; 3 and 4 wait
	// longest, but let one go since; 2 and 8 came at the same moment.
	if want := []int{6, 5, 7, 1, 2, 8, 3, 4}; !slices.Equal(order, want) {
		t.Errorf("asked in the order %v, want %v", order, want)
	}
}
