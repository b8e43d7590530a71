package situated

import (
	"testing"
	"time"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

func intentOf(question, text, language string) intents.Label {
	clean := words.Clean(text)
	tokens := words.Tokenize(clean)
	now := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	when := dates.Read(tokens, dates.Context{Now: now, Language: records.Language(language), Country: "GB"})
	before := replies.Default().Question(question, language)
	return Intent(Message{
		Tokens: tokens, Question: before, When: when,
		Reply: replies.Default().Read(replies.Message{Text: clean, Tokens: tokens, Language: language, Question: before, Facts: replies.Facts{Times: len(when) > 0}}),
	})
}

func TestTheQuestionSettlesWhatAMessageWants(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		language, question, text string
		want                     intents.Label
	}{
		{"en", "What is your name?", "Okonkwo", intents.Name},
		{"en", "What is your name?", "my name is Mary Anne Byrne", intents.Name},
		{"en", "What is your name?", "hello", intents.Greet},
		{"es", "¿Cómo te llamas?", "hola, soy Lucía", intents.Name},
		{"es", "¿Cuál es tu nombre?", "María José", intents.Name},
		{"pt", "Qual é o seu nome?", "me chamo Joana", intents.Name},
		{"es", "Indícanos tu número de documento", "cc 99887766", intents.IDNumber},
		{"es", "Indícanos tu número de documento", "no sé", intents.Unsure},
		{"es", "¿La cita es para ti o para alguien más?", "para mi abuela", intents.ForOther},
		{"es", "¿La cita es para ti o para alguien más?", "para mí", intents.ForSelf},
		{"en", "Is it for you or for someone else?", "for my son", intents.ForOther},
		{"es", "¿Es para ti o para alguien más?", "es para Lucía", intents.ForOther},
		{"es", "¿Qué deseas corregir?", "la fecha", intents.CorrectField},
		{"es", "¿Podemos hacer algo más por ti?", "no, eso es todo", intents.Done},
		{"en", "Is there anything else?", "no thanks", intents.Done},
		{"es", "Hola, ¿cómo estás?", "muy bien gracias", intents.Smalltalk},
		{"es", "¿Está bien?", "perfecto", intents.Yes},
		{"en", "Is that right?", "nope", intents.No},
		{"en", "What day suits you?", "3 March", intents.Date},
		{"en", "At what time?", "10:30 am", intents.Time},
	} {
		if got := intentOf(test.question, test.text, test.language); got != test.want {
			t.Errorf("%q to %q: %q, want %q", test.text, test.question, got, test.want)
		}
	}
}

func TestAnotherWishIsHeardWhateverWasAsked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]intents.Label{
		"I want to cancel my appointment": intents.Cancel, "can I speak to a person": intents.Human, "what are your opening hours?": intents.Hours,
	} {
		for _, question := range []string{"What is your name?", "Is there anything else?", "Is it for you or for someone else?", ""} {
			if got := intentOf(question, text, "en"); got != want {
				t.Errorf("%q to %q: %q, want %q", text, question, got, want)
			}
		}
	}
}

func FuzzIntent(f *testing.F) {
	f.Add("What is your name?", "soy Ana 3", "es")
	f.Add("", "", "")
	f.Add("¿Para quién?", "\xff para mi", "es")
	f.Fuzz(func(t *testing.T, question, text, language string) {
		if first := intentOf(question, text, language); intentOf(question, text, language) != first {
			t.Errorf("%q to %q: two readings", text, question)
		}
	})
}
