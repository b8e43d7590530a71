package jobs

import (
	"context"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// Proposal is what the tests let the clinic offer by itself.
type Proposal struct {
	Offer       records.SlotOffer
	Appointment records.Appointment
}

// Propose makes offers as the leave and the wait-list do. It gives the offers
// that were made, and the patients who can't be written to.
func Propose(ctx context.Context, j *Jobs, clinicID uuid.UUID, proposals ...Proposal) ([]records.SlotOffer, []uuid.UUID, error) {
	var made []records.SlotOffer
	var patientIDs []uuid.UUID
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		proposed := make([]proposal, len(proposals))
		for i, one := range proposals {
			proposed[i] = proposal{offer: one.Offer, appointment: one.Appointment}
		}
		var unreachable []proposal
		made, unreachable, err = j.propose(ctx, tx, view, proposed, now)
		for _, missed := range unreachable {
			patientIDs = append(patientIDs, missed.offer.PatientID)
		}
		return err
	})
	return made, patientIDs, err
}

// OfferedSlots gives free slots as an offer holds them.
func OfferedSlots(slots []scheduler.Slot) []records.OfferedSlot {
	offered := make([]records.OfferedSlot, len(slots))
	for i, slot := range slots {
		offered[i] = offeredSlot(slot)
	}
	return offered
}

// EachClinic does work for every clinic.
func EachClinic(ctx context.Context, j *Jobs, operation string, work func(ctx context.Context, clinicID uuid.UUID) error) error {
	return j.eachClinic(ctx, operation, work)
}

// Queue leaves messages of one channel to be sent and has them looked at.
func Queue(ctx context.Context, j *Jobs, messages ...postgres.NewOutbound) error {
	return j.config.Store.InClinic(ctx, messages[0].ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		lanes, err := tx.InsertOutbound(ctx, messages, j.config.Now())
		if err != nil {
			return err
		}
		return j.wakeSends(ctx, tx, lanes)
	})
}

// Drain sends what a channel has queued, as a job of it does.
func Drain(ctx context.Context, j *Jobs, lane postgres.SendLane) error {
	return j.sends.drain(ctx, lane)
}
