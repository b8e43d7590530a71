package mailbox

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// ErrNoAddress says that a text is no e-mail address that can be written to.
var ErrNoAddress = errors.New("not an e-mail address")

// How long an address and its first part may be, in bytes (RFC 5321, 4.5.3.1).
const (
	maxAddress = 254
	maxLocal   = 64
	// maxWritten bounds what is looked at at all, in any alphabet: what the ASCII
	// form of a domain costs grows with the square of its length.
	maxWritten = 320
)

// local is what may stand before the @: words of RFC 5322 (3.2.3) with dots
// between them. Quoted ones exist on paper, and letters outside ASCII (RFC 6531)
// only from server to server where all of them agree, so neither is taken.
var local = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// host is a name with at least one dot whose last part is no number: a mailbox
// has a domain, and no address of a machine.
var host = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9])$`)

// Parse reads one address and nothing beside it. It is written in lower case,
// and a domain of other letters as its ASCII form (RFC 5891), which every server
// understands. Telephones paste marks of writing direction and spaces around an
// address; those are left out.
func Parse(text string) (string, error) {
	if len(text) > maxWritten {
		return "", ErrNoAddress
	}
	visible := strings.TrimSpace(strings.Map(func(character rune) rune {
		if unicode.Is(unicode.Cf, character) {
			return -1
		}
		return character
	}, text))
	at := strings.LastIndexByte(visible, '@')
	if at < 1 || at > maxLocal || !local.MatchString(visible[:at]) {
		return "", ErrNoAddress
	}
	domain, err := idna.Lookup.ToASCII(visible[at+1:])
	if err != nil || !host.MatchString(domain) || at+1+len(domain) > maxAddress {
		return "", ErrNoAddress
	}
	return strings.ToLower(visible[:at]) + "@" + domain, nil
}

// Find gives the one address that stands in a message; false where there is
// none, or more than one, of which nobody could say which is meant.
func Find(text string) (string, bool) {
	var found string
	for word := range strings.FieldsFuncSeq(text, separates) {
		word = strings.Trim(word, `.!?'*`)
		address, err := Parse(word)
		if err != nil || address == found {
			continue
		}
		if found != "" {
			return "", false
		}
		found = address
	}
	return found, found != ""
}

// separates says what stands between an address and the words around it.
func separates(character rune) bool {
	return unicode.IsSpace(character) || strings.ContainsRune(`<>()[]",;:¡¿“”«»`, character)
}
