package records

import (
	"errors"
	"strings"
)

// Code says what kind of thing went wrong, so that each edge (the staff API,
// a conversation, the command line) can render it once in its own words.
type Code string

const (
	// CodeInvalid is input that can never be accepted as it stands.
	CodeInvalid Code = "invalid"
	// CodeNotFound is a thing that does not exist in this clinic. A thing of
	// another clinic is indistinguishable from one that does not exist.
	CodeNotFound Code = "not-found"
	// CodeConflict is a change against a state that has moved on: a stale
	// version, or a transition that the current status does not allow.
	CodeConflict Code = "conflict"
	// CodeSlotTaken is a time that overlaps another booking or hold of the
	// practitioner, the room, the device or the patient.
	CodeSlotTaken Code = "slot-taken"
	// CodeDuplicate is a second record under a key that must be unique.
	CodeDuplicate Code = "duplicate"
	// CodeUnauthenticated is a caller who has not shown who they are.
	CodeUnauthenticated Code = "unauthenticated"
	// CodeForbidden is a known caller whose role does not allow the act.
	CodeForbidden Code = "forbidden"
	// CodeUnavailable is a dependency that is away for the moment; the same
	// request may succeed later.
	CodeUnavailable Code = "unavailable"
	// CodeInternal is everything else: a defect, never the caller's fault.
	CodeInternal Code = "internal"
)

// Error is an error with a code and a sentence that may be shown to people.
// Message never contains patient data, SQL or secrets; Err, the cause, may
// say more and is for logs only.
type Error struct {
	Code    Code
	Message string
	// Field names the input at fault, in the caller's own naming, or is empty.
	Field string
	Err   error
}

// Error joins the message and its cause, as logs want it.
func (e *Error) Error() string {
	var text strings.Builder
	if e.Field != "" {
		text.WriteString(e.Field)
		text.WriteString(": ")
	}
	text.WriteString(e.Message)
	if e.Err != nil {
		text.WriteString(": ")
		text.WriteString(e.Err.Error())
	}
	return text.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// Invalid makes the error for an input field that can't be accepted.
func Invalid(field, message string) *Error {
	return &Error{Code: CodeInvalid, Field: field, Message: message}
}

// NotFound makes the error for a thing that this clinic does not have.
func NotFound(what string) *Error {
	return &Error{Code: CodeNotFound, Message: what + " not found"}
}

// CodeOf gives the code of the first Error in err's chain, or CodeInternal.
// A nil error has no code.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if coded, ok := errors.AsType[*Error](err); ok {
		return coded.Code
	}
	return CodeInternal
}
