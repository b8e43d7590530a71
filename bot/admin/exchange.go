package admin

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"

	"frontdesk/jobs"
	"frontdesk/records"
)

// exchange is what is known of a request while it is answered.
type exchange struct {
	id        string
	route     string
	principal jobs.Principal
	// cause is why the answer is one of the 5xx, for the log.
	cause error
}

type exchangeKey struct{}

// exchangeOf gives the request's exchange; outside of one it gives an empty one.
func exchangeOf(ctx context.Context) *exchange {
	if found, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return found
	}
	return &exchange{}
}

// headerRequestID is the header in which a caller may name a request, and in
// which its name comes back.
const headerRequestID = "X-Request-Id"

// wellFormedID is what a caller's request id may be made of: nothing that could
// break a log line.
var wellFormedID = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// serve answers everything under the API's prefix.
func (a *API) serve(w http.ResponseWriter, r *http.Request) {
	begun := a.config.Now()
	known := &exchange{id: r.Header.Get(headerRequestID)}
	if !wellFormedID.MatchString(known.id) {
		known.id = a.config.NewID().String()
	}
	_, known.route = a.routes.Handler(r)
	answer := &answer{ResponseWriter: w}
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, known))
	setHeaders(w.Header(), known.id)
	defer func() {
		a.recovered(r.Context(), answer, recover())
		a.record(r.Context(), known, answer, Observation{Route: known.route, Status: answer.status, Took: a.config.Now().Sub(begun)})
	}()
	if known.route == "" {
		a.noRoute(r).write(answer)
		return
	}
	a.routes.ServeHTTP(answer, r)
}

// setHeaders sets what every answer of the API has. Answers hold patients'
// data, so nobody on the way may keep, guess or frame them.
func setHeaders(header http.Header, requestID string) {
	header.Set(headerRequestID, requestID)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
}

// noRoute is the problem of a path or a method that the API doesn't have.
func (a *API) noRoute(r *http.Request) *Problem {
	ctx := r.Context()
	var methods []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := r.Clone(ctx)
		probe.Method = method
		if _, pattern := a.routes.Handler(probe); pattern != "" {
			methods = append(methods, method)
		}
	}
	if len(methods) == 0 {
		return newProblem(ctx, records.CodeNotFound, 0, "The API has no such path. /docs lists those it has.")
	}
	problem := newProblem(ctx, records.CodeInvalid, http.StatusMethodNotAllowed,
		"This path does not take this method. Use one that the header Allow names; /docs says what each does.")
	for _, method := range methods {
		problem.headers.Add("Allow", method)
	}
	return problem
}

// recovered answers for a handler that panicked. Neither the panic's value nor
// anything of the request is logged, as it may be a patient's data.
func (a *API) recovered(ctx context.Context, answer *answer, value any) {
	if value == nil {
		return
	}
	if value == http.ErrAbortHandler { //nolint:errorlint,err113 // net/http compares it, too
		panic(value)
	}
	exchangeOf(ctx).cause = fmt.Errorf("panic of type %T", value)
	a.config.Logger.LogAttrs(ctx, slog.LevelError, "staff API panicked", slog.String("requestId", exchangeOf(ctx).id),
		slog.String("type", fmt.Sprintf("%T", value)), slog.String("stack", string(debug.Stack())))
	if answer.status == 0 {
		newProblem(ctx, records.CodeInternal, 0, "Report the requestId to whoever runs the service.").write(answer)
	}
}

// record writes the request's one log line.
func (a *API) record(ctx context.Context, known *exchange, answer *answer, observed Observation) {
	observed.Status = answer.status
	level := slog.LevelInfo
	attributes := []slog.Attr{
		slog.String("requestId", known.id), slog.String("route", known.route), slog.Int("status", observed.Status),
		slog.Duration("took", observed.Took), slog.Int64("bytes", answer.bytes),
	}
	if known.principal.StaffID != [16]byte{} {
		attributes = append(attributes, slog.String("clinicId", known.principal.ClinicID.String()),
			slog.String("staffId", known.principal.StaffID.String()), slog.String("role", string(known.principal.Role)))
	}
	switch {
	case known.cause != nil:
		level = slog.LevelError
		attributes = append(attributes, slog.String("cause", known.cause.Error()))
	case observed.Status == http.StatusUnauthorized || observed.Status == http.StatusForbidden:
		level = slog.LevelWarn // decisions on access are looked at (OWASP ASVS 5, 16.3.2)
	}
	a.config.Logger.LogAttrs(ctx, level, "staff API request", attributes...)
	if a.config.Observe != nil {
		a.config.Observe(observed)
	}
}

// answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (a *answer) Write(content []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	written, err := a.ResponseWriter.Write(content)
	a.bytes += int64(written)
	return written, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
