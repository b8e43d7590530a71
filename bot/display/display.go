package display

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Rooms gives what a display shows; *jobs.Published is one. An address that
// opens nothing is records.CodeNotFound.
type Rooms interface {
	WaitingRoom(ctx context.Context, slug, secret string) (jobs.Board, error)
}

// Config is what the display works with. All must be set.
type Config struct {
	Rooms  Rooms
	Logger *slog.Logger
	// Now is the clock, for the time on the screen and deadlines.
	Now func() time.Time
	// Stopping is closed when the program shuts down: open streams end then.
	Stopping <-chan struct{}
	// Look is how often a stream looks for changes; zero is every 0.7 seconds.
	Look time.Duration
}

// maxStreams bounds how many screens one node keeps up to date.
const maxStreams = 500

// Display serves the pages. Neither addresses nor what is shown get into the
// log.
type Display struct {
	config  Config
	streams chan struct{}
}

// New makes the display.
func New(config Config) *Display {
	if config.Look == 0 {
		config.Look = 700 * time.Millisecond
	}
	return &Display{config: config, streams: make(chan struct{}, maxStreams)}
}

// Mount adds its routes.
func (d *Display) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+jobs.PathDisplay+"{clinic}/{secret}", d.servePage)
	mux.HandleFunc("GET "+jobs.PathDisplay+"{clinic}/{secret}/events", d.serveEvents)
}

// setHeaders sets what every answer has: nobody on the way may keep it, list
// it, frame it, or learn its address from where a link leads.
func setHeaders(header http.Header) {
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Content-Security-Policy", pagePolicy)
}

// board reads what is shown, or answers why not.
func (d *Display) board(w http.ResponseWriter, r *http.Request) (jobs.Board, bool) {
	setHeaders(w.Header())
	board, err := d.config.Rooms.WaitingRoom(r.Context(), r.PathValue("clinic"), r.PathValue("secret"))
	switch {
	case err == nil:
		return board, true
	case records.CodeOf(err) == records.CodeNotFound:
		refuse(w, http.StatusNotFound, "This address shows nothing. Ask the manager for a new one.")
	case r.Context().Err() != nil:
		// Whoever asked has gone.
	default:
		d.config.Logger.Warn("waiting room display", "error", err)
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable, "The waiting room can't be shown at the moment. It comes back by itself.")
	}
	return jobs.Board{}, false
}

func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(sentence + "\n")) // the client may be gone
}
