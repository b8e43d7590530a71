package scheduler

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the zones below, wherever the tests run

	"pgregory.net/rapid"

	"frontdesk/records"
)

// zoneNames are zones of every kind: all usual rules for summer time, north and
// south; half and quarter hours; a change by half an hour (Lord_Howe) and by
// two (Troll); changes at midnight (Havana, Cairo, Beirut, Santiago, Asuncion)
// and over it (Nuuk, Scoresbysund); by the moon (Casablanca, El_Aaiun, Gaza);
// winter time that is the exception (Dublin); and no change at all.
var zoneNames = []string{
	"UTC", "Etc/GMT+12", "Etc/GMT-14",
	"Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Juba", "Africa/Lagos",
	"America/Adak", "America/Anchorage", "America/Asuncion", "America/Chicago", "America/Denver",
	"America/Halifax", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon",
	"America/New_York", "America/Nuuk", "America/Port-au-Prince", "America/Santiago", "America/Sao_Paulo",
	"America/Scoresbysund", "America/St_Johns", "America/Tijuana",
	"Antarctica/Casey", "Antarctica/Macquarie", "Antarctica/Troll", "Antarctica/Vostok",
	"Asia/Almaty", "Asia/Amman", "Asia/Beirut", "Asia/Dhaka", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem",
	"Asia/Kathmandu", "Asia/Kolkata", "Asia/Nicosia", "Asia/Qostanay", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo",
	"Atlantic/Azores", "Atlantic/Bermuda", "Atlantic/Canary", "Atlantic/Reykjavik",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney",
	"Europe/Athens", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul", "Europe/Kyiv",
	"Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow",
	"Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Fiji", "Pacific/Honolulu",
	"Pacific/Kiritimati", "Pacific/Marquesas", "Pacific/Norfolk",
}

func loadZone(t interface {
	Helper()
	Fatalf(string, ...any)
}, name string,
) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return zone
}

// zoneTransitions finds every change of a zone's clocks from 2024 to 2030 by
// looking at each quarter of an hour, without the package's own arithmetic.
func zoneTransitions(zone *time.Location) []time.Time {
	var transitions []time.Time
	end := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	_, offset := at.In(zone).Zone()
	for ; at.Before(end); at = at.Add(15 * time.Minute) {
		if _, next := at.In(zone).Zone(); next != offset {
			transitions = append(transitions, at)
			offset = next
		}
	}
	return transitions
}

// loadTransitions has the transitions of all zones, found once.
var loadTransitions = sync.OnceValue(func() map[string][]time.Time {
	found := make(map[string][]time.Time, len(zoneNames))
	for _, name := range zoneNames {
		if zone, err := time.LoadLocation(name); err == nil {
			found[name] = zoneTransitions(zone)
		}
	}
	return found
})

// drawInstant gives an instant near a change of the zone's clocks where it has
// one, as that is where the mistakes are.
func drawInstant(t *rapid.T, name string) time.Time {
	base := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	if transitions := loadTransitions()[name]; len(transitions) > 0 {
		base = rapid.SampledFrom(transitions).Draw(t, "transition")
	}
	return base.Add(time.Duration(spreadOut(t, "minutes from it", -60*60, 12*60)) * time.Minute)
}

// clockReading gives what a clock in the zone shows.
func clockReading(instant time.Time, zone *time.Location) (records.LocalDate, records.LocalTime) {
	local := instant.In(zone)
	return records.LocalDateOf(instant, zone), records.LocalTime(local.Hour()*60 + local.Minute())
}

// everyZone is the names of all zones of the IANA's data, links included.
//
//go:embed testdata/zones.txt
var everyZone string

// clocks gives one zone for each way in which clocks change from 2020 to the end
// of 2035, with the changes: most of the IANA's zones differ only in the past,
// and many are links.
var clocks = sync.OnceValues(func() (map[string][]time.Time, error) {
	distinct, seen := map[string][]time.Time{}, map[string]bool{}
	for name := range strings.FieldsSeq(everyZone) {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil, err
		}
		var changes []time.Time
		end := time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		_, offset := at.In(zone).Zone()
		signature := fmt.Sprint(offset)
		for {
			if _, at = at.In(zone).ZoneBounds(); at.IsZero() || at.After(end) {
				break
			}
			// A change may be of the name alone.
			if _, next := at.In(zone).Zone(); next != offset {
				changes, offset = append(changes, at.UTC()), next
				signature += fmt.Sprint(" ", at.Unix(), " ", offset)
			}
		}
		if !seen[signature] {
			seen[signature] = true
			distinct[name] = changes
		}
	}
	return distinct, nil
})

// TestEveryZoneIsAmongTheClocks: the list is of all zones, and what the time
// package says of their changes is what reading the clock each quarter of an
// hour finds.
func TestEveryZoneIsAmongTheClocks(t *testing.T) {
	t.Parallel()
	found, err := clocks()
	if err != nil {
		t.Fatalf("load every zone: %v", err)
	}
	if names := len(strings.Fields(everyZone)); names < 590 || len(found) < 80 {
		t.Errorf("%d zones with %d different clocks can't be all", names, len(found))
	}
	for _, name := range zoneNames {
		if !strings.Contains("\n"+everyZone, "\n"+name+"\n") {
			t.Errorf("%s is not in the list of every zone", name)
		}
		between := slices.DeleteFunc(slices.Clone(found[name]), func(at time.Time) bool { return at.Year() < 2024 || at.Year() > 2030 })
		if _, isDistinct := found[name]; isDistinct && !slices.EqualFunc(between, loadTransitions()[name], time.Time.Equal) {
			t.Errorf("%s changes at %v, by the clock at %v", name, between, loadTransitions()[name])
		}
	}
}

func TestZoneListHasChangesOfEveryKind(t *testing.T) {
	t.Parallel()
	total := 0
	for _, name := range zoneNames {
		loadZone(t, name)
		total += len(loadTransitions()[name])
	}
	if len(zoneNames) < 40 || total < 500 {
		t.Errorf("%d zones with %d changes are too few to prove anything", len(zoneNames), total)
	}
}
