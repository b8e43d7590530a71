package understanding

import "strconv"

// longestDaysLater is the longest that is read as so many days later.
const longestDaysLater = 60

// daysAround are those that are said without a number.
var daysAround = [...]struct {
	word string
	days int
}{{"day_after", 1}, {"day_before", -1}, {"week_after", 7}, {"week_before", -7}}

// daysLater reads how many days later, or with a minus earlier, than what is
// spoken of something should be: "the day after", "dos días antes", "na semana
// seguinte". Zero is nothing. "The day after tomorrow" and "a week after my
// operation" are no such thing.
func (r *reading) daysLater() int {
	for i := range r.tokens {
		for _, said := range daysAround {
			if end := r.word(i, said.word); end > 0 && r.restsAt(end) {
				return said.days
			}
		}
		if days, end := r.daysAt(i); end > 0 {
			if later := r.word(end, "later_by"); later > 0 && r.restsAt(later) {
				return days
			}
			if earlier := r.word(end, "earlier_by"); earlier > 0 && r.restsAt(earlier) {
				return -days
			}
		}
	}
	return 0
}

// daysAt reads a number of days or weeks that begins with word i, and where it
// ends.
func (r *reading) daysAt(i int) (int, int) {
	count, after := 0, i+1
	if found, ok := r.at(i, kindNumber); ok {
		count, after = found.concept.value, found.end
	} else if r.tokens[i].Number {
		count, _ = strconv.Atoi(r.tokens[i].Folded) // too long a number is none
	}
	if count <= 0 || count > longestDaysLater {
		return 0, 0
	}
	if end := r.word(after, "days"); end > 0 {
		return count, end
	}
	if end := r.word(after, "weeks"); end > 0 && 7*count <= longestDaysLater {
		return 7 * count, end
	}
	return 0, 0
}

// restsAt says whether what was said ends before word i: the message does, or a
// pause or a word follows that names nothing.
func (r *reading) restsAt(i int) bool {
	return i >= len(r.tokens) || r.tokens[i].Pause || r.word(i, "then") > 0
}

// forMe says whether a message, however long, says that it is for its writer: "a
// cleaning for me with Dr Lee", and not "for me and my son" or "para mi hija".
func (r *reading) forMe() bool {
	for i := range r.tokens {
		end := r.word(i, "for_me")
		if end > 0 && (end >= len(r.tokens) || r.tokens[end].Pause || r.taken[end] || r.word(end, "one_for") > 0 || polite[r.tokens[end].Folded]) {
			return true
		}
	}
	return false
}

// one says whether "one" stands for what was spoken of before: "also one for my
// son", "quiero otra el martes". It is none where it is a number or a time.
func (r *reading) one() bool {
	for i := range r.tokens {
		end := r.word(i, "one")
		if end == 0 || r.taken[i] && r.word(end, "one_for") == 0 || i > 0 && r.word(i-1, "no_one") > 0 {
			continue
		}
		if end >= len(r.tokens) || r.tokens[end].Pause || r.taken[end] || r.word(end, "one_for") > 0 || polite[r.tokens[end].Folded] {
			return true
		}
	}
	return false
}
