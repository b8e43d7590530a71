// Package situated says what a message wants in the light of the question
// before it: a name where a name was asked for is a name, a "no" to "anything
// else?" is the end of it. What the question doesn't settle is left to the
// model of intents.
package situated

import (
	"unicode"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/words"
)

// Message is a message with what others have read in it.
type Message struct {
	Tokens   []words.Token
	Question replies.Question
	Reply    replies.Reply
	// When are the days and times that it names.
	When []dates.Expression
	// Named is true where a service or a specialty is named.
	Named bool
	// Number and Ordinal by which it picks something, or zero.
	Number, Ordinal int
}

// rule settles what a message wants, or leaves it to the next.
type rule func(Message, intents.Label) (intents.Label, bool)

// rules, the surest first.
var rules = []rule{introduced, document, choice, forWhom, field, dayOrTime, ending, feeling, name, polar, service}

// Intent says what the message wants.
func Intent(message Message) intents.Label {
	guess := intents.Classify(message.Tokens).Label
	if len(message.Tokens) == 0 {
		return guess
	}
	for _, settles := range rules {
		if label, ok := settles(message, guess); ok {
			return label
		}
	}
	return guess
}

// vague says whether a guess leaves room for what the question suggests.
func vague(guess intents.Label) bool {
	return oneOf(guess, intents.OutOfScope, intents.Smalltalk, intents.Greet, intents.Name, intents.Yes, intents.No, intents.Unsure,
		intents.Confirm, intents.Thanks, intents.DontCare, intents.Specialty, intents.Choice, intents.Date, intents.Time, intents.DateTime,
		intents.IDNumber, intents.Location, intents.ForSelf, intents.ForOther, intents.Done, intents.CorrectField)
}

func oneOf(label intents.Label, some ...intents.Label) bool {
	for _, one := range some {
		if label == one {
			return true
		}
	}
	return false
}

// maxName is how many words an introduced name has at most, for the message to
// be nothing but that.
const maxName = 5

func introduced(m Message, guess intents.Label) (intents.Label, bool) {
	start := m.Reply.Introduced()
	named := start > 0 && len(m.Tokens)-start <= maxName && !hasDigits(m.Tokens[start:], 1) && !m.Reply.Books()
	return intents.Name, named && (m.Question.Shows(replies.AspectName) || vague(guess))
}

// documentDigits is how many digits the number of a document has at least.
const documentDigits = 3

func document(m Message, guess intents.Label) (intents.Label, bool) {
	numbered := hasDigits(m.Tokens, documentDigits) && len(m.When) == 0
	asked := m.Question.Shows(replies.AspectDocument)
	return intents.IDNumber, numbered && (asked || m.Reply.Document() && m.Question.Asked() && vague(guess))
}

// hasDigits says whether one number of a message has at least so many digits.
func hasDigits(tokens []words.Token, count int) bool {
	for _, word := range tokens {
		if word.Number && len(word.Folded) >= count {
			return true
		}
	}
	return false
}

func choice(m Message, guess intents.Label) (intents.Label, bool) {
	if !m.Question.Shows(replies.AspectChoice) && !oneOf(guess, intents.Choice) {
		return "", false
	}
	// The label of a choice, sent as it stands, holds more than its time.
	label := len(m.When) > 0 && len(m.Tokens)-covered(m.When) > 3
	return intents.Choice, m.Number > 0 || m.Ordinal != 0 || m.Question.Shows(replies.AspectChoice) && bareNumber(m.Tokens) || len(m.When) > 0 && (m.Reply.Picks() || label)
}

// bareNumber says whether a message is a single digit, with an article at most.
func bareNumber(tokens []words.Token) bool {
	last := tokens[len(tokens)-1]
	return len(tokens) <= 2 && last.Number && len(last.Folded) == 1 && last.Joiner == 0 && !tokens[0].Number || len(tokens) == 1 && last.Number && len(last.Folded) == 1
}

func forWhom(m Message, guess intents.Label) (intents.Label, bool) {
	asked := m.Question.Shows(replies.AspectWhoFor)
	switch {
	case m.Reply.Books():
		return "", false
	case m.Reply.ForOther() && (asked || vague(guess)), asked && m.Reply.Another():
		return intents.ForOther, true
	case m.Reply.ForSelf() && (asked || vague(guess) && m.Reply.Content() <= 4):
		return intents.ForSelf, true
	case asked && m.Reply.Label == replies.Other && vague(guess) && m.Reply.Content() > 0 && m.Reply.Content() <= maxName && hasLetters(m.Tokens):
		// A name: "it's for María".
		return intents.ForOther, true
	}
	return "", false
}

func field(m Message, guess intents.Label) (intents.Label, bool) {
	asked := m.Question.Shows(replies.AspectField) || m.Question.Shows(replies.AspectConfirm) || m.Question.Shows(replies.AspectDocument)
	return intents.CorrectField, m.Reply.Field() && (asked || m.Question.Asked() && vague(guess))
}

// dayOrTime reads a message that is a day or a time and nothing else.
func dayOrTime(m Message, guess intents.Label) (intents.Label, bool) {
	left := len(m.Tokens) - covered(m.When)
	if len(m.When) == 0 || left > 2 || left > 0 && !m.Question.Asked() || !vague(guess) {
		return "", false
	}
	day, clock := false, false
	for _, found := range m.When {
		day = day || oneKind(found.Kind, dates.Date, dates.DateRange, dates.DateTime, dates.DateTimeRange)
		clock = clock || oneKind(found.Kind, dates.Time, dates.TimeRange, dates.DateTime, dates.DateTimeRange)
	}
	switch {
	case day && clock:
		return intents.DateTime, true
	case day:
		return intents.Date, true
	}
	return intents.Time, true
}

func oneKind(kind dates.Kind, some ...dates.Kind) bool {
	for _, one := range some {
		if kind == one {
			return true
		}
	}
	return false
}

// covered is how many words tell of days and times.
func covered(when []dates.Expression) int {
	count := 0
	for _, found := range when {
		count += found.End - found.Start
	}
	return count
}

// ending reads that nothing else is wanted.
func ending(m Message, guess intents.Label) (intents.Label, bool) {
	asked := m.Question.Shows(replies.AspectMore) || m.Question.Shows(replies.AspectField)
	declined := m.Reply.Label == replies.No && m.Reply.Content() <= 3
	return intents.Done, asked && vague(guess) && (m.Reply.Ends() || declined && m.Reply.Thanks())
}

// feeling reads the answer to "how are you?".
func feeling(m Message, guess intents.Label) (intents.Label, bool) {
	return intents.Smalltalk, m.Question.Shows(replies.AspectFeeling) && m.Reply.Content() <= 4 && m.Reply.Label == replies.Yes && vague(guess)
}

// name reads an answer to a question for a name: a few words without anything
// that is known to say something.
func name(m Message, guess intents.Label) (intents.Label, bool) {
	if !m.Question.Shows(replies.AspectName) || m.Reply.Says() || !vague(guess) || hasDigits(m.Tokens, 1) {
		return "", false
	}
	content := m.Reply.Content()
	switch {
	case m.Reply.Greets() && (content == 0 || content < len(m.Tokens) && !pauses(m.Tokens)):
		return intents.Greet, true
	case content > 0 && content <= 4 && hasLetters(m.Tokens):
		return intents.Name, true
	}
	return "", false
}

func pauses(tokens []words.Token) bool {
	for _, word := range tokens[1:] {
		if word.Pause {
			return true
		}
	}
	return false
}

func hasLetters(tokens []words.Token) bool {
	for _, symbol := range tokens[0].Original {
		return unicode.IsLetter(symbol)
	}
	return false
}

// polar reads a short yes, no or don't know to a question.
func polar(m Message, guess intents.Label) (intents.Label, bool) {
	if !m.Question.Asked() || !vague(guess) || m.Reply.Content() > 4 || m.Reply.Books() || m.Reply.Looks() || m.Named {
		return "", false
	}
	switch label := m.Reply.Label; {
	case label == replies.Unsure:
		return intents.Unsure, true
	case label == replies.No:
		return intents.No, true
	case label == replies.Yes && m.Reply.Agrees():
		return intents.Yes, true
	}
	return "", false
}

// service reads the bare name of a service, and a bare wish for a visit.
func service(m Message, guess intents.Label) (intents.Label, bool) {
	switch {
	case m.Named && m.Reply.Content() <= 3 && !m.Reply.Books() && (vague(guess) || m.Question.Shows(replies.AspectKind)):
		return intents.Specialty, true
	case m.Reply.Books() && (guess == intents.OutOfScope && m.Question.Asked() || m.Reply.Content() == 1):
		return intents.Book, true
	}
	return "", false
}
