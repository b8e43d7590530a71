package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"frontdesk/records"
)

const (
	// maxBody bounds a webhook's body; Twilio's are around 600 bytes.
	maxBody = 64 << 10
	// maxParameters bounds the parameters of one form; Twilio sends about 25.
	maxParameters = 200
)

// webhook is one address that Twilio posts forms to. take acts on a form that
// was found to be Twilio's, for the channel that the path names.
type webhook struct {
	pattern string
	take    func(a *Adapter, ctx context.Context, through records.Channel, query, form url.Values) error
}

// webhooks are all addresses. The channel stands in the path, never in the
// form: a form names numbers, pools and accounts, and each has misled
// somebody.
var webhooks = []webhook{
	{"/webhooks/twilio/{channel}/messages", (*Adapter).takeMessage},
	{"/webhooks/twilio/{channel}/status", (*Adapter).takeStatus},
}

// Mount puts the webhooks on the server's mux.
func (a *Adapter) Mount(mux *http.ServeMux) {
	for _, hook := range webhooks {
		mux.Handle(hook.pattern, a.handler(hook))
	}
}

// handler runs the checks, cheapest first, then takes the form. Twilio gets
// its 200 only when everything returned nil.
func (a *Adapter) handler(hook webhook) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form, body, err := a.readForm(w, r)
		var through records.Channel
		if err == nil {
			through, err = a.channel(r.Context(), r.PathValue("channel"))
		}
		if err == nil {
			err = a.verify(r, through, form, body)
		}
		if err == nil {
			err = hook.take(a, r.Context(), through, r.URL.Query(), form)
		}
		if err != nil {
			a.refuse(w, r, hook, through, err)
			return
		}
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><Response/>`) // Twilio gone: it will come again
	})
}

// readForm checks method, type and size, and reads the form. What came as JSON
// is read as a form, too; then the body is given, which is what was signed.
func (a *Adapter) readForm(w http.ResponseWriter, r *http.Request) (form url.Values, signedBody string, err error) {
	if r.Method != http.MethodPost {
		return nil, "", RefusedMethod
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	isJSON := kind == "application/json" && r.URL.Query().Has(bodyHashParameter)
	if err != nil || kind != "application/x-www-form-urlencoded" && !isJSON {
		return nil, "", RefusedContentType
	}
	body, err := a.readBody(w, r)
	if err != nil {
		return nil, "", err
	}
	if isJSON {
		form, err = readJSON(body)
		return form, body, err
	}
	if strings.Count(body, "&") >= maxParameters {
		return nil, "", RefusedMalformed
	}
	if form, err = url.ParseQuery(body); err != nil {
		return nil, "", RefusedMalformed
	}
	return form, "", nil
}

// readJSON reads a flat JSON object as a form.
func readJSON(body string) (url.Values, error) {
	var object map[string]any
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil || decoder.More() || len(object) > maxParameters {
		return nil, RefusedMalformed
	}
	form := make(url.Values, len(object))
	for name, value := range object {
		switch value := value.(type) {
		case string:
			form.Set(name, value)
		case json.Number:
			form.Set(name, value.String())
		}
	}
	return form, nil
}

// readBody reads a body of bounded length in bounded time.
func (a *Adapter) readBody(w http.ResponseWriter, r *http.Request) (string, error) {
	if r.ContentLength > maxBody {
		return "", RefusedTooLarge
	}
	connection := http.NewResponseController(w)
	late := time.AfterFunc(a.config.BodyTimeout, func() {
		// A deadline that is long past ends the read at once. Where the server
		// can't do that, its own time-outs have to.
		_ = connection.SetReadDeadline(time.Unix(1, 0))
	})
	defer late.Stop()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil {
		return string(body), nil
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return "", RefusedTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return "", RefusedSlow
	}
	return "", RefusedHalfSent
}

// channel finds the channel that the path names.
func (a *Adapter) channel(ctx context.Context, name string) (records.Channel, error) {
	through, err := a.config.Directory.ChannelByName(ctx, name)
	if err != nil {
		if records.CodeOf(err) == records.CodeNotFound {
			return records.Channel{}, RefusedChannel
		}
		return records.Channel{}, err
	}
	if through.Provider != records.ProviderTwilio {
		return records.Channel{}, RefusedChannel
	}
	return through, nil
}

// verify checks that the form is Twilio's, and about the channel's account. What
// was signed is the public URL as configured: the Host and X-Forwarded headers
// are whatever the caller wrote. A body that is no form is signed by its hash.
func (a *Adapter) verify(r *http.Request, through records.Channel, form url.Values, body string) error {
	account, err := a.account(through)
	if err != nil {
		return RefusedAccount
	}
	address, signature := a.publicURL+r.URL.RequestURI(), r.Header.Get(signatureHeader)
	genuine := account.validator.form(address, form, signature)
	if body != "" {
		genuine = account.validator.body(address, []byte(body), signature)
	}
	if !genuine {
		return RefusedSignature
	}
	if named := form.Get("AccountSid"); named != "" && named != account.sid {
		return RefusedAccount
	}
	return nil
}

// refuse answers a webhook that was not taken, and counts it. Only what is our
// own fault is logged: anybody can send the rest.
func (a *Adapter) refuse(w http.ResponseWriter, r *http.Request, hook webhook, through records.Channel, err error) {
	refusal, ok := errors.AsType[Refusal](err)
	if !ok {
		refusal = RefusedInternal
		if records.CodeOf(err) == records.CodeUnavailable {
			refusal = RefusedUnavailable
		}
		a.config.Logger.LogAttrs(r.Context(), slog.LevelError, "webhook not stored",
			slog.String("webhook", hook.pattern), slog.String("channel", through.Name),
			slog.String("code", string(records.CodeOf(err))), slog.Any("error", err))
	}
	a.config.Refused(refusal)
	switch refusal {
	case RefusedMethod:
		w.Header().Set("Allow", http.MethodPost)
	case RefusedUnavailable:
		w.Header().Set("Retry-After", "2")
	case RefusedTooLarge, RefusedSlow, RefusedHalfSent:
		w.Header().Set("Connection", "close") // the rest of the body is not waited for
	default:
	}
	answer := refusals[refusal]
	http.Error(w, answer.sentence, answer.status)
}
