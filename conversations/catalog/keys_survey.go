package catalog

import "frontdesk/records"

// The texts of the survey after a visit. They tell when and where, and neither
// who nor what for.
var (
	SurveyAsk           = Key{"survey_ask", records.ContentLogistics}
	ChoiceRatingOne     = Key{"choice_rating_1", records.ContentNeutral}
	ChoiceRatingTwo     = Key{"choice_rating_2", records.ContentNeutral}
	ChoiceRatingThree   = Key{"choice_rating_3", records.ContentNeutral}
	ChoiceRatingFour    = Key{"choice_rating_4", records.ContentNeutral}
	ChoiceRatingFive    = Key{"choice_rating_5", records.ContentNeutral}
	AskRating           = Key{"ask_rating", records.ContentLogistics}
	AskRatingToo        = Key{"ask_rating_too", records.ContentNeutral}
	AskSurveyMeant      = Key{"ask_survey_meant", records.ContentLogistics}
	AskNumberMeant      = Key{"ask_number_meant", records.ContentNeutral}
	NumberToVisit       = Key{"number_to_visit", records.ContentLogistics}
	NumberToReminder    = Key{"number_to_reminder", records.ContentLogistics}
	ChoiceSurveyVisit   = Key{"choice_survey_visit", records.ContentNeutral}
	ChoiceSurveyOther   = Key{"choice_survey_other", records.ContentNeutral}
	SurveyNoted         = Key{"survey_noted", records.ContentNeutral}
	SurveyGood          = Key{"survey_good", records.ContentNeutral}
	AskBetter           = Key{"ask_better", records.ContentNeutral}
	AskBetterAgain      = Key{"ask_better_again", records.ContentNeutral}
	SurveyNotedSorry    = Key{"survey_noted_sorry", records.ContentNeutral}
	AskBetterSorry      = Key{"ask_better_sorry", records.ContentNeutral}
	ChoiceSkip          = Key{"choice_skip", records.ContentNeutral}
	SurveySkipped       = Key{"survey_skipped", records.ContentNeutral}
	SurveyPassed        = Key{"survey_passed", records.ContentNeutral}
	SurveyPassedGood    = Key{"survey_passed_good", records.ContentNeutral}
	SurveyPassedSorry   = Key{"survey_passed_sorry", records.ContentNeutral}
	SurveyWorry         = Key{"survey_worry", records.ContentNeutral}
	SurveyWorryNoNumber = Key{"survey_worry_no_number", records.ContentNeutral}
	SurveyNotThere      = Key{"survey_not_there", records.ContentNeutral}
	SurveyAnswered      = Key{"survey_answered", records.ContentLogistics}
	SurveyOver          = Key{"survey_over", records.ContentLogistics}
	SurveyStale         = Key{"survey_stale", records.ContentNeutral}
)

// surveyKeys lists the texts of this file.
func surveyKeys() []Key {
	return []Key{
		SurveyAsk, ChoiceRatingOne, ChoiceRatingTwo, ChoiceRatingThree, ChoiceRatingFour, ChoiceRatingFive, AskRating, AskRatingToo,
		AskSurveyMeant, AskNumberMeant, NumberToVisit, NumberToReminder, ChoiceSurveyVisit, ChoiceSurveyOther, SurveyNoted, SurveyNotedSorry, SurveyGood, AskBetter, AskBetterAgain, AskBetterSorry, ChoiceSkip,
		SurveySkipped, SurveyPassed, SurveyPassedGood, SurveyPassedSorry, SurveyWorry, SurveyWorryNoNumber, SurveyNotThere, SurveyAnswered, SurveyOver, SurveyStale,
	}
}
