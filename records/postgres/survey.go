package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// PlanSurvey stores a survey that is to be asked later; one that is there for
// the appointment's version stays as it is.
func (tx *Tx) PlanSurvey(ctx context.Context, survey records.Survey) error {
	return tx.later.InsertSurvey(ctx, dbsqlc.InsertSurveyParams{
		ClinicID: tx.clinicID, ID: survey.ID, AppointmentID: survey.AppointmentID, AppointmentVersion: survey.AppointmentVersion,
		PatientID: survey.PatientID, DueAt: survey.DueAt, ExpiresAt: survey.ExpiresAt,
	})
}

// DueSurvey is a planned survey whose time has come, with the appointment as
// that is now.
type DueSurvey struct {
	Survey  records.Survey
	Version int64
	Status  records.AppointmentStatus
	Start   time.Time
}

// ClaimDueSurveys locks up to limit due surveys, the oldest first, and skips
// those that another sweep holds.
func (tx *Tx) ClaimDueSurveys(ctx context.Context, limit int, now time.Time) ([]DueSurvey, error) {
	rows, err := tx.queries.ClaimDueSurveys(ctx, dbsqlc.ClaimDueSurveysParams{
		ClinicID: tx.clinicID, Now: now, Surveys: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	due := make([]DueSurvey, len(rows))
	for i, row := range rows {
		due[i] = DueSurvey{
			Survey: records.Survey{
				ID: row.ID, ClinicID: tx.clinicID, AppointmentID: row.AppointmentID, AppointmentVersion: row.AppointmentVersion,
				PatientID: row.PatientID, Status: records.SurveyPlanned, ExpiresAt: row.ExpiresAt.UTC(),
			},
			Version: row.CurrentVersion, Status: records.AppointmentStatus(row.AppointmentStatus), Start: row.StartAt.UTC(),
		}
	}
	return due, nil
}

// LockConversations locks conversations in the order in which drains of turns
// do, so that neither waits for the other in a circle.
func (tx *Tx) LockConversations(ctx context.Context, conversationIDs []uuid.UUID) error {
	return tx.later.LockConversationsForOffers(ctx, dbsqlc.LockConversationsForOffersParams{
		ClinicID: tx.clinicID, ConversationIDs: conversationIDs,
	})
}

// SurveyedSince gives those of the patients, and of the conversations, that
// were asked how a visit was after since. The conversations must be locked.
func (tx *Tx) SurveyedSince(ctx context.Context, patientIDs, conversationIDs []uuid.UUID, since time.Time) (map[uuid.UUID]bool, error) {
	rows, err := tx.queries.SurveyedSince(ctx, dbsqlc.SurveyedSinceParams{
		ClinicID: tx.clinicID, Since: since, PatientIDs: patientIDs, ConversationIDs: conversationIDs,
	})
	if err != nil {
		return nil, coded(err)
	}
	asked := make(map[uuid.UUID]bool, 2*len(rows))
	for _, row := range rows {
		asked[row.PatientID], asked[row.ConversationID.UUID] = true, true
	}
	return asked, nil
}

// EmergenciesSince gives those of the conversations in which somebody wrote of
// an emergency after since.
func (tx *Tx) EmergenciesSince(ctx context.Context, conversationIDs []uuid.UUID, since time.Time) (map[uuid.UUID]bool, error) {
	rows, err := tx.queries.EmergenciesSince(ctx, dbsqlc.EmergenciesSinceParams{
		ClinicID: tx.clinicID, ConversationIDs: conversationIDs, Since: since,
	})
	if err != nil {
		return nil, coded(err)
	}
	alarmed := make(map[uuid.UUID]bool, len(rows))
	for _, row := range rows {
		alarmed[row.UUID] = true
	}
	return alarmed, nil
}

// SkipSurvey records why a planned survey is not asked.
func (tx *Tx) SkipSurvey(ctx context.Context, surveyID uuid.UUID, reason string) error {
	return tx.later.SkipSurvey(ctx, dbsqlc.SkipSurveyParams{ClinicID: tx.clinicID, ID: surveyID, Reason: reason})
}

// AskSurvey records that a planned survey is asked in a message of a
// conversation, and makes it the one that an answer there may be to.
func (tx *Tx) AskSurvey(ctx context.Context, surveyID, conversationID, messageID uuid.UUID, now time.Time) error {
	return tx.later.AskSurvey(ctx, dbsqlc.AskSurveyParams{
		ClinicID: tx.clinicID, ID: surveyID, ConversationID: conversationID, MessageID: messageID, Now: now,
	})
}

// Surveyed is a survey as a turn needs it.
type Surveyed struct {
	Survey records.Survey
	// SentAt is when its message was handed to the provider, VisitStart when the
	// visit began.
	SentAt, VisitStart time.Time
}

// surveyedOf gives a survey that the patient has been sent. void says that it
// was so long ago that nothing is an answer to it any more.
func surveyedOf(clinicID uuid.UUID, row dbsqlc.SurveysOfConversationsRow, now time.Time) (surveyed *Surveyed, void bool) {
	asked := instantOf(row.AskedAt)
	if now.Sub(asked) > records.SurveyMemory {
		return nil, true
	}
	switch records.MessageStatus(row.MessageStatus) {
	case records.MessageQueued, records.MessageNotSent, records.MessageFailed:
		return nil, false
	case records.MessageReceived, records.MessageProcessed, records.MessageQuarantined, records.MessageSending, records.MessageUnknown,
		records.MessageSent, records.MessageDelivered, records.MessageRead:
	}
	return &Surveyed{
		SentAt: row.SentAt.UTC(), VisitStart: row.StartAt.UTC(),
		Survey: records.Survey{
			ID: row.ID, ClinicID: clinicID, PatientID: row.PatientID, ConversationID: row.ConversationID,
			Status: records.SurveyStatus(row.Status), Rating: int(row.Rating), AskedAt: asked,
		},
	}, false
}

// SurveyAnswer is what a patient said in answer to a survey.
type SurveyAnswer struct {
	SurveyID       uuid.UUID
	ConversationID uuid.UUID
	// Rating is 1 to 5, or 0 to leave it as it is.
	Rating int
	// Comment is added to what was said before; it may be empty.
	Comment string
}

// AnswerSurvey keeps an answer, and says whether it came in time.
func (tx *Tx) AnswerSurvey(ctx context.Context, answer SurveyAnswer, now time.Time) (bool, error) {
	kept, err := tx.queries.AnswerSurvey(ctx, dbsqlc.AnswerSurveyParams{
		ClinicID: tx.clinicID, ID: answer.SurveyID, ConversationID: answer.ConversationID, Now: now,
		Rating:  int16(answer.Rating), //nolint:gosec // a CHECK bounds it
		Comment: answer.Comment, Since: now.Add(-records.SurveyAnswerLife),
	})
	return kept == 1, coded(err)
}

// ForgetSurvey has nothing in a conversation be an answer to a survey any more.
func (tx *Tx) ForgetSurvey(ctx context.Context, conversationID, surveyID uuid.UUID) error {
	return tx.later.ForgetSurvey(ctx, dbsqlc.ForgetSurveyParams{ClinicID: tx.clinicID, ID: conversationID, SurveyID: surveyID})
}

// AnsweredSurvey is an answer as staff see it.
type AnsweredSurvey struct {
	Survey         records.Survey
	PatientName    string
	PractitionerID uuid.UUID
	VisitStart     time.Time
}

// AnsweredSurveys lists answers, the newest first: at most limit from before a
// position on.
func (tx *Tx) AnsweredSurveys(ctx context.Context, before time.Time, beforeID uuid.UUID, limit int) ([]AnsweredSurvey, error) {
	rows, err := tx.queries.AnsweredSurveys(ctx, dbsqlc.AnsweredSurveysParams{
		ClinicID: tx.clinicID, BeforeAnswered: before, BeforeID: beforeID, PageSize: int32(min(limit, 1000)), //nolint:gosec // bounded on this line
	})
	if err != nil {
		return nil, coded(err)
	}
	answers := make([]AnsweredSurvey, len(rows))
	for i, row := range rows {
		answers[i] = AnsweredSurvey{
			PatientName: row.PatientName, PractitionerID: row.PractitionerID, VisitStart: row.StartAt.UTC(),
			Survey: records.Survey{
				ID: row.ID, ClinicID: tx.clinicID, AppointmentID: row.AppointmentID, PatientID: row.PatientID,
				ConversationID: row.ConversationID.UUID, Status: records.SurveyAnswered, Rating: int(row.Rating), Comment: row.Comment,
				AskedAt: instantOf(row.AskedAt), AnsweredAt: instantOf(row.AnsweredAt),
			},
		}
	}
	return answers, nil
}

// SurveyRatings sums up the ratings of the visits that began in a period, the
// newest month first.
func (tx *Tx) SurveyRatings(ctx context.Context, start, end time.Time, zone *time.Location) ([]records.VisitRating, error) {
	rows, err := tx.queries.SurveyRatings(ctx, dbsqlc.SurveyRatingsParams{
		ClinicID: tx.clinicID, Zone: zone.String(), PeriodStart: start, PeriodEnd: end,
	})
	if err != nil {
		return nil, coded(err)
	}
	ratings := make([]records.VisitRating, len(rows))
	for i, row := range rows {
		month, err := time.Parse("2006-01", row.Month)
		if err != nil {
			return nil, coded(err)
		}
		ratings[i] = records.VisitRating{
			Month: records.LocalDateOf(month, time.UTC), PractitionerID: row.PractitionerID, Asked: int(row.Asked), Ratings: int(row.Ratings),
			Total: row.Total,
		}
	}
	return ratings, nil
}
