package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"frontdesk/records"
)

// setHuma makes huma speak as this package does. Its settings are the
// program's, not an API's; nothing else in the program uses it.
var setHuma = sync.OnceFunc(func() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return refusal(context.Background(), status, message, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		return refusal(ctx.Context(), status, message, errs)
	}
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
})

// refusal is the problem of a request that huma could not read.
func refusal(ctx context.Context, status int, message string, errs []error) *Problem {
	switch status {
	case http.StatusUnprocessableEntity:
		return faults(ctx, errs)
	case http.StatusRequestEntityTooLarge:
		return newProblem(ctx, records.CodeInvalid, status, fmt.Sprintf("The body has %d bytes or more. No operation needs one so large; send less.", maxBody))
	case http.StatusUnsupportedMediaType:
		return newProblem(ctx, records.CodeInvalid, status, "The body is of a type that can't be read. Send JSON with the header Content-Type: application/json.")
	case http.StatusRequestTimeout:
		return newProblem(ctx, records.CodeInvalid, status, "The body did not arrive in time. Send the request again, all at once.")
	case http.StatusBadRequest:
		return newProblem(ctx, records.CodeInvalid, status, "The body is missing or is not one JSON document. Send the JSON object that /docs describes for this operation.")
	}
	if message == "cannot read request body" {
		return newProblem(ctx, records.CodeInvalid, http.StatusBadRequest, "The body broke off before its end. Send the request again.")
	}
	exchange := exchangeOf(ctx)
	exchange.cause = fmt.Errorf("%s: %w", message, errors.Join(errs...))
	return newProblem(ctx, records.CodeInternal, 0, "Nothing was changed. Report the requestId to whoever runs the service.")
}

// maxFaults is how many inputs at fault one problem lists.
const maxFaults = 20

// faults is the problem of inputs that don't fit the API's description.
func faults(ctx context.Context, errs []error) *Problem {
	problem := newProblem(ctx, records.CodeInvalid, 0, "")
	for _, err := range errs[:min(len(errs), maxFaults)] {
		fault := FieldError{Field: "body", Detail: unreadable}
		if detailer, ok := err.(huma.ErrorDetailer); ok {
			detail := detailer.ErrorDetail()
			fault = FieldError{Field: inputName(detail.Location), Detail: expectation(detail.Message)}
			if missing := missingMember.FindStringSubmatch(detail.Message); missing != nil {
				fault.Field = missing[1]
			}
		}
		problem.Errors = append(problem.Errors, fault)
	}
	if len(problem.Errors) == 1 {
		problem.Detail = "Of " + problem.Errors[0].Field + ": " + problem.Errors[0].Detail + " Correct it and send the request again."
		return problem
	}
	problem.Detail = fmt.Sprintf("%d inputs don't fit what /docs describes. Correct what errors lists and send the request again.", len(errs))
	return problem
}

// missingMember is how huma names a member that should be there.
var missingMember = regexp.MustCompile(`^expected required property (\S+) to be present$`)

// inputName is the name of an input without where it stood ("query.date"), cut
// to a sane length as it may be the caller's own invention.
func inputName(location string) string {
	const longest = 64
	if _, name, found := strings.Cut(location, "."); found {
		location = name
	}
	if location == "" {
		return "body"
	}
	if len(location) > longest {
		location = strings.ToValidUTF8(location[:longest], "") + "…"
	}
	return location
}

const unreadable = "It can't be read."

// expectation lets through what huma itself says of an input and nothing that
// could quote it.
func expectation(message string) string {
	if cause := strings.Index(message, ": "); cause >= 0 {
		message = message[:cause]
	}
	for _, known := range []string{"expected ", "required ", "unexpected property", "unknown query parameter", "invalid integer"} {
		if strings.HasPrefix(message, known) {
			return sentence(message)
		}
	}
	return unreadable
}

// sentence gives a message a capital and a full stop.
func sentence(message string) string {
	first, size := utf8.DecodeRuneInString(message)
	if size == 0 {
		return ""
	}
	message = string(unicode.ToUpper(first)) + message[size:]
	if !strings.HasSuffix(message, ".") {
		message += "."
	}
	return message
}
