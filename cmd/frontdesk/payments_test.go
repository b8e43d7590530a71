package main

import (
	"net/http"
	"strings"
	"testing"
)

// A service takes no payments unless it is told to, and says so in a sentence;
// one that takes test payments says that they are.
func TestPaymentsAreOffUnlessSwitchedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for setting, sentence := range map[string]string{"": "takes no payments on this page", "off": "takes no payments on this page", "on": "This is a test"} {
		served := w.serve("FRONTDESK_TEST_PAYMENTS=" + setting)
		status, page := get(t, served.url+"/pay/test")
		if status != http.StatusOK || !strings.Contains(page, sentence) {
			t.Errorf("with %q: %d\n%s", setting, status, page)
		}
		served.stop()
	}
}
