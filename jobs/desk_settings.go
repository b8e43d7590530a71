package jobs

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// fresh reads the settings as they are in this transaction: who has just
// changed one wants to see it.
func (w deskWork) fresh(ctx context.Context) (postgres.Schedule, error) {
	schedule, err := w.tx.Schedule(ctx)
	if err != nil {
		return postgres.Schedule{}, fmt.Errorf("read settings: %w", err)
	}
	return schedule, nil
}

// Locations lists the clinic's sites by name.
func (d *Desk) Locations(ctx context.Context, by Principal) ([]records.Location, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Location, touched, error) {
		schedule, err := w.fresh(ctx)
		return schedule.Locations, touched{action: records.AuditRead, kind: "Location"}, err
	})
}

// CreateLocation adds a site; it gives it with its id.
func (d *Desk) CreateLocation(ctx context.Context, by Principal, location records.Location) (records.Location, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Location, touched, error) {
		location.ID, location.ClinicID, location.Active = w.newID(), by.ClinicID, true
		if err := named(&location.Name); err != nil {
			return records.Location{}, touched{}, err
		}
		if err := w.tx.CreateLocation(ctx, location); err != nil {
			return records.Location{}, touched{}, fmt.Errorf("create location: %w", err)
		}
		return location, touched{action: records.AuditCreate, kind: "Location", id: location.ID}, nil
	})
}

// named takes the space around a name away; nothing may be without one.
func named(name *string) error {
	if *name = strings.TrimSpace(*name); *name == "" {
		return records.Invalid("name", "it must say something")
	}
	return nil
}

// ChangeLocation changes a site: change gets it as it is.
func (d *Desk) ChangeLocation(ctx context.Context, by Principal, locationID uuid.UUID, change func(*records.Location)) (records.Location, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Location, touched, error) {
		schedule, err := w.fresh(ctx)
		if err != nil {
			return records.Location{}, touched{}, err
		}
		for _, location := range schedule.Locations {
			if location.ID != locationID {
				continue
			}
			change(&location)
			if err := named(&location.Name); err != nil {
				return records.Location{}, touched{}, err
			}
			if err := w.tx.UpdateLocation(ctx, location); err != nil {
				return records.Location{}, touched{}, fmt.Errorf("change location: %w", err)
			}
			return location, touched{action: records.AuditUpdate, kind: "Location", id: location.ID}, nil
		}
		return records.Location{}, touched{}, records.NotFound("location")
	})
}

// Resources lists the clinic's rooms and devices by name.
func (d *Desk) Resources(ctx context.Context, by Principal) ([]records.Resource, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Resource, touched, error) {
		schedule, err := w.fresh(ctx)
		return schedule.Resources, touched{action: records.AuditRead, kind: "Device"}, err
	})
}

// CreateResource adds a room or a device; it gives it with its id.
func (d *Desk) CreateResource(ctx context.Context, by Principal, resource records.Resource) (records.Resource, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Resource, touched, error) {
		resource.ID, resource.ClinicID, resource.Active = w.newID(), by.ClinicID, true
		if err := named(&resource.Name); err != nil {
			return records.Resource{}, touched{}, err
		}
		if err := w.siteIn(ctx, resource.LocationID); err != nil {
			return records.Resource{}, touched{}, err
		}
		if err := w.tx.CreateResource(ctx, resource); err != nil {
			return records.Resource{}, touched{}, fmt.Errorf("create resource: %w", err)
		}
		return resource, touched{action: records.AuditCreate, kind: "Device", id: resource.ID}, nil
	})
}

// siteIn says whether a location is the clinic's, one that was just added
// included; the zero UUID is none in particular.
func (w deskWork) siteIn(ctx context.Context, locationID uuid.UUID) error {
	if w.checkLocation(locationID) == nil {
		return nil
	}
	schedule, err := w.fresh(ctx)
	if err != nil {
		return err
	}
	for _, location := range schedule.Locations {
		if location.ID == locationID {
			return nil
		}
	}
	return w.checkLocation(locationID)
}

// CreatePractitioner adds a person who sees patients: fill says who, and gets
// the clinic's own language. They see nobody until there are rules of when, and
// types that they offer.
func (d *Desk) CreatePractitioner(ctx context.Context, by Principal, fill func(*records.Practitioner, records.Language)) (Catalogue, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Catalogue, touched, error) {
		var practitioner records.Practitioner
		fill(&practitioner, w.view.clinic.Language())
		practitioner.ID, practitioner.ClinicID, practitioner.Active = w.newID(), by.ClinicID, true
		if err := named(&practitioner.Name); err != nil {
			return Catalogue{}, touched{}, err
		}
		if err := w.tx.CreatePractitioner(ctx, practitioner); err != nil {
			return Catalogue{}, touched{}, fmt.Errorf("create practitioner: %w", err)
		}
		return w.practitioner(records.AuditCreate, practitioner)
	})
}

// practitioner is the answer to a change of one.
func (w deskWork) practitioner(action records.AuditAction, practitioner records.Practitioner) (Catalogue, touched, error) {
	return Catalogue{Language: w.view.clinic.Language(), Practitioners: []records.Practitioner{practitioner}},
		touched{action: action, kind: "Practitioner", id: practitioner.ID}, nil
}

// ChangePractitioner changes what is known of a practitioner: change gets them
// as they are, and the clinic's own language.
func (d *Desk) ChangePractitioner(ctx context.Context, by Principal, practitionerID uuid.UUID,
	change func(*records.Practitioner, records.Language),
) (Catalogue, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Catalogue, touched, error) {
		schedule, err := w.fresh(ctx)
		if err != nil {
			return Catalogue{}, touched{}, err
		}
		for _, practitioner := range schedule.Practitioners {
			if practitioner.ID != practitionerID {
				continue
			}
			change(&practitioner, w.view.clinic.Language())
			if err := named(&practitioner.Name); err != nil {
				return Catalogue{}, touched{}, err
			}
			if err := w.tx.UpdatePractitioner(ctx, practitioner); err != nil {
				return Catalogue{}, touched{}, fmt.Errorf("change practitioner: %w", err)
			}
			return w.practitioner(records.AuditUpdate, practitioner)
		}
		return Catalogue{}, touched{}, records.NotFound("practitioner")
	})
}

// ChangeAppointmentType changes the rules of a type: change gets it as it is.
// What is booked stays as it was booked.
func (d *Desk) ChangeAppointmentType(ctx context.Context, by Principal, typeID uuid.UUID, change func(*records.AppointmentType)) (Catalogue, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Catalogue, touched, error) {
		schedule, err := w.fresh(ctx)
		if err != nil {
			return Catalogue{}, touched{}, err
		}
		for _, kind := range schedule.Types {
			if kind.ID != typeID {
				continue
			}
			change(&kind)
			if err := cmp.Or(checkType(kind), checkTexts(kind.Preparation)); err != nil {
				return Catalogue{}, touched{}, err
			}
			if err := w.tx.UpdateAppointmentType(ctx, kind); err != nil {
				return Catalogue{}, touched{}, fmt.Errorf("change appointment type: %w", err)
			}
			changed := Catalogue{Language: w.view.clinic.Language(), Types: []records.AppointmentType{kind}}
			return changed, touched{action: records.AuditUpdate, kind: "HealthcareService", id: kind.ID}, nil
		}
		return Catalogue{}, touched{}, records.NotFound("appointment type")
	})
}

// checkType says what rules can't hold together.
func checkType(kind records.AppointmentType) error {
	const day = 24 * time.Hour
	switch {
	case kind.Modality == records.ModalityVirtual && len(kind.ResourceKinds) > 0:
		return records.Invalid("modality", "an appointment that needs a room or a device can't be virtual")
	case kind.BufferBefore+kind.Duration+kind.BufferAfter > day:
		return records.Invalid("minutesDuration", "the time with the patient and its buffers must fit into a day")
	case kind.LeadTime >= kind.Horizon:
		return records.Invalid("leadTimeMinutes", "nothing can be booked if the lead time reaches beyond the horizon")
	}
	return nil
}
