package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/bot/simulator"
	"frontdesk/records"
	"frontdesk/records/postgres/private"
)

// chatCommand is a phone in the terminal.
type chatCommand struct {
	From    string `help:"The phone's own number." default:"+12025550142"`
	Channel string `help:"What to write on." enum:"sms,whatsapp" default:"sms"`
	Script  string `help:"Send the lines of this file instead, and print the conversation (- for standard input). A line like /next morning moves the clock on." placeholder:"FILE"`
	At      string `help:"Move the demo's clock on to this time first (2026-11-27 10:00, in the clinic's zone)." placeholder:"TIME"`
	URL     string `help:"A running demo to talk to; otherwise one is started for the time of the chat." placeholder:"URL"`
	Data    string `help:"The folder that keeps the demo's data." type:"path" env:"FRONTDESK_DATA_DIR"`
	Fresh   bool   `help:"Start with an empty clinic that is thrown away afterwards."`
}

// Run implements the sub-command.
func (c *chatCommand) Run(e *environment) error {
	if c.URL != "" {
		return c.talk(e.context, e, c.URL)
	}
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	read.Address = "127.0.0.1:0"
	directory := c.Data
	if c.Fresh {
		if directory, err = os.MkdirTemp("", "frontdesk-chat-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(directory) }() // in the system's temporary folder, which is cleaned in any case
	}
	demo, err := startDemo(e, read, directory)
	if errors.Is(err, private.ErrInUse) {
		return c.talkToRunning(e, directory)
	}
	if err != nil {
		return err
	}
	defer demo.stop()
	ctx, finish := context.WithCancel(e.context)
	defer finish()
	talked := make(chan error, 1)
	err = demo.service.run(ctx, func(baseURL string) error {
		go func() {
			talked <- c.talk(ctx, e, baseURL)
			finish()
		}()
		return nil
	})
	select {
	case said := <-talked:
		return errors.Join(said, err)
	default:
		return err
	}
}

// talkToRunning finds the demo that uses the folder.
func (c *chatCommand) talkToRunning(e *environment, chosen string) error {
	directory, err := demoDirectory(chosen)
	if err != nil {
		return err
	}
	address, err := os.ReadFile(filepath.Join(directory, addressFile))
	if err != nil {
		return fmt.Errorf("another program uses %s; say where its demo runs with --url: %w", directory, err)
	}
	return c.talk(e.context, e, string(address))
}

func (c *chatCommand) talk(ctx context.Context, e *environment, baseURL string) error {
	terminal := &simulator.Terminal{
		Client: simulator.NewClient(strings.TrimSuffix(baseURL, "/"), &http.Client{Timeout: time.Minute}),
		From:   c.From, Channel: records.ChannelKind(c.Channel), Output: e.output,
	}
	if c.At != "" {
		if err := terminal.MoveTo(ctx, c.At); err != nil {
			return err
		}
	}
	if c.Script == "" {
		return terminal.Chat(ctx, e.input)
	}
	script := e.input
	if c.Script != "-" {
		file, err := os.Open(c.Script)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // only read
		script = file
	}
	return terminal.Replay(ctx, script)
}
