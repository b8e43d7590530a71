package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// coverage takes down who pays for a patient: the plan and the member number,
// or photos of the card, front and back, for staff to check.
type coverage struct{ plain }

const nameCoverage = "coverage"

// The flow's slots.
const (
	slotPlan         = "payer"
	slotMemberNumber = "member-number"
	slotCardBack     = "card-back"
)

// valueAllSides is the choice that there is nothing more on the card.
const valueAllSides = "all"

// maxCardMessages bounds how many messages' photos are remembered until it is
// known whose card it is.
const maxCardMessages = 10

// maxCoverageText bounds what is kept of an answer, in characters.
const maxCoverageText = 100

// covering is what the flow has learned.
type covering struct {
	Whose  whose  `json:"whose,omitzero"`
	Payer  string `json:"payer,omitempty"`
	Member string `json:"member,omitempty"`
	// Photos counts the photos that came, of the card as is supposed; Messages
	// are those that they came with and that are not filed yet.
	Photos   int         `json:"photos,omitempty"`
	Messages []uuid.UUID `json:"messages,omitempty"`
	// Handed is true once staff were asked to check it.
	Handed bool `json:"handed,omitempty"`
}

// takePhotos takes the message's photos as those of the card.
func (data *covering) takePhotos(turn *conversations.Turn) {
	if turn.Photos == 0 {
		return
	}
	turn.TakePhotos()
	data.Photos += turn.Photos
	if len(data.Messages) < maxCardMessages {
		data.Messages = append(data.Messages, turn.MessageID)
	}
}

func (coverage) Name() string { return nameCoverage }

func (coverage) Receive(turn *conversations.Turn) bool {
	var data covering
	turn.Load(&data)
	used := turn.Photos > 0
	data.takePhotos(turn)
	slot, value, _ := turn.Answer()
	switch {
	case used: // what is written beside the card is not what stands on it
	case slot == slotCardBack && (value == valueAllSides || brief(turn.Meaning)):
		data.Photos, used = max(data.Photos, cardSides), true
	case slot == slotPlan && turn.OwnWords() && !turn.Meaning.Wordless:
		data.Payer, used = shortened(turn.Meaning.Text), true
	case slot == slotMemberNumber && turn.OwnWords() && !turn.Meaning.Wordless:
		data.Member, used = shortened(turn.Meaning.Text), true
	case data.Whose.take(turn):
		used = true
	}
	if used {
		turn.Save(data)
	}
	return used
}

// cardSides is after how many photos no more is asked for.
const cardSides = 2

// brief says whether a message is a few words that want nothing else: "that's
// it", "there isn't one".
func brief(meaning understanding.Meaning) bool {
	const few = 4
	return meaning.Words > 0 && meaning.Words <= few && len(meaning.Intents) == 0 && meaning.Wish.IsZero()
}

// shortened bounds an answer in free words.
func shortened(text string) string {
	if letters := []rune(text); len(letters) > maxCoverageText {
		return string(letters[:maxCoverageText])
	}
	return text
}

func (coverage) Next(turn *conversations.Turn) {
	var data covering
	turn.Load(&data)
	if turn.Photos > 0 {
		turn.Say(catalog.CardReceived, catalog.Values{})
	}
	asks := data.Whose.ask(turn)
	if !asks && (data.Photos > 0 || data.Payer != "" && data.Member != "") {
		data.hand(turn)
	}
	turn.Save(data)
	switch {
	case asks:
	case data.Photos == 1:
		turn.Ask(catalog.AskCardBack, catalog.Values{}, conversations.Question{Slot: slotCardBack, Choices: []conversations.Choice{
			turn.Choice(valueAllSides, catalog.ChoiceAllSides),
		}, No: valueAllSides, Photos: true})
	case data.Handed:
		passed := catalog.InsurancePassed
		if turn.Photos > 0 {
			passed = catalog.CardPassed
		}
		turn.Say(passed, catalog.Values{})
		turn.Finish()
	case data.Payer == "":
		turn.Ask(shownOr(turn, catalog.AskPayer, catalog.AskPayerWritten), catalog.Values{}, conversations.Question{Slot: slotPlan, Expect: understanding.ExpectText, Photos: true})
	default:
		turn.Ask(shownOr(turn, catalog.AskMemberNumber, catalog.AskMemberNumberWritten), catalog.Values{}, conversations.Question{Slot: slotMemberNumber, Expect: understanding.ExpectText, Photos: true})
	}
}

// shownOr gives the question that lets a patient show it, where a photo reaches
// staff, and otherwise the one that does not.
func shownOr(turn *conversations.Turn, shown, written catalog.Key) catalog.Key {
	if turn.TakesPhotos() {
		return shown
	}
	return written
}

// hand keeps what was said and shown, and asks staff to check it: what was
// shown at once, so that a patient who writes no more has not shown it in vain.
// A stranger's words and photos stay in the conversation.
func (data *covering) hand(turn *conversations.Turn) {
	patientID := data.Whose.PatientID
	if patientID != uuid.Nil && len(data.Messages) > 0 {
		turn.Do(conversations.FileMedia{MessageIDs: data.Messages, PatientID: patientID, Purpose: records.MediaInsuranceCard})
	}
	data.Messages = nil
	if data.Handed {
		return
	}
	data.Handed = true
	if patientID != uuid.Nil && data.Payer != "" {
		turn.Do(conversations.KeepCoverage{Coverage: records.Coverage{
			PatientID: patientID, Payer: data.Payer, MemberNumber: data.Member, Status: records.CoverageDraft,
		}})
	}
	turn.Do(conversations.OpenTask{Code: records.TaskInsurance, Priority: records.PriorityRoutine, PatientID: patientID})
}

func (coverage) Back(turn *conversations.Turn) bool {
	var data covering
	turn.Load(&data)
	switch {
	case data.Handed:
		return false // it is with the front desk
	case data.Member != "":
		data.Member = ""
	case data.Payer != "":
		data.Payer = ""
	default:
		return false
	}
	turn.Save(data)
	return true
}
