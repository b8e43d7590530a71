package jobs

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/icalendar"
	"frontdesk/records/postgres"
)

// Published is what secret addresses open, without a login: whoever has the
// address sees what it was made for and nothing else. Every address that opens
// nothing, be it mistyped, expired, revoked or another clinic's, is the same
// records.CodeNotFound. It is safe for concurrent use.
//
// Reading leaves no audit event: an address names nobody, and a display reads
// every second. That it was made and revoked is in the trail.
type Published struct {
	store   *postgres.Store
	clinics *clinicViews
	now     func() time.Time
	mutex   sync.Mutex
	boards  map[[32]byte]rememberedBoard
}

// NewPublished makes it over a store.
func NewPublished(store *postgres.Store, now func() time.Time) *Published {
	return &Published{store: store, clinics: newClinicViews(), now: now, boards: make(map[[32]byte]rememberedBoard)}
}

// ErrLinkVoid is the error of an address that was good for an appointment as it
// was: it has moved on since (invariant 9). Its code is records.CodeConflict.
var ErrLinkVoid error = &records.Error{Code: records.CodeConflict, Message: "the appointment has changed since this address was made"}

// opened is a link in its clinic's transaction.
type opened struct {
	tx   *postgres.Tx
	view *clinicView
	link records.SecretLink
	now  time.Time
}

// open runs work for a live link of one purpose.
func (p *Published) open(ctx context.Context, slug string, purpose records.SecretLinkPurpose, secret string,
	work func(context.Context, opened) error,
) error {
	var clinicID uuid.UUID
	err := p.store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		found, err := tx.ClinicBySlug(ctx, slug)
		clinicID = found
		return err
	})
	if err != nil && records.CodeOf(err) != records.CodeNotFound {
		return fmt.Errorf("open a link: %w", err)
	}
	// A clinic that there isn't has no links either: the same look-up finds none.
	now := p.now()
	err = p.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		link, err := tx.SecretLink(ctx, purpose, hashOfLink(secret), now)
		if err != nil {
			return err
		}
		view, err := p.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		return work(ctx, opened{tx: tx, view: view, link: link, now: now})
	})
	switch {
	case records.CodeOf(err) == records.CodeNotFound:
		return records.NotFound("address")
	case errors.Is(err, ErrLinkVoid):
		return ErrLinkVoid
	case err != nil:
		return fmt.Errorf("open a link: %w", err)
	}
	return nil
}

// How far a practitioner's calendar reaches, in days, and how often its readers
// are asked to come back.
const (
	calendarBack    = 30
	calendarAhead   = 180
	calendarRefresh = 15 * time.Minute
)

// PractitionerCalendar gives a practitioner's appointments of the last 30 and
// the next 180 days: when, what and, if the address was made for it, whose
// initials; never a name.
func (p *Published) PractitionerCalendar(ctx context.Context, slug, secret string) (icalendar.Calendar, error) {
	var calendar icalendar.Calendar
	err := p.open(ctx, slug, records.LinkPractitionerCalendar, secret, func(ctx context.Context, o opened) error {
		today := records.LocalDateOf(o.now, o.view.zone).Time()
		appointments, err := o.tx.CalendarAppointments(ctx, o.link.PractitionerID, today.AddDate(0, 0, -calendarBack), today.AddDate(0, 0, calendarAhead))
		if err != nil {
			return err
		}
		name := deskWork{view: o.view}.practitionerName(o.link.PractitionerID)
		calendar = icalendar.Calendar{Name: name, Refresh: calendarRefresh, Entries: make([]icalendar.Entry, len(appointments))}
		for i, row := range appointments {
			summary := o.view.types[row.Appointment.AppointmentTypeID].Name.In(o.view.clinic.Language())
			if initials := records.Initials(row.PatientName); o.link.Initials && initials != "" {
				summary += " · " + initials
			}
			calendar.Entries[i] = entryOf(row.Appointment, row.ChangedAt, summary, o.siteName(row.Appointment))
		}
		return nil
	})
	return calendar, err
}

// VisitCalendar gives one appointment for its patient's own calendar: when and
// where, and the clinic's name. It is ErrLinkVoid once the appointment is at
// another version.
func (p *Published) VisitCalendar(ctx context.Context, slug, secret string) (icalendar.Entry, error) {
	var entry icalendar.Entry
	err := p.open(ctx, slug, records.LinkAppointmentCalendar, secret, func(ctx context.Context, o opened) error {
		appointment, err := o.tx.Appointment(ctx, o.link.AppointmentID)
		if err != nil {
			return err
		}
		if appointment.Version != o.link.AppointmentVersion {
			return ErrLinkVoid
		}
		changedAt, err := o.tx.AppointmentChangedAt(ctx, appointment.ID)
		if err != nil {
			return err
		}
		where := o.view.clinic.Address
		for _, site := range o.view.schedule.Locations {
			if site.ID == appointment.LocationID && site.Address != "" {
				where = site.Address
			}
		}
		entry = entryOf(appointment, changedAt, o.view.clinic.Name, where)
		return nil
	})
	return entry, err
}

func (o opened) siteName(appointment records.Appointment) string {
	for _, site := range o.view.schedule.Locations {
		if site.ID == appointment.LocationID {
			return site.Name
		}
	}
	return ""
}

// entryOf writes an appointment as an entry. It keeps its UID through every
// move, and each version replaces the one before.
func entryOf(appointment records.Appointment, changedAt time.Time, summary, location string) icalendar.Entry {
	entry := icalendar.Entry{
		UID: appointment.ID.String() + "@frontdesk", Start: appointment.Start, End: appointment.End, ChangedAt: changedAt,
		Sequence: appointment.Version, Summary: summary, Location: location,
	}
	switch appointment.Status {
	case records.AppointmentCancelled, records.AppointmentNoShow, records.AppointmentEnteredInError:
		entry.Cancelled = true
	case records.AppointmentProposed, records.AppointmentPending, records.AppointmentBooked, records.AppointmentArrived,
		records.AppointmentCheckedIn, records.AppointmentFulfilled, records.AppointmentWaitlist:
	}
	return entry
}

// Board is what a waiting room's display shows: numbers and initials.
type Board struct {
	Clinic string
	// Language is the clinic's own.
	Language records.Language
	// Country decides how the time of day is written, in Zone.
	Country string
	Zone    *time.Location
	// Called were asked to come, the newest first.
	Called []BoardCall
	// Waiting are in order.
	Waiting []BoardWaiting
}

// BoardCall is a patient who is to come now.
type BoardCall struct {
	Number   int
	Initials string
	Room     string
}

// BoardWaiting is a patient who waits.
type BoardWaiting struct {
	Number   int
	Initials string
	// Next is true for the first at their practitioner; Wait is how long the
	// others should wait, in whole five minutes.
	Next bool
	Wait time.Duration
}

// boardAge is how long a board is shown to whoever asks without a new look:
// many screens of one clinic cost as much as one.
const boardAge = 500 * time.Millisecond

// boardsKept bounds what is remembered.
const boardsKept = 1000

type rememberedBoard struct {
	board  Board
	readAt time.Time
}

// WaitingRoom gives the board of a display as it is, or was half a second ago.
func (p *Published) WaitingRoom(ctx context.Context, slug, secret string) (Board, error) {
	key := sha256.Sum256([]byte(slug + "\n" + secret))
	p.mutex.Lock()
	remembered, known := p.boards[key]
	p.mutex.Unlock()
	now := p.now()
	if age := now.Sub(remembered.readAt); known && age >= 0 && age < boardAge {
		return remembered.board, nil
	}
	var board Board
	err := p.open(ctx, slug, records.LinkQueueDisplay, secret, func(ctx context.Context, o opened) (err error) {
		board, err = o.board(ctx)
		return err
	})
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if err != nil {
		delete(p.boards, key)
		return Board{}, err
	}
	if len(p.boards) >= boardsKept {
		clear(p.boards)
	}
	p.boards[key] = rememberedBoard{board: board, readAt: now}
	return board, nil
}
