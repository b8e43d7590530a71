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

const (
	// MinNoShowHistory is how many appointments of one type and lead time must
	// have had an outcome before their no-shows are taken for a chance; with a
	// hundred, a chance of one in five is known to within eight points.
	MinNoShowHistory = 100
	// noShowMemory is how far back they are counted.
	noShowMemory = 365 * 24 * time.Hour
	// longestDay is how many appointments of a day are looked at, at most.
	longestDay = 2000
)

// OverbookingSuggestion is a time at which one more patient is likely to find a
// place that nobody else uses.
type OverbookingSuggestion struct {
	PractitionerID   uuid.UUID
	PractitionerName string
	Start, End       time.Time
	// Chance that nobody comes at that time; NoShows is how many are expected
	// to stay away that day, and Confidence how likely it is that enough do.
	Chance, NoShows, Confidence float64
	// Reason says so in a sentence.
	Reason string
}

// OverbookingSuggestions says where one more patient could be booked on a day
// in the clinic's zone (zero is today), from the clinic's own history by type
// and lead time, and never from who the patients are. It is
// records.CodeConflict at a clinic that has not asked for suggestions.
func (d *Desk) OverbookingSuggestions(ctx context.Context, by Principal, date records.LocalDate) ([]OverbookingSuggestion, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]OverbookingSuggestion, touched, error) {
		if !w.view.clinic.SuggestOverbooking {
			return nil, touched{}, &records.Error{Code: records.CodeConflict, Message: "this clinic has not switched suggestions for overbooking on"}
		}
		if date.IsZero() {
			date = records.LocalDateOf(w.now, w.view.zone)
		}
		found, err := w.overbooking(ctx, date)
		return found, touched{action: records.AuditRead, kind: "Appointment"}, err
	})
}

func (w deskWork) overbooking(ctx context.Context, date records.LocalDate) ([]OverbookingSuggestion, error) {
	history, err := w.tx.NoShowHistory(ctx, w.now.Add(-noShowMemory), w.now)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	start, end := scheduler.LocalInstant(w.view.zone, date, 0), scheduler.LocalInstant(w.view.zone, date.AddDays(1), 0)
	rows, err := w.tx.AppointmentsBetween(ctx, start, end, time.Time{}, uuid.Nil, longestDay)
	if err != nil {
		return nil, fmt.Errorf("read the day: %w", err)
	}
	sessions := make(map[uuid.UUID][]scheduler.Expected)
	for _, row := range rows {
		one := row.Appointment
		if one.Status != records.AppointmentBooked || !one.Start.After(w.now) || w.view.types[one.AppointmentTypeID].Capacity > 1 {
			continue
		}
		sessions[one.PractitionerID] = append(sessions[one.PractitionerID], scheduler.Expected{
			AppointmentID: one.ID, Start: one.Start, End: one.End, Chance: chanceOf(history, one), Overbooked: one.OverbookingReason != "",
		})
	}
	var found []OverbookingSuggestion
	for _, practitioner := range w.view.schedule.Practitioners {
		for _, suggestion := range scheduler.SuggestOverbooking(sessions[practitioner.ID], practitioner.OverbookingCapacity) {
			found = append(found, OverbookingSuggestion{
				PractitionerID: practitioner.ID, PractitionerName: practitioner.Name,
				Start: suggestion.Over.Start.In(w.view.zone), End: suggestion.Over.End.In(w.view.zone),
				Chance: suggestion.Over.Chance, NoShows: suggestion.NoShows, Confidence: suggestion.Confidence,
				Reason: fmt.Sprintf("Of appointments like this one, booked as long before, %.0f %% are not kept here. %.1f no-shows are expected that day.",
					100*suggestion.Over.Chance, suggestion.NoShows),
			})
		}
	}
	return found, nil
}

// chanceOf gives the chance that nobody comes, or 0 where too little is known.
func chanceOf(history []postgres.Attendance, appointment records.Appointment) float64 {
	lead := postgres.LeadStepOf(appointment.Start.Sub(appointment.CreatedAt))
	for _, kind := range history {
		if kind.AppointmentTypeID == appointment.AppointmentTypeID && kind.Lead == lead && kind.Ended >= MinNoShowHistory {
			return float64(kind.NoShows) / float64(kind.Ended)
		}
	}
	return 0
}
