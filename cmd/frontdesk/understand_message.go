package main

import (
	"time"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/replies"
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
	named    []entities.Found
	// before are the names in the question.
	before []entities.Found
}

// read reads a message in the light of its question.
func (u *understander) read(line understandLine, now time.Time) understandMessage {
	var expected understanding.Expectation
	message := understandMessage{line: line}
	if line.Question != nil {
		expected = expectations[line.Question.Kind]
		message.question = replies.Default().Question(line.Question.Text, line.Language)
		asked := understandLine{Text: line.Question.Text, Language: line.Language, Now: line.Now}
		meant := u.reader.Understand(asked.Text, understanding.ExpectNothing, records.Language(asked.Language), now)
		message.question.Concrete = timesNamed(understoodTimes(asked, meant, now), now).Times
		message.before = u.gazetteer.Find(words.Tokenize(words.Clean(asked.Text)))
	}
	message.meaning = u.reader.Understand(line.Text, expected, records.Language(line.Language), now)
	message.tokens = words.Tokenize(message.meaning.Text)
	message.when = understoodTimes(line, message.meaning, now)
	message.named = u.gazetteer.Find(message.tokens)
	facts := timesNamed(message.when, now)
	facts.Times = facts.Times || message.meaning.Delay != 0
	facts.Named = len(message.named) > 0
	message.reply = replies.Default().Read(replies.Message{
		Text: message.meaning.Text, Tokens: message.tokens, Language: line.Language, Question: message.question,
		Facts: facts,
	})
	return message
}

// timesNamed says which times a text names: any but the present moment, which
// is said in passing ("not now").
func timesNamed(when []understoodTime, now time.Time) replies.Facts {
	var facts replies.Facts
	today := now.Format(time.DateOnly)
	for _, one := range when {
		switch {
		case one.Value == now.Format(localTime):
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
		ID: line.ID, Keyword: string(message.meaning.Keyword), Emergency: message.meaning.Emergency, Reply: string(message.reply.Label),
		Intent: string(intents.Classify(message.tokens).Label), When: message.when, Requested: message.reply.Asked(),
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
