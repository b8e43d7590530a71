package understanding

import "testing"

// TestPresentedName: who says in passing who they are is not asked again, and
// what else is introduced by the same words is no name.
func TestPresentedName(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]string{
		"Hi, this is Maria Lopez, I need a check-up":               "Maria Lopez",
		"Hi this is Maria Lopez I need a check-up":                 "Maria Lopez",
		"Hello, I'm Peter van den Berg. Can I book a cleaning?":    "Peter van den Berg",
		"Good morning, it's Anna-Lena O'Brien":                     "Anna-Lena O'Brien",
		"Hola, soy María López, necesito una revisión":             "María López",
		"Buenos días, le escribe Juan de la Cruz":                  "Juan de la Cruz",
		"soy Ana Pérez y quiero una cita con la Dra. Pérez":        "Ana Pérez",
		"Oi, aqui é a Maria Lopes, preciso de um check-up":         "Maria Lopes",
		"Bom dia, sou o João da Silva, queria marcar uma consulta": "João da Silva",
		"this is urgent":                             "",
		"This is Urgent, please call":                "",
		"Hi, this is Dr Osei's patient":              "",
		"I'm Maria Lopez's mother":                   "",
		"soy paciente de la Dra. Pérez":              "",
		"Soy paciente de Dr Osei":                    "",
		"sou paciente do Dr Lee":                     "",
		"Sou Paciente do Dr Lee":                     "",
		"I'm Maria":                                  "",
		"I'm Spanish and I need a check-up":          "",
		"this is my first time":                      "",
		"I am running late":                          "",
		"It's Tuesday I want":                        "",
		"it is Monday Morning":                       "",
		"this is Dr Lee":                             "",
		"hello this is Clinica":                      "",
		"I have seen Maria Lopez there":              "",
		"soy nueva, quiero una cita":                 "",
		"aqui é da Clínica":                          "",
		"soy la mamá de Leo Vega":                    "",
		"I WANT TO SEE A DOCTOR THIS IS VERY URGENT": "",
	} {
		got := reader.Understand(text, ExpectNothing, "", now)
		if got.Name != want || got.OwnName != (want != "") {
			t.Errorf("%q gives the name %q (%t), want %q", text, got.Name, got.OwnName, want)
		}
	}
}

// TestDaysLater counts from what is spoken of, and not from today.
func TestDaysLater(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]int{
		"can we make it the day after":           1,
		"can we make it the day after instead?":  1,
		"could it be the day before, please":     -1,
		"two days later please":                  2,
		"the week after?":                        7,
		"3 days earlier":                         -3,
		"¿puede ser el día siguiente?":           1,
		"mejor un día antes":                     -1,
		"dos semanas después":                    14,
		"pode ser no dia seguinte?":              1,
		"um dia antes, por favor":                -1,
		"três dias depois":                       3,
		"the day after tomorrow":                 0,
		"the day after my operation":             0,
		"el día después de Navidad":              0,
		"o dia depois de amanhã":                 0,
		"two hours later":                        0,
		"I waited two days":                      0,
		"the next day that Dr Osei is there":     0,
		"a week before my surgery I was at work": 0,
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).DaysLater; got != want {
			t.Errorf("%q is %d days later, want %d", text, got, want)
		}
	}
}

// TestOne stands for what was spoken of, and is no number or time.
func TestOne(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string]bool{
		"also one for my son":           true,
		"book one for Tuesday":          true,
		"I'd like one":                  true,
		"the same for my daughter":      true,
		"another one please":            true,
		"otra para mi hijo":             true,
		"quiero una el martes":          true,
		"quero uma na terça":            true,
		"lo mismo para mi hija":         true,
		"uma para o meu filho também":   true,
		"o mesmo para minha filha":      true,
		"at one":                        false,
		"one o'clock":                   false,
		"a la una":                      false,
		"the first one":                 false,
		"one appointment":               false,
		"quiero una cita":               false,
		"quero uma consulta":            false,
		"which one is it":               false,
		"that one":                      false,
		"a cleaning at one for my son":  false,
		"one of my teeth hurts":         false,
		"no one told me":                false,
		"una limpieza para mi hijo":     false,
		"preciso de uma limpeza dental": false,
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).One; got != want {
			t.Errorf("%q stands for what was spoken of: %t, want %t", text, got, want)
		}
	}
}
