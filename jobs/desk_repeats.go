package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/scheduler"
)

// outcome is what came of a request that may be repeated, as it is kept under
// its key: ids, codes and times, no names. A time that was taken has no
// Appointment.
type outcome struct {
	Appointment  *records.Appointment `json:"appointment,omitempty"`
	Refusal      string               `json:"refusal,omitempty"`
	Alternatives []scheduler.Slot     `json:"alternatives,omitempty"`
	// PatientID is for whom the time was taken.
	PatientID uuid.UUID `json:"patient_id,omitzero"`
	// Appointments are those of a series; Clashes say why there are none.
	Appointments []records.Appointment `json:"appointments,omitempty"`
	Clashes      []clash               `json:"clashes,omitempty"`
	// InvoiceID is of one that was issued.
	InvoiceID uuid.UUID `json:"invoice_id,omitzero"`
}

func outcomeTaken(lost *slotLost, patientID uuid.UUID) outcome {
	refusal := "that time has just been taken"
	if coded, ok := errors.AsType[*records.Error](lost); ok {
		refusal = coded.Message
	}
	return outcome{Refusal: refusal, Alternatives: lost.alternatives, PatientID: patientID}
}

// taken makes the error of a time that was taken.
func (o outcome) taken(w deskWork) *SlotTaken {
	refusal := &records.Error{Code: records.CodeSlotTaken, Message: o.Refusal, Field: "start"}
	return &SlotTaken{Alternatives: w.freeSlots(o.Alternatives), refusal: refusal}
}

// once does the work unless it was done under this key before; then it gives
// what came of it that time. Two at once are one after the other. An empty key
// does the work each time.
func (w deskWork) once(ctx context.Context, key, operation string, request any, work func() (outcome, error)) (outcome, bool, error) {
	if key == "" {
		fresh, err := work()
		return fresh, false, err
	}
	document, err := json.Marshal(request)
	if err != nil {
		return outcome{}, false, fmt.Errorf("encode request: %w", err)
	}
	hash := sha256.Sum256(append([]byte(operation+"\n"), document...))
	kept, err := w.tx.ClaimRequest(ctx, w.by.StaffID, key, hash, w.now)
	if err != nil {
		return outcome{}, false, fmt.Errorf("claim idempotency key: %w", err)
	}
	if kept != nil {
		if kept.Hash != hash {
			return outcome{}, false, records.Invalid("Idempotency-Key", "this key was used for another request; use a new key for each")
		}
		var earlier outcome
		if err := json.Unmarshal(kept.Result, &earlier); err != nil {
			return outcome{}, false, fmt.Errorf("decode kept result: %w", err)
		}
		return earlier, true, nil
	}
	fresh, err := work()
	if err != nil {
		return outcome{}, false, err
	}
	result, err := json.Marshal(fresh)
	if err != nil {
		return outcome{}, false, fmt.Errorf("encode result: %w", err)
	}
	return fresh, false, w.tx.CompleteRequest(ctx, w.by.StaffID, key, result)
}
