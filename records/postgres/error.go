package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/records"
)

// byConstraint says what the violation of a named constraint means to people.
var byConstraint = map[string]records.Error{
	"occupancy_no_overlap": {Code: records.CodeSlotTaken, Message: "that time has just been taken"},
	"clinic_slug_key":      {Code: records.CodeDuplicate, Field: "slug", Message: "another clinic has this slug; choose another"},
	"channel_name_key":     {Code: records.CodeDuplicate, Field: "name", Message: "another channel has this name; choose another"},
	"channel_one_email":    {Code: records.CodeDuplicate, Field: "kind", Message: "the clinic has a channel for e-mail already"},
	"message_provider_id":  {Code: records.CodeDuplicate, Message: "this message was received before"},
	"task_open_once":       {Code: records.CodeDuplicate, Message: "this task is open already"},
}

// bySQLState says what a class of violation means where no constraint is named.
var bySQLState = map[string]records.Error{
	"23505": {Code: records.CodeDuplicate, Message: "it exists already"},
	"23503": {Code: records.CodeInvalid, Message: "it refers to something that this clinic doesn't have"},
	"23514": {Code: records.CodeInvalid, Message: "a value is outside of what is allowed"},
	"23502": {Code: records.CodeInvalid, Message: "a value is missing"},
	"22P02": {Code: records.CodeInvalid, Message: "a value is malformed"},
	"22021": {Code: records.CodeInvalid, Message: "a text holds characters that can't be stored"},
	"23P01": {Code: records.CodeSlotTaken, Message: "that time has just been taken"},
	"42501": {Code: records.CodeForbidden, Message: "not allowed in this clinic"},
	"40001": {Code: records.CodeUnavailable, Message: "the database was busy; try again"},
	"40P01": {Code: records.CodeUnavailable, Message: "the database was busy; try again"},
	"57014": {Code: records.CodeUnavailable, Message: "the database took too long; try again"},
}

// unavailableStates are the SQLSTATE classes of a server that is away, going
// away, or out of room: the same request may succeed later.
var unavailableStates = []string{"08", "53", "57", "58"}

// coded gives an error of the driver its code. What has a code keeps it; the
// cause stays in the chain. The text of PostgreSQL's error can quote values,
// so only its code and constraint go into the chain, never its detail.
func coded(err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*records.Error](err); done {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return &records.Error{Code: records.CodeNotFound, Message: "not found", Err: err}
	}
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		return codedRefusal(refused)
	}
	if connectionLost(err) {
		return &records.Error{Code: records.CodeUnavailable, Message: "the database can't be reached", Err: err}
	}
	return err
}

func codedRefusal(refused *pgconn.PgError) error {
	cause := &refusal{state: refused.Code, constraint: refused.ConstraintName, table: refused.TableName, message: refused.Message}
	if known, ok := byConstraint[refused.ConstraintName]; ok {
		known.Err = cause
		return &known
	}
	if known, ok := bySQLState[refused.Code]; ok {
		known.Err = cause
		return &known
	}
	for _, class := range unavailableStates {
		if strings.HasPrefix(refused.Code, class) {
			return &records.Error{Code: records.CodeUnavailable, Message: "the database can't be reached", Err: cause}
		}
	}
	return &records.Error{Code: records.CodeInternal, Message: "the database refused a statement", Err: cause}
}

// refusal is what may be logged of a PgError.
type refusal struct{ state, constraint, table, message string }

// Error leaves the message out for data exceptions, since those quote values.
func (r *refusal) Error() string {
	text := "SQLSTATE " + r.state
	if r.table != "" {
		text += " on " + r.table
	}
	if r.constraint != "" {
		text += " constraint " + r.constraint
	}
	if !strings.HasPrefix(r.state, "22") && !strings.HasPrefix(r.state, "23") {
		text += ": " + r.message
	}
	return text
}

func connectionLost(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "closed pool")
}
