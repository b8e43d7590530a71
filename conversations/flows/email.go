package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
	"frontdesk/records/mailbox"
)

// email has receipts sent to an e-mail address: which, and then who they are.
// Where a patient's messages go is part of their record.
type email struct{ plain }

const nameEmail = "email"

const slotEmail = "email"

// emailing is what both steps have learned: what the second waits for stands
// beside the address.
type emailing struct {
	conversations.IdentityWait
	Address string `json:"address,omitempty"`
	// Reminders says that reminders are to go there, too.
	Reminders bool `json:"reminders,omitempty"`
	// Missed counts the answers that were no address.
	Missed int `json:"missed,omitempty"`
}

func (email) Name() string { return nameEmail }

func (email) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentEmail, understanding.IntentEmailReminders}
}

func (email) Receive(turn *conversations.Turn) bool {
	var data emailing
	turn.Load(&data)
	slot, value, chosen := turn.Answer()
	address, found := mailbox.Find(turn.Meaning.Text)
	reminders := turn.Meaning.Has(understanding.IntentEmailReminders)
	data.Reminders = data.Reminders || reminders
	switch {
	case chosen && slot == slotWho:
		turn.Replace(value, nil)
		return true
	case found:
		data.Address = address
	case slot == slotEmail && turn.OwnWords():
		data.Missed++
	case !reminders:
		return false
	}
	turn.Save(data)
	return true
}

func (email) Next(turn *conversations.Turn) {
	var data emailing
	turn.Load(&data)
	question := conversations.Question{Slot: slotEmail, Expect: understanding.ExpectText}
	switch {
	case !turn.Profile().Email:
		turn.Say(catalog.EmailUnavailable, catalog.Values{})
		turn.Finish()
	case len(turn.Contact.Persons) == 0:
		askWhoYouAre(turn)
	case data.Address != "":
		turn.Replace(nameEmailShown, data)
	case data.Missed > 1:
		turn.Replace(conversations.FlowPerson, conversations.PersonOffer{Offer: true})
	case data.Missed == 1:
		turn.Ask(catalog.AskEmailAgain, catalog.Values{}, question)
	case turn.EmailJustAsked():
		turn.Say(catalog.EmailAskedAlready, catalog.Values{})
		turn.Finish()
	case data.Reminders:
		turn.Ask(catalog.AskEmailReminders, catalog.Values{}, question)
	default:
		turn.Ask(catalog.AskEmail, catalog.Values{}, question)
	}
}

// emailShown has the address's holder asked once the writer has shown who they
// are.
type emailShown struct{ identified }

const nameEmailShown = "email-shown"

func newEmailShown() emailShown {
	return emailShown{identified{purpose: records.AccessRecord, ask: catalog.IdentityConfirm}}
}

func (emailShown) Name() string { return nameEmailShown }

// emailAnswers are what is said of what became of the wish.
var emailAnswers = map[conversations.EmailAnswer]catalog.Key{
	conversations.EmailAsked: catalog.EmailAsked, conversations.EmailStopped: catalog.EmailStopped,
	conversations.EmailTooMany: catalog.EmailTooMany, conversations.EmailUnavailable: catalog.EmailUnavailable,
}

func (flow emailShown) Answered(turn *conversations.Turn, event conversations.Event) {
	var data emailing
	turn.Load(&data)
	if answered, is := event.(conversations.EmailAnswered); is {
		key, final := emailAnswers[answered.Answer]
		if !final {
			turn.Replace(nameEmail, emailing{Missed: 1})
			return
		}
		if answered.Answer == conversations.EmailAsked {
			turn.KeepEmailAsked()
			if data.Reminders {
				key = catalog.EmailAskedReminders
			}
		}
		turn.Say(key, catalog.Values{})
		turn.Finish()
		return
	}
	shown := flow.answered(turn, event)
	if shown == nil {
		flow.keep(turn, data)
		return
	}
	turn.Request(conversations.AskEmail{PatientID: shown.PatientIDs[0], Address: data.Address, Reminders: data.Reminders})
}

// keep puts the address back beside what the wait for an identity has kept.
func (emailShown) keep(turn *conversations.Turn, data emailing) {
	turn.Load(&data.IdentityWait)
	turn.SaveFor(nameEmailShown, data)
}
