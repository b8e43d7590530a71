package channel

import (
	"context"
	"fmt"
	"mime"
	"strings"

	"frontdesk/records"
)

const (
	// MaxMedia is how many files of one message are kept; Twilio's and WhatsApp's
	// messages carry ten at most.
	MaxMedia = 10
	// MaxMediaReference bounds a Media's Reference, in bytes.
	MaxMediaReference = 2 << 10
	// MaxMediaType bounds a Media's ContentType, in bytes.
	MaxMediaType = 100
)

// Media is a picture, a voice note or a file that came with a message. Its
// bytes are not here: they stay with the provider until the message is durable
// and a MediaFetcher is asked for them.
type Media struct {
	// Reference is what the adapter fetches it by: never a web address, which
	// would be the sender's to choose. Empty where the adapter finds it by the
	// message and its place in it.
	Reference string
	// ContentType is what the provider says it is. It decides what the patient
	// is told at once, and nothing else: what is kept is decided by the bytes.
	ContentType string
}

// Photo says whether it is announced as something that a person can look at: a
// picture or a document. What is announced as nothing counts as one, and a
// sticker, which WhatsApp sends as WebP, does not.
func (m Media) Photo() bool {
	kind, _, err := mime.ParseMediaType(m.ContentType)
	if err != nil {
		return m.ContentType == ""
	}
	return strings.HasPrefix(kind, "image/") && kind != "image/webp" || kind == "application/pdf"
}

// MediaAddress says which media are to be fetched.
type MediaAddress struct {
	Channel records.Channel
	// MessageID is the provider's id of the message, Place the media's place in
	// it, from zero.
	MessageID string
	Place     int
	// Reference is Media.Reference.
	Reference string
}

// MediaFetcher is implemented by adapters whose provider keeps what came along
// with messages.
type MediaFetcher interface {
	// FetchMedia gives the bytes, limit of them at most. Every error is, or
	// wraps, a *MediaError. It returns when ctx ends, and may end sooner. Asking
	// again changes nothing at the provider.
	FetchMedia(ctx context.Context, media MediaAddress, limit int) ([]byte, error)
}

// MediaEraser is implemented by adapters whose provider can be asked to delete
// its own copy of what came along.
type MediaEraser interface {
	// EraseMedia has the provider delete a file. That there is none is a success.
	EraseMedia(ctx context.Context, media MediaAddress) error
}

// MediaError is what a MediaFetcher returns. Its text carries codes only,
// never an address.
type MediaError struct {
	Reason records.MediaReason
	// Again is true where it may be there later: providers announce media
	// before they can be had.
	Again bool
	Err   error
}

// Error says the reason.
func (e *MediaError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("media %s: %v", e.Reason, e.Err)
	}
	return fmt.Sprintf("media %s", e.Reason)
}

// Unwrap gives the cause.
func (e *MediaError) Unwrap() error { return e.Err }
