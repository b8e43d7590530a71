package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// clash is one occurrence of a series that can't be had, as it is kept with the
// outcome: why, and what is free instead.
type clash struct {
	Start        time.Time        `json:"start"`
	Code         records.Code     `json:"code"`
	Refusal      string           `json:"refusal"`
	Alternatives []scheduler.Slot `json:"alternatives,omitempty"`
}

// errClashes undoes a series of which some occurrence can't be had.
var errClashes = errors.New("not every occurrence of the series can be booked")

// series books an appointment at each start, all or none. Where any can't be
// had nothing is booked, and every one that can't be is told: the others were
// tried like all. slotAt makes the slot of a start.
func (b booking) series(ctx context.Context, starts []time.Time,
	slotAt func(context.Context, time.Time) (scheduler.Slot, error),
) (agreed []records.Appointment, clashes []clash, err error) {
	b.seriesID = b.newID()
	err = b.tx.Together(ctx, func(ctx context.Context) error {
		for _, start := range starts {
			slot, err := slotAt(ctx, start)
			if err != nil {
				return err
			}
			appointment, err := b.take(ctx, slot, uuid.Nil, time.Time{})
			if err == nil {
				agreed = append(agreed, appointment)
				continue
			}
			found, err := b.clashAt(ctx, slot, err)
			if err != nil {
				return err
			}
			clashes = append(clashes, found)
		}
		if len(clashes) > 0 {
			return errClashes
		}
		return nil
	})
	if errors.Is(err, errClashes) {
		return nil, clashes, nil
	}
	return agreed, nil, err
}

// clashAt makes the clash of an occurrence; an error that is none stays one.
func (b booking) clashAt(ctx context.Context, slot scheduler.Slot, cause error) (clash, error) {
	coded, _ := errors.AsType[*records.Error](cause)
	code := records.CodeOf(cause)
	if coded == nil || code != records.CodeSlotTaken && code != records.CodeConflict {
		return clash{}, cause
	}
	found := clash{Start: slot.Start, Code: code, Refusal: coded.Message}
	if lost, ok := errors.AsType[*slotLost](cause); ok {
		found.Alternatives = lost.alternatives
		return found, nil
	}
	var err error
	found.Alternatives, err = b.view.alternatives(ctx, b.tx, slot, b.by, b.now)
	return found, err
}
