package jobs

import (
	"context"
	"sync"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// sweepEvery is how often the lanes' deadlines are looked at.
	sweepEvery = time.Second
	// oversleep is how long a lane may be awake without a drain before its job
	// counts as lost.
	oversleep = 4 * time.Second
	// overpause is how long a paced sender may pause beyond the moment at which it
	// was to go on before whoever paced it counts as gone.
	overpause = 2 * time.Second
	// lookEverywhereEvery is after how many sweeps every lane of conversations is
	// looked at, whatever its flag says: a process that died between clearing
	// the flag and its commit leaves no other trace. The first sweep does, too.
	lookEverywhereEvery = 30
)

// sweeper wakes what a dead process left behind. It runs on every node and not
// as a periodic job: those need River's leader, whose election after a crash
// takes as long as a patient is willing to wait for an answer in all.
type sweeper struct {
	jobs    *Jobs
	cancel  context.CancelFunc
	running sync.WaitGroup
}

func newSweeper(j *Jobs) *sweeper { return &sweeper{jobs: j, cancel: func() {}} }

func (s *sweeper) start(ctx context.Context) {
	ctx, s.cancel = context.WithCancel(ctx)
	s.running.Go(func() {
		ticker := time.NewTicker(sweepEvery)
		defer ticker.Stop()
		for count := 0; ; count++ {
			if err := s.sweep(ctx, count%lookEverywhereEvery == 0); err != nil && ctx.Err() == nil {
				s.jobs.config.Logger.Warn("sweep", "error", err)
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
		}
	})
}

func (s *sweeper) stop() {
	s.cancel()
	s.running.Wait()
}

// sweep looks once at the lanes of all clinics.
func (s *sweeper) sweep(ctx context.Context, everywhere bool) error {
	store, now := s.jobs.config.Store, s.jobs.config.Now()
	var turnLanes []postgres.TurnLane
	var sendLanes []postgres.SendLane
	err := store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		if turnLanes, err = tx.TurnLanes(ctx, everywhere, now.Add(-oversleep)); err != nil {
			return err
		}
		sendLanes, err = tx.ForgottenSendLanes(ctx, now.Add(-oversleep), now.Add(-overpause), now)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.jobs.fetchMissed(ctx, now); err != nil {
		s.jobs.config.Logger.Warn("fetch what was missed", "error", err)
	}
	if len(turnLanes) > 0 {
		s.jobs.observe("swept", "turn-lane", len(turnLanes))
		err := store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) error {
			// A lane that was forgotten is marked, so that the next sweeps leave it
			// alone for a while; looking everywhere needs no mark.
			if !everywhere {
				if err := tx.RewakeTurnLanes(ctx, turnLanes, now); err != nil {
					return err
				}
			}
			return s.jobs.wakeTurns(ctx, tx, turnLanes)
		})
		if err != nil {
			return err
		}
	}
	for _, lane := range sendLanes {
		if err := s.sweepSends(ctx, lane, now); err != nil && records.CodeOf(err) == records.CodeUnavailable {
			return err
		} else if err != nil {
			s.jobs.config.Logger.Warn("sweep a channel", "clinic", lane.ClinicID, "channel", lane.ChannelID, "error", err)
		}
	}
	return nil
}

// sweepSends settles what is doubtful on a channel before it wakes it, so that
// a message whose process died keeps its place before the newer ones.
func (s *sweeper) sweepSends(ctx context.Context, lane postgres.SendLane, now time.Time) error {
	s.jobs.observe("swept", "send-lane", 1)
	if err := s.jobs.sends.reconcile(ctx, lane); err != nil {
		return err
	}
	return s.jobs.config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.WakeSendLane(ctx, lane, now); err != nil {
			return err
		}
		return s.jobs.wakeSends(ctx, tx, []postgres.SendLane{lane})
	})
}
