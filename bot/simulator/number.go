package simulator

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// parseNumber gives a phone's own number, a request's "from", in E.164. It takes
// what people write between the digits, and a leading space for the plus sign
// that a query string turns it into. A number only has to be possible, not assigned: the
// numbers that are set aside for films and tests are just what a demo wants.
func parseNumber(raw string) (string, error) {
	if strings.TrimSpace(raw) == "" {
		return "", invalid("from", "The phone's own number is missing. Write it with its country code, as in +1 555 000 1111.")
	}
	if strings.HasPrefix(raw, " ") {
		raw = "+" + strings.TrimLeft(raw, " ")
	}
	const noRegion = "ZZ" // only numbers with a country code
	number, err := phonenumbers.Parse(raw, noRegion)
	if err != nil || !phonenumbers.IsPossibleNumber(number) || number.GetExtension() != "" {
		return "", invalid("from", "This is not a telephone number. Write it with its country code, as in +1 555 000 1111.")
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}
