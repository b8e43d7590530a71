//go:build !nowhatsapp

package whatsapp_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/whatsapp"
	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgres/devicekeys"
)

func itoa(number int) string { return strconv.Itoa(number) }

// What keeps a device from connecting is told to everybody who can do something
// about it: it is counted, stands with the channel, and is a task. Meanwhile
// messages wait.
func TestTroubleIsTold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		happen func(w *clinicWorld)
		event  whatsapp.Event
		state  records.DeviceState
		code   string
	}{
		{"replaced", func(w *clinicWorld) { w.whatsApp.Replace() }, whatsapp.EventReplaced, records.DeviceReplaced, ""},
		{"outdated", func(w *clinicWorld) {
			w.whatsApp.RefuseLogins(&whatsapptest.Refusal{Reason: 405})
			w.whatsApp.Cut()
		}, whatsapp.EventOutdated, records.DeviceOutdated, ""},
		{"banned", func(w *clinicWorld) {
			w.whatsApp.RefuseLogins(&whatsapptest.Refusal{Reason: 402, BanCode: 101, BanSeconds: 3600})
			w.whatsApp.Cut()
		}, whatsapp.EventBanned, records.DeviceBanned, "101"},
		{"unlinked while connected", func(w *clinicWorld) { w.phone.Unlink() }, whatsapp.EventUnlinked, records.DeviceUnlinked, "401"},
		{"unlinked while away", func(w *clinicWorld) {
			w.whatsApp.RefuseLogins(&whatsapptest.Refusal{Reason: 401})
			w.whatsApp.Cut()
		}, whatsapp.EventUnlinked, records.DeviceUnlinked, "401"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, p, _ := linked(t, nil)
			jid := w.device(t).JID
			test.happen(w)
			w.awaitTask(t, records.TaskChannelDown)
			device := w.device(t)
			if device.State != test.state || device.Code != test.code || p.events.of(test.event) != 1 {
				t.Errorf("the device is %+v, and %s was counted %d times", device, test.event, p.events.of(test.event))
			}
			_, err := p.Send(t.Context(), w.outbound("hello"))
			if failure := sendError(t, err); failure.Outcome != channel.OutcomeNotYet {
				t.Errorf("a message without a connection is %v", failure)
			}
			if unlinked := test.state == records.DeviceUnlinked; (device.JID == "") != unlinked || w.hasKeys(t, jid) == unlinked {
				t.Errorf("the device is named %q; keys are there: %t", device.JID, w.hasKeys(t, jid))
			}
		})
	}
}

// hasKeys says whether there are keys under the name that the channel's device
// has or had: a name that is given again shows what is stored under it.
func (w *clinicWorld) hasKeys(t *testing.T, jid string) bool {
	t.Helper()
	if err := w.devices.Link(t.Context(), w.through, jid); err != nil {
		t.Fatal(err)
	}
	keys, err := devicekeys.Open(t.Context(), w.database.URL, w.clinic.ID, whatsapp.NewLog(discard()))
	if err != nil {
		t.Fatal(err)
	}
	defer keys.Close()
	_, err = keys.Device(t.Context(), jid)
	if err != nil && records.CodeOf(err) != records.CodeNotFound {
		t.Fatal(err)
	}
	return err == nil
}

// device gives the channel's device as it is stored.
func (w *clinicWorld) device(t *testing.T) (device records.LinkedDevice) {
	t.Helper()
	err := w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		device, err = tx.LinkedDevice(ctx, w.through.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return device
}

// awaitTask waits until staff have a task of a kind.
func (w *clinicWorld) awaitTask(t *testing.T, code records.TaskCode) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		var open []records.Task
		err := w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			open, err = tx.OpenTasks(ctx, time.Time{}, uuid.Nil, 10)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(open, func(task records.Task) bool { return task.Code == code }) {
			return
		}
		select {
		case <-ticker.C:
		case <-t.Context().Done():
			t.Fatalf("there is no task %s", code)
		}
	}
}

// One process at a time holds a device; the next takes over when it is free.
func TestOneProcessHoldsADevice(t *testing.T) {
	t.Parallel()
	w, first, inbox := linked(t, nil)
	if !first.Carries(w.through.ID) || first.Carries(w.clinic.SMS.ID) {
		t.Error("the first process does not know what it holds")
	}
	second, err := w.start(t.Context(), w.config(inbox, inbox, discard()))
	if err != nil {
		t.Fatal(err)
	}
	defer second.stop()
	if err := w.write(t.Context(), "ONE", "hello"); err != nil {
		t.Fatal(err)
	}
	if second.Carries(w.through.ID) || w.whatsApp.Logins() != 2 { // the linking, and the first process
		t.Errorf("two processes hold the device; it logged in %d times", w.whatsApp.Logins())
	}
	first.stop()
	if err := second.events.await(t.Context(), whatsapp.EventConnected); err != nil {
		t.Fatal(err)
	}
	if err := w.write(t.Context(), "TWO", "hello again"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Send(t.Context(), w.outbound("answer")); err != nil {
		t.Error(err)
	}
	if first.Carries(w.through.ID) || !second.Carries(w.through.ID) {
		t.Error("the processes do not know what they hold")
	}
}

// A connected device can't be linked again over the head of its process.
func TestConnectedDeviceIsNotLinkedAgain(t *testing.T) {
	t.Parallel()
	w, _, _ := linked(t, nil)
	if err := w.link(t.Context()); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("linking a connected channel gave %v", err)
	}
}

// A telephone of another number is refused: patients would not know whom they
// write to.
func TestOtherTelephoneIsNotLinked(t *testing.T) {
	t.Parallel()
	w := newClinicWorld(t)
	w.phone = w.whatsApp.AddPhone("+12065550188")
	if err := w.link(t.Context()); records.CodeOf(err) != records.CodeInvalid {
		t.Errorf("linking a telephone of another number gave %v", err)
	}
	if linked, err := w.devices.Linked(t.Context()); err != nil || len(linked) != 0 {
		t.Errorf("linked: %v %v", linked, err)
	}
}

// A patient's telephone that can't read a message asks for it, and gets it.
func TestUnreadAnswerIsSentAgain(t *testing.T) {
	t.Parallel()
	w, p, _ := linked(t, nil)
	if err := w.write(t.Context(), "HELLO", "hello"); err != nil {
		t.Fatal(err)
	}
	w.patient.MissReads(1)
	if _, err := p.Send(t.Context(), w.outbound("on Thursday at 9")); err != nil {
		t.Fatal(err)
	}
	if err := w.whatsApp.Await(t.Context(), func() bool { return len(w.whatsApp.Sent()) == 1 }); err != nil {
		t.Fatal(err)
	}
	if sent := w.whatsApp.Sent(); sent[0].Text != "on Thursday at 9" {
		t.Errorf("the patient has %+v", sent)
	}
}
