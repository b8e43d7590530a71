package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	// twilioAPI is Twilio's own API.
	twilioAPI = "https://api.twilio.com"
	// maxRedirects is how often media may be somewhere else; Twilio's are once.
	maxRedirects = 4
)

var _ channel.MediaFetcher = (*Adapter)(nil)

// FetchMedia fetches a file that came with a message; see channel.MediaFetcher.
// Twilio's API answers with a redirect to its content network, whose address is
// good for hours. Our credentials go to the API and to nobody else, and a
// redirect is followed only to hosts of Twilio's.
func (a *Adapter) FetchMedia(ctx context.Context, media channel.MediaAddress, limit int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, a.config.MediaTimeout)
	defer cancel()
	account, err := a.account(media.Channel)
	if err != nil {
		return nil, mediaError(records.MediaUnavailable, true, err.Error())
	}
	message, file, known := strings.Cut(media.Reference, "/")
	if !known {
		message = identifier(media.MessageID)
		if file, err = a.findMedia(ctx, account, message, media.Place); err != nil {
			return nil, err
		}
	}
	target := a.apiAddress().JoinPath("2010-04-01", "Accounts", account.sid, "Messages", identifier(message), "Media", identifier(file))
	through := a.transport
	for hop := range maxRedirects + 1 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
		if err != nil {
			return nil, mediaError(records.MediaForbiddenAddress, false, "an address that can't be asked for")
		}
		if hop == 0 {
			request.SetBasicAuth(account.credentials.Username, account.credentials.Password)
		}
		content, next, err := a.fetchOnce(through, request, limit)
		if err != nil || next == nil {
			return content, err
		}
		if !a.servesMedia(next) {
			return nil, mediaError(records.MediaForbiddenAddress, false, "a redirect to where nothing is fetched from")
		}
		target, through = next, a.media
	}
	return nil, mediaError(records.MediaUnavailable, true, "too many redirects")
}

// fetchOnce makes one request. It gives the content, or where that is instead.
func (a *Adapter) fetchOnce(through http.RoundTripper, request *http.Request, limit int) ([]byte, *url.URL, error) {
	response, err := through.RoundTrip(request)
	if err != nil {
		if errors.Is(err, errForbiddenAddress) {
			return nil, nil, mediaError(records.MediaForbiddenAddress, false, "a host of an address that nothing is fetched from")
		}
		return nil, nil, &channel.MediaError{Reason: records.MediaUnavailable, Again: true, Err: fmt.Errorf("twilio: %w", withoutURL(err))}
	}
	defer response.Body.Close() //nolint:errcheck // what matters of it was read, or is the error
	switch status := response.StatusCode; {
	case status == http.StatusOK:
		content, err := readMedia(response, limit)
		return content, nil, err
	case status >= 300 && status < 400:
		next, err := response.Location()
		if err != nil {
			return nil, nil, mediaError(records.MediaUnavailable, true, "a redirect without an address")
		}
		return nil, next, nil
	case status == http.StatusGone:
		return nil, nil, mediaStatus(records.MediaGone, false, status)
	case status == http.StatusNotFound:
		return nil, nil, mediaStatus(records.MediaGone, true, status) // not there yet, perhaps
	default:
		return nil, nil, mediaStatus(records.MediaUnavailable, true, status)
	}
}

// readMedia reads content of bounded size, whatever length was announced.
func readMedia(response *http.Response, limit int) ([]byte, error) {
	if response.ContentLength > int64(limit) {
		return nil, mediaError(records.MediaTooLarge, false, "more was announced than is read")
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err != nil {
		return nil, &channel.MediaError{Reason: records.MediaUnavailable, Again: true, Err: fmt.Errorf("twilio: %w", withoutURL(err))}
	}
	if len(content) > limit {
		return nil, mediaError(records.MediaTooLarge, false, "more came than is read")
	}
	return content, nil
}

// findMedia finds a file by its place in a message: messages that were listed
// come without their files.
func (a *Adapter) findMedia(ctx context.Context, from account, message string, place int) (string, error) {
	exchange := &exchange{adapter: a, account: from, ctx: ctx}
	answer, err := exchange.service().PageMedia(message, (&openapi.ListMediaParams{}).SetPageSize(channel.MaxMedia), "", "")
	if err != nil {
		if exchange.status == http.StatusNotFound {
			return "", mediaStatus(records.MediaGone, true, exchange.status)
		}
		return "", &channel.MediaError{Reason: records.MediaUnavailable, Again: true, Err: fmt.Errorf("twilio: list media: %w", exchange.listError(err))}
	}
	if place >= len(answer.MediaList) || answer.MediaList[place].Sid == nil {
		return "", mediaError(records.MediaGone, true, "the message has fewer files")
	}
	return *answer.MediaList[place].Sid, nil
}

// apiAddress is the API's, Twilio's own unless another was configured.
func (a *Adapter) apiAddress() *url.URL {
	if a.api != nil {
		return a.api
	}
	own, err := url.Parse(twilioAPI)
	if err != nil {
		panic(err) // a constant
	}
	return own
}

// mediaError is the error of media that can't be had for a reason of ours.
func mediaError(reason records.MediaReason, again bool, why string) error {
	return &channel.MediaError{Reason: reason, Again: again, Err: errors.New("twilio: " + why)}
}

// mediaStatus is the error of an answer that was no success.
func mediaStatus(reason records.MediaReason, again bool, status int) error {
	return &channel.MediaError{Reason: reason, Again: again, Err: fmt.Errorf("twilio: answer with HTTP status %d", status)}
}
