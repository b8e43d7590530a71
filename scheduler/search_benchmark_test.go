package scheduler

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// busyCalendar is a clinic of many practitioners whose next days are taken to
// about seven tenths, with as many rooms, ordered as the store
// reads it.
func busyCalendar(practitioners, days int) Calendar {
	// One with summer time, but with the hours of the examples on these days.
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		panic(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	calendar := Calendar{Zone: zone, Types: []records.AppointmentType{{
		ID: visitID, Duration: 45 * time.Minute, BufferAfter: 5 * time.Minute, SlotStep: 15 * time.Minute, LeadTime: 2 * time.Hour,
		Horizon: time.Duration(days) * 24 * time.Hour, BookableByChat: true, Active: true,
		ResourceKinds: []records.ResourceKind{records.ResourceRoom},
	}}}
	take := func(subject uuid.UUID, share float64) {
		for day := range days {
			for start := at(day, 9, 0); start.Before(at(day, 17, 0)); start = start.Add(30 * time.Minute) {
				if random.Float64() < share {
					calendar.Occupied = append(calendar.Occupied, records.Occupied{SubjectID: subject, Start: start, End: start.Add(30 * time.Minute)})
				}
			}
		}
	}
	for number := range practitioners {
		practitioner := id(1000 + number)
		person := records.Practitioner{ID: practitioner, Active: true, Languages: []records.Language{records.English}}
		if number%5 < 2 {
			person.Languages = append(person.Languages, records.Spanish)
		}
		calendar.Practitioners = append(calendar.Practitioners, person)
		calendar.Types[0].PractitionerIDs = append(calendar.Types[0].PractitionerIDs, practitioner)
		for weekday := time.Monday; weekday <= time.Friday; weekday++ {
			calendar.Availability = append(calendar.Availability,
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityOpen, Weekday: weekday, Start: 9 * 60, End: 17 * 60},
				records.Availability{PractitionerID: practitioner, Kind: records.AvailabilityBreak, Weekday: weekday, Start: 12 * 60, End: 13 * 60})
		}
		take(practitioner, 0.7)
	}
	for number := range practitioners {
		room := id(100_000 + number)
		calendar.Resources = append(calendar.Resources, records.Resource{ID: room, Kind: records.ResourceRoom, Active: true})
		take(room, 0.7)
	}
	return calendar
}

// BenchmarkIndexed is what a search pays first when its calendar was just read:
// one look at each row.
func BenchmarkIndexed(b *testing.B) {
	calendar := busyCalendar(100, 60)
	b.ReportMetric(float64(len(calendar.Occupied)), "rows")
	for b.Loop() {
		calendar.Indexed()
	}
}

// BenchmarkPrepared is what a clinic's settings cost when they have changed,
// and then never again.
func BenchmarkPrepared(b *testing.B) {
	calendar := busyCalendar(1000, 1)
	for b.Loop() {
		calendar.Prepared().preparation.offering(visitID)
	}
}

// benchmarkSearches are what patients and staff ask for.
func benchmarkSearches(now time.Time) []struct {
	name   string
	search Search
} {
	return []struct {
		name   string
		search Search
	}{
		{"soonest three", Search{Limit: 3}},
		{"soonest three wishes", Search{Limit: 3, Language: records.Spanish, DayParts: []DayPart{Afternoon}}},
		{"spread three", Search{Limit: 3, Spread: true}},
		{"one practitioner", Search{Limit: 3, PractitionerID: id(1005)}},
		{"month of one practitioner", Search{Limit: 1 << 20, PractitionerID: id(1005), Windows: []Window{{Start: now, End: now.AddDate(0, 1, 0)}}}},
	}
}

// BenchmarkFindSlots searches in calendars in which everything is known.
func BenchmarkFindSlots(b *testing.B) {
	now := at(0, 7, 10)
	for _, size := range []struct{ practitioners, days int }{{10, 60}, {100, 60}, {1000, 14}, {1000, 60}} {
		calendar := busyCalendar(size.practitioners, size.days).Indexed().Prepared()
		for _, search := range benchmarkSearches(now) {
			search.search.AppointmentTypeID = visitID
			b.Run(fmt.Sprintf("%d practitioners/%d days/%s", size.practitioners, size.days, search.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if slots := FindSlots(calendar, search.search, now); len(slots) < 3 {
						b.Fatalf("found only %d slots", len(slots))
					}
				}
			})
		}
	}
}

// BenchmarkQuest searches by reading only what is needed, which costs nothing
// here: what remains is the search's own time, how often it asks and for how
// many rows.
func BenchmarkQuest(b *testing.B) {
	now := at(0, 7, 10)
	for _, practitioners := range []int{10, 100, 1000} {
		calendar := busyCalendar(practitioners, 60)
		index := indexOccupied(calendar.Occupied)
		calendar.Occupied = nil
		calendar = calendar.Prepared()
		for _, search := range benchmarkSearches(now) {
			search.search.AppointmentTypeID = visitID
			b.Run(fmt.Sprintf("%d practitioners/%s", practitioners, search.name), func(b *testing.B) {
				b.ReportAllocs()
				var needs, subjects, rows int
				for b.Loop() {
					quest := NewQuest(calendar, search.search, now)
					for need, more := quest.Next(); more; need, more = quest.Next() {
						var found []records.Occupied
						for _, id := range need.SubjectIDs {
							found = append(found, takenDuring(index.of(id), need.Window)...)
						}
						needs, subjects, rows = needs+1, subjects+len(need.SubjectIDs), rows+len(found)
						quest.Provide(found)
					}
					if len(quest.Slots()) < 3 {
						b.Fatalf("found only %d slots", len(quest.Slots()))
					}
				}
				b.ReportMetric(float64(needs)/float64(b.N), "needs/op")
				b.ReportMetric(float64(subjects)/float64(b.N), "subjects/op")
				b.ReportMetric(float64(rows)/float64(b.N), "rows/op")
			})
		}
	}
}
