package identity_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
)

// What somebody who has shown who they are owes stands on the page at once, and
// is paid by a form: nothing secret is in an address.
func TestInvoicesAreShown(t *testing.T) {
	t.Parallel()
	owed := jobs.ShownInvoice{
		Number: "1042", PatientName: "Ada <Quist>", Description: "Cleaning <b>", Total: 8050, Currency: "USD",
		DueDate: records.LocalDate{Year: 2026, Month: time.December, Day: 4}, Secret: "pay-this-one",
	}
	atDesk := owed
	atDesk.Secret = ""
	for name, test := range map[string]struct {
		language string
		shown    jobs.Shown
		has, not []string
	}{
		"open": {
			"en",
			jobs.Shown{Purpose: records.AccessBilling, Invoices: []jobs.ShownInvoice{owed}},
			[]string{"Open invoices", "Invoice 1042", "Ada &lt;Quist&gt;", "$80.50", "Cleaning &lt;b&gt;", "December 4, 2026", `action="/pay/riverside?answer"`, `value="pay-this-one"`},
			[]string{"?secret", "#pay-this-one", "front desk", `name="year"`},
		},
		"in Spanish": {
			"es",
			jobs.Shown{Purpose: records.AccessBilling, Invoices: []jobs.ShownInvoice{owed}},
			[]string{"Facturas pendientes", "Factura 1042", "Pagar</button>"},
			[]string{"Open invoices"},
		},
		"no payments here": {
			"en",
			jobs.Shown{Purpose: records.AccessBilling, Invoices: []jobs.ShownInvoice{atDesk}},
			[]string{"Invoice 1042", "pay at the front desk of Riverside"},
			[]string{"<form", "<button"},
		},
		"none":            {"en", jobs.Shown{Purpose: records.AccessBilling}, []string{"There is no open invoice"}, []string{"<form", "front desk"}},
		"another purpose": {"en", jobs.Shown{Purpose: records.AccessResults}, []string{"go back to your messages"}, []string{"invoice", "<form"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service, handler, log := door(t)
			service.shown = test.shown
			answer := ask(t, handler, http.MethodPost, "/l/riverside", test.language, dated("right", "4", "3", "1980"))
			_, body, _ := strings.Cut(answer.Body.String(), "<main>")
			for _, part := range test.has {
				if !strings.Contains(body, part) {
					t.Errorf("lacks %q", part)
				}
			}
			for _, part := range test.not {
				if strings.Contains(body, part) {
					t.Errorf("has %q", part)
				}
			}
			if t.Failed() || answer.Code != http.StatusOK || log.Len() > 0 {
				t.Errorf("%d, log %q:\n%s", answer.Code, log, body)
			}
		})
	}
}
