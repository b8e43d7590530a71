package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// menu greets, asks a stranger for their language where no word has shown it,
// and says what can be done. It is a help for who is lost; nobody has to pass
// through it.
type menu struct{ plain }

// The menu's slots.
const (
	slotLanguage = "language"
	slotWhat     = "what"
)

func (menu) Name() string { return conversations.FlowMenu }

func (menu) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentMenu}
}

func (menu) Passing() bool { return true }

func (menu) Receive(turn *conversations.Turn) bool {
	slot, value, ok := turn.Answer()
	if !ok {
		return false
	}
	var data conversations.MenuReply
	turn.Load(&data)
	switch {
	case slot == slotLanguage && value == valuePerson:
		turn.Replace(conversations.FlowPerson, nil)
		return true
	case slot == slotLanguage && data.Foreign:
		turn.UseLanguage(records.Language(value))
		turn.Finish()
		if turn.Idle() {
			turn.Start(conversations.FlowMenu, nil)
		}
		return true
	case slot == slotLanguage:
		turn.UseLanguage(records.Language(value))
		return true
	}
	turn.Replace(value, nil)
	return true
}

func (menu) Next(turn *conversations.Turn) {
	clinic := turn.Profile().Clinic
	var data conversations.MenuReply
	turn.Load(&data)
	if data.Foreign {
		askLanguage(turn)
		return
	}
	if languages := turn.Languages(); !turn.LanguageKnown() && len(languages) > 1 {
		question := conversations.Question{Slot: slotLanguage}
		for _, language := range languages {
			question.Choices = append(question.Choices, conversations.Choice{Value: string(language), Label: catalog.Embedded().Name(language)})
		}
		key := catalog.AskLanguage
		if slot, _, _ := turn.Answer(); turn.Again() && slot == slotLanguage {
			key = catalog.AskLanguageAgain
		}
		turn.Ask(key, catalog.Values{Clinic: clinic.Name}, question)
		return
	}
	question := conversations.Question{Slot: slotWhat, Choices: mainChoices(turn)}
	if turn.HasSpoken() {
		turn.Ask(catalog.HowCanIHelp, catalog.Values{}, question)
		return
	}
	if greeting := clinicText(turn, records.TextGreeting); greeting != "" {
		turn.SayText(greeting, records.ContentNeutral)
		turn.Ask(catalog.HowCanIHelp, catalog.Values{}, question)
		return
	}
	turn.Ask(catalog.Welcome, catalog.Values{Clinic: clinic.Name}, question)
}

// askLanguage asks whoever writes in other letters which language to go on in,
// or whether a person shall.
func askLanguage(turn *conversations.Turn) {
	turn.SayLanguages()
	question := conversations.Question{Slot: slotLanguage}
	if languages := turn.Languages(); len(languages) > 1 {
		for _, language := range languages {
			question.Choices = append(question.Choices, conversations.Choice{Value: string(language), Label: catalog.Embedded().Name(language)})
		}
	}
	question.Choices = append(question.Choices, turn.Choice(valuePerson, catalog.ChoicePerson))
	turn.AskText("", records.ContentNeutral, question)
}
