package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
	"frontdesk/scheduler"
)

// waitingDesk is a world with a desk and a member of staff at it.
type waitingDesk struct {
	*world
	desk *jobs.Desk
	by   jobs.Principal
}

func newWaitingDesk(t *testing.T) *waitingDesk {
	t.Helper()
	w := newWorld(t)
	desk := jobs.NewDesk(w.store, w.clock.now, uuid.New, rand.Reader)
	return &waitingDesk{world: w, desk: desk, by: staffOf(w, desk)}
}

// patient registers somebody with a telephone of their own.
func (w *waitingDesk) patient(number int) postgrestest.Patient {
	w.t.Helper()
	return w.clinic.NewPatient(w.t, w.store, fmt.Sprintf("Canary Name%d", number), fmt.Sprintf("+1202555%04d", number), monday)
}

// booked gives a patient an agreed time with Dr Osei, whoever else has it.
func (w *waitingDesk) booked(patientID uuid.UUID, start time.Time) records.Appointment {
	w.t.Helper()
	appointment := records.Appointment{
		ID: uuid.New(), PatientID: patientID, PractitionerID: w.clinic.Osei.ID, AppointmentTypeID: w.clinic.CheckUp.ID,
		Status: records.AppointmentBooked, Start: start, End: start.Add(30 * time.Minute), Version: 1,
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.CreateAppointment(ctx, appointment, []postgres.Occupancy{
			{SubjectID: patientID, Kind: postgres.SubjectPatient, Start: appointment.Start, End: appointment.End},
		}, uuid.Nil, postgres.Agent{Kind: "system"}, monday)
	})
	return appointment
}

func (w *waitingDesk) arrive(request jobs.ArrivalRequest) jobs.QueueEntry {
	w.t.Helper()
	entry, err := w.desk.Arrive(w.t.Context(), w.by, request)
	if err != nil {
		w.t.Fatal(err)
	}
	return entry
}

func (w *waitingDesk) step(entry jobs.QueueEntry, to records.QueueStatus) jobs.QueueEntry {
	w.t.Helper()
	changed, err := w.desk.StepQueue(w.t.Context(), w.by, jobs.QueueStep{TicketID: entry.Ticket.ID, Version: entry.Ticket.Version, To: to})
	if err != nil {
		w.t.Fatal(err)
	}
	return changed
}

func (w *waitingDesk) status(appointmentID uuid.UUID) records.Appointment {
	w.t.Helper()
	var found records.Appointment
	w.in(func(ctx context.Context, tx *postgres.Tx) (err error) {
		found, err = tx.Appointment(ctx, appointmentID)
		return err
	})
	return found
}

// TestAVisitFromArrivalToItsEnd: the ticket's steps take the appointment along,
// and its history says who did what.
func TestAVisitFromArrivalToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	appointment := w.booked(w.patient(1).ID, monday.Add(10*time.Minute))
	here := w.arrive(jobs.ArrivalRequest{AppointmentID: appointment.ID})
	if here.Ticket.Number != 1 || here.Position != 1 || here.PractitionerName != "Dr Osei" {
		t.Errorf("arrived as %+v", here)
	}
	if again := w.arrive(jobs.ArrivalRequest{AppointmentID: appointment.ID}); again.Ticket.ID != here.Ticket.ID || again.Ticket.Version != here.Ticket.Version {
		t.Errorf("arriving twice gave ticket %d at version %d", again.Ticket.Number, again.Ticket.Version)
	}
	if got := w.status(appointment.ID); got.Status != records.AppointmentArrived || got.ArrivedAt.IsZero() || got.Version != 2 {
		t.Errorf("after the arrival: %s at %v, version %d", got.Status, got.ArrivedAt, got.Version)
	}
	called, err := w.desk.CallNext(t.Context(), w.by, w.clinic.Osei.ID, " Room 3 ")
	if err != nil || called.Ticket.ID != here.Ticket.ID || called.Ticket.Room != "Room 3" {
		t.Fatalf("called %+v: %v", called.Ticket, err)
	}
	if _, err := w.desk.CallNext(t.Context(), w.by, w.clinic.Osei.ID, ""); records.CodeOf(err) != records.CodeConflict {
		t.Errorf("called another while one is on the way: %v", err)
	}
	begun := w.step(called, records.QueueInProgress)
	if got := w.status(appointment.ID); got.Status != records.AppointmentCheckedIn {
		t.Errorf("while seen: %s", got.Status)
	}
	_, err = w.desk.StepQueue(t.Context(), w.by, jobs.QueueStep{TicketID: begun.Ticket.ID, Version: here.Ticket.Version, To: records.QueueFinished})
	if _, moved := errors.AsType[*jobs.VersionMoved](err); !moved {
		t.Errorf("a step at an old version: %v", err)
	}
	w.step(begun, records.QueueFinished)
	if got := w.status(appointment.ID); got.Status != records.AppointmentFulfilled {
		t.Errorf("after it: %s", got.Status)
	}
	if _, err := w.desk.CallNext(t.Context(), w.by, w.clinic.Osei.ID, ""); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("called somebody from an empty room: %v", err)
	}
}

// TestLeavingCancelsWithoutTheirWord: who went without being seen is not a
// patient who cancelled, and the time that is left is free again.
func TestLeavingCancelsWithoutTheirWord(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	appointment := w.booked(w.patient(1).ID, monday.Add(-10*time.Minute)) // it has begun, and they have waited
	w.step(w.arrive(jobs.ArrivalRequest{AppointmentID: appointment.ID}), records.QueueLeft)
	if got := w.status(appointment.ID); got.Status != records.AppointmentCancelled || got.CancellationReason != records.CancelledOther || got.Fee != 0 {
		t.Errorf("left: %s by %q, fee %d", got.Status, got.CancellationReason, got.Fee)
	}
}

// TestQueueStepsAreTheTable: what a desk may do with a ticket is exactly
// scheduler.QueueTransitions.
func TestQueueStepsAreTheTable(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	superuser := w.superuser()
	patient := w.patient(1)
	all := []records.QueueStatus{records.QueueWaiting, records.QueueCalled, records.QueueInProgress, records.QueueFinished, records.QueueLeft}
	for _, from := range all {
		for _, to := range all {
			entry := w.arrive(jobs.ArrivalRequest{PatientID: patient.ID, PractitionerID: w.clinic.Lee.ID})
			superuser("UPDATE queue_ticket SET status = $2 WHERE id = $1", entry.Ticket.ID, string(from))
			_, err := w.desk.StepQueue(t.Context(), w.by, jobs.QueueStep{TicketID: entry.Ticket.ID, Version: entry.Ticket.Version, To: to})
			if allowed := slices.Contains(scheduler.QueueTransitions[from], to); allowed != (err == nil) || err != nil && records.CodeOf(err) != records.CodeConflict {
				t.Errorf("%s → %s: %v, the table says %v", from, to, err, allowed)
			}
			superuser("UPDATE queue_ticket SET status = 'finished' WHERE id = $1", entry.Ticket.ID)
		}
	}
}

// superuser runs statements past row-level security.
func (w *world) superuser() func(statement string, arguments ...any) {
	w.t.Helper()
	connection, err := pgx.Connect(w.t.Context(), w.database.SuperuserURL)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = connection.Close(context.Background()) })
	return func(statement string, arguments ...any) {
		w.t.Helper()
		if _, err := connection.Exec(w.t.Context(), statement, arguments...); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestNobodyIsCalledTwice: two practitioners press "next" at the same moment,
// again and again, while patients arrive; each patient is called once.
func TestNobodyIsCalledTwice(t *testing.T) {
	t.Parallel()
	const patients = 12
	w := newWaitingDesk(t)
	waiting := make([]uuid.UUID, patients)
	for i := range waiting {
		waiting[i] = w.patient(i + 1).ID
	}
	var work sync.WaitGroup
	for _, patientID := range waiting {
		work.Go(func() {
			if _, err := w.desk.Arrive(t.Context(), w.by, jobs.ArrivalRequest{PatientID: patientID}); err != nil {
				t.Error(err)
			}
		})
	}
	var mutex sync.Mutex
	seen := make(map[int]int)
	for _, practitionerID := range []uuid.UUID{w.clinic.Osei.ID, w.clinic.Lee.ID} {
		work.Go(func() {
			for tries := 0; tries < 500; tries++ {
				mutex.Lock()
				done := len(seen) == patients
				mutex.Unlock()
				if done {
					return
				}
				called, err := w.desk.CallNext(t.Context(), w.by, practitionerID, "")
				if records.CodeOf(err) == records.CodeNotFound {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				mutex.Lock()
				seen[called.Ticket.Number]++
				mutex.Unlock()
				_, err = w.desk.StepQueue(t.Context(), w.by, jobs.QueueStep{TicketID: called.Ticket.ID, Version: called.Ticket.Version, To: records.QueueInProgress})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	for number := 1; number <= patients; number++ {
		if seen[number] != 1 {
			t.Errorf("number %d was called %d times", number, seen[number])
		}
	}
}

// TestNextIsToldOnce: the first in line gets one message, with a number and no
// name, however often the queue changes and whoever notices; the one behind
// hears of it when the first is called.
func TestNextIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	first, second := w.patient(1), w.patient(2)
	one := w.arrive(jobs.ArrivalRequest{PatientID: first.ID, PractitionerID: w.clinic.Osei.ID})
	two := w.arrive(jobs.ArrivalRequest{PatientID: second.ID, PractitionerID: w.clinic.Osei.ID})
	w.start()
	w.tellNext(5)
	sent := w.wait(1)
	if sent[0].To != first.Address || !strings.Contains(sent[0].Text, "number 1") || strings.Contains(sent[0].Text, "Canary") {
		t.Errorf("told %s: %q", sent[0].To, sent[0].Text)
	}
	if _, err := w.desk.CallNext(t.Context(), w.by, w.clinic.Osei.ID, "Room 3"); err != nil {
		t.Fatal(err)
	}
	w.tellNext(5)
	sent = w.wait(2)
	if sent[1].To != second.Address || !strings.Contains(sent[1].Text, "number 2") {
		t.Errorf("told %s: %q", sent[1].To, sent[1].Text)
	}
	if called := w.queued(one.Ticket.ID); called.Ticket.ToldAt.IsZero() || called.Ticket.Room != "Room 3" {
		t.Errorf("number 1: %+v", called.Ticket)
	}
	w.step(w.queued(two.Ticket.ID), records.QueueCalled)
	w.tellNext(2)
	if total := len(w.provider.messages()); total != 2 {
		t.Errorf("%d messages, want 2", total)
	}
}

// tellNext has many notice at once that the queue has changed.
func (w *waitingDesk) tellNext(times int) {
	w.t.Helper()
	var telling sync.WaitGroup
	for range times {
		telling.Go(func() {
			if err := w.jobs.TellNext(w.t.Context(), jobs.QueueNoticeArgs{ClinicID: w.clinic.ID, Date: "2026-11-23"}); err != nil {
				w.t.Error(err)
			}
		})
	}
	telling.Wait()
}

func (w *waitingDesk) queued(ticketID uuid.UUID) jobs.QueueEntry {
	w.t.Helper()
	day, err := w.desk.Queue(w.t.Context(), w.by, jobs.QueueFilter{})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, entry := range day.Entries {
		if entry.Ticket.ID == ticketID {
			return entry
		}
	}
	w.t.Fatal("the ticket is gone")
	return jobs.QueueEntry{}
}

// TestCalledAtNight: who sits in the waiting room is awake, so quiet hours
// don't keep the message back; STOP does (invariant 11).
func TestCalledAtNight(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	w.clock.advance(12 * time.Hour) // 22:00 in New York
	patient, silent := w.patient(1), w.patient(2)
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.RecordConsent(ctx, records.Consent{
			ID: uuid.New(), ContactID: silent.ConversationID, Purpose: records.PurposeCare, Status: records.ConsentInactive, Source: "stop",
			RecordedAt: w.clock.now(),
		})
	})
	w.arrive(jobs.ArrivalRequest{PatientID: patient.ID, PractitionerID: w.clinic.Osei.ID})
	w.arrive(jobs.ArrivalRequest{PatientID: silent.ID, PractitionerID: w.clinic.Lee.ID})
	w.start()
	if sent := w.wait(1); sent[0].To != patient.Address {
		t.Errorf("told %s", sent[0].To)
	}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		messages, err := tx.MessagesOfContact(ctx, w.clinic.SMS.ID, silent.Address, 0, 10)
		if last := messages[len(messages)-1]; last.Direction == records.Outbound && last.Status != records.MessageNotSent && last.Status != records.MessageQueued {
			t.Errorf("who said STOP got a message that is %s", last.Status)
		}
		return err
	})
	for _, message := range w.provider.messages() {
		if message.To == silent.Address {
			t.Error("who said STOP was written to")
		}
	}
}

// TestCheckInByChat: "I'm here" gives the number and the wait, arrives for the
// appointment, and tells who is next only once; an appointment of another hour
// is not checked in for.
func TestCheckInByChat(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	before := w.patient(1)
	w.step(w.mustCall(w.arrive(jobs.ArrivalRequest{PatientID: before.ID, PractitionerID: w.clinic.Osei.ID})), records.QueueInProgress)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	appointment := w.booked(patient.ID, monday.Add(5*time.Minute))
	later := w.booked(patient.ID, monday.Add(4*time.Hour))
	w.start()
	if answer := w.say("I'm here"); !strings.Contains(answer, "number is 2") || !strings.Contains(answer, "15 minutes") {
		t.Errorf("answered %q", answer)
	}
	if got := w.status(appointment.ID); got.Status != records.AppointmentArrived {
		t.Errorf("the appointment is %s", got.Status)
	}
	if got := w.status(later.ID); got.Status != records.AppointmentBooked {
		t.Errorf("the later one is %s", got.Status)
	}
	told := w.wait(2)[1]
	if told.To != phone || !strings.Contains(told.Text, "number 2, you're next") {
		t.Errorf("told %s %q", told.To, told.Text)
	}
	if answer := w.say("ya llegué"); !strings.Contains(answer, "2") || !strings.Contains(answer, "15 min") {
		t.Errorf("once more: %q", answer)
	}
	var events []records.QueueTicket
	day, err := w.desk.Queue(t.Context(), w.by, jobs.QueueFilter{PractitionerID: w.clinic.Osei.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range day.Entries {
		events = append(events, entry.Ticket)
	}
	if len(events) != 2 || events[0].Status != records.QueueInProgress || events[1].Number != 2 {
		t.Errorf("the queue is %+v", events)
	}
}

func (w *waitingDesk) mustCall(entry jobs.QueueEntry) jobs.QueueEntry {
	w.t.Helper()
	return w.step(entry, records.QueueCalled)
}

// TestChatsAndDeskDontDeadlock: patients check in by chat, all at once, while
// the desk calls and the workers tell who is next.
func TestChatsAndDeskDontDeadlock(t *testing.T) {
	t.Parallel()
	const patients = 20
	w := newWaitingDesk(t)
	for i := range patients {
		patient := w.patient(100 + i)
		w.booked(patient.ID, monday.Add(time.Duration(i)*5*time.Minute))
	}
	w.start()
	var work sync.WaitGroup
	work.Go(func() {
		for i := range patients {
			w.write(fmt.Sprintf("+1202555%04d", 100+i), "I'm here")
		}
	})
	work.Go(func() {
		for range 20 {
			called, err := w.desk.CallNext(t.Context(), w.by, w.clinic.Osei.ID, "3")
			if code := records.CodeOf(err); code == records.CodeNotFound {
				continue
			}
			if err != nil {
				t.Errorf("call: %v", err)
				return
			}
			if _, err = w.desk.StepQueue(t.Context(), w.by, jobs.QueueStep{TicketID: called.Ticket.ID, Version: called.Ticket.Version, To: records.QueueInProgress}); err != nil {
				t.Errorf("start: %v", err)
			}
		}
	})
	work.Go(func() { w.tellNext(20) })
	work.Wait()
	w.wait(patients)
}

// TestCalendarLinkByChat: the link opens the appointment's entry until the
// appointment moves on.
func TestCalendarLinkByChat(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	patient := w.clinic.NewPatient(t, w.store, "Maria Lopez", phone, monday)
	appointment := w.booked(patient.ID, monday.Add(24*time.Hour))
	w.start()
	answer := w.say("can you add it to my calendar?")
	_, path, found := strings.Cut(answer, "https://front.example/calendar/test/appointment/")
	secret, isEntry := strings.CutSuffix(path, ".ics")
	if !found || !isEntry || len(secret) != 43 {
		t.Fatalf("answered %q", answer)
	}
	published := jobs.NewPublished(w.store, w.clock.now)
	entry, err := published.VisitCalendar(t.Context(), "test", secret)
	if err != nil || entry.Start != appointment.Start || entry.UID != appointment.ID.String()+"@frontdesk" {
		t.Errorf("entry %+v: %v", entry, err)
	}
	for name, wrong := range map[string]func() error{
		"another secret": func() error {
			_, err := published.VisitCalendar(t.Context(), "test", strings.Repeat("A", 43))
			return err
		},
		"another clinic": func() error { _, err := published.VisitCalendar(t.Context(), "other", secret); return err },
		"another purpose": func() error {
			_, err := published.WaitingRoom(t.Context(), "test", secret)
			return err
		},
	} {
		if err := wrong(); records.CodeOf(err) != records.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if answer := w.say("cancel my appointment"); !strings.Contains(answer, "?") {
		t.Fatalf("answered %q", answer)
	}
	w.say("yes")
	if _, err := published.VisitCalendar(t.Context(), "test", secret); !errors.Is(err, jobs.ErrLinkVoid) {
		t.Errorf("of a cancelled appointment: %v", err)
	}
}

// TestPublishedTellsNoNames: the board has numbers and initials, of its own
// site; the feed has times and kinds, and initials only where they were asked
// for. Another version of an appointment has the same UID.
func TestPublishedTellsNoNames(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	north, south := records.Location{ID: uuid.New(), Name: "North", Active: true}, records.Location{ID: uuid.New(), Name: "South", Active: true}
	w.in(func(ctx context.Context, tx *postgres.Tx) error {
		return errors.Join(tx.CreateLocation(ctx, north), tx.CreateLocation(ctx, south))
	})
	w.clock.advance(3 * time.Second) // until the settings are read again
	for i, site := range []uuid.UUID{north.ID, south.ID, uuid.Nil} {
		w.arrive(jobs.ArrivalRequest{PatientID: w.patient(i + 1).ID, PractitionerID: w.clinic.Lee.ID, LocationID: site})
	}
	kept := w.booked(w.patient(7).ID, monday.Add(2*time.Hour))
	gone := w.booked(w.patient(8).ID, monday.Add(3*time.Hour))
	if _, err := w.desk.Cancel(t.Context(), w.by, jobs.CancelRequest{AppointmentID: gone.ID, Version: 1, Reason: records.CancelledByPatient}, ""); err != nil {
		t.Fatal(err)
	}
	link := func(request jobs.LinkRequest) string {
		made, err := w.desk.CreateLink(t.Context(), w.by, request)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(strings.TrimSuffix(made.Path, ".ics"), "/")
		return parts[len(parts)-1]
	}
	published := jobs.NewPublished(w.store, w.clock.now)
	board, err := published.WaitingRoom(t.Context(), "test", link(jobs.LinkRequest{Purpose: records.LinkQueueDisplay, LocationID: north.ID}))
	if err != nil || len(board.Waiting) != 2 || board.Waiting[0].Number != 1 || board.Waiting[1].Number != 3 || board.Waiting[0].Initials != "C.N." {
		t.Errorf("board %+v: %v", board, err)
	}
	feed := jobs.LinkRequest{Purpose: records.LinkPractitionerCalendar, PractitionerID: w.clinic.Osei.ID}
	for initials, summary := range map[bool]string{false: "check-up", true: "check-up · C.N."} {
		feed.Initials = initials
		calendar, err := published.PractitionerCalendar(t.Context(), "test", link(feed))
		if err != nil || len(calendar.Entries) != 2 {
			t.Fatalf("calendar %+v: %v", calendar, err)
		}
		if first := calendar.Entries[0]; first.Summary != summary || first.UID != kept.ID.String()+"@frontdesk" || first.Sequence != 1 || first.Cancelled {
			t.Errorf("kept: %+v", first)
		}
		if second := calendar.Entries[1]; !second.Cancelled || second.UID != gone.ID.String()+"@frontdesk" || second.Sequence != 2 {
			t.Errorf("cancelled: %+v", second)
		}
		if strings.Contains(fmt.Sprint(calendar, board), "Canary") {
			t.Error("a name got out")
		}
	}
	if _, err := w.desk.CreateLink(t.Context(), w.by, jobs.LinkRequest{Purpose: records.LinkPractitionerCalendar, PractitionerID: uuid.New()}); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("a calendar of nobody: %v", err)
	}
}

// TestRevokedLinksOpenNothing at once, but for a board that is half a second
// old.
func TestRevokedLinksOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWaitingDesk(t)
	made, err := w.desk.CreateLink(t.Context(), w.by, jobs.LinkRequest{Purpose: records.LinkQueueDisplay, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	published := jobs.NewPublished(w.store, w.clock.now)
	secret := strings.TrimPrefix(made.Path, "/display/test/")
	if _, err := published.WaitingRoom(t.Context(), "test", secret); err != nil {
		t.Fatal(err)
	}
	if err := w.desk.RevokeLink(t.Context(), w.by, made.Link.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(time.Second)
	if _, err := published.WaitingRoom(t.Context(), "test", secret); records.CodeOf(err) != records.CodeNotFound {
		t.Errorf("revoked: %v", err)
	}
}
