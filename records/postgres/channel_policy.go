package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ChannelPolicies gives how the clinic's channels are used, by their ids. A
// channel of which nothing was said is missing.
func (tx *Tx) ChannelPolicies(ctx context.Context) (map[uuid.UUID]records.ChannelPolicy, error) {
	rows, err := tx.queries.ListChannelPolicies(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	policies := make(map[uuid.UUID]records.ChannelPolicy, len(rows))
	for _, row := range rows {
		policies[row.ChannelID] = records.ChannelPolicy{
			ChannelID: row.ChannelID, SegmentsPerSecond: row.SegmentsPerSecond, Burst: int(row.Burst),
			PairInterval: time.Duration(row.PairMilliseconds) * time.Millisecond, PairBurst: int(row.PairBurst),
			OrderWait:    time.Duration(row.OrderWaitMilliseconds) * time.Millisecond,
			UnaskedLevel: records.ContentLevel(row.UnaskedLevel), AnswerLevel: records.ContentLevel(row.AnswerLevel),
		}
	}
	return policies, nil
}

// SetChannelPolicy says how a channel is used from now on; running nodes follow
// within seconds.
func (tx *Tx) SetChannelPolicy(ctx context.Context, policy records.ChannelPolicy) error {
	err := tx.queries.SetChannelPolicy(ctx, dbsqlc.SetChannelPolicyParams{
		ClinicID: tx.clinicID, ChannelID: policy.ChannelID, SegmentsPerSecond: policy.SegmentsPerSecond,
		Burst:                 int32(policy.Burst),                       //nolint:gosec // a CHECK bounds it
		PairMilliseconds:      int32(policy.PairInterval.Milliseconds()), //nolint:gosec // a CHECK bounds it
		PairBurst:             int32(policy.PairBurst),                   //nolint:gosec // a CHECK bounds it
		OrderWaitMilliseconds: int32(policy.OrderWait.Milliseconds()),    //nolint:gosec // a CHECK bounds it
		UnaskedLevel:          int16(policy.UnaskedLevel),                //nolint:gosec // a CHECK bounds it
		AnswerLevel:           int16(policy.AnswerLevel),                 //nolint:gosec // a CHECK bounds it
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// MessagePolicy gives how the clinic writes unasked.
func (tx *Tx) MessagePolicy(ctx context.Context) (records.MessagePolicy, error) {
	row, err := tx.queries.GetMessagePolicy(ctx, tx.clinicID)
	if err := coded(err); records.CodeOf(err) == records.CodeNotFound {
		return records.DefaultMessagePolicy(), nil
	} else if err != nil {
		return records.MessagePolicy{}, err
	}
	return records.MessagePolicy{
		WeeklyCap: int(row.WeeklyCap), QuietFrom: records.LocalTime(row.QuietFromMinute), QuietUntil: records.LocalTime(row.QuietUntilMinute),
	}, nil
}

// SetMessagePolicy says how the clinic writes unasked from now on.
func (tx *Tx) SetMessagePolicy(ctx context.Context, policy records.MessagePolicy) error {
	err := tx.queries.SetMessagePolicy(ctx, dbsqlc.SetMessagePolicyParams{
		ClinicID: tx.clinicID, WeeklyCap: int16(policy.WeeklyCap), //nolint:gosec // a CHECK bounds it
		QuietFromMinute: int16(policy.QuietFrom), QuietUntilMinute: int16(policy.QuietUntil), //nolint:gosec // a CHECK bounds them
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// PaceSendLane moves a channel's pace on: freeAt is when its sender is free
// again, resumeAt when the next messages that wait for that are claimed, zero
// where none do. Only in the transaction of a claim.
func (tx *Tx) PaceSendLane(ctx context.Context, lane SendLane, freeAt, resumeAt time.Time) error {
	if err := tx.Enter(ctx, lane.ClinicID); err != nil {
		return err
	}
	paced := dbsqlc.PaceSendLaneParams{ClinicID: lane.ClinicID, ChannelID: lane.ChannelID, FreeAt: freeAt}
	if !resumeAt.IsZero() {
		paced.ResumeAt = &resumeAt
	}
	return tx.later.PaceSendLane(ctx, paced)
}

// PacePairs does the same for conversations, by their ids.
func (tx *Tx) PacePairs(ctx context.Context, freeAt map[uuid.UUID]time.Time) error {
	if len(freeAt) == 0 {
		return nil
	}
	rows := dbsqlc.PacePairsParams{ClinicID: tx.clinicID}
	for conversationID, at := range freeAt {
		rows.ConversationIDs = append(rows.ConversationIDs, conversationID)
		rows.FreeAt = append(rows.FreeAt, at)
	}
	return tx.later.PacePairs(ctx, rows)
}
