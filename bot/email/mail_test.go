package email_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"frontdesk/bot/email/emailtest"
)

// complaining is what tests and properties have in common.
type complaining interface {
	Helper()
	Errorf(format string, arguments ...any)
}

// readMessage is a message as its reader sees it, taken apart by the standard
// library and not by what wrote it.
type readMessage struct {
	id, text, html string
	header         mail.Header
	calendar       []byte
	calendarType   string
	disposition    string
}

func readMail(t complaining, message emailtest.Message) readMessage {
	t.Helper()
	parsed, err := mail.ReadMessage(bytes.NewReader(message.Raw))
	if err != nil {
		t.Errorf("the message can't be read: %v\n%s", err, message.Raw)
		return readMessage{}
	}
	read := readMessage{header: parsed.Header, id: strings.Trim(parsed.Header.Get("Message-ID"), "<>")}
	read.part(t, parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), "", parsed.Body)
	return read
}

// part reads one part of a message, and those within it.
func (r *readMessage) part(t complaining, contentType, encoding, disposition string, body io.Reader) {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Errorf("a part of type %q: %v", contentType, err)
		return
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return
			}
			r.part(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part)
		}
	}
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Errorf("a part of type %q: %v", contentType, err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch kind {
	case "text/plain":
		r.text = text
	case "text/html":
		r.html = text
	case "text/calendar":
		r.calendar, r.calendarType, r.disposition = content, contentType, disposition
	default:
		t.Errorf("a part of type %q", contentType)
	}
}
