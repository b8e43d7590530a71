package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagLinks = "Links"

// LinksDesk makes and revokes the clinic's secret addresses.
type LinksDesk interface {
	Links(ctx context.Context, by jobs.Principal) ([]records.SecretLink, error)
	CreateLink(ctx context.Context, by jobs.Principal, request jobs.LinkRequest) (jobs.NewLink, error)
	RevokeLink(ctx context.Context, by jobs.Principal, linkID uuid.UUID) error
}

// SecretLink is an address that opens one thing without a login.
type SecretLink struct {
	ID             uuid.UUID                 `json:"id" format:"uuid"`
	Purpose        records.SecretLinkPurpose `json:"purpose" enum:"practitioner-calendar,queue-display"`
	PractitionerID string                    `json:"practitionerId,omitempty" format:"uuid" doc:"Whose calendar."`
	LocationID     string                    `json:"locationId,omitempty" format:"uuid" doc:"Which site's display; left out for the whole clinic's."`
	Initials       bool                      `json:"initials" doc:"Whether the calendar has the patients' initials."`
	Created        time.Time                 `json:"created"`
	Expires        time.Time                 `json:"expires"`
}

// NewSecretLink is a link that was just made.
type NewSecretLink struct {
	SecretLink
	Path string `json:"path" example:"/display/lakeside/…" doc:"The address below the service's own. It is shown this once; whoever has it needs no login."`
}

func secretLinkOf(stored records.SecretLink) SecretLink {
	return SecretLink{
		ID: stored.ID, Purpose: stored.Purpose, PractitionerID: optionalID(stored.PractitionerID), LocationID: optionalID(stored.LocationID),
		Initials: stored.Initials, Created: stored.CreatedAt, Expires: stored.ExpiresAt,
	}
}

type linkList struct {
	Body struct {
		Links []SecretLink `json:"links"`
	}
}

type newLinkOutput struct{ Body NewSecretLink }

type calendarLinkInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The practitioner's id."`
	Body struct {
		Initials bool `json:"initials,omitempty" doc:"Adds the patients' initials to what each appointment is. A calendar is copied to whoever keeps it; leave this out unless that is within the clinic."`
		Days     int  `json:"days,omitempty" minimum:"1" maximum:"732" default:"365" doc:"For how long the address is good."`
	}
}

type displayLinkInput struct {
	Body struct {
		LocationID uuid.UUID `json:"locationId,omitempty" format:"uuid" doc:"The site whose patients are shown; left out for all."`
		Days       int       `json:"days,omitempty" minimum:"1" maximum:"732" default:"365" doc:"For how long the address is good."`
	}
}

type linkInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The link's id."`
}

func (a *API) registerLinks() {
	register(a, operation{
		id: "listLinks", method: http.MethodGet, path: "/links", tag: tagLinks, summary: "List the clinic's secret addresses",
		description: "Those of its displays and its practitioners' calendars that are good at the moment, without the secrets.",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*linkList, error) {
		links, err := a.config.Desk.Links(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &linkList{}
		output.Body.Links = make([]SecretLink, len(links))
		for i, link := range links {
			output.Body.Links[i] = secretLinkOf(link)
		}
		return output, nil
	})
	register(a, operation{
		id: "createCalendarLink", method: http.MethodPost, path: "/practitioners/{id}/calendar-links", tag: tagLinks,
		summary:     "Make the address of a practitioner's calendar",
		description: "An iCalendar feed of the last 30 and the next 180 days, for the calendar on a telephone or a desk. It has no names of patients.",
		status:      http.StatusCreated, refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *calendarLinkInput) (*newLinkOutput, error) {
		return a.createLink(ctx, by, jobs.LinkRequest{
			Purpose: records.LinkPractitionerCalendar, PractitionerID: input.ID, Initials: input.Body.Initials, Life: days(input.Body.Days),
		})
	})
	register(a, operation{
		id: "createDisplayLink", method: http.MethodPost, path: "/display-links", tag: tagLinks,
		summary:     "Make the address of a waiting room's display",
		description: "A page of numbers and initials that keeps itself up to date, for a screen in the waiting room.",
		status:      http.StatusCreated,
	}, func(ctx context.Context, by jobs.Principal, input *displayLinkInput) (*newLinkOutput, error) {
		return a.createLink(ctx, by, jobs.LinkRequest{
			Purpose: records.LinkQueueDisplay, LocationID: input.Body.LocationID, Life: days(input.Body.Days),
		})
	})
	register(a, operation{
		id: "revokeLink", method: http.MethodDelete, path: "/links/{id}", tag: tagLinks, summary: "Make an address open nothing any more",
		status: http.StatusNoContent, refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *linkInput) (*struct{}, error) {
		return nil, a.config.Desk.RevokeLink(ctx, by, input.ID)
	})
}

func days(count int) time.Duration { return time.Duration(count) * 24 * time.Hour }

func (a *API) createLink(ctx context.Context, by jobs.Principal, request jobs.LinkRequest) (*newLinkOutput, error) {
	made, err := a.config.Desk.CreateLink(ctx, by, request)
	if err != nil {
		return nil, err
	}
	return &newLinkOutput{Body: NewSecretLink{SecretLink: secretLinkOf(made.Link), Path: made.Path}}, nil
}
