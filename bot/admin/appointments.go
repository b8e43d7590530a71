package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
)

const tagAppointments = "Appointments"

type listAppointmentsInput struct {
	Date   string `query:"date" format:"date" example:"2026-03-31" doc:"The day in the clinic's zone; today if left out."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type appointmentPage struct {
	Body struct {
		Date         string        `json:"date" format:"date"`
		TimeZone     string        `json:"timeZone" example:"America/New_York" doc:"The clinic's IANA zone."`
		Appointments []Appointment `json:"appointments"`
		NextCursor   string        `json:"nextCursor,omitempty" doc:"Give it as cursor to go on; left out on the last page."`
	}
}

type appointmentInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The appointment's id."`
}

type appointmentOutput struct {
	ETag string `header:"ETag" doc:"The version, for If-Match."`
	Body Appointment
}

type bookInput struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"1" maxLength:"255" pattern:"^[!-~]+$" patternDescription:"1 to 255 visible ASCII characters without spaces" doc:"Any text that names this request and no other, such as a UUID. The same key again within a day books nothing and gives the first answer."`
	Body           struct {
		PatientID         uuid.UUID   `json:"patientId" format:"uuid"`
		AppointmentTypeID uuid.UUID   `json:"appointmentTypeId" format:"uuid"`
		PractitionerID    uuid.UUID   `json:"practitionerId" format:"uuid"`
		Start             string      `json:"start" format:"date-time" example:"2026-03-31T09:30:00-04:00" doc:"A start that GET /api/v1/slots has given."`
		ResourceIDs       []uuid.UUID `json:"resourceIds,omitempty" format:"uuid" maxItems:"10" doc:"The rooms and devices wanted, one of each kind that the type needs; the clinic chooses if left out."`
		OverbookingReason string      `json:"overbookingReason,omitempty" maxLength:"500" doc:"Why it may stand over others of the practitioner and in the rooms, as far as the practitioner's capacity for that goes; kept with the appointment. Left out, it may not."`
	}
}

type bookOutput struct {
	Location string `header:"Location" doc:"Where the appointment is."`
	ETag     string `header:"ETag" doc:"The version, for If-Match."`
	Body     Appointment
}

func (a *API) registerAppointments() {
	register(a, operation{
		id: "listAppointments", method: http.MethodGet, path: "/appointments", tag: tagAppointments,
		summary:     "List a day's appointments",
		description: "The appointments that start on a day in the clinic's zone, in order, with what became of them. Holds that a patient has not confirmed are not among them.",
	}, a.listAppointments)
	register(a, operation{
		id: "getAppointment", method: http.MethodGet, path: "/appointments/{id}", tag: tagAppointments,
		summary: "Read one appointment", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *appointmentInput) (*appointmentOutput, error) {
		visit, err := a.config.Desk.Appointment(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return &appointmentOutput{ETag: entityTag(visit.Appointment.Version), Body: appointmentOf(visit)}, nil
	})
	register(a, operation{
		id: "bookAppointment", method: http.MethodPost, path: "/appointments", tag: tagAppointments,
		summary:     "Book for a patient",
		description: "Books a time that GET /api/v1/slots has offered and plans its reminders. When somebody else was quicker the problem's code is slot-taken, and its alternatives are free. The patient gets no message of the booking itself.",
		status:      http.StatusCreated, refusals: []int{http.StatusConflict},
	}, a.bookAppointment)
}

func (a *API) listAppointments(ctx context.Context, by jobs.Principal, input *listAppointmentsInput) (*appointmentPage, error) {
	date, err := readDate("date", input.Date)
	if err != nil {
		return nil, err
	}
	after, err := readPosition(listAppointments, input.Cursor)
	if err != nil {
		return nil, err
	}
	day, err := a.config.Desk.Day(ctx, by, date, after, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &appointmentPage{}
	output.Body.Date, output.Body.TimeZone = day.Date.String(), day.TimeZone
	output.Body.Appointments = make([]Appointment, len(day.Visits))
	for i, visit := range day.Visits {
		output.Body.Appointments[i] = appointmentOf(visit)
	}
	if day.More {
		last := day.Visits[len(day.Visits)-1].Appointment
		output.Body.NextCursor = positionCursor(listAppointments, jobs.Position{At: last.Start, ID: last.ID})
	}
	return output, nil
}

func (a *API) bookAppointment(ctx context.Context, by jobs.Principal, input *bookInput) (*bookOutput, error) {
	start, err := readInstant("start", input.Body.Start)
	if err != nil {
		return nil, err
	}
	visit, err := a.config.Desk.Book(ctx, by, jobs.BookRequest{
		PatientID: input.Body.PatientID, AppointmentTypeID: input.Body.AppointmentTypeID, PractitionerID: input.Body.PractitionerID,
		Start: start, ResourceIDs: input.Body.ResourceIDs, OverbookingReason: input.Body.OverbookingReason,
	}, input.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	return &bookOutput{
		Location: prefix + "/appointments/" + visit.Appointment.ID.String(), ETag: entityTag(visit.Appointment.Version),
		Body: appointmentOf(visit),
	}, nil
}
