package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// FreedSlot is a time that a cancellation or a move left, and its outcome.
type FreedSlot struct {
	ID              uuid.UUID               `json:"id" format:"uuid"`
	Status          records.FreedSlotStatus `json:"status" enum:"open,claimed,booked,unclaimed,unwanted" doc:"Claimed by somebody of the wait-list, booked by anybody else, unclaimed when its time came, unwanted when nobody waited for it."`
	Start           time.Time               `json:"start"`
	End             time.Time               `json:"end"`
	AppointmentType Reference               `json:"appointmentType"`
	Practitioner    Reference               `json:"practitioner"`
	AppointmentID   uuid.UUID               `json:"appointmentId" format:"uuid" doc:"The appointment that left it."`
	ClaimedBy       string                  `json:"claimedBy,omitempty" format:"uuid" doc:"The appointment that a wish made of it."`
	Waves           int                     `json:"waves" doc:"How often patients were asked."`
	Offers          int                     `json:"offers" doc:"How many patients were asked."`
	Freed           time.Time               `json:"freed"`
	NextWave        string                  `json:"nextWave,omitempty" format:"date-time" doc:"When the next are asked."`
	Settled         string                  `json:"settled,omitempty" format:"date-time" doc:"When it had its outcome."`
}

type listFreedSlotsInput struct {
	From   string `query:"from" format:"date-time" example:"2026-03-01T00:00:00-05:00" doc:"Times that were left from then on; four weeks before to if left out."`
	To     string `query:"to" format:"date-time" example:"2026-03-31T00:00:00-04:00" doc:"Times that were left before then; now if left out."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type freedSlotPage struct {
	Body struct {
		Slots      []FreedSlot `json:"slots"`
		NextCursor string      `json:"nextCursor,omitempty" doc:"Give it as cursor to go on; left out on the last page."`
		Totals     struct {
			Open      int      `json:"open"`
			Claimed   int      `json:"claimed"`
			Booked    int      `json:"booked"`
			Unclaimed int      `json:"unclaimed"`
			Unwanted  int      `json:"unwanted"`
			Offers    int      `json:"offers" doc:"How many patients were asked."`
			FillRate  *float64 `json:"fillRate,omitempty" minimum:"0" maximum:"1" doc:"Of the times that somebody waited for and that have their outcome, the share that was used again: claimed and booked of claimed, booked and unclaimed. Left out where there are none."`
		} `json:"totals" doc:"Of all times that were left in the span, not only of this page."`
	}
}

func (a *API) registerFreedSlots() {
	register(a, operation{
		id: "listFreedSlots", method: http.MethodGet, path: "/freed-slots", tag: tagWaitlist,
		summary:     "See what became of freed times",
		description: "The times that cancellations and moves left, in that order, with what became of each, and how many were filled again.",
	}, a.listFreedSlots)
}

func (a *API) listFreedSlots(ctx context.Context, by jobs.Principal, input *listFreedSlotsInput) (*freedSlotPage, error) {
	from, err := readInstant("from", input.From)
	if err != nil {
		return nil, err
	}
	until, err := readInstant("to", input.To)
	if err != nil {
		return nil, err
	}
	after, err := readPosition(listFreedSlots, input.Cursor)
	if err != nil {
		return nil, err
	}
	report, err := a.config.Desk.FreedSlots(ctx, by, from, until, after, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &freedSlotPage{}
	output.Body.Slots = make([]FreedSlot, len(report.Slots))
	for i, freed := range report.Slots {
		output.Body.Slots[i] = freedSlotOf(freed)
	}
	totals := &output.Body.Totals
	totals.Open, totals.Claimed, totals.Booked = report.Counts[records.FreedOpen], report.Counts[records.FreedClaimed], report.Counts[records.FreedBooked]
	totals.Unclaimed, totals.Unwanted, totals.Offers = report.Counts[records.FreedUnclaimed], report.Counts[records.FreedUnwanted], report.Offers
	if rate, known := report.FillRate(); known {
		totals.FillRate = &rate
	}
	if report.More {
		last := report.Slots[len(report.Slots)-1].Slot
		output.Body.NextCursor = positionCursor(listFreedSlots, jobs.Position{At: last.FreedAt, ID: last.ID})
	}
	return output, nil
}

func freedSlotOf(freed jobs.FreedTime) FreedSlot {
	stored := freed.Slot
	made := FreedSlot{
		ID: stored.ID, Status: stored.Status, Start: stored.Start, End: stored.End, AppointmentID: stored.AppointmentID,
		AppointmentType: Reference{ID: stored.AppointmentTypeID, Display: freed.AppointmentTypeName},
		Practitioner:    Reference{ID: stored.PractitionerID, Display: freed.PractitionerName}, ClaimedBy: idText(stored.ClaimedBy),
		Waves: stored.Waves, Offers: stored.Offers, Freed: stored.FreedAt,
	}
	if !stored.NextWaveAt.IsZero() {
		made.NextWave = stored.NextWaveAt.Format(time.RFC3339Nano)
	}
	if !stored.SettledAt.IsZero() {
		made.Settled = stored.SettledAt.Format(time.RFC3339Nano)
	}
	return made
}
