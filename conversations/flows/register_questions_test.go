package flows

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// repliesToQuestions are what people say to what a clinic asks: answers of every
// kind, ways around them, and something else.
var repliesToQuestions = []string{
	"12 Elm Street", "yes", "no", "a friend", "basic", "2", "3", "12 March 2020", "03/04/2019", "+1 202 555 0142", "skip", "back",
	"none", "where are you?", "I don't know", "🙂", "Peter Novak", "asap",
}

// rightAnswers are ones that each kind takes.
var rightAnswers = map[records.QuestionKind]string{
	records.QuestionText: "12 Elm Street", records.QuestionBoolean: "yes", records.QuestionChoice: "2", records.QuestionDate: "31 March 2020",
	records.QuestionPhone: "+1 202 555 0142", records.QuestionNumber: "3",
}

// TestQuestionsEndInARegistration holds that whatever is said to the clinic's
// questions, nobody is registered without what is needed (turn checks that),
// and that whoever answers them in the end is registered.
func TestQuestionsEndInARegistration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, rapid.SampledFrom([]string{"GB", "US"}).Draw(t, "country"), rapid.SampledFrom([]channel.Capabilities{sms, whatsapp}).Draw(t, "channel"))
		for _, question := range rapid.Permutation(clinicQuestions).Draw(t, "asked")[:rapid.IntRange(1, 5).Draw(t, "questions")] {
			w.asks(question)
		}
		write := func(text string) string {
			turn(t, w, conversations.MessageReceived{Text: text})
			return w.said
		}
		for _, text := range []string{"in english please", "register", "Peter Novak", "14 March 1985"} {
			write(text)
		}
		for range rapid.IntRange(0, 8).Draw(t, "replies") {
			write(rapid.SampledFrom(repliesToQuestions).Draw(t, "reply"))
		}
		reply := write("say that again")
		for range 30 {
			if w.registered > 0 {
				return
			}
			said := answerTo(w, reply)
			reply = write(said)
			t.Logf("%q: %q", said, reply)
		}
		t.Fatalf("not registered; the last reply was %q", reply)
	})
}

// answerTo answers what a reply asks, as a patient would who wants to be
// registered.
func answerTo(w *world, reply string) string {
	for _, question := range w.profile.Questions {
		if strings.Contains(reply, question.Text.In(records.English)) {
			return rightAnswers[question.Kind]
		}
	}
	switch {
	case strings.Contains(reply, "full name"), strings.Contains(reply, "first and last name"):
		return "Peter Novak"
	case strings.Contains(reply, "date of birth"):
		return "14 March 1985"
	case strings.Contains(reply, "which date do you mean"):
		return "1"
	case strings.Contains(reply, "is that right?"):
		return "yes"
	case strings.Contains(reply, "What shall I change?"):
		return "back"
	case strings.Contains(reply, "No, go on"):
		return "no, go on"
	}
	return "I want to register"
}
