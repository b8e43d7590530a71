package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// calendar reads what is taken in a window and puts it beside the clinic's
// rules: one query, whatever the search. except leaves one appointment out.
func (v *clinicView) calendar(ctx context.Context, tx *postgres.Tx, typeID, patientID uuid.UUID, window scheduler.Window,
	except uuid.UUID, now time.Time,
) (scheduler.Calendar, error) {
	calendar := scheduler.Calendar{
		Zone: v.zone, Types: v.schedule.Types, Practitioners: v.schedule.Practitioners, Resources: v.schedule.Resources,
		Availability: v.schedule.Availability,
	}
	kind, known := v.types[typeID]
	if !known || !window.Start.Before(window.End) {
		return calendar, nil
	}
	subjects := append([]uuid.UUID{}, kind.PractitionerIDs...)
	for _, resource := range v.schedule.Resources {
		subjects = append(subjects, resource.ID)
	}
	if patientID != uuid.Nil {
		subjects = append(subjects, patientID)
	}
	occupied, err := tx.Occupied(ctx, subjects, window.Start, window.End, now, except)
	if err != nil {
		return calendar, fmt.Errorf("read what is taken: %w", err)
	}
	calendar.Occupied = occupied
	return calendar, nil
}

// findSlots answers a search from the store.
func (v *clinicView) findSlots(ctx context.Context, tx *postgres.Tx, search scheduler.Search, now time.Time) ([]scheduler.Slot, error) {
	window := scheduler.SearchSpan(search, v.schedule.Types, now)
	calendar, err := v.calendar(ctx, tx, search.AppointmentTypeID, search.PatientID, window, uuid.Nil, now)
	if err != nil {
		return nil, err
	}
	return scheduler.FindSlots(calendar, search, now), nil
}

// alternatives gives free slots like one that was lost.
func (v *clinicView) alternatives(ctx context.Context, tx *postgres.Tx, lost scheduler.Slot, by scheduler.Booker, now time.Time,
) ([]scheduler.Slot, error) {
	const offered = 3
	search := scheduler.AlternativesSearch(lost, by)
	window := scheduler.SearchSpan(search, v.schedule.Types, now)
	calendar, err := v.calendar(ctx, tx, lost.AppointmentTypeID, by.PatientID, window, uuid.Nil, now)
	if err != nil {
		return nil, err
	}
	return scheduler.Alternatives(calendar, lost, now, by, offered), nil
}

// occupancies gives what an appointment takes of each subject.
func (v *clinicView) occupancies(slot scheduler.Slot, patientID uuid.UUID) ([]postgres.Occupancy, error) {
	kind, known := v.types[slot.AppointmentTypeID]
	if !known {
		return nil, records.NotFound("appointment type")
	}
	span := scheduler.OccupiedSpan(kind, slot.Start)
	take := func(subjectID uuid.UUID, subject postgres.SubjectKind) postgres.Occupancy {
		return postgres.Occupancy{SubjectID: subjectID, Kind: subject, Start: span.Start, End: span.End}
	}
	occupancies := []postgres.Occupancy{
		take(slot.PractitionerID, postgres.SubjectPractitioner),
		take(patientID, postgres.SubjectPatient),
	}
	for _, resourceID := range slot.ResourceIDs {
		subject := postgres.SubjectRoom
		for _, resource := range v.schedule.Resources {
			if resource.ID == resourceID && resource.Kind == records.ResourceDevice {
				subject = postgres.SubjectDevice
			}
		}
		occupancies = append(occupancies, take(resourceID, subject))
	}
	return occupancies, nil
}
