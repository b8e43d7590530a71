package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Mark is what became of an appointment on the day.
type Mark struct {
	Status records.AppointmentStatus
	// Allowed are the statuses from which it may get that one.
	Allowed []records.AppointmentStatus
	// Fee is added to what it cost, in the minor unit of the clinic's currency.
	Fee int64
	// Occupancies are what it takes from now on, where it takes time again that
	// it had given up; otherwise it keeps what it has.
	Occupancies []Occupancy
}

// keepsTime are the statuses of appointments that have their time; all others
// have given it up, and the mark to one of them does so.
var keepsTime = []records.AppointmentStatus{
	records.AppointmentPending, records.AppointmentBooked, records.AppointmentArrived, records.AppointmentCheckedIn,
	records.AppointmentFulfilled,
}

// KeepsTime says whether an appointment of the status occupies its time.
func KeepsTime(status records.AppointmentStatus) bool { return slices.Contains(keepsTime, status) }

// MarkAppointment gives an appointment at this version another status, if its
// present one is allowed; otherwise records.CodeConflict. The first of arrived,
// checked-in and fulfilled says when the patient came; booked takes that back,
// and whatever follows noshow takes back what the no-show cost.
// records.CodeSlotTaken means that the time was given up and is somebody
// else's now; then nothing has changed.
func (tx *Tx) MarkAppointment(ctx context.Context, appointmentID uuid.UUID, version int64, mark Mark, agent Agent, now time.Time,
) (records.Appointment, error) {
	var marked records.Appointment
	err := tx.taking(ctx, mark.Occupancies, now, func(ctx context.Context) error {
		_, err := tx.queries.MarkAppointment(ctx, dbsqlc.MarkAppointmentParams{
			ClinicID: tx.clinicID, ID: appointmentID, Version: version, Marked: string(mark.Status), Now: now, Fee: mark.Fee,
			Allowed: statuses(mark.Allowed),
		})
		if err != nil {
			return movedOn(err)
		}
		if KeepsTime(mark.Status) {
			err = tx.occupy(ctx, appointmentID, mark.Occupancies, time.Time{})
		} else {
			_, err = tx.queries.DeleteOccupancy(ctx, dbsqlc.DeleteOccupancyParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
		}
		if err != nil {
			return coded(err)
		}
		if marked, err = tx.Appointment(ctx, appointmentID); err != nil {
			return err
		}
		return tx.event(ctx, marked, agent, now)
	})
	return marked, err
}
