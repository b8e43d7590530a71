package emailtest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Mail is a message as its reader sees it, taken apart by the standard library
// and not by what wrote it.
type Mail struct {
	// ID is the Message-ID without its brackets.
	ID, Text, HTML string
	Header         mail.Header
	Calendar       []byte
	CalendarType   string
	// Disposition is the calendar's.
	Disposition string
}

// Open reads a message. A part that no message of ours has is an error.
func (m Message) Open() (Mail, error) {
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return Mail{}, fmt.Errorf("emailtest: the message can't be read: %w\n%s", err, m.Raw)
	}
	read := Mail{Header: parsed.Header, ID: strings.Trim(parsed.Header.Get("Message-ID"), "<>")}
	return read, read.part(parsed.Header.Get, parsed.Body)
}

// part reads one part of a message, and those within it.
func (r *Mail) part(header func(string) string, body io.Reader) error {
	contentType := header("Content-Type")
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("emailtest: a part of type %q: %w", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("emailtest: the parts: %w", err)
			}
			if err := r.part(part.Header.Get, part); err != nil {
				return err
			}
		}
	}
	switch header("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("emailtest: a part of type %q: %w", contentType, err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch kind {
	case "text/plain":
		r.Text = text
	case "text/html":
		r.HTML = text
	case "text/calendar":
		r.Calendar, r.CalendarType, r.Disposition = content, contentType, header("Content-Disposition")
	default:
		return fmt.Errorf("emailtest: a part of type %q", contentType)
	}
	return nil
}
