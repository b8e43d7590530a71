package understanding

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// now of the tests: Friday 20 November 2026, 10:00 in Madrid.
var now = time.Date(2026, time.November, 20, 9, 0, 0, 0, time.UTC)

var (
	osei     = uuid.MustParse("00000000-0000-0000-0000-0000000000a1")
	perez    = uuid.MustParse("00000000-0000-0000-0000-0000000000a2")
	lee      = uuid.MustParse("00000000-0000-0000-0000-0000000000a3")
	cleaning = uuid.MustParse("00000000-0000-0000-0000-0000000000b1")
	checkUp  = uuid.MustParse("00000000-0000-0000-0000-0000000000b2")
)

func clinicReader(tb testing.TB, country string) *Reader {
	tb.Helper()
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		tb.Fatal(err)
	}
	return NewReader(Vocabulary{
		Practitioners: []records.Practitioner{{ID: osei, Name: "Dr Osei"}, {ID: perez, Name: "Dra. Pérez"}, {ID: lee, Name: "Dr Mina Lee"}},
		Types: []records.AppointmentType{
			{ID: cleaning, Name: records.LocalizedText{"en": "Dental cleaning", "es": "Limpieza dental", "pt": "Limpeza dental"}},
			{ID: checkUp, Name: records.LocalizedText{"en": "Check-up", "es": "Revisión", "pt": "Check-up"}, Synonyms: map[records.Language][]string{"en": {"checkup", "exam"}, "es": {"chequeo"}}},
		},
		Zone: zone, Country: country, Languages: []records.Language{"en", "es", "pt"},
	})
}
