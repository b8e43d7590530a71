package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// longestAbsence bounds an absence; who is away longer has left.
const longestAbsence = 2 * 366 * 24 * time.Hour

// AbsenceRequest is time in which somebody, or everybody, is away.
type AbsenceRequest struct {
	Kind records.AbsenceKind
	// PractitionerID of a leave; zero for the others.
	PractitionerID uuid.UUID
	// LocationID is the site that is closed; zero for all.
	LocationID uuid.UUID
	// From StartTime on StartDate until, not including, EndTime on EndDate, by
	// the clinic's wall clock.
	StartDate, EndDate records.LocalDate
	StartTime, EndTime records.LocalTime
	// AskPatients asks everybody whose appointment it stands in the way of for
	// another time.
	AskPatients bool
}

// AbsenceReport is an absence and what became of the appointments that it stands
// in the way of.
type AbsenceReport struct {
	Absence          records.Absence
	PractitionerName string
	LocationName     string
	postgres.RebookingCounts
}

// AddAbsence enters an absence: from then on nothing is offered or booked in it,
// and no reminder goes out for what is booked in it already. With AskPatients
// everybody concerned is asked, shortly after, by whoever works the clinic's
// jobs: the report says how many there are. The same absence twice is
// records.CodeDuplicate.
func (d *Desk) AddAbsence(ctx context.Context, by Principal, request AbsenceRequest) (AbsenceReport, error) {
	defer d.clinics.forget(by.ClinicID)
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (AbsenceReport, touched, error) {
		absence := records.Absence{
			ID: w.newID(), ClinicID: by.ClinicID, PractitionerID: request.PractitionerID, LocationID: request.LocationID, Kind: request.Kind,
			StartDate: request.StartDate, StartTime: request.StartTime, EndDate: request.EndDate, EndTime: request.EndTime,
			AskPatients: request.AskPatients, CreatedAt: w.now,
		}
		if err := w.checkAbsence(ctx, absence); err != nil {
			return AbsenceReport{}, touched{}, err
		}
		if err := w.tx.CreateAbsence(ctx, absence); err != nil {
			return AbsenceReport{}, touched{}, fmt.Errorf("add absence: %w", err)
		}
		reports, err := w.absenceReports(ctx, []records.Absence{absence})
		if err != nil {
			return AbsenceReport{}, touched{}, err
		}
		if absence.AskPatients {
			args := AbsenceArgs{ClinicID: by.ClinicID, AbsenceID: absence.ID}
			if err := d.leaveTo(ctx, w.tx, args); err != nil {
				return AbsenceReport{}, touched{}, err
			}
		}
		return reports[0], touched{action: records.AuditCreate, kind: "Absence", id: absence.ID}, nil
	})
}

// checkAbsence says what is wrong with an absence.
func (w deskWork) checkAbsence(ctx context.Context, absence records.Absence) error {
	isLeave := absence.Kind == records.AbsenceLeave
	window := scheduler.AbsenceWindow(w.view.zone, absence)
	switch {
	case !slices.Contains([]records.AbsenceKind{records.AbsenceLeave, records.AbsenceHoliday, records.AbsenceClosure}, absence.Kind):
		return records.Invalid("kind", "it must be leave, holiday or closure")
	case isLeave && w.practitionerName(absence.PractitionerID) == "":
		return records.Invalid("practitionerId", "a leave needs a practitioner, and nobody with this id sees patients here")
	case !isLeave && absence.PractitionerID != uuid.Nil:
		return records.Invalid("practitionerId", "a holiday or a closure is everybody's; for one practitioner enter a leave")
	case absence.LocationID != uuid.Nil && w.locationName(absence.LocationID) == "":
		return records.Invalid("locationId", "this clinic has no such site")
	case absence.StartDate.IsZero() || absence.EndDate.IsZero():
		return records.Invalid("startDate", "an absence needs its first and its last day")
	case absence.StartTime < 0 || absence.StartTime >= 24*60 || absence.EndTime < 1 || absence.EndTime > 24*60 || window.IsEmpty():
		return records.Invalid("endDate", "the end of an absence must be after its start")
	case !window.End.After(w.now):
		return records.Invalid("endDate", "this absence is over already")
	case window.End.Sub(window.Start) > longestAbsence:
		return records.Invalid("endDate", "an absence is two years at most")
	}
	known, err := w.tx.AbsencesFrom(ctx, absence.EndDate)
	if err != nil {
		return fmt.Errorf("list absences: %w", err)
	}
	for _, other := range known {
		if other.PractitionerID == absence.PractitionerID && other.LocationID == absence.LocationID && other.Kind == absence.Kind &&
			scheduler.AbsenceWindow(w.view.zone, other) == window {
			return &records.Error{Code: records.CodeDuplicate, Message: "this absence has been entered already"}
		}
	}
	return nil
}

// Absences lists the absences that end on a day or later, in order, with what
// became of the appointments that they stand in the way of.
func (d *Desk) Absences(ctx context.Context, by Principal, from records.LocalDate) ([]AbsenceReport, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]AbsenceReport, touched, error) {
		if from.IsZero() {
			from = records.LocalDateOf(w.now, w.view.zone)
		}
		absences, err := w.tx.AbsencesFrom(ctx, from)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list absences: %w", err)
		}
		reports, err := w.absenceReports(ctx, absences)
		return reports, touched{action: records.AuditRead, kind: "Absence"}, err
	})
}

// EndAbsence makes the rules hold again, as if the absence had not been entered;
// records.CodeNotFound when there is none. Appointments that were moved stay
// where they are. Who was asked and has not answered is told that theirs takes
// place as agreed.
func (d *Desk) EndAbsence(ctx context.Context, by Principal, absenceID uuid.UUID) (AbsenceReport, error) {
	defer d.clinics.forget(by.ClinicID)
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (AbsenceReport, touched, error) {
		absence, err := w.tx.Absence(ctx, absenceID)
		if records.CodeOf(err) == records.CodeNotFound {
			return AbsenceReport{}, touched{}, records.NotFound("absence")
		}
		if err != nil {
			return AbsenceReport{}, touched{}, fmt.Errorf("read absence: %w", err)
		}
		reports, err := w.absenceReports(ctx, []records.Absence{absence})
		if err != nil {
			return AbsenceReport{}, touched{}, err
		}
		if err := w.tx.EndAbsence(ctx, absenceID, w.now); err != nil {
			return AbsenceReport{}, touched{}, fmt.Errorf("end absence: %w", err)
		}
		args := AbsenceEndedArgs{ClinicID: by.ClinicID, AbsenceID: absenceID}
		if err := d.leaveTo(ctx, w.tx, args); err != nil {
			return AbsenceReport{}, touched{}, err
		}
		return reports[0], touched{action: records.AuditDelete, kind: "Absence", id: absenceID}, nil
	})
}

func (w deskWork) absenceReports(ctx context.Context, absences []records.Absence) ([]AbsenceReport, error) {
	spans := make([]postgres.AbsenceSpan, len(absences))
	for i, absence := range absences {
		window := scheduler.AbsenceWindow(w.view.zone, absence)
		spans[i] = postgres.AbsenceSpan{AbsenceID: absence.ID, Start: window.Start, End: window.End}
	}
	counts, err := w.tx.RebookingCounts(ctx, spans, w.now)
	if err != nil {
		return nil, fmt.Errorf("count rebookings: %w", err)
	}
	reports := make([]AbsenceReport, len(absences))
	for i, absence := range absences {
		absence.CreatedAt = absence.CreatedAt.In(w.view.zone)
		reports[i] = AbsenceReport{
			Absence: absence, PractitionerName: w.practitionerName(absence.PractitionerID), LocationName: w.locationName(absence.LocationID),
			RebookingCounts: counts[absence.ID],
		}
	}
	return reports, nil
}

func (w deskWork) locationName(locationID uuid.UUID) string {
	for _, location := range w.view.schedule.Locations {
		if location.ID == locationID {
			return location.Name
		}
	}
	return ""
}
