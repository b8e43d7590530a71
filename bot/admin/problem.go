package admin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Problem is an answer that says no, as RFC 9457 describes it: what was wrong,
// what is expected and what to do. It echoes no values of the request.
type Problem struct {
	Type      string       `json:"type" format:"uri-reference" example:"/docs#problem-invalid" doc:"Where this kind of problem is explained."`
	Title     string       `json:"title" doc:"The kind of problem in words. It is the same for each problem of one code."`
	Status    int          `json:"status" example:"422" doc:"The HTTP status of the answer."`
	Detail    string       `json:"detail" doc:"What was wrong this time, what is expected, and what to do."`
	Code      records.Code `json:"code" enum:"invalid,not-found,conflict,slot-taken,duplicate,unauthenticated,forbidden,unavailable,internal" doc:"The kind of problem, for programs."`
	RequestID string       `json:"requestId" doc:"Names this request in the logs and the audit trail."`
	Errors    []FieldError `json:"errors,omitempty" doc:"The inputs at fault, where single ones are."`
	// Alternatives come with the code slot-taken.
	Alternatives []Slot `json:"alternatives,omitempty" doc:"Free times like the one that was taken, the likest first. Only with the code slot-taken."`

	// Clashes come with a series that can't be booked.
	Clashes []SeriesClash `json:"clashes,omitempty" doc:"Every appointment of the series that can't be booked. Only for a series."`

	headers http.Header
}

// FieldError is one input at fault.
type FieldError struct {
	Field  string `json:"field" example:"start" doc:"The body's member, the parameter or the header at fault."`
	Detail string `json:"detail" doc:"What is expected of it."`
}

// Error gives the detail, as an error in Go.
func (p *Problem) Error() string { return p.Detail }

// GetStatus gives huma the answer's status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives huma the answer's headers.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType gives huma the media type.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// kinds are the kinds of problems: one for each code, with its usual status.
var kinds = map[records.Code]struct {
	status int
	title  string
}{
	records.CodeInvalid:         {http.StatusUnprocessableEntity, "The request can't be accepted as it is"},
	records.CodeNotFound:        {http.StatusNotFound, "There is no such thing in this clinic"},
	records.CodeConflict:        {http.StatusConflict, "The request does not fit the present state"},
	records.CodeSlotTaken:       {http.StatusConflict, "The time is taken"},
	records.CodeDuplicate:       {http.StatusConflict, "It exists already"},
	records.CodeUnauthenticated: {http.StatusUnauthorized, "Who is calling was not shown"},
	records.CodeForbidden:       {http.StatusForbidden, "The caller may not do this"},
	records.CodeUnavailable:     {http.StatusServiceUnavailable, "The service is away for the moment"},
	records.CodeInternal:        {http.StatusInternalServerError, "Something went wrong on our side"},
}

// newProblem makes a problem of a kind. A status of zero is the kind's usual
// one.
func newProblem(ctx context.Context, code records.Code, status int, detail string) *Problem {
	kind := kinds[code]
	if status == 0 {
		status = kind.status
	}
	return &Problem{
		Type: "/docs#problem-" + string(code), Title: kind.title, Status: status, Detail: detail, Code: code,
		RequestID: exchangeOf(ctx).id, headers: make(http.Header),
	}
}

// problemOf makes an error of the Desk, or of an operation of this package, a
// problem. The cause of what is not the caller's fault goes to the log, once,
// with the request's line.
func problemOf(ctx context.Context, err error) *Problem {
	if problem, ok := errors.AsType[*Problem](err); ok {
		return problem
	}
	code := records.CodeOf(err)
	switch {
	case ctx.Err() != nil:
		// The caller has gone; nobody reads this, and nobody is to blame.
		return newProblem(ctx, records.CodeUnavailable, 0, "The request ended before it was answered. Send it again.")
	case code == records.CodeUnavailable:
		exchangeOf(ctx).cause = err
		problem := newProblem(ctx, code, 0, "The clinic's records can't be reached at the moment. Nothing was changed; send the request again in a few seconds.")
		problem.headers.Set("Retry-After", "2")
		return problem
	case code == records.CodeInternal || kinds[code].status == 0:
		exchangeOf(ctx).cause = err
		return newProblem(ctx, records.CodeInternal, 0, "Nothing was changed. Report the requestId to whoever runs the service.")
	}
	if moved, ok := errors.AsType[*jobs.VersionMoved](err); ok {
		return newProblem(ctx, code, http.StatusPreconditionFailed,
			"The "+cmp.Or(moved.What, "appointment")+" has changed since the version in If-Match. Read it again, and repeat the request with its new ETag if you still mean it.")
	}
	coded, _ := errors.AsType[*records.Error](err)
	problem := newProblem(ctx, code, 0, sentence(coded.Message)+advice[code])
	if coded.Field != "" {
		problem.Errors = []FieldError{{Field: fieldName(coded.Field), Detail: sentence(coded.Message)}}
	}
	if taken, ok := errors.AsType[*jobs.SlotTaken](err); ok {
		problem.Alternatives = slotsOf(taken.Alternatives)
	}
	if series, ok := errors.AsType[*jobs.SeriesClashes](err); ok {
		problem.Clashes = clashesOf(series.Clashes)
	}
	return problem
}

// advice says what to do about a problem of each code that a Desk answers a
// request with.
var advice = map[records.Code]string{
	records.CodeInvalid:   " Correct it and send the request again.",
	records.CodeNotFound:  " Look the id up again: this clinic has none like it.",
	records.CodeConflict:  " Read the present state before you try something else.",
	records.CodeSlotTaken: " Choose one of the alternatives or search again with GET " + prefix + "/slots.",
	records.CodeDuplicate: " Read what is there instead.",
}

// fieldName gives what the scheduler calls a slot the name that it has in a
// request.
func fieldName(field string) string {
	if field == "slot" {
		return "start"
	}
	return field
}

// write answers outside of huma.
func (p *Problem) write(w http.ResponseWriter) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	// A client that has gone does not hear it.
	_ = json.NewEncoder(w).Encode(p)
}
