package understanding

import "testing"

// Whoever is called like a practitioner says their own name, and names nobody.
func TestOwnNameIsNoPractitioner(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, practitioners := range map[string]int{
		"my name is Lee":                          0,
		"Hi, I'm Lee and I need a cleaning":       0,
		"me llamo Pérez, quiero una cita":         0,
		"sou a Lee, queria marcar":                0,
		"my name is Lee, can I see Dr Osei?":      1,
		"I'm a patient of Dr Lee":                 1,
		"It's Lee I want to see":                  1,
		"soy Ana, con la dra. Pérez por favor":    1,
		"my name is Ana and I want to see Lee":    1,
		"this is Lee, is Dr Lee free on Tuesday?": 1,
	} {
		if got := reader.Understand(text, ExpectNothing, "", now); len(got.Practitioners) != practitioners {
			t.Errorf("%q names %d practitioners, want %d", text, len(got.Practitioners), practitioners)
		}
	}
}
