package twilio_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

const mediaMessage = "MM000000000000000000000000000000aa"

// mediaLimit is how much the tests fetch at most.
const mediaLimit = 1000

// wanted is the first file of mediaMessage.
func wanted() channel.MediaAddress {
	return channel.MediaAddress{Channel: channels[0], MessageID: mediaMessage, Reference: mediaMessage + "/" + twiliotest.MediaSID(mediaMessage, 0)}
}

// mediaError gives the MediaError of a fetch that must not have gone well.
func mediaError(t *testing.T, err error) *channel.MediaError {
	t.Helper()
	failure, ok := errors.AsType[*channel.MediaError](err)
	if !ok {
		t.Fatalf("got %v, want a MediaError", err)
	}
	for _, secret := range []string{twiliotest.DefaultAuthToken, "Signature", "127.0.0.1", "http"} {
		if strings.Contains(strings.ReplaceAll(err.Error(), "HTTP", ""), secret) {
			t.Errorf("the error tells %q: %v", secret, err)
		}
	}
	return failure
}

// The API gets our credentials, the content network that it points to none.
func TestMediaCredentialsStayWithTheAPI(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	content := bytes.Repeat([]byte("\xff\xd8\xff"), 100)
	s.twilio.KeepMedia(mediaMessage, twiliotest.Media{ContentType: "image/jpeg", Content: content})
	got, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
	if err != nil || !bytes.Equal(got, content) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	if asked, served := s.twilio.MediaRequests(); asked != 1 || served != 1 {
		t.Errorf("%d requests to the API, %d to the content network", asked, served)
	}
	if leaked := s.twilio.LeakedCredentials(); leaked != 0 {
		t.Errorf("%d requests carried our credentials to the content network", leaked)
	}
}

// A redirect is followed to Twilio's hosts and nowhere else.
func TestMediaRedirects(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	bystander := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(func() {
		bystander.Close()
		if reached.Load() {
			t.Error("a bystander was reached")
		}
	})
	port := bystander.URL[strings.LastIndex(bystander.URL, ":"):]
	for _, target := range []string{
		"http://localhost" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port, "http://2130706433" + port,
		"https://127.0.0.1" + port, "http://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://mms.twiliocdn.com.evil.example/x",
		"https://eviltwiliocdn.com/x", "http://mms.twiliocdn.com/x", "https://mms.twiliocdn.com:8443/x", "https://u:p@mms.twiliocdn.com/x",
		"https://s3-external-1.amazonaws.com/evil/x", "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../evil/x",
		"https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/x", "file:///etc/passwd", "ftp://mms.twiliocdn.com/x", "//localhost" + port,
		"gopher://mms.twiliocdn.com/", "https:///x",
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, nil)
			s.twilio.KeepMedia(mediaMessage, twiliotest.Media{Content: []byte("x")})
			s.twilio.RedirectMedia(target)
			_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
			if failure := mediaError(t, err); failure.Reason != records.MediaForbiddenAddress || failure.Again {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A name of Twilio's that leads to an address of this machine or this network
// is refused when the connection is made.
func TestMediaNamesThatLeadInside(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	transport := twilio.NewMediaTransport(func(string) bool { return false })
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+listener.Addr().String()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err == nil {
		response.Body.Close()
	}
	if !errors.Is(err, twilio.ErrForbiddenAddress) {
		t.Errorf("got %v", err)
	}
	for address, want := range map[string]bool{
		"54.231.0.1": true, "2600:1f18::1": true, "64:ff9b::36e7:1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "0.1.2.3": false, "192.0.0.8": false, "198.18.0.1": false, "203.0.113.9": false, "224.0.0.1": false, "240.0.0.1": false,
		"255.255.255.255": false, "::": false, "::1": false, "::ffff:10.0.0.1": false, "::7f00:1": false, "fe80::1": false, "fe80::1%lo": false,
		"fc00::1": false, "fd00:ec2::254": false, "fec0::1": false, "ff02::1": false, "2001:db8::1": false, "2002:7f00:1::": false, "2001::1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::1": false, "100::1": false,
	} {
		if got := twilio.Public(address); got != want {
			t.Errorf("%s is public: %t", address, got)
		}
	}
}

func TestMediaHosts(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, func(c *twilio.Config) { c.APIURL = "" })
	for address, want := range map[string]bool{
		"https://mms.twiliocdn.com/AC1/x?Expires=1": true, "https://media.twiliocdn.com/x": true, "https://MMS.TwilioCDN.com/x": true,
		"https://api.twilio.com/x": true, "https://media.ie1.twilio.com:443/x": true, "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/x": true,
		"https://127.0.0.1/x": false, "https://mms.twiliocdn.com./x": false, "https://twilio.com.evil.example/x": false, "http://api.twilio.com/x": false,
	} {
		target, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.adapter.ServesMedia(target); got != want {
			t.Errorf("%s: %t", address, got)
		}
	}
}

// What goes wrong at Twilio is told apart: what may be there later from what
// never will.
func TestMediaFaults(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		fault twiliotest.Fault
		want  records.MediaReason
		again bool
	}{
		{"not there yet", twiliotest.Refused(404, 20404, "not found"), records.MediaGone, true},
		{"deleted", twiliotest.Refused(410, 20404, "gone"), records.MediaGone, false},
		{"too many requests", twiliotest.TooManyRequests(1), records.MediaUnavailable, true},
		{"credentials refused", twiliotest.Refused(401, 20003, "Authenticate"), records.MediaUnavailable, true},
		{"a broken gateway", twiliotest.BrokenGateway(502), records.MediaUnavailable, true},
		{"a cut connection", twiliotest.Cut(), records.MediaUnavailable, true},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, nil)
			s.twilio.KeepMedia(mediaMessage, twiliotest.Media{Content: []byte("x")})
			// A connection that breaks is tried again by the transport, once.
			s.twilio.FailMedia(test.fault, test.fault)
			_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
			if failure := mediaError(t, err); failure.Reason != test.want || failure.Again != test.again {
				t.Errorf("got %v, again %t", err, failure.Again)
			}
		})
	}
	t.Run("silence", func(t *testing.T) {
		t.Parallel()
		s := start(t, twiliotest.Options{}, func(c *twilio.Config) { c.MediaTimeout = 50 * time.Millisecond })
		s.twilio.FailMedia(twiliotest.Silent())
		_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
		if failure := mediaError(t, err); failure.Reason != records.MediaUnavailable || !failure.Again {
			t.Errorf("got %v", err)
		}
	})
	t.Run("redirects without end", func(t *testing.T) {
		t.Parallel()
		s := start(t, twiliotest.Options{}, nil)
		loop := httptest.NewServer(http.RedirectHandler("/", http.StatusFound))
		t.Cleanup(loop.Close)
		s.twilio.KeepMedia(mediaMessage, twiliotest.Media{Content: []byte("x")})
		s.twilio.RedirectMedia(loop.URL)
		_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
		if failure := mediaError(t, err); failure.Reason != records.MediaUnavailable {
			t.Errorf("got %v", err)
		}
	})
}

// A body is read to the limit and no further, however long it says it is, and
// one that never ends ends with the time for it.
func TestMediaBodies(t *testing.T) {
	t.Parallel()
	bodies := map[string]struct {
		serve  http.HandlerFunc
		reason records.MediaReason
	}{
		"announced too long": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1001")
			_, _ = w.Write(make([]byte, 1001))
		}, records.MediaTooLarge},
		"too long without a word": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write(make([]byte, 100))
				_ = http.NewResponseController(w).Flush() // the client may have gone
			}
		}, records.MediaTooLarge},
		"slow": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("a"))
			_ = http.NewResponseController(w).Flush() // the client may have gone
			<-r.Context().Done()
		}, records.MediaUnavailable},
		"shorter than it says": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = w.Write(make([]byte, 100))
		}, records.MediaUnavailable},
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			network := httptest.NewServer(body.serve)
			t.Cleanup(network.Close)
			s := start(t, twiliotest.Options{}, func(c *twilio.Config) { c.MediaTimeout = time.Second })
			s.twilio.KeepMedia(mediaMessage, twiliotest.Media{Content: []byte("x")})
			s.twilio.RedirectMedia(network.URL)
			_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
			if failure := mediaError(t, err); failure.Reason != body.reason {
				t.Errorf("got %v, want %s", err, body.reason)
			}
		})
	}
}

// A fetch ends with its context.
func TestMediaFetchIsCancelled(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.adapter.FetchMedia(ctx, wanted(), mediaLimit)
	if failure := mediaError(t, err); !failure.Again {
		t.Errorf("got %v", err)
	}
}

// Twilio's copy is deleted once, by its ids or by its place; that it is gone
// already is no error, and what can't be asked is.
func TestMediaIsErasedAtTwilio(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	s.twilio.KeepMedia(mediaMessage, twiliotest.Media{Content: []byte("first")}, twiliotest.Media{Content: []byte("second")})
	s.twilio.FailMedia(twiliotest.TooManyRequests(1))
	if err := s.adapter.EraseMedia(t.Context(), wanted()); records.CodeOf(err) != records.CodeUnavailable {
		t.Errorf("got %v", err)
	}
	for range 2 {
		if err := s.adapter.EraseMedia(t.Context(), wanted()); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.adapter.FetchMedia(t.Context(), wanted(), mediaLimit)
	if failure := mediaError(t, err); failure.Reason != records.MediaGone {
		t.Errorf("got %v", err)
	}
	byPlace := channel.MediaAddress{Channel: channels[0], MessageID: mediaMessage, Place: 1}
	if content, err := s.adapter.FetchMedia(t.Context(), byPlace, mediaLimit); err != nil || string(content) != "second" {
		t.Errorf("the other one: %q, %v", content, err)
	}
	nothing := channel.MediaAddress{Channel: channels[0], MessageID: "SMunknown", Place: 3}
	if err := s.adapter.EraseMedia(t.Context(), nothing); err != nil {
		t.Errorf("what there isn't: %v", err)
	}
}
