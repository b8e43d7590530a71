package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

type seriesInput struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"1" maxLength:"255" pattern:"^[!-~]+$" patternDescription:"1 to 255 visible ASCII characters without spaces" doc:"Any text that names this request and no other. The same key again within a day books nothing and gives the first answer."`
	Body           struct {
		PatientID         uuid.UUID   `json:"patientId" format:"uuid"`
		AppointmentTypeID uuid.UUID   `json:"appointmentTypeId" format:"uuid"`
		PractitionerID    uuid.UUID   `json:"practitionerId" format:"uuid"`
		Start             string      `json:"start" format:"date-time" example:"2026-03-31T09:30:00-04:00" doc:"The start of the first one; the others are at the same time of day by the clinic's clock."`
		EveryWeeks        int         `json:"everyWeeks" minimum:"1" maximum:"53" doc:"How many weeks lie between two."`
		Count             int         `json:"count" minimum:"2" maximum:"53" doc:"How many there are."`
		ResourceIDs       []uuid.UUID `json:"resourceIds,omitempty" format:"uuid" maxItems:"10" doc:"As for booking one."`
	}
}

type cancelSeriesInput struct {
	ID             uuid.UUID `path:"id" format:"uuid" doc:"The series' id."`
	IdempotencyKey string    `header:"Idempotency-Key" minLength:"1" maxLength:"255" pattern:"^[!-~]+$" patternDescription:"1 to 255 visible ASCII characters without spaces" doc:"Any text that names this request and no other. The same key again within a day gives the first answer."`
	Body           struct {
		From              string                     `json:"from,omitempty" format:"date-time" example:"2026-03-31T00:00:00-04:00" doc:"Only those that start then or later; now if left out."`
		CancelationReason records.CancellationReason `json:"cancelationReason" enum:"pat,prov,other" doc:"By whom: the patient, the clinic, or something else."`
		Reason            string                     `json:"reason,omitempty" maxLength:"500" doc:"Why, in words, for the history."`
	}
}

type seriesOutput struct {
	Body struct {
		ID           uuid.UUID     `json:"id" format:"uuid"`
		Appointments []Appointment `json:"appointments"`
	}
}

// SeriesClash is one of a series that can't be booked.
type SeriesClash struct {
	Start        time.Time `json:"start"`
	Detail       string    `json:"detail" doc:"Why it can't be booked."`
	Alternatives []Slot    `json:"alternatives" doc:"Free times like it, the likest first."`
}

func (a *API) registerAppointmentSeries() {
	register(a, operation{
		id: "bookAppointmentSeries", method: http.MethodPost, path: "/appointment-series", tag: tagAppointments,
		summary:     "Book a series for a patient",
		description: "Books the same appointment every so many weeks, all of them or none. If any can't be booked the problem's clashes list every one of those, with what is free instead.",
		status:      http.StatusCreated, refusals: []int{http.StatusConflict},
	}, a.bookSeries)
	register(a, operation{
		id: "cancelAppointmentSeries", method: http.MethodPost, path: "/appointment-series/{id}/cancel", tag: tagAppointments,
		summary:     "Cancel the rest of a series",
		description: "Cancels all of the series that are booked and start from a moment on, and gives them.",
		refusals:    []int{http.StatusNotFound, http.StatusConflict},
	}, a.cancelSeries)
}

func (a *API) bookSeries(ctx context.Context, by jobs.Principal, input *seriesInput) (*seriesOutput, error) {
	start, err := readInstant("start", input.Body.Start)
	if err != nil {
		return nil, err
	}
	series, err := a.config.Desk.BookSeries(ctx, by, jobs.SeriesRequest{
		BookRequest: jobs.BookRequest{
			PatientID: input.Body.PatientID, AppointmentTypeID: input.Body.AppointmentTypeID, PractitionerID: input.Body.PractitionerID,
			Start: start, ResourceIDs: input.Body.ResourceIDs,
		},
		EveryWeeks: input.Body.EveryWeeks, Count: input.Body.Count,
	}, input.IdempotencyKey)
	return seriesOf(series, err)
}

func (a *API) cancelSeries(ctx context.Context, by jobs.Principal, input *cancelSeriesInput) (*seriesOutput, error) {
	from, err := readInstant("from", input.Body.From)
	if err != nil {
		return nil, err
	}
	series, err := a.config.Desk.CancelSeries(ctx, by, jobs.CancelSeriesRequest{
		SeriesID: input.ID, From: from, Reason: input.Body.CancelationReason, Note: input.Body.Reason,
	}, input.IdempotencyKey)
	return seriesOf(series, err)
}

func seriesOf(series jobs.Series, err error) (*seriesOutput, error) {
	if err != nil {
		return nil, err
	}
	output := &seriesOutput{}
	output.Body.ID = series.ID
	output.Body.Appointments = make([]Appointment, len(series.Visits))
	for i, visit := range series.Visits {
		output.Body.Appointments[i] = appointmentOf(visit)
	}
	return output, nil
}

func clashesOf(clashes []jobs.SeriesClash) []SeriesClash {
	told := make([]SeriesClash, len(clashes))
	for i, clash := range clashes {
		told[i] = SeriesClash{Start: clash.Start, Detail: sentence(clash.Reason), Alternatives: slotsOf(clash.Alternatives)}
	}
	return told
}
