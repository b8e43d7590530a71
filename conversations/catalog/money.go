package catalog

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"frontdesk/records"
)

// amountFirst are the countries that write the currency after the amount
// (Unicode CLDR, currency formats of their main languages).
var amountFirst = setOf("ES PT FR DE IT BE FI GR PL CZ SE DK NO HU SK SI HR RO BG LT LV EE LU")

// Money tells an amount, given in the minor unit of an ISO 4217 currency, as
// the language and the country write it: "$25.00", "25,00 €", "R$ 25,00". A
// currency that is not known is told by its code.
func (b *Phrasebook) Money(minor int64, code string) string {
	places, symbol := 2, code
	if unit, err := currency.ParseISO(code); err == nil {
		places, _ = currency.Standard.Rounding(unit)
		symbol = b.printer.Sprint(currency.NarrowSymbol(unit))
	}
	// A float64 holds every amount up to nine quadrillion minor units exactly.
	amount := b.printer.Sprint(number.Decimal(float64(minor)/math.Pow10(places), number.Scale(places)))
	if last, _ := utf8.DecodeLastRuneInString(symbol); unicode.IsLetter(last) {
		symbol += " " // "BHD 25.000"
	}
	id := "money"
	if b.amountFirst {
		id = "money_amount_first"
	}
	told := b.catalog.text(b.language, id, moneyParts{Amount: amount, Symbol: symbol}, nil)
	// A no-break space would turn a whole SMS into UCS-2.
	return strings.Join(strings.Fields(told), " ")
}

// moneyParts are the placeholders of an amount.
type moneyParts struct{ Amount, Symbol string }

// Notice tells a length of time as a policy gives it: "24 hours", "90 minutes".
// Parts of a minute are left out.
func (b *Phrasebook) Notice(length time.Duration) string {
	id, count := "hours", int(length/time.Hour)
	if length%time.Hour != 0 {
		id, count = "minutes", int(length/time.Minute)
	}
	return b.catalog.text(b.language, id, nil, count)
}

// printerFor makes what writes a language's numbers as a country does.
func printerFor(tag records.Language, country string) *message.Printer {
	parsed, err := language.Parse(string(tag) + "-" + country)
	if err != nil {
		parsed = language.Make(string(tag))
	}
	return message.NewPrinter(parsed)
}
