package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"rsc.io/qr"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Linker links devices to clinics' telephones; *whatsapp.Adapter is one.
type Linker interface {
	// Link shows codes, the newest counts, until one was scanned or ctx ends.
	Link(ctx context.Context, through records.Channel, show func(code string)) error
}

// LinkingDesk keeps who links devices.
type LinkingDesk interface {
	// LinkDevice gives the channel that somebody is about to link a device to, and
	// DeviceLinked keeps that they did.
	LinkDevice(ctx context.Context, by jobs.Principal, channelID uuid.UUID) (records.Channel, error)
	DeviceLinked(ctx context.Context, by jobs.Principal, channelID uuid.UUID) error
}

type linkDeviceInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The channel's id."`
}

const linkDeviceDescription = `The answer is a stream of server-sent events, which lasts for as long as somebody looks; to end it, end the request.

- code: the code to scan now, as "svg", on the telephone: WhatsApp, Linked devices, Link a device. Each replaces the one before.
- linked: done; a node with FRONTDESK_WHATSAPP=on connects the device within seconds.
- failed: not done, with a "detail" for people.

Whoever sees a code can link their own telephone in the clinic's name, if it has the channel's number. Codes are written down nowhere.`

func (a *API) registerLinking() {
	register(a, operation{
		id: "linkDevice", method: http.MethodPost, path: "/channels/{id}/link", tag: tagChannels,
		summary: "Link a WhatsApp device to the clinic's telephone", description: linkDeviceDescription,
		refusals: []int{http.StatusNotFound, http.StatusConflict},
		answers: map[string]*huma.MediaType{
			"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString, Description: "Events code, linked and failed; the data of each is a JSON object."}},
		},
	}, func(ctx context.Context, by jobs.Principal, input *linkDeviceInput) (*huma.StreamResponse, error) {
		if a.config.Linker == nil {
			return nil, &records.Error{Code: records.CodeConflict, Message: "linked devices are off here; start frontdesk serve with FRONTDESK_WHATSAPP=on"}
		}
		through, err := a.config.Desk.LinkDevice(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(answer huma.Context) { a.link(answer, by, through) }}, nil
	})
}

// link streams the codes of one linking until it is over or nobody looks.
func (a *API) link(answer huma.Context, by jobs.Principal, through records.Channel) {
	answer.SetHeader("Content-Type", "text/event-stream")
	answer.SetHeader("X-Accel-Buffering", "no") // nginx would hold events back
	ctx, cancel := context.WithCancel(answer.Context())
	defer cancel()
	stream := &events{writer: answer.BodyWriter(), now: a.config.Now}
	err := a.config.Linker.Link(ctx, through, func(code string) {
		picture, err := svgOf(code)
		if err != nil || !stream.send("code", map[string]string{"svg": picture}) {
			cancel()
		}
	})
	if err == nil {
		// It is linked, whether or not somebody still looks.
		err = a.config.Desk.DeviceLinked(context.WithoutCancel(ctx), by, through.ID)
	}
	if err != nil {
		stream.send("failed", map[string]string{"detail": reasonOf(ctx, err)})
		return
	}
	stream.send("linked", map[string]string{})
}

// reasonOf says what a person can do about a linking that came to nothing.
func reasonOf(ctx context.Context, err error) string {
	if coded, ok := errors.AsType[*records.Error](err); ok && coded.Message != "" {
		return sentence(coded.Message)
	}
	return problemOf(ctx, err).Error()
}

// events writes server-sent events.
type events struct {
	writer interface {
		Write(content []byte) (int, error)
	}
	now func() time.Time
}

// send writes one and says whether somebody reads. Each has a deadline of its
// own, since the server's is for whole answers.
func (e *events) send(name string, data any) bool {
	const patience = 10 * time.Second
	content, err := json.Marshal(data)
	if err != nil {
		return false
	}
	writer, direct := e.writer.(http.ResponseWriter)
	if direct {
		// A writer without deadlines (a test's) has no slow reader either.
		_ = http.NewResponseController(writer).SetWriteDeadline(e.now().Add(patience))
	}
	if _, err := fmt.Fprintf(e.writer, "event: %s\ndata: %s\n\n", name, content); err != nil {
		return false
	}
	return !direct || http.NewResponseController(writer).Flush() == nil
}

// svgOf draws a code as a picture that needs nothing else, black on white with
// the quiet zone of four modules that the standard asks for (ISO/IEC 18004).
func svgOf(code string) (string, error) {
	const quiet = 4
	drawn, err := qr.Encode(code, qr.L)
	if err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	var path strings.Builder
	for y := range drawn.Size {
		for x := range drawn.Size {
			if drawn.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	size := drawn.Size + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`, size, size, size, size, path.String()), nil
}
