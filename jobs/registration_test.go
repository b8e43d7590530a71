package jobs_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// registrationWorld is a clinic with a desk and running jobs.
type registrationWorld struct {
	*world
	desk  *jobs.Desk
	staff jobs.Principal
}

func newRegistrationWorld(t *testing.T) *registrationWorld {
	t.Helper()
	w := &registrationWorld{world: newWorld(t)}
	w.desk = jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	w.staff = jobs.Principal{ClinicID: w.clinic.ID}
	w.start()
	return w
}

// asks adds a question, and lets the moment pass after which it is asked.
func (w *registrationWorld) asks(question records.RegistrationQuestion) records.RegistrationQuestion {
	w.t.Helper()
	question.Position = max(question.Position, 1)
	made, err := w.desk.CreateRegistrationQuestion(w.t.Context(), w.staff, question)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.advance(3 * time.Second)
	return made
}

// A question that is added, changed or taken away while the service runs is
// asked, asked in its new words, or asked no more; what was answered is the
// patient's, with the words of then.
func TestQuestionsOfTheClinicTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	w := newRegistrationWorld(t)
	if reply := w.say("I want to register"); !strings.Contains(reply, "full name") {
		t.Fatalf("asked %q", reply)
	}
	sent := w.asks(records.RegistrationQuestion{
		Kind: records.QuestionChoice, Text: records.LocalizedText{"en": "Who sent you?", "es": "¿Quién le habló de la clínica?"},
		Choices: []records.LocalizedText{{"en": "A friend", "es": "Un amigo"}, {"en": "A doctor", "es": "Un médico"}},
	})
	address := w.asks(records.RegistrationQuestion{Position: 2, Kind: records.QuestionText, Required: true, Text: records.LocalizedText{"en": "What is your address?"}})
	w.say("Maria Lopez")
	if reply := w.say("12 March 1985"); !strings.Contains(reply, "Who sent you?") || !strings.Contains(reply, "2 A doctor") {
		t.Fatalf("asked %q", reply)
	}
	if _, err := w.desk.ChangeRegistrationQuestion(t.Context(), w.staff, address.ID, func(question *records.RegistrationQuestion) {
		question.Text = records.LocalizedText{"en": "Where do you live?"}
	}); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(3 * time.Second)
	if reply := w.say("2"); !strings.Contains(reply, "Where do you live?") {
		t.Fatalf("asked %q", reply)
	}
	w.say("12 Elm Street")
	if err := w.desk.DeleteRegistrationQuestion(t.Context(), w.staff, sent.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(3 * time.Second)
	if reply := w.say("yes"); !strings.Contains(reply, "you are registered") {
		t.Fatalf("answered %q", reply)
	}
	found, err := w.desk.FindPatients(t.Context(), w.staff, records.LocalDate{Year: 1985, Month: time.March, Day: 12})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d patients, %v", len(found), err)
	}
	card, err := w.desk.Patient(t.Context(), w.staff, found[0].ID)
	if err != nil || len(card.Answers) != 2 {
		t.Fatalf("answers %+v, %v", card.Answers, err)
	}
	for i, want := range []records.PatientAnswer{
		{QuestionID: sent.ID, Question: "Who sent you?", Answer: "A doctor"}, {QuestionID: address.ID, Question: "Where do you live?", Answer: "12 Elm Street"},
	} {
		got := card.Answers[i]
		if got.AnsweredAt.IsZero() || got.QuestionID != want.QuestionID || got.Question != want.Question || got.Answer != want.Answer {
			t.Errorf("answer %d is %+v, want %+v", i, got, want)
		}
	}
}

// There are five questions at most, also where two are added at the same time.
func TestQuestionsAreFew(t *testing.T) {
	t.Parallel()
	w := newRegistrationWorld(t)
	question := records.RegistrationQuestion{Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{"en": "Why?"}}
	for range records.MaxRegistrationQuestions - 1 {
		w.asks(question)
	}
	results := make(chan error, 4)
	for range cap(results) {
		go func() {
			_, err := w.desk.CreateRegistrationQuestion(t.Context(), w.staff, records.RegistrationQuestion{
				Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{"en": "Why?"},
			})
			results <- err
		}()
	}
	made := 0
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			made++
		case records.CodeOf(err) != records.CodeConflict:
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d of the last place's rivals were added", made)
	}
}

// What could not be asked or answered is refused.
func TestQuestionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	w := newRegistrationWorld(t)
	text := records.LocalizedText{"en": "Why?"}
	for name, question := range map[string]records.RegistrationQuestion{
		"no words":            {Position: 1, Kind: records.QuestionText},
		"blank words":         {Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{"en": " "}},
		"a long text":         {Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{"en": strings.Repeat("why ", 50)}},
		"an unknown language": {Position: 1, Kind: records.QuestionText, Text: records.LocalizedText{"xx": "Why?"}},
		"no position":         {Kind: records.QuestionText, Text: text},
		"one choice":          {Position: 1, Kind: records.QuestionChoice, Text: text, Choices: []records.LocalizedText{{"en": "A"}}},
		"choices of a text":   {Position: 1, Kind: records.QuestionText, Text: text, Choices: []records.LocalizedText{{"en": "A"}, {"en": "B"}}},
		"choices alike":       {Position: 1, Kind: records.QuestionChoice, Text: text, Choices: []records.LocalizedText{{"en": "A"}, {"en": "a"}}},
		"an unknown kind":     {Position: 1, Kind: "riddle", Text: text},
	} {
		if _, err := w.desk.CreateRegistrationQuestion(t.Context(), w.staff, question); records.CodeOf(err) != records.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.desk.ChangeRegistrationQuestion(t.Context(), w.staff, uuid.New(), func(*records.RegistrationQuestion) {}); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("change of none: %v", err)
	}
	if err := w.desk.DeleteRegistrationQuestion(t.Context(), w.staff, uuid.New()); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("deletion of none: %v", err)
	}
}
