package channel_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/conversations/channel"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		text     string
		encoding channel.Encoding
		segments int
	}{
		{"empty", "", channel.EncodingGSM7, 1},
		{"one message full", strings.Repeat("x", 160), channel.EncodingGSM7, 1},
		{"one septet too many", strings.Repeat("x", 161), channel.EncodingGSM7, 2},
		{"two parts full", strings.Repeat("x", 306), channel.EncodingGSM7, 2},
		{"three parts", strings.Repeat("x", 307), channel.EncodingGSM7, 3},
		{"extension characters take two", strings.Repeat("{", 80), channel.EncodingGSM7, 1},
		{"and so overflow at half", strings.Repeat("€", 81), channel.EncodingGSM7, 2},
		{"an escape is not torn from its character", strings.Repeat("x", 152) + "[" + strings.Repeat("x", 152), channel.EncodingGSM7, 3},
		{"Spanish ñ and ¿ are in the alphabet", "¿Mañana?", channel.EncodingGSM7, 1},
		{"Spanish á is not", "Está", channel.EncodingUCS2, 1},
		{"Portuguese ç is not, Ç is", "ç", channel.EncodingUCS2, 1},
		{"Ç is", "Ç", channel.EncodingGSM7, 1},
		{"one UCS-2 message full", strings.Repeat("õ", 70), channel.EncodingUCS2, 1},
		{"one unit too many", strings.Repeat("õ", 71), channel.EncodingUCS2, 2},
		{"an emoji takes two units", strings.Repeat("🦷", 35), channel.EncodingUCS2, 1},
		{"and is not torn apart", strings.Repeat("a", 66) + "🦷" + strings.Repeat("a", 66), channel.EncodingUCS2, 3},
		{"a tab is not in the alphabet", "a\tb", channel.EncodingUCS2, 1},
		{"right to left", "موعد", channel.EncodingUCS2, 1},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			encoding, segments := channel.Segments(test.text)
			if encoding != test.encoding || segments != test.segments {
				t.Errorf("Segments = %s × %d, want %s × %d", encoding, segments, test.encoding, test.segments)
			}
		})
	}
}

func TestSegmentsNeverLoseRoom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("abc {€ñá🦷\n"))).Draw(t, "text")
		addition := rapid.SampledFrom([]string{"a", "€", "á", "🦷"}).Draw(t, "addition")
		encoding, before := channel.Segments(text)
		longer, after := channel.Segments(text + addition)
		if before < 1 || after < before {
			t.Errorf("%d segments became %d by adding %q", before, after, addition)
		}
		if encoding == longer && after > before+1 {
			t.Errorf("one character more added %d segments", after-before)
		}
	})
}

func TestReplaceSmartCharacters(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"plain text stays", "It's at 3 - see you", "It's at 3 - see you"},
		{"quotes, dash and ellipsis", "“Dr Osei” – it’s tomorrow…", `"Dr Osei" - it's tomorrow...`},
		{"a space that never breaks", "9:00\u202Fa.m.", "9:00 a.m."},
		{"the hyphen that never breaks", "check\u2011up", "check-up"},
		{"no replacement for accents", "Olá, João – até amanhã", "Olá, João – até amanhã"},
		{"nor for joined emoji", "👩\u200D⚕️ “here”", "👩\u200D⚕️ “here”"},
		{"a byte order mark goes", "\uFEFFHello", "Hello"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := channel.ReplaceSmartCharacters(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestSegmentsAgainstTwilio compares with what Twilio's own calculator says.
func TestSegmentsAgainstTwilio(t *testing.T) {
	t.Parallel()
	type vector struct {
		Body     string           `json:"body"`
		Encoding channel.Encoding `json:"encoding"`
		Segments int              `json:"segments"`
		Smart    struct {
			Encoding channel.Encoding `json:"encoding"`
		} `json:"smart_encoding"`
	}
	file, err := os.Open(filepath.Join(conformance(t), "sms", "segment_vectors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	seen := 0
	for lines.Scan() {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		seen++
		if encoding, segments := channel.Segments(v.Body); encoding != v.Encoding || segments != v.Segments {
			t.Errorf("%q: %s × %d, Twilio says %s × %d", v.Body, encoding, segments, v.Encoding, v.Segments)
		}
		// We replace less than Twilio, so never where Twilio would not.
		if encoding, _ := channel.Segments(channel.ReplaceSmartCharacters(v.Body)); encoding == channel.EncodingGSM7 &&
			v.Smart.Encoding != channel.EncodingGSM7 && !strings.Contains(v.Body, "\u2011") {
			t.Errorf("%q: made GSM-7, which Twilio does not", v.Body)
		}
	}
	if err := lines.Err(); err != nil || seen == 0 {
		t.Fatalf("read %d vectors: %v", seen, err)
	}
}

// conformance gives the folder of vectors that others made.
func conformance(t *testing.T) string {
	t.Helper()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		t.Skip("FRONTDESK_SHARED names no folder with conformance vectors")
	}
	return filepath.Join(root, "conformance")
}
