package calendar

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/icalendar"
)

// Calendars gives what addresses open; *jobs.Published is one. An address that
// opens nothing is records.CodeNotFound, one of an appointment that has moved on
// jobs.ErrLinkVoid.
type Calendars interface {
	PractitionerCalendar(ctx context.Context, slug, secret string) (icalendar.Calendar, error)
	VisitCalendar(ctx context.Context, slug, secret string) (icalendar.Entry, error)
}

// Feeds serves the calendars. No address gets into the log.
type Feeds struct {
	calendars Calendars
	logger    *slog.Logger
}

// New makes the feeds.
func New(calendars Calendars, logger *slog.Logger) *Feeds {
	return &Feeds{calendars: calendars, logger: logger}
}

// extension ends every address, so that telephones know what they are given.
const extension = ".ics"

// Mount adds the routes, for GET and HEAD.
func (f *Feeds) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+jobs.PathCalendar+"{clinic}/{file}", f.servePractitioner)
	mux.HandleFunc("GET "+jobs.PathCalendar+"{clinic}"+jobs.PathVisit+"{file}", f.serveVisit)
}

func (f *Feeds) servePractitioner(w http.ResponseWriter, r *http.Request) {
	f.serve(w, r, func(secret string) (icalendar.Calendar, error) {
		return f.calendars.PractitionerCalendar(r.Context(), r.PathValue("clinic"), secret)
	})
}

func (f *Feeds) serveVisit(w http.ResponseWriter, r *http.Request) {
	f.serve(w, r, func(secret string) (icalendar.Calendar, error) {
		entry, err := f.calendars.VisitCalendar(r.Context(), r.PathValue("clinic"), secret)
		return icalendar.Calendar{Entries: []icalendar.Entry{entry}}, err
	})
}

func (f *Feeds) serve(w http.ResponseWriter, r *http.Request, read func(secret string) (icalendar.Calendar, error)) {
	header := w.Header()
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	// Nobody on the way keeps it; the reader may, but asks each time.
	header.Set("Cache-Control", "private, no-cache")
	secret, named := strings.CutSuffix(r.PathValue("file"), extension)
	if !named {
		secret = "" // opens nothing, after the same work
	}
	calendar, err := read(secret)
	if err != nil {
		f.refuse(w, r, err)
		return
	}
	content, err := icalendar.Encode(calendar)
	if err != nil {
		f.refuse(w, r, err)
		return
	}
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header.Set("ETag", tag)
	if known(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "text/calendar; charset=utf-8")
	header.Set("Content-Disposition", `inline; filename="appointments.ics"`)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the client may be gone, and HEAD wants no body
}

// known says whether a reader has this version already (RFC 9110, 13.1.2).
func known(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
			return true
		}
	}
	return false
}

func (f *Feeds) refuse(w http.ResponseWriter, r *http.Request, err error) {
	answer := func(status int, sentence string) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(sentence + "\n")) // the client may be gone
	}
	switch {
	case errors.Is(err, jobs.ErrLinkVoid):
		answer(http.StatusGone, "This appointment has changed since the link was sent. Write to the clinic for the new one.")
	case records.CodeOf(err) == records.CodeNotFound:
		answer(http.StatusNotFound, "This address has no calendar. Ask the clinic for a new one.")
	case r.Context().Err() != nil:
		// Whoever asked has gone.
	default:
		f.logger.Warn("calendar", "error", err)
		w.Header().Set("Retry-After", "60")
		answer(http.StatusServiceUnavailable, "The calendar can't be read at the moment. Try again in a minute.")
	}
}
