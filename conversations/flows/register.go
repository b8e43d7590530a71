package flows

import (
	"cmp"
	"strings"
	"time"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// register makes a patient of a stranger: name, date of birth, what the clinic
// asks beside these, and consent to be written to, which is stated plainly with the way to end it.
type register struct{ plain }

const nameRegister = "register"

// The register flow's slots.
const (
	slotName      = "name"
	slotBirthDate = "birth-date"
	slotWhichDate = "which-date"
	slotConsent   = "consent"
	slotCorrect   = "correct"
)

// The register flow's choices.
const (
	valueYes       = "yes"
	valueNo        = "no"
	valueName      = "name"
	valueBirthDate = "birth-date"
)

// registration is what the flow has learned.
type registration struct {
	Name      string            `json:"name,omitempty"`
	BirthDate records.LocalDate `json:"birth_date,omitzero"`
	// Candidates are two readings of a date between which the patient chooses.
	Candidates []records.LocalDate `json:"candidates,omitempty"`
	// ForBooking is true when the patient wanted to book and must register
	// first.
	ForBooking bool `json:"for_booking,omitempty"`
	// Relationship is by what right the contact will act for the patient; empty
	// is their own.
	Relationship records.Relationship `json:"relationship,omitempty"`
	// Answers are to the clinic's own questions, in the order of asking; Dates are
	// two readings of one that asks for a day, Insisted counts how often a needed
	// one was passed over in a row.
	Answers    []answeredQuestion  `json:"answers,omitempty"`
	Dates      []records.LocalDate `json:"dates,omitempty"`
	Insisted   int                 `json:"insisted,omitempty"`
	Introduced bool                `json:"introduced,omitempty"`
	Correcting bool                `json:"correcting,omitempty"`
}

func (register) Name() string { return nameRegister }

func (register) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentRegister}
}

func (register) Receive(turn *conversations.Turn) bool {
	var data registration
	turn.Load(&data)
	depth := turn.Depth()
	used := data.answer(turn) || data.take(turn)
	if used && turn.Depth() == depth {
		turn.Save(data)
	}
	return used
}

// take takes what the message says beside an answer to one of the clinic's own
// questions.
func (data *registration) take(turn *conversations.Turn) bool {
	other := turn.Meaning.Has(understanding.IntentForOther) && !turn.Meaning.Also && data.Relationship == ""
	if other {
		data.Relationship = relationshipOf(turn.Meaning)
	}
	meaning := turn.Meaning
	if slot, _, _ := turn.Answer(); data.other() && meaning.OwnName && slot != slotName {
		meaning.Name = "" // the writer's, who registers somebody else
	}
	return data.choose(turn) || data.fill(meaning) || other
}

// choose takes the answer to a question with choices.
func (data *registration) choose(turn *conversations.Turn) bool {
	slot, value, ok := turn.Answer()
	if !ok {
		return false
	}
	switch slot {
	case slotWhichDate:
		chosen, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return false
		}
		data.BirthDate, data.Candidates = records.LocalDateOf(chosen, time.UTC), nil
	case slotConsent, slotCorrect:
		data.Correcting = false
		switch {
		case value == valueYes:
			turn.Request(conversations.RegisterPatient{
				Name: data.Name, BirthDate: data.BirthDate, Language: turn.Language(),
				Relationship: cmp.Or(data.Relationship, records.RelationshipSelf), Answers: data.given(),
			})
		case value == valueName:
			data.Name = ""
		case value == valueBirthDate:
			data.BirthDate = records.LocalDate{}
		case slot == slotConsent:
			data.Correcting = true
		default:
			turn.Abandon()
			turn.Say(catalog.NotRegisteredNow, catalog.Values{})
		}
	}
	return true
}

// fill takes a name and a date of birth from anywhere in a message.
func (data *registration) fill(meaning understanding.Meaning) bool {
	used := false
	if meaning.Name != "" {
		data.Name, used = meaning.Name, true
	}
	switch len(meaning.BirthDates) {
	case 0:
	case 1:
		data.BirthDate, data.Candidates, used = meaning.BirthDates[0], nil, true
	default:
		data.BirthDate, data.Candidates, used = records.LocalDate{}, meaning.BirthDates, true
	}
	if used {
		data.Correcting = false
	}
	return used
}

func (register) Next(turn *conversations.Turn) {
	var data registration
	turn.Load(&data)
	if turn.UnderWay(nameWrongNumber) && !data.other() {
		// The same words, whether or not the number is on file (invariant 13).
		turn.Close()
		askRegisterInstead(turn)
		return
	}
	if len(turn.Contact.Persons) > 0 && !data.other() {
		turn.Say(catalog.AlreadyRegistered, catalog.Values{})
		turn.Finish()
		if turn.Idle() {
			turn.Start(conversations.FlowMenu, nil)
		}
		return
	}
	if !data.Introduced {
		data.Introduced = true
		if data.Name == "" && !data.other() {
			data.Name = turn.WriterName()
		}
		turn.Save(data)
		switch {
		case data.other():
			turn.Say(catalog.RegisterOther, catalog.Values{})
		case data.ForBooking:
			turn.Say(catalog.RegisterFirst, catalog.Values{})
		default:
			turn.Say(catalog.RegisterIntro, catalog.Values{})
		}
	}
	data.ask(turn)
}

// other says whether somebody else than the writer is registered.
func (data *registration) other() bool {
	return data.Relationship != "" && data.Relationship != records.RelationshipSelf
}

// about gives the text about the writer, or the one about somebody else.
func (data *registration) about(writer, other catalog.Key) catalog.Key {
	if data.other() {
		return other
	}
	return writer
}

// ask asks for the first thing that is missing.
func (data *registration) ask(turn *conversations.Turn) {
	written := turn.Book()
	question, open := data.unanswered(turn)
	switch {
	case data.Name == "":
		key := data.about(catalog.AskName, catalog.AskNameOther)
		if turn.Again() {
			key = catalog.AskNameAgain
		}
		turn.Ask(key, catalog.Values{}, conversations.Question{Slot: slotName, Expect: understanding.ExpectName})
	case len(data.Candidates) > 0:
		question := conversations.Question{Slot: slotWhichDate, Expect: understanding.ExpectBirthDate}
		for _, date := range data.Candidates {
			question.Choices = append(question.Choices, conversations.Choice{Value: date.String(), Label: written.BirthDate(date)})
		}
		turn.Ask(catalog.AskBirthDateWhich, catalog.Values{}, question)
	case data.BirthDate.IsZero():
		key := data.about(catalog.AskBirthDate, catalog.AskBirthDateOther)
		if data.other() && len(turn.Contact.Persons) > 0 {
			key = catalog.AskBirthDateOf // an unknown number is told no names
		}
		if turn.Again() {
			key = catalog.AskBirthDateAgain
		}
		example := written.BirthDate(records.LocalDate{Year: 1985, Month: time.March, Day: 14})
		turn.Ask(key, catalog.Values{Example: example, Name: calledBy(data.Name)}, conversations.Question{Slot: slotBirthDate, Expect: understanding.ExpectBirthDate})
	case open:
		data.askQuestion(turn, question)
	case data.Correcting:
		turn.Ask(catalog.AskCorrect, catalog.Values{}, conversations.Question{Slot: slotCorrect, Choices: []conversations.Choice{
			turn.Choice(valueName, catalog.ChoiceChangeName),
			turn.Choice(valueBirthDate, catalog.ChoiceChangeBirthDate),
			turn.Choice(valueNo, catalog.ChoiceDoNotRegister),
		}, No: valueNo})
	default:
		values := catalog.Values{Name: data.Name, BirthDate: written.BirthDate(data.BirthDate), Clinic: turn.Profile().Clinic.Name}
		turn.Ask(data.about(catalog.AskConsent, catalog.AskConsentOther), values, conversations.Question{Slot: slotConsent, Choices: []conversations.Choice{
			turn.Choice(valueYes, data.about(catalog.ChoiceRegisterYes, catalog.ChoiceRegisterOtherYes)),
			turn.Choice(valueName, catalog.ChoiceChangeName),
			turn.Choice(valueBirthDate, catalog.ChoiceChangeBirthDate),
		}, Yes: valueYes, No: valueNo})
	}
}

// calledBy is the first of somebody's names.
func calledBy(name string) string {
	given, _, _ := strings.Cut(name, " ")
	return given
}

func (register) Answered(turn *conversations.Turn, event conversations.Event) {
	registered, ok := event.(conversations.PatientRegistered)
	if !ok {
		return
	}
	turn.Contact.State = records.ContactClaimed
	turn.Contact.Persons = append(turn.Contact.Persons, registered.Person)
	key := catalog.Registered
	if registered.Person.Relationship != records.RelationshipSelf {
		key = catalog.RegisteredOf
	}
	turn.Say(key, catalog.Values{Name: calledBy(registered.Person.Name)})
	turn.Finish()
	if turn.Idle() {
		turn.Start(conversations.FlowMenu, nil)
	}
}

// NotYet implements conversations.Unfinished.
func (register) NotYet(turn *conversations.Turn) catalog.Key {
	var data registration
	turn.Load(&data)
	if data.ForBooking {
		return catalog.NotBookedYet
	}
	return catalog.NotRegisteredYet
}

// Left implements conversations.Unfinished.
func (register) Left(turn *conversations.Turn) catalog.Key {
	var data registration
	turn.Load(&data)
	switch {
	case data.ForBooking:
		return catalog.BookingLeft
	case data.other():
		return catalog.NeverMind
	}
	return catalog.NotRegisteredNow
}

func (register) Back(turn *conversations.Turn) bool {
	var data registration
	turn.Load(&data)
	switch {
	case data.Correcting:
		data.Correcting = false
	case len(data.Dates) > 0:
		data.Dates = nil
	case len(data.Answers) > 0:
		data.Answers = data.Answers[:len(data.Answers)-1]
	case !data.BirthDate.IsZero() || len(data.Candidates) > 0:
		data.BirthDate, data.Candidates = records.LocalDate{}, nil
	case data.Name != "":
		data.Name = ""
	default:
		return false
	}
	turn.Save(data)
	return true
}
