package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

type listSlotsInput struct {
	AppointmentType uuid.UUID `query:"appointment-type" format:"uuid" required:"true" doc:"The id of what is to be booked."`
	Practitioner    uuid.UUID `query:"practitioner" format:"uuid" doc:"The id of who is wanted; anybody who offers it if left out."`
	Patient         uuid.UUID `query:"patient" format:"uuid" doc:"The id of the patient; then times at which they are elsewhere are left out."`
	From            string    `query:"from" format:"date-time" example:"2026-03-31T09:00:00-04:00" doc:"The earliest start; now if left out."`
	To              string    `query:"to" format:"date-time" example:"2026-04-14T18:00:00-04:00" doc:"Starts are before this; two weeks after from if left out, at most 92 days."`
	Limit           int       `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many to list at most. To see more, search on from the last start."`
}

type slotList struct {
	Body struct {
		Slots []Slot `json:"slots"`
	}
}

func (a *API) registerSlots() {
	register(a, operation{
		id: "listSlots", method: http.MethodGet, path: "/slots", tag: tagAppointments,
		summary:     "Search free times",
		description: "Times that can be booked, in order. Staff see types that patients can't book themselves and are not held to a type's lead time. A time that is listed is not held.",
	}, func(ctx context.Context, by jobs.Principal, input *listSlotsInput) (*slotList, error) {
		from, err := readInstant("from", input.From)
		if err != nil {
			return nil, err
		}
		to, err := readInstant("to", input.To)
		if err != nil {
			return nil, err
		}
		free, err := a.config.Desk.FreeSlots(ctx, by, jobs.SlotSearch{
			AppointmentTypeID: input.AppointmentType, PractitionerID: input.Practitioner, PatientID: input.Patient,
			From: from, To: to, Limit: input.Limit,
		})
		if err != nil {
			return nil, inQuery(err)
		}
		output := &slotList{}
		output.Body.Slots = slotsOf(free)
		return output, nil
	})
}

// inQuery names the fields of an error as the query's parameters are named.
func inQuery(err error) error {
	coded, ok := errors.AsType[*records.Error](err)
	if !ok {
		return err
	}
	parameters := map[string]string{"appointmentTypeId": "appointment-type", "practitionerId": "practitioner", "patientId": "patient"}
	if parameter, renamed := parameters[coded.Field]; renamed {
		return &records.Error{Code: coded.Code, Message: coded.Message, Field: parameter, Err: err}
	}
	return err
}
