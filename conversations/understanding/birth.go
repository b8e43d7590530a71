package understanding

import (
	"frontdesk/conversations/understanding/words"
)

// readBirth looks for a date of birth: where one is expected, and where a name
// is, because people send both at once. Its readings are one, or two where the
// numbers could be exchanged and people here write dates both ways.
func (r *reading) readBirth(typed []words.Token, expected Expectation, meaning *Meaning) {
	if expected != ExpectBirthDate && expected != ExpectName && !r.hasWord("born") {
		return
	}
	customs := r.customs()
	customs.Birth = true
	found := r.reader.days.Read(typed, customs)
	if len(found) == 0 {
		return
	}
	for i, reading := range found[0].Readings {
		if i == 0 || found[0].Ambiguous {
			meaning.BirthDates = appendNew(meaning.BirthDates, reading.First)
		}
	}
	r.bornAt = found[0].Start
	r.take(found[0].Start, found[0].End)
}
