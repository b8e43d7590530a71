package main

import (
	"time"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// replyOf reads what a message is to the question before it.
func replyOf(reader *understanding.Reader, line understandLine, meaning understanding.Meaning, now time.Time) replies.Label {
	var question replies.Question
	if line.Question != nil {
		question = replies.Default().Question(line.Question.Text, line.Language)
		question.Concrete = namesTimes(reader.Understand(line.Question.Text, understanding.ExpectNothing, records.Language(line.Language), now))
	}
	return replies.Default().Label(replies.Message{
		Text: meaning.Text, Tokens: words.Tokenize(meaning.Text), Language: line.Language, Question: question,
		Facts: replies.Facts{Times: namesTimes(meaning), Named: len(meaning.Practitioners) > 0 || len(meaning.Types) > 0},
	})
}

func namesTimes(meaning understanding.Meaning) bool {
	return !meaning.Wish.IsZero() || meaning.Delay != 0 || len(meaning.BirthDates) > 0
}
