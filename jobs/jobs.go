package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// errStopped answers whoever hands in work while the program shuts down.
var errStopped = &records.Error{Code: records.CodeUnavailable, Message: "the service is shutting down"}

// Config is what the jobs work with.
type Config struct {
	Store *postgres.Store
	// Senders carry the messages, one per provider.
	Senders map[records.Provider]channel.Sender
	Logger  *slog.Logger
	// Now is the clock.
	Now func() time.Time
	// QueueNow is the clock that River's jobs are scheduled by, which is the
	// machine's; nil is Now. The two differ where Now is a simulation's.
	QueueNow func() time.Time
	// NewID makes ids for new records; they need not be secret.
	NewID func() uuid.UUID
	// Random makes secrets and must be the system's random source; PublicURL is
	// where patients reach the service, for the addresses in messages. Without
	// both no address is given.
	Random    io.Reader
	PublicURL string
	// TestPayments opens the built-in page where an invoice is marked as paid
	// without any money. Without it invoices are paid at the front desk.
	TestPayments bool
	// ReminderSchedule is a robfig/cron expression for the reminder sweep; empty
	// means every minute.
	ReminderSchedule string
	// Waves says how freed times are offered to those who wait; nil is
	// scheduler.DefaultWavePolicy.
	Waves *scheduler.WavePolicy
	// Reached, if set, is called at each Point: crash tests kill the process
	// there.
	Reached func(Point)
	// Observe, if set, is told of what happened, for metrics.
	Observe func(Observation)
}

// Point is a place in the code at which a process may die without harm.
type Point string

// The points, in the order in which a message passes them.
const (
	PointIntakeStored  Point = "intake-stored"
	PointIntakeDone    Point = "intake-done"
	PointTurnBegun     Point = "turn-begun"
	PointTurnStepped   Point = "turn-stepped"
	PointTurnDone      Point = "turn-done"
	PointSendClaimed   Point = "send-claimed"
	PointSendMarked    Point = "send-marked"
	PointSendAnswered  Point = "send-answered"
	PointSendAccepted  Point = "send-accepted"
	PointSendRecorded  Point = "send-recorded"
	PointSendDone      Point = "send-done"
	PointReminderMade  Point = "reminder-made"
	PointWaveMade      Point = "wave-made"
	PointReceiptStored Point = "receipt-stored"
	PointAbsenceAsked  Point = "absence-asked"
	PointMediaFetched  Point = "media-fetched"
)

// Points lists them all.
func Points() []Point {
	return []Point{
		PointIntakeStored, PointIntakeDone, PointTurnBegun, PointTurnStepped, PointTurnDone, PointSendClaimed, PointSendMarked,
		PointSendAnswered, PointSendAccepted, PointSendRecorded, PointSendDone, PointReminderMade, PointWaveMade, PointReceiptStored,
		PointAbsenceAsked, PointMediaFetched,
	}
}

// Observation is a count of something that happened. It names no patient.
type Observation struct {
	Name  string
	Label string
	Count int
}

// Jobs runs the work of all clinics of one database on one node. Any number of
// nodes may run at once.
type Jobs struct {
	config  Config
	clinics *clinicViews
	river   *river.Client[pgx.Tx]
	intake  *Intake
	turns   *turns
	sends   *sends
	sweeper *sweeper
	missed  missed
}

// New prepares the jobs; Start begins to work them. Intake is open at once.
func New(ctx context.Context, config Config) (*Jobs, error) {
	j := &Jobs{config: config, clinics: newClinicViews()}
	if j.config.Reached == nil {
		j.config.Reached = func(Point) {}
	}
	if j.config.Observe == nil {
		j.config.Observe = func(Observation) {}
	}
	if j.config.QueueNow == nil {
		j.config.QueueNow = j.config.Now
	}
	if j.config.Waves == nil {
		policy := scheduler.DefaultWavePolicy()
		j.config.Waves = &policy
	}
	j.turns = newTurns(ctx, j)
	j.sends = newSends(ctx, j)
	client, err := newRiver(j)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	j.river = client
	j.intake = newIntake(ctx, j)
	j.sweeper = newSweeper(j)
	return j, nil
}

// Start begins to work: River's queues, and the sweep for what an earlier
// process left behind. The context bounds the start only.
func (j *Jobs) Start(ctx context.Context) error {
	if err := j.river.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	j.sweeper.start(context.WithoutCancel(ctx))
	return nil
}

// Stop lets the work under way end, takes in nothing new, and returns when all
// is done or ctx ends; what is left then is picked up by the next start.
func (j *Jobs) Stop(ctx context.Context) error {
	j.intake.gather.close()
	j.sweeper.stop()
	j.sends.rest()
	err := j.river.Stop(ctx)
	j.turns.close()
	j.sends.close()
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// Intake is where adapters hand in messages.
func (j *Jobs) Intake() *Intake { return j.intake }

func (j *Jobs) observe(name, label string, count int) {
	j.config.Observe(Observation{Name: name, Label: label, Count: count})
}
