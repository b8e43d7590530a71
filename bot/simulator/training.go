package simulator

import (
	"context"
	"errors"
	"net/http"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Training is what a demo has and a real service never: a clock that can be
// moved on, and a look at what the bot did behind its messages.
type Training struct {
	// Clock is the time that everything behind the simulator goes by.
	Clock *Clock
	// Upkeep does what became due when the clock was moved; without one the clock
	// can't be moved.
	Upkeep Upkeep
	// Inspector reads what is stored.
	Inspector Inspector
}

// Upkeep does what waits for the time; jobs.Jobs is one.
type Upkeep interface {
	// CatchUp does at once what is due by the clock.
	CatchUp(ctx context.Context) error
	// Settle waits until nothing is left to do that waits for no later time.
	Settle(ctx context.Context) error
	// NextDue gives the earliest moment after an instant at which CatchUp will
	// have something to do; the zero time where there is none.
	NextDue(ctx context.Context, after time.Time) (time.Time, error)
}

// Inspector reads what stands behind the messages; jobs.Inspector is one.
type Inspector interface {
	// Zone gives the time zone of a channel's clinic.
	Zone(ctx context.Context, through records.Channel) (*time.Location, error)
	// NextAppointments gives when the booked appointments of the patients that
	// some addresses act for begin, after an instant and in order.
	NextAppointments(ctx context.Context, through records.Channel, addresses []string, after time.Time) ([]time.Time, error)
	// Inspect gives what the bot knows and did in an address's conversation.
	Inspect(ctx context.Context, through records.Channel, address string) (jobs.Inspection, error)
}

// mountTraining puts the routes of the clock and of the inspection on the mux.
func (s *Simulator) mountTraining(mux *http.ServeMux) {
	mux.HandleFunc("GET /simulator/clock", s.getClock)
	mux.HandleFunc("POST /simulator/clock", s.postClock)
	mux.HandleFunc("GET /simulator/inspection", s.getInspection)
	if s.training.Upkeep != nil {
		mux.HandleFunc("GET /simulator/settled", s.getSettled)
	}
}

// getSettled answers when the clinic has nothing left to do that waits for no
// later time.
func (s *Simulator) getSettled(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), longestMove)
	defer stop()
	if err := s.training.Upkeep.Settle(ctx); err != nil {
		s.refuse(w, r, s.upkeepProblem(r.Context(), "settle", err))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// upkeepProblem makes an error of the upkeep into an answer.
func (s *Simulator) upkeepProblem(ctx context.Context, operation string, err error) *Problem {
	if errors.Is(err, context.DeadlineExceeded) {
		return &Problem{Status: http.StatusServiceUnavailable, Detail: "The clinic is still at work. Please try again."}
	}
	return s.problemOf(ctx, operation, err)
}
