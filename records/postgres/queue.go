package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// QueuedPatient is a ticket with its patient's name.
type QueuedPatient struct {
	Ticket      records.QueueTicket
	PatientName string
}

// LockQueueDay lets one transaction at a time change a local day's queue, until
// its commit. Whoever locks conversations as well does that first.
func (tx *Tx) LockQueueDay(ctx context.Context, date records.LocalDate) error {
	return coded(tx.queries.LockQueueDay(ctx, dbsqlc.LockQueueDayParams{ClinicID: tx.clinicID, Date: dateOf(date)}))
}

// CreateQueueTicket stores a waiting patient's ticket and gives it with the
// day's next number: numbers begin at 1 and have no gaps, whoever else arrives
// at the same moment.
func (tx *Tx) CreateQueueTicket(ctx context.Context, ticket records.QueueTicket) (records.QueueTicket, error) {
	number, err := tx.queries.InsertQueueTicket(ctx, dbsqlc.InsertQueueTicketParams{
		ClinicID: tx.clinicID, ID: ticket.ID, Date: dateOf(ticket.Date), PatientID: ticket.PatientID,
		AppointmentID: nullable(ticket.AppointmentID), AppointmentTypeID: nullable(ticket.AppointmentTypeID),
		PractitionerID: nullable(ticket.PractitionerID), LocationID: nullable(ticket.LocationID), Priority: string(ticket.Priority),
		DueAt: ticket.DueAt, ExpectedMinutes: max(minutes(ticket.Expected), 1), ArrivedAt: ticket.ArrivedAt, ToldAt: instant(ticket.ToldAt),
	})
	if err != nil {
		return records.QueueTicket{}, coded(err)
	}
	ticket.ClinicID, ticket.Number, ticket.Status, ticket.Version = tx.clinicID, int(number), records.QueueWaiting, 1
	return ticket, nil
}

// QueueTickets lists a local day's tickets by number, those that have ended
// included.
func (tx *Tx) QueueTickets(ctx context.Context, date records.LocalDate) ([]QueuedPatient, error) {
	rows, err := tx.queries.ListQueueTickets(ctx, dbsqlc.ListQueueTicketsParams{ClinicID: tx.clinicID, Date: dateOf(date)})
	if err != nil {
		return nil, coded(err)
	}
	tickets := make([]QueuedPatient, len(rows))
	for i, row := range rows {
		tickets[i] = QueuedPatient{Ticket: ticketOf(row.QueueTicket), PatientName: row.PatientName}
	}
	return tickets, nil
}

// QueueTicket reads one ticket; records.CodeNotFound when the clinic has no
// such one.
func (tx *Tx) QueueTicket(ctx context.Context, ticketID uuid.UUID) (QueuedPatient, error) {
	row, err := tx.queries.GetQueueTicket(ctx, dbsqlc.GetQueueTicketParams{ClinicID: tx.clinicID, ID: ticketID})
	if err != nil {
		return QueuedPatient{}, coded(err)
	}
	return QueuedPatient{Ticket: ticketOf(row.QueueTicket), PatientName: row.PatientName}, nil
}

// QueueChange is a step of a ticket.
type QueueChange struct {
	To records.QueueStatus
	// PractitionerID is who calls; zero leaves who was to see them.
	PractitionerID uuid.UUID
	// Room is where they are called to.
	Room string
}

// ChangeQueueTicket takes a ticket at this version to another status if its
// present one allows it; otherwise records.CodeConflict.
func (tx *Tx) ChangeQueueTicket(ctx context.Context, ticketID uuid.UUID, version int64, allowed []records.QueueStatus, change QueueChange,
	now time.Time,
) (QueuedPatient, error) {
	from := make([]string, len(allowed))
	for i, status := range allowed {
		from[i] = string(status)
	}
	changed, err := tx.queries.ChangeQueueTicket(ctx, dbsqlc.ChangeQueueTicketParams{
		ClinicID: tx.clinicID, ID: ticketID, Version: version, Status: string(change.To), PractitionerID: nullable(change.PractitionerID),
		Room: change.Room, Now: now, Allowed: from,
	})
	if err != nil {
		return QueuedPatient{}, coded(err)
	}
	if changed == 0 {
		return QueuedPatient{}, &records.Error{Code: records.CodeConflict, Message: "the ticket has changed since; look again"}
	}
	return tx.QueueTicket(ctx, ticketID)
}

// MarkQueueTold notes that patients are told to be next, and gives those who
// had not been told before and still are to come.
func (tx *Tx) MarkQueueTold(ctx context.Context, ticketIDs []uuid.UUID, now time.Time) ([]uuid.UUID, error) {
	told, err := tx.queries.MarkQueueTold(ctx, dbsqlc.MarkQueueToldParams{ClinicID: tx.clinicID, IDs: ticketIDs, Now: now})
	return told, coded(err)
}

// ShareConversations takes what InsertOutbound will need of these
// conversations, ahead of other locks, so that it waits for no turn later.
func (tx *Tx) ShareConversations(ctx context.Context, conversationIDs []uuid.UUID) error {
	return coded(tx.queries.ShareConversations(ctx, dbsqlc.ShareConversationsParams{ClinicID: tx.clinicID, IDs: conversationIDs}))
}

// VisitsToCheckIn lists the appointments of these patients that begin until
// then at the latest and are not over, the soonest first.
func (tx *Tx) VisitsToCheckIn(ctx context.Context, patientIDs []uuid.UUID, until, now time.Time) ([]records.Appointment, error) {
	rows, err := tx.queries.VisitsToCheckIn(ctx, dbsqlc.VisitsToCheckInParams{
		ClinicID: tx.clinicID, PatientIDs: patientIDs, Until: until, Now: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	visits := make([]records.Appointment, len(rows))
	for i, row := range rows {
		visits[i] = appointmentOf(row)
	}
	return visits, nil
}

func ticketOf(row dbsqlc.QueueTicket) records.QueueTicket {
	return records.QueueTicket{
		ID: row.ID, ClinicID: row.ClinicID, Date: localDate(row.Date), Number: int(row.Number), PatientID: row.PatientID,
		AppointmentID: row.AppointmentID.UUID, AppointmentTypeID: row.AppointmentTypeID.UUID, PractitionerID: row.PractitionerID.UUID,
		LocationID: row.LocationID.UUID, Priority: records.TaskPriority(row.Priority), DueAt: row.DueAt.UTC(),
		Expected: time.Duration(row.ExpectedMinutes) * time.Minute, Status: records.QueueStatus(row.Status), ArrivedAt: row.ArrivedAt.UTC(),
		ToldAt: instantOf(row.ToldAt), CalledAt: instantOf(row.CalledAt), StartedAt: instantOf(row.StartedAt), EndedAt: instantOf(row.EndedAt),
		Room: row.Room, Version: row.Version,
	}
}
