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
	Preparation     records.LocalizedText  `json:"preparation,omitempty" doc:"What to do before a visit, by language."`
	AppointmentTypeRules
}

// AppointmentTypeRules are how a type is booked, moved and cancelled.
type AppointmentTypeRules struct {
	BufferBeforeMinutes   int64            `json:"bufferBeforeMinutes" doc:"How long before the start the practitioner and the room are occupied, too."`
	BufferAfterMinutes    int64            `json:"bufferAfterMinutes"`
	LeadTimeMinutes       int64            `json:"leadTimeMinutes" doc:"How far ahead, at least, a patient may book."`
	HorizonDays           int64            `json:"horizonDays" doc:"How far ahead, at most, a patient may book."`
	SlotStepMinutes       int64            `json:"slotStepMinutes" doc:"The grid on which appointments start."`
	Capacity              int              `json:"capacity" doc:"How many patients share one start; more than one is a group."`
	Modality              records.Modality `json:"modality" enum:"in-person,virtual"`
	DailyCap              int              `json:"dailyCap" doc:"How many of the type one practitioner takes a day at most; 0 is no cap."`
	CancelNoticeMinutes   int64            `json:"cancelNoticeMinutes" doc:"A later cancellation or move by the patient is a late one."`
	LateCancelFee         int64            `json:"lateCancelFee" doc:"In the minor unit of the clinic's currency."`
	NoShowFee             int64            `json:"noShowFee" doc:"In the minor unit of the clinic's currency."`
	MoveLimit             int              `json:"moveLimit" doc:"How often a patient may move one appointment; 0 is no limit."`
	WaitlistNoticeMinutes int64            `json:"waitlistNoticeMinutes" doc:"How far ahead, at least, a freed time is offered to the wait-list."`
}

func appointmentTypeOf(kind records.AppointmentType, language records.Language) AppointmentType {
	return AppointmentType{
		ID: kind.ID, Name: kind.Name.In(language), MinutesDuration: int64(kind.Duration.Minutes()),
		BookableByChat: kind.BookableByChat, PractitionerIDs: present(kind.PractitionerIDs),
		ResourceKinds: append([]records.ResourceKind{}, kind.ResourceKinds...), Preparation: kind.Preparation,
		AppointmentTypeRules: AppointmentTypeRules{
			BufferBeforeMinutes: int64(kind.BufferBefore.Minutes()), BufferAfterMinutes: int64(kind.BufferAfter.Minutes()),
			LeadTimeMinutes: int64(kind.LeadTime.Minutes()), HorizonDays: int64(kind.Horizon.Hours()) / 24,
			SlotStepMinutes: int64(kind.SlotStep.Minutes()), Capacity: kind.Capacity, Modality: kind.Modality, DailyCap: kind.DailyCap,
			CancelNoticeMinutes: int64(kind.CancelNotice.Minutes()), LateCancelFee: kind.LateCancelFee, NoShowFee: kind.NoShowFee,
			MoveLimit: kind.MoveLimit, WaitlistNoticeMinutes: int64(kind.WaitlistNotice.Minutes()),
		},
	}
}

// Practitioner is a person who sees patients (FHIR Practitioner).
type Practitioner struct {
	ID        uuid.UUID `json:"id" format:"uuid"`
	Name      string    `json:"name" example:"Dr Osei"`
	Specialty string    `json:"specialty,omitempty" doc:"In the clinic's own language."`

	Languages           []records.Language `json:"languages" example:"en" doc:"What they speak with patients; empty where that is not known."`
	DailyCap            int                `json:"dailyCap" doc:"How many appointments a day at most; 0 is no cap."`
	OverbookingCapacity int                `json:"overbookingCapacity" doc:"How many patients staff may book over one time that is taken."`
}

func practitionerOf(practitioner records.Practitioner, language records.Language) Practitioner {
	return Practitioner{
		ID: practitioner.ID, Name: practitioner.Name, Specialty: practitioner.Specialty.In(language),
		Languages: append([]records.Language{}, practitioner.Languages...), DailyCap: practitioner.DailyCap,
		OverbookingCapacity: practitioner.OverbookingCapacity,
	}
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
			output.Body.AppointmentTypes[i] = appointmentTypeOf(kind, catalogue.Language)
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
			output.Body.Practitioners[i] = practitionerOf(practitioner, catalogue.Language)
		}
		return output, nil
	})
}
