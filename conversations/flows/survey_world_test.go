package flows

import (
	"time"

	"frontdesk/conversations"
	"frontdesk/records"
)

// survey has the clinic ask the first patient how yesterday's visit was; it
// gives the message.
func (w *world) survey() conversations.Reply {
	facts := conversations.SurveyFacts{
		SurveyID: w.newID(), PatientID: w.contact.Persons[0].PatientID, SentAt: w.now, VisitStart: w.now.Add(-20 * time.Hour),
	}
	w.contact.LastSurvey = &facts
	return w.engine.RenderSurvey(facts, w.language(), w.capabilities)
}

// answerSurvey answers as the store does.
func (w *world) answerSurvey(request conversations.AnswerSurvey) conversations.Event {
	asked := w.contact.LastSurvey
	if asked == nil || asked.SurveyID != request.SurveyID || w.now.Sub(asked.SentAt) > records.SurveyAnswerLife {
		return conversations.ChangeRefused{}
	}
	if request.Rating < 0 || request.Rating > 5 || request.Rating == 0 && request.Comment == "" || len([]rune(request.Comment)) > records.MaxSurveyComment {
		w.tb.Fatalf("an answer that says nothing, or too much: %+v", request)
	}
	w.rated++
	answered := *asked // the facts of a turn under way stay as they were
	answered.Answered = true
	if request.Rating > 0 {
		answered.Rating = request.Rating
	}
	w.contact.LastSurvey = &answered
	return conversations.SurveyAnswered{}
}
