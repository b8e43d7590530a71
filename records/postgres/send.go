package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// Queued is a message that is next to be sent, with all that the exit gate
// judges, as it is now.
type Queued struct {
	ID             uuid.UUID
	Lane           SendLane
	ConversationID uuid.UUID
	Text           string
	Choices        []records.Choice
	Level          records.ContentLevel
	Proactive      bool
	DespiteOptOut  bool
	// DespiteQuietHours is true for somebody who is at the clinic.
	DespiteQuietHours bool
	ExpiresAt         time.Time
	Attempts          int
	CreatedAt         time.Time

	ContactID    uuid.UUID
	Address      string
	ContactState records.ContactState
	// DoubtedAt is since when the address may be somebody else's; zero if never.
	DoubtedAt time.Time
	// Language is the contact's; empty where they chose none.
	Language records.Language
	// LastInboundAt is when the patient wrote last, on a channel where that
	// decides whether free text may be sent; zero if never, or elsewhere.
	LastInboundAt time.Time
	// OptedOutAt is when the contact ended their consent; zero if they have not.
	OptedOutAt time.Time

	// Purpose is what it is for; Refused is true where the contact refused that
	// alone. Urgent messages are not counted; of the others, one went to the contact
	// at each of UnaskedAt, within seven days, the latest first.
	Purpose   records.Purpose
	Refused   bool
	Urgent    bool
	UnaskedAt []time.Time
	// TimeZone (IANA) and PreferredLevel are the contact's own; empty, and nil,
	// where nothing is known.
	TimeZone       string
	PreferredLevel *records.ContentLevel

	// AppointmentID is nil for a message that isn't bound to an appointment.
	AppointmentID      uuid.UUID
	AppointmentVersion int64
	CurrentVersion     int64
	AppointmentStatus  records.AppointmentStatus
	AppointmentStart   time.Time

	// Confirms is true for the one message that an unconfirmed address of e-mail
	// gets; whoever judges it sets it.
	Confirms bool

	// PartlyStale is true for a reminder of several appointments one of which has
	// moved on.
	PartlyStale bool

	// LaneFreeAt and PairFreeAt are what is remembered of the sender's pace, and
	// of that to this contact (scheduler.Pace); zero where nothing is.
	LaneFreeAt, PairFreeAt time.Time
	// LaneTroubles and LaneOpenUntil are the channel's breaker (scheduler.Breaker).
	LaneTroubles  int
	LaneOpenUntil time.Time
}

// SendClaim says how the next messages of a channel are claimed.
type SendClaim struct {
	Lane SendLane
	// AnswersFirst has what was asked for claimed before what was not: where a
	// sender is slow, nobody who writes waits behind a morning's reminders.
	AnswersFirst bool
	// OrderWait is how long a message waits for word of the one before.
	OrderWait time.Duration
}

// ClaimQueued clears the channels' flags and gives the messages that are next,
// at most limit of each. It holds the lanes' locks exclusively until the
// commit, so only one claim of a channel goes on at a time; mark what will be
// sent before committing. The claims, of any clinics, must be in the order of
// their lanes.
func (tx *Tx) ClaimQueued(ctx context.Context, claims []SendClaim, limit int, now time.Time) ([]Queued, error) {
	// A channel's answers, and then all of its messages.
	claimed := make([][2][]dbsqlc.ClaimQueuedRow, len(claims))
	for i, claim := range claims {
		lane := claim.Lane
		if err := tx.Enter(ctx, lane.ClinicID); err != nil {
			return nil, err
		}
		if err := tx.later.TakeLanes(ctx, []int64{lane.key()}); err != nil {
			return nil, err
		}
		if err := tx.later.BeginSendLane(ctx, dbsqlc.BeginSendLaneParams{ClinicID: lane.ClinicID, ChannelID: lane.ChannelID}); err != nil {
			return nil, err
		}
		for n := range claimed[i] {
			if unasked := n == 1; unasked || claim.AnswersFirst {
				collect(tx.pipeline, &claimed[i][n], dbsqlc.ClaimQueued, lane.ClinicID, lane.ChannelID, now, unasked,
					claim.OrderWait > 0, now.Add(-claim.OrderWait), int32(min(limit, 1000))) //nolint:gosec // bounded on this line
			}
		}
	}
	if err := tx.pipeline.flush(ctx); err != nil {
		return nil, err
	}
	var queued []Queued
	for i := range claimed {
		messages, err := queuedOfLane(claims[i].Lane, claimed[i], limit)
		if err != nil {
			return nil, err
		}
		queued = append(queued, messages...)
	}
	return queued, nil
}

// queuedOfLane joins a channel's answers and its other messages, at most limit.
func queuedOfLane(lane SendLane, claimed [2][]dbsqlc.ClaimQueuedRow, limit int) ([]Queued, error) {
	queued := make([]Queued, 0, min(len(claimed[0])+len(claimed[1]), limit))
	seen := make(map[uuid.UUID]bool, len(claimed[0]))
	for _, rows := range claimed {
		for _, row := range rows {
			if len(queued) == limit || seen[row.ID] {
				continue
			}
			message, err := queuedOf(lane, row)
			if err != nil {
				return nil, err
			}
			seen[row.ID] = true
			queued = append(queued, message)
		}
	}
	return queued, nil
}

func queuedOf(lane SendLane, row dbsqlc.ClaimQueuedRow) (Queued, error) {
	choices, err := choicesOf(row.Choices)
	if err != nil {
		return Queued{}, err
	}
	queued := Queued{
		ID: row.ID, Lane: lane, ConversationID: row.ConversationID, Text: row.Text, Choices: choices, Level: records.ContentLevel(row.Level),
		Proactive: row.Proactive, DespiteOptOut: row.DespiteOptOut, DespiteQuietHours: row.DespiteQuietHours, ExpiresAt: instantOf(row.ExpiresAt), Attempts: int(row.Attempts),
		CreatedAt: row.CreatedAt.UTC(), ContactID: row.ContactID, Address: row.Address,
		ContactState: records.ContactState(row.ContactState), DoubtedAt: instantOf(row.DoubtedAt), Language: records.Language(row.Language),
		AppointmentID: row.AppointmentID.UUID, AppointmentVersion: row.AppointmentVersion.Int64, CurrentVersion: row.CurrentVersion,
		AppointmentStatus: records.AppointmentStatus(row.AppointmentStatus), AppointmentStart: instantOf(row.AppointmentStart),
		LaneFreeAt: instantOf(row.LaneFreeAt), PairFreeAt: instantOf(row.PairFreeAt),
		PartlyStale: row.PartlyStale, LaneTroubles: int(row.LaneTroubles), LaneOpenUntil: instantOf(row.LaneOpenUntil),
		Purpose: records.Purpose(row.Purpose), Refused: row.PurposeConsent == string(records.ConsentInactive), Urgent: row.Urgent,
		UnaskedAt: row.UnaskedAt, TimeZone: row.TimeZone, PreferredLevel: levelOf(row.PreferredLevel),
	}
	if row.LastInboundAt.Unix() > 0 {
		queued.LastInboundAt = row.LastInboundAt.UTC()
	}
	if row.Consent == string(records.ConsentInactive) {
		queued.OptedOutAt = row.ConsentRecordedAt.UTC()
	}
	return queued, nil
}

// MarkSending commits the attempt before the provider is called: from here on
// a crash leaves a message that may have gone, and nobody repeats it blindly.
func (tx *Tx) MarkSending(ctx context.Context, lane SendLane, ids []uuid.UUID, until, now time.Time) error {
	if err := tx.Enter(ctx, lane.ClinicID); err != nil {
		return err
	}
	return tx.later.MarkSending(ctx, dbsqlc.MarkSendingParams{
		ClinicID: tx.clinicID, ChannelID: lane.ChannelID, Now: now, SendingUntil: until, IDs: ids,
	})
}

// LookAtSendLane notes when somebody must look at the channel at the latest:
// when an attempt's time is over, or a message that was put off is due. The
// sweeper reads it over all clinics.
func (tx *Tx) LookAtSendLane(ctx context.Context, lane SendLane, at time.Time) error {
	if err := tx.Enter(ctx, lane.ClinicID); err != nil {
		return err
	}
	return tx.later.LookAtSendLane(ctx, dbsqlc.LookAtSendLaneParams{ClinicID: lane.ClinicID, ChannelID: lane.ChannelID, LookAt: at})
}

// PutOff leaves messages queued until later.
func (tx *Tx) PutOff(ctx context.Context, ids []uuid.UUID, until time.Time) error {
	return tx.later.PutOff(ctx, dbsqlc.PutOffParams{ClinicID: tx.clinicID, IDs: ids, SendAfter: until})
}

// MarkNotSent records what the exit gate stopped, and why.
func (tx *Tx) MarkNotSent(ctx context.Context, reasons map[uuid.UUID]records.NotSentReason) error {
	rows := dbsqlc.MarkNotSentParams{ClinicID: tx.clinicID}
	for id, reason := range reasons {
		rows.IDs = append(rows.IDs, id)
		rows.Reasons = append(rows.Reasons, string(reason))
	}
	return tx.later.MarkNotSent(ctx, rows)
}

// Neutralise puts neutral texts, by the messages' ids, in the place of messages
// that give away too much.
func (tx *Tx) Neutralise(ctx context.Context, texts map[uuid.UUID]string) error {
	if len(texts) == 0 {
		return nil
	}
	rows := dbsqlc.NeutraliseParams{ClinicID: tx.clinicID}
	for id, text := range texts {
		rows.IDs = append(rows.IDs, id)
		rows.Texts = append(rows.Texts, text)
	}
	return tx.later.Neutralise(ctx, rows)
}

// RecordSent stores the provider's ids of accepted messages.
func (tx *Tx) RecordSent(ctx context.Context, providerIDs map[uuid.UUID]string) error {
	if len(providerIDs) == 0 {
		return nil
	}
	rows := dbsqlc.RecordSentParams{ClinicID: tx.clinicID, Lattice: outboundLattice}
	for id, providerID := range providerIDs {
		rows.IDs = append(rows.IDs, id)
		rows.ProviderIDs = append(rows.ProviderIDs, providerID)
	}
	return tx.later.RecordSent(ctx, rows)
}

// RecordRefused stores a provider's definite no.
func (tx *Tx) RecordRefused(ctx context.Context, id uuid.UUID, code string) error {
	return tx.later.RecordRefused(ctx, dbsqlc.RecordRefusedParams{ClinicID: tx.clinicID, ID: id, ErrorCode: code})
}

// RecordNotYet puts a message back in the queue until after.
func (tx *Tx) RecordNotYet(ctx context.Context, id uuid.UUID, code string, after time.Time) error {
	return tx.later.RecordNotYet(ctx, dbsqlc.RecordNotYetParams{ClinicID: tx.clinicID, ID: id, ErrorCode: code, SendAfter: after})
}

// RecordUnknown notes that a message may have gone; lookAt is when to ask the
// provider about it next, looked whether it was just asked in vain.
func (tx *Tx) RecordUnknown(ctx context.Context, id uuid.UUID, code string, looked bool, lookAt time.Time) error {
	var looks int16
	if looked {
		looks = 1
	}
	return tx.later.RecordUnknown(ctx, dbsqlc.RecordUnknownParams{ClinicID: tx.clinicID, ID: id, ErrorCode: code, Looks: looks, LookAt: lookAt})
}

// StopReconciling leaves a message unknown for good: staff decide.
func (tx *Tx) StopReconciling(ctx context.Context, id uuid.UUID) error {
	return tx.later.StopReconciling(ctx, dbsqlc.StopReconcilingParams{ClinicID: tx.clinicID, ID: id})
}

// NoteNextLook sets the channel's deadline anew, from what is under way,
// unknown or put off.
func (tx *Tx) NoteNextLook(ctx context.Context, lane SendLane) error {
	return tx.later.SetSendLaneDeadline(ctx, dbsqlc.SetSendLaneDeadlineParams{ClinicID: tx.clinicID, ChannelID: lane.ChannelID})
}

// Doubtful is a message of which nobody knows whether it was sent: its sender
// died, or the provider did not answer in time.
type Doubtful struct {
	ID             uuid.UUID
	ConversationID uuid.UUID
	Address        string
	Text           string
	Choices        []records.Choice
	// Status is sending where the process that sent it is gone, unknown where
	// the provider did not answer.
	Status   records.MessageStatus
	Attempts int
	// Looks is how often the provider was asked about it in vain.
	Looks        int
	ErrorCode    string
	HandedOverAt time.Time
	ExpiresAt    time.Time
}

// Doubtful lists the messages of a channel that are past their deadline and
// reserves them until then, so that one process at a time asks about each.
func (tx *Tx) Doubtful(ctx context.Context, lane SendLane, until, now time.Time) ([]Doubtful, error) {
	if err := tx.later.TakeLanes(ctx, []int64{lane.key()}); err != nil {
		return nil, err
	}
	rows, err := tx.queries.ListToReconcile(ctx, dbsqlc.ListToReconcileParams{ClinicID: tx.clinicID, ChannelID: lane.ChannelID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	doubtful, ids := make([]Doubtful, len(rows)), make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
		choices, err := choicesOf(row.Choices)
		if err != nil {
			return nil, err
		}
		doubtful[i] = Doubtful{
			ID: row.ID, ConversationID: row.ConversationID, Address: row.Address, Text: row.Text, Choices: choices,
			Status: records.MessageStatus(row.Status), Attempts: int(row.Attempts), Looks: int(row.Looks), ErrorCode: row.ErrorCode,
			HandedOverAt: instantOf(row.HandedOverAt), ExpiresAt: instantOf(row.ExpiresAt),
		}
	}
	return doubtful, tx.later.ReserveLooks(ctx, dbsqlc.ReserveLooksParams{ClinicID: tx.clinicID, Until: until, IDs: ids})
}

// ProviderIDsSince lists the provider's ids of the messages in a conversation
// that were written at or after since.
func (tx *Tx) ProviderIDsSince(ctx context.Context, conversationID uuid.UUID, since time.Time) ([]string, error) {
	rows, err := tx.queries.ProviderIDsSince(ctx, dbsqlc.ProviderIDsSinceParams{ClinicID: tx.clinicID, ConversationID: conversationID, Since: since})
	if err != nil {
		return nil, coded(err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.String
	}
	return ids, nil
}

func choicesOf(stored []byte) ([]records.Choice, error) {
	if len(stored) == 0 {
		return nil, nil
	}
	var choices []records.Choice
	if err := json.Unmarshal(stored, &choices); err != nil {
		return nil, fmt.Errorf("decode choices of a message: %w", err)
	}
	return choices, nil
}
