package simulator_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, remote, host string
		header             [2]string
		want               int
	}{
		{"IPv4", "127.0.0.1:40000", "127.0.0.1:8080", [2]string{}, http.StatusOK},
		{"the rest of 127/8", "127.0.0.53:40000", "127.1.2.3:8080", [2]string{}, http.StatusOK},
		{"IPv6", "[::1]:40000", "[::1]:8080", [2]string{}, http.StatusOK},
		{"IPv6 without port", "[::1]:40000", "[::1]", [2]string{}, http.StatusOK},
		{"IPv4 in IPv6", "[::ffff:127.0.0.1]:40000", "localhost:8080", [2]string{}, http.StatusOK},
		{"localhost without port", "127.0.0.1:40000", "LocalHost", [2]string{}, http.StatusOK},
		{"same origin", "127.0.0.1:40000", "localhost", [2]string{"Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"from the network", "192.0.2.1:40000", "127.0.0.1:8080", [2]string{}, http.StatusForbidden},
		{"from a network of the same site", "10.0.0.7:40000", "localhost", [2]string{}, http.StatusForbidden},
		{"from nowhere", "", "localhost", [2]string{}, http.StatusForbidden},
		{"from a Unix socket", "@", "localhost", [2]string{}, http.StatusForbidden},
		{"rebound name", "127.0.0.1:40000", "attacker.example:8080", [2]string{}, http.StatusForbidden},
		{"name that begins well", "127.0.0.1:40000", "localhost.attacker.example", [2]string{}, http.StatusForbidden},
		{"address that begins well", "127.0.0.1:40000", "127.0.0.1.attacker.example", [2]string{}, http.StatusForbidden},
		{"unspecified address", "127.0.0.1:40000", "0.0.0.0:8080", [2]string{}, http.StatusForbidden},
		{"no name", "127.0.0.1:40000", "", [2]string{}, http.StatusForbidden},
		{"behind a proxy", "127.0.0.1:40000", "localhost", [2]string{"X-Forwarded-For", "192.0.2.1"}, http.StatusForbidden},
		{"behind a modern proxy", "127.0.0.1:40000", "localhost", [2]string{"Forwarded", "for=192.0.2.1"}, http.StatusForbidden},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, target := range []string{"/simulator", "/simulator/channels", "/simulator/messages?from=%2B15550001111", "/simulator/phone.js"} {
				request := httptest.NewRequest(http.MethodGet, target, nil)
				request.RemoteAddr, request.Host = test.remote, test.host
				if test.header[0] != "" {
					request.Header.Set(test.header[0], test.header[1])
				}
				recorder := httptest.NewRecorder()
				newClinic().open(&bytes.Buffer{}).ServeHTTP(recorder, request)
				if recorder.Code != test.want {
					t.Errorf("GET %s: status %d, want %d", target, recorder.Code, test.want)
				}
			}
		})
	}
}

func TestAnotherSiteCanNotWrite(t *testing.T) {
	t.Parallel()
	for name, header := range map[string][2]string{
		"another site":   {"Sec-Fetch-Site", "cross-site"},
		"another port":   {"Sec-Fetch-Site", "same-site"},
		"another origin": {"Origin", "https://attacker.example"},
		"no origin":      {"Origin", "null"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clinic := newClinic()
			request := httptest.NewRequest(http.MethodPost, "/simulator/messages",
				strings.NewReader(`{"channel":"sms","from":"+15550001111","text":"hello"}`))
			request.RemoteAddr, request.Host = "127.0.0.1:40000", "127.0.0.1:8080"
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set(header[0], header[1])
			recorder := httptest.NewRecorder()
			clinic.open(&bytes.Buffer{}).ServeHTTP(recorder, request)
			if recorder.Code != http.StatusForbidden {
				t.Errorf("status %d, want %d", recorder.Code, http.StatusForbidden)
			}
			if kept := clinic.all(); len(kept) != 0 {
				t.Errorf("%d messages were kept, want none", len(kept))
			}
			if allowed := recorder.Header().Get("Access-Control-Allow-Origin"); allowed != "" {
				t.Errorf("Access-Control-Allow-Origin is %q, want none", allowed)
			}
		})
	}
}
