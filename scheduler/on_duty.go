package scheduler

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
)

// OnDuty gives who sees patients at an instant by the rules: in a session,
// booked or for walk-ins, and not in a break or absent. Whoever is at it out of
// hours is not known here, but by the tickets they have called.
func OnDuty(calendar Calendar, now time.Time) []QueueServer {
	calendar.preparation = calendar.prepared()
	var servers []QueueServer
	for _, practitioner := range calendar.Practitioners {
		rule, working := inSession(calendar, practitioner.ID, now)
		if !working || isAbsent(calendar.Zone, calendar.Absences, practitioner.ID, rule.LocationID, now) {
			continue
		}
		servers = append(servers, QueueServer{
			PractitionerID: practitioner.ID, LocationID: rule.LocationID, AppointmentTypeIDs: typesOf(calendar.Types, practitioner.ID),
		})
	}
	return servers
}

// inSession gives the rule by which a practitioner works at an instant.
func inSession(calendar Calendar, practitionerID uuid.UUID, now time.Time) (records.Availability, bool) {
	prepared := calendar.prepared()
	person := prepared.people[practitionerID]
	if person == nil {
		return records.Availability{}, false
	}
	day := prepared.days.at(now)
	var session records.Availability
	working := false
	for i, rule := range person.allRules() {
		if !rule.holdsOn(day) || !slices.ContainsFunc(day.readSpans(nil, []clockSpan{rule.span}), func(window Window) bool { return window.Contains(now) }) {
			continue
		}
		if rule.kind == records.AvailabilityBreak {
			return records.Availability{}, false
		}
		session, working = *person.rules[i], true
	}
	return session, working
}

func isAbsent(zone *time.Location, absences []records.Absence, practitionerID, locationID uuid.UUID, now time.Time) bool {
	return slices.ContainsFunc(absences, func(absence records.Absence) bool {
		if absence.PractitionerID != uuid.Nil && absence.PractitionerID != practitionerID ||
			absence.LocationID != uuid.Nil && absence.LocationID != locationID {
			return false
		}
		return !now.Before(LocalInstant(zone, absence.StartDate, absence.StartTime)) &&
			now.Before(LocalInstant(zone, absence.EndDate, absence.EndTime))
	})
}

func typesOf(types []records.AppointmentType, practitionerID uuid.UUID) []uuid.UUID {
	var offered []uuid.UUID
	for _, kind := range types {
		if slices.Contains(kind.PractitionerIDs, practitionerID) {
			offered = append(offered, kind.ID)
		}
	}
	return offered
}
