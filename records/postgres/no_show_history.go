package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records/postgres/dbsqlc"
)

// LeadStep is a step of the time between booking and appointment.
type LeadStep int

// leadBounds are where one step ends and the next begins; the query has them,
// too.
var leadBounds = []time.Duration{24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 14 * 24 * time.Hour, 30 * 24 * time.Hour}

// LeadStepOf gives the step of an appointment that was booked so long before.
func LeadStepOf(lead time.Duration) LeadStep {
	step := LeadStep(0)
	for _, bound := range leadBounds {
		if lead >= bound {
			step++
		}
	}
	return step
}

// Attendance is how often patients came, for one kind of appointment and one
// step of lead.
type Attendance struct {
	AppointmentTypeID uuid.UUID
	Lead              LeadStep
	// Ended took place or did not; NoShows are those at which nobody came.
	Ended, NoShows int
}

// NoShowHistory counts the clinic's appointments that started in a span and
// have an outcome. It knows nothing of who the patients are.
func (tx *Tx) NoShowHistory(ctx context.Context, since, until time.Time) ([]Attendance, error) {
	rows, err := tx.queries.NoShowHistory(ctx, dbsqlc.NoShowHistoryParams{ClinicID: tx.clinicID, Since: since, Until: until})
	if err != nil {
		return nil, coded(err)
	}
	history := make([]Attendance, len(rows))
	for i, row := range rows {
		history[i] = Attendance{
			AppointmentTypeID: row.AppointmentTypeID, Lead: LeadStep(row.LeadStep), Ended: int(row.Ended), NoShows: int(row.NoShows),
		}
	}
	return history, nil
}
