package twilio

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/conversations/channel"
)

func TestReadInbound(t *testing.T) {
	t.Parallel()
	plain := func(more url.Values) url.Values {
		form := url.Values{"MessageSid": {"SM1"}, "From": {"+12065550147"}, "Body": {"Hello"}, "NumMedia": {"0"}}
		maps.Copy(form, more)
		return form
	}
	want := func(change func(*channel.Inbound)) channel.Inbound {
		message := channel.Inbound{ProviderID: "SM1", From: "+12065550147", Text: "Hello"}
		change(&message)
		return message
	}
	cases := []struct {
		name string
		form url.Values
		want channel.Inbound
	}{
		{"a text", plain(nil), want(func(*channel.Inbound) {})},
		{"parameters that are new", plain(url.Values{"Brand": {"new"}, "": {""}}), want(func(*channel.Inbound) {})},
		{"the id under an older name", plain(url.Values{"MessageSid": {""}, "SmsMessageSid": {"SM2"}}), want(func(m *channel.Inbound) { m.ProviderID = "SM2" })},
		{"the id under the oldest name", plain(url.Values{"MessageSid": nil, "SmsSid": {"SM3"}}), want(func(m *channel.Inbound) { m.ProviderID = "SM3" })},
		{"WhatsApp", plain(url.Values{"From": {"whatsapp:+12065550147"}}), want(func(*channel.Inbound) {})},
		{"WhatsApp without a number", plain(url.Values{"From": {"whatsapp:US.1234"}, "ExternalUserId": {"US.1234"}}), want(func(m *channel.Inbound) { m.From = "US.1234" })},
		{"only the user's id", plain(url.Values{"From": {"whatsapp:"}, "ExternalUserId": {"whatsapp:US.1234"}}), want(func(m *channel.Inbound) { m.From = "US.1234" })},
		{"a short code", plain(url.Values{"From": {"12345"}}), want(func(m *channel.Inbound) { m.From = "12345" })},
		{"a button", plain(url.Values{"ButtonPayload": {"confirm"}, "ButtonText": {"Yes"}}), want(func(m *channel.Inbound) { m.ChoiceID = "confirm" })},
		{"a button without a body", plain(url.Values{"Body": {""}, "ButtonPayload": {"confirm"}, "ButtonText": {"Yes"}}), want(func(m *channel.Inbound) { m.ChoiceID, m.Text = "confirm", "Yes" })},
		{"an entry of a list", plain(url.Values{"Body": {""}, "ListId": {"slot:2"}, "ListTitle": {"Tue 10:30"}}), want(func(m *channel.Inbound) { m.ChoiceID, m.Text = "slot:2", "Tue 10:30" })},
		{"pictures", plain(url.Values{"NumMedia": {"3"}}), want(func(m *channel.Inbound) { m.MediaCount, m.Media = 3, make([]channel.Media, 3) })},
		{"pictures with addresses", plain(url.Values{
			"NumMedia": {"2"}, "MediaUrl0": {"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"}, "MediaContentType0": {"image/jpeg"},
			"MediaUrl1": {"http://169.254.169.254/latest/meta-data"}, "MediaContentType1": {"image/\x00png"}, "MediaUrl2": {"beyond the count"},
		}), want(func(m *channel.Inbound) {
			m.MediaCount, m.Media = 2, []channel.Media{{Reference: "MM1/ME1", ContentType: "image/jpeg"}, {ContentType: "image/png"}}
		})},
		{"pictures beyond belief", plain(url.Values{"NumMedia": {"99999999"}}), want(func(m *channel.Inbound) { m.MediaCount, m.Media = 100, make([]channel.Media, channel.MaxMedia) })},
		{"a count that is none", plain(url.Values{"NumMedia": {"-2"}}), want(func(*channel.Inbound) {})},
		{"a count that can't be read", plain(url.Values{"NumMedia": {"many"}}), want(func(*channel.Inbound) {})},
		{"stop", plain(url.Values{"OptOutType": {"STOP"}}), want(func(m *channel.Inbound) { m.OptOut = channel.OptOutStop })},
		{"start", plain(url.Values{"OptOutType": {"start"}}), want(func(m *channel.Inbound) { m.OptOut = channel.OptOutStart })},
		{"help", plain(url.Values{"OptOutType": {"HELP"}}), want(func(m *channel.Inbound) { m.OptOut = channel.OptOutHelp })},
		{"an opt-out that is new", plain(url.Values{"OptOutType": {"PAUSE"}}), want(func(*channel.Inbound) {})},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := readInbound(test.form)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

// FuzzReadInbound: whatever stands in a form, reading it keeps the promises of
// channel.Inbound or refuses it.
func FuzzReadInbound(f *testing.F) {
	f.Add("MessageSid=SM1&From=%2B12065550147&Body=Hello&NumMedia=1&OptOutType=STOP")
	f.Add("SmsSid=SM1&ExternalUserId=US.1&ListId=%00a&ListTitle=%ff")
	f.Add("MessageSid=%00&From=whatsapp:whatsapp:&Body=" + strings.Repeat("%F0%9F%A6%B7", 4000))
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		message, err := readInbound(form)
		if err != nil {
			if !reflect.DeepEqual(message, channel.Inbound{}) {
				t.Errorf("refused, yet gave %+v", message)
			}
			return
		}
		if message.ProviderID == "" || message.From == "" || message.MediaCount < 0 {
			t.Errorf("%q became %+v", body, message)
		}
		for _, text := range []string{message.ProviderID, message.From, message.Text, message.ChoiceID} {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || len(text) > channel.MaxInboundText {
				t.Errorf("%q became %+v", body, message)
			}
		}
	})
}

// TestMediaReference: of a file's address nothing but its ids is kept, and only
// where it is Twilio's to the letter.
func TestMediaReference(t *testing.T) {
	t.Parallel()
	const path = "/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
	for address, want := range map[string]string{
		"https://api.twilio.com" + path: "MM1/ME1", "https://evil.example" + path: "MM1/ME1", path: "MM1/ME1",
		"https://api.twilio.com" + path + "/../../../../Balance.json": "", "https://api.twilio.com" + path + ".json": "",
		"https://api.twilio.com" + path + "%2F..": "", "https://api.twilio.com/x" + path: "", "": "", "::": "",
		"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/" + strings.Repeat("x", 100): "",
		"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/../Media/ME1":                          "",
	} {
		if got := mediaReference(address); got != want {
			t.Errorf("%q became %q, want %q", address, got, want)
		}
	}
}

// sampleMedia are the files of the sample message that has some.
var sampleMedia = []channel.Media{
	{Reference: "MMf2b0da610f9c4536476b82110e95cf9f/ME7cc3b70bfb9bdcf9342b13dfd58ceb5b", ContentType: "image/jpeg"},
	{Reference: "MMf2b0da610f9c4536476b82110e95cf9f/ME67ea84e4b5344dee4a913002c579e4eb", ContentType: "application/pdf"},
}

// TestSampleWebhooks reads the sample webhooks that others made: each is
// signed, and each says something.
func TestSampleWebhooks(t *testing.T) {
	t.Parallel()
	var signatures struct {
		Signatures map[string]string `json:"X-Twilio-Signature"`
		AuthToken  string            `json:"auth_token"`
		Inbound    string            `json:"url_inbound"`
		Status     string            `json:"url_status"`
	}
	readConformance(t, filepath.Join("webhooks", "signatures.json"), &signatures)
	if len(signatures.Signatures) == 0 {
		t.Fatal("there are no samples")
	}
	wanted := map[string]channel.Inbound{
		"sms_stop":                       {From: "+15005550011", Text: "STOP", OptOut: channel.OptOutStop},
		"sms_empty_body":                 {From: "+15005550011"},
		"sms_text_emoji":                 {From: "+15005550011", Text: "👍🏽 sí, mañana"},
		"sms_from_short_code":            {From: "12345", Text: "Hi"},
		"mms_two_media_no_body":          {From: "+15005550011", MediaCount: 2, Media: sampleMedia},
		"wa_button_template_quick_reply": {From: "+15005550012", Text: "Confirm", ChoiceID: "confirm:apt_123"},
		"wa_list_reply":                  {From: "+15005550012", Text: "Tue 10:30", ChoiceID: "slot:2026-12-01T10:30"},
		"wa_user_id_only":                {From: "US.1234567890123456", Text: "hello"},
	}
	check := newValidator(signatures.AuthToken)
	for file, signature := range signatures.Signatures {
		body, err := os.ReadFile(filepath.Join(conformanceFolder(t), "webhooks", file))
		if err != nil {
			t.Fatal(err)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		name := strings.TrimSuffix(file, ".form")
		if strings.HasPrefix(name, "status_") {
			if !check.form(signatures.Status, form, signature) {
				t.Errorf("%s: the signature is refused", name)
			}
			if messageStatuses[form.Get("MessageStatus")] == "" {
				t.Errorf("%s: the status %q is not known", name, form.Get("MessageStatus"))
			}
			continue
		}
		if !check.form(signatures.Inbound, form, signature) {
			t.Errorf("%s: the signature is refused", name)
		}
		got, err := readInbound(form)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want, listed := wanted[name]; listed {
			want.ProviderID = form.Get("MessageSid")
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %+v, want %+v", name, got, want)
			}
		}
	}
}
