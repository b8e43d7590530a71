package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// reportLate tells staff how late a patient will be, in a task that leads to
// the appointment.
func (t *turn) reportLate(ctx context.Context, request conversations.ReportLate) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil {
		return nil, err
	}
	live := appointment.Status == records.AppointmentBooked && appointment.Version == request.Version
	if !owned || !live || request.By <= 0 || !appointment.End.After(t.now) {
		return conversations.ChangeRefused{}, nil
	}
	err = t.tx.ReportLate(ctx, records.Task{
		ID: t.jobs.config.NewID(), ConversationID: t.conversation.ID, PatientID: appointment.PatientID, MessageID: t.messageID,
		AppointmentID: appointment.ID, AppointmentVersion: appointment.Version, Delay: request.By, CreatedAt: t.now,
	})
	if err != nil {
		return nil, fmt.Errorf("report late: %w", err)
	}
	return conversations.LateReported{Appointment: factsOf(appointment)}, nil
}

// releaseContact takes the address out of the records: it acts for nobody from
// here on. Each patient who loses it is a task and an event of the audit trail.
func (t *turn) releaseContact(ctx context.Context, release conversations.ReleaseContact) error {
	patients, err := t.tx.ReleaseContact(ctx, t.conversation.Contact.ID, t.now)
	if err != nil {
		return fmt.Errorf("release contact: %w", err)
	}
	if err := t.tx.EraseMedia(ctx, t.conversation.ID); err != nil {
		return fmt.Errorf("erase media: %w", err)
	}
	t.conversation.Persons, t.conversation.Contact.State = nil, records.ContactStale
	t.conversation.Reminder, t.conversation.Offer, t.conversation.Survey = nil, nil, nil
	code := records.TaskWrongNumber
	if release.Reason == conversations.ReleasedOnRequest {
		code = records.TaskNumberRemoved
	}
	for _, patientID := range patients {
		// Not of this conversation, which holds one task of a code only.
		err := t.tx.OpenTask(ctx, records.Task{
			ID: t.jobs.config.NewID(), Code: code, Priority: records.PriorityUrgent, PatientID: patientID, MessageID: t.messageID, CreatedAt: t.now,
		})
		if err != nil {
			return fmt.Errorf("open task: %w", err)
		}
		if err := t.audit(ctx, records.AuditDelete, "Contact", t.conversation.Contact.ID, patientID); err != nil {
			return err
		}
	}
	return nil
}

// keepCoverage keeps what a patient says of who pays for them.
func (t *turn) keepCoverage(ctx context.Context, keep conversations.KeepCoverage) error {
	coverage := keep.Coverage
	if !t.actsFor(coverage.PatientID) {
		return nil
	}
	coverage.ID, coverage.ClinicID, coverage.CreatedAt = t.jobs.config.NewID(), t.tx.ClinicID(), t.now
	if err := t.tx.CreateCoverage(ctx, coverage); err != nil {
		return fmt.Errorf("keep coverage: %w", err)
	}
	return t.audit(ctx, records.AuditCreate, "Coverage", coverage.ID, coverage.PatientID)
}

// fileMedia puts photos under a patient.
func (t *turn) fileMedia(ctx context.Context, file conversations.FileMedia) error {
	if !t.actsFor(file.PatientID) {
		return nil
	}
	return t.tx.FileMedia(ctx, t.conversation.ID, file.MessageIDs, file.PatientID, file.Purpose)
}

// countKept counts what is kept of a patient whom the contact has shown to be.
func (t *turn) countKept(ctx context.Context, request conversations.CountKept) (conversations.Event, error) {
	granted, err := t.granted(ctx, records.AccessRecord)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(granted, request.PatientID) {
		return conversations.GrantedFound{}, nil
	}
	kept, err := t.tx.CountKept(ctx, request.PatientID)
	if err != nil {
		return nil, fmt.Errorf("count what is kept: %w", err)
	}
	if err := t.audit(ctx, records.AuditRead, "Patient", request.PatientID, request.PatientID); err != nil {
		return nil, err
	}
	return conversations.KeptCounted{Name: kept.Name, Appointments: kept.Appointments}, nil
}

// audit records what a patient's conversation did with their own records.
func (t *turn) audit(ctx context.Context, action records.AuditAction, kind string, entityID, patientID uuid.UUID) error {
	err := t.tx.Audit(ctx, records.AuditEvent{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), AgentKind: "patient", AgentID: t.conversation.Contact.ID, Action: action,
		EntityKind: kind, EntityID: entityID, PatientID: patientID, RecordedAt: t.now,
	})
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
