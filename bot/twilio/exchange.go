package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
)

// maxAnswer bounds an answer of the API; the longest are pages of messages.
const maxAnswer = 8 << 20

// newTransport makes the transport for the API. It keeps as many connections
// as a busy sender has requests on their way, and speaks HTTP/1.1, so that a
// connection that breaks leaves the fate of one message in doubt, not of all.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConns:        1024,
		MaxIdleConnsPerHost: 1024,
		IdleConnTimeout:     55 * time.Second,
		DisableCompression:  true,
		Protocols:           protocols,
	}
}

// exchange is one request to the API through twilio-go, which takes no
// context, keeps no header, and does not close the body of an error's answer:
// as its RoundTripper, exchange brings the context in, sends the request to
// the configured server, and remembers what was seen.
type exchange struct {
	adapter *Adapter
	account account
	ctx     context.Context // an exchange lives as long as one call
	// started is set once the request was given to the transport, connected
	// once that had a connection to write it to.
	started   bool
	connected atomic.Bool
	// status is the answer's, 0 if there was none; retryAfter what it asked for.
	status     int
	retryAfter time.Duration
}

// service gives twilio-go's client of the API of messages for this exchange.
// Making one costs a few microseconds and shares the connections.
func (e *exchange) service() *openapi.ApiService { return openapi.NewApiService(e.handler()) }

// handler is what twilio-go's clients send their requests through.
func (e *exchange) handler() *client.RequestHandler {
	httpClient := &http.Client{
		Transport:     e,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	base := &client.Client{Credentials: e.account.credentials, HTTPClient: httpClient}
	base.SetAccountSid(e.account.sid)
	return client.NewRequestHandler(base)
}

// RoundTrip sends the request and reads its whole answer, so that the
// connection is free for the next one.
func (e *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	e.started = true
	trace := &httptrace.ClientTrace{
		// The transport asks again only when nothing was written before.
		GetConn: func(string) { e.connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { e.connected.Store(true) },
	}
	request = request.WithContext(httptrace.WithClientTrace(e.ctx, trace))
	if e.adapter.api != nil {
		target := *request.URL
		target.Scheme, target.Host = e.adapter.api.Scheme, e.adapter.api.Host
		target.Path = e.adapter.api.Path + target.Path
		request.URL, request.Host = &target, ""
	}
	response, err := e.adapter.transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	_ = response.Body.Close() // what matters of it was read, or is the next error
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(body) > maxAnswer {
		return nil, errors.New("the answer is too long")
	}
	e.status = response.StatusCode
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.retryAfter = time.Duration(seconds) * time.Second
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// neverLeft says whether the request certainly did not reach the other side.
func (e *exchange) neverLeft(err error) bool {
	if !e.started {
		return true
	}
	if _, traces := e.adapter.transport.(*http.Transport); traces {
		return !e.connected.Load()
	}
	operation, ok := errors.AsType[*net.OpError](err)
	return ok && operation.Op == "dial"
}

// code gives Twilio's error code in an error of twilio-go, or 0.
func code(err error) int {
	if answer, ok := errors.AsType[*client.TwilioRestError](err); ok {
		return answer.Code
	}
	return 0
}

// sendError says what the error of a request to send means for the message.
// Twilio's own sentences name the patient's number, so they are left out.
func (e *exchange) sendError(err error) *channel.SendError {
	number := code(err)
	if e.status == 0 && number == 0 {
		outcome := channel.OutcomeUnknown
		if e.neverLeft(err) {
			outcome = channel.OutcomeNotYet
		}
		return &channel.SendError{Outcome: outcome, Err: fmt.Errorf("twilio: %w", withoutURL(err))}
	}
	status := e.status
	if status == 0 {
		status = http.StatusBadRequest // twilio-go itself refused
	}
	found := judge(status, number)
	failure := &channel.SendError{
		Outcome: found.outcome, Remedy: found.remedy, RetryAfter: e.retryAfter,
		Err: fmt.Errorf("twilio: answer with HTTP status %d", status),
	}
	if number != 0 {
		failure.Code = strconv.Itoa(number)
	}
	return failure
}

// listError is sendError for a request to list: the cause without its URL,
// which names the addresses that were asked for.
func (e *exchange) listError(err error) error {
	if e.status == 0 {
		return withoutURL(err)
	}
	return fmt.Errorf("answer with HTTP status %d, code %d", e.status, code(err))
}

// withoutURL takes the URL off an error of an HTTP client.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
