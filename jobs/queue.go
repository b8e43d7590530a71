package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// walkInLength is what a visit is taken to last where nobody said what for.
const walkInLength = 15 * time.Minute

// waitingRoom is a clinic's queue of one local day, in one transaction.
type waitingRoom struct {
	tx    *postgres.Tx
	view  *clinicView
	agent postgres.Agent
	now   time.Time
	newID func() uuid.UUID
	date  records.LocalDate
	// wake has the time of who leaves early offered; see booking.
	wake func(ctx context.Context, tx *postgres.Tx) error
	// wakeMail has the receipt of that written; see booking.
	wakeMail func(ctx context.Context, tx *postgres.Tx) error
}

// today gives the waiting room of the day on which the transaction runs.
func today(tx *postgres.Tx, view *clinicView, agent postgres.Agent, now time.Time, newID func() uuid.UUID) waitingRoom {
	return waitingRoom{tx: tx, view: view, agent: agent, now: now, newID: newID, date: records.LocalDateOf(now, view.zone)}
}

// line is the queue as it is, and what of it is reckoned.
type line struct {
	patients []postgres.QueuedPatient
	places   map[uuid.UUID]scheduler.QueuePlace
	// waiting are the ids of those who wait, in order.
	waiting []uuid.UUID
}

// read reads the day's queue and reckons everybody's place and wait.
func (w waitingRoom) read(ctx context.Context) (line, error) {
	patients, err := w.tx.QueueTickets(ctx, w.date)
	if err != nil {
		return line{}, fmt.Errorf("read the queue: %w", err)
	}
	read := line{patients: patients, places: make(map[uuid.UUID]scheduler.QueuePlace)}
	tickets := ticketsOf(patients)
	for _, place := range scheduler.DefaultQueuePolicy().Places(tickets, w.servers(), lengths(tickets), w.now) {
		read.places[place.Ticket.ID] = place
		read.waiting = append(read.waiting, place.Ticket.ID)
	}
	return read, nil
}

func ticketsOf(patients []postgres.QueuedPatient) []records.QueueTicket {
	tickets := make([]records.QueueTicket, len(patients))
	for i, queued := range patients {
		tickets[i] = queued.Ticket
	}
	return tickets
}

// servers are the practitioners who work now.
func (w waitingRoom) servers() []scheduler.QueueServer {
	return scheduler.OnDuty(w.view.rules, w.now)
}

// lengths says how long visits last: as today's of the type did, where there
// were enough, else as planned.
func lengths(tickets []records.QueueTicket) func(records.QueueTicket) time.Duration {
	ended := make(map[uuid.UUID][]time.Duration)
	for _, ticket := range tickets {
		if ticket.Status == records.QueueFinished && ticket.AppointmentTypeID != uuid.Nil {
			ended[ticket.AppointmentTypeID] = append(ended[ticket.AppointmentTypeID], ticket.EndedAt.Sub(ticket.StartedAt))
		}
	}
	medians := make(map[uuid.UUID]time.Duration)
	for typeID, lasted := range ended {
		if median, enough := scheduler.MedianLength(lasted); enough {
			medians[typeID] = median
		}
	}
	return func(ticket records.QueueTicket) time.Duration {
		if median, known := medians[ticket.AppointmentTypeID]; known {
			return median
		}
		return ticket.Expected
	}
}

// find gives the live ticket that fits, if there is one.
func (l line) find(fits func(records.QueueTicket) bool) (postgres.QueuedPatient, bool) {
	for _, queued := range l.patients {
		switch queued.Ticket.Status {
		case records.QueueWaiting, records.QueueCalled, records.QueueInProgress:
			if fits(queued.Ticket) {
				return queued, true
			}
		case records.QueueFinished, records.QueueLeft:
		}
	}
	return postgres.QueuedPatient{}, false
}

// arriveForVisit gives the patient of an appointment a ticket and marks the
// appointment as arrived. Who has a live ticket for it keeps that one; arrived
// is false then. An appointment of another day, or whose status does not allow
// it, is records.CodeConflict.
func (w waitingRoom) arriveForVisit(ctx context.Context, appointmentID uuid.UUID, priority records.TaskPriority) (ticketID uuid.UUID, arrived bool,
	err error,
) {
	if err := w.tx.LockQueueDay(ctx, w.date); err != nil {
		return uuid.Nil, false, fmt.Errorf("lock the queue: %w", err)
	}
	appointment, err := w.tx.Appointment(ctx, appointmentID)
	if err != nil {
		return uuid.Nil, false, err
	}
	queue, err := w.read(ctx)
	if err != nil {
		return uuid.Nil, false, err
	}
	here, found := queue.find(func(ticket records.QueueTicket) bool { return ticket.AppointmentID == appointmentID })
	if found {
		return here.Ticket.ID, false, nil
	}
	if records.LocalDateOf(appointment.Start, w.view.zone) != w.date {
		return uuid.Nil, false, &records.Error{Code: records.CodeConflict, Message: "the appointment is not today"}
	}
	if _, err := w.visit().mark(ctx, appointmentID, appointment.Version, records.AppointmentArrived); err != nil {
		if records.CodeOf(err) == records.CodeSlotTaken {
			err = &records.Error{
				Code: records.CodeConflict, Err: err,
				Message: "their time was given to somebody else; give them a number without the appointment",
			}
		}
		return uuid.Nil, false, fmt.Errorf("arrive: %w", err)
	}
	ticket, err := w.tx.CreateQueueTicket(ctx, records.QueueTicket{
		ID: w.newID(), Date: w.date, PatientID: appointment.PatientID, AppointmentID: appointment.ID,
		AppointmentTypeID: appointment.AppointmentTypeID, PractitionerID: appointment.PractitionerID, LocationID: appointment.LocationID,
		Priority: priority, DueAt: appointment.Start, Expected: appointment.End.Sub(appointment.Start), ArrivedAt: w.now,
	})
	return ticket.ID, err == nil, err
}

// walkIn is somebody who came without an appointment.
type walkIn struct {
	patientID, appointmentTypeID, practitionerID, locationID uuid.UUID
	priority                                                 records.TaskPriority
}

// arriveWalkIn gives a patient without an appointment a ticket. Who has a live
// one without an appointment keeps it; arrived is false then.
func (w waitingRoom) arriveWalkIn(ctx context.Context, patient walkIn) (ticketID uuid.UUID, arrived bool, err error) {
	if err := w.tx.LockQueueDay(ctx, w.date); err != nil {
		return uuid.Nil, false, fmt.Errorf("lock the queue: %w", err)
	}
	queue, err := w.read(ctx)
	if err != nil {
		return uuid.Nil, false, err
	}
	here, found := queue.find(func(ticket records.QueueTicket) bool {
		return ticket.PatientID == patient.patientID && ticket.AppointmentID == uuid.Nil
	})
	if found {
		return here.Ticket.ID, false, nil
	}
	expected := walkInLength
	if kind, known := w.view.types[patient.appointmentTypeID]; known {
		expected = kind.Duration
	}
	ticket, err := w.tx.CreateQueueTicket(ctx, records.QueueTicket{
		ID: w.newID(), Date: w.date, PatientID: patient.patientID, AppointmentTypeID: patient.appointmentTypeID,
		PractitionerID: patient.practitionerID, LocationID: patient.locationID, Priority: patient.priority, DueAt: w.now,
		Expected: expected, ArrivedAt: w.now,
	})
	return ticket.ID, err == nil, err
}

// follow takes the appointment of a ticket along with it. One that was changed
// elsewhere, so that its status does not allow it, stays as it is: the queue
// says who sits where, and staff correct the rest.
func (w waitingRoom) follow(ctx context.Context, ticket records.QueueTicket) error {
	if ticket.AppointmentID == uuid.Nil {
		return nil
	}
	to, follows := map[records.QueueStatus]records.AppointmentStatus{
		records.QueueInProgress: records.AppointmentCheckedIn,
		records.QueueFinished:   records.AppointmentFulfilled,
		records.QueueLeft:       records.AppointmentCancelled,
	}[ticket.Status]
	if !follows {
		return nil
	}
	if to == records.AppointmentCancelled {
		return w.leave(ctx, ticket)
	}
	appointment, err := w.tx.Appointment(ctx, ticket.AppointmentID)
	if err != nil {
		return err
	}
	_, err = w.visit().mark(ctx, appointment.ID, appointment.Version, to)
	if records.CodeOf(err) == records.CodeConflict {
		return nil
	}
	return err
}

// visit changes the appointment behind a ticket.
func (w waitingRoom) visit() booking {
	return booking{tx: w.tx, view: w.view, agent: w.agent, now: w.now, newID: w.newID, wake: w.wake, wakeMail: w.wakeMail}
}

// leave cancels the appointment of a patient who went without being seen. That
// is not the patient's cancellation, which might cost them a fee.
func (w waitingRoom) leave(ctx context.Context, ticket records.QueueTicket) error {
	appointment, err := w.tx.Appointment(ctx, ticket.AppointmentID)
	if err != nil {
		return err
	}
	leaving := w.visit()
	leaving.waived = true
	leaving.agent.Reason = "left without being seen"
	_, err = leaving.cancel(ctx, appointment.ID, appointment.Version, records.CancelledOther)
	if records.CodeOf(err) == records.CodeConflict {
		return nil
	}
	return err
}
