package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"github.com/robfig/cron/v3"

	"frontdesk/migrations"
	"frontdesk/records/postgres"
)

// The queues. Turns and sends have their own workers, so that a provider that
// is slow to take replies doesn't keep patients' messages from being read.
const (
	queueTurns  = "turns"
	queueSends  = "sends"
	queueUpkeep = "upkeep"
)

// jobTimeout bounds a drain; rescueAfter is when River takes a job back from a
// process that is gone (its default is an hour).
const (
	jobTimeout  = 20 * time.Second
	rescueAfter = 30 * time.Second
)

// TurnLanesArgs wakes lanes of conversations: all that one commit woke. Job
// arguments are ids.
type TurnLanesArgs struct {
	Lanes []postgres.TurnLane `json:"lanes"`
}

// Kind implements river.JobArgs.
func (TurnLanesArgs) Kind() string { return "turn_lanes" }

// SendLanesArgs wakes channels that have something to send: all that one
// commit woke.
type SendLanesArgs struct {
	Lanes []postgres.SendLane `json:"lanes"`
}

// Kind implements river.JobArgs.
func (SendLanesArgs) Kind() string { return "send_lanes" }

// ReminderSweepArgs turns the due reminder steps of all clinics into messages.
type ReminderSweepArgs struct{}

// Kind implements river.JobArgs.
func (ReminderSweepArgs) Kind() string { return "reminder_sweep" }

// OfferFreedSlotsArgs has a clinic's freed times offered to those who wait.
type OfferFreedSlotsArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
}

// Kind implements river.JobArgs.
func (OfferFreedSlotsArgs) Kind() string { return "offer_freed_slots" }

// WaitlistSweepArgs looks after the wait-lists of all clinics: waves that are
// due, and what has come to its end.
type WaitlistSweepArgs struct{}

// Kind implements river.JobArgs.
func (WaitlistSweepArgs) Kind() string { return "waitlist_sweep" }

// InboundReconciliationArgs fetches what providers could not deliver.
type InboundReconciliationArgs struct{}

// Kind implements river.JobArgs.
func (InboundReconciliationArgs) Kind() string { return "inbound_reconciliation" }

// HoldSweepArgs deletes what holds that ran out long ago left behind.
type HoldSweepArgs struct{}

// Kind implements river.JobArgs.
func (HoldSweepArgs) Kind() string { return "hold_sweep" }

// AbsenceArgs asks the patients whose appointments an absence stands in the way
// of. It is a wake-up: the sweep of offers finds whom it leaves out.
type AbsenceArgs struct {
	ClinicID  uuid.UUID `json:"clinic_id"`
	AbsenceID uuid.UUID `json:"absence_id"`
}

// Kind implements river.JobArgs.
func (AbsenceArgs) Kind() string { return "absence" }

// OfferSweepArgs ends the offers that nobody answered, and asks whoever was not
// asked yet.
type OfferSweepArgs struct{}

// Kind implements river.JobArgs.
func (OfferSweepArgs) Kind() string { return "offer_sweep" }

// WriteMailArgs has a clinic's e-mails written that were planned.
type WriteMailArgs struct {
	ClinicID uuid.UUID `json:"clinic_id"`
}

// Kind implements river.JobArgs.
func (WriteMailArgs) Kind() string { return "write_mail" }

// MailSweepArgs does so for all clinics.
type MailSweepArgs struct{}

// Kind implements river.JobArgs.
func (MailSweepArgs) Kind() string { return "mail_sweep" }

func newRiver(j *Jobs) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &turnWorker{turns: j.turns})
	river.AddWorker(workers, &sendWorker{sends: j.sends})
	river.AddWorker(workers, &reminderWorker{jobs: j})
	river.AddWorker(workers, &absenceWorker{jobs: j})
	river.AddWorker(workers, &offerSweepWorker{jobs: j})
	river.AddWorker(workers, &absenceEndedWorker{jobs: j})
	river.AddWorker(workers, &inboundReconciliationWorker{jobs: j})
	river.AddWorker(workers, &queueNoticeWorker{jobs: j})
	river.AddWorker(workers, &invoiceNoticeWorker{jobs: j})
	river.AddWorker(workers, &freedSlotsWorker{jobs: j})
	river.AddWorker(workers, &waitlistWorker{jobs: j})
	river.AddWorker(workers, &resultNoticeWorker{jobs: j})
	river.AddWorker(workers, &recallWorker{jobs: j})
	river.AddWorker(workers, &failOverWorker{jobs: j})
	river.AddWorker(workers, &holdSweepWorker{jobs: j})
	river.AddWorker(workers, &surveyWorker{jobs: j})
	river.AddWorker(workers, &mailWorker{jobs: j})
	river.AddWorker(workers, &mailSweepWorker{jobs: j})
	river.AddWorker(workers, &mediaWorker{jobs: j})
	river.AddWorker(workers, &mediaSweepWorker{jobs: j})
	river.AddWorker(workers, &mediaCopyWorker{jobs: j})
	river.AddWorker(workers, &receiptSweepWorker{jobs: j})
	river.AddWorker(workers, &templateRefreshWorker{jobs: j})
	periodic, err := periodicJobs(j.config.ReminderSchedule)
	if err != nil {
		return nil, err
	}
	return river.NewClient(riverpgxv5.New(j.config.Store.QueuePool()), &river.Config{
		Schema:       migrations.RiverSchema,
		Logger:       j.config.Logger,
		Workers:      workers,
		PeriodicJobs: periodic,
		Queues: map[string]river.QueueConfig{
			// Workers hand their lanes to a gather and wait, so many of them are
			// cheap; how much goes on at once is decided there.
			queueTurns:  {MaxWorkers: 100},
			queueSends:  {MaxWorkers: 200},
			queueUpkeep: {MaxWorkers: 4},
			queueMedia:  {MaxWorkers: 4},
		},
		// The notification of a new job is held back by this time (the default of
		// 100 ms is most of a turn).
		FetchCooldown: 5 * time.Millisecond,
		// River leaves a notification out when it sent one a moment ago; the job
		// of a transaction that commits after that waits for the next look.
		FetchPollInterval:    200 * time.Millisecond,
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		// A wake-up that fails three times is no loss: the sweeper wakes the lane.
		MaxAttempts: 3,
		RetryPolicy: soon{now: j.config.QueueNow},
		// The rows say nothing that the messages don't, and are many.
		CompletedJobRetentionPeriod: 10 * time.Minute,
		ErrorHandler:                &errorHandler{jobs: j},
	})
}

func periodicJobs(reminderSchedule string) ([]*river.PeriodicJob, error) {
	if reminderSchedule == "" {
		reminderSchedule = "* * * * *"
	}
	reminders, err := cron.ParseStandard(reminderSchedule)
	if err != nil {
		return nil, fmt.Errorf("reminder schedule %q: %w", reminderSchedule, err)
	}
	return []*river.PeriodicJob{
		river.NewPeriodicJob(reminders, func() (river.JobArgs, *river.InsertOpts) {
			return ReminderSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "reminder_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return WaitlistSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "waitlist_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return OfferSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "offer_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(holdSweepEvery), func() (river.JobArgs, *river.InsertOpts) {
			return HoldSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "hold_sweep"}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return SurveySweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "survey_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return MediaSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "media_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return MailSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "mail_sweep", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(15*time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return InboundReconciliationArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "inbound_reconciliation", RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(5*time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return ReceiptSweepArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "receipt_sweep"}),
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return TemplateRefreshArgs{}, upkeep()
		}, &river.PeriodicJobOpts{ID: "template_refresh", RunOnStart: true}),
	}, nil
}

// upkeep leaves out River's uniqueness: a sweep that a killed process left
// running would keep all others from starting until it is rescued, and none
// would remind anybody for more than a minute. Sweeps may overlap, since each
// claims what it takes, and only the leader starts any.
func upkeep() *river.InsertOpts { return &river.InsertOpts{Queue: queueUpkeep} }

// soon retries at once, then a second later: what is left to do is read from
// the tables, so an early retry can do no harm. Its clock is River's own.
type soon struct{ now func() time.Time }

// NextRetry implements river.ClientRetryPolicy.
func (s soon) NextRetry(job *rivertype.JobRow) time.Time {
	return s.now().Add(time.Duration(job.Attempt-1) * time.Second)
}

// wakeTurns inserts a job for the lanes, in the transaction that woke them.
func (j *Jobs) wakeTurns(ctx context.Context, tx *postgres.Tx, lanes []postgres.TurnLane) error {
	if len(lanes) == 0 {
		return nil
	}
	return j.insertJob(ctx, tx, TurnLanesArgs{Lanes: lanes}, queueTurns)
}

// wakeSends inserts a job for the channels, in the transaction that woke them.
func (j *Jobs) wakeSends(ctx context.Context, tx *postgres.Tx, lanes []postgres.SendLane) error {
	if len(lanes) == 0 {
		return nil
	}
	return j.insertJob(ctx, tx, SendLanesArgs{Lanes: lanes}, queueSends)
}

func (j *Jobs) insertJob(ctx context.Context, tx *postgres.Tx, args river.JobArgs, queue string) error {
	transaction, err := tx.River(ctx)
	if err != nil {
		return err
	}
	insert := []river.InsertManyParams{{Args: args, InsertOpts: &river.InsertOpts{Queue: queue}}}
	if _, err := j.river.InsertManyFastTx(ctx, transaction, insert); err != nil {
		return fmt.Errorf("insert job: %w", err)
	}
	return nil
}

// errorHandler reports what River gives up on; the sweeper picks the work up.
type errorHandler struct{ jobs *Jobs }

// HandleError implements river.ErrorHandler.
func (h *errorHandler) HandleError(_ context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	h.jobs.config.Logger.Warn("job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "error", err)
	if job.Attempt >= job.MaxAttempts {
		h.jobs.observe("jobs", "discarded", 1)
	}
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (h *errorHandler) HandlePanic(_ context.Context, job *rivertype.JobRow, _ any, trace string) *river.ErrorHandlerResult {
	h.jobs.config.Logger.Error("job panicked", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "trace", trace)
	h.jobs.observe("jobs", "panicked", 1)
	return nil
}
