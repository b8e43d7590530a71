package twilio

import (
	"context"
	"errors"
	"net/http"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"frontdesk/conversations/channel"
	"frontdesk/records"
)

var _ channel.MediaEraser = (*Adapter)(nil)

// EraseMedia deletes Twilio's copy of a file, for good; see
// channel.MediaEraser. Twilio keeps it otherwise until somebody does.
func (a *Adapter) EraseMedia(ctx context.Context, media channel.MediaAddress) error {
	ctx, cancel := context.WithTimeout(ctx, a.config.MediaTimeout)
	defer cancel()
	account, err := a.account(media.Channel)
	if err != nil {
		return unavailable("erase media", err)
	}
	message, file, known := strings.Cut(media.Reference, "/")
	if !known {
		message = identifier(media.MessageID)
		file, err = a.findMedia(ctx, account, message, media.Place)
		if failure, ok := errors.AsType[*channel.MediaError](err); ok && failure.Reason == records.MediaGone {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if identifier(message) == "" || identifier(file) == "" {
		return nil // nothing that Twilio could have
	}
	exchange := &exchange{adapter: a, account: account, ctx: ctx}
	err = exchange.service().DeleteMedia(message, file, &openapi.DeleteMediaParams{})
	if err != nil && exchange.status != http.StatusNotFound {
		return unavailable("erase media", exchange.listError(err))
	}
	return nil
}
