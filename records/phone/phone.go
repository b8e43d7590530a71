// Package phone reads telephone numbers as people write them, and knows which
// numbers are one.
//
// Metadata and parsing are Google's libphonenumber, as ported in
// github.com/nyaruka/phonenumbers.
package phone

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Number is a telephone number.
type Number struct {
	// E164 is the number with its country's code: +14155552671.
	E164 string
	// Country is where it belongs (ISO 3166); empty where that is not known.
	Country string
	// Possible says that it has a length that numbers have there, Valid that it
	// lies in a range that is in use.
	Possible, Valid bool
	// Extension is what is dialled behind it; empty for none. No message reaches
	// an extension.
	Extension string
}

// ErrNoNumber says that a text is no telephone number.
var ErrNoNumber = errors.New("not a telephone number")

// noCountry has only numbers with a country's code read.
const noCountry = "ZZ"

// Parse reads a number. One without a country's code is one of the country
// (ISO 3166); with an empty country it is none. Marks of writing direction, which
// telephones paste around numbers, and other characters without a shape are left
// out.
func Parse(text, country string) (Number, error) {
	if country == "" {
		country = noCountry
	}
	visible := strings.Map(func(character rune) rune {
		if unicode.Is(unicode.Cf, character) {
			return -1
		}
		return character
	}, text)
	parsed, err := phonenumbers.Parse(visible, country)
	if err != nil {
		return Number{}, fmt.Errorf("%w: %w", ErrNoNumber, err)
	}
	return Number{
		E164: phonenumbers.Format(parsed, phonenumbers.E164), Possible: phonenumbers.IsPossibleNumber(parsed),
		Valid: phonenumbers.IsValidNumber(parsed), Extension: parsed.GetExtension(),
		Country: phonenumbers.GetRegionCodeForNumber(parsed),
	}, nil
}

var (
	// brazilianMobile is a mobile number of Brazil as it was before it got a ninth
	// digit: eight digits behind the area's code, the first from 6 on.
	brazilianMobile = regexp.MustCompile(`^\+55([1-9][0-9])([6-9][0-9]{7})$`)
	// mexicanMobile is a mobile number of Mexico as it was dialled until 2019, with
	// a 1 behind the country's code.
	mexicanMobile = regexp.MustCompile(`^\+521([0-9]{10})$`)
)

// Canonical gives the one spelling of an address under which a contact is looked
// up. WhatsApp still names mobile numbers of Brazil without their ninth digit,
// and those of Mexico with the 1 that is gone: the patient is the same. Whatever
// is not such a number stays as it is. The column contact.canonical repeats it.
func Canonical(address string) string {
	if found := brazilianMobile.FindStringSubmatch(address); found != nil {
		return "+55" + found[1] + "9" + found[2]
	}
	if found := mexicanMobile.FindStringSubmatch(address); found != nil {
		return "+52" + found[1]
	}
	return address
}
