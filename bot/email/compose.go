package email

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	stdmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"frontdesk/conversations/channel"
)

// maxAddress bounds an address, in bytes (RFC 5321, 4.5.3.1.3).
const maxAddress = 254

// maxSubject bounds a subject, in bytes.
const maxSubject = 200

// compose writes a message, or says why it can't be one.
func (a *Adapter) compose(message channel.Outbound) (*mail.Msg, error) {
	if message.Text == "" || utf8.RuneCountInString(message.Text) > maxText {
		return nil, fmt.Errorf("a text must have 1 to %d characters", maxText)
	}
	clinics, err := plainAddress(message.From)
	if err != nil {
		return nil, fmt.Errorf("the sender's address: %w", err)
	}
	to, err := plainAddress(message.To)
	if err != nil {
		return nil, fmt.Errorf("the receiver's address: %w", err)
	}
	written := mail.NewMsg(mail.WithNoDefaultUserAgent())
	// Addresses were checked above, so these can't fail but by a defect.
	if err := errors.Join(written.To(to), written.ReplyTo(clinics)); err != nil {
		return nil, errors.New("an address that can't be written")
	}
	written.FromMailAddress(a.sender(message))
	written.SetMessageIDWithValue(a.messageID(message))
	written.SetDateWithValue(a.config.Now())
	// Nobody's vacation notice need answer it (RFC 3834).
	written.SetGenHeader("Auto-Submitted", "auto-generated")
	text := strings.ReplaceAll(message.Text, "\r\n", "\n")
	written.SetBodyString(mail.TypeTextPlain, text)
	written.AddAlternativeString(mail.TypeTextHTML, page(text))
	if message.Mail == nil {
		return written, nil
	}
	if subject := oneLine(message.Mail.Subject); subject != "" {
		written.Subject(subject)
	}
	return written, attach(written, *message.Mail)
}

// attach adds what a message has beside its text.
func attach(written *mail.Msg, extra channel.Mail) error {
	if extra.OptOutURL != "" {
		target, err := url.Parse(extra.OptOutURL)
		if err != nil || target.Scheme != "https" && target.Scheme != "http" || strings.ContainsAny(extra.OptOutURL, "<> \r\n") {
			return errors.New("the address that ends the messages is none")
		}
		written.SetGenHeader(mail.HeaderListUnsubscribe, "<"+extra.OptOutURL+">")
		written.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if len(extra.Calendar) > 0 {
		kind := "text/calendar; charset=utf-8"
		if method := method.FindSubmatch(extra.Calendar); method != nil {
			kind += "; method=" + string(method[1]) // RFC 6047, 2.4: the two must be the same
		}
		err := written.AttachReader("appointment.ics", bytes.NewReader(extra.Calendar), mail.WithFileContentType(mail.ContentType(kind)))
		if err != nil {
			return errors.New("the calendar can't be attached")
		}
	}
	return nil
}

// plainAddress checks that a text is an address and nothing more: no name, no
// second address, no line break.
func plainAddress(raw string) (string, error) {
	parsed, err := stdmail.ParseAddress(raw)
	if err != nil || parsed.Address != raw || len(raw) > maxAddress || strings.ContainsAny(raw, "\r\n\x00<>\", ") {
		return "", errors.New("no plain e-mail address")
	}
	return raw, nil
}

// method is what an iCalendar object asks of its reader, before its first
// component.
var method = regexp.MustCompile(`^BEGIN:VCALENDAR\r?\n(?:[^B\r\n][^\r\n]*\r?\n)*?METHOD:([A-Z]+)\r?\n`)

// sender is whom a message is from: the clinic by its name, at its own address
// or at the one that the server takes.
func (a *Adapter) sender(message channel.Outbound) *stdmail.Address {
	from := &stdmail.Address{Address: cmp.Or(a.config.Sender, message.From)}
	if message.Mail != nil {
		from.Name = oneLine(message.Mail.Sender)
	}
	return from
}

// messageID is our id at the sender's domain: the same for the same message,
// however often it is sent.
func (a *Adapter) messageID(message channel.Outbound) string {
	from := cmp.Or(a.config.Sender, message.From)
	return message.ID.String() + "@" + from[strings.LastIndex(from, "@")+1:]
}

// oneLine makes a subject of a text: one line of bounded length.
func oneLine(text string) string {
	return channel.CleanText(strings.Join(strings.Fields(text), " "), maxSubject)
}

// link finds web addresses in a text.
var link = regexp.MustCompile(`https?://[^\s<>"']+[^\s<>"'.,;:!?)]`)

// page is the text for readers of HTML: the same words, with links that can be
// pressed, and nothing that is loaded from anywhere.
func page(text string) string {
	var body strings.Builder
	last := 0
	for _, at := range link.FindAllStringIndex(text, -1) {
		address := html.EscapeString(text[at[0]:at[1]])
		body.WriteString(html.EscapeString(text[last:at[0]]) + `<a href="` + address + `">` + address + `</a>`)
		last = at[1]
	}
	body.WriteString(html.EscapeString(text[last:]))
	return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><p dir="auto">` +
		strings.ReplaceAll(body.String(), "\n", "<br>\n") + "</p></body></html>"
}
