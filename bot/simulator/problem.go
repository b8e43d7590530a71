package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"frontdesk/records"
)

// Problem is an answer that says no, as RFC 9457 describes it: what was wrong
// and what is expected, for the person who sent the request.
type Problem struct {
	// Title is the status in words.
	Title  string `json:"title"`
	Status int    `json:"status"`
	// Detail is one or two sentences for a person.
	Detail string `json:"detail"`
	// Field names the member or parameter at fault, or is empty.
	Field string `json:"field,omitempty"`
}

// Error gives the sentence, with the field at fault.
func (p *Problem) Error() string {
	if p.Field != "" {
		return p.Field + ": " + p.Detail
	}
	return p.Detail
}

// write answers a request with the problem.
func (p Problem) write(w http.ResponseWriter) {
	p.Title = http.StatusText(p.Status)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	// A client that has gone does not hear it.
	_ = json.NewEncoder(w).Encode(p)
}

// invalid makes the problem of an input that can't be accepted as it stands.
func invalid(field, detail string) *Problem {
	return &Problem{Status: http.StatusUnprocessableEntity, Field: field, Detail: detail}
}

// refuse answers with the problem that err is.
func (s *Simulator) refuse(w http.ResponseWriter, r *http.Request, err error) {
	problem, ok := errors.AsType[*Problem](err)
	if !ok {
		problem = s.problemOf(r.Context(), "answer", err)
	}
	problem.write(w)
}

// problemOf makes an error of the layers below into an answer. What is not the
// caller's fault is logged here, once, and told in general words.
func (s *Simulator) problemOf(ctx context.Context, operation string, err error) *Problem {
	coded, _ := errors.AsType[*records.Error](err)
	code := records.CodeOf(err)
	status, known := map[records.Code]int{
		records.CodeInvalid:         http.StatusUnprocessableEntity,
		records.CodeNotFound:        http.StatusNotFound,
		records.CodeConflict:        http.StatusConflict,
		records.CodeDuplicate:       http.StatusConflict,
		records.CodeForbidden:       http.StatusForbidden,
		records.CodeUnauthenticated: http.StatusUnauthorized,
	}[code]
	if known {
		return &Problem{Status: status, Field: coded.Field, Detail: coded.Message}
	}
	if ctx.Err() != nil { // the caller has gone: nobody's fault
		return &Problem{Status: http.StatusServiceUnavailable, Detail: "The request ended before it was answered."}
	}
	s.options.Logger.LogAttrs(ctx, slog.LevelError, "simulator could not answer",
		slog.String("operation", operation), slog.String("code", string(code)), slog.Any("cause", err))
	if code == records.CodeUnavailable {
		return &Problem{Status: http.StatusServiceUnavailable, Detail: "The clinic's system is away for the moment. Please try again."}
	}
	return &Problem{Status: http.StatusInternalServerError, Detail: "Something went wrong on our side."}
}

// writeJSON answers with a JSON document that is not to be kept.
func writeJSON(w http.ResponseWriter, status int, document any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that has gone does not hear it.
	_ = json.NewEncoder(w).Encode(document)
}
