package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// requestsKept is how long the result of a request is kept for a repetition.
const requestsKept = 24 * time.Hour

// KeptRequest is what a member of staff asked for earlier under the same key.
type KeptRequest struct {
	Hash [32]byte
	// Result is the JSON document that CompleteRequest stored.
	Result []byte
}

// ClaimRequest claims a key for a request of one member of staff: nil means
// that the key is new and the caller does the work and calls CompleteRequest in
// this transaction. Otherwise it gives what was done under the key before; a
// rival who is at work under it is waited for. What fails leaves no claim.
func (tx *Tx) ClaimRequest(ctx context.Context, staffID uuid.UUID, key string, hash [32]byte, now time.Time) (*KeptRequest, error) {
	err := tx.later.DeleteOldIdempotentRequests(ctx, dbsqlc.DeleteOldIdempotentRequestsParams{
		ClinicID: tx.clinicID, StaffID: staffID, Before: now.Add(-requestsKept),
	})
	if err != nil {
		return nil, err
	}
	claimed, err := tx.queries.ClaimIdempotentRequest(ctx, dbsqlc.ClaimIdempotentRequestParams{
		ClinicID: tx.clinicID, StaffID: staffID, Key: key, RequestHash: hash[:], CreatedAt: now,
	})
	if err != nil {
		return nil, coded(err)
	}
	if claimed == 1 {
		return nil, nil
	}
	row, err := tx.queries.GetIdempotentRequest(ctx, dbsqlc.GetIdempotentRequestParams{ClinicID: tx.clinicID, StaffID: staffID, Key: key})
	if err != nil {
		if err = coded(err); records.CodeOf(err) == records.CodeNotFound {
			// It was a day old and its deletion committed in between.
			return nil, &records.Error{Code: records.CodeUnavailable, Message: "the key is just being freed; try again", Err: err}
		}
		return nil, err
	}
	kept := &KeptRequest{Result: row.Result}
	copy(kept.Hash[:], row.RequestHash)
	return kept, nil
}

// CompleteRequest stores what came of a claimed request, as a JSON document.
func (tx *Tx) CompleteRequest(ctx context.Context, staffID uuid.UUID, key string, result []byte) error {
	return tx.later.CompleteIdempotentRequest(ctx, dbsqlc.CompleteIdempotentRequestParams{
		ClinicID: tx.clinicID, StaffID: staffID, Key: key, Result: result,
	})
}
