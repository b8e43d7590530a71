package catalog

import "frontdesk/records"

// The texts around the questions that a clinic asks whoever registers. The
// questions are the clinic's own.
var (
	QuestionsAboutOther = Key{"questions_about_other", records.ContentNeutral}
	QuestionSkip        = Key{"question_skip", records.ContentNeutral}
	QuestionNeeded      = Key{"question_needed", records.ContentNeutral}
	OfferPersonNeeded   = Key{"offer_person_needed", records.ContentNeutral}
	AnswerWithDate      = Key{"answer_with_date", records.ContentNeutral}
	AnswerWithPhone     = Key{"answer_with_phone", records.ContentNeutral}
	AnswerWithNumber    = Key{"answer_with_number", records.ContentNeutral}
	ChoiceAnswerYes     = Key{"choice_answer_yes", records.ContentNeutral}
	ChoiceAnswerNo      = Key{"choice_answer_no", records.ContentNeutral}
)

// registerKeys lists the texts of this file.
func registerKeys() []Key {
	return []Key{
		QuestionsAboutOther, QuestionSkip, QuestionNeeded, OfferPersonNeeded, AnswerWithDate, AnswerWithPhone, AnswerWithNumber,
		ChoiceAnswerYes, ChoiceAnswerNo,
	}
}
