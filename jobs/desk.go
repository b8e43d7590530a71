package jobs

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/scheduler"
)

// Desk is the unit of work for staff. Each method runs one transaction of the
// caller's clinic and writes exactly one audit event in it, which is committed
// before the caller sees any data (invariant 15). What fails leaves neither a
// change nor an event. Errors carry a records.Code; something of another
// clinic is not found, just like something that never was (invariant 14).
//
// All times that a Desk returns are in the clinic's own zone. It is safe for
// concurrent use.
type Desk struct {
	store   *postgres.Store
	clinics *clinicViews
	// river takes what is left to the workers.
	river  *river.Client[pgx.Tx]
	now    func() time.Time
	newID  func() uuid.UUID
	random io.Reader
}

// NewDesk makes a desk. newID makes ids for new records, which need not be
// secret; random makes secrets and must be the system's random source.
func NewDesk(store *postgres.Store, now func() time.Time, newID func() uuid.UUID, random io.Reader) *Desk {
	return &Desk{store: store, clinics: newClinicViews(), river: newJobInserter(store), now: now, newID: newID, random: random}
}

// Principal is a member of staff who was authenticated for one request.
type Principal struct {
	ClinicID uuid.UUID
	StaffID  uuid.UUID
	// Name as colleagues know it.
	Name string
	Role records.Role
	// RequestID joins the audit event to the log lines of the request; whoever
	// serves the request sets it.
	RequestID string
}

// deskWork is one method's work in its transaction.
type deskWork struct {
	tx    *postgres.Tx
	view  *clinicView
	by    Principal
	now   time.Time
	newID func() uuid.UUID
	// known are the patients that were read in this transaction.
	known map[uuid.UUID]records.Patient
	// wake is what booking needs to have freed times offered.
	wake func(ctx context.Context, tx *postgres.Tx) error
	// wakeMail has the e-mails written that the work leaves behind.
	wakeMail func(ctx context.Context, tx *postgres.Tx) error
}

// touched says what the audit event of a method records.
type touched struct {
	action    records.AuditAction
	kind      string
	id        uuid.UUID
	patientID uuid.UUID
}

// perform runs work in one transaction, with its audit event.
func perform[Result any](ctx context.Context, d *Desk, by Principal, work func(context.Context, deskWork) (Result, touched, error),
) (Result, error) {
	var result Result
	now := d.now()
	err := d.store.InClinic(ctx, by.ClinicID, func(ctx context.Context, tx *postgres.Tx) error {
		view, err := d.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		found, seen, err := work(ctx, deskWork{tx: tx, view: view, by: by, now: now, newID: d.newID, wake: d.wakeWaitlist, wakeMail: d.wakeMail, known: make(map[uuid.UUID]records.Patient)})
		if err != nil {
			return err
		}
		result = found
		agent := "staff"
		if by.StaffID == uuid.Nil {
			agent = "system" // a command of whoever runs the program
		}
		return tx.Audit(ctx, records.AuditEvent{
			ID: d.newID(), ClinicID: by.ClinicID, AgentKind: agent, AgentID: by.StaffID, Action: seen.action, EntityKind: seen.kind,
			EntityID: seen.id, PatientID: seen.patientID, RequestID: by.RequestID, RecordedAt: now,
		})
	})
	if err != nil {
		var none Result
		return none, err
	}
	return result, nil
}

// Visit is an appointment as the desk sees it.
type Visit struct {
	Appointment records.Appointment
	PatientName string
	// PractitionerName and AppointmentTypeName, in the clinic's first language,
	// are empty for those that the clinic no longer has.
	PractitionerName    string
	AppointmentTypeName string
}

// visit adds the names and puts the times into the clinic's zone.
func (w deskWork) visit(appointment records.Appointment, patientName string) Visit {
	appointment.Start = appointment.Start.In(w.view.zone)
	appointment.End = appointment.End.In(w.view.zone)
	appointment.CreatedAt = appointment.CreatedAt.In(w.view.zone)
	if !appointment.ArrivedAt.IsZero() {
		appointment.ArrivedAt = appointment.ArrivedAt.In(w.view.zone)
	}
	return Visit{
		Appointment: appointment, PatientName: patientName, PractitionerName: w.practitionerName(appointment.PractitionerID),
		AppointmentTypeName: w.view.types[appointment.AppointmentTypeID].Name.In(w.view.clinic.Language()),
	}
}

func (w deskWork) practitionerName(practitionerID uuid.UUID) string {
	for _, practitioner := range w.view.schedule.Practitioners {
		if practitioner.ID == practitionerID {
			return practitioner.Name
		}
	}
	return ""
}

// FreeSlot is a time that can be booked.
type FreeSlot struct {
	Slot             scheduler.Slot
	PractitionerName string
}

func (w deskWork) freeSlots(slots []scheduler.Slot) []FreeSlot {
	free := make([]FreeSlot, len(slots))
	for i, slot := range slots {
		slot.Start, slot.End = slot.Start.In(w.view.zone), slot.End.In(w.view.zone)
		free[i] = FreeSlot{Slot: slot, PractitionerName: w.practitionerName(slot.PractitionerID)}
	}
	return free
}

// patient reads a patient whom a request names in a field.
func (w deskWork) patient(ctx context.Context, patientID uuid.UUID) (records.Patient, error) {
	if patient, known := w.known[patientID]; known {
		return patient, nil
	}
	return w.patientBy(ctx, func(ctx context.Context) (records.Patient, error) { return w.tx.Patient(ctx, patientID) })
}

func (w deskWork) patientBy(ctx context.Context, read func(context.Context) (records.Patient, error)) (records.Patient, error) {
	patient, err := read(ctx)
	if records.CodeOf(err) == records.CodeNotFound {
		return records.Patient{}, records.Invalid("patientId", "this clinic has no such patient")
	}
	if err != nil {
		return records.Patient{}, fmt.Errorf("read patient: %w", err)
	}
	w.known[patient.ID] = patient
	return patient, nil
}

// Account is who is calling, and for which clinic.
type Account struct {
	Principal Principal
	Clinic    records.Clinic
}

// Me says who is calling.
func (d *Desk) Me(ctx context.Context, by Principal) (Account, error) {
	return perform(ctx, d, by, func(_ context.Context, w deskWork) (Account, touched, error) {
		seen := touched{action: records.AuditRead, kind: "Staff", id: by.StaffID}
		return Account{Principal: by, Clinic: w.view.clinic}, seen, nil
	})
}
