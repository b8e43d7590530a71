package flows

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// survey takes what a patient says of a visit that the clinic has asked about:
// a number, and in their own words what could be better. Whoever was not
// content, or worries, is told to staff.
type survey struct{ plain }

// The survey's slots and choices.
const (
	slotMeant  = "meant"
	slotRating = "rating"
	slotBetter = "better"

	valueVisit = "visit"
	valueSkip  = "skip"
	// valueReminder is the number as the answer to a reminder.
	valueReminder = "reminder"
)

// lowRating is up to which rating staff are told.
const lowRating = 2

// surveying is what the flow has learned.
type surveying struct {
	conversations.SurveyReply
	// Rated is true once a rating is kept, Commented once a comment is.
	Rated     bool `json:"rated,omitempty"`
	Commented bool `json:"commented,omitempty"`
}

func (survey) Name() string { return conversations.FlowSurvey }

func (survey) Passing() bool { return true }

// Hears takes complaints and symptoms for part of what is said of the visit.
func (survey) Hears(intent understanding.Intent) bool {
	return intent == understanding.IntentComplaint || intent == understanding.IntentMedical
}

func (flow survey) Receive(turn *conversations.Turn) bool {
	var data surveying
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	switch {
	case slot == slotMeant && value == valueVisit:
		data.Doubtful = false
	case slot == slotMeant && value == valueReminder && turn.Contact.LastReminder != nil:
		turn.Replace(conversations.FlowReminder, conversations.ReminderReply{Appointment: turn.Contact.LastReminder.Appointment, Choice: data.Rating})
		return true
	case slot == slotMeant && chosen:
		data.elsewhere(turn)
		return true
	case slot == slotRating && chosen:
		data.Rating, _ = strconv.Atoi(value)
	case slot == slotBetter && (chosen || turn.Meaning.Skips || turn.Meaning.Nothing || turn.Meaning.Declines() && turn.Meaning.Words <= 3):
		turn.Say(catalog.SurveySkipped, catalog.Values{})
		turn.Finish()
		return true
	case slot == slotBetter && turn.Meaning.Has(understanding.IntentThanks) && !turn.OwnWords():
		turn.Say(catalog.Thanks, catalog.Values{})
		turn.Finish()
		return true
	case !data.hear(turn, slot):
		return false
	}
	turn.Save(data)
	return true
}

// hear takes a rating or a comment from the message.
func (data *surveying) hear(turn *conversations.Turn, slot string) bool {
	rating := turn.Meaning.Rating
	numbered := rating.Value > 0 && !rating.Worded && turn.Meaning.Number > 0
	switch {
	case slot == slotRating && rating.Value > 0:
		data.Rating, data.Guessed = rating.Value, rating.Worded
	case slot == slotBetter && numbered && rating.Value == data.Rating:
		turn.Say(catalog.SurveySkipped, catalog.Values{})
		turn.Finish()
	case slot == slotBetter && numbered:
		// Who sends another number has made up their mind.
		data.Rating, data.Guessed, data.Rated = rating.Value, true, false
	case slot == slotBetter && turn.OwnWords():
		data.Comment = turn.Said(records.MaxSurveyComment)
		data.Medical = turn.Meaning.Has(understanding.IntentMedical)
		data.Complains = turn.Meaning.Has(understanding.IntentComplaint) || turn.Meaning.Has(understanding.IntentPerson)
	default:
		return false
	}
	return true
}

func (survey) Next(turn *conversations.Turn) {
	var data surveying
	turn.Load(&data)
	day := catalog.Values{Day: turn.Book().Date(data.Survey.VisitStart)}
	switch {
	case data.Survey.SurveyID == uuid.Nil:
		turn.Finish()
	case data.Over && data.Survey.Rating > 0:
		turn.Say(catalog.SurveyAnswered, day)
		turn.Finish()
	case data.Over:
		data.over(turn)
	case data.Doubtful && data.askNumber(turn):
	case data.Doubtful:
		turn.Ask(catalog.AskSurveyMeant, day, conversations.Question{Slot: slotMeant, Choices: []conversations.Choice{
			turn.Choice(valueVisit, catalog.ChoiceSurveyVisit), turn.Choice(valueNo, catalog.ChoiceSurveyOther),
		}, Yes: valueVisit, No: valueNo})
	case data.Rating > 0 && !data.Rated || data.Comment != "":
		rating := data.Rating
		if data.Rated {
			rating = 0
		}
		turn.Request(conversations.AnswerSurvey{SurveyID: data.Survey.SurveyID, Rating: rating, Comment: data.Comment})
	case data.Rating == 0:
		data.askRating(turn, catalog.AskRating)
	case turn.Resumed(), data.Commented:
		// Something else came between: whoever wanted to add a word has gone on.
		turn.Finish()
	default:
		data.askMore(turn, true)
	}
}

// askNumber asks for which of two a number was meant, with what it says to each:
// where a reminder waits for one, too, and offers that number.
func (data *surveying) askNumber(turn *conversations.Turn) bool {
	book, reminder := turn.Book(), turn.Contact.LastReminder
	if reminder == nil || turn.Contact.LastOffer != nil {
		return false
	}
	ratings, answers := conversations.RatingChoices(book), conversations.ReminderChoices(book)
	if data.Rating < 1 || data.Rating > len(answers) {
		return false
	}
	to := func(value string, key catalog.Key, says conversations.Choice, at time.Time) conversations.Choice {
		return conversations.Choice{Value: value, Label: turn.Part(key, catalog.Values{Example: says.Label, Day: book.Date(at)})}
	}
	turn.Ask(catalog.AskNumberMeant, catalog.Values{Number: strconv.Itoa(data.Rating)}, conversations.Question{Slot: slotMeant, Choices: []conversations.Choice{
		to(valueReminder, catalog.NumberToReminder, answers[data.Rating-1], reminder.Appointment.Start),
		to(valueVisit, catalog.NumberToVisit, ratings[data.Rating-1], data.Survey.VisitStart),
		turn.Choice(valueNo, catalog.ChoiceSurveyOther),
	}, No: valueNo})
	return true
}

// over tells that answers about the visit are not taken any more, and how else
// the clinic hears of it.
func (data *surveying) over(turn *conversations.Turn) {
	turn.Say(catalog.SurveyOver, catalog.Values{Day: turn.Book().Date(data.Survey.VisitStart)})
	turn.Finish()
}

func (data *surveying) askRating(turn *conversations.Turn, key catalog.Key) {
	turn.Ask(key, catalog.Values{Day: turn.Book().Date(data.Survey.VisitStart)}, conversations.Question{
		Slot: slotRating, Choices: conversations.RatingChoices(turn.Book()),
	})
}

// askMore thanks for a rating, and asks whoever was not content what could be
// better. To who was, it leaves a word open and asks for nothing. Again is for a
// question that is put once more, with nothing new to thank for.
func (data *surveying) askMore(turn *conversations.Turn, again bool) {
	sorry := false
	if data.Guessed && !data.Labelled && !again {
		noted := catalog.SurveyNoted
		if sorry = data.Rating <= lowRating; sorry {
			noted = catalog.SurveyNotedSorry
		}
		turn.Say(noted, catalog.Values{Number: strconv.Itoa(data.Rating)})
	}
	question := conversations.Question{Slot: slotBetter, Expect: understanding.ExpectText}
	key := catalog.SurveyGood
	if data.Rating <= lowRating+1 {
		question.Choices, question.Spoken = []conversations.Choice{turn.Choice(valueSkip, catalog.ChoiceSkip)}, true
		key = catalog.AskBetter
	}
	if data.Rating <= lowRating {
		key = catalog.AskBetterSorry
	}
	if sorry || again && len(question.Choices) > 0 {
		key = catalog.AskBetterAgain
	}
	turn.Ask(key, catalog.Values{}, question)
}

// elsewhere leaves the survey for what the number was meant for: what else the
// clinic sent is asked about, or what was under way goes on.
func (data *surveying) elsewhere(turn *conversations.Turn) {
	reminder, offer := turn.Contact.LastReminder, turn.Contact.LastOffer
	switch {
	case offer != nil && (reminder == nil || offer.SentAt.After(reminder.SentAt)):
		turn.Replace(conversations.FlowOffer, conversations.OfferReply{Offer: *offer})
	case reminder != nil:
		turn.Replace(conversations.FlowReminder, conversations.ReminderReply{Appointment: reminder.Appointment})
	default:
		turn.Finish()
		if turn.Idle() {
			turn.Start(conversations.FlowMenu, nil)
		}
	}
}

func (survey) Answered(turn *conversations.Turn, event conversations.Event) {
	var data surveying
	turn.Load(&data)
	if _, kept := event.(conversations.SurveyAnswered); !kept {
		if _, refused := event.(conversations.ChangeRefused); refused {
			data.over(turn)
		}
		return
	}
	newlyRated, commented := data.Rating > 0 && !data.Rated, data.Comment != ""
	data.Rated, data.Commented = data.Rating > 0, data.Commented || commented
	data.Comment = ""
	turn.Save(data)
	if newlyRated && data.Rating <= lowRating {
		turn.Do(conversations.OpenTask{Code: records.TaskLowRating, Priority: records.PriorityRoutine, PatientID: data.Survey.PatientID})
	}
	switch {
	case data.Absent:
		// The mark was wrong, then, or somebody else came.
		turn.Do(conversations.OpenTask{Code: records.TaskTalkToPerson, Priority: records.PriorityRoutine, PatientID: data.Survey.PatientID})
		turn.Say(catalog.SurveyNotThere, catalog.Values{})
		turn.Finish()
	case commented && (data.Medical || data.Complains):
		data.passOn(turn)
	case commented && data.Rating == 0:
		turn.Say(catalog.SurveyPassed, catalog.Values{})
		data.askRating(turn, catalog.AskRatingToo)
	case data.Commented:
		turn.Say(data.passed(newlyRated, turn.AfterEmergency()), catalog.Values{})
		turn.Finish()
	case turn.AfterEmergency() && data.Rating > lowRating:
		// Beside an emergency nothing is "good to hear"; a word more is taken.
		turn.Ask(catalog.SurveySkipped, catalog.Values{}, conversations.Question{Slot: slotBetter, Expect: understanding.ExpectText})
	case data.Survey.Answered:
		// They had said what there is to say, and only the number was missing.
		turn.Say(catalog.SurveySkipped, catalog.Values{})
		turn.Finish()
	default:
		data.askMore(turn, false)
	}
}

// passed thanks for words; where they came with the rating, it speaks of that,
// but quietly after an emergency.
func (data *surveying) passed(newlyRated, quiet bool) catalog.Key {
	switch {
	case newlyRated && data.Rating > lowRating+2 && !quiet:
		return catalog.SurveyPassedGood
	case newlyRated && data.Rating <= lowRating:
		return catalog.SurveyPassedSorry
	}
	return catalog.SurveyPassed
}

// passOn has a person read what somebody complains of or worries about, and
// says so. Of a worry it gives no advice, but whom to call.
func (data *surveying) passOn(turn *conversations.Turn) {
	task := conversations.OpenTask{Code: records.TaskComplaint, Priority: records.PriorityUrgent, PatientID: data.Survey.PatientID}
	number := turn.EmergencyNumber()
	switch {
	case !data.Medical:
		turn.Say(catalog.ComplaintPassed, catalog.Values{})
	case number != "":
		task.Code = records.TaskTalkToPerson
		turn.Say(catalog.SurveyWorry, catalog.Values{Number: number})
	default:
		task.Code = records.TaskTalkToPerson
		turn.Say(catalog.SurveyWorryNoNumber, catalog.Values{})
	}
	turn.Do(task)
	turn.Finish()
}

func (survey) Back(turn *conversations.Turn) bool {
	var data surveying
	turn.Load(&data)
	if !data.Rated || data.Over {
		return false
	}
	data.Rating, data.Rated, data.Commented = 0, false, false
	turn.Save(data)
	return true
}
