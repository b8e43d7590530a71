package pay

import (
	"context"
	"log/slog"
	"net/http"

	"frontdesk/bot/patientpage"
	"frontdesk/jobs"
	"frontdesk/records"
)

// Payments is where invoices are paid; *jobs.Payments is one.
type Payments interface {
	Page(ctx context.Context, slug string) (jobs.PaymentPage, error)
	Open(ctx context.Context, slug, secret string) (jobs.Payable, error)
	Pay(ctx context.Context, slug, secret string) (jobs.Payable, error)
}

// Door serves the page. Secrets, amounts and what they are for don't get into
// the log.
type Door struct {
	payments Payments
	logger   *slog.Logger
}

// New makes the door.
func New(payments Payments, logger *slog.Logger) *Door {
	return &Door{payments: payments, logger: logger}
}

// payment follows the clinic's slug where the payment itself is posted.
const payment = "/payment"

// Mount adds its routes.
func (d *Door) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+jobs.PathPay+"{clinic}", d.serveQuestion)
	mux.HandleFunc("POST "+jobs.PathPay+"{clinic}", d.serving(d.payments.Open))
	mux.HandleFunc("POST "+jobs.PathPay+"{clinic}"+payment, d.serving(d.payments.Pay))
}

// serveQuestion serves what an address in a message opens: the same for all.
func (d *Door) serveQuestion(w http.ResponseWriter, r *http.Request) {
	patientpage.SetHeaders(w.Header(), pagePolicy)
	page, ok := d.page(w, r)
	if !ok {
		return
	}
	view := viewOf(page, r)
	view.Asks = page.Test
	d.write(w, http.StatusOK, view)
}

// page reads whose page it is, or answers why not.
func (d *Door) page(w http.ResponseWriter, r *http.Request) (jobs.PaymentPage, bool) {
	page, err := d.payments.Page(r.Context(), r.PathValue("clinic"))
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
	return jobs.PaymentPage{}, false
}

func (d *Door) unavailable(w http.ResponseWriter, err error) {
	d.logger.Warn("payment page", "error", err)
	w.Header().Set("Retry-After", "30")
	http.Error(w, "This can't be shown at the moment. Try again in a minute: however often you try, it is paid once.", http.StatusServiceUnavailable)
}

// serving answers a posted secret with what was done with it.
func (d *Door) serving(do func(ctx context.Context, slug, secret string) (jobs.Payable, error)) http.HandlerFunc {
	const largest = 4 << 10
	return func(w http.ResponseWriter, r *http.Request) {
		patientpage.SetHeaders(w.Header(), pagePolicy)
		r.Body = http.MaxBytesReader(w, r.Body, largest)
		page, ok := d.page(w, r)
		if !ok {
			return
		}
		view := viewOf(page, r)
		var found jobs.Payable
		err := jobs.ErrNoPayment
		if r.ParseForm() == nil {
			found, err = do(r.Context(), r.PathValue("clinic"), r.PostForm.Get("secret"))
		}
		switch records.CodeOf(err) {
		case "":
			view.show(page, found)
			d.write(w, http.StatusOK, view)
		case records.CodeForbidden:
			d.write(w, http.StatusForbidden, view)
		case records.CodeNotFound:
			view.Over = true
			d.write(w, http.StatusNotFound, view)
		default:
			d.unavailable(w, err)
		}
	}
}
