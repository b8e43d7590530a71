package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// ChangeHeaders is what every change of an appointment comes with.
type ChangeHeaders struct {
	ID             uuid.UUID `path:"id" format:"uuid" doc:"The appointment's id."`
	IfMatch        string    `header:"If-Match" pattern:"^\"[1-9][0-9]{0,17}\"$" patternDescription:"one ETag of an appointment with its quotation marks" example:"\"1\"" doc:"The ETag of the appointment as you last read it. It must be there; it is checked after the rest of the request."`
	IdempotencyKey string    `header:"Idempotency-Key" minLength:"1" maxLength:"255" pattern:"^[!-~]+$" patternDescription:"1 to 255 visible ASCII characters without spaces" doc:"Any text that names this request and no other. The same key again within a day gives the first answer."`
}

type cancelInput struct {
	ChangeHeaders
	Body struct {
		CancelationReason records.CancellationReason `json:"cancelationReason" enum:"pat,prov,other" doc:"By whom: the patient, the clinic, or something else."`
		Reason            string                     `json:"reason,omitempty" maxLength:"500" doc:"Why, in words, for the history."`
	}
}

type moveInput struct {
	ChangeHeaders
	Body struct {
		Start             string      `json:"start" format:"date-time" example:"2026-03-31T09:30:00-04:00" doc:"The new start, one that GET /api/v1/slots gives; or one beside the appointment's own time."`
		PractitionerID    string      `json:"practitionerId,omitempty" format:"uuid" doc:"Who sees the patient then; the same as before if left out."`
		ResourceIDs       []uuid.UUID `json:"resourceIds,omitempty" format:"uuid" maxItems:"10" doc:"The rooms and devices wanted, one of each kind that the type needs; the clinic chooses if left out."`
		Reason            string      `json:"reason,omitempty" maxLength:"500" doc:"Why, in words, for the history."`
		OverbookingReason string      `json:"overbookingReason,omitempty" maxLength:"500" doc:"As for booking."`
	}
}

type markInput struct {
	ChangeHeaders
	Body struct {
		Status records.AppointmentStatus `json:"status" enum:"booked,arrived,checked-in,fulfilled,noshow,entered-in-error" doc:"What became of it. Booked takes a mark back."`
		Reason string                    `json:"reason,omitempty" maxLength:"500" doc:"Why, in words, for the history."`
	}
}

var changeRefusals = []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired}

func (a *API) registerAppointmentChanges() {
	register(a, operation{
		id: "cancelAppointment", method: http.MethodPost, path: "/appointments/{id}/cancel", tag: tagAppointments,
		summary:     "Cancel an appointment",
		description: "Cancels the appointment at the version in If-Match, frees its time and stops its reminders. Staff cancel without a fee. The patient gets no message of the cancellation itself.",
		refusals:    changeRefusals,
	}, a.cancelAppointment)
	register(a, operation{
		id: "moveAppointment", method: http.MethodPost, path: "/appointments/{id}/move", tag: tagAppointments,
		summary:     "Move an appointment to another time",
		description: "Claims the new time and gives up the old at once. The appointment keeps its id; its version rises, and its reminders are planned anew. Staff are held to no limit and no fee. When somebody else has the new time the problem's code is slot-taken, its alternatives are free, and nothing has changed. The patient gets no message of the move itself.",
		refusals:    changeRefusals,
	}, a.moveAppointment)
	register(a, operation{
		id: "markAppointment", method: http.MethodPost, path: "/appointments/{id}/status", tag: tagAppointments,
		summary:     "Say what became of an appointment",
		description: "Marks it as arrived, checked-in, fulfilled, noshow or entered-in-error, or as booked again to take that back. A no-show costs what its type says and frees the time. To take one back is slot-taken where somebody else has the time by then.",
		refusals:    changeRefusals,
	}, a.markAppointment)
	register(a, operation{
		id: "listAppointmentHistory", method: http.MethodGet, path: "/appointments/{id}/history", tag: tagAppointments,
		summary: "See what happened to an appointment", description: "Every version of it, the oldest first: who made it what it was from then on, by which way, and why.",
		refusals: []int{http.StatusNotFound},
	}, a.listAppointmentHistory)
}

func (a *API) cancelAppointment(ctx context.Context, by jobs.Principal, input *cancelInput) (*appointmentOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	return changed(a.config.Desk.Cancel(ctx, by, jobs.CancelRequest{
		AppointmentID: input.ID, Version: version, Reason: input.Body.CancelationReason, Note: input.Body.Reason,
	}, input.IdempotencyKey))
}

func (a *API) moveAppointment(ctx context.Context, by jobs.Principal, input *moveInput) (*appointmentOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	request := jobs.MoveRequest{
		AppointmentID: input.ID, Version: version, ResourceIDs: input.Body.ResourceIDs, Reason: input.Body.Reason,
		OverbookingReason: input.Body.OverbookingReason,
	}
	if request.Start, err = readInstant("start", input.Body.Start); err != nil {
		return nil, err
	}
	if input.Body.PractitionerID != "" {
		if request.PractitionerID, err = uuid.Parse(input.Body.PractitionerID); err != nil {
			return nil, records.Invalid("practitionerId", "it must be a UUID")
		}
	}
	return changed(a.config.Desk.Move(ctx, by, request, input.IdempotencyKey))
}

func (a *API) markAppointment(ctx context.Context, by jobs.Principal, input *markInput) (*appointmentOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	return changed(a.config.Desk.Mark(ctx, by, jobs.MarkRequest{
		AppointmentID: input.ID, Version: version, Status: input.Body.Status, Reason: input.Body.Reason,
	}, input.IdempotencyKey))
}

func changed(visit jobs.Visit, err error) (*appointmentOutput, error) {
	if err != nil {
		return nil, err
	}
	return &appointmentOutput{ETag: entityTag(visit.Appointment.Version), Body: appointmentOf(visit)}, nil
}

// AppointmentEvent is one version of an appointment (FHIR Provenance).
type AppointmentEvent struct {
	Version      int64                     `json:"version"`
	Status       records.AppointmentStatus `json:"status"`
	Start        time.Time                 `json:"start"`
	End          time.Time                 `json:"end"`
	Practitioner Reference                 `json:"practitioner"`
	Agent        string                    `json:"agent" enum:"patient,staff,system" doc:"By whose hand."`
	Channel      string                    `json:"channel,omitempty" enum:"sms,whatsapp,api" doc:"By which way; left out where the program itself acted."`
	Reason       string                    `json:"reason,omitempty"`
	Fee          int64                     `json:"fee" doc:"What it cost from then on, in the minor unit of the clinic's currency."`
	Recorded     time.Time                 `json:"recorded"`
}

type historyOutput struct {
	Body struct {
		Events []AppointmentEvent `json:"events"`
	}
}

func (a *API) listAppointmentHistory(ctx context.Context, by jobs.Principal, input *appointmentInput) (*historyOutput, error) {
	history, err := a.config.Desk.History(ctx, by, input.ID)
	if err != nil {
		return nil, err
	}
	output := &historyOutput{}
	output.Body.Events = make([]AppointmentEvent, len(history))
	for i, event := range history {
		output.Body.Events[i] = AppointmentEvent{
			Version: event.Version, Status: event.Status, Start: event.Start, End: event.End,
			Practitioner: Reference{ID: event.PractitionerID, Display: event.PractitionerName},
			Agent:        event.Agent, Channel: event.Channel, Reason: event.Reason, Fee: event.Fee, Recorded: event.RecordedAt,
		}
	}
	return output, nil
}
