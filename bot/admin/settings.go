package admin

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagSettings = "Settings"

// SettingsDesk changes what a clinic's schedule is made of.
type SettingsDesk interface {
	Locations(ctx context.Context, by jobs.Principal) ([]records.Location, error)
	CreateLocation(ctx context.Context, by jobs.Principal, location records.Location) (records.Location, error)
	ChangeLocation(ctx context.Context, by jobs.Principal, locationID uuid.UUID, change func(*records.Location)) (records.Location, error)
	Resources(ctx context.Context, by jobs.Principal) ([]records.Resource, error)
	CreateResource(ctx context.Context, by jobs.Principal, resource records.Resource) (records.Resource, error)
	// These give the language to choose from a text in several, and the one that
	// was changed.
	CreatePractitioner(ctx context.Context, by jobs.Principal, fill func(*records.Practitioner, records.Language)) (jobs.Catalogue, error)
	ChangePractitioner(ctx context.Context, by jobs.Principal, practitionerID uuid.UUID,
		change func(*records.Practitioner, records.Language)) (jobs.Catalogue, error)
	ChangeAppointmentType(ctx context.Context, by jobs.Principal, typeID uuid.UUID, change func(*records.AppointmentType)) (jobs.Catalogue, error)
	Availability(ctx context.Context, by jobs.Principal, practitionerID uuid.UUID) ([]records.Availability, error)
	CreateAvailability(ctx context.Context, by jobs.Principal, rule records.Availability) (records.Availability, error)
	DeleteAvailability(ctx context.Context, by jobs.Principal, ruleID uuid.UUID) error
}

// Location is a site of the clinic (FHIR Location).
type Location struct {
	ID      uuid.UUID `json:"id" format:"uuid"`
	Name    string    `json:"name"`
	Address string    `json:"address,omitempty"`
}

func locationOf(stored records.Location) Location {
	return Location{ID: stored.ID, Name: stored.Name, Address: stored.Address}
}

// Resource is a room or a device (FHIR Location and Device).
type Resource struct {
	ID         uuid.UUID            `json:"id" format:"uuid"`
	Kind       records.ResourceKind `json:"kind" enum:"room,device"`
	Name       string               `json:"name"`
	LocationID string               `json:"locationId,omitempty" format:"uuid" doc:"Where it stands; left out where it can be used anywhere."`
}

func resourceOf(stored records.Resource) Resource {
	return Resource{ID: stored.ID, Kind: stored.Kind, Name: stored.Name, LocationID: optionalID(stored.LocationID)}
}

type locationList struct {
	Body struct {
		Locations []Location `json:"locations"`
	}
}

type locationOutput struct{ Body Location }

type createLocationInput struct {
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"200"`
		Address string `json:"address,omitempty" maxLength:"500"`
	}
}

type changeLocationInput struct {
	ID   uuid.UUID `path:"id" format:"uuid" doc:"The location's id."`
	Body struct {
		Name    *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
		Address *string `json:"address,omitempty" maxLength:"500"`
	}
}

type resourceList struct {
	Body struct {
		Resources []Resource `json:"resources"`
	}
}

type resourceOutput struct{ Body Resource }

type createResourceInput struct {
	Body struct {
		Kind       records.ResourceKind `json:"kind" enum:"room,device"`
		Name       string               `json:"name" minLength:"1" maxLength:"200"`
		LocationID uuid.UUID            `json:"locationId,omitempty" format:"uuid" doc:"Where it stands; left out where it can be used anywhere."`
	}
}

func (a *API) registerSettings() {
	register(a, operation{
		id: "listLocations", method: http.MethodGet, path: "/locations", tag: tagSettings, summary: "List the clinic's sites",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*locationList, error) {
		locations, err := a.config.Desk.Locations(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &locationList{}
		output.Body.Locations = make([]Location, len(locations))
		for i, location := range locations {
			output.Body.Locations[i] = locationOf(location)
		}
		return output, nil
	})
	register(a, operation{
		id: "createLocation", method: http.MethodPost, path: "/locations", tag: tagSettings, summary: "Add a site", status: http.StatusCreated,
	}, func(ctx context.Context, by jobs.Principal, input *createLocationInput) (*locationOutput, error) {
		made, err := a.config.Desk.CreateLocation(ctx, by, records.Location{Name: input.Body.Name, Address: input.Body.Address})
		if err != nil {
			return nil, err
		}
		return &locationOutput{Body: locationOf(made)}, nil
	})
	register(a, operation{
		id: "changeLocation", method: http.MethodPatch, path: "/locations/{id}", tag: tagSettings, summary: "Change a site",
		description: "What is left out stays as it is.", refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *changeLocationInput) (*locationOutput, error) {
		changed, err := a.config.Desk.ChangeLocation(ctx, by, input.ID, func(location *records.Location) {
			set(&location.Name, input.Body.Name)
			set(&location.Address, input.Body.Address)
		})
		if err != nil {
			return nil, err
		}
		return &locationOutput{Body: locationOf(changed)}, nil
	})
	register(a, operation{
		id: "listResources", method: http.MethodGet, path: "/resources", tag: tagSettings, summary: "List rooms and devices",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*resourceList, error) {
		resources, err := a.config.Desk.Resources(ctx, by)
		if err != nil {
			return nil, err
		}
		output := &resourceList{}
		output.Body.Resources = make([]Resource, len(resources))
		for i, resource := range resources {
			output.Body.Resources[i] = resourceOf(resource)
		}
		return output, nil
	})
	register(a, operation{
		id: "createResource", method: http.MethodPost, path: "/resources", tag: tagSettings, summary: "Add a room or a device",
		status: http.StatusCreated,
	}, func(ctx context.Context, by jobs.Principal, input *createResourceInput) (*resourceOutput, error) {
		made, err := a.config.Desk.CreateResource(ctx, by, records.Resource{
			Kind: input.Body.Kind, Name: input.Body.Name, LocationID: input.Body.LocationID,
		})
		if err != nil {
			return nil, err
		}
		return &resourceOutput{Body: resourceOf(made)}, nil
	})
	a.registerPractitioners()
	a.registerAvailability()
}

// set changes a value where a new one was given.
func set[Value any](value, given *Value) {
	if given != nil {
		*value = *given
	}
}
