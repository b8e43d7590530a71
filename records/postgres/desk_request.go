package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ReportLate stores how late a patient will be for an appointment, as a task
// (records.TaskRunningLate); a report that is still open is replaced.
func (tx *Tx) ReportLate(ctx context.Context, task records.Task) error {
	delay := int16(task.Delay / time.Minute) //nolint:gosec // a CHECK and the engine bound it
	return tx.later.ReportLate(ctx, dbsqlc.ReportLateParams{
		ClinicID: tx.clinicID, ID: task.ID, ConversationID: nullable(task.ConversationID), PatientID: nullable(task.PatientID),
		MessageID: nullable(task.MessageID), AppointmentID: nullable(task.AppointmentID), AppointmentVersion: pgtype.Int8{Int64: task.AppointmentVersion, Valid: true},
		DelayMinutes: pgtype.Int2{Int16: delay, Valid: true}, CreatedAt: task.CreatedAt,
	})
}

// ReleaseContact unlinks a contact from its patients and gives them, puts it in
// doubt and ends what it has shown.
func (tx *Tx) ReleaseContact(ctx context.Context, contactID uuid.UUID, now time.Time) ([]uuid.UUID, error) {
	patients, err := tx.queries.UnlinkContact(ctx, dbsqlc.UnlinkContactParams{ClinicID: tx.clinicID, ContactID: contactID})
	if err != nil {
		return nil, coded(err)
	}
	return patients, tx.DoubtContact(ctx, contactID, now)
}

// DoubtContact notes that an address may have passed to somebody else by now,
// and ends what it has shown. Its patients stay linked to it, for whoever can
// say who they are.
func (tx *Tx) DoubtContact(ctx context.Context, contactID uuid.UUID, now time.Time) error {
	if err := tx.later.DoubtContact(ctx, dbsqlc.DoubtContactParams{ClinicID: tx.clinicID, ID: contactID, Now: now}); err != nil {
		return err
	}
	if err := tx.later.EndGrantsOfContact(ctx, dbsqlc.EndGrantsOfContactParams{ClinicID: tx.clinicID, ContactID: contactID, Now: now}); err != nil {
		return err
	}
	return tx.later.EndChecksOfContact(ctx, dbsqlc.EndChecksOfContactParams{ClinicID: tx.clinicID, ContactID: contactID, Now: now})
}

// CreateCoverage stores who pays for a patient.
func (tx *Tx) CreateCoverage(ctx context.Context, coverage records.Coverage) error {
	return tx.later.InsertCoverage(ctx, dbsqlc.InsertCoverageParams{
		ClinicID: tx.clinicID, ID: coverage.ID, PatientID: coverage.PatientID, Payer: coverage.Payer,
		MemberNumber: coverage.MemberNumber, GroupNumber: coverage.GroupNumber, Status: string(coverage.Status), CreatedAt: coverage.CreatedAt,
	})
}

// Coverages lists who pays for a patient, the newest first.
func (tx *Tx) Coverages(ctx context.Context, patientID uuid.UUID) ([]records.Coverage, error) {
	rows, err := tx.queries.CoveragesOfPatient(ctx, dbsqlc.CoveragesOfPatientParams{ClinicID: tx.clinicID, PatientID: patientID})
	if err != nil {
		return nil, coded(err)
	}
	coverages := make([]records.Coverage, len(rows))
	for i, row := range rows {
		coverages[i] = tx.coverageOf(row)
	}
	return coverages, nil
}

// SetCoverageStatus changes a coverage's status and gives it;
// records.CodeNotFound when the clinic has no such one.
func (tx *Tx) SetCoverageStatus(ctx context.Context, coverageID uuid.UUID, status records.CoverageStatus) (records.Coverage, error) {
	row, err := tx.queries.SetCoverageStatus(ctx, dbsqlc.SetCoverageStatusParams{ClinicID: tx.clinicID, ID: coverageID, Status: string(status)})
	if err != nil {
		return records.Coverage{}, coded(err)
	}
	return tx.coverageOf(dbsqlc.CoveragesOfPatientRow(row)), nil
}

func (tx *Tx) coverageOf(row dbsqlc.CoveragesOfPatientRow) records.Coverage {
	return records.Coverage{
		ID: row.ID, ClinicID: tx.clinicID, PatientID: row.PatientID, Payer: row.Payer, MemberNumber: row.MemberNumber,
		GroupNumber: row.GroupNumber, Status: records.CoverageStatus(row.Status), CreatedAt: row.CreatedAt.UTC(),
	}
}

// Kept says what is kept of a patient, by kind and number.
type Kept struct {
	Name         string
	Appointments int
}

// CountKept counts what is kept of a patient; records.CodeNotFound when the
// clinic has no such one.
func (tx *Tx) CountKept(ctx context.Context, patientID uuid.UUID) (Kept, error) {
	row, err := tx.queries.CountKept(ctx, dbsqlc.CountKeptParams{ClinicID: tx.clinicID, ID: patientID})
	if err != nil {
		return Kept{}, coded(err)
	}
	return Kept{Name: row.Name, Appointments: int(row.Appointments)}, nil
}
