package understanding

import "testing"

// TestCheckInAndCalendar: what says that somebody is at the clinic, what asks
// for a calendar entry, and what only sounds like it.
func TestCheckInAndCalendar(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "US")
	for text, want := range map[string]Intent{
		"I'm here": IntentCheckIn, "im here!!": IntentCheckIn, "hi, I'm here for my appointment": IntentCheckIn,
		"I have arrived": IntentCheckIn, "just got here": IntentCheckIn, "check in": IntentCheckIn, "Checking in for my 3pm with Dr Lee": IntentCheckIn,
		"we're in the waiting room": IntentCheckIn, "I'm in the parking lot": IntentCheckIn, "I'm here, I have an appointment at 3": IntentCheckIn,
		"ya llegué": IntentCheckIn, "Ya llegue": IntentCheckIn, "buenas, ya estoy aquí": IntentCheckIn, "acabo de llegar a la clínica": IntentCheckIn,
		"estoy en la sala de espera": IntentCheckIn, "aquí para mi cita de las 10": IntentCheckIn,
		"cheguei": IntentCheckIn, "oi, já cheguei": IntentCheckIn, "já estou aqui": IntentCheckIn, "acabei de chegar": IntentCheckIn,
		"estou na recepção": IntentCheckIn, "cheguei para a consulta": IntentCheckIn,
		"add it to my calendar": IntentCalendar, "calendar": IntentCalendar, "can you put my appointment in my calendar?": IntentCalendar,
		"agregar a mi calendario": IntentCalendar, "mi cita en mi calendario por favor": IntentCalendar,
		"colocar no meu calendário": IntentCalendar, "quero a consulta na minha agenda": IntentCalendar,
		"just arrived in town, can I book a check-up?": IntentBook, "I'm here until Friday, can I see a doctor before?": IntentBook,
		"I'm not here next week, I need to reschedule": IntentMove, "I'll be there": IntentConfirm, "cancel it, I'm not here": IntentCancel,
		"estoy aquí de vacaciones, quiero una cita": IntentBook, "não cheguei a marcar, quero marcar uma consulta": IntentBook,
	} {
		meaning := reader.Understand(text, ExpectNothing, "", now)
		if !meaning.Has(want) || want != IntentCheckIn && meaning.Has(IntentCheckIn) || meaning.Has(IntentCheckIn) && meaning.Has(IntentBook) {
			t.Errorf("%q: %v, want %s", text, meaning.Intents, want)
		}
	}
	for _, text := range []string{"I'm not here", "where is the clinic", "check-up", "no llegué", "is the clinic open", "hear"} {
		if meaning := reader.Understand(text, ExpectNothing, "", now); meaning.Has(IntentCheckIn) {
			t.Errorf("%q checks in", text)
		}
	}
}
