package simulator

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"frontdesk/records"
)

const (
	// defaultPoll is how often the terminal looks at the phone.
	defaultPoll = 100 * time.Millisecond
	// defaultPatience is how long the terminal waits for an answer.
	defaultPatience = 30 * time.Second
	// maxLine bounds a typed line, in bytes.
	maxLine = 64 << 10
)

// ErrNoAnswer is a message that was not answered within a Terminal's patience.
var ErrNoAnswer = errors.New("the clinic has not answered in time")

// Terminal is a phone in the terminal: lines in, messages out. Use one from
// one goroutine.
type Terminal struct {
	// Client reaches the simulator.
	Client *Client
	// From is the phone's own number.
	From string
	// Channel to write on.
	Channel records.ChannelKind
	// Output takes the conversation.
	Output io.Writer
	// Poll is how often to look for answers, Patience how long to wait for
	// one; zero for a tenth of a second and half a minute.
	Poll, Patience time.Duration
	// Echo prints what is sent as well, for an input that is no keyboard.
	Echo bool

	screen screen
	// prompting is true while a prompt stands on the last line.
	prompting bool
}

// Chat holds a conversation: it sends each line of input and prints what the
// clinic writes, whenever it does, until the input ends, a line is "/quit", or
// ctx ends; the latter is no error. What was written before is printed first.
// "/in an hour" and the other commands move the clock on.
//
// A read of input can't be interrupted: when Chat returns because ctx ended,
// one goroutine stays until the input gives another line or ends.
func (t *Terminal) Chat(ctx context.Context, input io.Reader) error {
	if err := t.show(ctx); err != nil {
		return unlessEnded(ctx, err)
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	lines, failed := readLines(reading, input)
	ticker := time.NewTicker(orDefault(t.Poll, defaultPoll))
	defer ticker.Stop()
	for {
		t.prompt()
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more {
				fmt.Fprintln(t.Output) // leave the prompt's line
				return <-failed
			}
			if strings.TrimSpace(line) == commandQuit {
				return nil
			}
			if err := t.converse(ctx, line); err != nil {
				return unlessEnded(ctx, err)
			}
		case <-ticker.C:
			if err := t.show(ctx); err != nil {
				return unlessEnded(ctx, err)
			}
		}
	}
}

// Replay plays a script, one message a line, and prints the conversation as it
// unfolds: each line, then what the clinic answered to it. A command ("/next
// morning") moves the clock on, and what came meanwhile is printed. Empty lines
// and those that begin with "#" are left out. What was on the phone before is
// not printed.
func (t *Terminal) Replay(ctx context.Context, script io.Reader) error {
	if _, err := t.look(ctx); err != nil {
		return err
	}
	scanner := newLineScanner(script)
	for scanner.Scan() {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if isCommand(line) {
			if err := t.command(ctx, line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprint(t.Output, bubble("you", line))
		if err := t.ask(ctx, line); err != nil {
			return err
		}
		// What the turn set in motion belongs to it, so that a script always gives
		// the same transcript.
		if err := t.Client.Settle(ctx); err != nil {
			return err
		}
		if err := t.show(ctx); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("read script: %w", err)
	}
	return nil
}

// converse sends a line and prints the answer. What the person at the keyboard
// can do something about is said to them and ends nothing.
func (t *Terminal) converse(ctx context.Context, line string) error {
	t.prompting = false // the line has ended
	if t.Echo {
		fmt.Fprintln(t.Output, strings.TrimSpace(line))
	}
	act := t.ask
	if isCommand(line) {
		act = t.command
	}
	err := act(ctx, line)
	problem, refused := errors.AsType[*Problem](err)
	switch {
	case refused && problem.Status < 500:
		fmt.Fprint(t.Output, note(problem.Detail))
		return nil
	case errors.Is(err, ErrNoAnswer):
		fmt.Fprint(t.Output, note(err.Error()+"."))
		return nil
	}
	return err
}

// ask sends a line, or presses the button that it names, and prints messages
// until the clinic has nothing more to say to it.
func (t *Terminal) ask(ctx context.Context, line string) error {
	message := NewMessage{Channel: t.Channel, From: t.From, Text: &line}
	if choice, pressed := t.screen.choice(line); pressed {
		message.Text, message.Choice = &choice.Label, choice.ID
	}
	id, err := t.Client.Send(ctx, message)
	if err != nil {
		return err
	}
	t.screen.wrote(id)
	waiting, stop := context.WithTimeout(ctx, orDefault(t.Patience, defaultPatience))
	defer stop()
	ticker := time.NewTicker(orDefault(t.Poll, defaultPoll))
	defer ticker.Stop()
	for {
		fresh, err := t.look(waiting)
		if err == nil {
			t.print(fresh)
			if t.screen.answered(id) {
				return nil
			}
		} else if waiting.Err() == nil {
			return err
		}
		select {
		case <-ticker.C:
		case <-waiting.Done():
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return ErrNoAnswer
		}
	}
}

// show prints what came since the last time.
func (t *Terminal) show(ctx context.Context) error {
	fresh, err := t.look(ctx)
	t.print(fresh)
	return err
}

// look reads the phone and gives what is new on it.
func (t *Terminal) look(ctx context.Context) ([]PhoneMessage, error) {
	var messages []PhoneMessage
	for after := t.screen.settled; ; after = messages[len(messages)-1].Sequence {
		phone, err := t.Client.Messages(ctx, t.Channel, t.From, after)
		if err != nil {
			return nil, err
		}
		messages = append(messages, phone.Messages...)
		if !phone.More || len(messages) == 0 {
			return t.screen.update(messages), nil
		}
	}
}

// prompt asks for a line, unless it has.
func (t *Terminal) prompt() {
	if !t.prompting {
		fmt.Fprint(t.Output, speaker("you"))
		t.prompting = true
	}
}

// print writes messages, over a prompt that stands there.
func (t *Terminal) print(messages []PhoneMessage) {
	for _, message := range messages {
		if t.prompting {
			fmt.Fprint(t.Output, "\r")
			t.prompting = false
		}
		fmt.Fprint(t.Output, render(message))
	}
}

// readLines reads lines until the input or ctx ends. The second channel gives
// the error that ended the input, or nil, once.
func readLines(ctx context.Context, input io.Reader) (<-chan string, <-chan error) {
	lines, failed := make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		scanner := newLineScanner(input)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
		if err := scanner.Err(); err != nil {
			failed <- fmt.Errorf("read input: %w", err)
			return
		}
		failed <- nil
	}()
	return lines, failed
}

// newLineScanner splits what is typed into lines.
func newLineScanner(input io.Reader) *bufio.Scanner {
	scanner := bufio.NewScanner(input)
	scanner.Buffer(nil, maxLine)
	return scanner
}

// unlessEnded drops the error of a conversation that was ended from outside.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// orDefault gives a duration, or another where it is zero.
func orDefault(duration, otherwise time.Duration) time.Duration {
	if duration == 0 {
		return otherwise
	}
	return duration
}
