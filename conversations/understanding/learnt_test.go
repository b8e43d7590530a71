package understanding

import (
	"slices"
	"testing"

	"frontdesk/conversations/understanding/intents"
)

// TestLearntIntents: what the lexicons don't hear, the model does; what they
// hear it leaves alone, and so what answers the open question.
func TestLearntIntents(t *testing.T) {
	t.Parallel()
	reader := clinicReader(t, "GB")
	for text, want := range map[string][]Intent{
		"have you got somewhere to park":             {IntentFacility},
		"nearly out of my blood pressure tablets":    {IntentRefill},
		"do you take my insurance":                   {IntentInsurance},
		"there's no Priya here, you have it wrong":   {IntentWrongNumber},
		"hello, how much do i owe you":               {IntentGreeting, IntentBilling},
		"who won the football":                       nil,
		"please don't cancel it":                     nil,
		"qual é o endereço de vocês":                 {IntentDirections},
		"se me acabaron las pastillas de la presión": {IntentRefill},
	} {
		if got := reader.Understand(text, ExpectNothing, "", now).Intents; !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, expected := range map[string]Expectation{
		"Hope Parking": ExpectName, "3 feb 82": ExpectBirthDate, "2": ExpectChoice, "tuesday at 10": ExpectWish, "yes": ExpectChoice,
	} {
		if got := reader.Understand(text, expected, "en", now); len(got.Intents) > 0 {
			t.Errorf("%q, waiting for %s: %v", text, expected, got.Intents)
		}
	}
}

// TestEveryLabelIsRead: a label is an intent, or is read by somebody else.
func TestEveryLabelIsRead(t *testing.T) {
	t.Parallel()
	elsewhere := []intents.Label{
		intents.Specialty, intents.ForSelf, intents.Name, intents.IDNumber, intents.DontCare, intents.Unsure, intents.Yes, intents.No,
		intents.Smalltalk, intents.Choice, intents.Date, intents.Time, intents.DateTime, intents.Location, intents.OutOfScope,
	}
	for _, label := range intents.Labels {
		if _, ok := learntIntents[label]; ok == slices.Contains(elsewhere, label) {
			t.Errorf("%s", label)
		}
	}
}
