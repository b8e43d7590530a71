package understanding

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/conversations/understanding/safety"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

func TestIntents(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string][]Intent{
		"can I get my results?":                  {IntentResults},
		"can I get a check-up, and my results":   {IntentBook, IntentResults},
		"can I get in on friday? and my results": {IntentBook, IntentResults},
		"hi":                                     {IntentGreeting},
		"hey can i book a cleaning tmrw":         {IntentGreeting, IntentBook},
		"quiero una cita":                        {IntentBook},
		"preciso marcar consulta":                {IntentBook},
		"I need an appointment":                  {IntentBook},
		"appointment pls":                        {IntentBook},
		"cita":                                   {IntentBook},
		"cancel my apointment":                   {IntentCancel},
		"necesito cancelar una cita":             {IntentCancel},
		"preciso desmarcar uma consulta":         {IntentCancel},
		"I can't make it tomorrow":               {IntentCancel},
		"I don't want to cancel":                 nil,
		"no quiero cancelar":                     nil,
		"no, quiero cancelar":                    {IntentCancel},
		"move my appointment":                    {IntentMove},
		"reschedule please":                      {IntentMove},
		"quero remarcar":                         {IntentMove},
		"when is my appointment?":                {IntentAppointments},
		"mis citas":                              {IntentAppointments},
		"minhas consultas":                       {IntentAppointments},
		"my appointment, I need to cancel it":    {IntentCancel},
		"cancel my appointment and book another appointment": {IntentCancel, IntentBook},
		"talk to a person":                                       {IntentPerson},
		"quiero hablar con alguien":                              {IntentPerson},
		"quero falar com um atendente":                           {IntentPerson},
		"start over":                                             {IntentRestart},
		"let me know if something opens up":                      {IntentWaitlist},
		"can I get on the waiting list for a cleaning?":          {IntentWaitlist},
		"could I have an earlier appointment if someone cancels": {IntentWaitlist},
		"take me off the waiting list":                           {IntentLeaveWaitlist},
		"cancel my waiting list please":                          {IntentLeaveWaitlist},
		"avísame si se libera algo":                              {IntentWaitlist},
		"me pueden poner en lista de espera":                     {IntentWaitlist},
		"quiero darme de baja de la lista de espera":             {IntentLeaveWaitlist},
		"me avise se abrir vaga":                                 {IntentWaitlist},
		"pode me colocar na fila de espera?":                     {IntentWaitlist},
		"me tirem da lista de espera por favor":                  {IntentLeaveWaitlist},
		"thanks, bye":                                            {IntentThanks, IntentBye},
		"boa tarde":                                              {IntentGreeting},
		"I have cancer":                                          nil,
		"the weather is nice":                                    nil,
		"":                                                       nil,
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).Intents; !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestKeywords(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for want, texts := range map[Keyword][]string{
		KeywordStop: {
			"STOP", "stop", "Stop.", "STOP!!!", "«stop»", "stop 🛑", "  stop  ", "please stop", "Stop please", "STOPALL", "stop all", "unsubscribe", "END", "quit", "revoke",
			"opt out", "OPT-OUT", "optout", "stop texting me", "please stop sending me these messages", "don't text me anymore", "do not contact me again",
			"take me off your list", "no more messages please", "I want to unsubscribe", "leave me alone", "baja", "alto", "no más mensajes", "NO MAS MENSAJES",
			"dejen de escribirme", "por favor ya no me escriban", "quiero darme de baja", "no quiero recibir más mensajes", "parar", "sair", "não quero mais mensagens",
			"parem de me mandar mensagem", "me tirem da lista por favor", "take me off the waiting list and stop texting me", "nao quero mais receber nada",
		},
		KeywordStart:      {"START", "start", "unstop", "UNSTOP please"},
		KeywordHelp:       {"HELP", "help", "info", "ayuda", "ajuda", "Help!"},
		KeywordBareCancel: {"CANCEL", "cancel", "Cancel.", "cancelar", "CANCELAR por favor", "cancel please"},
		KeywordNone: {
			"can I stop by at 5?", "can I stop taking the pills?", "cancel my appointment", "cancel it", "I have to stop at the bank first", "is there a bus stop",
			"what time does it end", "when does my appointment end?", "I can start on Monday", "I need help with my booking", "yes", "sí", "quit smoking programme",
			"take me off the waiting list", "please remove me from the waitlist", "quiero darme de baja de la lista de espera", "me tirem da lista de espera",
			"se puede parar el dolor", "parar de fumar", "stoop", "backend", "no", "the alto saxophone",
		},
	} {
		for _, text := range texts {
			if got := reader.Understand(text, ExpectNothing, "", now).Keyword; got != want {
				t.Errorf("%q: keyword %q, want %q", text, got, want)
			}
		}
	}
}

func TestEmergencies(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for _, text := range []string{
		"I have chest pain", "my CHEST HURTS so much", "my mother can't breathe", "he’s not breathing", "she had a stroke", "I took too many pills", "I want to die",
		"me duele el pecho", "mi hijo no puede respirar", "se desmayó y no despierta", "quiero morir", "estou com dor no peito", "ela não consegue respirar", "meu pai desmaiou",
		"this is an emergency", strings.Repeat("and then ", 400) + "she has chest pain",
	} {
		if reader.Understand(text, ExpectName, "", now).Emergency == safety.NoEmergency {
			t.Errorf("%q is not seen as an emergency", text)
		}
	}
	for _, text := range []string{
		"it's not an emergency", "who is my emergency contact", "book a cleaning", "no es una emergencia", "não é urgência", "my chest of drawers", "I'm dying to see you all",
		"quiero una cita por un dolor de muelas", "tengo tos", "estou com dor de dente",
	} {
		if reader.Understand(text, ExpectNothing, "", now).Emergency != safety.NoEmergency {
			t.Errorf("%q is seen as an emergency", text)
		}
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]struct{ number, ordinal int }{
		"1": {1, 0}, "2.": {2, 0}, "3)": {3, 0}, "option 2": {2, 0}, "number two": {2, 0}, "dos": {2, 0}, "três": {3, 0},
		"the second one": {0, 2}, "la primera": {0, 1}, "a terceira": {0, 3}, "the later one": {0, Last}, "la última": {0, Last},
		"2pm": {0, 0}, "1 or 2": {0, 0}, "24/11": {0, 0}, "tuesday 24 november": {0, 0}, "I have 2 children": {0, 0}, "1234": {0, 0},
	} {
		meaning := reader.Understand(text, ExpectChoice, "", now)
		if meaning.Number != want.number || meaning.Ordinal != want.ordinal {
			t.Errorf("%q: number %d, ordinal %d, want %+v", text, meaning.Number, meaning.Ordinal, want)
		}
	}
}

func TestPortugueseWeekdaysAreOrdinals(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, weekday := range map[string]bool{"a segunda": false, "na segunda": true, "segunda-feira": true, "na segunda às 15h": true, "a segunda opção": false, "segunda": false} {
		meaning := reader.Understand(text, ExpectChoice, records.Portuguese, now)
		if got := len(meaning.Wish.Days) > 0; got != weekday || (meaning.Ordinal == 2) == weekday {
			t.Errorf("%q: days %v, ordinal %d", text, meaning.Wish.Days, meaning.Ordinal)
		}
	}
	if meaning := reader.Understand("la segunda", ExpectChoice, records.Spanish, now); meaning.Ordinal != 2 || !meaning.Wish.IsZero() {
		t.Errorf("la segunda: %+v", meaning)
	}
}

func TestVocabulary(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	meaning := reader.Understand("quiero una limpieza con la dra perez", ExpectNothing, "", now)
	if len(meaning.Types) != 1 || meaning.Types[0] != cleaning || len(meaning.Practitioners) != 1 || meaning.Practitioners[0] != perez {
		t.Errorf("got %+v", meaning)
	}
	meaning = reader.Understand("clening with mina", ExpectNothing, "", now)
	if len(meaning.Types) != 1 || meaning.Types[0] != cleaning || len(meaning.Practitioners) != 1 || meaning.Practitioners[0] != lee {
		t.Errorf("got %+v", meaning)
	}
	if meaning = reader.Understand("a chekup with anybody", ExpectNothing, "", now); !meaning.AnyPractitioner || len(meaning.Types) != 1 || meaning.Types[0] != checkUp {
		t.Errorf("got %+v", meaning)
	}
}

func TestLanguageSeen(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]records.Language{
		"hi": "en", "hello there": "en", "hola": "es", "oi": "pt", "quiero una cita": "es", "quero uma consulta": "pt", "can i come tomorrow": "en",
		"1": "", "Ana": "", "": "", "ok": "", "olá, bom dia": "pt", "buenas tardes": "es",
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).Language; got != want {
			t.Errorf("%q: language %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]records.Language{"español": "es", "in English please": "en", "em português": "pt", "english": "en", "my english teacher is ill today": ""} {
		if got := reader.Understand(text, ExpectNothing, "", now).LanguageWanted; got != want {
			t.Errorf("%q: wanted %q, want %q", text, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  a \t b\n\nc ": "a b c", "a\u200bb": "ab", "\u202eabc\u202c": "abc", "it’s": "it's", "\x00\x07hi": "hi", "😀": "😀", "": "",
	} {
		if got := words.Clean(text); got != want {
			t.Errorf("words.Clean(%q) = %q, want %q", text, got, want)
		}
	}
	if got, want := Fold("  ¡Sí, Señora O'Brien! "), "si senora obrien"; got != want {
		t.Errorf("Fold: %q, want %q", got, want)
	}
}

// FuzzUnderstand holds that no text makes a reader panic or stall, and that
// what it reads stays within bounds.
func FuzzUnderstand(f *testing.F) {
	for _, text := range []string{
		"book a cleaning with Dr Lee next Tuesday afternoon", "no, el miércoles a las 3 y media", "12/03/1985", "between 2 and 4", "na segunda às 15h30",
		"¿mañana a las 3?", "I'm José, born 31/02/1990", "the 24th", "in 99 weeks", "٣/٤/١٩٩٠", "99999999999999999999", "1:60 pm", "0h", "24h", "a\u0301", "\u202e", "'''", "---",
	} {
		f.Add(text, "")
		f.Add(text, "name")
		f.Add(text, "birth-date")
		f.Add(text, "choice")
	}
	reader := clinicReader(f, "US")
	f.Fuzz(func(t *testing.T, text, expected string) {
		meaning := reader.Understand(text, Expectation(expected), "es", now)
		if len(meaning.Wish.Days) > maxWishes || len(meaning.Wish.Times) > maxWishes || len(meaning.BirthDates) > 2 {
			t.Fatalf("unbounded: %+v", meaning)
		}
		for _, times := range meaning.Wish.Times {
			if times.From < 0 || times.To > 24*60 || times.From >= times.To {
				t.Fatalf("times %+v", times)
			}
		}
		for _, days := range meaning.Wish.Days {
			if !valid(days.From) || !valid(days.To) {
				t.Fatalf("days %+v", days)
			}
		}
		for _, date := range meaning.BirthDates {
			if !valid(date) || records.LocalDateOf(now, reader.vocabulary.Zone).Before(date) {
				t.Fatalf("birth date %v", date)
			}
		}
		for _, window := range meaning.Wish.Windows(now, reader.vocabulary.Zone) {
			if !window.Start.Before(window.End) || window.Start.Before(now) {
				t.Fatalf("window %+v", window)
			}
		}
		if len([]rune(meaning.Name)) > maxName {
			t.Fatalf("name of %d characters", len(meaning.Name))
		}
	})
}

func BenchmarkUnderstand(b *testing.B) {
	reader := clinicReader(b, "GB")
	for name, text := range map[string]string{
		"short": "1", "book": "hey can i book a cleaning with dr lee tmrw afternoon please", "long": strings.Repeat("lorem ipsum dolor ", 300),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reader.Understand(text, ExpectNothing, records.English, now)
			}
		})
	}
}
