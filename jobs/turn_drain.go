package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	// turnSet is how many conversations one transaction steps.
	turnSet = 100
	// turnPatience is how long a set may take; past it whoever drains is gone,
	// and the sweeper wakes the lane again.
	turnPatience = 5 * time.Second
)

// turns gives patients' messages their turn.
type turns struct{ jobs *Jobs }

// drain steps all conversations of a lane that have something to read.
func (t *turns) drain(ctx context.Context, lane postgres.TurnLane) error {
	for {
		stepped, err := t.drainSet(ctx, lane)
		if err != nil {
			return fmt.Errorf("drain lane %d of clinic %s: %w", lane.Lane, lane.ClinicID, err)
		}
		if stepped < turnSet {
			return nil
		}
	}
}

// drainSet steps one set. It clears the lane's flag in a commit of its own
// before it reads: who writes later wakes the lane again.
func (t *turns) drainSet(ctx context.Context, lane postgres.TurnLane) (int, error) {
	config := t.jobs.config
	busyUntil := config.Now().Add(turnPatience).Truncate(time.Microsecond)
	err := config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.BeginTurnLane(ctx, lane, busyUntil)
	})
	if err != nil {
		return 0, fmt.Errorf("begin: %w", err)
	}
	config.Reached(PointTurnBegun)
	var locked []uuid.UUID
	err = config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := config.Now()
		conversations, err := tx.LockUnread(ctx, lane, turnSet, now)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		locked = conversationIDs(conversations)
		if err := tx.EndTurnLane(ctx, lane, busyUntil); err != nil {
			return err
		}
		return t.stepAll(ctx, tx, conversations, now)
	})
	if err == nil {
		config.Reached(PointTurnDone)
		t.jobs.observe("turns", "done", len(locked))
		return len(locked), nil
	}
	if records.CodeOf(err) == records.CodeUnavailable {
		return 0, err
	}
	config.Logger.Warn("a set of turns went wrong; stepping each alone", "clinic", lane.ClinicID, "conversations", len(locked), "error", err)
	return len(locked), t.eachAlone(ctx, lane, locked, busyUntil)
}

// eachAlone steps the conversations of a set that went wrong one by one. What
// goes wrong again is quarantined with a task for staff; the others go on.
func (t *turns) eachAlone(ctx context.Context, lane postgres.TurnLane, conversationIDs []uuid.UUID, busyUntil time.Time) error {
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
	return config.Store.InClinic(ctx, lane.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		return tx.EndTurnLane(ctx, lane, busyUntil)
	})
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
