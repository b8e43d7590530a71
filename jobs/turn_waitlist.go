package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// joinWaitlist puts a patient on the wait-list. If they have an appointment of
// the type, the wish is for an earlier one in its place.
func (t *turn) joinWaitlist(ctx context.Context, request conversations.JoinWaitlist) (conversations.Event, error) {
	entry := request.Entry
	kind, offered := t.view.types[entry.AppointmentTypeID]
	if !t.actsFor(entry.PatientID) || !offered || !kind.Active || !kind.BookableByChat ||
		entry.PractitionerID != uuid.Nil && !slices.Contains(kind.PractitionerIDs, entry.PractitionerID) {
		return conversations.ChangeRefused{}, nil
	}
	entry.ID, entry.ClinicID, entry.ConversationID, entry.CreatedAt = t.jobs.config.NewID(), t.tx.ClinicID(), t.conversation.ID, t.now
	entry.Notice, entry.Priority = kind.WaitlistNotice, records.PriorityRoutine
	coming, err := t.tx.ComingAppointments(ctx, []uuid.UUID{entry.PatientID}, t.now)
	if err != nil {
		return nil, fmt.Errorf("join the wait-list: %w", err)
	}
	replaced, replaces := ofType(coming, entry.AppointmentTypeID)
	entry.AppointmentID = replaced.ID
	entry.ExpiresAt = scheduler.WishUntil(entry.Windows, replaced.Start, t.now)
	if !t.now.Before(entry.ExpiresAt) {
		return conversations.ChangeRefused{}, nil
	}
	if entry, err = t.tx.JoinWaitlist(ctx, entry); err != nil {
		return nil, fmt.Errorf("join the wait-list: %w", err)
	}
	t.jobs.observe("waitlist", "joined", 1)
	joined := conversations.WaitlistJoined{Entry: waitlistFacts(entry)}
	if replaces {
		facts := factsOf(replaced)
		joined.Replaces = &facts
	}
	return joined, nil
}

// ofType gives the first appointment of a type.
func ofType(appointments []records.Appointment, typeID uuid.UUID) (records.Appointment, bool) {
	for _, appointment := range appointments {
		if appointment.AppointmentTypeID == typeID {
			return appointment, true
		}
	}
	return records.Appointment{}, false
}

// listWaitlist gives what the patients of this contact wait for.
func (t *turn) listWaitlist(ctx context.Context, request conversations.ListWaitlist) (conversations.Event, error) {
	mine := slices.DeleteFunc(slices.Clone(request.PatientIDs), func(patientID uuid.UUID) bool { return !t.actsFor(patientID) })
	found := conversations.WaitlistFound{}
	if len(mine) == 0 {
		return found, nil
	}
	entries, err := t.tx.WishesOfPatients(ctx, mine)
	if err != nil {
		return nil, fmt.Errorf("list the wait-list: %w", err)
	}
	for _, entry := range entries {
		found.Entries = append(found.Entries, waitlistFacts(entry))
	}
	return found, nil
}

// leaveWaitlist ends a wish of a patient of this contact.
func (t *turn) leaveWaitlist(ctx context.Context, request conversations.LeaveWaitlist) (conversations.Event, error) {
	entry, err := t.tx.WaitlistEntry(ctx, request.EntryID)
	if records.CodeOf(err) == records.CodeNotFound || err == nil && !t.actsFor(entry.PatientID) {
		return conversations.ChangeRefused{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("leave the wait-list: %w", err)
	}
	ended, err := t.tx.EndWaitlistEntry(ctx, entry.ID, records.WaitlistCancelled, t.now)
	if err != nil {
		return nil, fmt.Errorf("leave the wait-list: %w", err)
	}
	if !ended {
		return conversations.ChangeRefused{}, nil
	}
	t.jobs.observe("waitlist", "left", 1)
	return conversations.WaitlistLeft{Entry: waitlistFacts(entry)}, nil
}

// endWishes ends every wish of patients of this contact that would be asked about
// here; one that was made from another telephone stays.
func (t *turn) endWishes(ctx context.Context, effect conversations.EndWishes) error {
	mine := slices.DeleteFunc(slices.Clone(effect.PatientIDs), func(patientID uuid.UUID) bool { return !t.actsFor(patientID) })
	if len(mine) == 0 {
		return nil
	}
	entries, err := t.tx.WishesOfPatients(ctx, mine)
	if err != nil {
		return fmt.Errorf("end wishes: %w", err)
	}
	for _, entry := range entries {
		if entry.ConversationID != uuid.Nil && entry.ConversationID != t.conversation.ID {
			continue
		}
		if _, err := t.leaveWaitlist(ctx, conversations.LeaveWaitlist{EntryID: entry.ID}); err != nil {
			return err
		}
	}
	return nil
}

func waitlistFacts(entry records.WaitlistEntry) conversations.WaitlistFacts {
	return conversations.WaitlistFacts{
		EntryID: entry.ID, PatientID: entry.PatientID, AppointmentTypeID: entry.AppointmentTypeID, PractitionerID: entry.PractitionerID,
		CreatedAt: entry.CreatedAt,
	}
}
