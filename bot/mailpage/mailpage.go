package mailpage

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"frontdesk/bot/patientpage"
	"frontdesk/jobs"
	"frontdesk/records"
)

// Mail is where addresses are confirmed and e-mails ended; *jobs.Mail is one.
type Mail interface {
	Page(ctx context.Context, slug string) (jobs.IdentityPage, error)
	Confirm(ctx context.Context, slug, secret string) error
	Stop(ctx context.Context, slug, secret string, way jobs.StopWay) error
	Start(ctx context.Context, slug, secret string) error
}

// Door serves the pages. No secret gets into the log.
type Door struct {
	mail   Mail
	logger *slog.Logger
}

// New makes the door.
func New(mail Mail, logger *slog.Logger) *Door { return &Door{mail: mail, logger: logger} }

// Mount adds its routes.
func (d *Door) Mount(mux *http.ServeMux) {
	stop := jobs.PathMail + "{clinic}" + jobs.PathMailStop + "{secret}"
	mux.HandleFunc("GET "+jobs.PathMail+"{clinic}", d.serveConfirmation)
	mux.HandleFunc("POST "+jobs.PathMail+"{clinic}", d.serveConfirmed)
	mux.HandleFunc("GET "+stop, d.serveStop)
	mux.HandleFunc("POST "+stop, d.serveStopped)
}

func (d *Door) serveConfirmation(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	if page, ok := d.page(w, r); ok {
		d.write(w, http.StatusOK, confirmationOf(page, r))
	}
}

func (d *Door) serveConfirmed(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	page, ok := d.page(w, r)
	if !ok {
		return
	}
	err := jobs.ErrNoMailLink
	if parseForm(w, r) == nil {
		err = d.mail.Confirm(r.Context(), r.PathValue("clinic"), r.PostForm.Get("secret"))
	}
	d.answer(w, r, confirmationOf(page, r).after(err), err)
}

func (d *Door) serveStop(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	if page, ok := d.page(w, r); ok {
		d.write(w, http.StatusOK, stopOf(page, r))
	}
}

// serveStopped does what a mail program or the page's form asks for. Neither has
// to log in, and the former is not asked back (RFC 8058, 3.2).
func (d *Door) serveStopped(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	page, ok := d.page(w, r)
	if !ok {
		return
	}
	view := stopOf(page, r)
	clinic, secret := r.PathValue("clinic"), r.PathValue("secret")
	err := jobs.ErrNoMailLink
	if parseForm(w, r) == nil {
		switch {
		case r.PostForm.Get("List-Unsubscribe") == "One-Click":
			err = d.mail.Stop(r.Context(), clinic, secret, jobs.StopByRequest)
		case r.PostForm.Get("messages") == "stop":
			err = d.mail.Stop(r.Context(), clinic, secret, jobs.StopByButton)
		case r.PostForm.Get("messages") == "start":
			err = d.mail.Start(r.Context(), clinic, secret)
			view.done, view.again = view.started, ""
		}
	}
	d.answer(w, r, view.after(err), err)
}

// parseForm reads a form of either kind, which is short: mail programs may send
// multipart/form-data (RFC 8058, 3.2).
func parseForm(w http.ResponseWriter, r *http.Request) error {
	const largest = 4 << 10
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	if err := r.ParseMultipartForm(largest); err != nil && !errors.Is(err, http.ErrNotMultipart) { //nolint:gosec // the body is bounded one line above
		return err
	}
	return r.ParseForm()
}

// page reads whose page it is, or answers why not.
func (d *Door) page(w http.ResponseWriter, r *http.Request) (jobs.IdentityPage, bool) {
	page, err := d.mail.Page(r.Context(), r.PathValue("clinic"))
	switch {
	case err == nil:
		return page, true
	case records.CodeOf(err) == records.CodeNotFound:
		http.Error(w, "There is no such page. Open the link in the e-mail once more.", http.StatusNotFound)
	case r.Context().Err() != nil:
		// Whoever asked has gone.
	default:
		d.unavailable(w, err)
	}
	return jobs.IdentityPage{}, false
}

// answer writes the page that follows a form.
func (d *Door) answer(w http.ResponseWriter, r *http.Request, shown view, err error) {
	switch {
	case err == nil:
		d.write(w, http.StatusOK, shown)
	case records.CodeOf(err) == records.CodeNotFound:
		d.write(w, http.StatusNotFound, shown)
	case r.Context().Err() != nil:
		// Whoever asked has gone.
	default:
		d.unavailable(w, err)
	}
}

func (d *Door) unavailable(w http.ResponseWriter, err error) {
	d.logger.Warn("mail page", "error", err)
	w.Header().Set("Retry-After", "30")
	http.Error(w, "This can't be done at the moment. Try again in a minute.", http.StatusServiceUnavailable)
}
