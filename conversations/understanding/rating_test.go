package understanding

import (
	"testing"

	"frontdesk/records"
)

// TestRating reads how good something was, as people say it when they are
// asked how a visit was.
func TestRating(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "US")
	for _, c := range []struct {
		language records.Language
		text     string
		want     Rating
	}{
		{"en", "5", Rating{Value: 5}},
		{"en", "four", Rating{Value: 4}},
		{"en", "a 4 please", Rating{Value: 4}},
		{"en", "4/5", Rating{Value: 4}},
		{"en", "3 out of 5", Rating{Value: 3, Past: true}},
		{"en", "2 stars", Rating{Value: 2, Past: true}},
		{"en", "4, but the wait was long", Rating{Value: 4, Past: true, But: true}},
		{"en", "4 but too long a wait", Rating{Value: 4, But: true}},
		{"en", "10", Rating{Scale: true}},
		{"en", "0", Rating{Scale: true}},
		{"en", "10/10", Rating{Scale: true}},
		{"en", "can I come at 4", Rating{}},
		{"en", "2 of us waited", Rating{}},
		{"en", "it was good", Rating{Value: 4, Worded: true, Past: true}},
		{"en", "very good!", Rating{Value: 5, Worded: true}},
		{"en", "not good", Rating{Value: 2, Worded: true}},
		{"en", "it wasn't good at all", Rating{Value: 2, Worded: true}},
		{"en", "not bad", Rating{Value: 4, Worded: true}},
		{"en", "no, it was great", Rating{Value: 5, Worded: true, Past: true}},
		{"en", "good doctor, terrible wait", Rating{}},
		{"en", "it was terrible", Rating{Value: 1, Worded: true, Past: true}},
		{"en", "ok", Rating{}},
		{"es", "muy mala", Rating{Value: 1, Worded: true}},
		{"es", "estuvo bien", Rating{Value: 4, Worded: true, Past: true}},
		{"es", "no estuvo bien", Rating{Value: 2, Worded: true, Past: true}},
		{"es", "más o menos", Rating{Value: 3, Worded: true}},
		{"es", "le doy un 5", Rating{Value: 5}},
		{"es", "un 3, esperé mucho", Rating{Value: 3}},
		{"pt", "dou nota 4", Rating{Value: 4}},
		{"en", "I'd give it a 4", Rating{Value: 4}},
		{"es", "tengo un 5 por ciento de descuento", Rating{}},
		{"es", "5 estrellas", Rating{Value: 5, Past: true}},
		{"pt", "nota 10", Rating{Value: 5, Worded: true}},
		{"es", "bien pero muy caro", Rating{Value: 4, Worded: true, But: true}},
		{"en", "I didn't go", Rating{Absent: true}},
		{"es", "no fui a la cita", Rating{Absent: true}},
		{"es", "3, porque esperé mucho", Rating{Value: 3}},
		{"pt", "foi ótimo", Rating{Value: 5, Worded: true, Past: true}},
		{"pt", "não foi bom", Rating{Value: 2, Worded: true, Past: true}},
		{"pt", "muito ruim", Rating{Value: 1, Worded: true}},
		{"pt", "mais ou menos", Rating{Value: 3, Worded: true}},
		{"en", "👍", Rating{Value: 4, Worded: true, Past: true}},
		{"en", "😡😡", Rating{Value: 1, Worded: true, Past: true}},
		{"en", "⭐⭐⭐", Rating{Value: 3, Past: true}},
		{"en", "👍👎", Rating{}},
	} {
		if got := reader.Understand(c.text, ExpectNothing, c.language, now).Rating; got != c.want {
			t.Errorf("%s %q: %+v, want %+v", c.language, c.text, got, c.want)
		}
	}
}

// TestFigures reads the day, the telephone number and the number that a question
// waits for, and passes over what is none.
func TestFigures(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "US")
	for _, c := range []struct {
		expected Expectation
		language records.Language
		text     string
		dates    int
		phone    string
		figure   string
	}{
		{expected: ExpectDate, language: "en", text: "March 3, 2024", dates: 1},
		{expected: ExpectDate, language: "es", text: "el 5 de mayo de 2023", dates: 1},
		{expected: ExpectDate, language: "en", text: "before March 3, 2024"},
		{expected: ExpectDate, language: "en", text: "a while ago"},
		{expected: ExpectDate, language: "en", text: "March 3, 2024 or April 5, 2024"},
		{expected: ExpectPhone, language: "en", text: "my wife's: (202) 555-0142", phone: "+12025550142"},
		{expected: ExpectPhone, language: "en", text: "+44 20 7946 0123", phone: "+442079460123"},
		{expected: ExpectPhone, language: "en", text: "12345"},
		{expected: ExpectNumber, language: "en", text: "I have 2 kids", figure: "2"},
		{expected: ExpectNumber, language: "pt", text: "três", figure: "3"},
		{expected: ExpectNumber, language: "en", text: "2 or 3"},
		{expected: ExpectNumber, language: "en", text: "many"},
		{expected: ExpectNothing, language: "en", text: "2"},
	} {
		got := reader.Understand(c.text, c.expected, c.language, now)
		phone := ""
		if len(got.Phones) > 0 {
			phone = got.Phones[0]
		}
		if len(got.Dates) != c.dates || phone != c.phone || got.Figure != c.figure {
			t.Errorf("%s %q: dates %v, phones %v, figure %q", c.expected, c.text, got.Dates, got.Phones, got.Figure)
		}
	}
}

// TestSkipping tells a word that passes over a question from an answer.
func TestSkipping(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "US")
	for text, want := range map[string]bool{
		"skip": true, "Skip please": true, "I'd rather not say": true, "omitir": true, "pular": true, "prefiero no decir": true,
		"don't skip me": false, "I skipped breakfast": false, "no": false, "paso por ahí mañana": false,
	} {
		if got := reader.Understand(text, ExpectText, records.English, now).Skips; got != want {
			t.Errorf("%q skips: %t", text, got)
		}
	}
}
