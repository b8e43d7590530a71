package understanding

import (
	"slices"
	"testing"
)

func TestPortugueseIntents(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "BR")
	for text, want := range map[string][]Intent{
		"quero marcar minha consulta":                 {IntentBook},
		"tem um encaixe pra hoje?":                    {IntentBook},
		"agenda pra mim na sexta":                     {IntentBook},
		"quero marcar pra outra pessoa":               {IntentBook, IntentForOther},
		"desmarca minha consulta pfv":                 {IntentCancel},
		"n vou poder ir amanha":                       {IntentCancel},
		"não vai dar pra eu ir":                       {IntentCancel},
		"não vou":                                     {IntentCancel},
		"não precisa desmarcar":                       nil,
		"depois eu confirmo":                          nil,
		"em vez de cancelar dá pra remarcar?":         {IntentMove},
		"muda o horário da minha consulta":            {IntentMove},
		"queria antecipar a consulta":                 {IntentMove},
		"não vou faltar":                              {IntentConfirm},
		"eu vou":                                      {IntentConfirm},
		"eu vou querer o das 16h":                     nil,
		"que dia é meu retorno?":                      {IntentAppointments},
		"quando tenho consulta marcada?":              {IntentAppointments},
		"caso alguém desmarque me avisa":              {IntentWaitlist},
		"me deixa na espera":                          {IntentWaitlist},
		"tô aqui":                                     {IntentCheckIn},
		"tô na recepção":                              {IntentCheckIn},
		"tem alguém pra me atender?":                  {IntentPerson},
		"voltar":                                      {IntentBack},
		"quando posso voltar a treinar?":              {IntentMedical},
		"por volta das 10":                            nil,
		"quero meu dinheiro de volta":                 {IntentRefund},
		"vou chegar com atraso":                       {IntentRunningLate},
		"deixa":                                       {IntentNeverMind},
		"deixa eu ver":                                nil,
		"o médico esqueceu de assinar":                nil,
		"opções":                                      {IntentMenu},
		"me manda outras opções":                      nil,
		"do início da tarde até as 16h":               nil,
		"meu cadastro está errado":                    {IntentDetails},
		"bom dia pessoal":                             {IntentGreeting},
		"qual o horário de funcionamento?":            {IntentHours},
		"só isso, muito obrigada, bom fim de semana!": {IntentBye, IntentThanks},
	} {
		if got := reader.Understand(text, ExpectNothing, "pt", now).Intents; !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestThatNotComingIsNoCancellationBesideAMove(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "BR")
	for text, want := range map[string][]Intent{
		"não vou poder ir sexta, dá pra remarcar?":      {IntentMove},
		"não vou poder ir, cancela por favor":           {IntentCancel},
		"não vou poder ir na minha consulta":            {IntentCancel},
		"no puedo ir el jueves, quiero reprogramar":     {IntentMove},
		"no puedo ir el jueves":                         {IntentCancel},
		"I can't make it tomorrow, can I reschedule?":   {IntentMove},
		"I can't make it tomorrow":                      {IntentCancel},
		"cancela a de segunda e remarca a de sexta":     {IntentCancel, IntentMove},
		"não posso ir, desmarca e marca outra consulta": {IntentCancel, IntentBook},
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).Intents; !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestPortugueseAnswers(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "BR")
	for answer, texts := range map[Answer][]string{
		Yes: {
			"sim", "isso", "isso mesmo", "pode", "pode ser", "pode sim", "pode, obrigada", "pode marcar", "bora", "fechado", "fechou", "beleza",
			"blz", "claro", "claro que sim", "concerteza", "tá", "tá, pode ser", "quero", "quero sim", "aham", "topo", "por mim tudo bem",
			"isso, obrigado", "certo", "nenhum problema", "👍",
		},
		No: {
			"não", "nao", "n", "nn", "ñ", "de jeito nenhum", "melhor não", "acho melhor não", "claro que não", "com certeza não", "nem pensar",
			"quero não", "esse não", "nenhum dos dois", "por enquanto não", "isso tá errado", "não, sexta não", "👎",
		},
		AnswerNone: {
			"pode repetir?", "pode repetir", "pode ser que sim", "pode me ajudar", "isso é um robô?", "isso é golpe?", "tá aberto agora?",
			"quero saber o preço", "não sei", "não entendi", "ainda não sei", "não tenho certeza", "não importa", "ótimo atendimento",
		},
	} {
		for _, text := range texts {
			if got := reader.Understand(text, ExpectNothing, "pt", now).Answer; got != answer {
				t.Errorf("%q: answer %q, want %q", text, got, answer)
			}
		}
	}
}

func TestPortugueseWordsThatAreNoNames(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "BR")
	for _, text := range []string{"voltar", "pode", "não sei", "deixa", "desisto", "não entendi"} {
		if got := reader.Understand(text, ExpectName, "pt", now).Name; got != "" {
			t.Errorf("%q: name %q", text, got)
		}
	}
}
