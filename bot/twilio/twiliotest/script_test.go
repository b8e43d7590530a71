package twiliotest_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/twilio/twiliotest"
)

func TestParseScript(t *testing.T) {
	t.Parallel()
	script, err := twiliotest.ParseScript(`
# a morning at a bad provider
send ok x2
send 429 retry-after=2
send 503
send 400 code=21610
send lost
send silent
send cut        # nothing was taken
send slow=1s x2
send slow-body=2s
list 500
webhook twice
webhook copies=3 delay=2s
webhook overtaken
webhook lost
`)
	if err != nil {
		t.Fatal(err)
	}
	want := twiliotest.Script{
		Sends: []twiliotest.Fault{
			{},
			{},
			{Status: 429, Code: 20429, RetryAfter: 2},
			{Status: 503},
			{Status: 400, Code: 21610},
			twiliotest.AcceptedThenCut(),
			twiliotest.AcceptedThenSilent(),
			twiliotest.Cut(),
			twiliotest.Slow(time.Second),
			twiliotest.Slow(time.Second),
			twiliotest.SlowBody(2 * time.Second),
		},
		Lists:    []twiliotest.Fault{{Status: 500}},
		Webhooks: []twiliotest.WebhookFault{{Copies: 1}, {Copies: 3, Delay: 2 * time.Second}, {Overtaken: true}, {Lost: true}},
	}
	if !reflect.DeepEqual(script, want) {
		t.Errorf("read %+v, want %+v", script, want)
	}
	for _, bad := range []string{"send", "send 200", "send maybe", "send slow=soon", "webhook lose", "webhook 500", "call 500", "send ok x0", "send ok xx", "send x3"} {
		if _, err := twiliotest.ParseScript("send ok\n" + bad); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzParseScript(f *testing.F) {
	f.Add("send ok x2\nwebhook twice")
	f.Add("send 429 retry-after=1 # why")
	f.Fuzz(func(t *testing.T, text string) {
		script, err := twiliotest.ParseScript(text)
		if err != nil && len(script.Sends)+len(script.Lists)+len(script.Webhooks) > 0 {
			t.Error("half a script was read")
		}
	})
}
