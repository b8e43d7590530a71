package admin

import (
	"context"
	"maps"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

type practitionerOutput struct{ Body Practitioner }

type createPractitionerInput struct {
	Body struct {
		Name                string             `json:"name" minLength:"1" maxLength:"200" example:"Dr Osei" doc:"As patients know them, title included."`
		Specialty           string             `json:"specialty,omitempty" maxLength:"200" doc:"In the clinic's own language."`
		Languages           []records.Language `json:"languages,omitempty" enum:"en,es,pt" maxItems:"10" doc:"What they speak with patients; left out where that is not known."`
		DailyCap            int                `json:"dailyCap,omitempty" minimum:"0" maximum:"1000" doc:"How many appointments a day at most; 0 is no cap."`
		OverbookingCapacity int                `json:"overbookingCapacity,omitempty" minimum:"0" maximum:"9" doc:"How many patients staff may book over one time that is taken, each with a reason."`
	}
}

type changePractitionerInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The practitioner's id."`
	Body struct {
		Name                *string            `json:"name,omitempty" minLength:"1" maxLength:"200"`
		Specialty           *string            `json:"specialty,omitempty" maxLength:"200" doc:"In the clinic's own language."`
		Languages           []records.Language `json:"languages,omitempty" enum:"en,es,pt" maxItems:"10"`
		DailyCap            *int               `json:"dailyCap,omitempty" minimum:"0" maximum:"1000"`
		OverbookingCapacity *int               `json:"overbookingCapacity,omitempty" minimum:"0" maximum:"9"`
	}
}

type changeAppointmentTypeInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The type's id."`
	Body struct {
		MinutesDuration       *int64            `json:"minutesDuration,omitempty" minimum:"1" maximum:"1440"`
		BufferBeforeMinutes   *int64            `json:"bufferBeforeMinutes,omitempty" minimum:"0" maximum:"1440"`
		BufferAfterMinutes    *int64            `json:"bufferAfterMinutes,omitempty" minimum:"0" maximum:"1440"`
		LeadTimeMinutes       *int64            `json:"leadTimeMinutes,omitempty" minimum:"0" maximum:"1000000"`
		HorizonDays           *int64            `json:"horizonDays,omitempty" minimum:"1" maximum:"730"`
		SlotStepMinutes       *int64            `json:"slotStepMinutes,omitempty" minimum:"1" maximum:"1440"`
		BookableByChat        *bool             `json:"bookableByChat,omitempty"`
		Capacity              *int              `json:"capacity,omitempty" minimum:"1" maximum:"500"`
		Modality              *records.Modality `json:"modality,omitempty" enum:"in-person,virtual"`
		DailyCap              *int              `json:"dailyCap,omitempty" minimum:"0" maximum:"1000"`
		CancelNoticeMinutes   *int64            `json:"cancelNoticeMinutes,omitempty" minimum:"0" maximum:"1000000"`
		LateCancelFee         *int64            `json:"lateCancelFee,omitempty" minimum:"0" maximum:"1000000000"`
		NoShowFee             *int64            `json:"noShowFee,omitempty" minimum:"0" maximum:"1000000000"`
		MoveLimit             *int              `json:"moveLimit,omitempty" minimum:"0" maximum:"1000"`
		WaitlistNoticeMinutes *int64            `json:"waitlistNoticeMinutes,omitempty" minimum:"0" maximum:"1000000"`

		Preparation records.LocalizedText `json:"preparation,omitempty" doc:"What to do before a visit, by language, at most 300 characters each. A language that is left out stays as it is; an empty text is taken away."`
	}
}

type appointmentTypeOutput struct{ Body AppointmentType }

func (a *API) registerPractitioners() {
	register(a, operation{
		id: "createPractitioner", method: http.MethodPost, path: "/practitioners", tag: tagSettings, summary: "Add a person who sees patients",
		description: "Nothing can be booked with them until there are rules of when they work, and types of appointments that they offer.",
		status:      http.StatusCreated,
	}, a.createPractitioner)
	register(a, operation{
		id: "changePractitioner", method: http.MethodPatch, path: "/practitioners/{id}", tag: tagSettings, summary: "Change what is known of a practitioner",
		description: "What is left out stays as it is. Appointments that are booked stay so, whatever the caps.", refusals: []int{http.StatusNotFound},
	}, a.changePractitioner)
	register(a, operation{
		id: "changeAppointmentType", method: http.MethodPatch, path: "/appointment-types/{id}", tag: tagSettings,
		summary:     "Change the rules of a type of appointment",
		description: "What is left out stays as it is. Appointments that are booked stay as they were booked. Fees are in the minor unit of the clinic's currency.",
		refusals:    []int{http.StatusNotFound},
	}, a.changeAppointmentType)
}

// inOneLanguage makes a text in the clinic's own language what the records
// keep; the other languages fall back to it.
func inOneLanguage(language records.Language, text string) records.LocalizedText {
	if text == "" {
		return records.LocalizedText{}
	}
	return records.LocalizedText{language: text}
}

func (a *API) createPractitioner(ctx context.Context, by jobs.Principal, input *createPractitionerInput) (*practitionerOutput, error) {
	wanted := input.Body
	return practitionerAnswer(a.config.Desk.CreatePractitioner(ctx, by, func(made *records.Practitioner, language records.Language) {
		made.Name, made.Specialty, made.Languages = wanted.Name, inOneLanguage(language, wanted.Specialty), wanted.Languages
		made.DailyCap, made.OverbookingCapacity = wanted.DailyCap, wanted.OverbookingCapacity
	}))
}

func (a *API) changePractitioner(ctx context.Context, by jobs.Principal, input *changePractitionerInput) (*practitionerOutput, error) {
	wanted := input.Body
	return practitionerAnswer(a.config.Desk.ChangePractitioner(ctx, by, input.ID, func(present *records.Practitioner, language records.Language) {
		set(&present.Name, wanted.Name)
		set(&present.DailyCap, wanted.DailyCap)
		set(&present.OverbookingCapacity, wanted.OverbookingCapacity)
		if wanted.Languages != nil {
			present.Languages = wanted.Languages
		}
		if wanted.Specialty != nil {
			present.Specialty = inOneLanguage(language, *wanted.Specialty)
		}
	}))
}

func practitionerAnswer(changed jobs.Catalogue, err error) (*practitionerOutput, error) {
	if err != nil {
		return nil, err
	}
	return &practitionerOutput{Body: practitionerOf(changed.Practitioners[0], changed.Language)}, nil
}

func (a *API) changeAppointmentType(ctx context.Context, by jobs.Principal, input *changeAppointmentTypeInput) (*appointmentTypeOutput, error) {
	wanted := input.Body
	changed, err := a.config.Desk.ChangeAppointmentType(ctx, by, input.ID, func(kind *records.AppointmentType) {
		setTime(&kind.Duration, wanted.MinutesDuration, time.Minute)
		setTime(&kind.BufferBefore, wanted.BufferBeforeMinutes, time.Minute)
		setTime(&kind.BufferAfter, wanted.BufferAfterMinutes, time.Minute)
		setTime(&kind.LeadTime, wanted.LeadTimeMinutes, time.Minute)
		setTime(&kind.Horizon, wanted.HorizonDays, 24*time.Hour)
		setTime(&kind.SlotStep, wanted.SlotStepMinutes, time.Minute)
		setTime(&kind.CancelNotice, wanted.CancelNoticeMinutes, time.Minute)
		setTime(&kind.WaitlistNotice, wanted.WaitlistNoticeMinutes, time.Minute)
		set(&kind.BookableByChat, wanted.BookableByChat)
		set(&kind.Capacity, wanted.Capacity)
		set(&kind.Modality, wanted.Modality)
		set(&kind.DailyCap, wanted.DailyCap)
		set(&kind.LateCancelFee, wanted.LateCancelFee)
		set(&kind.NoShowFee, wanted.NoShowFee)
		set(&kind.MoveLimit, wanted.MoveLimit)
		kind.Preparation = merged(kind.Preparation, wanted.Preparation)
	})
	if err != nil {
		return nil, err
	}
	return &appointmentTypeOutput{Body: appointmentTypeOf(changed.Types[0], changed.Language)}, nil
}

// setTime changes a length where a new one was given, in units.
func setTime(length *time.Duration, given *int64, unit time.Duration) {
	if given != nil {
		*length = time.Duration(*given) * unit
	}
}

// merged gives a text with some languages changed; the original is not
// modified, as others may be reading it.
func merged(present, changed records.LocalizedText) records.LocalizedText {
	all := maps.Clone(present)
	if all == nil {
		all = records.LocalizedText{}
	}
	for language, text := range changed {
		if all[language] = text; text == "" {
			delete(all, language)
		}
	}
	return all
}
