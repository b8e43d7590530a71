package twilio

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"
	"pgregory.net/rapid"

	"frontdesk/bot/twilio/twiliotest"
)

const (
	testToken = "0123456789abcdef0123456789abcdef"
	testURL   = "https://clinic.example.test/webhooks/twilio/desk/messages?one=1"
)

func testForm() url.Values {
	return url.Values{
		"MessageSid": {"SM00000000000000000000000000000001"},
		"From":       {"+12065550100"},
		"Body":       {"¿Puedo ir mañana? 🦷 a+b & c=d"},
		"Empty":      {""},
	}
}

func TestSignatureAcceptsWhatTwilioSigns(t *testing.T) {
	t.Parallel()
	check := newValidator(testToken)
	cases := []struct {
		name, signed, received string
		form                   url.Values
	}{
		{"as configured", testURL, testURL, testForm()},
		{"no parameters", testURL, testURL, nil},
		{"signed with the port written out", "https://clinic.example.test:443/w?x=1", "https://clinic.example.test/w?x=1", testForm()},
		{"signed without the port", "https://clinic.example.test/w", "https://clinic.example.test:8443/w", testForm()},
		{"plain HTTP with its port", "http://clinic.example.test:80/w", "http://clinic.example.test/w", testForm()},
		{"port behind a user name", "https://user:secret@clinic.example.test:443/w", "https://user:secret@clinic.example.test/w", testForm()},
		{"an address of IPv6", "http://[2001:db8::1]:80/w", "http://[2001:db8::1]/w", testForm()},
		{"apostrophe escaped when signing", "https://clinic.example.test/w?name=O%27Hara", "https://clinic.example.test/w?name=O'Hara", testForm()},
		{"repeated values in one order", testURL, testURL, url.Values{"Media": {"b", "a", "b"}}},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			signature := twiliotest.Sign(testToken, test.signed, test.form)
			if !check.form(test.received, test.form, signature) {
				t.Error("refused")
			}
		})
	}
}

// TestSignatureKnownAnswer pins the algorithm to a value that was computed
// with another program: printf of the URL and parameters into
// openssl dgst -sha1 -hmac.
func TestSignatureKnownAnswer(t *testing.T) {
	t.Parallel()
	form := url.Values{"To": {"+12065550199"}, "From": {"+12065550100"}, "Body": {"hi"}}
	const signature = "iCCNX9XL8isM9gJIqMyQcgzgnfY="
	if !newValidator("secret").form("https://clinic.example.test/w", form, signature) {
		t.Errorf("refused %s", signature)
	}
}

// TestSignatureRefusesEveryChangedByte holds invariant 17: whatever byte of
// the URL, of a parameter's name or value, or of the signature is changed, the
// request is refused.
func TestSignatureRefusesEveryChangedByte(t *testing.T) {
	t.Parallel()
	check := newValidator(testToken)
	signature := twiliotest.Sign(testToken, testURL, testForm())
	for i := range testURL {
		if check.form(flip(testURL, i), testForm(), signature) {
			t.Errorf("accepted with byte %d of the URL changed", i)
		}
	}
	for i := range signature {
		if check.form(testURL, testForm(), flip(signature, i)) {
			t.Errorf("accepted with byte %d of the signature changed", i)
		}
	}
	for name, values := range testForm() {
		for i := range name {
			form := testForm()
			delete(form, name)
			form[flip(name, i)] = values
			if check.form(testURL, form, signature) {
				t.Errorf("accepted with byte %d of the name %s changed", i, name)
			}
		}
		for i := range values[0] {
			form := testForm()
			form.Set(name, flip(values[0], i))
			if check.form(testURL, form, signature) {
				t.Errorf("accepted with byte %d of %s changed", i, name)
			}
		}
	}
}

// flip changes one byte of the text.
func flip(text string, at int) string {
	bytes := []byte(text)
	bytes[at] ^= 1
	return string(bytes)
}

func FuzzSignatureRefusesChanges(f *testing.F) {
	check := newValidator(testToken)
	signature := twiliotest.Sign(testToken, testURL, testForm())
	f.Add(uint16(3), byte(1), testForm().Encode())
	f.Add(uint16(40), byte(0x80), "From=%2B1&Body=x")
	f.Fuzz(func(t *testing.T, at uint16, mask byte, body string) {
		changed := []byte(signature)
		changed[int(at)%len(changed)] ^= mask
		if mask != 0 && check.form(testURL, testForm(), string(changed)) {
			t.Errorf("accepted the signature %q", changed)
		}
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		if signedForm(form) != signedForm(testForm()) && check.form(testURL, form, signature) {
			t.Errorf("accepted the body %q", body)
		}
		own := twiliotest.Sign(testToken, testURL, form)
		if !check.form(testURL, form, own) {
			t.Errorf("refused a proper signature of %q", body)
		}
	})
}

func TestSignatureTokens(t *testing.T) {
	t.Parallel()
	signature := twiliotest.Sign("next", testURL, testForm())
	if !newValidator("present", "next").form(testURL, testForm(), signature) {
		t.Error("during a rotation, the next token is refused")
	}
	if newValidator("present").form(testURL, testForm(), signature) {
		t.Error("a token that is not ours is accepted")
	}
	unsigned := twiliotest.Sign("", testURL, testForm())
	if newValidator("present", "").form(testURL, testForm(), unsigned) || newValidator("").form(testURL, testForm(), unsigned) {
		t.Error("an empty token is accepted")
	}
}

func TestSignatureOfOtherBodies(t *testing.T) {
	t.Parallel()
	check := newValidator(testToken)
	body := []byte(`{"status":"delivered"}`)
	sum := sha256.Sum256(body)
	address := "https://clinic.example.test/w?bodySHA256=" + hex.EncodeToString(sum[:])
	signature := twiliotest.Sign(testToken, address, nil)
	if !check.body(address, body, signature) {
		t.Error("refused")
	}
	if check.body(address, append(body, ' '), signature) {
		t.Error("accepted with another body")
	}
	plain := "https://clinic.example.test/w"
	if check.body(plain, body, twiliotest.Sign(testToken, plain, nil)) {
		t.Error("accepted without a hash in the URL")
	}
}

// TestSignatureAgreesWithTwilioGo compares with Twilio's own validator, on
// forms in which no name stands twice: there it is known to be wrong.
func TestSignatureAgreesWithTwilioGo(t *testing.T) {
	t.Parallel()
	theirs := client.NewRequestValidator(testToken)
	rapid.Check(t, func(t *rapid.T) {
		parameters := rapid.MapOf(rapid.StringN(1, 10, -1), rapid.String()).Draw(t, "parameters")
		form := url.Values{}
		for name, value := range parameters {
			form.Set(name, value)
		}
		address := rapid.SampledFrom([]string{
			testURL, "https://clinic.example.test:8443/w", "http://clinic.example.test/w", "https://u:p@clinic.example.test/w",
		}).Draw(t, "address")
		signature := twiliotest.Sign(testToken, address, form)
		if rapid.Bool().Draw(t, "tampered") {
			signature = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 20)))
		}
		ours := newValidator(testToken).form(address, form, signature)
		if ours != theirs.Validate(address, maps.Clone(parameters), signature) {
			t.Errorf("we say %t, twilio-go does not", ours)
		}
	})
}

// TestSignatureVectors runs the vectors of Twilio's own libraries.
func TestSignatureVectors(t *testing.T) {
	t.Parallel()
	var file struct {
		AuthToken string `json:"auth_token"`
		Vectors   []struct {
			Name      string     `json:"name"`
			URL       string     `json:"url"`
			Params    url.Values `json:"params"`
			Signature string     `json:"signature"`
			Valid     bool       `json:"valid"`
		} `json:"vectors"`
		BodyVectors []struct {
			Name      string `json:"name"`
			URL       string `json:"url"`
			Body      string `json:"body"`
			Signature string `json:"signature"`
			Valid     bool   `json:"valid"`
		} `json:"body_vectors"`
	}
	readConformance(t, "signature_vectors.json", &file)
	check := newValidator(file.AuthToken)
	for _, vector := range file.Vectors {
		if check.form(vector.URL, vector.Params, vector.Signature) != vector.Valid {
			t.Errorf("%s: want valid %t", vector.Name, vector.Valid)
		}
	}
	for _, vector := range file.BodyVectors {
		if check.body(vector.URL, []byte(vector.Body), vector.Signature) != vector.Valid {
			t.Errorf("%s: want valid %t", vector.Name, vector.Valid)
		}
	}
	if seen := len(file.Vectors) + len(file.BodyVectors); seen < 19 {
		t.Errorf("only %d vectors were found", seen)
	}
}

// conformanceFolder gives the folder of Twilio vectors that others made.
func conformanceFolder(t *testing.T) string {
	t.Helper()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		t.Skip("FRONTDESK_SHARED names no folder with conformance vectors")
	}
	return filepath.Join(root, "conformance", "twilio")
}

// readConformance decodes one JSON file of it.
func readConformance(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(conformanceFolder(t), name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkSignature(b *testing.B) {
	check := newValidator(testToken)
	form := twiliotest.Inbound{From: "+12065550100", To: "+12065550199", SID: "SM0", Text: "I need to see Dr Osei on Thursday"}.Form("AC0")
	signature := twiliotest.Sign(testToken, testURL, form)
	b.ReportAllocs()
	for b.Loop() {
		if !check.form(testURL, form, signature) {
			b.Fatal("refused")
		}
	}
}
