package jobs

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
)

// checkIdentity makes the address where the contact shows who they are.
// Whoever it is gets one: that a number is no patient's, nobody learns.
func (t *turn) checkIdentity(ctx context.Context, request conversations.CheckIdentity) (conversations.Event, error) {
	made := conversations.IdentityCheckMade{Expires: t.now.Add(records.IdentityCheckLife)}
	if t.jobs.config.PublicURL == "" || t.jobs.config.Random == nil {
		return made, nil
	}
	secret, hash, err := newLinkSecret(t.jobs.config.Random)
	if err != nil {
		return nil, err
	}
	check := records.IdentityCheck{
		ID: t.jobs.config.NewID(), ClinicID: t.tx.ClinicID(), ContactID: t.conversation.Contact.ID, Purpose: request.Purpose,
		CreatedAt: t.now, ExpiresAt: made.Expires,
	}
	if request.PatientID != uuid.Nil && t.actsFor(request.PatientID) {
		check.PatientID = request.PatientID
	}
	if err := t.tx.CreateIdentityCheck(ctx, check, hash); err != nil {
		return nil, fmt.Errorf("make an identity check: %w", err)
	}
	made.URL = strings.TrimSuffix(t.jobs.config.PublicURL, "/") + PathIdentity + t.view.clinic.Slug + "#" + secret
	return made, nil
}

// findGranted gives the patients of whom the contact may see what is for a
// purpose, and for whom it still acts.
func (t *turn) findGranted(ctx context.Context, request conversations.FindGranted) (conversations.Event, error) {
	granted, err := t.granted(ctx, request.Purpose)
	return conversations.GrantedFound{PatientIDs: granted}, err
}

// granted guards everything clinical or financial that a conversation is told
// or changes.
func (t *turn) granted(ctx context.Context, purpose records.AccessPurpose) ([]uuid.UUID, error) {
	all, err := t.tx.GrantedPatients(ctx, t.conversation.Contact.ID, purpose, t.now)
	if err != nil {
		return nil, fmt.Errorf("read what is granted: %w", err)
	}
	var granted []uuid.UUID
	for _, patientID := range all {
		if t.actsFor(patientID) {
			granted = append(granted, patientID)
		}
	}
	return granted, nil
}
