package channel_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/conversations/channel"
)

func TestInboundText(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, raw, want string }{
		{"empty", "", ""},
		{"lines and tabs stay", "one\r\n\ttwo", "one\r\n\ttwo"},
		{"NUL goes", "a\x00b", "ab"},
		{"terminal escapes go", "\x1b[31mred", "[31mred"},
		{"C1 controls go", "a\u0085b\u009bc", "abc"},
		{"invalid bytes are marked", "caf\xe9", "caf\uFFFD"},
		{"direction marks and joiners stay", "\u202Bمرحبا\u202C 👩\u200D⚕️", "\u202Bمرحبا\u202C 👩\u200D⚕️"},
		{"long texts are cut", strings.Repeat("a", 9000), strings.Repeat("a", 8192)},
		{"between characters", strings.Repeat("é", 4096) + "a", strings.Repeat("é", 4096)},
		{"also where one would straddle", "a" + strings.Repeat("é", 4096), "a" + strings.Repeat("é", 4095)},
		{"what invalid bytes become counts too", strings.Repeat("\xff", 8192), strings.Repeat("\uFFFD", 2730)},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := channel.InboundText(test.raw); got != test.want {
				t.Errorf("got %d bytes %.40q, want %d bytes %.40q", len(got), got, len(test.want), test.want)
			}
		})
	}
}

// FuzzInboundText holds the promise of Inbound.Text for any bytes.
func FuzzInboundText(f *testing.F) {
	for _, seed := range []string{"", "Hello", "a\x00b", "\xff\xfe", strings.Repeat("🦷", 3000), "\x1b]0;x\x07"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text := channel.InboundText(raw)
		if !utf8.ValidString(text) || len(text) > channel.MaxInboundText || strings.ContainsRune(text, 0) {
			t.Errorf("%q became %q", raw, text)
		}
		if channel.InboundText(text) != text {
			t.Errorf("cleaning %q twice changes it", raw)
		}
	})
}
