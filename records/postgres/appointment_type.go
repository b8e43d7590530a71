package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateAppointmentType stores something that can be booked, and who offers it.
func (tx *Tx) CreateAppointmentType(ctx context.Context, kind records.AppointmentType) error {
	name, err := json.Marshal(kind.Name)
	if err != nil {
		return fmt.Errorf("encode name: %w", err)
	}
	synonyms, err := json.Marshal(kind.Synonyms)
	if err != nil {
		return fmt.Errorf("encode synonyms: %w", err)
	}
	preparation, err := json.Marshal(kind.Preparation)
	if err != nil {
		return fmt.Errorf("encode preparation: %w", err)
	}
	resourceKinds := make([]string, len(kind.ResourceKinds))
	for i, resourceKind := range kind.ResourceKinds {
		resourceKinds[i] = string(resourceKind)
	}
	err = tx.queries.InsertAppointmentType(ctx, dbsqlc.InsertAppointmentTypeParams{
		ClinicID: tx.clinicID, ID: kind.ID, Name: name, Synonyms: synonyms,
		DurationMinutes: minutes(kind.Duration), BufferBeforeMinutes: minutes(kind.BufferBefore),
		BufferAfterMinutes: minutes(kind.BufferAfter), LeadTimeMinutes: minutes(kind.LeadTime),
		HorizonDays: minutes(kind.Horizon) / (24 * 60), SlotStepMinutes: minutes(kind.SlotStep),
		BookableByChat: kind.BookableByChat, Preparation: preparation, ResourceKinds: resourceKinds, Active: kind.Active,
		Capacity: int16(max(kind.Capacity, 1)), Modality: string(cmp.Or(kind.Modality, records.ModalityInPerson)), //nolint:gosec // a CHECK bounds it
		DailyCap: int32(kind.DailyCap), CancelNoticeMinutes: minutes(kind.CancelNotice), LateCancelFee: kind.LateCancelFee, //nolint:gosec // a CHECK bounds it
		NoShowFee: kind.NoShowFee, MoveLimit: int16(kind.MoveLimit), WaitlistNoticeMinutes: minutes(kind.WaitlistNotice), //nolint:gosec // a CHECK bounds it
	})
	if err != nil {
		return coded(err)
	}
	err = tx.queries.InsertAppointmentTypePractitioners(ctx, dbsqlc.InsertAppointmentTypePractitionersParams{
		ClinicID: tx.clinicID, AppointmentTypeID: kind.ID, PractitionerIDs: kind.PractitionerIDs,
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// minutes gives a duration in whole minutes, as the schema keeps it.
func minutes(duration time.Duration) int32 {
	return int32(min(duration/time.Minute, 1<<30)) //nolint:gosec // bounded on this line
}

func appointmentTypeOf(row dbsqlc.ListAppointmentTypesRow) (records.AppointmentType, error) {
	kind := records.AppointmentType{
		ID: row.ID, ClinicID: row.ClinicID,
		Duration:     time.Duration(row.DurationMinutes) * time.Minute,
		BufferBefore: time.Duration(row.BufferBeforeMinutes) * time.Minute,
		BufferAfter:  time.Duration(row.BufferAfterMinutes) * time.Minute,
		LeadTime:     time.Duration(row.LeadTimeMinutes) * time.Minute,
		Horizon:      time.Duration(row.HorizonDays) * 24 * time.Hour,
		SlotStep:     time.Duration(row.SlotStepMinutes) * time.Minute,

		BookableByChat: row.BookableByChat, PractitionerIDs: row.PractitionerIDs, Active: row.Active,
		Capacity: int(row.Capacity), Modality: records.Modality(row.Modality), DailyCap: int(row.DailyCap),
		CancelNotice: time.Duration(row.CancelNoticeMinutes) * time.Minute, LateCancelFee: row.LateCancelFee, NoShowFee: row.NoShowFee,
		MoveLimit: int(row.MoveLimit), WaitlistNotice: time.Duration(row.WaitlistNoticeMinutes) * time.Minute,
	}
	for _, resourceKind := range row.ResourceKinds {
		kind.ResourceKinds = append(kind.ResourceKinds, records.ResourceKind(resourceKind))
	}
	if err := json.Unmarshal(row.Name, &kind.Name); err != nil {
		return kind, fmt.Errorf("decode name of an appointment type: %w", err)
	}
	if err := json.Unmarshal(row.Synonyms, &kind.Synonyms); err != nil {
		return kind, fmt.Errorf("decode synonyms of an appointment type: %w", err)
	}
	if err := json.Unmarshal(row.Preparation, &kind.Preparation); err != nil {
		return kind, fmt.Errorf("decode preparation of an appointment type: %w", err)
	}
	return kind, nil
}
