package flows

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// slotQuestion, with the question's id behind it, is one of the clinic's own
// questions: the answer is to the one that was asked, whatever the clinic has
// changed since.
const slotQuestion = "question:"

// insistence is how often a needed answer may be passed over in a row before a
// person is offered.
const insistence = 2

// answeredQuestion is a question of the clinic's that was asked; Answer is empty
// for one that was passed over.
type answeredQuestion struct {
	QuestionID uuid.UUID `json:"question_id"`
	Question   string    `json:"question"`
	Answer     string    `json:"answer,omitempty"`
}

// unanswered gives the first of the clinic's questions that was not asked yet.
func (data *registration) unanswered(turn *conversations.Turn) (records.RegistrationQuestion, bool) {
	for _, question := range turn.Profile().Questions {
		if !data.wasAsked(question.ID) {
			return question, true
		}
	}
	return records.RegistrationQuestion{}, false
}

func (data *registration) wasAsked(questionID uuid.UUID) bool {
	for _, answer := range data.Answers {
		if answer.QuestionID == questionID {
			return true
		}
	}
	return false
}

// asked gives the question that a slot names; false where it is none of the
// clinic's questions, or not any more.
func asked(turn *conversations.Turn, slot string) (records.RegistrationQuestion, bool) {
	if named, ok := strings.CutPrefix(slot, slotQuestion); ok {
		for _, question := range turn.Profile().Questions {
			if question.ID.String() == named {
				return question, true
			}
		}
	}
	return records.RegistrationQuestion{}, false
}

// answer takes what the message says to the open question, if that is one of
// the clinic's own.
func (data *registration) answer(turn *conversations.Turn) bool {
	slot, value, chosen := turn.Answer()
	question, known := asked(turn, slot)
	if !known {
		return strings.HasPrefix(slot, slotQuestion) && chosen
	}
	switch {
	case chosen && value != valueSkip:
		data.keep(turn, question, value)
	case chosen, turn.Meaning.Skips, data.declined(turn, question):
		return data.passOver(turn, question)
	case len(turn.Meaning.Dates) > 1:
		data.Dates = turn.Meaning.Dates
	default:
		said, ok := answerOf(turn, question)
		if !ok {
			return false
		}
		data.keep(turn, question, said)
	}
	return true
}

// declined says whether a plain no passes over a question that no is no answer
// to: "another number? no".
func (*registration) declined(turn *conversations.Turn, question records.RegistrationQuestion) bool {
	switch question.Kind {
	case records.QuestionDate, records.QuestionPhone, records.QuestionNumber:
		return turn.Meaning.Nothing || turn.Meaning.Declines() && turn.Meaning.Words <= 3
	case records.QuestionText, records.QuestionBoolean, records.QuestionChoice:
	}
	return false
}

// answerOf reads an answer that was not chosen.
func answerOf(turn *conversations.Turn, question records.RegistrationQuestion) (string, bool) {
	meaning := turn.Meaning
	switch question.Kind {
	case records.QuestionText:
		// "No" is an answer, too, to what somebody may write about.
		bare := meaning.Answer != understanding.AnswerNone && len(meaning.Intents) == 0 && meaning.LanguageWanted == ""
		return turn.Said(records.MaxAnswerText), !meaning.Wordless && (turn.OwnWords() || bare)
	case records.QuestionDate:
		if len(meaning.Dates) == 1 {
			return meaning.Dates[0].String(), true
		}
	case records.QuestionPhone:
		if len(meaning.Phones) > 0 {
			return meaning.Phones[0], true
		}
	case records.QuestionNumber:
		return meaning.Figure, meaning.Figure != ""
	case records.QuestionBoolean, records.QuestionChoice:
	}
	return "", false
}

func (data *registration) keep(turn *conversations.Turn, question records.RegistrationQuestion, answer string) {
	data.Answers = append(data.Answers, answeredQuestion{
		QuestionID: question.ID, Question: question.Text.In(turn.Language()), Answer: answer,
	})
	data.Dates, data.Insisted = nil, 0
}

// passOver leaves a question open that may be, and insists on one that may not;
// after a while it offers a person. It gives true, as the message is understood.
func (data *registration) passOver(turn *conversations.Turn, question records.RegistrationQuestion) bool {
	if !question.Required {
		data.keep(turn, question, "")
		return true
	}
	if data.Insisted++; data.Insisted < insistence {
		return true
	}
	data.Insisted = 0
	turn.Save(*data)
	turn.Say(catalog.QuestionNeeded, catalog.Values{})
	turn.Start(conversations.FlowPerson, conversations.PersonOffer{Offer: true, Needed: true})
	return true
}

// askQuestion asks one of the clinic's own questions, in its own words.
func (data *registration) askQuestion(turn *conversations.Turn, question records.RegistrationQuestion) {
	slot := slotQuestion + question.ID.String()
	if len(data.Dates) > 0 {
		which := conversations.Question{Slot: slot, Expect: understanding.ExpectDate}
		for _, date := range data.Dates {
			which.Choices = append(which.Choices, conversations.Choice{Value: date.String(), Label: turn.Book().BirthDate(date)})
		}
		turn.Ask(catalog.AskBirthDateWhich, catalog.Values{}, which)
		return
	}
	switch {
	case data.Insisted > 0:
		turn.Say(catalog.QuestionNeeded, catalog.Values{})
	case turn.Again():
		sayHowToAnswer(turn, question)
	case data.other() && len(data.Answers) == 0:
		turn.Say(catalog.QuestionsAboutOther, catalog.Values{})
	}
	text := question.Text.In(turn.Language())
	if !question.Required && !listed(question) {
		text += " " + turn.Book().Say(catalog.QuestionSkip, catalog.Values{})
	}
	// What a clinic asks everybody who registers reveals nothing on file.
	turn.AskText(text, records.ContentNeutral, answersTo(turn, question, slot))
}

// sayHowToAnswer says what an answer looks like that can be read.
func sayHowToAnswer(turn *conversations.Turn, question records.RegistrationQuestion) {
	switch question.Kind {
	case records.QuestionDate:
		example := turn.Book().BirthDate(records.LocalDate{Year: turn.Now.Year(), Month: time.March, Day: 14})
		turn.Say(catalog.AnswerWithDate, catalog.Values{Example: example})
	case records.QuestionPhone:
		turn.Say(catalog.AnswerWithPhone, catalog.Values{})
	case records.QuestionNumber:
		turn.Say(catalog.AnswerWithNumber, catalog.Values{})
	case records.QuestionText, records.QuestionBoolean, records.QuestionChoice:
		// It has been said that it was not understood.
	}
}

// listed says whether the answers to a question are a list.
func listed(question records.RegistrationQuestion) bool {
	return question.Kind == records.QuestionBoolean || question.Kind == records.QuestionChoice
}

// answersTo makes the question from which an answer is read. What is chosen is
// kept in the clinic's own language, for those who read it.
func answersTo(turn *conversations.Turn, question records.RegistrationQuestion, slot string) conversations.Question {
	made := conversations.Question{Slot: slot}
	switch question.Kind {
	case records.QuestionBoolean:
		yes, no := strconv.FormatBool(true), strconv.FormatBool(false)
		made.Choices = []conversations.Choice{turn.Choice(yes, catalog.ChoiceAnswerYes), turn.Choice(no, catalog.ChoiceAnswerNo)}
		made.Yes, made.No = yes, no
	case records.QuestionChoice:
		for _, choice := range question.Choices {
			made.Choices = append(made.Choices, conversations.Choice{
				Value: choice.In(turn.Profile().Clinic.Language()), Label: choice.In(turn.Language()),
			})
		}
	case records.QuestionText:
		made.Expect, made.Spoken = understanding.ExpectText, true
	case records.QuestionDate:
		made.Expect, made.Spoken = understanding.ExpectDate, true
	case records.QuestionPhone:
		made.Expect, made.Spoken = understanding.ExpectPhone, true
	case records.QuestionNumber:
		made.Expect, made.Spoken = understanding.ExpectNumber, true
	}
	if !question.Required {
		skip := turn.Choice(valueSkip, catalog.ChoiceSkip)
		skip.Aside = true
		made.Choices = append(made.Choices, skip)
	}
	return made
}

// given are the answers as they are kept: what was passed over is none.
func (data *registration) given() []records.PatientAnswer {
	var answers []records.PatientAnswer
	for _, answer := range data.Answers {
		if answer.Answer != "" {
			answers = append(answers, records.PatientAnswer{QuestionID: answer.QuestionID, Question: answer.Question, Answer: answer.Answer})
		}
	}
	return answers
}
