package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// UpdatePractitioner changes what is known of a practitioner;
// records.CodeNotFound when the clinic has no such one.
func (tx *Tx) UpdatePractitioner(ctx context.Context, practitioner records.Practitioner) error {
	specialty, err := json.Marshal(practitioner.Specialty)
	if err != nil {
		return fmt.Errorf("encode specialty: %w", err)
	}
	changed, err := tx.queries.UpdatePractitioner(ctx, dbsqlc.UpdatePractitionerParams{
		ClinicID: tx.clinicID, ID: practitioner.ID, Name: practitioner.Name, Specialty: specialty,
		Languages: textsOf(practitioner.Languages), DailyCap: int32(practitioner.DailyCap), //nolint:gosec // a CHECK bounds it
		OverbookingCapacity: int16(practitioner.OverbookingCapacity), //nolint:gosec // a CHECK bounds it
	})
	return tx.settingChanged(ctx, "practitioner", changed, err)
}

// UpdateLocation changes a site's name and address; records.CodeNotFound when
// the clinic has no such one.
func (tx *Tx) UpdateLocation(ctx context.Context, location records.Location) error {
	changed, err := tx.queries.UpdateLocation(ctx, dbsqlc.UpdateLocationParams{
		ClinicID: tx.clinicID, ID: location.ID, Name: location.Name, Address: location.Address,
	})
	return tx.settingChanged(ctx, "location", changed, err)
}

// DeleteAvailability takes a rule away; records.CodeNotFound when the clinic
// has no such one. What is booked stays booked.
func (tx *Tx) DeleteAvailability(ctx context.Context, ruleID uuid.UUID) error {
	changed, err := tx.queries.DeleteAvailability(ctx, dbsqlc.DeleteAvailabilityParams{ClinicID: tx.clinicID, ID: ruleID})
	return tx.settingChanged(ctx, "availability", changed, err)
}

// UpdateAppointmentType changes a type's rules: its times, caps, fees and
// limits, and what to do before a visit. Its names and who offers it stay.
// records.CodeNotFound when the clinic has no such one.
func (tx *Tx) UpdateAppointmentType(ctx context.Context, kind records.AppointmentType) error {
	preparation, err := json.Marshal(kind.Preparation)
	if err != nil {
		return fmt.Errorf("encode preparation: %w", err)
	}
	changed, err := tx.queries.UpdateAppointmentType(ctx, dbsqlc.UpdateAppointmentTypeParams{
		ClinicID: tx.clinicID, ID: kind.ID, DurationMinutes: minutes(kind.Duration), BufferBeforeMinutes: minutes(kind.BufferBefore),
		BufferAfterMinutes: minutes(kind.BufferAfter), LeadTimeMinutes: minutes(kind.LeadTime), HorizonDays: minutes(kind.Horizon) / (24 * 60),
		SlotStepMinutes: minutes(kind.SlotStep), BookableByChat: kind.BookableByChat,
		Capacity: int16(max(kind.Capacity, 1)), Modality: string(kind.Modality), //nolint:gosec // a CHECK bounds it
		DailyCap:            int32(kind.DailyCap), //nolint:gosec // a CHECK bounds it
		CancelNoticeMinutes: minutes(kind.CancelNotice), LateCancelFee: kind.LateCancelFee, NoShowFee: kind.NoShowFee,
		MoveLimit:             int16(kind.MoveLimit), //nolint:gosec // a CHECK bounds it
		WaitlistNoticeMinutes: minutes(kind.WaitlistNotice), Preparation: preparation,
	})
	return tx.settingChanged(ctx, "appointment type", changed, err)
}

// settingChanged ends a change of one row of the settings.
func (tx *Tx) settingChanged(ctx context.Context, what string, changed int64, err error) error {
	if err != nil {
		return coded(err)
	}
	if changed == 0 {
		return records.NotFound(what)
	}
	return tx.settingsChanged(ctx)
}
