package twiliotest

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Script is what goes wrong, in order: with requests to send, with requests to
// list, and with webhooks on their way to the application.
type Script struct {
	Sends, Lists []Fault
	Webhooks     []WebhookFault
}

// maxRepeats bounds how often one line of a script counts.
const maxRepeats = 100_000

// ParseScript reads a script, one event a line: whose turn it is (send, list or
// webhook), and what happens then. "#" begins a comment.
//
//	send ok x20                  twenty go well
//	send 429 retry-after=2       the rate limit; nothing was taken
//	send 503                     a broken gateway; nobody knows
//	send 400 code=21610          refused with Twilio's code
//	send lost                    taken, and the connection is cut
//	send silent                  taken, and never answered
//	send cut                     not taken, and the connection is cut
//	send slow=10s                answered well, late
//	send slow-body=10s           the answer begins at once and ends late
//	list 500                     as for send
//	webhook twice                it comes once more; also "x3" for three lines
//	webhook delay=2s             it comes late
//	webhook overtaken            the next comes first
//	webhook lost                 it never comes
//	webhook ok
func ParseScript(text string) (Script, error) {
	var script Script
	lines := bufio.NewScanner(strings.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := script.add(words); err != nil {
			return Script{}, fmt.Errorf("line %d: %w", number, err)
		}
	}
	return script, lines.Err()
}

// add takes one line.
func (s *Script) add(words []string) error {
	repeats, rest, err := repeatsOf(words[1:])
	if err != nil {
		return err
	}
	switch words[0] {
	case "send", "list":
		fault, err := faultOf(rest)
		if err != nil {
			return err
		}
		for range repeats {
			if words[0] == "send" {
				s.Sends = append(s.Sends, fault)
			} else {
				s.Lists = append(s.Lists, fault)
			}
		}
	case "webhook":
		fault, err := webhookFaultOf(rest)
		if err != nil {
			return err
		}
		for range repeats {
			s.Webhooks = append(s.Webhooks, fault)
		}
	default:
		return fmt.Errorf("%q is none of send, list and webhook", words[0])
	}
	return nil
}

// repeatsOf takes "x20" off a line's end.
func repeatsOf(words []string) (repeats int, rest []string, err error) {
	if len(words) == 0 {
		return 0, nil, fmt.Errorf("what happens is missing")
	}
	last := words[len(words)-1]
	count, isCount := strings.CutPrefix(last, "x")
	if !isCount {
		return 1, words, nil
	}
	repeats, err = strconv.Atoi(count)
	if err != nil || repeats < 1 || repeats > maxRepeats || len(words) == 1 {
		return 0, nil, fmt.Errorf("%q is no number of repetitions from x1 to x%d", last, maxRepeats)
	}
	return repeats, words[:len(words)-1], nil
}

// faultOf reads what happens to a request.
func faultOf(words []string) (Fault, error) {
	var fault Fault
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		var err error
		switch name {
		case "ok":
		case "lost":
			fault.Accept, fault.Cut = true, true
		case "silent":
			fault.Accept, fault.Silent = true, true
		case "cut":
			fault.Cut = true
		case "slow":
			fault.Delay, err = time.ParseDuration(value)
		case "slow-body":
			fault.BodyDelay, err = time.ParseDuration(value)
		case "code":
			fault.Code, err = strconv.Atoi(value)
		case "retry-after":
			fault.RetryAfter, err = strconv.Atoi(value)
		default:
			fault.Status, err = strconv.Atoi(name)
			if err == nil && (fault.Status < 300 || fault.Status > 599) {
				err = fmt.Errorf("status %d is no failure", fault.Status)
			}
		}
		if err != nil {
			return Fault{}, fmt.Errorf("%q is not known here: %w", word, err)
		}
	}
	if fault.Status == 429 && fault.Code == 0 {
		fault.Code = 20429
	}
	return fault, nil
}

// webhookFaultOf reads what happens to a webhook.
func webhookFaultOf(words []string) (WebhookFault, error) {
	var fault WebhookFault
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		var err error
		switch name {
		case "ok":
		case "twice":
			fault.Copies = 1
		case "copies":
			fault.Copies, err = strconv.Atoi(value)
		case "delay":
			fault.Delay, err = time.ParseDuration(value)
		case "overtaken":
			fault.Overtaken = true
		case "lost":
			fault.Lost = true
		default:
			err = fmt.Errorf("it is none of ok, twice, copies, delay, overtaken and lost")
		}
		if err != nil {
			return WebhookFault{}, fmt.Errorf("%q is not known here: %w", word, err)
		}
	}
	return fault, nil
}

// Play makes a server's requests go wrong as the script says.
func (s *Server) Play(script Script) {
	s.FailSends(script.Sends...)
	s.FailLists(script.Lists...)
}
