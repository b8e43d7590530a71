package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// MaxSlotWindow is the longest span that staff may search for free times.
const MaxSlotWindow = 92 * 24 * time.Hour

// SlotSearch says which free times staff look for.
type SlotSearch struct {
	AppointmentTypeID uuid.UUID
	// PractitionerID wanted, or the zero UUID for anybody.
	PractitionerID uuid.UUID
	// PatientID for whom; times that overlap their other appointments are left
	// out. The zero UUID where that is not known yet.
	PatientID uuid.UUID
	// From and To bound when it may start: From ≤ start < To. A zero From is
	// now, a zero To two weeks after From; more than MaxSlotWindow is refused.
	From, To time.Time
	// Limit is how many to give at most.
	Limit int
}

// FreeSlots lists times that Book accepts as long as nobody else takes them,
// in order. Staff are not held to a type's lead time and see what only they may
// book.
func (d *Desk) FreeSlots(ctx context.Context, by Principal, search SlotSearch) ([]FreeSlot, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]FreeSlot, touched, error) {
		window, err := w.slotWindow(search)
		if err != nil {
			return nil, touched{}, err
		}
		if err := w.checkOffer(search.AppointmentTypeID, search.PractitionerID); err != nil {
			return nil, touched{}, err
		}
		if search.PatientID != uuid.Nil {
			if _, err := w.patient(ctx, search.PatientID); err != nil {
				return nil, touched{}, err
			}
		}
		slots, err := w.view.findSlots(ctx, w.tx, scheduler.Search{
			AppointmentTypeID: search.AppointmentTypeID, PractitionerID: search.PractitionerID, PatientID: search.PatientID,
			Windows: []scheduler.Window{window}, Limit: search.Limit, ByStaff: true,
		}, w.now)
		if err != nil {
			return nil, touched{}, err
		}
		return w.freeSlots(slots), touched{action: records.AuditRead, kind: "Slot", patientID: search.PatientID}, nil
	})
}

func (w deskWork) slotWindow(search SlotSearch) (scheduler.Window, error) {
	const usual = 14 * 24 * time.Hour
	window := scheduler.Window{Start: search.From, End: search.To}
	if window.Start.IsZero() {
		window.Start = w.now
	}
	if window.End.IsZero() {
		window.End = window.Start.Add(usual)
	}
	switch {
	case window.IsEmpty():
		return window, records.Invalid("to", "the end of the span must be after its start")
	case window.End.Sub(window.Start) > MaxSlotWindow:
		return window, records.Invalid("to", "the span is longer than 92 days; search a shorter one")
	}
	return window, nil
}

// checkOffer says whether the clinic offers the type, with this practitioner
// if one is named.
func (w deskWork) checkOffer(typeID, practitionerID uuid.UUID) error {
	kind, known := w.view.types[typeID]
	if !known {
		return records.Invalid("appointmentTypeId", "this clinic has no such type of appointment")
	}
	if practitionerID != uuid.Nil && !slices.Contains(kind.PractitionerIDs, practitionerID) {
		return records.Invalid("practitionerId", "nobody with this id offers this type of appointment here")
	}
	return nil
}

// Catalogue is what a clinic offers and who offers it.
type Catalogue struct {
	// Language is the clinic's own, to choose from a text in several.
	Language      records.Language
	Types         []records.AppointmentType
	Practitioners []records.Practitioner
}

// AppointmentTypes lists what can be booked.
func (d *Desk) AppointmentTypes(ctx context.Context, by Principal) (Catalogue, error) {
	return d.catalogue(ctx, by, "HealthcareService")
}

// Practitioners lists who sees patients.
func (d *Desk) Practitioners(ctx context.Context, by Principal) (Catalogue, error) {
	return d.catalogue(ctx, by, "Practitioner")
}

func (d *Desk) catalogue(ctx context.Context, by Principal, kind string) (Catalogue, error) {
	return perform(ctx, d, by, func(_ context.Context, w deskWork) (Catalogue, touched, error) {
		return Catalogue{
			Language: w.view.clinic.Language(), Types: w.view.schedule.Types, Practitioners: w.view.schedule.Practitioners,
		}, touched{action: records.AuditRead, kind: kind}, nil
	})
}
