package jobs

import (
	"bytes"
	"testing"
)

// What is kept is decided by the bytes alone, and nothing is kept that a
// browser or a viewer would run.
func TestMediaType(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"\xff\xd8\xff\xe0\x00\x10JFIF":             "image/jpeg",
		"\x89PNG\x0d\x0a\x1a\x0a":                  "image/png",
		"RIFF\x10\x00\x00\x00WEBPVP8 ":             "image/webp",
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00": "image/heic",
		"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00": "image/heic",
		"%PDF-1.7\n": "application/pdf",
		"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00": "",
		"\x00\x00\x00\x18ftyp":                     "",
		"OggS\x00\x02\x00\x00":                     "",
		"#!AMR\n":                                  "",
		"GIF89a":                                   "",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"/>": "",
		"<html><script>":        "",
		"  <!DOCTYPE html>":     "",
		"PK\x03\x04 a document": "",
		"BEGIN:VCARD\r\n":       "",
		"MZ\x90\x00":            "",
		"":                      "",
	} {
		if got := mediaType([]byte(content)); got != want {
			t.Errorf("%q is %q, want %q", content, got, want)
		}
	}
}

// FuzzMediaType: whatever comes, it is one of the kept types or nothing.
func FuzzMediaType(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x18ftypheic"))
	f.Add(bytes.Repeat([]byte{0xff}, 600))
	f.Fuzz(func(t *testing.T, content []byte) {
		switch kind := mediaType(content); kind {
		case "", heic, "image/jpeg", "image/png", "image/webp", "application/pdf":
		default:
			t.Errorf("%q", kind)
		}
	})
}
