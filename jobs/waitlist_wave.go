package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// waves looks at some freed times of one clinic in one transaction. What it
// decides of each, and the messages to all who are asked, commit together: a
// process that dies at any line has asked nobody, and one that does the same
// again finds the freed time locked or the next wave not yet due. Whoever was
// asked about a time is never asked about it again (slot_offer_freed_once).
type waves struct {
	jobs   *Jobs
	tx     *postgres.Tx
	view   *clinicView
	policy scheduler.WavePolicy
	seen   scheduler.Acceptance
	now    time.Time

	// next is when to look at each time again that stays open.
	next map[uuid.UUID]time.Time
	// asked are the conversations that are asked by this transaction.
	asked     map[uuid.UUID]bool
	proposals []proposal
	told      []postgres.NewOutbound
}

// makeWaves looks at freed times that are due and gives how many there were.
func (j *Jobs) makeWaves(ctx context.Context, tx *postgres.Tx) (int, error) {
	now := j.config.Now()
	due, err := tx.ClaimDueFreedSlots(ctx, freedSet, now)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	view, err := j.clinics.of(ctx, tx, now)
	if err != nil {
		return 0, err
	}
	asked, accepted, err := tx.RecentAcceptance(ctx)
	if err != nil {
		return 0, fmt.Errorf("read acceptance: %w", err)
	}
	w := &waves{
		jobs: j, tx: tx, view: view, policy: *j.config.Waves, now: now,
		seen: scheduler.Acceptance{Asked: asked, Accepted: accepted},
		next: make(map[uuid.UUID]time.Time, len(due)), asked: make(map[uuid.UUID]bool),
	}
	for _, freed := range due {
		if err := w.look(ctx, freed); err != nil {
			return 0, fmt.Errorf("freed slot %s: %w", freed.ID, err)
		}
	}
	if err := w.finish(ctx); err != nil {
		return 0, err
	}
	j.config.Reached(PointWaveMade)
	return len(due), nil
}

// look decides what is done about one freed time now.
func (w *waves) look(ctx context.Context, freed records.FreedSlot) error {
	kind, offered := w.view.types[freed.AppointmentTypeID]
	if !offered || !kind.Active || !w.now.Before(scheduler.AnswerBy(kind, freed.Start)) {
		return w.close(ctx, freed)
	}
	slot, free, err := w.view.freeSlotAt(ctx, w.tx, freed, w.now)
	if err != nil {
		return err
	}
	wave := w.policy.Plan(w.seen, kind, freed.Start, w.view.zone, w.now)
	w.next[freed.ID] = wave.NextAt
	switch {
	case !free:
		return w.gone(ctx, freed, kind)
	case wave.Size == 0:
		return nil
	}
	return w.ask(ctx, freed, slot, kind, wave.Size)
}

// ask chooses who is asked about a freed time.
func (w *waves) ask(ctx context.Context, freed records.FreedSlot, slot scheduler.Slot, kind records.AppointmentType, size int) error {
	span := scheduler.OccupiedSpan(kind, slot.Start)
	candidates, err := w.tx.WaitlistCandidates(ctx, freed, records.Period{From: span.Start, Until: span.End}, w.now)
	if err != nil {
		return fmt.Errorf("list who waits: %w", err)
	}
	wishes := make([]scheduler.Wish, 0, len(candidates))
	byEntry := make(map[uuid.UUID]postgres.WaitlistCandidate, len(candidates))
	for _, candidate := range candidates {
		if w.asked[candidate.Reach.ConversationID] {
			continue
		}
		byEntry[candidate.Entry.ID] = candidate
		wishes = append(wishes, wishOf(candidate))
	}
	chosen := scheduler.ChooseWishes(wishes, slot, kind, w.view.zone, w.now, size)
	idle, err := w.lockIdle(ctx, chosen)
	if err != nil {
		return err
	}
	until := w.policy.OfferUntil(kind, slot.Start, w.now)
	for _, wish := range chosen {
		if !idle[wish.ConversationID] {
			continue
		}
		w.asked[wish.ConversationID] = true
		w.proposals = append(w.proposals, proposalOf(byEntry[wish.Entry.ID], freed, slot, until))
	}
	return nil
}

// lockIdle locks the conversations that nobody is answering: a patient who
// writes at this very moment is asked with the next wave.
func (w *waves) lockIdle(ctx context.Context, chosen []scheduler.Wish) (map[uuid.UUID]bool, error) {
	if len(chosen) == 0 {
		return nil, nil
	}
	conversationIDs := make([]uuid.UUID, len(chosen))
	for i, wish := range chosen {
		conversationIDs[i] = wish.ConversationID
	}
	locked, err := w.tx.LockIdleConversations(ctx, conversationIDs)
	if err != nil {
		return nil, fmt.Errorf("lock conversations: %w", err)
	}
	idle := make(map[uuid.UUID]bool, len(locked))
	for _, conversationID := range locked {
		idle[conversationID] = true
	}
	return idle, nil
}

func wishOf(candidate postgres.WaitlistCandidate) scheduler.Wish {
	wish := scheduler.Wish{
		Entry: candidate.Entry, ConversationID: candidate.Reach.ConversationID, Replaces: candidate.ReplacesStart, PassedUpAt: candidate.PassedUpAt,
	}
	if !candidate.Busy.From.IsZero() {
		wish.Taken = []scheduler.Window{{Start: candidate.Busy.From, End: candidate.Busy.Until}}
	}
	return wish
}

func proposalOf(candidate postgres.WaitlistCandidate, freed records.FreedSlot, slot scheduler.Slot, until time.Time) proposal {
	made := proposal{
		offer: records.SlotOffer{
			Kind: records.OfferWaitlist, PatientID: candidate.Entry.PatientID, WaitlistEntryID: candidate.Entry.ID, FreedSlotID: freed.ID,
			Slots: []records.OfferedSlot{offeredSlot(slot)}, ExpiresAt: until,
		},
		waitingSince: candidate.Entry.CreatedAt,
		addressee:    &postgres.Addressee{Reach: candidate.Reach, Language: candidate.Reach.Contact.Language},
	}
	if candidate.ReplacesVersion > 0 {
		made.appointment = records.Appointment{
			ID: candidate.Entry.AppointmentID, ClinicID: candidate.Entry.ClinicID, Version: candidate.ReplacesVersion,
			PatientID: candidate.Entry.PatientID, AppointmentTypeID: candidate.Entry.AppointmentTypeID,
			Status: records.AppointmentBooked, Start: candidate.ReplacesStart,
		}
	}
	return made
}

// gone decides about a freed time that can't be had now. A hold over it may
// still be let go; a booking is the outcome; what else stands in the way, such
// as a room, is looked at again.
func (w *waves) gone(ctx context.Context, freed records.FreedSlot, kind records.AppointmentType) error {
	window := scheduler.OccupiedSpan(kind, freed.Start)
	span := records.Period{From: window.Start, Until: window.End}
	heldUntil, err := w.tx.HeldUntil(ctx, freed.PractitionerID, span, w.now)
	if err != nil {
		return fmt.Errorf("look for holds: %w", err)
	}
	if !heldUntil.IsZero() {
		w.next[freed.ID] = heldUntil
		return nil
	}
	calendar, err := w.view.calendar(ctx, w.tx, kind.ID, uuid.Nil, window, uuid.Nil, w.now)
	if err != nil {
		return err
	}
	for _, taken := range calendar.Occupied {
		if taken.SubjectID == freed.PractitionerID && window.Overlaps(scheduler.Window{Start: taken.Start, End: taken.End}) {
			return w.booked(ctx, freed)
		}
	}
	return nil
}

// booked settles a freed time that somebody has booked in the usual way, and
// tells those who were asked about it.
func (w *waves) booked(ctx context.Context, freed records.FreedSlot) error {
	if err := w.settle(ctx, freed, records.FreedBooked); err != nil {
		return err
	}
	told, err := w.jobs.tellGone(ctx, w.tx, w.view, freed, w.now)
	w.told = append(w.told, told...)
	return err
}

// close settles a freed time whose end has come.
func (w *waves) close(ctx context.Context, freed records.FreedSlot) error {
	status := records.FreedUnclaimed
	if freed.Offers == 0 {
		status = records.FreedUnwanted
	}
	return w.settle(ctx, freed, status)
}

func (w *waves) settle(ctx context.Context, freed records.FreedSlot, status records.FreedSlotStatus) error {
	delete(w.next, freed.ID)
	if err := w.tx.SettleFreedSlot(ctx, freed.ID, status, uuid.Nil, w.now); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	w.jobs.observe("freed-slots", string(status), 1)
	return nil
}

// finish asks, and records the waves with how many were really asked.
func (w *waves) finish(ctx context.Context) error {
	made, _, err := w.jobs.proposeBeside(ctx, w.tx, w.view, w.proposals, w.told, w.now)
	if err != nil {
		return err
	}
	offers := make(map[uuid.UUID]int, len(w.next))
	for _, offer := range made {
		offers[offer.FreedSlotID]++
	}
	for freedID, next := range w.next {
		if err := w.tx.RecordWave(ctx, freedID, offers[freedID], next); err != nil {
			return err
		}
	}
	return nil
}
