package pay_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/pay"
	"frontdesk/jobs"
	"frontdesk/records"
)

// till stands for the service: one clinic and one address.
type till struct {
	off    bool
	failed error
	opened []string
	paid   []string
}

func (l *till) Page(_ context.Context, slug string) (jobs.PaymentPage, error) {
	if slug != "riverside" {
		return jobs.PaymentPage{}, records.NotFound("clinic")
	}
	return jobs.PaymentPage{
		Test:         !l.off,
		IdentityPage: jobs.IdentityPage{Clinic: "Riverside <Clinic>", Slug: slug, Country: "US", Language: records.English, Zone: time.UTC},
	}, l.failed
}

func (l *till) Open(_ context.Context, _, secret string) (jobs.Payable, error) {
	l.opened = append(l.opened, secret)
	return l.answer(secret, len(l.paid) > 0)
}

func (l *till) Pay(_ context.Context, _, secret string) (jobs.Payable, error) {
	if secret == "right" {
		l.paid = append(l.paid, secret)
	}
	return l.answer(secret, true)
}

func (l *till) answer(secret string, paid bool) (jobs.Payable, error) {
	switch {
	case l.off:
		return jobs.Payable{}, &records.Error{Code: records.CodeForbidden, Message: "off"}
	case secret != "right":
		return jobs.Payable{}, jobs.ErrNoPayment
	case paid:
		return jobs.Payable{ShownInvoice: jobs.ShownInvoice{Number: "1042"}, Paid: true}, nil
	}
	return jobs.Payable{ShownInvoice: jobs.ShownInvoice{
		Number: "1042", Description: "Root canal <b>", Total: 8050, Currency: "USD", Secret: secret,
		DueDate: records.LocalDate{Year: 2026, Month: time.December, Day: 4},
	}}, nil
}

// door serves the page with a log that can be read.
func door(t *testing.T) (*till, http.Handler, *strings.Builder) {
	t.Helper()
	service, log, mux := &till{}, &strings.Builder{}, http.NewServeMux()
	pay.New(service, slog.New(slog.NewTextHandler(log, nil))).Mount(mux)
	return service, mux, log
}

func ask(t *testing.T, handler http.Handler, method, path, language, secret string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(url.Values{"secret": {secret}}.Encode()))
	request.Header.Set("Accept-Language", language)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

func has(t *testing.T, answer *httptest.ResponseRecorder, status int, wanted ...string) {
	t.Helper()
	for _, part := range wanted {
		if !strings.Contains(answer.Body.String(), part) {
			t.Errorf("lacks %q", part)
		}
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive", "X-Content-Type-Options": "nosniff",
	} {
		if got := answer.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	policy := answer.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'sha256-"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %q", policy, part)
		}
	}
	if answer.Code != status || len(answer.Result().Cookies()) > 0 || t.Failed() {
		t.Errorf("got %d:\n%s", answer.Code, answer.Body)
	}
}

// To open the address in a message shows nothing of the invoice and pays
// nothing; nor does to look at it.
func TestLookingPaysNothing(t *testing.T) {
	t.Parallel()
	service, handler, log := door(t)
	page := ask(t, handler, http.MethodGet, "/pay/riverside", "", "")
	has(t, page, http.StatusOK, "Riverside &lt;Clinic&gt;", "This is a test", "Show the invoice")
	if body := page.Body.String(); strings.Contains(body, "1042") || strings.Contains(body, "80.50") || len(service.opened) > 0 {
		t.Errorf("the page tells: %s", body)
	}
	shown := ask(t, handler, http.MethodPost, "/pay/riverside", "", "right")
	has(t, shown, http.StatusOK, "This is a test", "Invoice 1042", "$80.50", "Root canal &lt;b&gt;", "December 4, 2026", "Pay $80.50 (test)",
		`action="/pay/riverside/payment"`, `value="right"`)
	if len(service.paid) > 0 || log.Len() > 0 {
		t.Errorf("paid %q, log %s", service.paid, log)
	}
	if missing := ask(t, handler, http.MethodGet, "/pay/elsewhere", "", ""); missing.Code != http.StatusNotFound {
		t.Errorf("another clinic's page gives %d", missing.Code)
	}
	if got := ask(t, handler, http.MethodGet, "/pay/riverside/payment", "", ""); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("to get the payment gives %d", got.Code)
	}
}

func TestPaying(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"":      {"Thank you, invoice 1042 is paid", "no money was moved", "go back to your messages"},
		"es-MX": {"la factura 1042 está pagada", "no se movió dinero", "Vuelva a sus mensajes"},
		"pt-BR": {"a fatura 1042 está paga", "nenhum dinheiro foi movimentado", "Volte às suas mensagens"},
	} {
		service, handler, log := door(t)
		for range 2 { // as an impatient thumb would
			paid := ask(t, handler, http.MethodPost, "/pay/riverside/payment", language, "right")
			has(t, paid, http.StatusOK, want...)
			if body := paid.Body.String(); strings.Contains(body, "80.50") || strings.Contains(body, "<form") || strings.Contains(body, "right\"") {
				t.Errorf("the page has more than it should: %s", body)
			}
		}
		has(t, ask(t, handler, http.MethodPost, "/pay/riverside", language, "right"), http.StatusOK, want[0])
		if len(service.paid) != 2 || log.Len() > 0 {
			t.Errorf("paid %q, log %s", service.paid, log)
		}
	}
}

// Whatever is wrong with an address has one answer.
func TestAddressesThatPayNothing(t *testing.T) {
	t.Parallel()
	service, handler, log := door(t)
	var first string
	for _, path := range []string{"/pay/riverside", "/pay/riverside/payment"} {
		for _, secret := range []string{"rigth", "", strings.Repeat("x", 5000)} {
			answer := ask(t, handler, http.MethodPost, path, "", secret)
			has(t, answer, http.StatusNotFound, "does not work any more", `role="alert"`)
			if first == "" {
				first = answer.Body.String()
			}
			if answer.Body.String() != first {
				t.Errorf("%s with %.10q: %s", path, secret, answer.Body)
			}
		}
	}
	if len(service.paid) > 0 || log.Len() > 0 {
		t.Errorf("paid %q, log %s", service.paid, log)
	}
}

// A service that takes no payments says so in a sentence, whatever is sent.
func TestPaymentsOff(t *testing.T) {
	t.Parallel()
	service, handler, _ := door(t)
	service.off = true
	has(t, ask(t, handler, http.MethodGet, "/pay/riverside", "", ""), http.StatusOK, "takes no payments on this page")
	for _, path := range []string{"/pay/riverside", "/pay/riverside/payment"} {
		answer := ask(t, handler, http.MethodPost, path, "", "right")
		has(t, answer, http.StatusForbidden, "takes no payments on this page")
		if strings.Contains(answer.Body.String(), "<form") {
			t.Errorf("there is a form: %s", answer.Body)
		}
	}
}

// A database that is away is said to be, without a word of the cause, and what
// is logged has no secret.
func TestUnavailable(t *testing.T) {
	t.Parallel()
	service, handler, log := door(t)
	service.failed = errors.New("the database is away")
	answer := ask(t, handler, http.MethodPost, "/pay/riverside/payment", "", "right")
	if answer.Code != http.StatusServiceUnavailable || strings.Contains(answer.Body.String(), "database") || !strings.Contains(answer.Body.String(), "it is paid once") {
		t.Errorf("got %d: %s", answer.Code, answer.Body)
	}
	if !strings.Contains(log.String(), "database is away") || strings.Contains(log.String(), "right") {
		t.Errorf("the log has %s", log)
	}
}
