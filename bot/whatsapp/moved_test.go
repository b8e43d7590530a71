//go:build !nowhatsapp

package whatsapp_test

import (
	"context"
	"testing"

	"frontdesk/bot/whatsapp/whatsapptest"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// doubting tells when somebody was put in doubt, or was nobody.
type doubting struct {
	*jobs.LinkedDevices
	done chan error
}

func (d doubting) Doubt(ctx context.Context, through records.Channel, identities []string, proposed string) error {
	err := d.LinkedDevices.Doubt(ctx, through, identities, proposed)
	d.done <- err
	return err
}

// A patient whose WhatsApp comes to another telephone is in doubt until somebody
// says who they are, whichever of their identities WhatsApp names. Somebody who
// never wrote is nobody to doubt, and no contact of theirs is made.
func TestMovedAccountIsDoubted(t *testing.T) {
	t.Parallel()
	for name, addressing := range map[string]whatsapptest.Addressing{"by number": whatsapptest.ByNumber, "by hidden id": whatsapptest.ByHiddenID} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newClinicWorld(t)
			if err := w.link(t.Context()); err != nil {
				t.Fatal(err)
			}
			devices := doubting{LinkedDevices: w.devices, done: make(chan error, 1)}
			config := w.config(w.jobs.Intake(), &kept{}, discard())
			config.Devices = devices
			p, err := w.begin(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.stop)
			moved := func(phone *whatsapptest.Phone) {
				phone.Address(addressing)
				phone.Move(w.phone)
				if err := <-devices.done; err != nil {
					t.Fatal(err)
				}
			}
			moved(w.whatsApp.AddPhone("+12065550199"))
			if state := w.state(t, false); state != "" {
				t.Errorf("there is a contact, %s", state)
			}
			if err := w.write(t.Context(), "first", "hello"); err != nil {
				t.Fatal(err)
			}
			w.state(t, true)
			moved(w.whatsApp.AddPhone("+12065550198"))
			if state := w.state(t, false); state != records.ContactClaimed {
				t.Errorf("after somebody else moved, the contact is %s", state)
			}
			moved(w.patient)
			if state := w.state(t, false); state != records.ContactStale {
				t.Errorf("the contact is %s, want it in doubt", state)
			}
		})
	}
}

// state is that of the patient's contact, which is claimed first if that is
// wanted; empty where there is none.
func (w *clinicWorld) state(t *testing.T, claim bool) (state records.ContactState) {
	t.Helper()
	err := w.store.InClinic(t.Context(), w.clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		contactID, err := tx.ConversationOfAddress(ctx, w.through.ID, patientNumber)
		if records.CodeOf(err) == records.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if claim {
			if err := tx.ClaimContact(ctx, contactID); err != nil {
				return err
			}
		}
		card, err := tx.ContactCard(ctx, contactID)
		state = card.Contact.State
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}
