package jobs_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// Who missed a visit is led to a new one of the same service, and not asked
// whether to keep what is past.
func TestAMissedVisitLeadsToANewOne(t *testing.T) {
	t.Parallel()
	room := newWaitingRoom(t)
	patient := room.patient()
	room.book(patient, monday.Add(26*time.Hour))
	room.start()
	room.clock.advance(50 * time.Hour)
	room.write(patient.Address, "I missed my appointment yesterday, sorry")
	if reply := room.settled(patient, 1); !strings.Contains(reply, "check-up") || strings.Contains(reply, "You keep the old one") {
		t.Errorf("who missed a visit reads %q", reply)
	}
}

// Who wants off the list and no more messages gets both in one turn; what was
// wished from another telephone stays.
func TestLeavingTheListAndOptingOutAtOnce(t *testing.T) {
	t.Parallel()
	room := newWaitingRoom(t)
	mine := room.waits(anyTime)
	other := room.patient()
	elsewhere := room.waits(func(entry *records.WaitlistEntry) { entry.ConversationID = other.ConversationID })
	room.start()
	for _, waiting := range []waiter{mine, elsewhere} {
		room.write(waiting.Address, "take me off the waiting list and stop texting me")
		if reply := room.settled(waiting.Patient, 1); !strings.Contains(reply, "off the wait-list") || !strings.Contains(reply, "no more messages") {
			t.Errorf("the one confirmation is %q", reply)
		}
	}
	if status := room.wish(mine); status != records.WaitlistCancelled {
		t.Errorf("the wish is %s", status)
	}
	if status := room.wish(elsewhere); status != records.WaitlistActive {
		t.Errorf("the wish from another telephone is %s", status)
	}
	opted := `SELECT count(DISTINCT contact_id) FROM consent WHERE clinic_id = $1 AND status = 'inactive'`
	if count := room.number(opted, room.clinic.ID); count != 2 {
		t.Errorf("%d of 2 opted out", count)
	}
}
