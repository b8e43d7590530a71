package understanding

import (
	"strconv"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/words"
)

// maxFigure is how many digits a number has at most that is read as one.
const maxFigure = 9

// readFigures looks for the day, the telephone number or the number that the
// open question waits for.
func (r *reading) readFigures(typed []words.Token, expected Expectation, meaning *Meaning) {
	switch expected {
	case ExpectDate:
		r.readDates(typed, meaning)
	case ExpectPhone:
		meaning.Phones = entities.Phones(meaning.Text, typed, r.reader.vocabulary.Country)
	case ExpectNumber:
		meaning.Figure = r.figure()
	case ExpectNothing, ExpectChoice, ExpectName, ExpectBirthDate, ExpectWish, ExpectText, ExpectLength:
	}
}

// readDates takes the one day that a message names, past or to come: its
// readings are one, or two where the numbers could be exchanged.
func (r *reading) readDates(typed []words.Token, meaning *Meaning) {
	found := r.reader.days.Read(typed, r.customs())
	if len(found) != 1 || found[0].Kind != dates.Date || found[0].Refused || found[0].Bound != dates.Whole {
		return
	}
	for i, reading := range found[0].Readings {
		if i == 0 || found[0].Ambiguous {
			meaning.Dates = appendNew(meaning.Dates, reading.First)
		}
	}
	if len(meaning.Dates) > 2 {
		meaning.Dates = meaning.Dates[:2]
	}
}

// figure gives the one whole number of a message in digits; empty where there
// is none, or several.
func (r *reading) figure() string {
	figure := ""
	for i := 0; i < len(r.tokens); {
		said, end := r.figureAt(i)
		if end == 0 {
			i++
			continue
		}
		if figure != "" && figure != said {
			return ""
		}
		figure, i = said, end
	}
	return figure
}

// figureAt gives the number that begins with word i, in digits or in words, and
// where it ends.
func (r *reading) figureAt(i int) (string, int) {
	if token := r.tokens[i]; token.Number {
		if len(token.Folded) > maxFigure {
			return "", 0
		}
		return token.Folded, i + 1
	}
	if found, ok := r.at(i, kindNumber); ok {
		return strconv.Itoa(found.concept.value), found.end
	}
	return "", 0
}
