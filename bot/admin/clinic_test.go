package admin_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/bot/admin"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
	"frontdesk/records/postgrestest"
)

// monday is when the tests are: seven in the morning of Monday, 2 March 2026,
// in New York, where both clinics are.
var monday = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// The clinics have the same records under the same ids, so that only the
// clinic keeps them apart; what only the second has begins at foreign.
const (
	idChannel = iota + 1
	idLee
	idOsei
	idVisit
	idScan
	idRoomOne
	idRoomTwo
	idPatient
	idSibling
	idAppointment
	idTask
	idAbsence
	idSeries
	idWish
	idOther
	idWaiting
	idCalled
	idSeen
	idRule
	idSite
	idLink
	idCoverage
	idCard
	idPicture
	idContact
	idLinked
	idQuestion
	idInvoice
	idReport
	idForeign = 100
)

func id(number uint64) uuid.UUID {
	var made uuid.UUID
	binary.BigEndian.PutUint64(made[8:], number)
	made[6], made[8] = 0x40, 0x80
	return made
}

// clinic is what a test knows of one.
type clinic struct {
	id        uuid.UUID
	frontDesk string
	manager   string
}

// bench is a staff API over a store with two clinics.
type bench struct {
	database *postgrestest.Database
	store    *postgres.Store
	desk     *jobs.Desk
	handler  http.Handler
	logs     *logs
	linker   linker
	a, b     clinic
	// passed is how long after monday the desk's clock is.
	passed atomic.Int64
}

// canary is in every text of the second clinic.
const canary = "CANARY"

func setUp(t *testing.T) *bench {
	t.Helper()
	b := &bench{database: postgrestest.New(t), logs: &logs{}}
	store, err := postgres.Open(t.Context(), b.database.URL, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	b.store = store
	b.desk = jobs.NewDesk(store, func() time.Time { return monday.Add(time.Duration(b.passed.Load())) }, uuid.New, rand.Reader)
	b.linker.err = &records.Error{Code: records.CodeUnavailable, Message: "nobody scanned the code in time; begin again"}
	b.a = b.addClinic(t, uuid.New(), "harbour", "")
	b.b = b.addClinic(t, uuid.New(), "canary", canary)
	b.handler = b.serve(b.desk)
	return b
}

// serve makes the API over a desk.
func (b *bench) serve(desk admin.Desk) http.Handler {
	mux := http.NewServeMux()
	admin.New(admin.Config{
		Desk: desk, Logger: slog.New(slog.NewJSONHandler(b.logs, nil)), Now: func() time.Time { return monday }, NewID: uuid.New,
		Version: "1.2.3", Linker: &b.linker,
	}).Mount(mux)
	return mux
}

// addClinic makes a clinic with two practitioners, two rooms, two types of
// appointments, a family of two on one telephone, an appointment today at ten,
// a task and three messages.
func (b *bench) addClinic(t *testing.T, clinicID uuid.UUID, slug, mark string) clinic {
	t.Helper()
	err := b.store.InClinic(t.Context(), clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		organization := records.Organization{ID: uuid.New(), Name: mark + "Organisation"}
		steps := []error{
			tx.CreateOrganization(ctx, organization),
			tx.CreateClinic(ctx, records.Clinic{
				ID: clinicID, OrganizationID: organization.ID, Slug: slug, Name: mark + "Clinic", TimeZone: "America/New_York", Country: "US",
				Languages: []records.Language{records.English}, EmergencyNumber: "911",
				Currency: "USD", SuggestOverbooking: true,
			}),
			tx.CreateChannel(ctx, records.Channel{
				ID: id(idChannel), Name: slug + "-sms", Kind: records.ChannelSMS, Provider: records.ProviderSimulator,
				Address: "+15550009999", Active: true,
			}),
			tx.CreateChannel(ctx, records.Channel{
				ID: uuid.New(), Name: slug + "-mail", Kind: records.ChannelEmail, Provider: records.ProviderSMTP, Address: "front@clinic.example", Active: true,
			}),
			tx.CreateChannel(ctx, records.Channel{
				ID: id(idLinked), Name: slug + "-linked", Kind: records.ChannelWhatsApp, Provider: records.ProviderWhatsApp,
				Address: "+15550009998", Active: true,
			}),
			tx.CreateResource(ctx, records.Resource{ID: id(idRoomOne), Kind: records.ResourceRoom, Name: mark + "Room one", Active: true}),
			tx.CreateResource(ctx, records.Resource{ID: id(idRoomTwo), Kind: records.ResourceRoom, Name: mark + "Room two", Active: true}),
			addPractitioner(ctx, tx, id(idLee), mark+"Dr Lee"),
			addPractitioner(ctx, tx, id(idOsei), mark+"Dr Osei"),
			addType(ctx, tx, id(idVisit), mark+"Visit", true, nil),
			addType(ctx, tx, id(idScan), mark+"Scan", false, []records.ResourceKind{records.ResourceRoom}),
			addPeople(ctx, tx, mark),
			addWaiting(ctx, tx, mark),
		}
		for _, err := range steps {
			if err != nil {
				return err
			}
		}
		if mark == "" {
			return nil
		}
		return addForeign(ctx, tx, mark)
	})
	if err != nil {
		t.Fatal(err)
	}
	made := clinic{id: clinicID}
	for _, account := range []struct {
		role  records.Role
		token *string
	}{{records.RoleFrontDesk, &made.frontDesk}, {records.RoleManager, &made.manager}} {
		if *account.token, _, err = b.desk.AddStaff(t.Context(), clinicID, mark+"Sam Reed", account.role, 24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

func addPractitioner(ctx context.Context, tx *postgres.Tx, practitionerID uuid.UUID, name string) error {
	err := tx.CreatePractitioner(ctx, records.Practitioner{
		ID: practitionerID, Name: name, Specialty: records.LocalizedText{records.English: name + "'s field"}, Active: true,
	})
	for weekday := time.Monday; weekday <= time.Friday && err == nil; weekday++ {
		err = tx.CreateAvailability(ctx, records.Availability{
			ID: uuid.New(), PractitionerID: practitionerID, Kind: records.AvailabilityOpen, Weekday: weekday, Start: 9 * 60, End: 17 * 60,
		})
	}
	return err
}

func addType(ctx context.Context, tx *postgres.Tx, typeID uuid.UUID, name string, byChat bool, kinds []records.ResourceKind) error {
	return tx.CreateAppointmentType(ctx, records.AppointmentType{
		ID: typeID, Name: records.LocalizedText{records.English: name}, Duration: 30 * time.Minute, LeadTime: time.Hour,
		Horizon: 60 * 24 * time.Hour, SlotStep: 30 * time.Minute, BookableByChat: byChat,
		PractitionerIDs: []uuid.UUID{id(idLee), id(idOsei)}, ResourceKinds: kinds, Active: true,
	})
}

// addMedia stores what came with the messages: the card of an insurance, and a
// picture that is still at the provider.
func addMedia(ctx context.Context, tx *postgres.Tx, messages []postgres.NewInbound, mark string) error {
	if _, err := tx.KeepMedia(ctx, messages, monday, monday); err != nil {
		return err
	}
	content := []byte(cardContent + mark)
	if _, err := tx.StoreMedia(ctx, id(idCard), "image/png", sha256.Sum256(content), content); err != nil {
		return err
	}
	transaction, err := tx.River(ctx)
	if err != nil {
		return err
	}
	_, err = transaction.Exec(ctx, "UPDATE media SET patient_id = $1, purpose = 'insurance-card' WHERE id = $2 AND clinic_id = $3", id(idPatient), id(idCard), tx.ClinicID())
	return err
}

// cardContent begins the card's picture.
const cardContent = "\x89PNG\x0d\x0a\x1a\x0a"

// addPeople makes the family, what it wrote, its appointment and its task.
func addPeople(ctx context.Context, tx *postgres.Tx, mark string) error {
	contactID := id(idContact)
	var inbound []postgres.NewInbound
	for _, text := range []string{"hello", "is anybody there?", "I want to talk to a person"} {
		inbound = append(inbound, postgres.NewInbound{
			ID: uuid.New(), NewContactID: contactID, ClinicID: tx.ClinicID(), ChannelID: id(idChannel), Address: "+15550001111", ProviderID: mark + text, Text: mark + text,
		})
	}
	inbound[1].MediaCount, inbound[1].Media = 2, []postgres.NewMedia{{ID: id(idCard)}, {ID: id(idPicture)}}
	if _, err := tx.KeepInbound(ctx, inbound, monday); err != nil {
		return err
	}
	for number, name := range map[uint64]string{idPatient: "Ada Quist", idSibling: "Bo Quist"} {
		patient := records.Patient{
			ID: id(number), Name: mark + name, BirthDate: records.LocalDate{Year: 1984, Month: time.February, Day: 29},
			Language: records.English, CreatedAt: monday,
		}
		if err := tx.RegisterPatient(ctx, patient, contactID, records.RelationshipSelf); err != nil {
			return err
		}
	}
	if err := addMedia(ctx, tx, inbound, mark); err != nil {
		return err
	}
	if err := addAppointment(ctx, tx, id(idAppointment), id(idPatient), 15); err != nil {
		return err
	}
	if err := addOfSeries(ctx, tx); err != nil {
		return err
	}
	if err := addWish(ctx, tx, id(idWish), id(idPatient)); err != nil {
		return err
	}
	if err := addInvoice(ctx, tx, id(idInvoice), id(idPatient), mark); err != nil {
		return err
	}
	if err := addQuestion(ctx, tx, id(idQuestion), id(idPatient), mark); err != nil {
		return err
	}
	if err := addAnswer(ctx, tx, id(idAppointment), id(idPatient), 5, mark+"Kind people"); err != nil {
		return err
	}
	if err := addReport(ctx, tx, id(idReport), id(idPatient), mark); err != nil {
		return err
	}
	if err := tx.CreateAbsence(ctx, records.Absence{
		ID: id(idAbsence), Kind: records.AbsenceHoliday, StartDate: records.LocalDate{Year: 2026, Month: time.December, Day: 25},
		EndDate: records.LocalDate{Year: 2026, Month: time.December, Day: 25}, EndTime: 24 * 60, CreatedAt: monday,
	}); err != nil {
		return err
	}
	return tx.OpenTask(ctx, records.Task{
		ID: id(idTask), Code: records.TaskTalkToPerson, Priority: records.PriorityUrgent, PatientID: id(idPatient), CreatedAt: monday,
	})
}

// addAppointment books Dr Lee on monday at an hour in UTC.
func addAppointment(ctx context.Context, tx *postgres.Tx, appointmentID, patientID uuid.UUID, hour int) error {
	start := time.Date(2026, time.March, 2, hour, 0, 0, 0, time.UTC)
	end := start.Add(30 * time.Minute)
	return tx.CreateAppointment(ctx, records.Appointment{
		ID: appointmentID, PatientID: patientID, PractitionerID: id(idLee), AppointmentTypeID: id(idVisit),
		Status: records.AppointmentBooked, Start: start, End: end,
	}, []postgres.Occupancy{
		{SubjectID: id(idLee), Kind: postgres.SubjectPractitioner, Start: start, End: end},
		{SubjectID: patientID, Kind: postgres.SubjectPatient, Start: start, End: end},
	}, uuid.Nil, postgres.Agent{Kind: "system"}, monday)
}

// addOfSeries books what is left of the patient's series, weeks later.
func addOfSeries(ctx context.Context, tx *postgres.Tx) error {
	start := time.Date(2026, time.April, 20, 19, 0, 0, 0, time.UTC)
	end := start.Add(30 * time.Minute)
	return tx.CreateAppointment(ctx, records.Appointment{
		ID: uuid.New(), PatientID: id(idPatient), PractitionerID: id(idLee), AppointmentTypeID: id(idVisit), SeriesID: id(idSeries),
		Status: records.AppointmentBooked, Start: start, End: end,
	}, []postgres.Occupancy{
		{SubjectID: id(idLee), Kind: postgres.SubjectPractitioner, Start: start, End: end},
		{SubjectID: id(idPatient), Kind: postgres.SubjectPatient, Start: start, End: end},
	}, uuid.Nil, postgres.Agent{Kind: "system"}, monday)
}

// addWish lets a patient wait for a scan.
func addWish(ctx context.Context, tx *postgres.Tx, entryID, patientID uuid.UUID) error {
	_, err := tx.JoinWaitlist(ctx, records.WaitlistEntry{
		ID: entryID, PatientID: patientID, AppointmentTypeID: id(idScan), Until: 24 * 60, Priority: records.PriorityRoutine,
		CreatedAt: monday, ExpiresAt: monday.AddDate(0, 1, 0),
	})
	return err
}

// addForeign makes what only the second clinic has.
func addForeign(ctx context.Context, tx *postgres.Tx, mark string) error {
	err := tx.CreatePatient(ctx, records.Patient{
		ID: id(idForeign + idPatient), Name: mark + "Zed Foreign", BirthDate: records.LocalDate{Year: 1984, Month: time.February, Day: 29},
		Language: records.English, CreatedAt: monday,
	})
	if err != nil {
		return err
	}
	if err := addPractitioner(ctx, tx, id(idForeign+idLee), mark+"Dr Foreign"); err != nil {
		return err
	}
	if err := addType(ctx, tx, id(idForeign+idVisit), mark+"Foreign", true, nil); err != nil {
		return err
	}
	if err := addAppointment(ctx, tx, id(idForeign+idAppointment), id(idForeign+idPatient), 19); err != nil {
		return err
	}
	if err := addWish(ctx, tx, id(idForeign+idWish), id(idForeign+idPatient)); err != nil {
		return err
	}
	if err := addInvoice(ctx, tx, id(idForeign+idInvoice), id(idForeign+idPatient), mark); err != nil {
		return err
	}
	if err := addQuestion(ctx, tx, id(idForeign+idQuestion), id(idForeign+idPatient), mark); err != nil {
		return err
	}
	if err := addReport(ctx, tx, id(idForeign+idReport), id(idForeign+idPatient), mark); err != nil {
		return err
	}
	return tx.OpenTask(ctx, records.Task{
		ID: id(idForeign + idTask), Code: records.TaskEmergency, Priority: records.PriorityStat, PatientID: id(idForeign + idPatient), CreatedAt: monday,
	})
}

// reply is what the API answered.
type reply struct {
	status int
	header http.Header
	body   string
}

// call sends a request; headers come in pairs of a name and a value.
func call(t *testing.T, handler http.Handler, method, path, token, body string, headers ...string) reply {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	result := recorder.Result()
	defer result.Body.Close()
	content, err := io.ReadAll(result.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{status: result.StatusCode, header: result.Header, body: string(content)}
}

// call sends a request to the bench's API.
func (b *bench) call(t *testing.T, method, path, token, body string, headers ...string) reply {
	t.Helper()
	return call(t, b.handler, method, path, token, body, headers...)
}

// want checks a reply's status and reads its body.
func want[Document any](t *testing.T, got reply, status int) Document {
	t.Helper()
	if got.status != status {
		t.Fatalf("status %d instead of %d: %s", got.status, status, got.body)
	}
	var document Document
	decoder := json.NewDecoder(strings.NewReader(got.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&document); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
	return document
}

// refused checks that a reply is a problem document.
func refused(t *testing.T, got reply, status int, code records.Code) admin.Problem {
	t.Helper()
	problem := want[admin.Problem](t, got, status)
	if problem.Code != code || problem.Status != status {
		t.Errorf("code %q and status %d instead of %q and %d", problem.Code, problem.Status, code, status)
	}
	if problem.Title == "" || problem.Detail == "" || problem.Type != "/docs#problem-"+string(code) {
		t.Errorf("incomplete: %s", got.body)
	}
	if got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("content type %q", got.header.Get("Content-Type"))
	}
	if problem.RequestID == "" || problem.RequestID != got.header.Get("X-Request-Id") {
		t.Errorf("request id %q in the problem and %q in the header", problem.RequestID, got.header.Get("X-Request-Id"))
	}
	return problem
}

// audit reads a clinic's trail of what staff did.
func (b *bench) audit(t *testing.T, clinicID uuid.UUID) []records.AuditEvent {
	t.Helper()
	var events []records.AuditEvent
	err := b.store.InClinic(t.Context(), clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		events, err = tx.AuditEvents(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var ofStaff []records.AuditEvent
	for _, event := range events {
		if event.AgentKind == "staff" {
			ofStaff = append(ofStaff, event)
		}
	}
	return ofStaff
}

// pass lets time pass at the desk.
func (b *bench) pass(length time.Duration) { b.passed.Add(int64(length)) }

// read reads one value of the first clinic.
func (b *bench) read(t *testing.T, into any, query string, arguments ...any) {
	t.Helper()
	err := b.store.InClinic(t.Context(), b.a.id, func(ctx context.Context, tx *postgres.Tx) error {
		transaction, err := tx.River(ctx)
		if err != nil {
			return err
		}
		return transaction.QueryRow(ctx, query, arguments...).Scan(into)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// change runs a statement in a clinic, for what no method does yet.
func (b *bench) change(t *testing.T, clinicID uuid.UUID, statement string, arguments ...any) {
	t.Helper()
	err := b.store.InClinic(t.Context(), clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		transaction, err := tx.River(ctx)
		if err != nil {
			return err
		}
		_, err = transaction.Exec(ctx, statement, arguments...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// logs is what the API wrote to its log.
type logs struct {
	mutex   sync.Mutex
	content bytes.Buffer
}

func (l *logs) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.content.Write(line)
}

func (l *logs) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.content.String()
}
