package understanding

import (
	"strings"
)

// Rating is what a message says of how good something was, from 1 to 5.
type Rating struct {
	// Value is 1, very bad, to 5, very good; 0 where nothing was said, or things
	// that don't go together.
	Value int
	// Worded is true where it was said in words or signs, without a number.
	Worded bool
	// Past is true where the words speak of what has been: "it was good" as
	// against "Monday is good".
	Past bool
	// Scale is true for a number that is none of the five: "10", "0".
	Scale bool
	// But is true where something is held against it: "good, but dear".
	But bool
	// Absent is true where somebody says that they weren't there at all.
	Absent bool
}

// ratings are the grammar words of how good something was, the worst first.
var ratings = [...]string{"rating_1", "rating_2", "rating_3", "rating_4", "rating_5"}

// rating reads how good something was: in a number that says so ("4", "4 out of
// 5", "4, but the wait was long"), else in words.
func (r *reading) rating(number int) Rating {
	rating := Rating{Past: r.hasWord("past"), But: r.holdsAgainst(), Absent: r.hasWord("not_there")}
	if value, said := r.ratedNumber(number); said {
		rating.Value, rating.Scale = value, value == 0
		rating.Past = rating.Past || r.hasWord("rating_scale")
		return rating
	}
	value := 0
	for i := 0; i < len(r.tokens); {
		said, end := r.ratedAt(i)
		if end == 0 {
			i++
			continue
		}
		if value != 0 && value != said {
			return rating // good and bad: a number has to say which
		}
		value, i = said, end
	}
	rating.Value, rating.Worded = value, value != 0
	return rating
}

// holdsAgainst says whether a "but" stands in the message; "más o menos" begins
// with a word that is one in another language.
func (r *reading) holdsAgainst() bool {
	for i := range r.tokens {
		if _, rated := r.ratedAt(i); rated == 0 && r.word(i, "rating_but") > 0 {
			return true
		}
	}
	return false
}

// ratedAt reads the longest words of how good something was that begin with
// word i, and where they end.
func (r *reading) ratedAt(i int) (value, end int) {
	for n, name := range ratings {
		if until := r.word(i, name); until > end {
			value, end = r.affirmed(i, n+1), until
		}
	}
	return value, end
}

// affirmed turns what stands behind a "not" around: "not good" is bad.
func (r *reading) affirmed(i, value int) int {
	const reach = 3 // words: "no me pareció buena"
	for before := i - 1; before >= max(0, i-reach) && !r.tokens[before+1].Pause; before-- {
		if r.word(before, "rating_not") == before+1 {
			switch {
			case value > 3:
				return 2
			case value < 3:
				return 4
			}
		}
	}
	return value
}

// ratedNumber reads a number that rates: the only one of the message, or the
// first word of it where a scale or a pause follows.
func (r *reading) ratedNumber(number int) (int, bool) {
	inRange := func(value int) int {
		if value < 1 || value > 5 {
			return 0
		}
		return value
	}
	if number > 0 || len(r.tokens) == 1 && r.tokens[0].Folded == "0" {
		return inRange(number), true
	}
	for i := range r.tokens {
		value, end := r.numberAt(i)
		if end == 0 {
			continue
		}
		switch {
		case r.inRatingWords(end):
			return 0, false // "nota 10"
		case end < len(r.tokens) && r.tokens[end].Joiner == '/' && r.tokens[end].Number:
			if of, _ := r.numberAt(end); of != 5 {
				return 0, end+1 == len(r.tokens) && of == 10
			}
			return inRange(value), true
		case r.word(end, "rating_scale") > 0:
			return inRange(value), true
		case r.wordBefore(i, "rating_lead") && (end == len(r.tokens) || r.goesOn(end)):
			return inRange(value), true
		case i == 0 && inRange(value) > 0 && r.goesOn(end):
			return value, true
		}
		return 0, false // whatever else it counts
	}
	return 0, false
}

// inRatingWords says whether words of how good something was end before word i.
func (r *reading) inRatingWords(i int) bool {
	for _, name := range ratings {
		if r.wordBefore(i, name) {
			return true
		}
	}
	return false
}

// goesOn says whether the sentence goes on behind a number that stands for
// itself, and not with another number: a list, a time or a date.
func (r *reading) goesOn(i int) bool {
	if i >= len(r.tokens) || !r.tokens[i].Pause && r.word(i, "rating_but") == 0 && r.word(i, "rating_and") == 0 {
		return false
	}
	_, end := r.numberAt(i)
	return end == 0
}

// ratingOfSigns reads emoji and stars.
func ratingOfSigns(text string) Rating {
	if stars := strings.Count(text, "⭐") + strings.Count(text, "★"); stars > 0 {
		return Rating{Value: min(stars, 5), Scale: stars > 5, Past: true}
	}
	value := 0
	for _, symbol := range text {
		said := 0
		switch {
		case strings.ContainsRune("😍🥰❤💖🤩🎉💯👏🙌", symbol):
			said = 5
		case strings.ContainsRune("👍👌😀😃😄😁😊🙂☺😌😎", symbol):
			said = 4
		case strings.ContainsRune("😐😑😶🤷", symbol):
			said = 3
		case strings.ContainsRune("👎🙁☹😕😞😟😔", symbol):
			said = 2
		case strings.ContainsRune("😡😠🤬🤮😤😭", symbol):
			said = 1
		}
		if said != 0 && value != 0 && said != value {
			return Rating{}
		}
		value = max(value, said)
	}
	return Rating{Value: value, Worded: value != 0, Past: true}
}
