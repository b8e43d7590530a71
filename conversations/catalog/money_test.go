package catalog

import (
	"testing"
	"time"

	"frontdesk/records"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		language records.Language
		country  string
		minor    int64
		currency string
		want     string
	}{
		{"en", "US", 2500, "USD", "$25.00"},
		{"en", "US", 5, "USD", "$0.05"},
		{"en", "GB", 123456, "GBP", "£1,234.56"},
		{"es", "US", 2500, "USD", "$25.00"},
		{"es", "ES", 2500, "EUR", "25,00 €"},
		{"en", "ES", 2500, "EUR", "€25.00"},
		{"es", "MX", 123450, "MXN", "$1,234.50"},
		{"pt", "BR", 123450, "BRL", "R$ 1.234,50"},
		{"pt", "PT", 1234567, "EUR", "12 345,67 €"},
		{"en", "US", 2500, "JPY", "¥2,500"},
		{"en", "GB", 2500, "BHD", "BHD 2.500"},
		{"en", "GB", 2500, "???", "???25.00"},
		{"en", "", 0, "EUR", "€0.00"},
	} {
		book := Embedded().Phrasebook(test.language, test.country, time.UTC)
		if got := book.Money(test.minor, test.currency); got != test.want {
			t.Errorf("%d %s in %s-%s: %q, want %q", test.minor, test.currency, test.language, test.country, got, test.want)
		}
	}
}

func TestNotice(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		language records.Language
		length   time.Duration
		want     string
	}{
		{"en", 24 * time.Hour, "24 hours"},
		{"en", time.Hour, "1 hour"},
		{"en", 90 * time.Minute, "90 minutes"},
		{"es", 48 * time.Hour, "48 horas"},
		{"es", time.Hour, "1 hora"},
		{"pt", time.Minute, "1 minuto"},
		{"pt", 2 * time.Hour, "2 horas"},
	} {
		if got := Embedded().Phrasebook(test.language, "US", time.UTC).Notice(test.length); got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.length, test.language, got, test.want)
		}
	}
}
