package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// understandCommand reads messages and says what each means: a JSON object a
// line in, one a line out, so that anybody can measure the understanding on
// text of their own.
type understandCommand struct{}

// understandLine is one message to be read. Now is local, without a zone.
type understandLine struct {
	ID       string              `json:"id"`
	Text     string              `json:"text"`
	Language string              `json:"language"`
	Now      string              `json:"now"`
	Question *understandQuestion `json:"question"`
}

// understandQuestion is what was asked before the message: its kind is yes_no,
// choice, date_time, birth_date, name or open.
type understandQuestion struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// understood is what a message says.
type understood struct {
	ID        string            `json:"id"`
	Keyword   string            `json:"keyword,omitempty"`
	Emergency bool              `json:"emergency,omitempty"`
	Reply     string            `json:"reply,omitempty"`
	Intent    string            `json:"intent,omitempty"`
	When      []understoodTime  `json:"when,omitempty"`
	Acts      []string          `json:"acts,omitempty"`
	Requested []string          `json:"requested,omitempty"`
	Slots     map[string]string `json:"slots,omitempty"`
}

// understoodTime is a point (value) or a range (start, end): local, no zone.
type understoodTime struct {
	Kind  string `json:"kind"`
	Value string `json:"value,omitempty"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// expectations are what each kind of question waits for.
var expectations = map[string]understanding.Expectation{
	"choice": understanding.ExpectChoice, "date_time": understanding.ExpectWish,
	"birth_date": understanding.ExpectBirthDate, "name": understanding.ExpectName,
}

// Run reads messages to the end of the input.
func (c *understandCommand) Run(e *environment) error {
	reader := understanding.NewReader(understanding.Vocabulary{Zone: time.UTC, Country: "GB"})
	output := bufio.NewWriter(e.output)
	decoder := json.NewDecoder(bufio.NewReader(e.input))
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	for number := 1; ; number++ {
		var line understandLine
		err := decoder.Decode(&line)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("message %d: not a JSON object with id, text, language and now: %w", number, err)
		}
		now, err := time.Parse("2006-01-02T15:04:05", line.Now)
		if err != nil {
			return fmt.Errorf("message %d: now is %q; expected a local time such as 2026-01-05T09:00:00", number, line.Now)
		}
		if err := encoder.Encode(understand(reader, line, now)); err != nil {
			return fmt.Errorf("write message %d: %w", number, err)
		}
	}
	return output.Flush()
}

func understand(reader *understanding.Reader, line understandLine, now time.Time) understood {
	var expected understanding.Expectation
	if line.Question != nil {
		expected = expectations[line.Question.Kind]
	}
	meaning := reader.Understand(line.Text, expected, records.Language(line.Language), now)
	return understood{
		ID: line.ID, Keyword: string(meaning.Keyword), Emergency: meaning.Emergency, Reply: string(replyOf(reader, line, meaning, now)),
		Intent: string(intents.Classify(words.Tokenize(meaning.Text)).Label),
		When:   understoodTimes(line, meaning, now),
	}
}
