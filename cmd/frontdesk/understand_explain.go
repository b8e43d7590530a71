package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/entities"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/safety"
)

// explain answers one line of plain text in words: what was understood, and of
// which words.
func (c *understandCommand) explain(u *understander, output io.Writer, content []byte) error {
	now := time.Now()
	if c.Now != "" {
		parsed, err := time.Parse(localTime, c.Now)
		if err != nil {
			return fmt.Errorf("--now is %q; expected a local time such as 2026-01-05T09:00:00", c.Now)
		}
		now = parsed
	}
	line := understandLine{Text: string(content), Language: c.Language, Now: now.Format(localTime)}
	if c.Question != "" {
		line.Question = &understandQuestion{Kind: c.Kind, Text: c.Question}
	}
	message := u.read(line, now)
	said := u.understand(line, now)
	var told explanation
	fmt.Fprintf(&told.text, "%s\n", message.meaning.Text)
	told.line("safety", message.safety())
	told.line("words", message.split())
	told.line("reply", orNothing(said.Reply)+message.heard())
	told.line("intent", message.ranked(said.Intent))
	for _, one := range message.expressions {
		told.line("when", message.told(one))
	}
	for _, found := range message.named {
		told.line("names", fmt.Sprintf("%q: %s %s", message.phrase(found.Start, found.End), found.Kind, found.Value))
	}
	told.line("numbers", message.numbers(u.country))
	told.line("asks", strings.Join(said.Requested, ", "))
	told.line("acts", strings.Join(said.Acts, ", "))
	_, err := io.WriteString(output, told.text.String()+"\n")
	return err
}

// explanation is lines of a title and what it tells.
type explanation struct{ text strings.Builder }

func (e *explanation) line(title, content string) {
	if content != "" {
		fmt.Fprintf(&e.text, "  %-8s%s\n", title, content)
	}
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

func (m understandMessage) safety() string {
	var found []string
	if m.meaning.Emergency != safety.NoEmergency {
		found = append(found, "emergency: "+string(m.meaning.Emergency))
	}
	if m.meaning.Keyword != "" {
		found = append(found, "keyword "+string(m.meaning.Keyword))
	}
	return strings.Join(found, ", ")
}

// split shows the words as tables are asked for them.
func (m understandMessage) split() string {
	folded := make([]string, len(m.tokens))
	for i, word := range m.tokens {
		folded[i] = word.Folded
	}
	return strings.Join(folded, " · ")
}

// heard tells which phrases were known, and what each does.
func (m understandMessage) heard() string {
	phrases := m.reply.Heard()
	if len(phrases) == 0 {
		return ""
	}
	told := make([]string, len(phrases))
	for i, one := range phrases {
		told[i] = fmt.Sprintf("%q %s", one.Phrase, one.Does)
	}
	return fmt.Sprintf(" (%s: %s)", orNothing(m.reply.Language()), strings.Join(told, ", "))
}

// ranked tells the intent, and what the model makes of the message by itself.
func (m understandMessage) ranked(settled string) string {
	if len(m.tokens) == 0 {
		return ""
	}
	var guesses []string
	for _, guess := range intents.Rank(m.tokens) {
		guesses = append(guesses, fmt.Sprintf("%s %.2f", guess.Label, guess.Confidence))
	}
	return fmt.Sprintf("%s (by the words alone: %s)", settled, strings.Join(guesses, ", "))
}

// numbers tells the telephone numbers, sums and numbers of documents.
func (m understandMessage) numbers(country string) string {
	var told []string
	for _, phone := range entities.Phones(m.meaning.Text, m.tokens, country) {
		told = append(told, "telephone "+phone)
	}
	for _, amount := range entities.Amounts(m.meaning.Text, m.tokens) {
		told = append(told, fmt.Sprintf("amount %d.%02d %s", amount.Hundredths/100, amount.Hundredths%100, amount.Currency))
	}
	if document := entities.Document(m.tokens); document != "" && len(told) == 0 && len(m.expressions) == 0 {
		told = append(told, "document "+document)
	}
	return strings.Join(told, ", ")
}

// told tells a day or time with each of its readings.
func (m understandMessage) told(one dates.Expression) string {
	readings := make([]string, len(one.Readings))
	for i := range one.Readings {
		only := one
		only.Readings = one.Readings[i : i+1]
		said := understoodExpression(only)
		readings[i] = said.Value
		if said.Value == "" {
			readings[i] = strings.TrimSpace(said.Start + " to " + said.End)
		}
		if day := only.Best().First; one.Kind != dates.Time && one.Kind != dates.TimeRange {
			readings[i] += " (" + day.Weekday().String() + ")"
		}
	}
	text := fmt.Sprintf("%q: %s %s", m.phrase(one.Start, one.End), one.Kind, strings.Join(readings, ", or "))
	if one.Ambiguous {
		text += ", ambiguous"
	}
	if one.Refused {
		text += ", doesn't suit"
	}
	return text
}

// phrase is the words from start to before end as they were typed.
func (m understandMessage) phrase(start, end int) string {
	return m.meaning.Text[m.tokens[start].Start:min(m.tokens[end-1].End, len(m.meaning.Text))]
}
