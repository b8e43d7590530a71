package identity

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot/patientpage"
	"frontdesk/jobs"
	"frontdesk/records"
)

// Identities is where somebody shows who they are; *jobs.Identities is one.
type Identities interface {
	Page(ctx context.Context, slug string) (jobs.IdentityPage, error)
	Show(ctx context.Context, slug, secret string, born records.LocalDate) (jobs.Shown, error)
}

// Config is what the page works with. Identities and Logger must be set.
type Config struct {
	Identities Identities
	Logger     *slog.Logger
	// Patience is after what time every answer to a birth date comes, so that
	// its time tells nothing; zero is 0.4 seconds.
	Patience time.Duration
}

// Door serves the page. Neither secrets nor birth dates get into the log.
type Door struct{ config Config }

// New makes the door.
func New(config Config) *Door {
	if config.Patience == 0 {
		config.Patience = 400 * time.Millisecond
	}
	return &Door{config: config}
}

// Mount adds its routes.
func (d *Door) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+jobs.PathIdentity+"{clinic}", d.serveQuestion)
	mux.HandleFunc("POST "+jobs.PathIdentity+"{clinic}", d.serveAnswer)
}

func (d *Door) serveQuestion(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	page, ok := d.page(w, r)
	if ok {
		d.write(w, http.StatusOK, viewOf(page, r))
	}
}

// page reads whose page it is, or answers why not.
func (d *Door) page(w http.ResponseWriter, r *http.Request) (jobs.IdentityPage, bool) {
	page, err := d.config.Identities.Page(r.Context(), r.PathValue("clinic"))
	switch {
	case err == nil:
		return page, true
	case records.CodeOf(err) == records.CodeNotFound:
		http.Error(w, "There is no such page. Open the link in your messages once more.", http.StatusNotFound)
	case r.Context().Err() != nil:
		// Whoever asked has gone.
	default:
		d.unavailable(w, err)
	}
	return jobs.IdentityPage{}, false
}

func (d *Door) unavailable(w http.ResponseWriter, err error) {
	d.config.Logger.Warn("identity page", "error", err)
	w.Header().Set("Retry-After", "30")
	http.Error(w, "This can't be shown at the moment. Try again in a minute.", http.StatusServiceUnavailable)
}

func (d *Door) serveAnswer(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	const largest = 4 << 10
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	patience := time.NewTimer(d.config.Patience)
	defer patience.Stop()
	page, ok := d.page(w, r)
	if !ok {
		return
	}
	secret, born, whole := answerOf(r)
	view := viewOf(page, r)
	view.Secret = secret
	var shown jobs.Shown
	err := jobs.ErrNotShown
	if whole {
		shown, err = d.config.Identities.Show(r.Context(), r.PathValue("clinic"), secret, born)
	}
	select {
	case <-patience.C:
	case <-r.Context().Done():
		return
	}
	switch {
	case err == nil:
		view.disclose(page, shown)
		d.write(w, http.StatusOK, view)
	case records.CodeOf(err) == records.CodeNotFound:
		view.Wrong = true
		d.write(w, http.StatusUnprocessableEntity, view)
	default:
		d.unavailable(w, err)
	}
}

// answerOf reads the form; a date that is none is no whole answer.
func answerOf(r *http.Request) (secret string, born records.LocalDate, whole bool) {
	if err := r.ParseForm(); err != nil {
		return "", records.LocalDate{}, false
	}
	number := func(name string) int {
		value, err := strconv.Atoi(strings.TrimSpace(r.PostForm.Get(name)))
		if err != nil {
			return 0
		}
		return value
	}
	born = records.LocalDate{Year: number("year"), Month: time.Month(number("month")), Day: number("day")}
	return r.PostForm.Get("secret"), born, records.LocalDateOf(born.Time(), time.UTC) == born
}
