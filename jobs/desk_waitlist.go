package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// MaxWishWindows bounds how many windows one wish names, and MaxWishNotice how
// much notice it asks for.
const (
	MaxWishWindows = 20
	MaxWishNotice  = 30 * 24 * time.Hour
)

// Wish is an entry of the wait-list as the desk sees it.
type Wish struct {
	Entry       records.WaitlistEntry
	PatientName string
	// PractitionerName and AppointmentTypeName are as in a Visit.
	PractitionerName    string
	AppointmentTypeName string
}

// WishPage is a page of the wait-list.
type WishPage struct {
	Wishes []Wish
	// More is true when there are others after the last one here.
	More bool
}

// Waitlist lists who waits, the oldest wish first: at most limit, after a
// position.
func (d *Desk) Waitlist(ctx context.Context, by Principal, after Position, limit int) (WishPage, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (WishPage, touched, error) {
		rows, err := w.tx.Waitlist(ctx, after.At, after.ID, limit+1)
		if err != nil {
			return WishPage{}, touched{}, fmt.Errorf("list the wait-list: %w", err)
		}
		rows, more := page(rows, limit)
		listed := WishPage{More: more}
		for _, row := range rows {
			listed.Wishes = append(listed.Wishes, w.wish(row))
		}
		return listed, touched{action: records.AuditRead, kind: waitlistEntry}, nil
	})
}

// waitlistEntry is what audit events call an entry of the wait-list.
const waitlistEntry = "WaitlistEntry"

// JoinWaitlist puts a patient on the wait-list, for whatever the clinic offers.
// The request's Entry is taken but for its ids, status and creation; a zero
// Until is the whole day, a negative Notice the type's, a zero ExpiresAt as late
// as may be. A patient's second wish for a type changes the first, which keeps
// its place. What makes no sense is records.CodeInvalid.
func (d *Desk) JoinWaitlist(ctx context.Context, by Principal, entry records.WaitlistEntry) (Wish, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Wish, touched, error) {
		patient, err := w.patient(ctx, entry.PatientID)
		if err != nil {
			return Wish{}, touched{}, err
		}
		complete, err := w.completeWish(ctx, entry)
		if err != nil {
			return Wish{}, touched{}, err
		}
		joined, err := w.tx.JoinWaitlist(ctx, complete)
		if err != nil {
			return Wish{}, touched{}, fmt.Errorf("join the wait-list: %w", err)
		}
		seen := touched{action: records.AuditCreate, kind: waitlistEntry, id: joined.ID, patientID: patient.ID}
		return w.wish(postgres.PatientWish{Entry: joined, PatientName: patient.Name}), seen, nil
	})
}

// LeaveWaitlist ends a wish; records.CodeConflict when it has ended already.
func (d *Desk) LeaveWaitlist(ctx context.Context, by Principal, entryID uuid.UUID) (Wish, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (Wish, touched, error) {
		entry, err := w.tx.WaitlistEntry(ctx, entryID)
		if records.CodeOf(err) == records.CodeNotFound {
			return Wish{}, touched{}, records.NotFound("wait-list entry")
		}
		if err != nil {
			return Wish{}, touched{}, fmt.Errorf("read the wish: %w", err)
		}
		ended, err := w.tx.EndWaitlistEntry(ctx, entryID, records.WaitlistCancelled, w.now)
		if err != nil {
			return Wish{}, touched{}, fmt.Errorf("leave the wait-list: %w", err)
		}
		if !ended {
			return Wish{}, touched{}, &records.Error{Code: records.CodeConflict, Message: "this wish has ended already"}
		}
		patient, err := w.patient(ctx, entry.PatientID)
		if err != nil {
			return Wish{}, touched{}, err
		}
		entry.Status, entry.EndedAt = records.WaitlistCancelled, w.now
		seen := touched{action: records.AuditUpdate, kind: waitlistEntry, id: entry.ID, patientID: patient.ID}
		return w.wish(postgres.PatientWish{Entry: entry, PatientName: patient.Name}), seen, nil
	})
}

// completeWish checks a wish and fills in what staff leave to the clinic.
func (w deskWork) completeWish(ctx context.Context, entry records.WaitlistEntry) (records.WaitlistEntry, error) {
	if err := w.checkOffer(entry.AppointmentTypeID, entry.PractitionerID); err != nil {
		return entry, err
	}
	atLocation := func(location records.Location) bool { return location.ID == entry.LocationID }
	if entry.LocationID != uuid.Nil && !slices.ContainsFunc(w.view.schedule.Locations, atLocation) {
		return entry, records.Invalid("locationId", "this clinic has no such site")
	}
	entry.ID, entry.ClinicID, entry.CreatedAt = w.newID(), w.tx.ClinicID(), w.now
	if entry.Until == 0 {
		entry.Until = 24 * 60
	}
	if entry.Notice < 0 {
		entry.Notice = w.view.types[entry.AppointmentTypeID].WaitlistNotice
	}
	if err := checkWishTimes(entry); err != nil {
		return entry, err
	}
	replaces, err := w.replaced(ctx, entry)
	if err != nil {
		return entry, err
	}
	latest := scheduler.WishUntil(entry.Windows, replaces, w.now)
	if entry.ExpiresAt.IsZero() || entry.ExpiresAt.After(latest) {
		entry.ExpiresAt = latest
	}
	if !w.now.Before(entry.ExpiresAt) {
		return entry, records.Invalid("windows", "this wish would be over already")
	}
	return entry, nil
}

// checkWishTimes checks that a wish can be met at all.
func checkWishTimes(entry records.WaitlistEntry) error {
	for _, window := range entry.Windows {
		if !window.From.Before(window.Until) {
			return records.Invalid("windows", "the end of a window must be after its start")
		}
	}
	unknown := func(weekday time.Weekday) bool { return weekday < time.Sunday || weekday > time.Saturday }
	switch {
	case len(entry.Windows) > MaxWishWindows:
		return records.Invalid("windows", fmt.Sprintf("name at most %d windows", MaxWishWindows))
	case slices.ContainsFunc(entry.Weekdays, unknown) || len(entry.Weekdays) > 7:
		return records.Invalid("weekdays", "a weekday is a number from 0, Sunday, to 6, Saturday")
	case entry.From < 0 || entry.Until > 24*60 || entry.From >= entry.Until:
		return records.Invalid("until", "the time of day must end after it begins, both on one day")
	case entry.Notice > MaxWishNotice:
		return records.Invalid("noticeMinutes", "nobody needs more than thirty days of notice")
	}
	return nil
}

// replaced gives when the appointment starts that an earlier time would
// replace; zero where the wish names none.
func (w deskWork) replaced(ctx context.Context, entry records.WaitlistEntry) (time.Time, error) {
	if entry.AppointmentID == uuid.Nil {
		return time.Time{}, nil
	}
	appointment, err := w.tx.Appointment(ctx, entry.AppointmentID)
	if err != nil && records.CodeOf(err) != records.CodeNotFound {
		return time.Time{}, fmt.Errorf("read appointment: %w", err)
	}
	if err != nil || appointment.PatientID != entry.PatientID {
		return time.Time{}, records.Invalid("appointmentId", "this patient has no such appointment")
	}
	if appointment.Status != records.AppointmentBooked || appointment.AppointmentTypeID != entry.AppointmentTypeID || !appointment.Start.After(w.now) {
		return time.Time{}, records.Invalid("appointmentId", "it must be a booked appointment of this type that is still to come")
	}
	return appointment.Start, nil
}

// wish adds the names and puts the times into the clinic's zone.
func (w deskWork) wish(row postgres.PatientWish) Wish {
	entry := row.Entry
	entry.CreatedAt, entry.ExpiresAt = entry.CreatedAt.In(w.view.zone), entry.ExpiresAt.In(w.view.zone)
	windows := make([]records.Period, len(entry.Windows))
	for i, window := range entry.Windows {
		windows[i] = records.Period{From: window.From.In(w.view.zone), Until: window.Until.In(w.view.zone)}
	}
	entry.Windows = windows
	return Wish{
		Entry: entry, PatientName: row.PatientName, PractitionerName: w.practitionerName(entry.PractitionerID),
		AppointmentTypeName: w.view.types[entry.AppointmentTypeID].Name.In(w.view.clinic.Language()),
	}
}
