package jobs

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// board makes the board of a display's link: of one site, or of the clinic.
func (o opened) board(ctx context.Context) (Board, error) {
	room := waitingRoom{tx: o.tx, view: o.view, now: o.now, date: records.LocalDateOf(o.now, o.view.zone)}
	queue, err := room.read(ctx)
	if err != nil {
		return Board{}, err
	}
	clinic := o.view.clinic
	board := Board{Clinic: clinic.Name, Language: clinic.Language(), Country: clinic.Country, Zone: o.view.zone}
	slices.SortStableFunc(queue.patients, func(a, b postgres.QueuedPatient) int { return b.Ticket.CalledAt.Compare(a.Ticket.CalledAt) })
	byID := make(map[uuid.UUID]postgres.QueuedPatient, len(queue.patients))
	for _, patient := range queue.patients {
		if !concerns(patient.Ticket.LocationID, o.link.LocationID) {
			continue
		}
		byID[patient.Ticket.ID] = patient
		if patient.Ticket.Status == records.QueueCalled {
			board.Called = append(board.Called, BoardCall{
				Number: patient.Ticket.Number, Initials: records.Initials(patient.PatientName), Room: patient.Ticket.Room,
			})
		}
	}
	for _, ticketID := range queue.waiting {
		patient, shown := byID[ticketID]
		if !shown {
			continue
		}
		place := queue.places[ticketID]
		wait := scheduler.RoundWait(place.Wait)
		board.Waiting = append(board.Waiting, BoardWaiting{
			Number: patient.Ticket.Number, Initials: records.Initials(patient.PatientName), Next: place.Ahead == 0 && wait == 0, Wait: wait,
		})
	}
	return board, nil
}
