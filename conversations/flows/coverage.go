package flows

import (
	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// coverage takes down who pays for a patient: the plan and the member number,
// or a photo of the card, for staff to check.
type coverage struct{ plain }

const nameCoverage = "coverage"

// The flow's slots.
const (
	slotPlan         = "payer"
	slotMemberNumber = "member-number"
)

// maxCoverageText bounds what is kept of an answer, in characters.
const maxCoverageText = 100

// covering is what the flow has learned.
type covering struct {
	Whose  whose  `json:"whose,omitzero"`
	Payer  string `json:"payer,omitempty"`
	Member string `json:"member,omitempty"`
	// Photo is true once a photo came: of the card, as is supposed.
	Photo bool `json:"photo,omitempty"`
}

func (coverage) Name() string { return nameCoverage }

func (coverage) Receive(turn *conversations.Turn) bool {
	var data covering
	turn.Load(&data)
	used := turn.Media > 0
	data.Photo = data.Photo || used
	slot, _, _ := turn.Answer()
	switch {
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
	asks := data.Whose.ask(turn)
	turn.Save(data)
	switch {
	case asks:
	case data.Payer == "" && !data.Photo:
		turn.Ask(catalog.AskPayer, catalog.Values{}, conversations.Question{Slot: slotPlan, Expect: understanding.ExpectText})
	case data.Member == "" && !data.Photo:
		turn.Ask(catalog.AskMemberNumber, catalog.Values{}, conversations.Question{Slot: slotMemberNumber, Expect: understanding.ExpectText})
	default:
		data.hand(turn)
		turn.Say(catalog.InsurancePassed, catalog.Values{})
		turn.Finish()
	}
}

// hand keeps what was said and asks staff to check it. A stranger's words stay
// in the conversation.
func (data covering) hand(turn *conversations.Turn) {
	if data.Whose.PatientID != uuid.Nil && data.Payer != "" {
		turn.Do(conversations.KeepCoverage{Coverage: records.Coverage{
			PatientID: data.Whose.PatientID, Payer: data.Payer, MemberNumber: data.Member, Status: records.CoverageDraft,
		}})
	}
	turn.Do(conversations.OpenTask{Code: records.TaskInsurance, Priority: records.PriorityRoutine, PatientID: data.Whose.PatientID})
}

func (coverage) Back(turn *conversations.Turn) bool {
	var data covering
	turn.Load(&data)
	switch {
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
