package twilio

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Twilio signs with HMAC-SHA1; there is no other kind
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// signatureHeader carries Twilio's signature of a webhook.
const signatureHeader = "X-Twilio-Signature"

// bodyHashParameter stands in the URL of a webhook whose body is no form: the
// body's SHA-256, in hexadecimal.
const bodyHashParameter = "bodySHA256"

// validator checks Twilio's signatures. It exists beside twilio-go's because
// that one signs only the first value of a repeated parameter, as no Twilio
// server does.
type validator struct {
	// tokens are the account's auth tokens: the present one, and during a
	// rotation the next.
	tokens [][]byte
}

// newValidator takes the auth tokens that may have signed; empty ones, which
// anybody could sign with, are left out.
func newValidator(tokens ...string) validator {
	var v validator
	for _, token := range tokens {
		if token != "" {
			v.tokens = append(v.tokens, []byte(token))
		}
	}
	return v
}

// form says whether the signature is Twilio's for a form posted to this URL.
// The URL is the public one, as configured with Twilio, query included.
func (v validator) form(publicURL string, form url.Values, signature string) bool {
	return v.matches(publicURL, signedForm(form), signature)
}

// body is form for other bodies (JSON): their hash stands in the URL's query
// as bodySHA256, and the signature covers the URL alone.
func (v validator) body(publicURL string, body []byte, signature string) bool {
	parsed, err := url.Parse(publicURL)
	if err != nil {
		return false
	}
	sum := sha256.Sum256(body)
	named := strings.ToLower(parsed.Query().Get(bodyHashParameter))
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(named)) != 1 {
		return false
	}
	return v.matches(publicURL, "", signature)
}

// matches tries the tokens, and the spellings of the URL that Twilio may have
// signed. Each comparison takes the same time wherever it differs.
func (v validator) matches(publicURL, parameters, signature string) bool {
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || len(given) != sha1.Size || base64.StdEncoding.EncodeToString(given) != signature {
		return false
	}
	for spelling := range spellings(publicURL) {
		for _, token := range v.tokens {
			mac := hmac.New(sha1.New, token)
			mac.Write([]byte(spelling))
			mac.Write([]byte(parameters))
			if hmac.Equal(mac.Sum(nil), given) {
				return true
			}
		}
	}
	return false
}

// signedForm writes a form as Twilio signs it: names in byte order, each
// followed by its value, without separators; the values of a repeated name
// sorted, each counted once, each behind its name.
func signedForm(form url.Values) string {
	names := make([]string, 0, len(form))
	size := 0
	for name, values := range form {
		names = append(names, name)
		for _, value := range values {
			size += len(name) + len(value)
		}
	}
	slices.Sort(names)
	var signed strings.Builder
	signed.Grow(size)
	for _, name := range names {
		values := form[name]
		if len(values) > 1 {
			values = slices.Compact(slices.Sorted(slices.Values(values)))
		}
		for _, value := range values {
			signed.WriteString(name)
			signed.WriteString(value)
		}
	}
	return signed.String()
}
