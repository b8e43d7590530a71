package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateAbsence stores time in which rules don't hold.
func (tx *Tx) CreateAbsence(ctx context.Context, absence records.Absence) error {
	err := tx.queries.InsertAbsence(ctx, dbsqlc.InsertAbsenceParams{
		ClinicID: tx.clinicID, ID: absence.ID, PractitionerID: nullable(absence.PractitionerID), LocationID: nullable(absence.LocationID),
		Kind: string(absence.Kind), StartDate: dateOf(absence.StartDate), StartMinute: int16(absence.StartTime), //nolint:gosec // a CHECK bounds it
		EndDate: dateOf(absence.EndDate), EndMinute: int16(absence.EndTime), CreatedAt: absence.CreatedAt, //nolint:gosec // a CHECK bounds it
		AskPatients: absence.AskPatients,
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// Absence reads one absence; records.CodeNotFound when the clinic has no such
// one, or it was ended.
func (tx *Tx) Absence(ctx context.Context, absenceID uuid.UUID) (records.Absence, error) {
	row, err := tx.queries.GetAbsence(ctx, dbsqlc.GetAbsenceParams{ClinicID: tx.clinicID, ID: absenceID})
	if err != nil {
		return records.Absence{}, coded(err)
	}
	return absenceOf(row), nil
}

// LockAbsence is Absence for whoever asks its patients: one transaction at a
// time.
func (tx *Tx) LockAbsence(ctx context.Context, absenceID uuid.UUID) (records.Absence, error) {
	row, err := tx.queries.LockAbsence(ctx, dbsqlc.LockAbsenceParams{ClinicID: tx.clinicID, ID: absenceID})
	if err != nil {
		return records.Absence{}, coded(err)
	}
	return absenceOf(row), nil
}

// EndAbsence makes the rules hold again; records.CodeNotFound when the clinic
// has no such absence. What patients were offered because of it stays known.
func (tx *Tx) EndAbsence(ctx context.Context, absenceID uuid.UUID, now time.Time) error {
	ended, err := tx.queries.EndAbsence(ctx, dbsqlc.EndAbsenceParams{ClinicID: tx.clinicID, ID: absenceID, Now: now})
	if err != nil {
		return coded(err)
	}
	if ended == 0 {
		return records.NotFound("absence")
	}
	return tx.settingsChanged(ctx)
}

// AbsencesFrom lists the absences that end on a day or later, in order, at most
// five hundred.
func (tx *Tx) AbsencesFrom(ctx context.Context, date records.LocalDate) ([]records.Absence, error) {
	rows, err := tx.queries.AbsencesFrom(ctx, dbsqlc.AbsencesFromParams{ClinicID: tx.clinicID, FromDate: dateOf(date)})
	if err != nil {
		return nil, coded(err)
	}
	return absencesOf(rows), nil
}

// AbsencesToAskAbout lists the absences that end on a day or later and whose
// patients are to be asked.
func (tx *Tx) AbsencesToAskAbout(ctx context.Context, date records.LocalDate) ([]uuid.UUID, error) {
	ids, err := tx.queries.AbsencesToAskAbout(ctx, dbsqlc.AbsencesToAskAboutParams{ClinicID: tx.clinicID, FromDate: dateOf(date)})
	return ids, coded(err)
}

func absencesOf(rows []dbsqlc.Absence) []records.Absence {
	absences := make([]records.Absence, len(rows))
	for i, row := range rows {
		absences[i] = absenceOf(row)
	}
	return absences
}

func absenceOf(row dbsqlc.Absence) records.Absence {
	return records.Absence{
		ID: row.ID, ClinicID: row.ClinicID, PractitionerID: row.PractitionerID.UUID, LocationID: row.LocationID.UUID,
		Kind: records.AbsenceKind(row.Kind), StartDate: localDate(row.StartDate), StartTime: records.LocalTime(row.StartMinute),
		EndDate: localDate(row.EndDate), EndTime: records.LocalTime(row.EndMinute), AskPatients: row.AskPatients,
		CreatedAt: row.CreatedAt.UTC(),
	}
}

// InTheWay says which appointments an absence stands in the way of.
type InTheWay struct {
	Absence records.Absence
	// Start and End are the absence's instants.
	Start, End time.Time
	// UnaskedOnly leaves out those of which the patient or staff have been told.
	UnaskedOnly bool
	Limit       int
}

// AppointmentsInTheWay lists the coming booked appointments that an absence
// stands in the way of, in order of start.
func (tx *Tx) AppointmentsInTheWay(ctx context.Context, of InTheWay, now time.Time) ([]records.Appointment, error) {
	rows, err := tx.queries.AppointmentsInTheWay(ctx, dbsqlc.AppointmentsInTheWayParams{
		ClinicID: tx.clinicID, Now: now, SpanStart: of.Start, SpanEnd: of.End, PractitionerID: nullable(of.Absence.PractitionerID),
		LocationID: nullable(of.Absence.LocationID), UnaskedOnly: of.UnaskedOnly,
		Appointments: int32(max(1, min(of.Limit, 10_000))),
	})
	if err != nil {
		return nil, coded(err)
	}
	appointments := make([]records.Appointment, len(rows))
	for i, row := range rows {
		appointments[i] = appointmentOf(row)
	}
	return appointments, nil
}

// OpenRebookTask hands the rebooking of an appointment, at its present version,
// to staff, once: false when that was done before.
func (tx *Tx) OpenRebookTask(ctx context.Context, task records.Task) (bool, error) {
	opened, err := tx.queries.OpenRebookTask(ctx, dbsqlc.OpenRebookTaskParams{
		ClinicID: tx.clinicID, ID: task.ID, Priority: string(task.Priority), PatientID: nullable(task.PatientID),
		AppointmentID: nullable(task.AppointmentID), AppointmentVersion: pgtype.Int8{Int64: task.AppointmentVersion, Valid: task.AppointmentID != uuid.Nil},
		AbsenceID: nullable(task.AbsenceID), CreatedAt: task.CreatedAt,
	})
	return opened > 0, coded(err)
}

// CloseRebookTasks completes the tasks of appointments that have been moved or
// cancelled since, and gives how many.
func (tx *Tx) CloseRebookTasks(ctx context.Context, now time.Time) (int64, error) {
	closed, err := tx.queries.CloseRebookTasks(ctx, dbsqlc.CloseRebookTasksParams{ClinicID: tx.clinicID, Now: now})
	return closed, coded(err)
}

// CompleteTasksOfAbsence completes the tasks of an absence that was ended: their
// appointments take place as agreed.
func (tx *Tx) CompleteTasksOfAbsence(ctx context.Context, absenceID uuid.UUID, now time.Time) error {
	return tx.later.CompleteTasksOfAbsence(ctx, dbsqlc.CompleteTasksOfAbsenceParams{ClinicID: tx.clinicID, AbsenceID: absenceID, Now: now})
}

// EndedAbsencesOfOpenOffers lists the absences that were ended while patients
// may still answer what they were offered because of them.
func (tx *Tx) EndedAbsencesOfOpenOffers(ctx context.Context) ([]uuid.UUID, error) {
	ids, err := tx.queries.EndedAbsencesOfOpenOffers(ctx, tx.clinicID)
	return ids, coded(err)
}

// OpenOfferSlots lists the times of all open offers, those of each in the order
// in which they were offered.
func (tx *Tx) OpenOfferSlots(ctx context.Context, now time.Time) ([][]records.OfferedSlot, error) {
	rows, err := tx.queries.OpenOfferSlots(ctx, dbsqlc.OpenOfferSlotsParams{ClinicID: tx.clinicID, Now: now})
	if err != nil {
		return nil, coded(err)
	}
	offered := make([][]records.OfferedSlot, len(rows))
	for i, row := range rows {
		if offered[i], err = offeredSlots(row); err != nil {
			return nil, err
		}
	}
	return offered, nil
}

// EndOffers ends the rebooking offers that nobody answers any more, at most
// limit, and gives them: expired where the patient did not answer or was never
// reached, withdrawn where the appointment has changed without them.
func (tx *Tx) EndOffers(ctx context.Context, limit int, now time.Time) ([]records.SlotOffer, error) {
	rows, err := tx.queries.EndOffers(ctx, dbsqlc.EndOffersParams{
		ClinicID: tx.clinicID, Now: now, Offers: int32(max(1, min(limit, 1000))),
	})
	if err != nil {
		return nil, coded(err)
	}
	return offersOf(rows)
}

// Reassured is a patient who was told that their appointment can't take place,
// and for whom it does after all.
type Reassured struct {
	PatientID, ConversationID, AppointmentID uuid.UUID
}

// WithdrawOffersOfAbsence voids what was offered because of an absence and has
// not been answered, and gives those who may have read it.
func (tx *Tx) WithdrawOffersOfAbsence(ctx context.Context, absenceID uuid.UUID, now time.Time) ([]Reassured, error) {
	rows, err := tx.queries.WithdrawOffersOfAbsence(ctx, dbsqlc.WithdrawOffersOfAbsenceParams{
		ClinicID: tx.clinicID, AbsenceID: absenceID, Now: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	told := make([]Reassured, len(rows))
	for i, row := range rows {
		told[i] = Reassured{PatientID: row.PatientID, ConversationID: row.ConversationID, AppointmentID: row.AppointmentID.UUID}
	}
	return told, nil
}

// RebookingCounts is what has become of the appointments that an absence stands
// in the way of.
type RebookingCounts struct {
	// InTheWay are those that are still to come as they were agreed. Unasked is
	// how many of them neither the patient nor staff have been told of.
	InTheWay, Unasked int
	// Asked is how many patients got an offer. Of these, Rebooked have taken
	// another time, Declined cancelled, and Waiting are those who may still answer.
	Asked, Rebooked, Declined, Waiting int
	// Tasks is how many staff were asked to see to, OpenTasks how many are left.
	Tasks, OpenTasks int
}

// AbsenceSpan is an absence by its id, with its instants: Start ≤ t < End.
type AbsenceSpan struct {
	AbsenceID  uuid.UUID
	Start, End time.Time
}

// RebookingCounts counts for each of these absences.
func (tx *Tx) RebookingCounts(ctx context.Context, spans []AbsenceSpan, now time.Time) (map[uuid.UUID]RebookingCounts, error) {
	wanted := dbsqlc.RebookingCountsParams{ClinicID: tx.clinicID, Now: now}
	for _, span := range spans {
		wanted.AbsenceIDs = append(wanted.AbsenceIDs, span.AbsenceID)
		wanted.Starts, wanted.Ends = append(wanted.Starts, span.Start), append(wanted.Ends, span.End)
	}
	rows, err := tx.queries.RebookingCounts(ctx, wanted)
	if err != nil {
		return nil, coded(err)
	}
	counts := make(map[uuid.UUID]RebookingCounts, len(rows))
	for _, row := range rows {
		counts[row.AbsenceID] = RebookingCounts{
			InTheWay: int(row.InTheWay), Unasked: int(row.Unasked),
			Asked: int(row.Asked), Rebooked: int(row.Rebooked), Declined: int(row.Declined), Waiting: int(row.Waiting),
			Tasks: int(row.Tasks), OpenTasks: int(row.OpenTasks),
		}
	}
	return counts, nil
}
