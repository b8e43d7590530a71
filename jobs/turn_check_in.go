package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// findVisits lists what this contact's patients may be at the clinic for.
func (t *turn) findVisits(ctx context.Context, request conversations.FindVisits) (conversations.Event, error) {
	var mine []uuid.UUID
	for _, patientID := range request.PatientIDs {
		if t.actsFor(patientID) {
			mine = append(mine, patientID)
		}
	}
	found := conversations.VisitsFound{}
	if len(mine) == 0 {
		return found, nil
	}
	visits, err := t.tx.VisitsToCheckIn(ctx, mine, t.now.Add(conversations.CheckInAhead), t.now)
	if err != nil {
		return nil, fmt.Errorf("find visits: %w", err)
	}
	for _, visit := range visits {
		found.Appointments = append(found.Appointments, factsOf(visit))
	}
	return found, nil
}

// checkIn gives the patient of an appointment a number. Only what findVisits
// would list can be checked in for.
func (t *turn) checkIn(ctx context.Context, request conversations.CheckIn) (conversations.Event, error) {
	appointment, owned, err := t.own(ctx, request.AppointmentID)
	if err != nil || !owned {
		return conversations.ChangeRefused{}, err
	}
	if appointment.Start.After(t.now.Add(conversations.CheckInAhead)) || !appointment.End.After(t.now) {
		return conversations.ChangeRefused{}, nil
	}
	room := today(t.tx, t.view, t.booking(appointment.PatientID).agent, t.now, t.jobs.config.NewID)
	ticketID, arrived, err := room.arriveForVisit(ctx, appointment.ID, records.PriorityRoutine)
	if event, settled := refused(err); settled {
		return event, nil
	}
	if err != nil {
		return nil, fmt.Errorf("check in: %w", err)
	}
	queue, err := room.read(ctx)
	if err != nil {
		return nil, err
	}
	if arrived {
		t.jobs.observe("queue", "checked-in", 1)
		notice := QueueNoticeArgs{ClinicID: t.tx.ClinicID(), Date: room.date.String()}
		if err := t.jobs.insertJob(ctx, t.tx, notice, queueUpkeep); err != nil {
			return nil, err
		}
	}
	return t.checkedIn(ctx, queue, ticketID)
}

// checkedIn says how things stand. Who learns so that they are next need not
// be told once more.
func (t *turn) checkedIn(ctx context.Context, queue line, ticketID uuid.UUID) (conversations.Event, error) {
	here, live := queue.find(func(ticket records.QueueTicket) bool { return ticket.ID == ticketID })
	if !live {
		return conversations.ChangeRefused{}, nil
	}
	place := queue.places[ticketID]
	answer := conversations.CheckedIn{
		Number: here.Ticket.Number, Status: here.Ticket.Status, Wait: scheduler.RoundWait(place.Wait), Room: here.Ticket.Room,
	}
	if answer.Wait > 0 {
		return answer, nil
	}
	if _, err := t.tx.MarkQueueTold(ctx, []uuid.UUID{ticketID}, t.now); err != nil {
		return nil, fmt.Errorf("mark as told: %w", err)
	}
	return answer, nil
}
