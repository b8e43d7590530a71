package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagCatalogue = "Catalogue"

// AppointmentType is something that can be booked (FHIR HealthcareService).
type AppointmentType struct {
	ID              uuid.UUID              `json:"id" format:"uuid"`
	Name            string                 `json:"name" doc:"In the clinic's own language."`
	MinutesDuration int64                  `json:"minutesDuration" doc:"The time with the patient, without buffers."`
	BookableByChat  bool                   `json:"bookableByChat" doc:"False for what only staff may book."`
	PractitionerIDs []uuid.UUID            `json:"practitionerIds" format:"uuid" doc:"Who offers it."`
	ResourceKinds   []records.ResourceKind `json:"resourceKinds" enum:"room,device" doc:"What else it needs, one of each."`
}

// Practitioner is a person who sees patients (FHIR Practitioner).
type Practitioner struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Name      string    `json:"name" example:"Dr Osei"`
	Specialty string    `json:"specialty,omitempty" doc:"In the clinic's own language."`
}

type appointmentTypeList struct {
	Body struct {
		AppointmentTypes []AppointmentType `json:"appointmentTypes"`
	}
}

type practitionerList struct {
	Body struct {
		Practitioners []Practitioner `json:"practitioners"`
	}
}

func (a *API) registerCatalogue() {
	register(a, operation{
		id: "listAppointmentTypes", method: http.MethodGet, path: "/appointment-types", tag: tagCatalogue,
		summary: "List what can be booked",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*appointmentTypeList, error) {
		catalogue, err := a.config.Desk.AppointmentTypes(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &appointmentTypeList{}
		output.Body.AppointmentTypes = make([]AppointmentType, len(catalogue.Types))
		for i, kind := range catalogue.Types {
			output.Body.AppointmentTypes[i] = AppointmentType{
				ID: kind.ID, Name: kind.Name.In(catalogue.Language), MinutesDuration: int64(kind.Duration.Minutes()),
				BookableByChat: kind.BookableByChat, PractitionerIDs: present(kind.PractitionerIDs),
				ResourceKinds: append([]records.ResourceKind{}, kind.ResourceKinds...),
			}
		}
		return output, nil
	})
	register(a, operation{
		id: "listPractitioners", method: http.MethodGet, path: "/practitioners", tag: tagCatalogue,
		summary: "List who sees patients",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*practitionerList, error) {
		catalogue, err := a.config.Desk.Practitioners(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &practitionerList{}
		output.Body.Practitioners = make([]Practitioner, len(catalogue.Practitioners))
		for i, practitioner := range catalogue.Practitioners {
			output.Body.Practitioners[i] = Practitioner{
				ID: practitioner.ID, Name: practitioner.Name, Specialty: practitioner.Specialty.In(catalogue.Language),
			}
		}
		return output, nil
	})
}
