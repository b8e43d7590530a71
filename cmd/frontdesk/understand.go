package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/entities"
)

// understandCommand reads messages and says what each means: a JSON object a
// line in, one a line out, so that anybody can measure the understanding on
// text of their own. Each answer is written as soon as its line has been read.
//
// A line that can't be read is named on the error output, and the others are
// answered all the same; the command then ends with an error that counts them.
type understandCommand struct {
	Explain    bool   `help:"Read plain text, a message a line, and explain in words what was understood and why."`
	Country    string `help:"The clinic's country (ISO 3166, such as GB): whether 3/12 is in March or in December. Otherwise each message's language decides." placeholder:"CC"`
	Vocabulary string `help:"What the clinic calls things: a JSON object of lists of names, such as city, provider_name and type." type:"path" env:"FRONTDESK_VOCABULARY" placeholder:"FILE"`
	Measure    string `help:"Measure the understanding on the evaluation sets of a folder, and print a table." type:"existingdir" placeholder:"FOLDER"`
	Language   string `help:"With --explain: the language of the conversation." default:"en"`
	Question   string `help:"With --explain: the question before each message."`
	Kind       string `help:"With --explain: the kind of that question." enum:"yes_no,choice,date_time,birth_date,name,open" default:"open"`
	Now        string `help:"With --explain: the time at which the message is read; otherwise this moment." placeholder:"2026-01-05T09:00:00"`
}

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
	ID        string `json:"id"`
	Keyword   string `json:"keyword,omitempty"`
	Emergency bool   `json:"emergency,omitempty"`
	// EmergencyKind says which.
	EmergencyKind string            `json:"emergency_kind,omitempty"`
	Reply         string            `json:"reply,omitempty"`
	Intent        string            `json:"intent,omitempty"`
	When          []understoodTime  `json:"when,omitempty"`
	Acts          []string          `json:"acts,omitempty"`
	Requested     []string          `json:"requested,omitempty"`
	Slots         map[string]string `json:"slots,omitempty"`
}

// understoodTime is a point (value) or a range (start, end): local, no zone.
type understoodTime struct {
	Kind  string `json:"kind"`
	Value string `json:"value,omitempty"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// localTime is how the moments of the lines are written.
const localTime = "2006-01-02T15:04:05"

// longestLine is how long a line may be, in bytes.
const longestLine = 1 << 20

// Run reads messages to the end of the input.
func (c *understandCommand) Run(e *environment) error {
	if c.Measure != "" {
		return c.measure(e.output)
	}
	understander, err := c.understander()
	if err != nil {
		return err
	}
	answer := c.answerJSON
	if c.Explain {
		answer = c.explain
	}
	input, output := bufio.NewReaderSize(e.input, longestLine), bufio.NewWriter(e.output)
	bad, number := 0, 0
	for {
		line, err := input.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return fmt.Errorf("line %d is longer than %d bytes", number+1, longestLine)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", number+1, err)
		}
		if number++; len(trimmed(line)) > 0 {
			if wrong := answer(understander, output, trimmed(line)); wrong != nil {
				bad++
				fmt.Fprintf(e.errorOutput, "line %d: %v\n", number, wrong)
			}
		}
		if input.Buffered() == 0 || err != nil {
			if flushed := output.Flush(); flushed != nil {
				return fmt.Errorf("write the answers: %w", flushed)
			}
		}
		if err != nil {
			break
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of the lines could not be read; the others were answered", bad)
	}
	return nil
}

// trimmed is a line without the space around it.
func trimmed(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r' || line[len(line)-1] == ' ') {
		line = line[:len(line)-1]
	}
	return line
}

// answerJSON answers one line in JSON.
func (c *understandCommand) answerJSON(u *understander, output io.Writer, content []byte) error {
	var line understandLine
	if err := json.Unmarshal(content, &line); err != nil {
		return fmt.Errorf("not a JSON object with id, text, language and now: %w", err)
	}
	now, err := time.Parse(localTime, line.Now)
	if err != nil {
		return fmt.Errorf("now is %q; expected a local time such as 2026-01-05T09:00:00", line.Now)
	}
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(u.understand(line, now))
}

// understander is everything that reads a message, compiled once.
type understander struct {
	reader    *understanding.Reader
	gazetteer *entities.Gazetteer
	country   string
}

func (c *understandCommand) understander() (*understander, error) {
	gazetteer, err := readVocabulary(c.Vocabulary)
	if err != nil {
		return nil, err
	}
	country := c.Country
	if country == "" {
		country = "GB"
	}
	return &understander{
		reader: understanding.NewReader(understanding.Vocabulary{Zone: time.UTC, Country: country}), gazetteer: gazetteer, country: c.Country,
	}, nil
}
