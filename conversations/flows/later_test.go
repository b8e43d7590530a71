package flows

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// TestLaterIsLater holds that who wants an appointment so much later is offered
// nothing that is earlier than it, and the other way, as long as there is
// anything; and that what is not too early comes first.
func TestLaterIsLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, "GB", sms)
		w.knows("Sam Carter", "Leo Carter")
		w.contact.Language = records.English
		mine := w.has(rapid.IntRange(3, 7).Draw(t, "days"), rapid.SampledFrom([]int{9, 10, 11, 14, 15, 16}).Draw(t, "hour"), 1, 2)
		for range rapid.IntRange(0, 4).Draw(t, "taken") {
			w.has(rapid.IntRange(3, 7).Draw(t, "day taken"), rapid.SampledFrom([]int{9, 10, 11, 14, 15, 16}).Draw(t, "hour taken"), 1, 1)
			w.appointments[len(w.appointments)-1].PatientID = w.contact.Persons[1].PatientID
		}
		length := rapid.SampledFrom([]int{15, 30, 45, 60, 90}).Draw(t, "minutes")
		later := rapid.Bool().Draw(t, "later")
		direction := map[bool]string{true: "later", false: "earlier"}[later]
		w.write(conversations.MessageReceived{Text: fmt.Sprintf("can we make Sam's %d minutes %s?", length, direction)})
		var stored struct {
			Frames []struct {
				Data booking `json:"data"`
			} `json:"frames"`
		}
		if err := json.Unmarshal(w.state, &stored); err != nil || len(stored.Frames) == 0 {
			t.Fatalf("nothing is under way: %s (%v)", w.state, err)
		}
		data := stored.Frames[0].Data
		if data.Than == (search{}) {
			return // nothing at all is on that side
		}
		reached := false
		for _, slot := range data.Offers {
			if later != slot.Start.After(mine.Start) {
				t.Fatalf("%d minutes %s than %s: offered %s", length, direction, mine.Start, slot.Start)
			}
			early := slot.Start.Before(mine.Start.Add(time.Duration(length) * time.Minute))
			if later && early {
				reached = true
			} else if reached {
				t.Fatalf("what is too early comes first: %+v", data.Offers)
			}
		}
	})
}
