package catalog

import (
	"testing"
	"time"

	"frontdesk/records"
)

func TestLanguagesAreToldInTheReaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reader, told records.Language
		name         string
	}{
		{"en", "es", "Spanish"},
		{"en", "pt", "Portuguese"},
		{"en", "zh", "Chinese"},
		{"es", "en", "inglés"},
		{"es", "es", "español"},
		{"pt", "es", "espanhol"},
		{"pt", "de", "alemão"},
		{"fr", "en", "anglais"},
		{"en", "not a tag", "not a tag"},
	} {
		if got := Embedded().Phrasebook(c.reader, "ES", time.UTC).LanguageName(c.told); got != c.name {
			t.Errorf("%s in %s: %q, want %q", c.told, c.reader, got, c.name)
		}
	}
}
