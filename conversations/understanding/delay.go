package understanding

import (
	"strconv"
	"time"

	"frontdesk/records"
)

// longestDelay is the longest that is read as a delay: who wants to come more
// than a working day later names a day.
const longestDelay = 12 * time.Hour

// delay reads how much later, or with a minus earlier, something should be:
// "15 minutes later", "una hora antes", "meia hora mais tarde". Zero is nothing.
func (r *reading) delay() time.Duration {
	for i := range r.tokens {
		length, end := r.lengthAt(i)
		if end == 0 {
			continue
		}
		switch {
		case r.word(end, "later_by") > 0:
			return length
		case r.word(end, "earlier_by") > 0:
			return -length
		}
	}
	return 0
}

// lengths are those that are said without a number.
var lengths = [...]struct {
	word   string
	length time.Duration
}{
	{"quarter_hour", 15 * time.Minute},
	{"half_hour", 30 * time.Minute},
	{"three_quarters", 45 * time.Minute},
	{"one_hour", time.Hour},
	{"fifteen_minutes", 15 * time.Minute},
	{"twenty_minutes", 20 * time.Minute},
	{"thirty_minutes", 30 * time.Minute},
}

// movedBy reads by how much an appointment is to be moved where the verb says in
// which direction, or none does, which is later: "adelantar media hora", "move it
// by a quarter of an hour".
func (r *reading) movedBy() time.Duration {
	length := r.length()
	switch {
	case length == 0:
		return 0
	case r.hasWord("moves_earlier"):
		return -length
	case r.hasWord("moves_later"):
		return length
	}
	for i := range r.tokens {
		if end := r.word(i, "moved_by"); end > 0 {
			if by, _ := r.lengthAt(end); by > 0 {
				return by
			}
		}
	}
	return 0
}

// lengthAt reads a length of time that begins with word i, and where it ends.
func (r *reading) lengthAt(i int) (time.Duration, int) {
	for _, named := range lengths {
		if end := r.word(i, named.word); end > 0 {
			return named.length, end
		}
	}
	count, after := 0, i+1
	if found, ok := r.at(i, kindNumber); ok {
		count, after = found.concept.value, found.end
	} else if r.tokens[i].Number {
		count, _ = strconv.Atoi(r.tokens[i].Folded) // too long a number is none
	}
	unit, end := time.Minute, r.word(after, "minute")
	if end == 0 {
		unit, end = time.Hour, r.word(after, "hour")
	}
	if end == 0 || count <= 0 || count > int(longestDelay/unit) {
		return 0, 0
	}
	return time.Duration(count) * unit, end
}

// WishAt is the wish for exactly this time of this day.
func WishAt(instant time.Time, zone *time.Location) Wish {
	date, local := records.LocalDateOf(instant, zone), instant.In(zone)
	clock := records.LocalTime(local.Hour()*60 + local.Minute())
	return Wish{
		Days: []Days{{From: date, To: date}}, Times: []Times{{From: clock, To: min(clock+nearby, 24*60), Exact: true}},
	}
}
