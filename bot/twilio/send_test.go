package twilio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/bot/twilio/twiliotest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

func TestSendWritesTheRequest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	s := start(t, twiliotest.Options{}, func(config *twilio.Config) { config.Now = func() time.Time { return now } })
	cases := []struct {
		name     string
		through  records.Channel
		expires  time.Time
		prefix   string
		validity int
	}{
		{"SMS", channels[0], time.Time{}, "", 0},
		{"WhatsApp", channels[1], time.Time{}, "whatsapp:", 0},
		{"expires soon", channels[0], now.Add(90*time.Second + time.Millisecond), "", 91},
		{"expires at once", channels[0], now.Add(time.Nanosecond), "", 1},
		{"expires after Twilio would drop it", channels[0], now.AddDate(1, 0, 0), "", 36000},
	}
	for at, test := range cases {
		message := outbound(test.through, "¿Mañana a las 9? 1. Sí 2. No")
		message.ExpiresAt = test.expires
		sent, err := s.adapter.Send(t.Context(), message)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		got := s.twilio.Messages()[at]
		callback := publicURL + "/webhooks/twilio/" + test.through.Name + "/status?message=" + message.ID.String()
		if got.SID != sent.ProviderID || got.From != test.prefix+clinicNumber || got.To != test.prefix+patient ||
			got.Body != message.Text || got.ValidityPeriod != test.validity || got.StatusCallback != callback {
			t.Errorf("%s: Twilio got %+v", test.name, got)
		}
	}
}

func TestSendRefusesWhatTwilioWould(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	expired := outbound(channels[0], "Hello")
	expired.ExpiresAt = time.Now().Add(-time.Second)
	for name, message := range map[string]channel.Outbound{
		"empty":      outbound(channels[0], ""),
		"too long":   outbound(channels[0], strings.Repeat("é", 1601)),
		"expired":    expired,
		"no channel": outbound(records.Channel{}, "Hello"),
	} {
		_, err := s.adapter.Send(t.Context(), message)
		if failure := sendError(t, err); failure.Outcome != channel.OutcomeRefused {
			t.Errorf("%s: %v", name, failure)
		}
	}
	if s.twilio.Accepted() != 0 {
		t.Error("something was sent")
	}
	if _, err := s.adapter.Send(t.Context(), outbound(channels[0], strings.Repeat("é", 1600))); err != nil {
		t.Errorf("1600 characters: %v", err)
	}
}

// TestSendOutcomes holds invariant 5: every way in which a send can end is
// told apart, and what may have gone is never called anything but unknown.
func TestSendOutcomes(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		fault    twiliotest.Fault
		outcome  channel.Outcome
		remedy   channel.Remedy
		code     string
		accepted int64
	}{
		{"opted out", twiliotest.Refused(400, 21610, "unsubscribed"), channel.OutcomeRefused, channel.RemedyOptOut, "21610", 0},
		{"bad number", twiliotest.Refused(400, 21211, "invalid"), channel.OutcomeRefused, channel.RemedyBadAddress, "21211", 0},
		{"not mobile", twiliotest.Refused(400, 21614, "not mobile"), channel.OutcomeRefused, channel.RemedyBadAddress, "21614", 0},
		{"window closed", twiliotest.Refused(400, 63016, "window"), channel.OutcomeRefused, channel.RemedyTemplate, "63016", 0},
		{"credentials", twiliotest.Refused(401, 20003, "Authenticate"), channel.OutcomeRefused, channel.RemedyOperator, "20003", 0},
		{"forbidden, unknown code", twiliotest.Refused(403, 20999, "no"), channel.OutcomeRefused, channel.RemedyOperator, "20999", 0},
		{"unknown code", twiliotest.Refused(400, 29999, "no"), channel.OutcomeRefused, channel.RemedyNone, "29999", 0},
		{"queue full", twiliotest.Refused(400, 21611, "full"), channel.OutcomeNotYet, channel.RemedyNone, "21611", 0},
		{"rate limit", twiliotest.TooManyRequests(7), channel.OutcomeNotYet, channel.RemedyNone, "20429", 0},
		{"rate limit of a proxy", twiliotest.BrokenGateway(429), channel.OutcomeNotYet, channel.RemedyNone, "", 0},
		{"server error", twiliotest.Refused(500, 20500, "sorry"), channel.OutcomeUnknown, channel.RemedyNone, "20500", 0},
		{"gateway", twiliotest.BrokenGateway(502), channel.OutcomeUnknown, channel.RemedyNone, "", 0},
		{"a page of somebody else", twiliotest.BrokenGateway(403), channel.OutcomeUnknown, channel.RemedyNone, "", 0},
		{"a page with success", twiliotest.BrokenGateway(200), channel.OutcomeUnknown, channel.RemedyNone, "", 0},
		{"a redirection", twiliotest.BrokenGateway(302), channel.OutcomeUnknown, channel.RemedyNone, "", 0},
		{"cut after acceptance", twiliotest.AcceptedThenCut(), channel.OutcomeUnknown, channel.RemedyNone, "", 1},
		{"cut before", twiliotest.Cut(), channel.OutcomeUnknown, channel.RemedyNone, "", 0},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, twiliotest.Options{}, nil)
			s.twilio.FailSends(test.fault)
			message := outbound(channels[0], "Hello")
			_, err := s.adapter.Send(t.Context(), message)
			failure := sendError(t, err)
			if failure.Outcome != test.outcome || failure.Remedy != test.remedy || failure.Code != test.code {
				t.Errorf("got %s, remedy %q, code %q", failure.Outcome, failure.Remedy, failure.Code)
			}
			if want := time.Duration(test.fault.RetryAfter) * time.Second; failure.RetryAfter != want {
				t.Errorf("retry after %v, want %v", failure.RetryAfter, want)
			}
			if s.twilio.Accepted() != test.accepted {
				t.Errorf("Twilio accepted %d", s.twilio.Accepted())
			}
			if _, err := s.adapter.Send(t.Context(), message); err != nil {
				t.Errorf("the next send: %v", err)
			}
		})
	}
}

// TestSendNeverLeft: what was not even connected may be sent again.
func TestSendNeverLeft(t *testing.T) {
	t.Parallel()
	gone, err := twiliotest.Start(twiliotest.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for name, address := range map[string]string{
		"connection refused": gone.URL(),
		"no such host":       "http://twilio.invalid",
	} {
		for kind, transport := range map[string]http.RoundTripper{"": nil, ", other transport": wrapped{&http.Transport{}}} {
			s := start(t, twiliotest.Options{}, func(config *twilio.Config) {
				config.APIURL, config.Transport = address, transport
			})
			_, err := s.adapter.Send(t.Context(), outbound(channels[0], "Hello"))
			if failure := sendError(t, err); failure.Outcome != channel.OutcomeNotYet {
				t.Errorf("%s%s: %v", name, kind, failure)
			}
		}
	}
}

// wrapped is a transport of which the adapter knows nothing.
type wrapped struct{ http.RoundTripper }

// TestSendReusesConnections: an error's answer leaves the connection fit for
// the next send, although twilio-go does not close its body.
func TestSendReusesConnections(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	s.twilio.FailSends(twiliotest.Refused(400, 21211, "invalid"), twiliotest.BrokenGateway(500), twiliotest.TooManyRequests(1))
	for range 10 {
		_, _ = s.adapter.Send(t.Context(), outbound(channels[0], "Hello")) // three fail
	}
	if count := s.twilio.Connections(); count != 1 {
		t.Errorf("ten sends in a row took %d connections", count)
	}
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	s := start(t, twiliotest.Options{}, nil)
	want := map[records.ChannelKind]channel.Capabilities{
		records.ChannelSMS:      {TextLimit: 1600, Segmented: true, Photos: true},
		records.ChannelWhatsApp: {TextLimit: 1600, Photos: true, Buttons: 3, ButtonLabel: 20, ListEntries: 10, ListLabel: 24, SessionWindow: 24 * time.Hour},
		"pigeon":                {},
	}
	for kind, capabilities := range want {
		if got := s.adapter.Capabilities(kind); got != capabilities {
			t.Errorf("%s: %+v", kind, got)
		}
	}
}

func TestNewNamesEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := twilio.New(twilio.Config{Accounts: []twilio.Account{{SID: "AC-1", AuthToken: "s3cret!", NextAuthToken: "n3xt!", KeySID: "SK1"}}, PublicURL: "clinic.example.test", APIURL: "ftp://x"})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, part := range []string{"account SID", "the auth token", "next auth token", "API key", "public URL", "API URL", "intake", "clock"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in: %v", part, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "n3xt") {
		t.Error("the error tells a secret")
	}
}
