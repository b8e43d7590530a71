package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// MaxSeries is how many appointments a series has at most: a year of weeks.
const MaxSeries = 53

// SeriesRequest is a series of appointments that staff want for a patient.
type SeriesRequest struct {
	// BookRequest is the first one; a series is never booked over others.
	BookRequest

	// EveryWeeks is how many weeks lie between two, and Count how many there
	// are, from 2 to MaxSeries.
	EveryWeeks int
	Count      int
}

// Series is appointments that were booked together.
type Series struct {
	ID     uuid.UUID
	Visits []Visit
}

// SeriesClash is one occurrence of a series that can't be had.
type SeriesClash struct {
	Start time.Time
	// Reason says why in a sentence.
	Reason       string
	Alternatives []FreeSlot
}

// SeriesClashes is the error of a series of which some can't be had; nothing
// was booked. Its code is records.CodeConflict.
type SeriesClashes struct {
	// Clashes are all that can't be had, in order.
	Clashes []SeriesClash
	// Count is how many the series would have.
	Count int
}

// Error says how many can't be had.
func (s *SeriesClashes) Error() string {
	return fmt.Sprintf("%d of the %d appointments can't be booked, so none was", len(s.Clashes), s.Count)
}

// Unwrap gives the code.
func (s *SeriesClashes) Unwrap() error {
	return &records.Error{Code: records.CodeConflict, Message: s.Error()}
}

// BookSeries books a series, all or nothing, and plans the reminders of each;
// *SeriesClashes tells every one that can't be had. The time of day stays the
// same by the clinic's clock. Keys are as for Book.
func (d *Desk) BookSeries(ctx context.Context, by Principal, request SeriesRequest, key string) (Series, error) {
	request.Start = request.Start.UTC()
	type result struct {
		series  Series
		clashes *SeriesClashes
	}
	got, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (result, touched, error) {
		kept, repeated, err := w.once(ctx, key, "series", request, func() (outcome, error) { return w.bookSeries(ctx, request) })
		if err != nil {
			return result{}, touched{}, err
		}
		seen := touched{action: records.AuditCreate, kind: "AppointmentSeries", patientID: request.PatientID}
		if len(kept.Clashes) > 0 {
			seen.action, seen.kind = records.AuditRead, "Slot"
			return result{clashes: w.clashes(kept.Clashes, request.Count)}, seen, nil
		}
		if repeated {
			seen.action = records.AuditRead
		}
		series, err := w.series(ctx, kept.Appointments)
		seen.id = series.ID
		return result{series: series}, seen, err
	})
	if err == nil && got.clashes != nil {
		return Series{}, got.clashes
	}
	return got.series, err
}

func (w deskWork) bookSeries(ctx context.Context, request SeriesRequest) (outcome, error) {
	if request.Count < 2 || request.Count > MaxSeries {
		return outcome{}, records.Invalid("count", fmt.Sprintf("a series has 2 to %d appointments", MaxSeries))
	}
	if request.EveryWeeks < 1 || request.EveryWeeks > MaxSeries {
		return outcome{}, records.Invalid("everyWeeks", fmt.Sprintf("it must be 1 to %d", MaxSeries))
	}
	if err := w.checkOffer(request.AppointmentTypeID, request.PractitionerID); err != nil {
		return outcome{}, err
	}
	if _, err := w.patient(ctx, request.PatientID); err != nil {
		return outcome{}, err
	}
	staffBooking := w.booking("")
	staffBooking.by.PatientID = request.PatientID
	starts := scheduler.WeeklyStarts(w.view.zone, request.Start, request.EveryWeeks, request.Count)
	agreed, clashes, err := staffBooking.series(ctx, starts,
		func(ctx context.Context, start time.Time) (scheduler.Slot, error) {
			one := request.BookRequest
			one.Start = start
			return w.slot(ctx, one, uuid.Nil)
		})
	if err != nil {
		return outcome{}, fmt.Errorf("book series: %w", err)
	}
	return outcome{Appointments: agreed, Clashes: clashes}, nil
}

// clashes puts what is kept of them into the clinic's zone and adds names.
func (w deskWork) clashes(kept []clash, count int) *SeriesClashes {
	told := &SeriesClashes{Count: count}
	for _, one := range kept {
		told.Clashes = append(told.Clashes, SeriesClash{
			Start: one.Start.In(w.view.zone), Reason: one.Refusal, Alternatives: w.freeSlots(one.Alternatives),
		})
	}
	return told
}

// series makes what is told of a series from its appointments, of which there
// is at least one.
func (w deskWork) series(ctx context.Context, appointments []records.Appointment) (Series, error) {
	patient, err := w.patient(ctx, appointments[0].PatientID)
	if err != nil {
		return Series{}, err
	}
	told := Series{ID: appointments[0].SeriesID}
	for _, appointment := range appointments {
		told.Visits = append(told.Visits, w.visit(appointment, patient.Name))
	}
	return told, nil
}

// CancelSeriesRequest is what is left of a series and will not take place.
type CancelSeriesRequest struct {
	SeriesID uuid.UUID
	// From is the start of the first one to cancel; zero is now.
	From   time.Time
	Reason records.CancellationReason
	// Note is why in words, for the history; it may be empty.
	Note string
}

// CancelSeries cancels the appointments of a series that start at or after a
// moment and may still be cancelled, all or none, and gives them. A series
// without any left is records.CodeConflict. Keys are as for Book.
func (d *Desk) CancelSeries(ctx context.Context, by Principal, request CancelSeriesRequest, key string) (Series, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Series, touched, error) {
		kept, repeated, err := w.once(ctx, key, "cancel-series", request, func() (outcome, error) { return w.cancelSeries(ctx, request) })
		if err != nil {
			return Series{}, touched{}, err
		}
		action := records.AuditUpdate
		if repeated {
			action = records.AuditRead
		}
		seen := touched{action: action, kind: "AppointmentSeries", id: request.SeriesID, patientID: kept.Appointments[0].PatientID}
		series, err := w.series(ctx, kept.Appointments)
		return series, seen, err
	})
}

func (w deskWork) cancelSeries(ctx context.Context, request CancelSeriesRequest) (outcome, error) {
	all, err := w.tx.AppointmentsOfSeries(ctx, request.SeriesID)
	if err != nil {
		return outcome{}, fmt.Errorf("read series: %w", err)
	}
	if len(all) == 0 {
		return outcome{}, records.NotFound("series")
	}
	if request.From.IsZero() {
		request.From = w.now
	}
	var cancelled []records.Appointment
	for _, one := range all {
		if one.Start.Before(request.From) || one.Status != records.AppointmentBooked {
			continue
		}
		gone, err := w.booking(request.Note).cancel(ctx, one.ID, one.Version, request.Reason)
		if records.CodeOf(err) == records.CodeConflict {
			return outcome{}, &records.Error{Code: records.CodeConflict, Message: "somebody else is changing the series", Err: err}
		}
		if err != nil {
			return outcome{}, err
		}
		cancelled = append(cancelled, gone)
	}
	if len(cancelled) == 0 {
		return outcome{}, &records.Error{Code: records.CodeConflict, Message: "nothing is left of this series to cancel"}
	}
	return outcome{Appointments: cancelled}, nil
}
