package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// grant answers what the engine asks for, inside the turn's transaction.
func (t *turn) grant(ctx context.Context, request conversations.Request) (conversations.Event, error) {
	switch request := request.(type) {
	case conversations.FindSlots:
		slots, err := t.view.findSlots(ctx, t.tx, request.Search, t.now)
		return conversations.SlotsFound{Slots: slots}, err
	case conversations.HoldSlot:
		return t.hold(ctx, request)
	case conversations.BookAppointment:
		return t.book(ctx, request)
	case conversations.FindAppointments:
		return t.findAppointments(ctx, request)
	case conversations.FindMissed:
		return t.findMissed(ctx, request)
	case conversations.CancelAppointment:
		return t.cancel(ctx, request)
	case conversations.MoveAppointment:
		return t.move(ctx, request)
	case conversations.ConfirmAppointment:
		return t.confirm(ctx, request)
	case conversations.AcceptOffer:
		return t.acceptOffer(ctx, request)
	case conversations.DeclineOffer:
		return t.declineOffer(ctx, request)
	case conversations.RegisterPatient:
		return t.register(ctx, request)
	case conversations.FindVisits:
		return t.findVisits(ctx, request)
	case conversations.CheckIn:
		return t.checkIn(ctx, request)
	case conversations.MakeCalendarLink:
		return t.calendarLink(ctx, request)
	case conversations.CheckIdentity:
		return t.checkIdentity(ctx, request)
	case conversations.AskEmail:
		return t.askEmail(ctx, request)
	case conversations.FindGranted:
		return t.findGranted(ctx, request)
	case conversations.FindInvoices:
		return t.findInvoices(ctx, request)
	case conversations.FindPayment:
		return t.findPayment(ctx, request)
	case conversations.JoinWaitlist:
		return t.joinWaitlist(ctx, request)
	case conversations.ListWaitlist:
		return t.listWaitlist(ctx, request)
	case conversations.LeaveWaitlist:
		return t.leaveWaitlist(ctx, request)
	case conversations.ReportLate:
		return t.reportLate(ctx, request)
	case conversations.AnswerSurvey:
		return t.answerSurvey(ctx, request)
	case conversations.CountKept:
		return t.countKept(ctx, request)
	default:
		return nil, fmt.Errorf("grant: %w", &records.Error{Code: records.CodeInternal, Message: fmt.Sprintf("unknown request %T", request)})
	}
}

func (t *turn) booking(patientID uuid.UUID) booking {
	return booking{
		tx: t.tx, view: t.view, by: scheduler.Booker{PatientID: patientID}, now: t.now, newID: t.jobs.config.NewID,
		wake: t.jobs.wakeWaitlist, wakeMail: t.jobs.wakeMail,
		agent: postgres.Agent{Kind: "patient", ID: patientID, Channel: string(t.conversation.Kind)},
	}
}

// actsFor guards every change: a conversation can act only for the patients of
// its contact, whatever its state says.
func (t *turn) actsFor(patientID uuid.UUID) bool {
	for _, person := range t.conversation.Persons {
		if person.PatientID == patientID {
			return true
		}
	}
	return false
}

func (t *turn) hold(ctx context.Context, request conversations.HoldSlot) (conversations.Event, error) {
	if !t.actsFor(request.PatientID) {
		return conversations.SlotLost{}, nil
	}
	booking := t.booking(request.PatientID)
	if request.ReplacingID != uuid.Nil {
		if err := t.mayReplace(ctx, request); err != nil {
			event, settled := refused(err)
			if !settled {
				return nil, err
			}
			return event, nil
		}
		booking.by.ReplacingID = request.ReplacingID
	}
	until := t.now.Add(holdFor)
	held, err := t.holdInstead(ctx, booking, request.Slot, until)
	switch _, settled := refused(err); {
	case settled:
		// Taken by others, or no longer allowed (an offer that is days old): what
		// is free instead is the answer to both.
		alternatives, err := t.view.alternatives(ctx, t.tx, request.Slot, booking.by, t.now)
		return conversations.SlotLost{Alternatives: alternatives}, err
	case err != nil:
		return nil, fmt.Errorf("hold: %w", err)
	}
	return conversations.SlotHeld{Appointment: factsOf(held), HoldUntil: until}, nil
}

// holdInstead holds a time in place of what the conversation held before. It
// takes the new time before it lets go of the old one, which it may overlap, so
// that two who swap what they hold don't wait for each other. Only where the old
// hold is of another sort and may stand in the way does that go first.
func (t *turn) holdInstead(ctx context.Context, booking booking, slot scheduler.Slot, until time.Time) (records.Appointment, error) {
	before, err := t.tx.HeldBy(ctx, t.conversation.ID)
	if err != nil {
		return records.Appointment{}, fmt.Errorf("read holds: %w", err)
	}
	held, err := booking.take(ctx, slot, t.conversation.ID, until)
	_, lost := refused(err)
	if err != nil && !lost {
		return held, err
	}
	again := false
	for _, appointmentID := range before {
		if lost && !again {
			apart, err := t.tx.HeldApart(ctx, appointmentID, booking.sharedID(t.conversation.ID))
			if err != nil {
				return records.Appointment{}, fmt.Errorf("read holds: %w", err)
			}
			again = apart
		}
		if err := booking.releaseHold(ctx, appointmentID); err != nil {
			return records.Appointment{}, err
		}
	}
	if again {
		return booking.take(ctx, slot, t.conversation.ID, until)
	}
	return held, err
}

func (t *turn) book(ctx context.Context, request conversations.BookAppointment) (conversations.Event, error) {
	held, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	booked, err := t.booking(held.PatientID).confirm(ctx, request.AppointmentID, request.Version, t.conversation.ID)
	if event, settled := refused(err); settled {
		return event, nil
	}
	if err != nil {
		return nil, err
	}
	t.jobs.observe("appointments", "booked", 1)
	return conversations.AppointmentBooked{Appointment: factsOf(booked)}, nil
}

func (t *turn) cancel(ctx context.Context, request conversations.CancelAppointment) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	if appointment.Status == records.AppointmentCancelled {
		return conversations.ChangeRefused{Reason: conversations.RefusedCancelled}, nil
	}
	booking, reason := t.booking(appointment.PatientID), records.CancelledByPatient
	booking.agreedFee, booking.waived = request.AgreedFee, t.wasAskedToMove(appointment)
	if booking.waived {
		reason = records.CancelledByProvider
	}
	cancelled, err := booking.cancel(ctx, request.AppointmentID, request.Version, reason)
	if event, settled := refused(err); settled {
		return event, nil
	}
	if err != nil {
		return nil, err
	}
	if err := t.settledElsewhere(ctx, appointment, records.OfferDeclined); err != nil {
		return nil, err
	}
	t.jobs.observe("appointments", "cancelled", 1)
	return conversations.AppointmentCancelled{Appointment: factsOf(cancelled)}, nil
}

// mayReplace says whether the patient of a hold may move the appointment that
// it would replace. What that costs is asked when they agree.
func (t *turn) mayReplace(ctx context.Context, request conversations.HoldSlot) error {
	replaced, err := t.tx.Appointment(ctx, request.ReplacingID)
	if err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	if replaced.PatientID != request.PatientID {
		return changedSince()
	}
	booking := t.booking(request.PatientID)
	booking.waived = t.wasAskedToMove(replaced)
	_, err = booking.movable(replaced, replaced.Version, request.Slot)
	if policy, ok := errors.AsType[*changeRefused](err); ok && policy.reason == conversations.RefusedFee {
		return nil
	}
	return err
}

func (t *turn) move(ctx context.Context, request conversations.MoveAppointment) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	booking := t.booking(appointment.PatientID)
	booking.agreedFee, booking.waived = request.AgreedFee, t.wasAskedToMove(appointment)
	moved, moveErr := booking.move(ctx, request.AppointmentID, request.Version, request.Slot)
	event, settled := refused(moveErr)
	if moveErr != nil && !settled {
		return nil, moveErr
	}
	// The hold kept the time from others until here.
	if err := booking.releaseHolds(ctx, t.conversation.ID); err != nil {
		return nil, err
	}
	if settled {
		return event, nil
	}
	if err := t.settledElsewhere(ctx, appointment, records.OfferAccepted); err != nil {
		return nil, err
	}
	t.jobs.observe("appointments", "moved", 1)
	return conversations.AppointmentMoved{Appointment: factsOf(moved)}, nil
}

func (t *turn) confirm(ctx context.Context, request conversations.ConfirmAppointment) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	if appointment.Status == records.AppointmentCancelled {
		return conversations.ChangeRefused{Reason: conversations.RefusedCancelled}, nil
	}
	confirmed, err := t.tx.AnswerAppointment(ctx, request.AppointmentID, request.Version, records.ParticipantAccepted, t.now)
	if event, settled := refused(err); settled {
		return event, nil
	}
	if err != nil {
		return nil, fmt.Errorf("confirm: %w", err)
	}
	return conversations.AppointmentConfirmed{Appointment: factsOf(confirmed)}, nil
}

// own reads an appointment and says whether this contact may act on it.
func (t *turn) own(ctx context.Context, appointmentID uuid.UUID) (records.Appointment, bool, error) {
	appointment, err := t.tx.Appointment(ctx, appointmentID)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.Appointment{}, false, nil
	}
	if err != nil {
		return records.Appointment{}, false, fmt.Errorf("read appointment: %w", err)
	}
	return appointment, t.actsFor(appointment.PatientID), nil
}

// refused turns an error that is part of the conversation into its event.
func refused(err error) (conversations.Event, bool) {
	if lost, ok := errors.AsType[*slotLost](err); ok {
		return conversations.SlotLost{Alternatives: lost.alternatives}, true
	}
	if policy, ok := errors.AsType[*changeRefused](err); ok {
		return conversations.ChangeRefused{Reason: policy.reason, Fee: policy.fee}, true
	}
	switch records.CodeOf(err) {
	case records.CodeConflict, records.CodeInvalid, records.CodeNotFound:
		return conversations.ChangeRefused{}, true
	default:
		return nil, false
	}
}

func (t *turn) findAppointments(ctx context.Context, request conversations.FindAppointments) (conversations.Event, error) {
	var mine []uuid.UUID
	for _, patientID := range request.PatientIDs {
		if t.actsFor(patientID) {
			mine = append(mine, patientID)
		}
	}
	found := conversations.AppointmentsFound{}
	if len(mine) == 0 {
		return found, nil
	}
	appointments, err := t.tx.ComingAppointments(ctx, mine, t.now)
	if err != nil {
		return nil, fmt.Errorf("find appointments: %w", err)
	}
	for _, appointment := range appointments {
		found.Appointments = append(found.Appointments, factsOf(appointment))
	}
	return found, nil
}

func (t *turn) register(ctx context.Context, request conversations.RegisterPatient) (conversations.Event, error) {
	person, reclaimed, err := t.reclaim(ctx, request)
	if err != nil {
		return nil, err
	}
	if !reclaimed {
		if person, err = t.registerNew(ctx, request); err != nil {
			return nil, err
		}
	}
	if err := t.tx.KeepPatientAnswers(ctx, person.PatientID, request.Answers, t.now); err != nil {
		return nil, fmt.Errorf("keep answers: %w", err)
	}
	if err := t.recordConsent(ctx, records.ConsentActive, "register"); err != nil {
		return nil, err
	}
	if state := t.conversation.Contact.State; state == records.ContactUnknown || state == records.ContactStale {
		t.conversation.Contact.State = records.ContactClaimed
	}
	return conversations.PatientRegistered{Person: conversations.Person(person)}, nil
}

// registerNew makes a patient for whom the contact acts from here on.
func (t *turn) registerNew(ctx context.Context, request conversations.RegisterPatient) (postgres.Person, error) {
	patient := records.Patient{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), Name: request.Name, BirthDate: request.BirthDate, Language: request.Language,
		CreatedAt: t.now,
	}
	if err := t.tx.RegisterPatient(ctx, patient, t.conversation.Contact.ID, request.Relationship); err != nil {
		return postgres.Person{}, fmt.Errorf("register: %w", err)
	}
	person := postgres.Person{PatientID: patient.ID, Name: patient.Name, BirthDate: patient.BirthDate, Relationship: request.Relationship}
	t.conversation.Persons = append(t.conversation.Persons, person)
	t.jobs.observe("patients", "registered", 1)
	return person, nil
}
