package main

import (
	"fmt"
	"io"
	"time"
)

// explain answers one line of plain text in words.
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
	message := u.read(line, now)
	_, err := fmt.Fprintf(output, "%s\n  reply %s\n", message.meaning.Text, message.reply.Label)
	return err
}
