package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// Position is the last record of a page in a list that is ordered by time and
// then id; zero is the beginning of the list.
type Position struct {
	At time.Time
	ID uuid.UUID
}

// Day is a page of a day's appointments.
type Day struct {
	Date records.LocalDate
	// TimeZone is the clinic's IANA zone, in which the day was reckoned.
	TimeZone string
	Visits   []Visit
	// More is true when there are others after the last one here.
	More bool
}

// Day lists the appointments that start on a day in the clinic's zone, in
// order: those agreed and what became of them, without holds. A zero date is
// today. The page has at most limit appointments, after a position.
func (d *Desk) Day(ctx context.Context, by Principal, date records.LocalDate, after Position, limit int) (Day, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Day, touched, error) {
		if date.IsZero() {
			date = records.LocalDateOf(w.now, w.view.zone)
		}
		day := Day{Date: date, TimeZone: w.view.clinic.TimeZone}
		start, end := scheduler.LocalInstant(w.view.zone, date, 0), scheduler.LocalInstant(w.view.zone, date.AddDays(1), 0)
		rows, err := w.tx.AppointmentsBetween(ctx, start, end, after.At, after.ID, limit+1)
		if err != nil {
			return Day{}, touched{}, fmt.Errorf("list the day: %w", err)
		}
		rows, day.More = page(rows, limit)
		for _, row := range rows {
			day.Visits = append(day.Visits, w.visit(row.Appointment, row.PatientName))
		}
		return day, touched{action: records.AuditRead, kind: "Appointment"}, nil
	})
}

// page cuts off what was read beyond the limit to see whether there is more.
func page[Row any](rows []Row, limit int) ([]Row, bool) {
	if len(rows) <= limit {
		return rows, false
	}
	return rows[:limit], true
}

// Appointment reads one appointment, whatever its status.
func (d *Desk) Appointment(ctx context.Context, by Principal, appointmentID uuid.UUID) (Visit, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Visit, touched, error) {
		appointment, err := w.appointment(ctx, appointmentID)
		if err != nil {
			return Visit{}, touched{}, err
		}
		return w.seen(ctx, records.AuditRead, appointment)
	})
}

func (w deskWork) appointment(ctx context.Context, appointmentID uuid.UUID) (records.Appointment, error) {
	appointment, err := w.tx.Appointment(ctx, appointmentID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.Appointment{}, records.NotFound("appointment")
	}
	if err != nil {
		return records.Appointment{}, fmt.Errorf("read appointment: %w", err)
	}
	return appointment, nil
}

// seen makes the visit of an appointment, and what the audit event says of it.
func (w deskWork) seen(ctx context.Context, action records.AuditAction, appointment records.Appointment) (Visit, touched, error) {
	patient, err := w.patient(ctx, appointment.PatientID)
	if err != nil {
		return Visit{}, touched{}, err
	}
	record := touched{action: action, kind: "Appointment", id: appointment.ID, patientID: patient.ID}
	return w.visit(appointment, patient.Name), record, nil
}
