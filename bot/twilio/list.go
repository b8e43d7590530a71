package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const (
	// pageSize is how many messages one request lists.
	pageSize = 200
	// maxPages bounds how many requests one question may take.
	maxPages = 250
	// clockSkew is how far our clock and Twilio's may be apart; Twilio's dates
	// have whole seconds, too.
	clockSkew = 5 * time.Second
)

// errTooMany says that a question could not be answered within maxPages.
var errTooMany = errors.New("more messages than can be listed at once")

// eachMessage shows every message that fits the parameters and was created at
// or after since, newest first, until visit returns false.
func (a *Adapter) eachMessage(ctx context.Context, of account, parameters *openapi.ListMessageParams, since time.Time, visit func(listed) bool) error {
	parameters.SetPageSize(pageSize)
	var token, number string
	for range maxPages {
		found, next, err := a.page(ctx, of, parameters, token, number)
		if err != nil {
			return err
		}
		for _, message := range found {
			if !message.created.Before(since) && !visit(message) {
				return nil
			}
		}
		if next == nil || onlyOlder(found, since) {
			return nil
		}
		token, number = next.Get("PageToken"), next.Get("Page")
	}
	return errTooMany
}

// page asks for one page, and gives the parameters of the next, nil after the
// last.
func (a *Adapter) page(ctx context.Context, of account, parameters *openapi.ListMessageParams, token, number string) ([]listed, url.Values, error) {
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	exchange := &exchange{adapter: a, account: of, ctx: ctx}
	answer, err := exchange.service().PageMessage(parameters, token, number)
	if err != nil {
		return nil, nil, exchange.listError(err)
	}
	found := make([]listed, 0, len(answer.Messages))
	for _, message := range answer.Messages {
		read, err := readListed(message)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, read)
	}
	if answer.NextPageUri == nil || *answer.NextPageUri == "" {
		return found, nil, nil
	}
	next, err := url.Parse(*answer.NextPageUri)
	if err != nil {
		return nil, nil, errors.New("the next page's address can't be read")
	}
	return found, next.Query(), nil
}

// onlyOlder says whether a page shows that no later page can hold anything
// from since on: it is in order, newest first, and has nothing new itself.
func onlyOlder(page []listed, since time.Time) bool {
	return len(page) > 0 && page[0].created.Before(since) &&
		slices.IsSortedFunc(page, func(a, b listed) int { return b.created.Compare(a.created) }) &&
		page[0].created.After(page[len(page)-1].created)
}

// listed is what matters of a message on the list.
type listed struct {
	sid, from, to, body, direction, status string
	errorCode, media, service              string
	created                                time.Time
}

// readListed reads one message of the list.
func readListed(message openapi.ApiV2010Message) (listed, error) {
	created, err := time.Parse(time.RFC1123Z, text(message.DateCreated))
	if err != nil {
		return listed{}, errors.New("a message's date can't be read")
	}
	read := listed{
		sid: text(message.Sid), from: text(message.From), to: text(message.To), body: text(message.Body),
		direction: text(message.Direction), status: text(message.Status), media: text(message.NumMedia), created: created,
		service: text(message.MessagingServiceSid),
	}
	if message.ErrorCode != nil && *message.ErrorCode != 0 {
		read.errorCode = fmt.Sprint(*message.ErrorCode)
	}
	return read, nil
}

// text gives what an optional text holds.
func text(optional *string) string {
	if optional == nil {
		return ""
	}
	return *optional
}

// filterable says whether an address can be a filter. twilio-go drops a dot
// and the digits behind it from a query, so that "whatsapp:US.1234" would ask
// for somebody else.
func filterable(address string) bool { return !strings.Contains(address, ".") }

// ListInbound lists what patients wrote; see channel.InboundLister. Twilio
// keeps neither a pressed button's id nor its opt-out filter's word, and tells
// of media only how many there are. The day
// of since is asked for as a whole, and what is older is left out here.
func (a *Adapter) ListInbound(ctx context.Context, through records.Channel, since time.Time) ([]channel.Inbound, error) {
	account, err := a.account(through)
	if err != nil {
		return nil, unavailable("list inbound messages", err)
	}
	since = since.Add(-clockSkew)
	parameters := (&openapi.ListMessageParams{}).SetDateSentAfter(since.UTC().Truncate(24 * time.Hour))
	if through.ServiceID == "" { // else it came to any of the pool's numbers
		parameters.SetTo(address(through.Kind, through.Address))
	}
	var found []listed
	err = a.eachMessage(ctx, account, parameters, since, func(message listed) bool {
		if message.direction == "inbound" && cameThrough(message, through) {
			found = append(found, message)
		}
		return true
	})
	if err != nil {
		return nil, unavailable("list inbound messages", err)
	}
	slices.Reverse(found) // before sorting, for those of the same second
	slices.SortStableFunc(found, func(a, b listed) int { return cmp.Compare(a.created.Unix(), b.created.Unix()) })
	var messages []channel.Inbound
	for _, message := range found {
		inbound := channel.Inbound{
			ProviderID: identifier(message.sid), From: plainAddress(message.from),
			Text: channel.InboundText(message.body), MediaCount: mediaCount(message.media),
		}
		inbound.Media = announcedMedia(nil, inbound.MediaCount)
		if inbound.ProviderID != "" && inbound.From != "" {
			messages = append(messages, inbound)
		}
	}
	return messages, nil
}

// cameThrough says whether a message on the list was written to a channel: to
// its number, or to any of the pool's on the same medium.
func cameThrough(message listed, through records.Channel) bool {
	if message.to == address(through.Kind, through.Address) {
		return true
	}
	onWhatsApp := strings.HasPrefix(message.to, whatsApp)
	return through.ServiceID != "" && message.service == through.ServiceID && onWhatsApp == (through.Kind == records.ChannelWhatsApp)
}

// unavailable is the error of a question that Twilio did not answer.
func unavailable(operation string, err error) error {
	return &records.Error{
		Code: records.CodeUnavailable, Message: "Twilio could not be asked",
		Err: fmt.Errorf("twilio: %s: %w", operation, err),
	}
}
