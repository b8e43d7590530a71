package flows

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/conversations"
	"frontdesk/records"
)

// TestNumberThatMayBeToTwo is invariant 12: a number that may as well answer a
// survey as a reminder or an offer, whichever came first, changes nothing
// before it is clear which.
func TestNumberThatMayBeToTwo(t *testing.T) {
	t.Parallel()
	remind := func(w *world) {
		appointment := w.appointments[len(w.appointments)-1]
		w.contact.LastReminder = &conversations.ReminderFacts{SentAt: w.now, Appointment: appointment}
	}
	for name, send := range map[string]func(w *world){
		"reminder": remind,
		"offer":    func(w *world) { w.offer(records.OfferRebook, 1, true) },
	} {
		for _, surveyFirst := range []bool{true, false} {
			for number := 1; number <= 3; number++ {
				t.Run(fmt.Sprintf("%s, survey first %t, %d", name, surveyFirst, number), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, "GB", sms)
					w.knows("Sam Carter")
					w.has(4, 15, 1, 2)
					if surveyFirst {
						w.survey()
						w.now = w.now.Add(time.Hour)
					}
					send(w)
					if !surveyFirst {
						w.now = w.now.Add(time.Hour)
						w.survey()
					}
					w.now = w.now.Add(time.Minute)
					effects := w.write(conversations.MessageReceived{Text: strconv.Itoa(number)})
					if slices.ContainsFunc(effects, changes) {
						t.Errorf("%d does %+v", number, effects)
					}
				})
			}
		}
	}
}

// changes says whether an effect asks for more than facts and words.
func changes(effect conversations.Effect) bool {
	switch effect.(type) {
	case conversations.AnswerSurvey, conversations.ConfirmAppointment, conversations.CancelAppointment, conversations.MoveAppointment,
		conversations.AcceptOffer, conversations.DeclineOffer, conversations.OpenTask:
		return true
	}
	return false
}
