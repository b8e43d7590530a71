package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// NewMedia is a file that came with a message and is to be fetched.
type NewMedia struct {
	ID uuid.UUID
	// Reference is what the adapter fetches it by.
	Reference string
}

// MediaID names a file of a clinic.
type MediaID struct {
	ClinicID uuid.UUID
	ID       uuid.UUID
}

// KeepMedia stores, as pending, what came with messages that KeepInbound has
// just stored, and gives it: the caller inserts a job for each, which has until
// then for it. What came with a message that was known already is not stored.
func (tx *Tx) KeepMedia(ctx context.Context, messages []NewInbound, now, until time.Time) ([]MediaID, error) {
	byClinic := make(map[uuid.UUID][]NewInbound)
	for _, message := range messages {
		if len(message.Media) > 0 {
			byClinic[message.ClinicID] = append(byClinic[message.ClinicID], message)
		}
	}
	var kept []MediaID
	for _, clinicID := range clinicsOf(byClinic) {
		if err := tx.Enter(ctx, clinicID); err != nil {
			return nil, err
		}
		rows := dbsqlc.InsertMediaParams{ClinicID: clinicID, Now: now, FetchAfter: until}
		for _, message := range byClinic[clinicID] {
			for place, media := range message.Media {
				rows.IDs, rows.MessageIDs = append(rows.IDs, media.ID), append(rows.MessageIDs, message.ID)
				rows.Places = append(rows.Places, int16(place))
				rows.Refs = append(rows.Refs, media.Reference)
			}
		}
		ids, err := tx.queries.InsertMedia(ctx, rows)
		if err != nil {
			return nil, coded(err)
		}
		for _, id := range ids {
			kept = append(kept, MediaID{ClinicID: clinicID, ID: id})
		}
	}
	return kept, nil
}

// Fetch is a file that is about to be fetched.
type Fetch struct {
	Channel records.Channel
	// MessageID is the provider's id of its message, Place its place in it.
	MessageID string
	Place     int
	Reference string
	// Attempt counts from one.
	Attempt int
	// Stored is how many of the conversation's files are stored since the moment
	// that was asked for.
	Stored int
}

// BeginFetch takes a pending file in hand until a moment, after which it may be
// another's. It is records.CodeNotFound where nothing is pending.
func (tx *Tx) BeginFetch(ctx context.Context, mediaID uuid.UUID, since, until time.Time) (Fetch, error) {
	row, err := tx.queries.BeginFetch(ctx, dbsqlc.BeginFetchParams{ClinicID: tx.clinicID, ID: mediaID, FetchAfter: until, Since: since})
	if err != nil {
		return Fetch{}, coded(err)
	}
	return Fetch{
		Channel:   channelOf(row.Channel),
		MessageID: row.ProviderID.String, Place: int(row.Place), Reference: row.Reference, Attempt: int(row.Attempts),
		Stored: int(row.Stored),
	}, nil
}

// StoreMedia stores the bytes of a pending file and what is known of them. It
// says whether it did: a file that was stored or erased meanwhile is left as it
// is.
func (tx *Tx) StoreMedia(ctx context.Context, mediaID uuid.UUID, contentType string, sha256 [32]byte, content []byte) (bool, error) {
	stored, err := tx.queries.StoreMedia(ctx, dbsqlc.StoreMediaParams{
		ClinicID: tx.clinicID, ID: mediaID, ContentType: contentType, Size: int32(len(content)), SHA256: sha256[:], Content: content, //nolint:gosec // far below
	})
	return stored == 1, coded(err)
}

// SettleMedia ends a pending file that is not kept, as refused or failed.
func (tx *Tx) SettleMedia(ctx context.Context, mediaID uuid.UUID, status records.MediaStatus, reason records.MediaReason) error {
	_, err := tx.queries.SettleMedia(ctx, dbsqlc.SettleMediaParams{ClinicID: tx.clinicID, ID: mediaID, Status: string(status), Reason: string(reason)})
	return coded(err)
}

// PutOffMedia leaves a pending file for later.
func (tx *Tx) PutOffMedia(ctx context.Context, mediaID uuid.UUID, until time.Time) error {
	return tx.later.PutOffMedia(ctx, dbsqlc.PutOffMediaParams{ClinicID: tx.clinicID, ID: mediaID, FetchAfter: until})
}

// RewakeMedia gives up to a hundred pending files that somebody should have
// looked at by now: the caller inserts a job for each, which has until then.
func (tx *Tx) RewakeMedia(ctx context.Context, now, until time.Time) ([]MediaID, error) {
	ids, err := tx.queries.RewakeMedia(ctx, dbsqlc.RewakeMediaParams{ClinicID: tx.clinicID, Now: now, FetchAfter: until})
	if err != nil {
		return nil, coded(err)
	}
	media := make([]MediaID, len(ids))
	for i, id := range ids {
		media[i] = MediaID{ClinicID: tx.clinicID, ID: id}
	}
	return media, nil
}

// MediaCopy gives where the provider has its own copy of a settled file;
// records.CodeNotFound for one that is pending, or that the provider has not.
func (tx *Tx) MediaCopy(ctx context.Context, mediaID uuid.UUID) (Fetch, error) {
	row, err := tx.queries.MediaCopy(ctx, dbsqlc.MediaCopyParams{ClinicID: tx.clinicID, ID: mediaID})
	if err != nil {
		return Fetch{}, coded(err)
	}
	return Fetch{Channel: channelOf(row.Channel), MessageID: row.ProviderID.String, Place: int(row.Place), Reference: row.Reference}, nil
}

// MediaCopyErased records that the provider has no copy any more.
func (tx *Tx) MediaCopyErased(ctx context.Context, mediaID uuid.UUID, now time.Time) error {
	return tx.later.MediaCopyErased(ctx, dbsqlc.MediaCopyErasedParams{ClinicID: tx.clinicID, ID: mediaID, Now: now})
}

// FileMedia puts what came with these messages of a conversation under a
// patient. What is under one already stays there.
func (tx *Tx) FileMedia(ctx context.Context, conversationID uuid.UUID, messageIDs []uuid.UUID, patientID uuid.UUID, purpose records.MediaPurpose) error {
	return tx.later.FileMedia(ctx, dbsqlc.FileMediaParams{
		ClinicID: tx.clinicID, PatientID: patientID, Purpose: string(purpose), MessageIDs: messageIDs, ConversationID: conversationID,
	})
}

// EraseMedia erases what came in a conversation and is under no patient, the
// bytes as well as all that is known of them, and has what is pending not
// fetched. Where the provider has its copy stays known, so that it can be told.
func (tx *Tx) EraseMedia(ctx context.Context, conversationID uuid.UUID) error {
	return tx.later.EraseMediaOfConversation(ctx, dbsqlc.EraseMediaOfConversationParams{ClinicID: tx.clinicID, ConversationID: conversationID})
}

// MediaOfPatient lists the files of a patient, and those of their addresses
// that are under nobody, the newest first.
func (tx *Tx) MediaOfPatient(ctx context.Context, patientID uuid.UUID, limit int) ([]records.Media, error) {
	rows, err := tx.queries.MediaOfPatient(ctx, dbsqlc.MediaOfPatientParams{ClinicID: tx.clinicID, PatientID: patientID, MaxRows: int32(limit)}) //nolint:gosec // the caller's bound
	if err != nil {
		return nil, coded(err)
	}
	media := make([]records.Media, len(rows))
	for i, row := range rows {
		media[i] = tx.mediaOf(dbsqlc.MediaByIDRow(row))
	}
	return media, nil
}

// MediaOfConversation lists what came in a conversation, the newest first.
func (tx *Tx) MediaOfConversation(ctx context.Context, conversationID uuid.UUID, limit int) ([]records.Media, error) {
	rows, err := tx.queries.MediaOfConversation(ctx, dbsqlc.MediaOfConversationParams{
		ClinicID: tx.clinicID, ConversationID: conversationID, MaxRows: int32(limit), //nolint:gosec // the caller's bound
	})
	if err != nil {
		return nil, coded(err)
	}
	media := make([]records.Media, len(rows))
	for i, row := range rows {
		media[i] = tx.mediaOf(dbsqlc.MediaByIDRow(row))
	}
	return media, nil
}

// Media reads one file, without its bytes; records.CodeNotFound for one that
// the clinic does not have or has erased.
func (tx *Tx) Media(ctx context.Context, mediaID uuid.UUID) (records.Media, error) {
	row, err := tx.queries.MediaByID(ctx, dbsqlc.MediaByIDParams{ClinicID: tx.clinicID, ID: mediaID})
	if err != nil {
		return records.Media{}, coded(err)
	}
	return tx.mediaOf(row), nil
}

// MediaContent reads the bytes of a stored file.
func (tx *Tx) MediaContent(ctx context.Context, mediaID uuid.UUID) ([]byte, error) {
	content, err := tx.queries.MediaContent(ctx, dbsqlc.MediaContentParams{ClinicID: tx.clinicID, MediaID: mediaID})
	return content, coded(err)
}

func (tx *Tx) mediaOf(row dbsqlc.MediaByIDRow) records.Media {
	return records.Media{
		ID: row.ID, ClinicID: tx.clinicID, MessageID: row.MessageID, PatientID: row.PatientID.UUID, Purpose: records.MediaPurpose(row.Purpose),
		Status: records.MediaStatus(row.Status), Reason: records.MediaReason(row.Reason), ContentType: row.ContentType, Size: int(row.Size),
		SHA256: row.SHA256, CreatedAt: row.CreatedAt.UTC(),
	}
}
