package postgres

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records/postgres/dbsqlc"
)

// TurnLanes is into how many lanes the conversations of one clinic are spread.
// A lane is drained by one worker at a time in the usual case, so this bounds
// how much of one clinic's work goes on at once; it is stored with each
// conversation and can grow for new ones.
const TurnLanes = 4

// TurnLane is one of a clinic's lanes of conversations.
type TurnLane struct {
	ClinicID uuid.UUID `json:"clinic_id"`
	Lane     int16     `json:"lane"`
}

// SendLane is a clinic's channel, seen as a queue of messages to send.
type SendLane struct {
	ClinicID  uuid.UUID `json:"clinic_id"`
	ChannelID uuid.UUID `json:"channel_id"`
}

// laneOf spreads contacts over lanes by their address.
func laneOf(channelID uuid.UUID, address string) int16 {
	digest := fnv.New32a()
	_, _ = digest.Write(channelID[:])
	_, _ = digest.Write([]byte(address))
	return int16(digest.Sum32() % TurnLanes)
}

// key is the lane's advisory lock. Two lanes that share a key by chance wait
// for each other a moment longer, and nothing else.
func (l TurnLane) key() int64 {
	return lockKey('t', l.ClinicID, binary.BigEndian.AppendUint16(nil, uint16(l.Lane))) //nolint:gosec // a lane is never negative
}

func (l SendLane) key() int64 { return lockKey('s', l.ClinicID, l.ChannelID[:]) }

func lockKey(kind byte, clinicID uuid.UUID, rest []byte) int64 {
	digest := fnv.New64a()
	_, _ = digest.Write([]byte{kind})
	_, _ = digest.Write(clinicID[:])
	_, _ = digest.Write(rest)
	return int64(digest.Sum64()) //nolint:gosec // the bits matter, not the sign
}

// The hand-over between those who write to a lane and those who drain it:
//
//   - A writer holds the lane's lock shared from before it looks at awake_at
//     until its commit. If the lane sleeps it sets awake_at and inserts a River
//     job in the same transaction; if the lane is awake a job is waiting
//     already.
//   - A drain takes the lock exclusively, clears awake_at and commits; only
//     then does it read. All that was written under an earlier flag is visible
//     to it, and whatever comes later finds the lane asleep and wakes it again.

// shareLanes takes locks shared; call it right before looking at the flags, so
// that they are held no longer than they must.
func (tx *Tx) shareLanes(ctx context.Context, keys []int64) error {
	slices.Sort(keys)
	return tx.later.ShareLanes(ctx, slices.Compact(keys))
}

// Compare orders lanes as every transaction visits them: clinic by clinic, and
// by their locks within one. So two transactions that visit several lanes can't
// deadlock.
func (l TurnLane) Compare(other TurnLane) int {
	return cmp.Or(bytes.Compare(l.ClinicID[:], other.ClinicID[:]), cmp.Compare(l.key(), other.key()))
}

// Compare orders lanes as every transaction visits them.
func (l SendLane) Compare(other SendLane) int {
	return cmp.Or(bytes.Compare(l.ClinicID[:], other.ClinicID[:]), cmp.Compare(l.key(), other.key()))
}

// BeginTurnLanes clears the lanes' flags, so that whoever writes from now on
// wakes them again. It must commit before the drain reads. The lanes, of any
// clinics, must be in order.
func (tx *Tx) BeginTurnLanes(ctx context.Context, lanes []TurnLane) error {
	for _, lane := range lanes {
		if err := tx.Enter(ctx, lane.ClinicID); err != nil {
			return err
		}
		if err := tx.later.TakeLanes(ctx, []int64{lane.key()}); err != nil {
			return err
		}
		if err := tx.later.BeginTurnLane(ctx, dbsqlc.BeginTurnLaneParams{ClinicID: lane.ClinicID, Lane: lane.Lane}); err != nil {
			return err
		}
	}
	return nil
}

// RewakeTurnLanes marks lanes, of any clinics, as awake anew; the caller
// inserts their job.
func (tx *Tx) RewakeTurnLanes(ctx context.Context, lanes []TurnLane, now time.Time) error {
	for _, lane := range lanes {
		if err := tx.Enter(ctx, lane.ClinicID); err != nil {
			return err
		}
		err := tx.later.RewakeTurnLane(ctx, dbsqlc.RewakeTurnLaneParams{ClinicID: lane.ClinicID, Lane: lane.Lane, Now: now})
		if err != nil {
			return err
		}
	}
	return nil
}

// WakeSendLane marks a channel as awake anew; the caller inserts its job.
func (tx *Tx) WakeSendLane(ctx context.Context, lane SendLane, now time.Time) error {
	return tx.later.WakeSendLane(ctx, dbsqlc.WakeSendLaneParams{ClinicID: lane.ClinicID, ChannelID: lane.ChannelID, Now: now})
}

// WakeSleepingSendLane wakes a channel for whoever found that it can go on, and
// gives it back if it slept: then the caller inserts its job.
func (tx *Tx) WakeSleepingSendLane(ctx context.Context, lane SendLane, now time.Time) ([]SendLane, error) {
	if err := tx.shareLanes(ctx, []int64{lane.key()}); err != nil {
		return nil, err
	}
	woken, err := tx.queries.WakeSendLanes(ctx, dbsqlc.WakeSendLanesParams{
		ClinicID: lane.ClinicID, Now: now, ChannelIDs: []uuid.UUID{lane.ChannelID},
	})
	if err != nil || len(woken) == 0 {
		return nil, coded(err)
	}
	return []SendLane{lane}, nil
}

// TurnLanes lists lanes over all clinics: those awake since before awakeBefore,
// or every one. It works in a directory transaction.
func (tx *Tx) TurnLanes(ctx context.Context, everyOne bool, awakeBefore time.Time) ([]TurnLane, error) {
	rows, err := tx.queries.ListTurnLanes(ctx, dbsqlc.ListTurnLanesParams{EveryOne: everyOne, AwakeBefore: awakeBefore})
	if err != nil {
		return nil, coded(err)
	}
	lanes := make([]TurnLane, len(rows))
	for i, row := range rows {
		lanes[i] = TurnLane(row)
	}
	slices.SortFunc(lanes, TurnLane.Compare)
	return lanes, nil
}

// ForgottenSendLanes lists the channels over all clinics that are awake since
// before awakeBefore, past their deadline, or that whoever paced them was to
// resume before resumeBefore. It works in a directory transaction.
func (tx *Tx) ForgottenSendLanes(ctx context.Context, awakeBefore, resumeBefore, now time.Time) ([]SendLane, error) {
	rows, err := tx.queries.ListForgottenSendLanes(ctx, dbsqlc.ListForgottenSendLanesParams{
		AwakeBefore: awakeBefore, ResumeBefore: resumeBefore, Now: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	lanes := make([]SendLane, len(rows))
	for i, row := range rows {
		lanes[i] = SendLane(row)
	}
	return lanes, nil
}
