package simulator

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"frontdesk/records"
)

// ClockState is the answer to GET and POST /simulator/clock.
type ClockState struct {
	// Now is the time of the simulation.
	Now time.Time `json:"now"`
	// TimeZone is the clinic's, by its IANA name.
	TimeZone string `json:"time_zone"`
	// Moves are those that the clock can make now; none where it can't be moved.
	Moves []ClockMove `json:"moves"`
}

// NewClockMove is the body of POST /simulator/clock: a move, or an instant.
type NewClockMove struct {
	Move Move `json:"move,omitempty"`
	// At is where to move the clock; it is left out with a Move.
	At time.Time `json:"at,omitzero"`
	// From are the numbers of the phones whose next appointment is meant.
	From []string `json:"from,omitempty"`
}

// maxPhones bounds how many phones one request may name.
const maxPhones = 16

// getClock tells the time and how it can be moved on.
func (s *Simulator) getClock(w http.ResponseWriter, r *http.Request) {
	state, err := s.clockState(r.Context(), r.URL.Query()["from"])
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, state)
}

// postClock moves the clock on, and answers when all that became due on the way
// has happened.
func (s *Simulator) postClock(w http.ResponseWriter, r *http.Request) {
	var body NewClockMove
	if err := readJSON(w, r, &body); err != nil {
		s.refuse(w, r, err)
		return
	}
	if !s.moving.TryLock() {
		s.refuse(w, r, &Problem{Status: http.StatusConflict, Detail: "The clock is being moved already."})
		return
	}
	defer s.moving.Unlock()
	before, err := s.clockState(r.Context(), body.From)
	if err == nil {
		err = s.moveTo(r.Context(), body, before)
	}
	var after ClockState
	if err == nil {
		after, err = s.clockState(r.Context(), body.From)
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, after)
}

// clockState reads the clock for some phones. The error is a *Problem.
func (s *Simulator) clockState(ctx context.Context, phones []string) (ClockState, error) {
	if len(phones) > maxPhones {
		return ClockState{}, invalid("from", fmt.Sprintf("At most %d phones can be named.", maxPhones))
	}
	addresses := make([]string, len(phones))
	for i, phone := range phones {
		address, err := parseNumber(phone)
		if err != nil {
			return ClockState{}, err
		}
		addresses[i] = address
	}
	open, err := s.openChannels(ctx)
	if err != nil {
		return ClockState{}, err
	}
	state := ClockState{Now: s.training.Clock.Now().UTC(), TimeZone: time.UTC.String(), Moves: []ClockMove{}}
	if len(open) == 0 {
		return state, nil
	}
	zone, err := s.training.Inspector.Zone(ctx, open[0])
	if err != nil {
		return ClockState{}, s.problemOf(ctx, "read the clinic's zone", err)
	}
	state.TimeZone = zone.String()
	if s.training.Upkeep == nil {
		return state, nil
	}
	starts, err := s.training.Inspector.NextAppointments(ctx, open[0], addresses, state.Now)
	if err != nil {
		return ClockState{}, s.problemOf(ctx, "find the next appointment", err)
	}
	state.Moves = movesFrom(state.Now, zone, starts)
	return state, nil
}

// moveTo makes the move that was asked for. The error is a *Problem.
func (s *Simulator) moveTo(ctx context.Context, asked NewClockMove, from ClockState) error {
	if s.training.Upkeep == nil {
		return &Problem{Status: http.StatusConflict, Detail: "This clock is the real one and can't be moved."}
	}
	target := asked.At
	if asked.Move != "" {
		for _, move := range from.Moves {
			if move.Move == asked.Move {
				target = move.At
			}
		}
	}
	switch {
	case target.IsZero() && asked.Move == MoveAppointment:
		return &Problem{Status: http.StatusConflict, Field: "move", Detail: "These phones have no appointment to come."}
	case target.IsZero():
		return invalid("move", "Say \"hour\", \"morning\" or \"appointment\", or give the time to go to in \"at\".")
	case !target.After(from.Now):
		return invalid("at", "The clock only goes forward, and it is later than that already.")
	}
	if err := s.pass(ctx, target); err != nil {
		return s.upkeepProblem(ctx, "move the clock", err)
	}
	return nil
}

// pass lets the time go by until an instant. It stops at each moment at which
// something is due, and lets it happen: what a day brings comes in its order
// and at its time, and not all at once in the end.
func (s *Simulator) pass(ctx context.Context, until time.Time) error {
	ctx, stop := context.WithTimeout(ctx, longestMove)
	defer stop()
	clock, upkeep := s.training.Clock, s.training.Upkeep
	if err := upkeep.Settle(ctx); err != nil {
		return err
	}
	for {
		due, err := upkeep.NextDue(ctx, clock.Now())
		if err != nil {
			return err
		}
		stopAt := due.Add(justAfter)
		last := due.IsZero() || !stopAt.Before(until)
		if last {
			stopAt = until
		}
		// It may have come by itself meanwhile.
		if err := clock.MoveTo(stopAt); err != nil && records.CodeOf(err) != records.CodeInvalid {
			return err
		}
		if err := upkeep.CatchUp(ctx); err != nil {
			return err
		}
		if err := upkeep.Settle(ctx); err != nil {
			return err
		}
		if last {
			return nil
		}
	}
}

const (
	// longestMove bounds a move of the clock; it is less than a request may take.
	longestMove = 50 * time.Second
	// justAfter is how long after something is due the clock stops for it: some
	// deadlines are met when they are past.
	justAfter = time.Millisecond
)
