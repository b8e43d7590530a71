package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"frontdesk/records"
)

// maxMediaListed is how many files are listed at most, the newest.
const maxMediaListed = 200

// PatientMedia lists the pictures and documents that were sent for a patient,
// or by an address that acts for them, the newest first. A family's shared
// telephone is one conversation, so some may be of the others.
func (d *Desk) PatientMedia(ctx context.Context, by Principal, patientID uuid.UUID) ([]records.Media, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Media, touched, error) {
		if _, err := w.namedPatient(ctx, patientID); err != nil {
			return nil, touched{}, err
		}
		media, err := w.tx.MediaOfPatient(ctx, patientID, maxMediaListed)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list media: %w", err)
		}
		media = slices.DeleteFunc(media, func(one records.Media) bool { return !maySee(by.Role, one) })
		for i := range media {
			media[i].CreatedAt = media[i].CreatedAt.In(w.view.zone)
		}
		return media, touched{action: records.AuditRead, kind: "Media", patientID: patientID}, nil
	})
}

// TaskMedia lists the pictures and documents that came in the conversation of a
// task, the newest first: also those of somebody who is nobody's patient yet.
// A task that began in no conversation has none.
func (d *Desk) TaskMedia(ctx context.Context, by Principal, taskID uuid.UUID) ([]records.Media, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) ([]records.Media, touched, error) {
		task, err := w.tx.Task(ctx, taskID)
		if records.CodeOf(err) == records.CodeNotFound {
			return nil, touched{}, records.NotFound("task")
		}
		if err != nil {
			return nil, touched{}, fmt.Errorf("read task: %w", err)
		}
		media, err := w.tx.MediaOfConversation(ctx, task.ConversationID, maxMediaListed)
		if err != nil {
			return nil, touched{}, fmt.Errorf("list media: %w", err)
		}
		for i := range media {
			media[i].CreatedAt = media[i].CreatedAt.In(w.view.zone)
		}
		return media, touched{action: records.AuditRead, kind: "Media", patientID: task.PatientID}, nil
	})
}

// maySee says whether a role may see a file: billing sees who pays, and nothing
// of what patients show of themselves.
func maySee(role records.Role, media records.Media) bool {
	return role != records.RoleBilling || media.Purpose == records.MediaInsuranceCard
}

// MediaFile is a stored file with its bytes.
type MediaFile struct {
	Media   records.Media
	Content []byte
}

// MediaFile reads a file. One that is not stored, or not yet, is
// records.CodeConflict.
func (d *Desk) MediaFile(ctx context.Context, by Principal, mediaID uuid.UUID) (MediaFile, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (MediaFile, touched, error) {
		media, err := w.tx.Media(ctx, mediaID)
		if records.CodeOf(err) == records.CodeNotFound {
			return MediaFile{}, touched{}, records.NotFound("media")
		}
		if err != nil {
			return MediaFile{}, touched{}, fmt.Errorf("read media: %w", err)
		}
		if !maySee(by.Role, media) {
			return MediaFile{}, touched{}, records.NotFound("media")
		}
		if media.Status != records.MediaStored {
			return MediaFile{}, touched{}, &records.Error{Code: records.CodeConflict, Message: fmt.Sprintf("the file is not there: it is %s", media.Status)}
		}
		content, err := w.tx.MediaContent(ctx, mediaID)
		if err != nil {
			return MediaFile{}, touched{}, fmt.Errorf("read media: %w", err)
		}
		return MediaFile{Media: media, Content: content}, touched{action: records.AuditRead, kind: "Media", id: mediaID, patientID: media.PatientID}, nil
	})
}
