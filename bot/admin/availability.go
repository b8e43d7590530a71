package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Availability is a rule of when a practitioner works, in the clinic's local
// time (FHIR Schedule with availableTime).
type Availability struct {
	ID                 uuid.UUID                `json:"id" format:"uuid"`
	PractitionerID     uuid.UUID                `json:"practitionerId" format:"uuid"`
	Kind               records.AvailabilityKind `json:"kind" enum:"open,break,walk-in" doc:"Open is offered to patients, a break is not worked, a walk-in session is worked but filled by the queue."`
	DayOfWeek          string                   `json:"dayOfWeek,omitempty" enum:"mon,tue,wed,thu,fri,sat,sun" doc:"Left out where rrule gives the days."`
	RRule              string                   `json:"rrule,omitempty" example:"FREQ=MONTHLY;BYDAY=1MO" doc:"The days as a recurrence rule (RFC 5545) that begins on validFrom."`
	Start              string                   `json:"start" example:"09:00"`
	End                string                   `json:"end" example:"17:00" doc:"24:00 is the day's end."`
	ValidFrom          string                   `json:"validFrom,omitempty" format:"date" doc:"The first day on which the rule holds."`
	ValidUntil         string                   `json:"validUntil,omitempty" format:"date" doc:"The last one."`
	LocationID         string                   `json:"locationId,omitempty" format:"uuid" doc:"Where they then are."`
	AppointmentTypeIDs []uuid.UUID              `json:"appointmentTypeIds" format:"uuid" doc:"What may be booked into it; empty is everything."`
}

// weekdays are FHIR's daysOfWeek, from Sunday as in Go.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func availabilityOf(rule records.Availability) Availability {
	made := Availability{
		ID: rule.ID, PractitionerID: rule.PractitionerID, Kind: rule.Kind, RRule: rule.RRule, Start: clockOf(rule.Start), End: clockOf(rule.End),
		ValidFrom: optionalDate(rule.ValidFrom), ValidUntil: optionalDate(rule.ValidUntil), LocationID: optionalID(rule.LocationID),
		AppointmentTypeIDs: present(rule.AppointmentTypeIDs),
	}
	if rule.RRule == "" {
		made.DayOfWeek = weekdays[rule.Weekday]
	}
	return made
}

func clockOf(at records.LocalTime) string { return fmt.Sprintf("%02d:%02d", at.Hour(), at.Minute()) }

func optionalDate(date records.LocalDate) string {
	if date.IsZero() {
		return ""
	}
	return date.String()
}

// readClock reads a time that fits its pattern.
func readClock(text string) records.LocalTime {
	digit := func(i int) records.LocalTime { return records.LocalTime(text[i] - '0') }
	return (digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4)
}

type listAvailabilityInput struct {
	Practitioner uuid.UUID `query:"practitioner" format:"uuid" doc:"Whose rules; everybody's if left out."`
}

type availabilityList struct {
	Body struct {
		Availability []Availability `json:"availability"`
	}
}

type availabilityOutput struct{ Body Availability }

type createAvailabilityInput struct {
	Body struct {
		PractitionerID     uuid.UUID                `json:"practitionerId" format:"uuid"`
		Kind               records.AvailabilityKind `json:"kind" enum:"open,break,walk-in" doc:"Open is offered to patients, a break is not worked, a walk-in session is worked but filled by the queue."`
		DayOfWeek          string                   `json:"dayOfWeek,omitempty" enum:"mon,tue,wed,thu,fri,sat,sun" doc:"On which day each week; one of this and rrule is needed."`
		RRule              string                   `json:"rrule,omitempty" maxLength:"500" example:"FREQ=MONTHLY;BYDAY=1MO" doc:"The days as a recurrence rule (RFC 5545) that begins on validFrom."`
		Start              string                   `json:"start" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"a time of day such as 09:00" example:"09:00"`
		End                string                   `json:"end" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" patternDescription:"a time of day such as 17:00, at most 24:00" example:"17:00"`
		ValidFrom          string                   `json:"validFrom,omitempty" format:"date" doc:"The first day on which the rule holds. One day's extra session has that day here and in validUntil."`
		ValidUntil         string                   `json:"validUntil,omitempty" format:"date"`
		LocationID         uuid.UUID                `json:"locationId,omitempty" format:"uuid" doc:"Where they then are; left out where the clinic has one site."`
		AppointmentTypeIDs []uuid.UUID              `json:"appointmentTypeIds,omitempty" format:"uuid" maxItems:"100" doc:"What may be booked into it; everything if left out."`
	}
}

type availabilityInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The rule's id."`
}

func (a *API) registerAvailability() {
	register(a, operation{
		id: "listAvailability", method: http.MethodGet, path: "/availability", tag: tagSettings, summary: "List the rules of when practitioners work",
	}, func(ctx context.Context, by jobs.Principal, input *listAvailabilityInput) (*availabilityList, error) {
		rules, err := a.config.Desk.Availability(ctx, by, input.Practitioner)
		if err != nil {
			return nil, err
		}
		output := &availabilityList{}
		output.Body.Availability = make([]Availability, len(rules))
		for i, rule := range rules {
			output.Body.Availability[i] = availabilityOf(rule)
		}
		return output, nil
	})
	register(a, operation{
		id: "createAvailability", method: http.MethodPost, path: "/availability", tag: tagSettings, summary: "Add a rule",
		description: "Weekly hours, a session by a recurrence rule, a break, a walk-in session, or one day's extra session. Searches follow it within seconds.",
		status:      http.StatusCreated,
	}, a.createAvailability)
	register(a, operation{
		id: "deleteAvailability", method: http.MethodDelete, path: "/availability/{id}", tag: tagSettings, summary: "Take a rule away",
		description: "Appointments that are booked stay booked.", status: http.StatusNoContent, refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *availabilityInput) (*struct{}, error) {
		return nil, a.config.Desk.DeleteAvailability(ctx, by, input.ID)
	})
}

func (a *API) createAvailability(ctx context.Context, by jobs.Principal, input *createAvailabilityInput) (*availabilityOutput, error) {
	wanted := input.Body
	if (wanted.DayOfWeek == "") == (wanted.RRule == "") {
		return nil, records.Invalid("dayOfWeek", "give either the day of the week or a recurrence rule")
	}
	rule := records.Availability{
		PractitionerID: wanted.PractitionerID, Kind: wanted.Kind, Weekday: time.Weekday(max(slices.Index(weekdays, wanted.DayOfWeek), 0)),
		RRule: wanted.RRule, Start: readClock(wanted.Start), End: readClock(wanted.End), LocationID: wanted.LocationID,
		AppointmentTypeIDs: wanted.AppointmentTypeIDs,
	}
	var err error
	if rule.ValidFrom, err = readDate("validFrom", wanted.ValidFrom); err != nil {
		return nil, err
	}
	if rule.ValidUntil, err = readDate("validUntil", wanted.ValidUntil); err != nil {
		return nil, err
	}
	made, err := a.config.Desk.CreateAvailability(ctx, by, rule)
	if err != nil {
		return nil, err
	}
	return &availabilityOutput{Body: availabilityOf(made)}, nil
}
