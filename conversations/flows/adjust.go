package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
)

// Adjusts takes "can we make it 3pm instead?" for a word about the time that is
// offered or held. Who speaks of their appointment means one that is booked.
func (book) Adjusts(turn *conversations.Turn, intent understanding.Intent) bool {
	var data booking
	turn.Load(&data)
	meaning := turn.Meaning
	if intent != understanding.IntentMove || meaning.Booked && data.Replaces == nil {
		return false
	}
	_, onTable := data.spokenOf()
	wishes := !meaning.Wish.IsZero() || meaning.Delay != 0 || meaning.DaysLater != 0 || meaning.Shift != understanding.ShiftNone
	if !wishes && (data.Held != nil || len(data.Offers) > 0) {
		// "Can we change it?" is a wish for other times.
		turn.Meaning.Shift, wishes = understanding.ShiftMore, true
	}
	return onTable && wishes
}
