package entities

import (
	"slices"
	"testing"

	"frontdesk/conversations/understanding/words"
)

func TestPhones(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"call me on 020 7946 0018 please": {"+442079460018"}, "+34 612 34 56 78": {"+34612345678"}, "07400 123456 or +1 (212) 555-0142": {"+447400123456", "+12125550142"},
		"born 03/02/1982": nil, "at 10:30 on the 12th": nil, "card 4111 1111 1111 1111": nil, "2": nil, "": nil,
	} {
		clean := words.Clean(text)
		if got := Phones(clean, words.Tokenize(clean), "GB"); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"cc 79055928": "79055928", "my member number is AB-123 456": "AB123456", "58820555 CC": "58820555", "DNI 12345678Z": "12345678Z",
		"it's 485 777 3456": "4857773456", "my name is Ana": "", "12": "", "": "",
	} {
		if got := Document(words.Tokenize(words.Clean(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Amount{
		"is it £25?": {{2500, "GBP"}}, "25.50 euros": {{2550, "EUR"}}, "R$ 1.250,90": {{125090, "BRL"}}, "1,250 dollars": {{125000, ""}}, "20€ or 30 €": {{2000, "EUR"}, {3000, "EUR"}},
		"at 10.30": nil, "25": nil, "£": nil, "": nil,
	} {
		clean := words.Clean(text)
		if got := Amounts(clean, words.Tokenize(clean)); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	for _, text := range []string{"+44 20 7946 0018", "AB-123 456", "R$ 1.250,90", "€", "9999999999999999999999", "\xff1", "１２３"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := words.Clean(text)
		tokens := words.Tokenize(clean)
		for _, phone := range Phones(clean, tokens, "GB") {
			if len(phone) < minPhoneDigits || phone[0] != '+' {
				t.Errorf("%q: phone %q", text, phone)
			}
		}
		for _, amount := range Amounts(clean, tokens) {
			if amount.Hundredths < 0 {
				t.Errorf("%q: %+v", text, amount)
			}
		}
		Document(tokens)
	})
}
