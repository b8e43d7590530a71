package twiliotest

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Twilio signs with HMAC-SHA1
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Inbound is a message from a patient, as Twilio tells of it.
type Inbound struct {
	// SID is the message's id, SM and 32 digits.
	SID      string
	From, To string
	Text     string
	NumMedia int
	// OptOutType is STOP, START or HELP when Twilio's own filter acted.
	OptOutType string
	// ButtonPayload and ButtonText are set for a pressed button.
	ButtonPayload, ButtonText string
	// Service is the pool that the number belongs to, if any.
	Service string
	// Extra adds parameters, or replaces some.
	Extra url.Values
}

// Form gives the webhook's parameters: those that Twilio documents for every
// message, and those that only some have.
func (m Inbound) Form(accountSID string) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "AccountSid": {accountSID},
		"From": {m.From}, "To": {m.To}, "Body": {m.Text}, "NumMedia": {strconv.Itoa(m.NumMedia)},
		"NumSegments": {"1"}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
	}
	if strings.HasPrefix(m.From, "whatsapp:") {
		form.Set("WaId", strings.TrimPrefix(m.From, "whatsapp:+"))
		form.Set("ProfileName", "Someone")
		form.Set("MessageType", "text")
	} else {
		for _, end := range []string{"From", "To"} {
			form.Set(end+"City", "SEATTLE")
			form.Set(end+"State", "WA")
			form.Set(end+"Zip", "98101")
			form.Set(end+"Country", "US")
		}
	}
	for i := range m.NumMedia {
		form.Set("MediaUrl"+strconv.Itoa(i), mediaURL(accountSID, m.SID, i))
		form.Set("MediaContentType"+strconv.Itoa(i), "image/jpeg")
	}
	for name, value := range map[string]string{
		"MessagingServiceSid": m.Service, "OptOutType": m.OptOutType, "ButtonPayload": m.ButtonPayload, "ButtonText": m.ButtonText,
	} {
		if value != "" {
			form.Set(name, value)
		}
	}
	for name, values := range m.Extra {
		form[name] = values
	}
	return form
}

// Sign gives Twilio's signature of a form that is posted to this URL: the
// base64 of the HMAC-SHA1, under the account's auth token, of the URL followed
// by every parameter's name and value in the order of names. Of a repeated
// parameter each distinct value counts, in order.
func Sign(authToken, address string, form url.Values) string {
	pairs := [][2]string{}
	for name, values := range form {
		for _, value := range values {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if order := strings.Compare(a[0], b[0]); order != 0 {
			return order
		}
		return strings.Compare(a[1], b[1])
	})
	mac := hmac.New(sha1.New, []byte(authToken))
	_, _ = io.WriteString(mac, address) // a hash takes everything
	for _, pair := range slices.Compact(pairs) {
		_, _ = io.WriteString(mac, pair[0]+pair[1])
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Webhooks posts an account's webhooks to one application.
type Webhooks struct {
	// AccountSID and AuthToken are the account's.
	AccountSID, AuthToken string
	// PublicURL is the application as Twilio knows it and signs it; ListenURL
	// is where it really listens.
	PublicURL, ListenURL string
	// Client posts; it keeps connections, as Twilio does, and waits 15 s.
	Client *http.Client
}

// NewWebhooks makes the sender of an account's webhooks to an application.
func NewWebhooks(accountSID, authToken, publicURL, listenURL string) *Webhooks {
	return &Webhooks{
		AccountSID: accountSID, AuthToken: authToken,
		PublicURL: strings.TrimSuffix(publicURL, "/"), ListenURL: strings.TrimSuffix(listenURL, "/"),
		Client: &http.Client{
			Timeout:   15 * time.Second,
			Transport: &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024, IdleConnTimeout: time.Minute},
		},
	}
}

// Answer is what the application said to a webhook.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Message posts a patient's message to a channel's webhook.
func (w *Webhooks) Message(ctx context.Context, channelName string, message Inbound) (Answer, error) {
	request, err := w.MessageRequest(ctx, channelName, message)
	if err != nil {
		return Answer{}, err
	}
	return w.post(request)
}

// MessageRequest makes the signed request of Message without sending it.
func (w *Webhooks) MessageRequest(ctx context.Context, channelName string, message Inbound) (*http.Request, error) {
	return w.Request(ctx, "/webhooks/twilio/"+url.PathEscape(channelName)+"/messages", message.Form(w.AccountSID))
}

// Status posts a status of a message that was accepted for sending to the
// callback that it asked for. The error code is 0 for none.
func (w *Webhooks) Status(ctx context.Context, message Message, status string, errorCode int) (Answer, error) {
	request, err := w.StatusRequest(ctx, message, status, errorCode)
	if err != nil {
		return Answer{}, err
	}
	return w.post(request)
}

// StatusRequest makes the signed request of Status without sending it.
func (w *Webhooks) StatusRequest(ctx context.Context, message Message, status string, errorCode int) (*http.Request, error) {
	path, ours := strings.CutPrefix(message.StatusCallback, w.PublicURL)
	if !ours || path == "" {
		return nil, fmt.Errorf("twiliotest: message %s asked for no status callback below %s", message.SID, w.PublicURL)
	}
	form := url.Values{
		"MessageSid": {message.SID}, "SmsSid": {message.SID}, "AccountSid": {w.AccountSID},
		"From": {message.From}, "To": {message.To}, "MessageStatus": {status}, "SmsStatus": {status},
		"ApiVersion": {"2010-04-01"},
	}
	if errorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(errorCode))
	}
	return w.Request(ctx, path, form)
}

// Request makes a signed request with any form to any path of the application,
// query included.
func (w *Webhooks) Request(ctx context.Context, path string, form url.Values) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.ListenURL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	request.Header.Set("X-Twilio-Signature", Sign(w.AuthToken, w.PublicURL+path, form))
	request.Header.Set("User-Agent", "TwilioProxy/1.1")
	return request, nil
}

// JSONRequest makes a signed request with a JSON body: what is signed is the
// address, in which the body's hash stands.
func (w *Webhooks) JSONRequest(ctx context.Context, path, body string) (*http.Request, error) {
	sum := sha256.Sum256([]byte(body))
	path += "?bodySHA256=" + hex.EncodeToString(sum[:])
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.ListenURL+path, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Twilio-Signature", Sign(w.AuthToken, w.PublicURL+path, nil))
	return request, nil
}

// post sends a request and reads its answer.
func (w *Webhooks) post(request *http.Request) (Answer, error) {
	response, err := w.Client.Do(request)
	if err != nil {
		return Answer{}, fmt.Errorf("twiliotest: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read to its end, or the error is returned
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return Answer{}, fmt.Errorf("twiliotest: read the answer: %w", err)
	}
	return Answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}, nil
}
