package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// ArrivalRequest is a patient who is here: for an appointment, or without one.
type ArrivalRequest struct {
	// AppointmentID is what they came for; zero for a walk-in, and only then the
	// others but Priority are of use.
	AppointmentID uuid.UUID
	PatientID     uuid.UUID
	// AppointmentTypeID is what they want, zero where they did not say.
	AppointmentTypeID uuid.UUID
	// PractitionerID is whom they wait for; zero for the first who is free.
	PractitionerID uuid.UUID
	LocationID     uuid.UUID
	// Priority is routine if empty.
	Priority records.TaskPriority
}

// QueueStep takes a ticket on.
type QueueStep struct {
	TicketID uuid.UUID
	// Version is the one that the caller has seen.
	Version int64
	To      records.QueueStatus
	// PractitionerID is who calls; zero where that is known.
	PractitionerID uuid.UUID
	// Room is where the patient is called to, in few words.
	Room string
}

// QueueFilter says which tickets are wanted.
type QueueFilter struct {
	// Date is the local day; zero is today.
	Date records.LocalDate
	// PractitionerID and LocationID keep what is theirs and what is nobody's in
	// particular; zero keeps all.
	PractitionerID, LocationID uuid.UUID
}

// QueueEntry is a ticket as the desk sees it. Its times are in the clinic's
// zone.
type QueueEntry struct {
	Ticket           records.QueueTicket
	PatientName      string
	PractitionerName string
	// Position in the whole line, from 1; 0 for who does not wait any more.
	Position int
	// Ahead is how many come before them at the same practitioner, and Wait how
	// long it should take, in whole five minutes; both only for who waits.
	Ahead int
	Wait  time.Duration
}

// QueueDay is a day's queue.
type QueueDay struct {
	Date     records.LocalDate
	TimeZone string
	// Entries are who was called or is being seen, then who waits, in order, then
	// who has been seen or has left.
	Entries []QueueEntry
}

// room gives the waiting room of a day.
func (w deskWork) room(date records.LocalDate) waitingRoom {
	room := today(w.tx, w.view, staffAgent(w.by), w.now, w.newID)
	room.wake, room.wakeMail = w.wake, w.wakeMail
	if !date.IsZero() {
		room.date = date
	}
	return room
}

// Arrive gives a patient who is here a number. Who has one already keeps it.
func (d *Desk) Arrive(ctx context.Context, by Principal, request ArrivalRequest) (QueueEntry, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (QueueEntry, touched, error) {
		ticketID, arrived, err := w.arrive(ctx, request)
		if err != nil {
			return QueueEntry{}, touched{}, err
		}
		action := records.AuditRead
		if arrived {
			action = records.AuditCreate
		}
		return d.queued(ctx, w, action, records.LocalDate{}, ticketID)
	})
}

func (w deskWork) arrive(ctx context.Context, request ArrivalRequest) (uuid.UUID, bool, error) {
	if request.Priority == "" {
		request.Priority = records.PriorityRoutine
	}
	if request.AppointmentID != uuid.Nil {
		if request.PatientID != uuid.Nil || request.AppointmentTypeID != uuid.Nil || request.PractitionerID != uuid.Nil || request.LocationID != uuid.Nil {
			return uuid.Nil, false, records.Invalid("appointmentId", "an appointment says by itself who comes, for what, to whom and where")
		}
		ticketID, arrived, err := w.room(records.LocalDate{}).arriveForVisit(ctx, request.AppointmentID, request.Priority)
		if records.CodeOf(err) == records.CodeNotFound {
			return uuid.Nil, false, records.Invalid("appointmentId", "this clinic has no such appointment")
		}
		return ticketID, arrived, err
	}
	if err := w.checkWalkIn(ctx, request); err != nil {
		return uuid.Nil, false, err
	}
	return w.room(records.LocalDate{}).arriveWalkIn(ctx, walkIn{
		patientID: request.PatientID, appointmentTypeID: request.AppointmentTypeID, practitionerID: request.PractitionerID,
		locationID: request.LocationID, priority: request.Priority,
	})
}

func (w deskWork) checkWalkIn(ctx context.Context, request ArrivalRequest) error {
	if request.PatientID == uuid.Nil {
		return records.Invalid("patientId", "name the appointment or the patient who is here")
	}
	if _, err := w.patient(ctx, request.PatientID); err != nil {
		return err
	}
	if request.AppointmentTypeID != uuid.Nil {
		if err := w.checkOffer(request.AppointmentTypeID, request.PractitionerID); err != nil {
			return err
		}
	}
	if err := w.checkPractitioner(request.PractitionerID); err != nil {
		return err
	}
	return w.checkLocation(request.LocationID)
}

// checkPractitioner says whether a practitioner that a request names is the
// clinic's; the zero UUID is nobody in particular.
func (w deskWork) checkPractitioner(practitionerID uuid.UUID) error {
	if practitionerID == uuid.Nil || w.practitionerName(practitionerID) != "" {
		return nil
	}
	return records.Invalid("practitionerId", "this clinic has no such practitioner")
}

// checkLocation does so for a site.
func (w deskWork) checkLocation(locationID uuid.UUID) error {
	known := slices.ContainsFunc(w.view.schedule.Locations, func(location records.Location) bool { return location.ID == locationID })
	if locationID == uuid.Nil || known {
		return nil
	}
	return records.Invalid("locationId", "this clinic has no such location")
}

// StepQueue takes a ticket at the version that the caller has seen to another
// status, and its appointment along: *VersionMoved when it has changed since,
// records.CodeConflict when its status does not allow it.
func (d *Desk) StepQueue(ctx context.Context, by Principal, step QueueStep) (QueueEntry, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (QueueEntry, touched, error) {
		if err := w.checkPractitioner(step.PractitionerID); err != nil {
			return QueueEntry{}, touched{}, err
		}
		queued, err := w.tx.QueueTicket(ctx, step.TicketID)
		if records.CodeOf(err) == records.CodeNotFound {
			return QueueEntry{}, touched{}, records.NotFound("ticket")
		}
		if err != nil {
			return QueueEntry{}, touched{}, fmt.Errorf("read ticket: %w", err)
		}
		changed, err := w.step(ctx, queued.Ticket.Date, step)
		if err != nil {
			return QueueEntry{}, touched{}, err
		}
		return d.queued(ctx, w, records.AuditUpdate, changed.Date, changed.ID)
	})
}

// step changes a ticket and what follows from it.
func (w deskWork) step(ctx context.Context, date records.LocalDate, step QueueStep) (records.QueueTicket, error) {
	if err := w.tx.LockQueueDay(ctx, date); err != nil {
		return records.QueueTicket{}, fmt.Errorf("lock the queue: %w", err)
	}
	present, err := w.tx.QueueTicket(ctx, step.TicketID) // as it is under the lock
	if err != nil {
		return records.QueueTicket{}, fmt.Errorf("read ticket: %w", err)
	}
	ticket := present.Ticket
	allowed := scheduler.QueueStatusesBefore(step.To)
	switch {
	case ticket.Version != step.Version:
		return records.QueueTicket{}, &VersionMoved{What: "ticket"}
	case !slices.Contains(allowed, ticket.Status):
		return records.QueueTicket{}, &records.Error{
			Code: records.CodeConflict, Message: fmt.Sprintf("a ticket that is %s can't become %s", ticket.Status, step.To),
		}
	case step.To == records.QueueInProgress && ticket.PractitionerID == uuid.Nil && step.PractitionerID == uuid.Nil:
		return records.QueueTicket{}, records.Invalid("practitionerId", "say who sees the patient: nobody has called them by name")
	}
	changed, err := w.tx.ChangeQueueTicket(ctx, ticket.ID, step.Version, allowed, postgres.QueueChange{
		To: step.To, PractitionerID: step.PractitionerID, Room: strings.TrimSpace(step.Room),
	}, w.now)
	if err != nil {
		return records.QueueTicket{}, fmt.Errorf("change ticket: %w", err)
	}
	return changed.Ticket, w.room(date).follow(ctx, changed.Ticket)
}

// CallNext calls the next patient for a practitioner: the first in the order
// who waits for them or for whoever is free. records.CodeNotFound when nobody
// does, records.CodeConflict while one whom they called has not come in.
func (d *Desk) CallNext(ctx context.Context, by Principal, practitionerID uuid.UUID, room string) (QueueEntry, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (QueueEntry, touched, error) {
		if err := w.checkPractitioner(practitionerID); err != nil {
			return QueueEntry{}, touched{}, err
		}
		waiting := w.room(records.LocalDate{})
		if err := w.tx.LockQueueDay(ctx, waiting.date); err != nil {
			return QueueEntry{}, touched{}, fmt.Errorf("lock the queue: %w", err)
		}
		queue, err := waiting.read(ctx)
		if err != nil {
			return QueueEntry{}, touched{}, err
		}
		next, err := nextFor(queue, waiting.server(practitionerID))
		if err != nil {
			return QueueEntry{}, touched{}, err
		}
		changed, err := w.step(ctx, waiting.date, QueueStep{
			TicketID: next.ID, Version: next.Version, To: records.QueueCalled, PractitionerID: practitionerID, Room: room,
		})
		if err != nil {
			return QueueEntry{}, touched{}, err
		}
		return d.queued(ctx, w, records.AuditUpdate, changed.Date, changed.ID)
	})
}

func nextFor(queue line, server scheduler.QueueServer) (records.QueueTicket, error) {
	for _, queued := range queue.patients {
		if queued.Ticket.Status == records.QueueCalled && queued.Ticket.PractitionerID == server.PractitionerID {
			return records.QueueTicket{}, &records.Error{Code: records.CodeConflict, Message: fmt.Sprintf(
				"number %d was called and has not come in; start, return or leave that one first", queued.Ticket.Number)}
		}
	}
	next, found := scheduler.DefaultQueuePolicy().Next(ticketsOf(queue.patients), server)
	if !found {
		return records.QueueTicket{}, &records.Error{Code: records.CodeNotFound, Message: "nobody waits for this practitioner"}
	}
	return next, nil
}

// server is a practitioner who calls, at work by the rules or not.
func (w waitingRoom) server(practitionerID uuid.UUID) scheduler.QueueServer {
	for _, server := range w.servers() {
		if server.PractitionerID == practitionerID {
			return server
		}
	}
	server := scheduler.QueueServer{PractitionerID: practitionerID}
	for _, kind := range w.view.schedule.Types {
		if slices.Contains(kind.PractitionerIDs, practitionerID) {
			server.AppointmentTypeIDs = append(server.AppointmentTypeIDs, kind.ID)
		}
	}
	return server
}

// queued reads a ticket after a change, and leaves to the workers to tell
// whoever is next now.
func (d *Desk) queued(ctx context.Context, w deskWork, action records.AuditAction, date records.LocalDate, ticketID uuid.UUID,
) (QueueEntry, touched, error) {
	room := w.room(date)
	queue, err := room.read(ctx)
	if err != nil {
		return QueueEntry{}, touched{}, err
	}
	for _, entry := range w.entries(queue) {
		if entry.Ticket.ID != ticketID {
			continue
		}
		seen := touched{action: action, kind: "QueueTicket", id: ticketID, patientID: entry.Ticket.PatientID}
		return entry, seen, d.leaveTo(ctx, w.tx, QueueNoticeArgs{ClinicID: w.by.ClinicID, Date: room.date.String()})
	}
	return QueueEntry{}, touched{}, records.NotFound("ticket")
}

// Queue lists a day's queue.
func (d *Desk) Queue(ctx context.Context, by Principal, filter QueueFilter) (QueueDay, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (QueueDay, touched, error) {
		if err := w.checkPractitioner(filter.PractitionerID); err != nil {
			return QueueDay{}, touched{}, err
		}
		if err := w.checkLocation(filter.LocationID); err != nil {
			return QueueDay{}, touched{}, err
		}
		room := w.room(filter.Date)
		queue, err := room.read(ctx)
		if err != nil {
			return QueueDay{}, touched{}, err
		}
		day := QueueDay{Date: room.date, TimeZone: w.view.clinic.TimeZone}
		for _, entry := range w.entries(queue) {
			if concerns(entry.Ticket.PractitionerID, filter.PractitionerID) && concerns(entry.Ticket.LocationID, filter.LocationID) {
				day.Entries = append(day.Entries, entry)
			}
		}
		return day, touched{action: records.AuditRead, kind: "QueueTicket"}, nil
	})
}

// concerns says whether what belongs to somebody, or to nobody in particular,
// is among what is wanted.
func concerns(owner, wanted uuid.UUID) bool {
	return wanted == uuid.Nil || owner == uuid.Nil || owner == wanted
}

// entries gives the whole queue, in the order of QueueDay.
func (w deskWork) entries(queue line) []QueueEntry {
	byID := make(map[uuid.UUID]postgres.QueuedPatient, len(queue.patients))
	var up, over []QueueEntry
	for _, queued := range queue.patients {
		byID[queued.Ticket.ID] = queued
		switch queued.Ticket.Status {
		case records.QueueCalled, records.QueueInProgress:
			up = append(up, w.entry(queued))
		case records.QueueFinished, records.QueueLeft:
			over = append(over, w.entry(queued))
		case records.QueueWaiting:
		}
	}
	slices.SortStableFunc(up, func(a, b QueueEntry) int { return a.Ticket.CalledAt.Compare(b.Ticket.CalledAt) })
	entries := up
	for i, ticketID := range queue.waiting {
		entry, place := w.entry(byID[ticketID]), queue.places[ticketID]
		entry.Position, entry.Ahead, entry.Wait = i+1, place.Ahead, scheduler.RoundWait(place.Wait)
		entries = append(entries, entry)
	}
	return append(entries, over...)
}

// entry adds the names and puts the times into the clinic's zone.
func (w deskWork) entry(queued postgres.QueuedPatient) QueueEntry {
	ticket := queued.Ticket
	for _, instant := range []*time.Time{&ticket.DueAt, &ticket.ArrivedAt, &ticket.ToldAt, &ticket.CalledAt, &ticket.StartedAt, &ticket.EndedAt} {
		if !instant.IsZero() {
			*instant = instant.In(w.view.zone)
		}
	}
	return QueueEntry{Ticket: ticket, PatientName: queued.PatientName, PractitionerName: w.practitionerName(ticket.PractitionerID)}
}
