package mailbox_test

import (
	"net/mail"
	"strings"
	"testing"
	"unicode"

	"frontdesk/records/mailbox"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"ana@example.com":                        "ana@example.com",
		"  Ana.Lopez+clinic@Example.COM ":        "ana.lopez+clinic@example.com",
		"\u200eana@example.com\u200f":            "ana@example.com",
		"o'brien@example.co.uk":                  "o'brien@example.co.uk",
		"ana@clínica.example":                    "ana@xn--clnica-4va.example",
		"ana@例え.テスト":                             "ana@xn--r8jz45g.xn--zckzah",
		"ana@xn--r8jz45g.xn--zckzah":             "ana@xn--r8jz45g.xn--zckzah",
		"":                                       "",
		"ana":                                    "",
		"@example.com":                           "",
		"ana@":                                   "",
		"ana@localhost":                          "",
		"ana@127.0.0.1":                          "",
		"ana@[127.0.0.1]":                        "",
		"ana@-example.com":                       "",
		"ana@example..com":                       "",
		"ana..lopez@example.com":                 "",
		".ana@example.com":                       "",
		`"ana lopez"@example.com`:                "",
		"josé@example.com":                       "",
		"Ana <ana@example.com>":                  "",
		"ana@example.com, eve@example.com":       "",
		"ana@example.com\r\nBcc: eve@test.io":    "",
		"ana\x00@example.com":                    "",
		"ana@exam\nple.com":                      "",
		strings.Repeat("a", 65) + "@example.com": "",
		"ana@" + strings.Repeat(strings.Repeat("a", 60)+".", 5) + "example.com": "",
	} {
		got, err := mailbox.Parse(given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"send my receipts to ana@example.com please": "ana@example.com",
		"it's Ana.Lopez@Example.com.":                "ana.lopez@example.com",
		"mi correo es <ana@example.com>, gracias":    "ana@example.com",
		"mailto:ana@example.com":                     "ana@example.com",
		"¿ana@example.com?":                          "ana@example.com",
		"ana@example.com (ANA@example.com)":          "ana@example.com",
		"ana@example.com or eve@example.com":         "",
		"meet me @ the clinic":                       "",
		"send me my receipts by e-mail":              "",
		"ana at example dot com":                     "",
	} {
		if got, found := mailbox.Find(given); got != want || found != (want != "") {
			t.Errorf("in %q %q is found, %t; want %q", given, got, found, want)
		}
	}
}

// FuzzParse: whatever is taken for an address is one to the standard library,
// too, stays what it is when it is read again, and can end no header and no
// command.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"ana@example.com", "Ana@Clínica.example", "a@b.c", "ana@ex\u00adample.com", "ana@example.com\r\n", "ＡＮＡ@ｅｘａｍｐｌｅ．ｃｏｍ", "ana@xn--a.com", "a@ß.de",
		"=?utf-8?q?a?=@example.com", "a@b@c.de", "a@K.com", "ana@example.com>", "ana%40@example.com",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address, err := mailbox.Parse(text)
		if found, ok := mailbox.Find(text); ok {
			if again, err := mailbox.Parse(found); err != nil || again != found {
				t.Errorf("%q was found in %q, and is read as %q: %v", found, text, again, err)
			}
		}
		if err != nil {
			return
		}
		if again, err := mailbox.Parse(address); err != nil || again != address {
			t.Errorf("%q is read as %q, and that as %q: %v", text, address, again, err)
		}
		if strings.ContainsFunc(address, func(character rune) bool {
			return character > unicode.MaxASCII || character <= ' ' || character == 0x7f
		}) {
			t.Errorf("%q is read as %q", text, address)
		}
		if parsed, err := mail.ParseAddress(address); err != nil || parsed.Address != address || parsed.Name != "" {
			t.Errorf("%q is no address elsewhere: %v", address, err)
		}
	})
}
