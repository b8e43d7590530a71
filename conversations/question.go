package conversations

import (
	"strconv"
	"strings"
	"time"

	"frontdesk/conversations/channel"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/records"
)

// Question is one question to the patient: the value from which both what is
// shown and how the reply is read are derived, so that they can't disagree.
// The open one is part of the conversation's state.
type Question struct {
	// Number tells this question from earlier ones; it stands in the ids of
	// its buttons, so that an old button is recognised.
	Number int `json:"number"`
	// Slot names, within the flow that asks, what the answer fills.
	Slot string `json:"slot"`
	// Expect says in which light a free answer is read.
	Expect understanding.Expectation `json:"expect,omitempty"`
	// Spoken is true where the choices are said in words and not by their numbers,
	// because a number may be the answer itself; the text says how.
	Spoken bool `json:"spoken,omitempty"`
	// Choices offered, in order; empty for a free answer.
	Choices []Choice `json:"choices,omitempty"`
	// Yes and No are the values that a plain yes and a plain no choose; empty
	// where they choose nothing.
	Yes string `json:"yes,omitempty"`
	No  string `json:"no,omitempty"`
	// Photos is true where a picture answers it, whatever is written beside.
	Photos  bool      `json:"photos,omitempty"`
	AskedAt time.Time `json:"asked_at"`
}

// Choice is one answer that a question offers.
type Choice struct {
	// Value is what the flow gets.
	Value string `json:"value"`
	// Label is what people read in a numbered list.
	Label string `json:"label"`
	// Button is a shorter label for where labels are short; Label if empty.
	Button string `json:"button,omitempty"`
	// Aside is true for what is none of the things offered, such as another way
	// on: "the last one" does not mean it.
	Aside bool `json:"aside,omitempty"`
}

// choiceID is the id of the question's choice at an index: "q7:2".
func (q *Question) choiceID(index int) string {
	return "q" + strconv.Itoa(q.Number) + ":" + strconv.Itoa(index+1)
}

// parseChoiceID takes the id of a question's button apart.
func parseChoiceID(id string) (number, choice int, ok bool) {
	rest, found := strings.CutPrefix(id, "q")
	if !found {
		return 0, 0, false
	}
	left, right, found := strings.Cut(rest, ":")
	if !found {
		return 0, 0, false
	}
	number, err := strconv.Atoi(left)
	if err != nil {
		return 0, 0, false
	}
	choice, err = strconv.Atoi(right)
	if err != nil {
		return 0, 0, false
	}
	return number, choice, true
}

// chosen reads which choice a message makes. Intents are those that may stand
// beside a yes without changing it ("yes, cancel it").
func (q *Question) chosen(meaning understanding.Meaning, intents []understanding.Intent) (string, bool) {
	if meaning.Number > 0 && meaning.Number <= len(q.Choices) && !q.Spoken {
		return q.Choices[meaning.Number-1].Value, true
	}
	if folded := understanding.Fold(meaning.Text); folded != "" {
		for _, choice := range q.Choices {
			if folded == understanding.Fold(choice.Label) || folded == understanding.Fold(choice.Button) {
				return choice.Value, true
			}
		}
	}
	if value, ok := q.ordinal(meaning); ok && !q.Spoken {
		return value, true
	}
	return q.agreed(meaning, intents)
}

// ordinal reads "the second one", "the later one". A message that also names
// days or people says more than a choice, and one that asks chooses nothing.
func (q *Question) ordinal(meaning understanding.Meaning) (string, bool) {
	more := !meaning.Wish.IsZero() || len(meaning.Practitioners) > 0 || len(meaning.Types) > 0
	if more || meaning.Answer == understanding.No || meaning.Reply == replies.Asks || len(q.Choices) == 0 {
		return "", false
	}
	switch ordinal := meaning.Ordinal; {
	case ordinal == understanding.Last:
		last := len(q.Choices) - 1
		for last > 0 && q.Choices[last].Aside {
			last--
		}
		return q.Choices[last].Value, true
	case ordinal > 0 && ordinal <= len(q.Choices):
		return q.Choices[ordinal-1].Value, true
	}
	return "", false
}

// agreed reads yes and no. A yes that goes on to wish something else, or to
// ask a question of its own, agrees to nothing.
func (q *Question) agreed(meaning understanding.Meaning, intents []understanding.Intent) (string, bool) {
	if !meaning.Wish.IsZero() || meaning.Shift != understanding.ShiftNone || len(meaning.Practitioners) > 0 || len(meaning.Types) > 0 {
		return "", false
	}
	if strings.ContainsRune(meaning.Text, '?') && meaning.Words > 3 {
		return "", false
	}
	for _, intent := range meaning.Intents {
		if !courtesy[intent] && !containsIntent(intents, intent) {
			return "", false
		}
	}
	switch {
	case meaning.Consents() && q.Yes != "":
		return q.Yes, true
	case meaning.Declines() && q.No != "" && !meaning.Has(understanding.IntentBook):
		return q.No, true
	}
	return "", false
}

// courtesy intents change nothing of what else a message says.
var courtesy = map[understanding.Intent]bool{
	understanding.IntentGreeting: true, understanding.IntentThanks: true, understanding.IntentBye: true, understanding.IntentConfirm: true,
}

func containsIntent(intents []understanding.Intent, wanted understanding.Intent) bool {
	for _, intent := range intents {
		if intent == wanted {
			return true
		}
	}
	return false
}

// render gives the text and the buttons of the question on a channel: buttons
// where all choices fit as such, else a numbered list in the text.
func (q *Question) render(text string, capabilities channel.Capabilities) (string, []records.Choice) {
	if len(q.Choices) == 0 {
		return text, nil
	}
	if buttons, fit := q.buttons(capabilities); fit {
		return text, buttons
	}
	if q.Spoken {
		return text, nil
	}
	return numbered(text, q.Choices), nil
}

func (q *Question) buttons(capabilities channel.Capabilities) ([]records.Choice, bool) {
	longest := capabilities.ButtonLabel
	if len(q.Choices) > capabilities.Buttons {
		if len(q.Choices) > capabilities.ListEntries {
			return nil, false
		}
		longest = capabilities.ListLabel
	}
	buttons := make([]records.Choice, len(q.Choices))
	for i, choice := range q.Choices {
		label := buttonLabel(choice)
		if longest > 0 && len([]rune(label)) > longest {
			return nil, false
		}
		buttons[i] = records.Choice{ID: q.choiceID(i), Label: label}
	}
	return buttons, true
}

// buttonLabel is what a choice's button says.
func buttonLabel(choice Choice) string {
	if choice.Button != "" {
		return choice.Button
	}
	return choice.Label
}

// numbered appends choices to a text, one a line.
func numbered(text string, choices []Choice) string {
	labels := make([]string, len(choices))
	for i, choice := range choices {
		labels[i] = choice.Label
	}
	return channel.Numbered(text, labels)
}
