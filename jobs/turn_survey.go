package jobs

import (
	"context"
	"fmt"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// answerSurvey keeps what a patient says of a visit. Only the conversation that
// was asked answers, and only while its contact acts for the patient.
func (t *turn) answerSurvey(ctx context.Context, request conversations.AnswerSurvey) (conversations.Event, error) {
	surveyed := t.conversation.Survey
	if surveyed == nil || surveyed.Survey.ID != request.SurveyID || !t.actsFor(surveyed.Survey.PatientID) {
		return conversations.ChangeRefused{}, nil
	}
	kept, err := t.tx.AnswerSurvey(ctx, postgres.SurveyAnswer{
		SurveyID: request.SurveyID, ConversationID: t.conversation.ID, Rating: request.Rating,
		Comment: request.Comment,
	}, t.now)
	if err != nil {
		return nil, fmt.Errorf("answer survey: %w", err)
	}
	if !kept {
		return conversations.ChangeRefused{}, nil
	}
	surveyed.Survey.Status = records.SurveyAnswered
	if request.Rating > 0 {
		surveyed.Survey.Rating = request.Rating
	}
	if err := t.audit(ctx, records.AuditUpdate, "QuestionnaireResponse", request.SurveyID, surveyed.Survey.PatientID); err != nil {
		return nil, err
	}
	t.jobs.observe("surveys", "answered", 1)
	return conversations.SurveyAnswered{}, nil
}

// surveyFacts is what a conversation was asked about a visit, as the engine
// needs it.
func surveyFacts(surveyed *postgres.Surveyed) *conversations.SurveyFacts {
	if surveyed == nil {
		return nil
	}
	return &conversations.SurveyFacts{
		SurveyID: surveyed.Survey.ID, PatientID: surveyed.Survey.PatientID, SentAt: surveyed.SentAt, VisitStart: surveyed.VisitStart,
		Answered: surveyed.Survey.Status == records.SurveyAnswered, Rating: surveyed.Survey.Rating,
	}
}
