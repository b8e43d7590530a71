package admin

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// prefix is where the API lives.
const prefix = "/api/v1"

// Desk does the work of the API: one transaction and one audit event for each
// call. Errors carry a records.Code; *jobs.Desk is one.
type Desk interface {
	// Authenticate finds who a bearer token belongs to; every token that is no
	// good is the same records.CodeUnauthenticated.
	Authenticate(ctx context.Context, token string) (jobs.Principal, error)
	Me(ctx context.Context, by jobs.Principal) (jobs.Account, error)
	Day(ctx context.Context, by jobs.Principal, date records.LocalDate, after jobs.Position, limit int) (jobs.Day, error)
	Appointment(ctx context.Context, by jobs.Principal, appointmentID uuid.UUID) (jobs.Visit, error)
	// Book returns *jobs.SlotTaken when others have the time.
	Book(ctx context.Context, by jobs.Principal, request jobs.BookRequest, key string) (jobs.Visit, error)
	// Cancel, Move and Mark return *jobs.VersionMoved for an older version.
	Cancel(ctx context.Context, by jobs.Principal, request jobs.CancelRequest, key string) (jobs.Visit, error)
	// Move and Mark return *jobs.SlotTaken when others have the time.
	Move(ctx context.Context, by jobs.Principal, request jobs.MoveRequest, key string) (jobs.Visit, error)
	Mark(ctx context.Context, by jobs.Principal, request jobs.MarkRequest, key string) (jobs.Visit, error)
	History(ctx context.Context, by jobs.Principal, appointmentID uuid.UUID) ([]jobs.VisitEvent, error)
	// BookSeries returns *jobs.SeriesClashes when any can't be booked.
	BookSeries(ctx context.Context, by jobs.Principal, request jobs.SeriesRequest, key string) (jobs.Series, error)
	CancelSeries(ctx context.Context, by jobs.Principal, request jobs.CancelSeriesRequest, key string) (jobs.Series, error)
	OverbookingSuggestions(ctx context.Context, by jobs.Principal, date records.LocalDate) ([]jobs.OverbookingSuggestion, error)
	FreeSlots(ctx context.Context, by jobs.Principal, search jobs.SlotSearch) ([]jobs.FreeSlot, error)
	FindPatients(ctx context.Context, by jobs.Principal, birthDate records.LocalDate) ([]records.Patient, error)
	Patient(ctx context.Context, by jobs.Principal, patientID uuid.UUID) (jobs.PatientCard, error)
	PatientMessages(ctx context.Context, by jobs.Principal, patientID uuid.UUID, before int64, limit int) (jobs.MessagePage, error)
	Tasks(ctx context.Context, by jobs.Principal, after jobs.Position, limit int) (jobs.TaskPage, error)
	CompleteTask(ctx context.Context, by jobs.Principal, taskID uuid.UUID) (records.Task, error)
	Waitlist(ctx context.Context, by jobs.Principal, after jobs.Position, limit int) (jobs.WishPage, error)
	JoinWaitlist(ctx context.Context, by jobs.Principal, entry records.WaitlistEntry) (jobs.Wish, error)
	LeaveWaitlist(ctx context.Context, by jobs.Principal, entryID uuid.UUID) (jobs.Wish, error)
	FreedSlots(ctx context.Context, by jobs.Principal, from, until time.Time, after jobs.Position, limit int) (jobs.FreedReport, error)
	// AddAbsence is records.CodeDuplicate for one that was entered already.
	AddAbsence(ctx context.Context, by jobs.Principal, request jobs.AbsenceRequest) (jobs.AbsenceReport, error)
	Absences(ctx context.Context, by jobs.Principal, from records.LocalDate) ([]jobs.AbsenceReport, error)
	EndAbsence(ctx context.Context, by jobs.Principal, absenceID uuid.UUID) (jobs.AbsenceReport, error)
	AppointmentTypes(ctx context.Context, by jobs.Principal) (jobs.Catalogue, error)
	Practitioners(ctx context.Context, by jobs.Principal) (jobs.Catalogue, error)
	QueueDesk
	LinksDesk
	SettingsDesk
	InvoiceDesk
	ReportDesk
	ClinicDesk
	CoverageDesk
	RecallDesk
	ContactDesk
	EmailDesk
	SurveyDesk
	MediaDesk
	RegistrationDesk
	ChannelDesk
	LinkingDesk
}

// Config is what the API works with. All but Version, Linker and Observe must be set.
type Config struct {
	Desk   Desk
	Logger *slog.Logger
	// Now is the clock, for how long requests took and may take.
	Now func() time.Time
	// NewID makes request ids; they need not be secret.
	NewID func() uuid.UUID
	// Version of the program, as the OpenAPI document says it; empty is "dev".
	Version string
	// Linker links devices; nil where this process has none.
	Linker Linker
	// Observe, if set, is told of each request, for metrics.
	Observe func(Observation)
}

// Observation is one answered request. It names no patient and no member of
// staff.
type Observation struct {
	// Route is the pattern that matched ("GET /api/v1/patients/{id}"), or empty.
	Route  string
	Status int
	Took   time.Duration
}

// API is the staff API.
type API struct {
	config Config
	// routes holds the operations and nothing else.
	routes   *http.ServeMux
	api      huma.API
	document []byte
}

// New makes the API. A mistake in its description is a defect of this package
// and panics.
func New(config Config) *API {
	setHuma()
	if config.Version == "" {
		config.Version = "dev"
	}
	a := &API{config: config, routes: http.NewServeMux()}
	a.api = humago.New(a.routes, description(config.Version))
	a.api.UseMiddleware(a.authenticate)
	a.registerAccount()
	a.registerAppointments()
	a.registerAppointmentChanges()
	a.registerAppointmentSeries()
	a.registerOverbooking()
	a.registerSlots()
	a.registerPatients()
	a.registerTasks()
	a.registerWaitlist()
	a.registerFreedSlots()
	a.registerAbsences()
	a.registerCatalogue()
	a.registerQueue()
	a.registerLinks()
	a.registerSettings()
	a.registerInvoices()
	a.registerReports()
	a.registerClinic()
	a.registerCoverages()
	a.registerRecalls()
	a.registerContacts()
	a.registerEmail()
	a.registerSurveys()
	a.registerMedia()
	a.registerRegistration()
	a.registerChannels()
	a.registerLinking()
	a.document = document(a.api)
	return a
}

// Mount adds the API, its description and the page that shows it.
func (a *API) Mount(mux *http.ServeMux) {
	mux.Handle(prefix+"/", http.HandlerFunc(a.serve))
	mux.Handle(prefix, http.HandlerFunc(a.serve))
	mux.Handle("GET /openapi.json", http.HandlerFunc(a.serveDocument))
	mountPage(mux)
}

// operation is one operation of the API; its id is its key in the table of
// permissions.
type operation struct {
	id, method, path string
	tag              string
	summary          string
	description      string
	// status of success; zero is 200.
	status int
	// refusals are the statuses of its own; those that every operation shares
	// need not be named.
	refusals []int
	// answers are the contents of a success that is no JSON.
	answers map[string]*huma.MediaType
}

// maxBody is the largest body that is read, in bytes. The largest that makes
// sense is a few hundred.
const maxBody = 16 << 10

// register adds an operation. The handler's errors become problem documents.
func register[Input, Output any](a *API, op operation, handle func(context.Context, jobs.Principal, *Input) (*Output, error)) {
	refusals := append([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity}, op.refusals...)
	if op.method == http.MethodPost || op.method == http.MethodPatch {
		refusals = append(refusals, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge,
			http.StatusUnsupportedMediaType)
	}
	var responses map[string]*huma.Response
	if op.answers != nil {
		responses = map[string]*huma.Response{strconv.Itoa(http.StatusOK): {Description: http.StatusText(http.StatusOK), Content: op.answers}}
	}
	huma.Register(a.api, huma.Operation{
		OperationID: op.id, Method: op.method, Path: prefix + op.path, DefaultStatus: op.status,
		Tags: []string{op.tag}, Summary: op.summary, Description: op.description,
		Security:     []map[string][]string{{securityScheme: {}}},
		Errors:       append(refusals, http.StatusInternalServerError, http.StatusServiceUnavailable),
		MaxBodyBytes: maxBody, Responses: responses,
	}, func(ctx context.Context, input *Input) (*Output, error) {
		output, err := handle(ctx, exchangeOf(ctx).principal, input)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return output, nil
	})
}
