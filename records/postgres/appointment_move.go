package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// MoveAppointment gives an appointment that is at moved.Version the type, time,
// practitioner, resources, site and overbooking reason of moved: its id stays,
// its version rises by one, and the history tells who did it (invariant 9).
// Moves and Fee of moved are added to what is stored.
//
// It claims the new time before it lets go of the old one, so that a patient
// who loses the race keeps what they had, and two who want each other's time
// are refused rather than deadlocked. It returns records.CodeSlotTaken where
// somebody else has the new time, and records.CodeConflict where the
// appointment is at another version or in a status that is not allowed; then
// nothing has changed.
func (tx *Tx) MoveAppointment(ctx context.Context, moved records.Appointment, allowed []records.AppointmentStatus,
	occupancies []Occupancy, agent Agent, now time.Time,
) (records.Appointment, error) {
	var after records.Appointment
	err := tx.taking(ctx, occupancies, now, func(ctx context.Context) error {
		_, err := tx.queries.MoveAppointment(ctx, dbsqlc.MoveAppointmentParams{
			ClinicID: tx.clinicID, ID: moved.ID, Version: moved.Version, AppointmentTypeID: moved.AppointmentTypeID,
			PractitionerID: moved.PractitionerID, ResourceIDs: append([]uuid.UUID{}, moved.ResourceIDs...),
			LocationID: nullable(moved.LocationID), StartAt: moved.Start, EndAt: moved.End,
			Moves: int16(min(moved.Moves, 1)), Fee: moved.Fee, OverbookingReason: moved.OverbookingReason, //nolint:gosec // one move at a time
			Allowed: statuses(allowed),
		})
		if err != nil {
			return movedOn(err)
		}
		if err := tx.reoccupy(ctx, moved.ID, occupancies); err != nil {
			return err
		}
		if after, err = tx.Appointment(ctx, moved.ID); err != nil {
			return err
		}
		return tx.event(ctx, after, agent, now)
	})
	return after, err
}

// reoccupy takes an appointment's new time of every subject and then lets go of
// the old. What it has already, such as the patient at a time at which only the
// practitioner changes, stays as it is.
func (tx *Tx) reoccupy(ctx context.Context, appointmentID uuid.UUID, occupancies []Occupancy) error {
	held, err := tx.queries.OccupancyOf(ctx, dbsqlc.OccupancyOfParams{ClinicID: tx.clinicID, AppointmentID: appointmentID})
	if err != nil {
		return coded(err)
	}
	kept := dbsqlc.ReleaseOccupancyParams{ClinicID: tx.clinicID, AppointmentID: appointmentID}
	var wanted []Occupancy
	for _, occupancy := range occupancies {
		kept.SubjectIDs = append(kept.SubjectIDs, occupancy.SubjectID)
		kept.Starts = append(kept.Starts, occupancy.Start)
		kept.Ends = append(kept.Ends, occupancy.End)
		if !hasAlready(held, occupancy) {
			wanted = append(wanted, occupancy)
		}
	}
	if err := tx.occupy(ctx, appointmentID, wanted, time.Time{}); err != nil {
		return err
	}
	_, err = tx.queries.ReleaseOccupancy(ctx, kept)
	return coded(err)
}

func hasAlready(held []dbsqlc.OccupancyOfRow, wanted Occupancy) bool {
	for _, row := range held {
		if row.SubjectID == wanted.SubjectID && row.StartAt.Equal(wanted.Start) && row.EndAt.Equal(wanted.End) {
			return true
		}
	}
	return false
}
