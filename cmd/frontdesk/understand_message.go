package main

import (
	"strings"
	"time"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/conversations/understanding/situated"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// expectations are what each kind of question waits for.
var expectations = map[string]understanding.Expectation{
	"choice": understanding.ExpectChoice, "date_time": understanding.ExpectWish,
	"birth_date": understanding.ExpectBirthDate, "name": understanding.ExpectName,
}

// understandMessage is one message with all that was read in it.
type understandMessage struct {
	line     understandLine
	tokens   []words.Token
	meaning  understanding.Meaning
	question replies.Question
	reply    replies.Reply
	when     []understoodTime
	// times are those of when that are surely days and times: all, where the
	// question asked for something open.
	times       []understoodTime
	expressions []dates.Expression
	named       []entities.Found
	// placesListed is true where the vocabulary lists places.
	placesListed bool
	// before are the names in the question.
	before []entities.Found
}

// read reads a message in the light of its question.
func (u *understander) read(line understandLine, now time.Time) understandMessage {
	var expected understanding.Expectation
	if u.country != "" {
		language, _, _ := strings.Cut(line.Language, "-")
		line.Language = language + "-" + u.country
	}
	message := understandMessage{line: line, placesListed: u.gazetteer.Lists(slotCity)}
	if line.Question != nil {
		expected = expectations[line.Question.Kind]
		message.question = replies.Default().Question(line.Question.Text, line.Language)
		asked := words.Tokenize(words.Clean(line.Question.Text))
		message.question.Concrete = timesNamed(surely(asked, datesIn(asked, line.Language, now)), now).Times
		message.before = u.gazetteer.Find(asked)
	}
	message.meaning = u.reader.Understand(line.Text, expected, records.Language(line.Language), now)
	message.tokens = words.Tokenize(message.meaning.Text)
	message.when = understoodTimes(line, now)
	message.named = u.gazetteer.Find(message.tokens)
	message.expressions = datesIn(message.tokens, line.Language, now)
	message.times = message.when
	if !message.question.Open() {
		message.times = surely(message.tokens, message.expressions)
	}
	facts := timesNamed(message.times, now)
	facts.Times = facts.Times || message.meaning.Delay != 0
	facts.Named = len(message.named) > 0
	message.reply = replies.Default().Read(replies.Message{
		Text: message.meaning.Text, Tokens: message.tokens, Language: line.Language, Question: message.question,
		Facts: facts,
	})
	return message
}

// surely gives those of the days and times that a text names which surely are
// such: of "look for one" and a house's number, at most some are.
func surely(tokens []words.Token, found []dates.Expression) []understoodTime {
	var said []understoodTime
	for _, one := range found {
		if surelyTime(tokens, one) {
			said = append(said, understoodExpression(one))
		}
	}
	return said
}

// datesIn reads the days and times of a text.
func datesIn(tokens []words.Token, tag string, now time.Time) []dates.Expression {
	language, country := customs(tag)
	return dates.Read(tokens, dates.Context{Now: now, Language: language, Country: country})
}

// longNumber is how many digits a number has that is rather a house's or a
// telephone's than a time's.
const longNumber = 3

func surelyTime(tokens []words.Token, found dates.Expression) bool {
	figures, figured := true, false
	for _, word := range tokens[found.Start:found.End] {
		parted := word.Joiner == ':' || word.Joiner == '/'
		figures, figured = figures && word.Number && !parted, figured || word.Number
		if word.Number && len(word.Folded) >= longNumber && found.Kind != dates.Date && found.Kind != dates.DateTime {
			return false
		}
	}
	afterNumber := found.Start > 0 && tokens[found.Start-1].Number && found.Kind == dates.Date
	wordless := found.Ambiguous && found.Kind == dates.Time && !figured // "for one"
	return !figures && !afterNumber && !wordless
}

// timesNamed says which times a text names: any but the present moment, which
// is said in passing ("not now").
func timesNamed(when []understoodTime, now time.Time) replies.Facts {
	var facts replies.Facts
	today := now.Format(time.DateOnly)
	for _, one := range when {
		switch {
		case one.Value == now.Format(localTime), one.Value == "" && one.Start == now.Format(localTime):
		case one.Value == today:
			facts.Today = true
		default:
			facts.Times = true
		}
	}
	return facts
}

// understand says what a message means.
func (u *understander) understand(line understandLine, now time.Time) understood {
	message := u.read(line, now)
	said := understood{
		ID: line.ID, Keyword: string(message.meaning.Keyword), Emergency: message.meaning.Emergency != safety.NoEmergency, EmergencyKind: string(message.meaning.Emergency), Reply: string(message.reply.Label),
		Intent: string(message.intent()), When: message.when, Requested: message.reply.Asked(),
	}
	slots := message.slots()
	for _, act := range message.reply.Acts(len(slots) > 0) {
		said.Acts = append(said.Acts, string(act))
		if act == replies.Inform {
			said.Slots = slots
		}
	}
	return said
}

// intent says what the message wants in the light of its question.
func (m understandMessage) intent() intents.Label {
	named := false
	for _, found := range m.named {
		named = named || found.Kind == slotType || found.Kind == entities.KindPractice
	}
	return situated.Intent(situated.Message{
		Tokens: m.tokens, Question: m.question, Reply: m.reply, When: m.expressions, Named: named, Number: m.meaning.Number, Ordinal: m.meaning.Ordinal,
	})
}
