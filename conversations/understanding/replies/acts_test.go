package replies

import (
	"slices"
	"testing"

	"frontdesk/conversations/understanding/words"
)

func TestActs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		question, text  string
		concrete, tells bool
		want            []Act
	}{
		{"", "I'm looking for a dentist", false, false, []Act{InformIntent}},
		{"", "I'm looking for a dentist in Harrow", false, true, []Act{InformIntent, Inform}},
		{"What day suits you?", "the fourth", false, true, []Act{Inform}},
		{"Please confirm: Tuesday at 10:00.", "yes", true, false, []Act{Affirm}},
		{"Please confirm: Tuesday at 10:00.", "yes, what is the address?", true, false, []Act{Affirm, Request}},
		{"Please confirm: Tuesday at 10:00.", "no, make it later", true, true, []Act{Negate, Inform}},
		{"Would you like to book an appointment?", "no thanks", false, false, []Act{NegateIntent, Goodbye}},
		{"Would you like to book an appointment?", "yes please", false, false, []Act{AffirmIntent}},
		{"I found Dr Osei. How about her?", "somebody else please", false, false, []Act{RequestAlternates}},
		{"I found Dr Osei. How about her?", "sounds good", false, false, []Act{Select}},
		{"I found Dr Osei. How about her?", "what is her rating?", false, false, []Act{Request}},
		{"Is there anything else?", "no", false, false, []Act{Negate, ThankYou}},
		{"Your appointment has been booked.", "thank you", false, false, []Act{ThankYou}},
	} {
		question := Default().Question(test.question, "en")
		question.Concrete = test.concrete
		reply := Default().Read(Message{
			Text: test.text, Tokens: words.Tokenize(test.text), Language: "en", Question: question, Facts: Facts{Times: test.tells && test.concrete},
		})
		if got := reply.Acts(test.tells); !slices.Equal(got, test.want) {
			t.Errorf("%q to %q: %v, want %v", test.text, test.question, got, test.want)
		}
	}
}

func TestAskedAndWished(t *testing.T) {
	t.Parallel()
	read := func(text string) Reply {
		return Default().Read(Message{Text: text, Tokens: words.Tokenize(text), Language: "en"})
	}
	if got := read("what's the phone number and where are they?").Asked(); !slices.Equal(got, []string{"phone_number", "address"}) {
		t.Errorf("asked %v", got)
	}
	if got := read("find me a unisex salon"); len(got.Asked()) > 0 || !slices.Equal(got.Wished(), []string{"is_unisex"}) {
		t.Errorf("asked %v, wished %v", got.Asked(), got.Wished())
	}
	if got := read("is it unisex?"); !slices.Equal(got.Asked(), []string{"is_unisex"}) || len(got.Wished()) > 0 {
		t.Errorf("asked %v, wished %v", got.Asked(), got.Wished())
	}
}
