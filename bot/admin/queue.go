package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagQueue = "Queue"

// QueueDesk does the work of the waiting room.
type QueueDesk interface {
	Arrive(ctx context.Context, by jobs.Principal, request jobs.ArrivalRequest) (jobs.QueueEntry, error)
	Queue(ctx context.Context, by jobs.Principal, filter jobs.QueueFilter) (jobs.QueueDay, error)
	// StepQueue returns *jobs.VersionMoved for an older version.
	StepQueue(ctx context.Context, by jobs.Principal, step jobs.QueueStep) (jobs.QueueEntry, error)
	CallNext(ctx context.Context, by jobs.Principal, practitionerID uuid.UUID, room string) (jobs.QueueEntry, error)
}

// QueueTicket is a patient who is here.
type QueueTicket struct {
	ID               uuid.UUID            `json:"id" format:"uuid"`
	Number           int                  `json:"number" doc:"What the patient and the display know them by; it begins at 1 each day."`
	Status           records.QueueStatus  `json:"status" enum:"waiting,called,in-progress,finished,left"`
	Priority         records.TaskPriority `json:"priority" enum:"routine,urgent,stat"`
	Patient          Reference            `json:"patient"`
	AppointmentID    string               `json:"appointmentId,omitempty" format:"uuid" doc:"Left out for a walk-in."`
	Practitioner     *Reference           `json:"practitioner,omitempty" doc:"Left out for who takes the first who is free."`
	LocationID       string               `json:"locationId,omitempty" format:"uuid"`
	Due              time.Time            `json:"due" doc:"The agreed time, or for a walk-in the arrival."`
	Arrived          time.Time            `json:"arrived"`
	Told             string               `json:"told,omitempty" format:"date-time" doc:"When they were told to be next."`
	Called           string               `json:"called,omitempty" format:"date-time"`
	Started          string               `json:"started,omitempty" format:"date-time"`
	Ended            string               `json:"ended,omitempty" format:"date-time"`
	Room             string               `json:"room,omitempty" doc:"Where they were called to."`
	Position         int                  `json:"position,omitempty" doc:"In the whole line, from 1; only for who waits."`
	Ahead            int                  `json:"ahead" doc:"How many come before them at the same practitioner."`
	EstimatedMinutes int                  `json:"estimatedMinutes" doc:"How long the wait should still take, rounded up to five minutes; 0 for who does not wait."`
	Version          int64                `json:"version" doc:"Rises with each step; the ETag is made of it."`
}

func ticketOf(entry jobs.QueueEntry) QueueTicket {
	stored := entry.Ticket
	ticket := QueueTicket{
		ID: stored.ID, Number: stored.Number, Status: stored.Status, Priority: stored.Priority,
		Patient:       Reference{ID: stored.PatientID, Display: entry.PatientName},
		AppointmentID: optionalID(stored.AppointmentID), LocationID: optionalID(stored.LocationID), Due: stored.DueAt, Arrived: stored.ArrivedAt,
		Told: optionalTime(stored.ToldAt), Called: optionalTime(stored.CalledAt), Started: optionalTime(stored.StartedAt),
		Ended: optionalTime(stored.EndedAt), Room: stored.Room, Position: entry.Position, Ahead: entry.Ahead,
		EstimatedMinutes: int(entry.Wait / time.Minute), Version: stored.Version,
	}
	if stored.PractitionerID != uuid.Nil {
		ticket.Practitioner = &Reference{ID: stored.PractitionerID, Display: entry.PractitionerName}
	}
	return ticket
}

func optionalID(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func optionalTime(instant time.Time) string {
	if instant.IsZero() {
		return ""
	}
	return instant.Format(time.RFC3339Nano)
}

type ticketOutput struct {
	ETag string `header:"ETag" doc:"The version, for If-Match."`
	Body QueueTicket
}

type arriveInput struct {
	Body struct {
		AppointmentID     uuid.UUID            `json:"appointmentId,omitempty" format:"uuid" doc:"What they came for. It says by itself who, for what, to whom and where; the other members but priority are for walk-ins."`
		PatientID         uuid.UUID            `json:"patientId,omitempty" format:"uuid" doc:"Who came without an appointment."`
		AppointmentTypeID uuid.UUID            `json:"appointmentTypeId,omitempty" format:"uuid" doc:"What they want, if they said."`
		PractitionerID    uuid.UUID            `json:"practitionerId,omitempty" format:"uuid" doc:"Whom they wait for; left out for the first who is free."`
		LocationID        uuid.UUID            `json:"locationId,omitempty" format:"uuid"`
		Priority          records.TaskPriority `json:"priority,omitempty" enum:"routine,urgent,stat" default:"routine"`
	}
}

type queueInput struct {
	Date         string    `query:"date" format:"date" example:"2026-03-31" doc:"The day in the clinic's zone; today if left out."`
	Practitioner uuid.UUID `query:"practitioner" format:"uuid" doc:"Only who waits for this practitioner or for whoever is free."`
	Location     uuid.UUID `query:"location" format:"uuid" doc:"Only who is at this site or at none in particular."`
}

type queueOutput struct {
	Body struct {
		Date     string        `json:"date" format:"date"`
		TimeZone string        `json:"timeZone" example:"America/New_York" doc:"The clinic's IANA zone."`
		Tickets  []QueueTicket `json:"tickets" doc:"Who was called or is being seen, then who waits, in order, then who has been seen or has left."`
	}
}

type nextInput struct {
	Body struct {
		PractitionerID uuid.UUID `json:"practitionerId" format:"uuid" doc:"Who calls."`
		Room           string    `json:"room,omitempty" maxLength:"40" doc:"Where to. It is shown on the display and sent to the patient, so it names no patient."`
	}
}

type stepInput struct {
	ID      uuid.UUID `path:"id" format:"uuid" doc:"The ticket's id."`
	IfMatch string    `header:"If-Match" pattern:"^\"[1-9][0-9]{0,17}\"$" patternDescription:"one ETag of a ticket with its quotation marks" example:"\"1\"" doc:"The ETag of the ticket as you last read it. It must be there; it is checked after the rest of the request."`
}

type callInput struct {
	ID      uuid.UUID `path:"id" format:"uuid" doc:"The ticket's id."`
	IfMatch string    `header:"If-Match" pattern:"^\"[1-9][0-9]{0,17}\"$" patternDescription:"one ETag of a ticket with its quotation marks" example:"\"1\"" doc:"The ETag of the ticket as you last read it. It must be there; it is checked after the rest of the request."`
	Body    struct {
		PractitionerID uuid.UUID `json:"practitionerId,omitempty" format:"uuid" doc:"Who calls; left out where the patient waits for one in particular."`
		Room           string    `json:"room,omitempty" maxLength:"40" doc:"Where to. It is shown on the display and sent to the patient, so it names no patient."`
	}
}

func (a *API) registerQueue() {
	register(a, operation{
		id: "arrive", method: http.MethodPost, path: "/queue", tag: tagQueue, summary: "Give a patient who is here a number",
		description: "For an appointment of today, or without one. The appointment becomes arrived. Who has a number already keeps it.",
		status:      http.StatusCreated, refusals: []int{http.StatusConflict},
	}, a.arrive)
	register(a, operation{
		id: "listQueue", method: http.MethodGet, path: "/queue", tag: tagQueue, summary: "List a day's queue",
		description: "The order is by priority, then by the agreed time of who came for it in time, else by arrival; who has no appointment fills the gaps. The estimate is the rest of the visits under way and the usual length of those before.",
	}, a.listQueue)
	register(a, operation{
		id: "callNext", method: http.MethodPost, path: "/queue/next", tag: tagQueue, summary: "Call the next patient for a practitioner",
		description: "The first in the order who waits for the practitioner or for whoever is free. Who was called gets a message with the room, unless they were told to be next before. 404 if nobody waits, 409 while somebody whom the practitioner called has not come in.",
		refusals:    []int{http.StatusNotFound, http.StatusConflict},
	}, a.callNext)
	changes := []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired}
	register(a, operation{
		id: "callTicket", method: http.MethodPost, path: "/queue/{id}/call", tag: tagQueue, summary: "Call one patient", refusals: changes,
	}, func(ctx context.Context, by jobs.Principal, input *callInput) (*ticketOutput, error) {
		return a.stepQueue(ctx, by, stepInput{ID: input.ID, IfMatch: input.IfMatch}, jobs.QueueStep{
			To: records.QueueCalled, PractitionerID: input.Body.PractitionerID, Room: input.Body.Room,
		})
	})
	for _, step := range []struct {
		id, verb, summary string
		to                records.QueueStatus
	}{
		{"startTicket", "start", "Note that a called patient has come in", records.QueueInProgress},
		{"finishTicket", "finish", "Note that a patient has been seen", records.QueueFinished},
		{"leaveTicket", "leave", "Note that a patient went without being seen", records.QueueLeft},
		{"returnTicket", "return", "Let a called patient who did not come wait again", records.QueueWaiting},
	} {
		register(a, operation{
			id: step.id, method: http.MethodPost, path: "/queue/{id}/" + step.verb, tag: tagQueue, summary: step.summary, refusals: changes,
			description: "The patient's appointment follows: checked-in while they are seen, fulfilled after it, cancelled (by neither side) if they left.",
		}, func(ctx context.Context, by jobs.Principal, input *stepInput) (*ticketOutput, error) {
			return a.stepQueue(ctx, by, *input, jobs.QueueStep{To: step.to})
		})
	}
}

func (a *API) arrive(ctx context.Context, by jobs.Principal, input *arriveInput) (*ticketOutput, error) {
	wanted := input.Body
	request := jobs.ArrivalRequest{
		AppointmentID: wanted.AppointmentID, PatientID: wanted.PatientID, AppointmentTypeID: wanted.AppointmentTypeID,
		PractitionerID: wanted.PractitionerID, LocationID: wanted.LocationID, Priority: wanted.Priority,
	}
	return ticketAnswer(a.config.Desk.Arrive(ctx, by, request))
}

func ticketAnswer(entry jobs.QueueEntry, err error) (*ticketOutput, error) {
	if err != nil {
		return nil, err
	}
	return &ticketOutput{ETag: entityTag(entry.Ticket.Version), Body: ticketOf(entry)}, nil
}

func (a *API) listQueue(ctx context.Context, by jobs.Principal, input *queueInput) (*queueOutput, error) {
	date, err := readDate("date", input.Date)
	if err != nil {
		return nil, err
	}
	day, err := a.config.Desk.Queue(ctx, by, jobs.QueueFilter{Date: date, PractitionerID: input.Practitioner, LocationID: input.Location})
	if err != nil {
		return nil, err
	}
	output := &queueOutput{}
	output.Body.Date, output.Body.TimeZone, output.Body.Tickets = day.Date.String(), day.TimeZone, make([]QueueTicket, len(day.Entries))
	for i, entry := range day.Entries {
		output.Body.Tickets[i] = ticketOf(entry)
	}
	return output, nil
}

func (a *API) callNext(ctx context.Context, by jobs.Principal, input *nextInput) (*ticketOutput, error) {
	return ticketAnswer(a.config.Desk.CallNext(ctx, by, input.Body.PractitionerID, input.Body.Room))
}

func (a *API) stepQueue(ctx context.Context, by jobs.Principal, input stepInput, step jobs.QueueStep) (*ticketOutput, error) {
	version, err := readEntityTag(ctx, input.IfMatch)
	if err != nil {
		return nil, err
	}
	step.TicketID, step.Version = input.ID, version
	return ticketAnswer(a.config.Desk.StepQueue(ctx, by, step))
}
