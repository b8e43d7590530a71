package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Schedule is what a clinic's time is made of, before anybody books.
type Schedule struct {
	Types         []records.AppointmentType
	Practitioners []records.Practitioner
	Resources     []records.Resource
	Availability  []records.Availability
	Locations     []records.Location
	Absences      []records.Absence
}

// Schedule reads the clinic's active types, people, rooms and weekly rules, in
// one round trip.
func (tx *Tx) Schedule(ctx context.Context) (Schedule, error) {
	var types []dbsqlc.ListAppointmentTypesRow
	var practitioners []dbsqlc.Practitioner
	var resources []dbsqlc.Resource
	var availability []dbsqlc.Availability
	collect(tx.pipeline, &types, dbsqlc.ListAppointmentTypes, tx.clinicID)
	collect(tx.pipeline, &practitioners, dbsqlc.ListPractitioners, tx.clinicID)
	collect(tx.pipeline, &resources, dbsqlc.ListResources, tx.clinicID)
	collect(tx.pipeline, &availability, dbsqlc.ListAvailability, tx.clinicID)
	var locations []dbsqlc.Location
	var absences []dbsqlc.Absence
	collect(tx.pipeline, &locations, dbsqlc.ListLocations, tx.clinicID)
	collect(tx.pipeline, &absences, dbsqlc.ListAbsences, tx.clinicID)
	if err := tx.pipeline.flush(ctx); err != nil {
		return Schedule{}, err
	}
	schedule := Schedule{Locations: locationsOf(locations), Absences: absencesOf(absences)}
	for _, row := range types {
		kind, err := appointmentTypeOf(row)
		if err != nil {
			return Schedule{}, err
		}
		schedule.Types = append(schedule.Types, kind)
	}
	for _, row := range practitioners {
		practitioner := records.Practitioner{
			ID: row.ID, ClinicID: row.ClinicID, Name: row.Name, Languages: languagesOf(row.Languages),
			DailyCap: int(row.DailyCap), OverbookingCapacity: int(row.OverbookingCapacity), Active: row.Active,
		}
		if err := json.Unmarshal(row.Specialty, &practitioner.Specialty); err != nil {
			return Schedule{}, fmt.Errorf("decode specialty of a practitioner: %w", err)
		}
		schedule.Practitioners = append(schedule.Practitioners, practitioner)
	}
	for _, row := range resources {
		schedule.Resources = append(schedule.Resources, records.Resource{
			ID: row.ID, ClinicID: row.ClinicID, Kind: records.ResourceKind(row.Kind), Name: row.Name,
			LocationID: row.LocationID.UUID, Active: row.Active,
		})
	}
	for _, row := range availability {
		schedule.Availability = append(schedule.Availability, records.Availability{
			ID: row.ID, ClinicID: row.ClinicID, PractitionerID: row.PractitionerID, Kind: records.AvailabilityKind(row.Kind),
			Weekday: time.Weekday(row.Weekday), Start: records.LocalTime(row.StartMinute), End: records.LocalTime(row.EndMinute),
			ValidFrom: localDate(row.ValidFrom), ValidUntil: localDate(row.ValidUntil), RRule: row.Rrule,
			LocationID: row.LocationID.UUID, AppointmentTypeIDs: row.AppointmentTypeIDs,
		})
	}
	return schedule, nil
}

func locationsOf(rows []dbsqlc.Location) []records.Location {
	locations := make([]records.Location, len(rows))
	for i, row := range rows {
		locations[i] = records.Location{ID: row.ID, ClinicID: row.ClinicID, Name: row.Name, Address: row.Address, Active: row.Active}
	}
	return locations
}

// Occupied reads what is taken of these subjects' time in a span: bookings and
// live holds, buffers included. For the question whether an appointment could
// stand elsewhere, replacing leaves out what its new time may overlap: its own,
// and that of the hold for moving it.
func (tx *Tx) Occupied(ctx context.Context, subjects []uuid.UUID, start, end, now time.Time, replacing uuid.UUID) ([]records.Occupied, error) {
	rows, err := tx.queries.ListOccupied(ctx, dbsqlc.ListOccupiedParams{
		ClinicID: tx.clinicID, SubjectIDs: subjects, SpanStart: start, SpanEnd: end, Now: now, ExceptShareID: nullable(replacing),
	})
	if err != nil {
		return nil, coded(err)
	}
	occupied := make([]records.Occupied, 0, len(rows))
	for _, row := range rows {
		taken := records.Occupied{
			SubjectID: row.SubjectID, Start: row.StartAt, End: row.EndAt, GroupID: row.GroupID, Seat: int(row.Seat), Seats: 1,
		}
		if last := len(occupied) - 1; last >= 0 && taken.GroupID != uuid.Nil && sharesTime(occupied[last], taken) {
			occupied[last].Seats++
			continue
		}
		occupied = append(occupied, taken)
	}
	return occupied, nil
}

// sharesTime says whether two rows are the same time that patients of one
// group share.
func sharesTime(a, b records.Occupied) bool {
	return a.SubjectID == b.SubjectID && a.GroupID == b.GroupID && a.Seat == b.Seat && a.Start.Equal(b.Start) && a.End.Equal(b.End)
}

// nullable turns the nil UUID into NULL.
func nullable(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

// instant turns the zero time into NULL.
func instant(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// instantOf gives NULL as the zero time.
func instantOf(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return at.UTC()
}
