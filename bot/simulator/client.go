package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frontdesk/records"
)

// maxAnswer bounds what a Client reads of one answer, in bytes.
const maxAnswer = 16 << 20

// Client is a phone for programs: it speaks to a running simulator over HTTP.
// Every refusal is a *Problem in the error's chain.
type Client struct {
	base       string
	httpClient *http.Client
}

// NewClient makes a client of the simulator at a base address, as in
// "http://127.0.0.1:8080".
func NewClient(base string, httpClient *http.Client) *Client {
	return &Client{base: strings.TrimRight(base, "/") + "/simulator", httpClient: httpClient}
}

// Send writes a message to the clinic and gives its id.
func (c *Client) Send(ctx context.Context, message NewMessage) (string, error) {
	var accepted Accepted
	err := c.call(ctx, http.MethodPost, "/messages", message, &accepted)
	return accepted.ID, err
}

// Messages gives what is on the phone after a sequence number. An empty
// channel stands for all that the phone has.
func (c *Client) Messages(ctx context.Context, through records.ChannelKind, from string, after int64) (Phone, error) {
	query := url.Values{"from": {from}, "after": {strconv.FormatInt(after, 10)}}
	if through != "" {
		query.Set("channel", string(through))
	}
	var phone Phone
	err := c.call(ctx, http.MethodGet, "/messages?"+query.Encode(), nil, &phone)
	return phone, err
}

// Channels gives what the phone can write to.
func (c *Client) Channels(ctx context.Context) (PhoneChannels, error) {
	var channels PhoneChannels
	err := c.call(ctx, http.MethodGet, "/channels", nil, &channels)
	return channels, err
}

// Clock gives the time of the simulation, with the moves that can be made for
// some phones. A simulator without a clock has no such page.
func (c *Client) Clock(ctx context.Context, phones ...string) (ClockState, error) {
	var state ClockState
	err := c.call(ctx, http.MethodGet, "/clock?"+url.Values{"from": phones}.Encode(), nil, &state)
	return state, err
}

// MoveClock moves the time of the simulation on, and returns when all that
// became due on the way has happened.
func (c *Client) MoveClock(ctx context.Context, move NewClockMove) (ClockState, error) {
	var state ClockState
	err := c.call(ctx, http.MethodPost, "/clock", move, &state)
	return state, err
}

// Settle waits until the clinic has nothing left to do that waits for no later
// time. A simulator without a clock that can be moved can't tell: there Settle
// returns at once.
func (c *Client) Settle(ctx context.Context) error {
	err := c.call(ctx, http.MethodGet, "/settled", nil, nil)
	if problem, ok := errors.AsType[*Problem](err); ok && problem.Status == http.StatusNotFound {
		return nil
	}
	return err
}

// Inspect gives what the bot knows and did in a phone's conversation; nothing
// where it has not written yet.
func (c *Client) Inspect(ctx context.Context, through records.ChannelKind, from string) (Inspection, error) {
	var inspection Inspection
	query := url.Values{"from": {from}, "channel": {string(through)}}
	err := c.call(ctx, http.MethodGet, "/inspection?"+query.Encode(), nil, &inspection)
	return inspection, err
}

// call makes one request. body may be nil; answer is filled from the answer.
func (c *Client) call(ctx context.Context, method, path string, body, answer any) error {
	var content io.Reader = http.NoBody
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, content)
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.httpClient.Do(request)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = response.Body.Close() }() // read to its end, or given up
	return readAnswer(response, answer)
}

// unreachable drops the address from the error of a request: its query holds
// the phone's number.
func unreachable(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err
	}
	return fmt.Errorf("reach the simulator: %w", err)
}

// readAnswer decodes an answer, or the problem that it is.
func readAnswer(response *http.Response, answer any) error {
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		problem := Problem{}
		if json.Unmarshal(content, &problem) != nil || problem.Detail == "" {
			problem.Detail = "The simulator answered " + response.Status + "."
		}
		problem.Status = response.StatusCode
		return &problem
	}
	if response.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.Unmarshal(content, answer); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}
