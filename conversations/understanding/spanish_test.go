package understanding

import "testing"

// TestSpanishAnswersAsPatientsGiveThem holds the yeses and noes of several
// countries, and those that begin with a word of the other sort.
func TestSpanishAnswersAsPatientsGiveThem(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "MX")
	for want, texts := range map[Answer][]string{
		Yes: {
			"sí", "sii", "sip", "si po", "claro que sí", "claro q si", "cómo no", "dale", "dale dale", "órale", "ándale pues", "sale y vale", "va que va",
			"hágale pues", "listo", "ya po", "me queda perfecto", "esa me sirve", "no hay problema",
			"va", "va, gracias", "de una", "simón", "sale", "ya", "bueno dale", "por supuesto que sí", "agéndame esa", "así está bien", "muy bien", "ta bueno",
		},
		No: {
			"no", "nel", "nooo", "para nada", "mejor no", "claro que no", "por supuesto que no", "obvio que no", "ya no", "ya no quiero", "ok mejor no",
			"bueno mejor no", "eso no es", "así no", "me parece que no", "sí pero no", "todavía no", "ninguna me sirve", "ni hablar",
		},
		AnswerNone: {
			"va a ser difícil", "de una a dos no hay nada", "ya le pagué ayer", "sale muy caro", "eso depende", "no sé", "no entiendo la pregunta",
			"no me acuerdo", "si se libera algo me avisa", "bueno pero no sé si pueda",
		},
	} {
		for _, text := range texts {
			if got := reader.Understand(text, ExpectNothing, "es", now).Answer; got != want {
				t.Errorf("%q: answer %q, want %q", text, got, want)
			}
		}
	}
}

// TestSpanishRequestsAsPatientsPutThem holds the words of several countries for
// the same thing, with the spelling of a hurry.
func TestSpanishRequestsAsPatientsPutThem(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "MX")
	for want, texts := range map[Intent][]string{
		IntentBook: {
			"ocupo una cita", "quiero apartar una cita para el lunes", "necesito pedir vez", "quisiera tomar hora con el dentista", "me da una cita porfa",
			"kiero una sita", "me anota para mañana", "hay cupo para hoy?", "tenés turno para el jueves?", "hola, me pueden atender hoy?", "regáleme una citica",
		},
		IntentCancel: {
			"no podré ir mañana", "quiero dar de baja el turno", "anulen mi cita", "ya no voy", "ya no quiero la cita", "no voy a poder concurrir",
			"canselar mi sita", "doy de baja el turno del lunes", "quiero anular mi hora", "cancélela por favor",
		},
		IntentMove: {
			"quiero adelantar mi cita", "me la puede reagendar? quiero reagendar", "se puede correr el turno?", "necesito postergar mi hora", "cambio de fecha porfa",
			"quiero modificar mi cita", "podemos pasar la cita para el martes?",
		},
		IntentConfirm:      {"sí, ahí estaremos", "allá estaré", "cuenten conmigo", "sí asistiré", "comfirmo"},
		IntentAppointments: {"a qué hora me toca?", "cuándo es mi turno", "para cuándo quedó mi cita?", "qué día es mi sita"},
		IntentPerson:       {"pásame con alguien", "me comunica con la secretaria", "que me llamen porfa", "necesito hablar con alguien"},
		IntentWrongNumber:  {"se equivocaron de número"},
		IntentNeverMind:    {"dejémoslo así", "luego te escribo", "déjame pensarlo", "olvídate", "por ahora no"},
		IntentCheckIn:      {"ya estoy acá", "toy afuera", "aviso que llegué", "recién llegué", "estoy en la puerta"},
		IntentWaitlist:     {"me avisan si hay algo antes?", "si se cae un turno me dice", "anóteme en espera"},
		IntentThanks:       {"grax", "se agradece", "le agradezco mucho"},
		IntentBye:          {"eso sería todo", "que tenga buen día", "es todo"},
	} {
		for _, text := range texts {
			if got := reader.Understand(text, ExpectNothing, "es", now); !got.Has(want) {
				t.Errorf("%q: %v, want %s", text, got.Intents, want)
			}
		}
	}
	for text, unwanted := range map[string]Intent{
		"es para otra persona":               IntentPerson,
		"cuándo debo regresar al control":    IntentBack,
		"quiero volver a pedir cita":         IntentBack,
		"no voy a entender eso":              IntentCancel,
		"si voy tarde me atienden?":          IntentConfirm,
		"a qué hora puedo salir mañana":      IntentNeverMind,
		"mi primera vez con brackets":        IntentRegister,
		"presente el documento mi esposo":    IntentCheckIn,
		"la secretaria me dijo que volviera": IntentPerson,
	} {
		if got := reader.Understand(text, ExpectNothing, "es", now); got.Has(unwanted) {
			t.Errorf("%q: %v", text, got.Intents)
		}
	}
	for _, text := range []string{"no asistiré", "no voy a asistir", "no voy a confirmar nada", "mi correo es nuevo", "me duele la muela", "voy tarde"} {
		got := reader.Understand(text, ExpectNothing, "es", now)
		if got.Has(IntentConfirm) || got.Has(IntentMove) || got.Has(IntentBook) || got.Has(IntentCheckIn) {
			t.Errorf("%q: %v", text, got.Intents)
		}
	}
}

// TestPortugueseIsNotTakenForSpanish holds that words both languages write
// speak for neither.
func TestPortugueseIsNotTakenForSpanish(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "BR")
	for _, text := range []string{"excelente", "sem problema", "a secretaria pode me atender", "vou atrasar", "genial", "feliz dia", "queria solicitar", "confirmada", "I'm late", "nunca"} {
		if got := reader.Understand(text, ExpectNothing, "", now).Language; got == "es" {
			t.Errorf("%q is taken for Spanish", text)
		}
	}
}
