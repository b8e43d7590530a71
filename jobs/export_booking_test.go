package jobs

import (
	"context"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Grant answers what the engine asks for in a turn of this patient's
// conversation, in a transaction of its own.
func Grant(ctx context.Context, j *Jobs, clinicID, conversationID, patientID uuid.UUID, request conversations.Request,
) (conversations.Event, error) {
	var event conversations.Event
	err := j.config.Store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		now := j.config.Now()
		view, err := j.clinics.of(ctx, tx, now)
		if err != nil {
			return err
		}
		turn := &turn{jobs: j, tx: tx, view: view, now: now, conversation: postgres.Conversation{
			ID: conversationID, ClinicID: clinicID, Kind: records.ChannelSMS,
			Persons: []postgres.Person{{PatientID: patientID, Relationship: records.RelationshipSelf}},
		}}
		event, err = turn.grant(ctx, request)
		return err
	})
	if err != nil {
		return nil, err
	}
	return event, nil
}
