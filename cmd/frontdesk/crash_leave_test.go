package main

import (
	"crypto/rand"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// crashInLeave kills the program while it asks the patients of a leave: after
// the restart each of them is asked, once.
func (w *crashWorld) crashInLeave() {
	w.say(w.before.url, patientNumber, "yes")
	w.goOnLeave()
	w.before.awaitKilled()
	w.expectCount(0, "SELECT count(*) FROM slot_offer")

	after := startProgram(w.t, w.variables())
	restarted := time.Now()
	w.awaitSent(patientNumber, booked+1)
	w.t.Logf("the patient was asked %v after the restart", time.Since(restarted).Round(time.Millisecond))
	w.settle()
	after.stop()
	w.expectSentOnce(booked + 1)
	w.expectCount(1, "SELECT count(*) FROM slot_offer WHERE kind = 'rebook' AND status = 'open'")
	w.expectCount(1, "SELECT count(*) FROM message WHERE proactive")
}

// goOnLeave enters a leave of whoever has the appointment.
func (w *world) goOnLeave() {
	w.t.Helper()
	var practitionerID uuid.UUID
	var start time.Time
	if err := w.superuser.QueryRow(w.t.Context(), "SELECT practitioner_id, start_at FROM appointment WHERE status = 'booked'").Scan(&practitionerID, &start); err != nil {
		w.t.Fatal(err)
	}
	day := records.LocalDateOf(start, time.UTC)
	desk := jobs.NewDesk(w.store, time.Now, uuid.New, rand.Reader)
	_, err := desk.AddAbsence(w.t.Context(), jobs.Principal{ClinicID: w.clinic.ID}, jobs.AbsenceRequest{
		Kind: records.AbsenceLeave, PractitionerID: practitionerID, AskPatients: true,
		StartDate: day.AddDays(-1), EndDate: day.AddDays(1), EndTime: 24 * 60,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
