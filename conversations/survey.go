package conversations

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/records"
)

// SurveyFacts is the question how a visit was, to which a bare number may be
// the answer. One that is over is still known for a while, so that a late
// answer is told so.
type SurveyFacts struct {
	SurveyID  uuid.UUID `json:"survey_id"`
	PatientID uuid.UUID `json:"patient_id"`
	SentAt    time.Time `json:"sent_at"`
	// VisitStart is when the visit began that it asks about.
	VisitStart time.Time `json:"visit_start"`
	// Answered is true once the patient has said something; Rating is the number
	// among it, or 0.
	Answered bool `json:"answered,omitempty"`
	Rating   int  `json:"rating,omitempty"`
}

// open says whether a number is taken for the answer still.
func (s *SurveyFacts) open(now time.Time) bool {
	return s != nil && s.Rating == 0 && now.Sub(s.SentAt) < records.SurveyAnswerLife
}

// SurveyReply is the data with which the engine begins FlowSurvey.
type SurveyReply struct {
	Survey SurveyFacts `json:"survey"`
	// Rating is what was read, or 0 to be asked; Guessed is true where it was read
	// from words.
	Rating  int  `json:"rating,omitempty"`
	Guessed bool `json:"guessed,omitempty"`
	// Labelled is true where the words are those of the choice, which need not be
	// told back as a number.
	Labelled bool `json:"labelled,omitempty"`
	// Comment is what the message says beside a number; empty for nothing.
	Comment string `json:"comment,omitempty"`
	// Complains is true where it is a complaint, Medical where it asks or tells
	// what a clinician must hear.
	Complains bool `json:"complains,omitempty"`
	Medical   bool `json:"medical,omitempty"`
	// Absent is true for somebody who says that they weren't there.
	Absent bool `json:"absent,omitempty"`
	// Doubtful is true where it may as well have been the answer to something
	// else.
	Doubtful bool `json:"doubtful,omitempty"`
	// Over is true for an answer that comes after the last.
	Over bool `json:"over,omitempty"`
}

// worries says whether a person must read what was said.
func (r *SurveyReply) worries() bool { return r.Complains || r.Medical || r.Absent }

// AnswerSurvey keeps what a patient says of a visit; answered by
// SurveyAnswered or ChangeRefused. A rating of 0 and an empty comment leave
// what was said before.
type AnswerSurvey struct {
	SurveyID uuid.UUID
	Rating   int
	Comment  string
}

// SurveyAnswered answers AnswerSurvey.
type SurveyAnswered struct{}

func (AnswerSurvey) effect()  {}
func (AnswerSurvey) request() {}
func (SurveyAnswered) event() {}

// RenderSurvey writes the question how a visit was: content level L1, the date
// and the clinic and neither names nor what for, with its five answers.
func (e *Engine) RenderSurvey(survey SurveyFacts, language records.Language, capabilities channel.Capabilities) Reply {
	if !e.speaks(language) {
		language = e.fallback()
	}
	book := e.book(language)
	text := book.Say(catalog.SurveyAsk, catalog.Values{Clinic: e.profile.Clinic.Name, Day: book.Date(survey.VisitStart)})
	choices := RatingChoices(book)
	question := Question{Choices: choices}
	buttons, fits := question.buttons(capabilities)
	if !fits {
		return Reply{Text: fit(numbered(text, choices), capabilities), Level: catalog.SurveyAsk.Level()}
	}
	for i := range buttons {
		buttons[i].ID = surveyID(survey.SurveyID, i+1)
	}
	return Reply{Text: fit(text, capabilities), Choices: buttons, Level: catalog.SurveyAsk.Level()}
}

// RatingChoices are the answers of a survey: what is chosen is its number.
func RatingChoices(book *catalog.Phrasebook) []Choice {
	labels := [...]catalog.Key{
		catalog.ChoiceRatingOne, catalog.ChoiceRatingTwo, catalog.ChoiceRatingThree, catalog.ChoiceRatingFour, catalog.ChoiceRatingFive,
	}
	choices := make([]Choice, len(labels))
	for i, label := range labels {
		choices[i] = Choice{Value: strconv.Itoa(i + 1), Label: book.Say(label, catalog.Values{})}
	}
	return choices
}

// surveyID is the id of a survey's button: it names the survey, which stands
// for one version of one appointment (invariant 12).
func surveyID(survey uuid.UUID, rating int) string {
	return "s:" + survey.String() + ":" + strconv.Itoa(rating)
}

// pressedSurvey handles a survey's button: of the survey that was asked last it
// is acted on, of any other it is said to be out of date.
func (t *Turn) pressedSurvey(id string) bool {
	if !strings.HasPrefix(id, "s:") {
		return false
	}
	if last := t.Contact.LastSurvey; last != nil {
		for rating := 1; rating <= len(RatingChoices(t.Book())); rating++ {
			if id == surveyID(last.SurveyID, rating) {
				t.beginSurvey(SurveyReply{Rating: rating, Over: !last.open(t.Now)})
				return true
			}
		}
	}
	t.Say(catalog.SurveyStale, catalog.Values{})
	t.Meaning = understanding.Meaning{}
	t.promptAgain()
	return true
}

// answersSurvey takes a bare answer for the newest survey where nothing has
// been asked since it went out. Where something has, before or after, or where
// a reminder or an offer waits for a number, too, it asks which is meant
// (invariant 12).
func (t *Turn) answersSurvey() bool {
	last := t.Contact.LastSurvey
	if !last.open(t.Now) {
		return false
	}
	reply, reads := t.surveyAnswer()
	if !reads {
		return t.ratesBeside()
	}
	askedSince := t.state.LastAsked.After(last.SentAt)
	switch {
	case t.state.Question != nil && askedSince:
		return false
	case reply.worries() && (t.state.Question != nil || askedSince):
		return false
	case askedSince && (reply.Guessed || reply.Rating == 0):
		// "Good" after something else has been settled is no answer to what lies
		// before that, and neither is a number that is none of the five.
		return false
	case t.state.Question != nil && reply.Guessed && t.Meaning.Words <= 2:
		// So short an answer may be to the older question, which reads it first.
		return false
	case !reply.worries() && (t.state.Question != nil || askedSince || t.numberWaited()):
		reply.Doubtful = true
	}
	t.beginSurvey(reply)
	return true
}

// surveyAnswer reads what a message says to a survey; false is something else.
func (t *Turn) surveyAnswer() (SurveyReply, bool) {
	meaning := t.Meaning
	if meaning.Rating.Absent && !meaning.Has(understanding.IntentMove) && !strings.ContainsRune(meaning.Text, '?') {
		return SurveyReply{Absent: true, Comment: t.Said(records.MaxSurveyComment)}, true
	}
	told := SurveyReply{Complains: meaning.Has(understanding.IntentComplaint), Medical: meaning.Has(understanding.IntentMedical)}
	for _, intent := range meaning.Intents {
		ofOther := intent == understanding.IntentForOther && meaning.Rating.Past // "my son was happy with it"
		if !courtesy[intent] && !ofOther && intent != understanding.IntentComplaint && intent != understanding.IntentMedical {
			return SurveyReply{}, false
		}
	}
	if told.worries() {
		// Whoever has been asked how a visit was speaks of that visit.
		told.Rating, told.Guessed, told.Comment = meaning.Rating.Value, true, t.Said(records.MaxSurveyComment)
		return told, true
	}
	// So few words as "nota 10" are taken for a question by their form alone.
	asks := strings.ContainsRune(meaning.Text, '?') || meaning.Reply == replies.Asks && meaning.Rating.Worded && meaning.Words > 3
	if asks || len(meaning.Types) > 0 || meaning.LanguageWanted != "" {
		return SurveyReply{}, false
	}
	fewWords := 2 // beside a number; more than that is a comment, too
	if meaning.Rating.Worded {
		fewWords = 5
	}
	switch rating := meaning.Rating; {
	case rating.Scale:
		return SurveyReply{}, true // a number, and none of the five
	case rating.Value == 0, !meaning.Wish.IsZero() && !rating.Past, meaning.Shift != understanding.ShiftNone:
		return SurveyReply{}, false
	case meaning.Words > fewWords, rating.But:
		return SurveyReply{Rating: rating.Value, Guessed: rating.Worded, Comment: t.Said(records.MaxSurveyComment)}, true
	default:
		return SurveyReply{Rating: rating.Value, Guessed: rating.Worded, Labelled: t.saysLabel(rating.Value)}, true
	}
}

// saysLabel says whether the message is the very words of a rating's choice.
func (t *Turn) saysLabel(rating int) bool {
	choices := RatingChoices(t.Book())
	return rating <= len(choices) && understanding.Fold(t.Meaning.Text) == understanding.Fold(choices[rating-1].Label)
}

// numberWaited says whether a reminder or an offer waits for a number as well:
// one that is newer, or that is not a day older than the survey.
func (t *Turn) numberWaited() bool {
	const day = 24 * time.Hour
	survey := t.Contact.LastSurvey
	if reminder := t.Contact.LastReminder; reminder != nil {
		if reminder.Appointment.ParticipantStatus != records.ParticipantAccepted && survey.SentAt.Sub(reminder.SentAt) < day {
			return true
		}
	}
	offer := t.Contact.LastOffer
	return offer != nil && offer.Status == records.OfferOpen && survey.SentAt.Sub(offer.SentAt) < day
}

// surveyWaits says whether a bare number may be the answer to a survey that
// went out not a day before something else that waits for one.
func (t *Turn) surveyWaits(sent time.Time) bool {
	const day = 24 * time.Hour
	survey := t.Contact.LastSurvey
	return survey.open(t.Now) && t.Meaning.Number > 0 && sent.Sub(survey.SentAt) < day && !t.state.LastAsked.After(survey.SentAt)
}

// answersOldSurvey tells whoever sends a number that the survey it must be for
// is over: where nothing else is open, and nothing was asked since but by the
// survey itself.
func (t *Turn) answersOldSurvey() bool {
	last := t.Contact.LastSurvey
	if last == nil || last.open(t.Now) || t.state.Question != nil || t.state.top() != nil || t.Meaning.Number < 1 || t.Meaning.Number > 5 {
		return false
	}
	if last.Rating == 0 && t.state.LastAsked.After(last.SentAt) {
		return false
	}
	t.beginSurvey(SurveyReply{Rating: t.Meaning.Number, Over: true})
	return true
}

// commentsOnSurvey takes words that are nothing else for what a patient says of
// the visit that they have just been asked about.
func (t *Turn) commentsOnSurvey() bool {
	const fewWords, day = 3, 24 * time.Hour
	last := t.Contact.LastSurvey
	told := t.Meaning.Words >= fewWords && !t.Meaning.Rude && len(t.Meaning.Intents) == 0 && t.Meaning.Wish.IsZero()
	if !told || !last.open(t.Now) || last.Answered || t.Now.Sub(last.SentAt) > day || t.state.LastAsked.After(last.SentAt) || t.state.top() != nil {
		return false
	}
	if t.Meaning.Declines() {
		t.Say(catalog.NeverMind, catalog.Values{}) // whoever does not want to say is left in peace
		return true
	}
	t.beginSurvey(SurveyReply{Comment: t.Said(records.MaxSurveyComment)})
	return true
}

// beginSurvey begins the flow with what the message was read to say.
func (t *Turn) beginSurvey(reply SurveyReply) {
	t.state.Misunderstood = 0
	reply.Survey = *t.Contact.LastSurvey
	t.Meaning = understanding.Meaning{}
	t.Begin(FlowSurvey, reply)
	t.engine.flows[FlowSurvey].Next(t)
}
