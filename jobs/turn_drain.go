package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// turnSet is how many conversations of one lane a transaction steps.
const turnSet = 100

// turns gives patients' messages their turn. Lanes that are woken at about the
// same time, of whatever clinics, are drained together: one commit for all.
type turns struct {
	jobs   *Jobs
	gather *gather[postgres.TurnLane]
}

func newTurns(ctx context.Context, j *Jobs) *turns {
	const workers, limit, linger = 2, 64, 30 * time.Millisecond
	t := &turns{jobs: j}
	t.gather = newGather(context.WithoutCancel(ctx), workers, limit, linger, t.drain)
	return t
}

func (t *turns) close() { t.gather.close() }

// drain steps all conversations of some lanes that have something to read.
func (t *turns) drain(ctx context.Context, lanes []postgres.TurnLane) error {
	lanes = slices.Clone(lanes)
	slices.SortFunc(lanes, postgres.TurnLane.Compare)
	lanes = slices.Compact(lanes)
	for len(lanes) > 0 {
		more, err := t.drainSet(ctx, lanes)
		if err != nil {
			return fmt.Errorf("drain %d lanes: %w", len(lanes), err)
		}
		lanes = more
	}
	return nil
}

// drainSet steps one set, and gives the lanes that may hold more. It clears
// the lanes' flags in a commit of its own before it reads: who writes later
// wakes them again.
func (t *turns) drainSet(ctx context.Context, lanes []postgres.TurnLane) ([]postgres.TurnLane, error) {
	config := t.jobs.config
	// A flag that a crash brings back is only looked at once too often.
	err := config.Store.AcrossLoosely(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.BeginTurnLanes(ctx, lanes)
	})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	config.Reached(PointTurnBegun)
	var conversations []postgres.Conversation
	err = config.Store.Across(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		now := config.Now()
		if conversations, err = tx.LockUnread(ctx, lanes, turnSet, now); err != nil {
			return fmt.Errorf("read: %w", err)
		}
		return t.stepAll(ctx, tx, conversations, now)
	})
	if err == nil {
		config.Reached(PointTurnDone)
		t.jobs.observe("turns", "done", len(conversations))
		return fullLanes(lanes, conversations), nil
	}
	if len(lanes) > 1 || records.CodeOf(err) == records.CodeUnavailable && len(conversations) < 2 {
		return nil, err
	}
	lane := lanes[0]
	config.Logger.Warn("a set of turns went wrong; stepping each alone", "clinic", lane.ClinicID, "conversations", len(conversations), "error", err)
	if err := t.eachAlone(ctx, lane, conversationIDs(conversations)); err != nil {
		return nil, err
	}
	return fullLanes(lanes, conversations), nil
}

// fullLanes gives the lanes of which a whole set was read: there may be more.
func fullLanes(lanes []postgres.TurnLane, conversations []postgres.Conversation) []postgres.TurnLane {
	read := make(map[postgres.TurnLane]int, len(lanes))
	for _, conversation := range conversations {
		read[conversation.Lane]++
	}
	return slices.DeleteFunc(slices.Clone(lanes), func(lane postgres.TurnLane) bool { return read[lane] < turnSet })
}

// eachAlone steps the conversations of a set that went wrong one by one. What
// goes wrong again is quarantined with a task for staff; the others go on.
func (t *turns) eachAlone(ctx context.Context, lane postgres.TurnLane, conversationIDs []uuid.UUID) error {
	config := t.jobs.config
	for _, conversationID := range conversationIDs {
		err := config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return t.stepOne(ctx, tx, conversationID)
		})
		if err == nil {
			continue
		}
		if code := records.CodeOf(err); code == records.CodeUnavailable || code == records.CodeConflict {
			return err
		}
		config.Logger.Error("quarantine a conversation's messages", "clinic", lane.ClinicID, "conversation", conversationID, "error", err)
		t.jobs.observe("turns", "quarantined", 1)
		err = config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return t.quarantine(ctx, tx, conversationID)
		})
		if err != nil {
			return fmt.Errorf("quarantine: %w", err)
		}
	}
	return nil
}

func (t *turns) stepOne(ctx context.Context, tx *postgres.Tx, conversationID uuid.UUID) error {
	now := t.jobs.config.Now()
	conversation, err := tx.LockConversation(ctx, conversationID, now)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if len(conversation.Unread) == 0 {
		return nil
	}
	return t.stepAll(ctx, tx, []postgres.Conversation{conversation}, now)
}

func (t *turns) quarantine(ctx context.Context, tx *postgres.Tx, conversationID uuid.UUID) error {
	now := t.jobs.config.Now()
	conversation, err := tx.LockConversation(ctx, conversationID, now)
	if err != nil || len(conversation.Unread) == 0 {
		return err
	}
	ids := make([]uuid.UUID, len(conversation.Unread))
	for i, message := range conversation.Unread {
		ids[i] = message.ID
	}
	if err := tx.Quarantine(ctx, ids); err != nil {
		return err
	}
	return tx.OpenTask(ctx, records.Task{
		ID: t.jobs.config.NewID(), Code: records.TaskQuarantined, Priority: records.PriorityUrgent, ConversationID: conversationID,
		MessageID: ids[len(ids)-1], CreatedAt: now,
	})
}

func conversationIDs(conversations []postgres.Conversation) []uuid.UUID {
	ids := make([]uuid.UUID, len(conversations))
	for i := range conversations {
		ids[i] = conversations[i].ID
	}
	return ids
}
