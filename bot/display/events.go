package display

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"frontdesk/jobs"
)

const (
	// streamLife is how long one stream lasts: the browser then asks again, so
	// that screens spread over the nodes that there are.
	streamLife = 10 * time.Minute
	// heartbeat keeps whatever is between from closing a stream that is silent,
	// and tells the page that the connection is alive.
	heartbeat = 10 * time.Second
	// writePatience is how long a screen may take to read one event.
	writePatience = 10 * time.Second
)

// serveEvents tells a page when there is something new to show. The page then
// reads itself again: what is shown is made in one place.
func (d *Display) serveEvents(w http.ResponseWriter, r *http.Request) {
	board, shown := d.board(w, r)
	if !shown {
		return
	}
	select {
	case d.streams <- struct{}{}:
		defer func() { <-d.streams }()
	default:
		w.Header().Set("Retry-After", "30")
		refuse(w, http.StatusServiceUnavailable, "Too many screens are open.")
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	s := &stream{w: w, controller: http.NewResponseController(w), now: d.config.Now}
	seen := d.digest(board)
	if !s.send("retry: 1000\n\n" + changed(seen)) {
		return
	}
	d.follow(r, s, seen)
}

// follow looks for changes until the screen goes, the program stops or the
// stream's time is over.
func (d *Display) follow(r *http.Request, s *stream, seen string) {
	look, beat, end := time.NewTicker(d.config.Look), time.NewTicker(heartbeat), time.NewTimer(streamLife)
	defer look.Stop()
	defer beat.Stop()
	defer end.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-d.config.Stopping:
			return
		case <-end.C:
			return
		case <-beat.C:
			if !s.send("event: alive\ndata:\n\n") {
				return
			}
		case <-look.C:
			board, err := d.config.Rooms.WaitingRoom(r.Context(), r.PathValue("clinic"), r.PathValue("secret"))
			if err != nil {
				return // the browser asks again, and is told why
			}
			if digest := d.digest(board); digest != seen {
				if !s.send(changed(digest)) {
					return
				}
				seen = digest
			}
		}
	}
}

func changed(digest string) string { return fmt.Sprintf("event: changed\ndata: %s\n\n", digest) }

// digest names what a board shows, the time of day aside.
func (d *Display) digest(board jobs.Board) string {
	var content bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&content, "room", viewOf(board)); err != nil {
		return ""
	}
	sum := sha256.Sum256(content.Bytes())
	return hex.EncodeToString(sum[:8])
}

// stream is one screen's connection.
type stream struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	now        func() time.Time
}

// send writes an event and says whether the screen still reads. Each write has
// a deadline of its own, since the server's is for whole answers.
func (s *stream) send(event string) bool {
	// A writer without deadlines (a test's) has no slow reader either.
	_ = s.controller.SetWriteDeadline(s.now().Add(writePatience))
	if _, err := s.w.Write([]byte(event)); err != nil {
		return false
	}
	return s.controller.Flush() == nil
}
