package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// Availability lists the rules of when practitioners work, of one of them or,
// for the zero UUID, of all.
func (d *Desk) Availability(ctx context.Context, by Principal, practitionerID uuid.UUID) ([]records.Availability, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Availability, touched, error) {
		schedule, err := w.fresh(ctx)
		if err != nil {
			return nil, touched{}, err
		}
		known := slices.ContainsFunc(schedule.Practitioners, func(one records.Practitioner) bool { return one.ID == practitionerID })
		if practitionerID != uuid.Nil && !known {
			return nil, touched{}, records.Invalid("practitioner", "this clinic has no such practitioner")
		}
		rules := slices.DeleteFunc(schedule.Availability, func(rule records.Availability) bool { return !concerns(rule.PractitionerID, practitionerID) })
		return rules, touched{action: records.AuditRead, kind: "Schedule"}, nil
	})
}

// CreateAvailability adds a rule; it gives it with its id. Searches follow it
// within seconds.
func (d *Desk) CreateAvailability(ctx context.Context, by Principal, rule records.Availability) (records.Availability, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Availability, touched, error) {
		rule.ID, rule.ClinicID = w.newID(), by.ClinicID
		if rule.RRule != "" {
			rule.Weekday = rule.ValidFrom.Weekday()
		}
		if err := checkRule(rule); err != nil {
			return records.Availability{}, touched{}, err
		}
		if err := w.checkRuleFits(ctx, rule); err != nil {
			return records.Availability{}, touched{}, err
		}
		if err := w.tx.CreateAvailability(ctx, rule); err != nil {
			return records.Availability{}, touched{}, fmt.Errorf("create availability: %w", err)
		}
		return rule, touched{action: records.AuditCreate, kind: "Schedule", id: rule.ID}, nil
	})
}

// checkRule says what is wrong with a rule by itself.
func checkRule(rule records.Availability) error {
	const dayEnd = 24 * 60
	switch {
	case rule.Start < 0 || rule.End > dayEnd || rule.Start >= rule.End:
		return records.Invalid("end", "it must be after the start, on the same day; 24:00 is the day's end")
	case !rule.ValidFrom.IsZero() && !rule.ValidUntil.IsZero() && rule.ValidUntil.Before(rule.ValidFrom):
		return records.Invalid("validUntil", "it must not be before validFrom")
	case rule.RRule == "":
		return nil
	case rule.ValidFrom.IsZero():
		return records.Invalid("validFrom", "a recurrence rule needs its first day")
	}
	return scheduler.ValidateRRule(rule.RRule)
}

// checkRuleFits says whether what a rule names is the clinic's.
func (w deskWork) checkRuleFits(ctx context.Context, rule records.Availability) error {
	schedule, err := w.fresh(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(schedule.Practitioners, func(one records.Practitioner) bool { return one.ID == rule.PractitionerID }) {
		return records.Invalid("practitionerId", "this clinic has no such practitioner")
	}
	if err := w.siteIn(ctx, rule.LocationID); err != nil {
		return err
	}
	for _, typeID := range rule.AppointmentTypeIDs {
		offered := slices.ContainsFunc(schedule.Types, func(kind records.AppointmentType) bool {
			return kind.ID == typeID && slices.Contains(kind.PractitionerIDs, rule.PractitionerID)
		})
		if !offered {
			return records.Invalid("appointmentTypeIds", "the practitioner offers no such type of appointment here")
		}
	}
	return nil
}

// DeleteAvailability takes a rule away. What is booked stays booked.
func (d *Desk) DeleteAvailability(ctx context.Context, by Principal, ruleID uuid.UUID) error {
	_, err := perform(ctx, d, by, func(ctx context.Context, w deskWork) (struct{}, touched, error) {
		err := w.tx.DeleteAvailability(ctx, ruleID)
		if err != nil && records.CodeOf(err) != records.CodeNotFound {
			err = fmt.Errorf("delete availability: %w", err)
		}
		return struct{}{}, touched{action: records.AuditDelete, kind: "Schedule", id: ruleID}, err
	})
	return err
}
