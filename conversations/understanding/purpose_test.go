package understanding

import (
	"testing"
	"time"

	"frontdesk/records"
)

// One kind of message is told from all of them, and from what only speaks of it.
func TestPurposeWish(t *testing.T) {
	t.Parallel()
	reader := NewReader(Vocabulary{Zone: time.UTC})
	refused := func(purpose records.Purpose) *PurposeWish { return &PurposeWish{Purpose: purpose} }
	wanted := func(purpose records.Purpose) *PurposeWish { return &PurposeWish{Purpose: purpose, Wanted: true} }
	for text, want := range map[string]*PurposeWish{
		"no more reminders": refused(records.PurposeReminder), "No reminders please": refused(records.PurposeReminder),
		"no more reminders, but keep me posted on results": refused(records.PurposeReminder),
		"please stop reminding me":                         refused(records.PurposeReminder),
		"stop sending me so many reminders":                refused(records.PurposeReminder),
		"can you stop sending me appointment reminders?":   refused(records.PurposeReminder),
		"turn reminders off":                               refused(records.PurposeReminder),
		"don't remind me":                                  refused(records.PurposeReminder),
		"don't ask me for ratings":                         refused(records.PurposeSurvey),
		"stop the surveys":                                 refused(records.PurposeSurvey),
		"unsubscribe from surveys":                         refused(records.PurposeSurvey),
		"don't send me bills by text":                      refused(records.PurposeBilling),
		"reminders on":                                     wanted(records.PurposeReminder),
		"start sending me reminders again":                 wanted(records.PurposeReminder),
		"I want surveys again":                             wanted(records.PurposeSurvey),
		"no recordatorios":                                 refused(records.PurposeReminder),
		"no quiero más recordatorios":                      refused(records.PurposeReminder),
		"por favor dejen de mandarme encuestas":            refused(records.PurposeSurvey),
		"sin encuestas, gracias":                           refused(records.PurposeSurvey),
		"recordatorios otra vez":                           wanted(records.PurposeReminder),
		"sem pesquisas":                                    refused(records.PurposeSurvey),
		"não quero lembretes":                              refused(records.PurposeReminder),
		"parem de me mandar lembretes":                     refused(records.PurposeReminder),
		"lembretes de novo":                                wanted(records.PurposeReminder),
		"don't stop the reminders":                         wanted(records.PurposeReminder),
		"please don't stop sending me reminders":           wanted(records.PurposeReminder),
		"no, stop the reminders":                           refused(records.PurposeReminder),
		"don't, don't send me surveys":                     refused(records.PurposeSurvey),
		"no dejen de mandarme recordatorios":               wanted(records.PurposeReminder),
		"no, no me manden recordatorios":                   refused(records.PurposeReminder),
		"não parem de me mandar lembretes":                 wanted(records.PurposeReminder),
		"não, não mandem lembretes":                        refused(records.PurposeReminder),
		// All of them.
		"stop": nil, "stop. no more reminders": nil, "no reminders and no messages": nil, "stop texting me": nil, "no more texts": nil,
		"I don't want reminders or anything else from you": nil, "no more reminders, stop texting me": nil, "unsubscribe": nil,
		"no quiero recordatorios ni mensajes": nil, "não quero lembretes nem mensagens": nil, "no me manden más mensajes": nil,
		// None of it.
		"no reminder came": nil, "I got no reminders yesterday": nil, "why did I get no reminders?": nil, "I don't get reminders": nil,
		"can you send me a reminder": nil, "remind me again what time it is": nil, "did you stop the reminders?": nil, "no": nil,
		"sin recordatorios me olvido": nil, "I got the reminders again": nil, "reminders on Monday would be good": nil, "no, thanks": nil,
	} {
		meaning := reader.Understand(text, ExpectNothing, records.English, now)
		got := meaning.PurposeWish
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q: %+v, want %+v (keyword %q)", text, got, want, meaning.Keyword)
		}
		if got != nil && meaning.Keyword != KeywordNone {
			t.Errorf("%q ends all messages, too", text)
		}
	}
	for _, text := range []string{
		"stop", "stop. no more reminders", "no reminders and no messages", "stop texting me", "no more texts", "no more reminders, stop texting me",
		"I don't want reminders or anything else from you", "no quiero recordatorios ni mensajes", "não quero lembretes nem mensagens",
		"no me manden más mensajes", "unsubscribe",
	} {
		if got := reader.Understand(text, ExpectNothing, records.English, now).Keyword; got != KeywordStop {
			t.Errorf("%q: keyword %q, want stop", text, got)
		}
	}
}
