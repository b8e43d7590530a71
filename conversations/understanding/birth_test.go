package understanding

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/records"
)

func TestBirthDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country  string
		language records.Language
		text     string
		want     string
	}{
		{"GB", "en", "12/03/1985", "1985-03-12"},
		{"US", "en", "12/03/1985", "1985-12-03"},
		{"US", "es", "12/03/1985", "1985-12-03 1985-03-12"},
		{"CA", "en", "12/03/1985", "1985-03-12 1985-12-03"},
		{"US", "es", "25/03/1985", "1985-03-25"},
		{"US", "es", "05/05/1985", "1985-05-05"},
		{"BR", "pt", "12-03-85", "1985-03-12"},
		{"ES", "es", "12.3.1985", "1985-03-12"},
		{"GB", "en", "1985-03-12", "1985-03-12"},
		{"CA", "en", "1985-03-12", "1985-03-12"},
		{"GB", "en", "3 feb 82", "1982-02-03"},
		{"GB", "en", "march 5th 1990", "1990-03-05"},
		{"GB", "en", "5th of March, 1990", "1990-03-05"},
		{"GB", "en", "Feb 3, 1982", "1982-02-03"},
		{"ES", "es", "3 de febrero de 1982", "1982-02-03"},
		{"BR", "pt", "nasci em 3 de fevereiro de 1982", "1982-02-03"},
		{"ES", "es", "el 3 de feb del 82", "1982-02-03"},
		{"GB", "en", "03021982", "1982-02-03"},
		{"GB", "en", "19820203", "1982-02-03"},
		{"GB", "en", "3 2 1982", "1982-02-03"},
		{"GB", "en", "dob 3/2/82", "1982-02-03"},
		{"GB", "en", "I was born on 3 feb 1982", "1982-02-03"},
		{"GB", "en", "1 jan 15", "2015-01-01"},
		{"GB", "en", "29/02/2000", "2000-02-29"},
		{"GB", "en", "31/02/1990", ""},
		{"GB", "en", "29/02/1990", ""},
		{"GB", "en", "12/03/2030", ""},
		{"GB", "en", "1/1/1850", ""},
		{"GB", "en", "yesterday", ""},
		{"GB", "en", "1985", ""},
		{"GB", "en", "12/03", ""},
		{"GB", "en", "", ""},
		{"GB", "en", "00/00/0000", ""},
		{"GB", "en", "3", ""},
		{"GB", "en", "99999999", ""},
	} {
		var dates []string
		for _, date := range clinicReader(t, c.country).Understand(c.text, ExpectBirthDate, c.language, now).BirthDates {
			dates = append(dates, date.String())
		}
		if got := strings.Join(dates, " "); got != c.want {
			t.Errorf("%s, %s, %q: %q, want %q", c.country, c.language, c.text, got, c.want)
		}
	}
}

// TestBirthDateForms holds that every day of the last century is read the same
// in every form that leaves no doubt.
func TestBirthDateForms(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	months := []string{"", "jan", "february", "march", "apr", "may", "june", "jul", "august", "sept", "october", "nov", "december"}
	rapid.Check(t, func(t *rapid.T) {
		date := records.LocalDate{Year: 1930, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 35000).Draw(t, "days"))
		for _, text := range []string{
			date.String(), fmt.Sprintf("%d/%d/%d", date.Day, date.Month, date.Year), fmt.Sprintf("%02d%02d%d", date.Day, date.Month, date.Year),
			fmt.Sprintf("%d %s %d", date.Day, months[date.Month], date.Year), fmt.Sprintf("%s %d, %d", months[date.Month], date.Day, date.Year),
		} {
			got := reader.Understand(text, ExpectBirthDate, records.English, now).BirthDates
			if len(got) != 1 || got[0] != date {
				t.Fatalf("%q: %v", text, got)
			}
		}
	})
}

func TestNames(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]string{
		"Ana Pérez": "Ana Pérez", "ana perez": "Ana Perez", "ANA PEREZ": "Ana Perez", "my name is ana maria de souza": "Ana Maria de Souza", "hi, I'm Peter": "Peter",
		"me llamo Lucía Fernández Soto": "Lucía Fernández Soto", "soy Marta": "Marta", "meu nome é João da Silva": "João da Silva", "O'Brien-Smith": "O'Brien-Smith",
		"李小龙": "李小龙", "محمد علي": "محمد علي", "Sukarno": "Sukarno", "Dolores Mañana": "Dolores Mañana", "Victoria Book": "Victoria Book", "Ian McKellen": "Ian McKellen",
		"Maeve O'Brien, born March 5th 1990": "Maeve O'Brien", "Ana Souza 03/02/1982": "Ana Souza", "Carmen Cita": "Carmen Cita",
		"help": "", "STOP": "", "quiero una cita": "", "can I talk to a person": "", "12345": "", "": "", "what do you need my name for?": "", "yes": "", "no": "", "I don't know": "", "start over": "",
		"😀": "", "one two three four five six seven eight nine ten": "",
	} {
		if got := reader.Understand(text, ExpectName, "", now).Name; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"my name is ana souza": "Ana Souza", "me llamo Lucía, quiero una cita": "Lucía", "I'm ill": "", "this is great": "", "hello": ""} {
		if got := reader.Understand(text, ExpectNothing, "", now).Name; got != want {
			t.Errorf("unasked, %q: %q, want %q", text, got, want)
		}
	}
}
