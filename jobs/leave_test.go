package jobs_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
	"frontdesk/scheduler"
)

var update = flag.Bool("update", false, "write docs/transcripts/leave.md anew")

// leaveWorld is a clinic whose Dr Osei has forty appointments in the week from
// 7 December.
type leaveWorld struct {
	*world
	desk      *jobs.Desk
	principal jobs.Principal
	patients  []leavePatient
	// zone of the clinic.
	zone *time.Location
}

type leavePatient struct {
	postgrestest.Patient
	language    records.Language
	appointment records.Appointment
}

var leaveLanguages = []records.Language{records.English, records.Spanish, records.Portuguese}

// leaveNames are as many as a transcript shows, one in each language and turn.
var leaveNames = []string{"Sam Carter", "Lucía Ruiz", "Beatriz Lima", "Olivia Reed", "Mateo Vega"}

func newLeaveWorld(t *testing.T, count int) *leaveWorld {
	t.Helper()
	w := &leaveWorld{world: newWorld(t)}
	var err error
	if w.zone, err = time.LoadLocation("America/New_York"); err != nil {
		t.Fatal(err)
	}
	w.desk = jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	w.principal = staffOf(w.world, w.desk)
	for n := range count {
		name := fmt.Sprintf("Patient %d", n+1)
		if n < len(leaveNames) {
			name = leaveNames[n]
		}
		patient := leavePatient{language: leaveLanguages[n%3]}
		patient.Patient = w.clinic.NewPatient(t, w.store, name, fmt.Sprintf("+120255504%02d", n), monday)
		w.in(func(ctx context.Context, tx *postgres.Tx) error {
			return tx.SetContactLanguage(ctx, patient.ConversationID, patient.language)
		})
		// Eight a day, an hour apart, Monday to Friday.
		day := records.LocalDate{Year: 2026, Month: time.December, Day: 7 + n/8}
		visit, err := w.desk.Book(t.Context(), w.principal, jobs.BookRequest{
			PatientID: patient.ID, AppointmentTypeID: w.clinic.CheckUp.ID, PractitionerID: w.clinic.Osei.ID,
			Start: scheduler.LocalInstant(w.zone, day, records.LocalTime(60*(9+n%8))),
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		patient.appointment = visit.Appointment
		w.patients = append(w.patients, patient)
	}
	w.start()
	return w
}

// goesOnLeave enters Dr Osei's week, and waits until everybody is asked.
func (w *leaveWorld) goesOnLeave() jobs.AbsenceReport {
	w.t.Helper()
	report, err := w.desk.AddAbsence(w.t.Context(), w.principal, jobs.AbsenceRequest{
		Kind: records.AbsenceLeave, PractitionerID: w.clinic.Osei.ID, AskPatients: true,
		StartDate: records.LocalDate{Year: 2026, Month: time.December, Day: 7},
		EndDate:   records.LocalDate{Year: 2026, Month: time.December, Day: 11}, EndTime: 24 * 60,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// to lists what one patient's phone got.
func (w *leaveWorld) to(patient leavePatient) []channel.Outbound {
	var got []channel.Outbound
	for _, message := range w.provider.messages() {
		if message.To == patient.Address {
			got = append(got, message)
		}
	}
	return got
}

// answer writes for one patient and gives the reply.
func (w *leaveWorld) answer(patient leavePatient, text string) string {
	w.t.Helper()
	total, own := len(w.provider.messages()), len(w.to(patient))
	w.write(patient.Address, text)
	got := w.wait(total + 1)
	if len(w.to(patient)) != own+1 {
		w.t.Fatalf("%q got %d replies, and this came meanwhile: %+v", text, len(w.to(patient))-own, got[total:])
	}
	return w.to(patient)[own].Text
}

// offerOf gives what a patient was offered.
func (w *leaveWorld) offerOf(patient leavePatient) records.SlotOffer {
	w.t.Helper()
	var offers []records.SlotOffer
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		offers, err = tx.OffersOfAppointment(ctx, patient.appointment.ID)
		return err
	})
	if len(offers) != 1 {
		w.t.Fatalf("%d offers to one patient", len(offers))
	}
	return offers[0]
}

func (w *leaveWorld) report() jobs.AbsenceReport {
	w.t.Helper()
	reports, err := w.desk.Absences(w.t.Context(), w.principal, records.LocalDate{})
	if err != nil || len(reports) != 1 {
		w.t.Fatalf("%d absences: %v", len(reports), err)
	}
	return reports[0]
}

// sentences are what only a text in that language says.
var sentences = map[records.Language]string{
	records.English: "can't take place as agreed", records.Spanish: "no podremos mantener",
	records.Portuguese: "não poderá ser mantida",
}

// another is a wish for a day on which only Dr Lee is there.
var another = map[records.Language]string{
	records.English: "Wednesday, December 9 in the afternoon?", records.Spanish: "el miércoles 9 de diciembre por la tarde",
	records.Portuguese: "quarta-feira, 9 de dezembro, à tarde",
}

var yes = map[records.Language]string{records.English: "yes", records.Spanish: "sí", records.Portuguese: "sim"}

var no = map[records.Language]string{records.English: "no, I can't", records.Spanish: "no puedo", records.Portuguese: "não posso"}

// A practitioner's leave over forty appointments, the done-when of issue 3: one
// call of the desk, every patient asked once, in their language; each answer
// rebooks (invariant 9: the same appointment, the next version), none into the
// leave, and no time is given twice (invariant 7). The conversations of five of
// them are docs/transcripts/leave.md.
func TestLeaveOverFortyAppointments(t *testing.T) {
	t.Parallel()
	const count = 40
	w := newLeaveWorld(t, count)
	if report := w.goesOnLeave(); report.InTheWay != count || report.Unasked != count {
		t.Fatalf("%d appointments are in the way, %d unasked, want %d", report.InTheWay, report.Unasked, count)
	}
	w.wait(count)
	for n, patient := range w.patients {
		asked := w.to(patient)
		if len(asked) != 1 || !strings.Contains(asked[0].Text, sentences[patient.language]) {
			t.Fatalf("patient %d (%s) was asked %d times: %+v", n, patient.language, len(asked), asked)
		}
		if strings.Contains(asked[0].Text, "Osei") || strings.Contains(asked[0].Text, "Lee") || strings.Contains(asked[0].Text, patient.Name) {
			t.Errorf("patient %d reads a name before they answer: %q", n, asked[0].Text)
		}
	}
	// Somebody else comes first for the first time of the fourth and the last.
	for _, n := range []int{3, count - 1} {
		rival := records.Patient{
			ID: uuid.New(), Name: "Rival", BirthDate: records.LocalDate{Year: 1990, Month: time.May, Day: 1}, Language: records.English, CreatedAt: monday,
		}
		w.in(func(ctx context.Context, tx *postgres.Tx) error { return tx.CreatePatient(ctx, rival) })
		slot := w.offerOf(w.patients[n]).Slots[0]
		if _, err := w.desk.Book(t.Context(), w.principal, jobs.BookRequest{
			PatientID: rival.ID, AppointmentTypeID: slot.AppointmentTypeID, PractitionerID: slot.PractitionerID, Start: slot.Start,
		}, ""); err != nil {
			t.Fatal(err)
		}
	}
	// Most answer at once, with one of the times.
	at := len(w.provider.messages())
	talks := map[int]bool{1: true, 2: true, 3: true, 7: true, 20: true, count - 1: true}
	chosen := map[int]time.Time{}
	for n, patient := range w.patients {
		if talks[n] {
			continue
		}
		chosen[n] = w.offerOf(patient).Slots[n%3].Start
		w.write(patient.Address, fmt.Sprint(n%3+1))
	}
	w.wait(at + count - len(talks))
	// The others have more to say.
	for n, patient := range w.patients {
		if !talks[n] {
			continue
		}
		switch n {
		case 3, count - 1: // the time is taken: one of the others
			if reply := w.answer(patient, "1"); !strings.Contains(reply, "\n3 ") {
				t.Errorf("patient %d, whose time is taken, is told %q", n, reply)
			}
			w.answer(patient, "2")
		case 2, 20: // none of them
			w.answer(patient, no[patient.language])
			w.answer(patient, "1")
			w.answer(patient, another[patient.language])
			w.answer(patient, "3")
		default: // another time
			w.answer(patient, "4")
			w.answer(patient, another[patient.language])
			w.answer(patient, "1")
		}
		w.answer(patient, yes[patient.language])
	}
	w.expectAllRebooked(chosen)
	w.expectTranscript([]int{0, 1, 2, 3, 4})
}

// expectAllRebooked checks what has become of every appointment.
func (w *leaveWorld) expectAllRebooked(chosen map[int]time.Time) {
	w.t.Helper()
	leave := w.report()
	taken := map[string]int{}
	for n, patient := range w.patients {
		after := w.appointment(patient.appointment.ID)
		if after.Status != records.AppointmentBooked || after.Version != patient.appointment.Version+1 || after.Moves != 0 || after.Fee != 0 ||
			after.PatientID != patient.ID {
			w.t.Errorf("patient %d: %+v, last told %q", n, after, w.to(patient)[len(w.to(patient))-1].Text)
		}
		if scheduler.StandsInTheWay(w.zone, leave.Absence, after) {
			w.t.Errorf("patient %d: %v is in the leave", n, after.Start)
		}
		if want, known := chosen[n]; known && !after.Start.Equal(want) {
			w.t.Errorf("patient %d chose %v and has %v", n, want, after.Start)
		}
		taken[after.PractitionerID.String()+after.Start.String()]++
		if status := w.offerOf(patient).Status; status != records.OfferAccepted {
			w.t.Errorf("patient %d: the offer is %s", n, status)
		}
	}
	for slot, patients := range taken {
		if patients > 1 {
			w.t.Errorf("%d patients have %s", patients, slot)
		}
	}
	count := len(w.patients)
	if leave.InTheWay != 0 || leave.Asked != count || leave.Rebooked != count || leave.Waiting != 0 || leave.Tasks != 0 {
		w.t.Errorf("the report says %+v", leave.RebookingCounts)
	}
}

// expectTranscript compares the conversations of some patients with the document
// that shows them.
func (w *leaveWorld) expectTranscript(shown []int) {
	w.t.Helper()
	var text strings.Builder
	text.WriteString(leaveTranscriptHead)
	for _, n := range shown {
		patient := w.patients[n]
		fmt.Fprintf(&text, "\n## %s (%s)\n\n```text\n", patient.Name, patient.language)
		var messages []records.Message
		var err error
		for ticker := time.NewTicker(10 * time.Millisecond); ; <-ticker.C {
			messages, err = jobs.NewTranscript(w.store).Messages(w.t.Context(), w.clinic.SMS, patient.Address, 0, 100)
			if err != nil {
				w.t.Fatal(err)
			}
			if !slices.Contains(statuses(messages, records.Outbound), records.MessageSending) {
				ticker.Stop()
				break
			}
		}
		for _, message := range messages[1:] { // the first is how they registered
			who := "clinic ▸ "
			if message.Direction == records.Inbound {
				who = "   you ▸ "
			}
			text.WriteString(who + strings.ReplaceAll(message.Text, "\n", "\n         ") + "\n")
		}
		text.WriteString("```\n")
	}
	file := filepath.Join("..", "docs", "transcripts", "leave.md")
	if *update {
		if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	if text.String() != string(want) {
		w.t.Errorf("the conversations went otherwise than docs/transcripts/leave.md shows (run with -update and read the difference):\n%s", text.String())
	}
}

const leaveTranscriptHead = `# A practitioner's leave

Dr Osei has forty appointments in the week from 7 December and can't be there. One command asks every patient, in
their language, for another time, and each answer rebooks:

` + "```text" + `
$ frontdesk leave add --clinic lakeside --practitioner "Dr Osei" --from 2026-12-07 --until 2026-12-11 --ask
` + "```" + `

What follows is five of the forty conversations, as the store has them. They are written by the test that holds all
forty, ` + "`TestLeaveOverFortyAppointments`" + `:

` + "```text" + `
go test ./jobs -run TestLeaveOverFortyAppointments -update
` + "```" + `

Sam takes a time; Lucía wants another one; to Beatriz none of the times suits; Olivia is a moment too late; Mateo takes
a time.
`
