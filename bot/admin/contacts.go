package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// ContactDesk keeps what contacts allow and prefer.
type ContactDesk interface {
	Consents(ctx context.Context, by jobs.Principal, contactID uuid.UUID) ([]records.Consent, error)
	RecordConsent(ctx context.Context, by jobs.Principal, request jobs.ConsentRequest) (records.Consent, error)
	ChangeContactPreferences(ctx context.Context, by jobs.Principal, contactID uuid.UUID, warned bool,
		change func(*records.ContactPreferences)) (records.ContactPreferences, error)
}

// Consent is a contact's say on being written to (FHIR Consent).
type Consent struct {
	ID       uuid.UUID             `json:"id" format:"uuid"`
	Purpose  records.Purpose       `json:"purpose" enum:"care,reminder,billing,recall,survey,names" doc:"Care is every message; the others can be refused alone. Names is that answers may name people and services, by a message of the contact."`
	Status   records.ConsentStatus `json:"status" enum:"active,inactive"`
	Source   string                `json:"source" doc:"How it came: stop, start, register, provider, cancel, message, staff."`
	Evidence string                `json:"evidence,omitempty" doc:"How they told staff."`
	StaffID  *uuid.UUID            `json:"staffId,omitempty" format:"uuid" doc:"Who entered it."`
	Recorded time.Time             `json:"recorded"`
}

func consentOf(stored records.Consent) Consent {
	consent := Consent{
		ID: stored.ID, Purpose: stored.Purpose, Status: stored.Status, Source: stored.Source, Evidence: stored.Evidence, Recorded: stored.RecordedAt,
	}
	if stored.StaffID != uuid.Nil {
		consent.StaffID = &stored.StaffID
	}
	return consent
}

// ContactPreferences are how a contact wants to be written to.
type ContactPreferences struct {
	TimeZone     string     `json:"timeZone,omitempty" example:"America/New_York" doc:"Where they live, for quiet hours; left out where it is not known."`
	ContentLevel *int64     `json:"contentLevel,omitempty" doc:"How much a text that they did not ask for may give away: 0 that there is a message, 1 date, time and place, 2 names. Left out: as the clinic does."`
	Warned       *time.Time `json:"warned,omitempty" doc:"When they were told that others may read what a telephone shows."`
}

type consentsInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The contact's id."`
}

type consentList struct {
	Body struct {
		Consents []Consent `json:"consents"`
	}
}

type recordConsentInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The contact's id."`
	Body struct {
		Purpose  records.Purpose       `json:"purpose" enum:"care,reminder,billing,recall,survey"`
		Status   records.ConsentStatus `json:"status" enum:"active,inactive"`
		Evidence string                `json:"evidence" minLength:"10" maxLength:"500" doc:"How they told you."`
	}
}

type consentOutput struct{ Body Consent }

type changeContactInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The contact's id."`
	Body struct {
		TimeZone     *string `json:"timeZone,omitempty" maxLength:"60" doc:"Empty for none."`
		ContentLevel *int64  `json:"contentLevel,omitempty" minimum:"0" maximum:"2"`
		Warned       bool    `json:"warned,omitempty" doc:"You have just told them that others may read what a telephone shows."`
	}
}

type contactPreferencesOutput struct{ Body ContactPreferences }

func (a *API) registerContacts() {
	register(a, operation{
		id: "listConsents", method: http.MethodGet, path: "/contacts/{id}/consents", tag: tagPatients, refusals: []int{http.StatusNotFound},
		summary: "List what a contact allowed and refused", description: "The newest entry for a purpose holds; the others are the evidence of what held before.",
	}, func(ctx context.Context, by jobs.Principal, input *consentsInput) (*consentList, error) {
		consents, err := a.config.Desk.Consents(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		output := &consentList{}
		output.Body.Consents = make([]Consent, len(consents))
		for i, consent := range consents {
			output.Body.Consents[i] = consentOf(consent)
		}
		return output, nil
	})
	register(a, operation{
		id: "recordConsent", method: http.MethodPost, path: "/contacts/{id}/consents", tag: tagPatients, status: http.StatusCreated,
		summary: "Enter what a contact told you about being written to", refusals: []int{http.StatusNotFound},
		description: "What ends the messages may be told in any way; what brings them back needs the person's own word, so say how you have it.",
	}, func(ctx context.Context, by jobs.Principal, input *recordConsentInput) (*consentOutput, error) {
		consent, err := a.config.Desk.RecordConsent(ctx, by, jobs.ConsentRequest{
			ContactID: input.ID, Purpose: input.Body.Purpose, Status: input.Body.Status, Evidence: input.Body.Evidence,
		})
		if err != nil {
			return nil, err
		}
		return &consentOutput{Body: consentOf(consent)}, nil
	})
	register(a, operation{
		id: "changeContact", method: http.MethodPatch, path: "/contacts/{id}", tag: tagPatients, refusals: []int{http.StatusNotFound},
		summary: "Change how a contact wants to be written to", description: "What is left out stays as it is.",
	}, a.changeContact)
}

func (a *API) changeContact(ctx context.Context, by jobs.Principal, input *changeContactInput) (*contactPreferencesOutput, error) {
	wanted := input.Body
	preferences, err := a.config.Desk.ChangeContactPreferences(ctx, by, input.ID, wanted.Warned, func(present *records.ContactPreferences) {
		set(&present.TimeZone, wanted.TimeZone)
		if wanted.ContentLevel != nil {
			level := records.ContentLevel(*wanted.ContentLevel)
			present.Level = &level
		}
	})
	if err != nil {
		return nil, err
	}
	output := &contactPreferencesOutput{Body: ContactPreferences{TimeZone: preferences.TimeZone}}
	if preferences.Level != nil {
		level := int64(*preferences.Level)
		output.Body.ContentLevel = &level
	}
	if !preferences.WarnedAt.IsZero() {
		output.Body.Warned = &preferences.WarnedAt
	}
	return output, nil
}
