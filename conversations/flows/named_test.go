package flows

import (
	"strings"
	"testing"

	"frontdesk/conversations"
	"frontdesk/records"
)

// TestNamesAreOfLevelTwo holds that what says whose appointment it is counts as
// naming somebody, and that a channel whose answers may name nobody gets the text
// without the name, at the level that it may have (invariant 13).
func TestNamesAreOfLevelTwo(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"what appointments do I have for Leo?", "1"} {
		for _, level := range []records.ContentLevel{records.ContentNames, records.ContentLogistics} {
			w := newWorld(t, "GB", sms)
			w.knows("Maria Costa", "Leo Costa")
			w.contact.Level, w.contact.Language = level, records.English
			if message == "1" {
				appointment := w.has(4, 15, 1, 2)
				appointment.PatientID = w.contact.Persons[1].PatientID
				w.appointments[0] = appointment
				w.contact.LastReminder = &conversations.ReminderFacts{SentAt: w.now, Appointment: appointment}
			}
			effects := w.write(conversations.MessageReceived{Text: message})
			reply, ok := effects[len(effects)-1].(conversations.Reply)
			if !ok {
				t.Fatalf("%q is not answered", message)
			}
			if named := strings.Contains(reply.Text, "Leo"); named != (level == records.ContentNames) {
				t.Errorf("at level %d: %q", level, reply.Text)
			}
			if reply.Level != level {
				t.Errorf("at level %d: %q has level %d", level, reply.Text, reply.Level)
			}
		}
	}
}

// TestNameOf holds when a name is said: only where it may be somebody else's, by
// the given name unless two share it.
func TestNameOf(t *testing.T) {
	t.Parallel()
	self := conversations.Person{PatientID: id('x', 1), Name: "Ana Vega", Relationship: records.RelationshipSelf}
	child := conversations.Person{PatientID: id('x', 2), Name: "Lucía Vega Ruiz", Relationship: records.RelationshipGuardian}
	twin := conversations.Person{PatientID: id('x', 3), Name: "Lucia Ramos", Relationship: records.RelationshipProxy}
	for _, test := range []struct {
		persons []conversations.Person
		of      byte
		want    string
	}{
		{nil, 1, ""},
		{[]conversations.Person{self}, 1, ""},
		{[]conversations.Person{child}, 2, "Lucía"},
		{[]conversations.Person{self, child}, 1, "Ana"},
		{[]conversations.Person{self, child}, 2, "Lucía"},
		{[]conversations.Person{self, child, twin}, 2, "Lucía Vega Ruiz"},
		{[]conversations.Person{self, child, twin}, 1, "Ana"},
		{[]conversations.Person{self, child}, 3, ""},
	} {
		turn := conversations.Turn{Contact: conversations.ContactFacts{Persons: test.persons, Level: records.ContentNames}}
		if got := turn.NameOf(id('x', test.of)); got != test.want {
			t.Errorf("%d persons, of %d: %q, want %q", len(test.persons), test.of, got, test.want)
		}
		turn.Contact.Level = records.ContentLogistics
		if got := turn.NameOf(id('x', test.of)); got != "" {
			t.Errorf("named %q where nobody may be", got)
		}
	}
}
