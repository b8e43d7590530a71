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

// JoinWaitlist stores a wish and gives it as it is kept. A patient has one
// active wish per type: a second one changes the first, which keeps its id and
// its place.
func (tx *Tx) JoinWaitlist(ctx context.Context, entry records.WaitlistEntry) (records.WaitlistEntry, error) {
	windows, err := json.Marshal(append([]records.Period{}, entry.Windows...))
	if err != nil {
		return records.WaitlistEntry{}, fmt.Errorf("encode windows: %w", err)
	}
	weekdays := make([]int16, len(entry.Weekdays))
	for i, weekday := range entry.Weekdays {
		weekdays[i] = int16(weekday) //nolint:gosec // 0 to 6
	}
	row, err := tx.queries.UpsertWaitlistEntry(ctx, dbsqlc.UpsertWaitlistEntryParams{
		ClinicID: tx.clinicID, ID: entry.ID, PatientID: entry.PatientID, ConversationID: nullable(entry.ConversationID),
		AppointmentTypeID: entry.AppointmentTypeID, PractitionerID: nullable(entry.PractitionerID), LocationID: nullable(entry.LocationID),
		AppointmentID: nullable(entry.AppointmentID), Windows: windows, Weekdays: weekdays,
		FromMinute: int16(entry.From), UntilMinute: int16(entry.Until), //nolint:gosec // the caller checked that they are within a day
		NoticeMinutes: int32(entry.Notice / time.Minute), //nolint:gosec // and that this is within a year
		Priority:      string(entry.Priority), CreatedAt: entry.CreatedAt, ExpiresAt: entry.ExpiresAt,
	})
	if err != nil {
		return records.WaitlistEntry{}, coded(err)
	}
	return waitlistEntryOf(row)
}

// WaitlistEntry reads one wish; records.CodeNotFound when the clinic has no
// such one.
func (tx *Tx) WaitlistEntry(ctx context.Context, entryID uuid.UUID) (records.WaitlistEntry, error) {
	row, err := tx.queries.GetWaitlistEntry(ctx, dbsqlc.GetWaitlistEntryParams{ClinicID: tx.clinicID, ID: entryID})
	if err != nil {
		return records.WaitlistEntry{}, coded(err)
	}
	return waitlistEntryOf(row)
}

// EndWaitlistEntry ends a wish and withdraws what it was offered; false when it
// had ended already.
func (tx *Tx) EndWaitlistEntry(ctx context.Context, entryID uuid.UUID, status records.WaitlistStatus, now time.Time) (bool, error) {
	ended, err := tx.queries.EndWaitlistEntry(ctx, dbsqlc.EndWaitlistEntryParams{
		ClinicID: tx.clinicID, ID: entryID, Status: string(status), Now: now,
	})
	return ended > 0, coded(err)
}

// FulfilWishes ends a patient's wish for a type of which they have an
// appointment now, and withdraws what else it was offered than the offer they
// accepted, if they did.
func (tx *Tx) FulfilWishes(ctx context.Context, patientID, typeID, acceptedID uuid.UUID, now time.Time) error {
	return tx.later.FulfilWishes(ctx, dbsqlc.FulfilWishesParams{
		ClinicID: tx.clinicID, PatientID: patientID, AppointmentTypeID: typeID, AcceptedID: acceptedID, Now: now,
	})
}

// ReleaseWishes looks after the wish for an earlier time than a cancelled
// appointment: where the patient gave the appointment up the wish ends with it,
// where the clinic did it goes on for any time.
func (tx *Tx) ReleaseWishes(ctx context.Context, appointment records.Appointment, now time.Time) error {
	return tx.later.ReleaseWishesOf(ctx, dbsqlc.ReleaseWishesOfParams{
		ClinicID: tx.clinicID, PatientID: appointment.PatientID, AppointmentID: nullable(appointment.ID),
		ByPatient: appointment.CancellationReason == records.CancelledByPatient, Now: now,
	})
}

// ExpireWaitlist ends the wishes and the offers of freed times whose time is
// over, and gives how many of each.
func (tx *Tx) ExpireWaitlist(ctx context.Context, now time.Time) (wishes, offers int64, err error) {
	if wishes, err = tx.queries.ExpireWishes(ctx, dbsqlc.ExpireWishesParams{ClinicID: tx.clinicID, Now: now}); err != nil {
		return 0, 0, coded(err)
	}
	offers, err = tx.queries.ExpireWaitlistOffers(ctx, dbsqlc.ExpireWaitlistOffersParams{ClinicID: tx.clinicID, Now: now})
	return wishes, offers, coded(err)
}

// WishesOfPatients lists the active wishes of these patients, the oldest first,
// at most twenty.
func (tx *Tx) WishesOfPatients(ctx context.Context, patientIDs []uuid.UUID) ([]records.WaitlistEntry, error) {
	rows, err := tx.queries.WishesOfPatients(ctx, dbsqlc.WishesOfPatientsParams{ClinicID: tx.clinicID, PatientIDs: patientIDs})
	if err != nil {
		return nil, coded(err)
	}
	entries := make([]records.WaitlistEntry, len(rows))
	for i, row := range rows {
		if entries[i], err = waitlistEntryOf(row); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// PatientWish is a wish with the name of who has it.
type PatientWish struct {
	Entry       records.WaitlistEntry
	PatientName string
}

// Waitlist lists the active wishes of the clinic, the oldest first: at most
// limit, after a position.
func (tx *Tx) Waitlist(ctx context.Context, after time.Time, afterID uuid.UUID, limit int) ([]PatientWish, error) {
	rows, err := tx.queries.ListWaitlist(ctx, dbsqlc.ListWaitlistParams{
		ClinicID: tx.clinicID, AfterCreated: after, AfterID: afterID, PageSize: pageSize(limit),
	})
	if err != nil {
		return nil, coded(err)
	}
	wishes := make([]PatientWish, len(rows))
	for i, row := range rows {
		entry, err := waitlistEntryOf(row.WaitlistEntry)
		if err != nil {
			return nil, err
		}
		wishes[i] = PatientWish{Entry: entry, PatientName: row.PatientName}
	}
	return wishes, nil
}

// WaitlistCandidate is a wish for the type of a freed time, with what choosing
// among such wishes needs to know.
type WaitlistCandidate struct {
	Entry records.WaitlistEntry
	// Reach is where the patient is asked.
	Reach Reach
	// ReplacesVersion and ReplacesStart are of the booked appointment that the
	// time would replace; zero where there is none.
	ReplacesVersion int64
	ReplacesStart   time.Time
	// Busy is something else that the patient has at the freed time; zero where
	// they are free.
	Busy records.Period
	// PassedUpAt is when they last declined an offer or let one expire.
	PassedUpAt time.Time
}

// WaitlistCandidates lists, in one query, who may be asked about a freed time:
// those who wish for its type and practitioner, were not asked about it before,
// have no offer open, and may be written to. span is the time that it occupies,
// buffers included.
func (tx *Tx) WaitlistCandidates(ctx context.Context, slot records.FreedSlot, span records.Period, now time.Time) ([]WaitlistCandidate, error) {
	rows, err := tx.queries.WaitlistCandidates(ctx, dbsqlc.WaitlistCandidatesParams{
		ClinicID: tx.clinicID, AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, FreedSlotID: slot.ID,
		SpanStart: span.From, SpanEnd: span.Until, Now: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	candidates := make([]WaitlistCandidate, len(rows))
	for i, row := range rows {
		entry, err := waitlistEntryOf(row.WaitlistEntry)
		if err != nil {
			return nil, err
		}
		candidates[i] = WaitlistCandidate{
			Entry: entry, ReplacesVersion: row.ReplacesVersion, ReplacesStart: knownInstant(row.ReplacesStart),
			Busy:       records.Period{From: knownInstant(row.BusyStart), Until: knownInstant(row.BusyEnd)},
			PassedUpAt: knownInstant(row.PassedUpAt),
			Reach: Reach{
				ConversationID: row.ReachedIn,
				Contact:        records.Contact{ClinicID: tx.clinicID, ChannelID: row.ChannelID, Language: records.Language(row.Language)},
			},
		}
	}
	return candidates, nil
}

// knownInstant gives the epoch, which stands for none, as the zero time.
func knownInstant(at time.Time) time.Time {
	if at.Unix() == 0 {
		return time.Time{}
	}
	return at.UTC()
}

func waitlistEntryOf(row dbsqlc.WaitlistEntry) (records.WaitlistEntry, error) {
	entry := records.WaitlistEntry{
		ID: row.ID, ClinicID: row.ClinicID, PatientID: row.PatientID, ConversationID: row.ConversationID.UUID,
		AppointmentTypeID: row.AppointmentTypeID, PractitionerID: row.PractitionerID.UUID, LocationID: row.LocationID.UUID,
		AppointmentID: row.AppointmentID.UUID, From: records.LocalTime(row.FromMinute), Until: records.LocalTime(row.UntilMinute),
		Notice: time.Duration(row.NoticeMinutes) * time.Minute, Priority: records.TaskPriority(row.Priority),
		Status: records.WaitlistStatus(row.Status), CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(), EndedAt: instantOf(row.EndedAt),
	}
	for _, weekday := range row.Weekdays {
		entry.Weekdays = append(entry.Weekdays, time.Weekday(weekday))
	}
	if err := json.Unmarshal(row.Windows, &entry.Windows); err != nil {
		return entry, fmt.Errorf("decode windows: %w", err)
	}
	return entry, nil
}
