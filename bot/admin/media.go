package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// MediaDesk reads what patients sent as pictures and documents.
type MediaDesk interface {
	PatientMedia(ctx context.Context, by jobs.Principal, patientID uuid.UUID) ([]records.Media, error)
	TaskMedia(ctx context.Context, by jobs.Principal, taskID uuid.UUID) ([]records.Media, error)
	MediaFile(ctx context.Context, by jobs.Principal, mediaID uuid.UUID) (jobs.MediaFile, error)
}

// Media is a picture or a document that came with a patient's message (FHIR
// Media), without its bytes.
type Media struct {
	ID          uuid.UUID            `json:"id" format:"uuid"`
	MessageID   uuid.UUID            `json:"messageId" format:"uuid"`
	PatientID   string               `json:"patientId,omitempty" format:"uuid" doc:"Whom it is of, where that was settled; left out where it only came from an address that acts for the patient."`
	Purpose     records.MediaPurpose `json:"purpose,omitempty" enum:"insurance-card" doc:"Left out for what nobody asked for."`
	Status      records.MediaStatus  `json:"status" enum:"pending,stored,refused,failed" doc:"Only what is stored can be read."`
	Reason      records.MediaReason  `json:"reason,omitempty" enum:"too-large,wrong-type,too-many,gone,unavailable,forbidden-address" doc:"Why it was refused, or could not be had."`
	ContentType string               `json:"contentType,omitempty" doc:"What its bytes are, whatever the sender said."`
	Size        int                  `json:"size,omitempty" doc:"In bytes."`
	Created     time.Time            `json:"created"`
}

func mediaOf(stored records.Media) Media {
	return Media{
		ID: stored.ID, MessageID: stored.MessageID, PatientID: optionalID(stored.PatientID), Purpose: stored.Purpose, Status: stored.Status,
		Reason: stored.Reason, ContentType: stored.ContentType, Size: stored.Size, Created: stored.CreatedAt,
	}
}

type patientMediaInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The patient's id."`
}

type mediaList struct {
	Body struct {
		Media []Media `json:"media"`
	}
}

func mediaListOf(media []records.Media) *mediaList {
	output := &mediaList{}
	output.Body.Media = make([]Media, len(media))
	for i, one := range media {
		output.Body.Media[i] = mediaOf(one)
	}
	return output
}

type mediaInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The file's id."`
}

// mediaContent is a file as it is downloaded: to be saved, never to be shown
// within the page that links to it.
type mediaContent struct {
	ContentType   string `header:"Content-Type"`
	Disposition   string `header:"Content-Disposition"`
	SecurePolicy  string `header:"Content-Security-Policy"`
	DownloadNoRun string `header:"X-Download-Options"`
	Body          []byte
}

// extensions are the endings of file names by content type.
var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "application/pdf": ".pdf",
}

// mediaTypes describes the downloads.
func mediaTypes() map[string]*huma.MediaType {
	types := make(map[string]*huma.MediaType, len(extensions))
	for kind := range extensions {
		types[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	return types
}

func (a *API) registerMedia() {
	register(a, operation{
		id: "listPatientMedia", method: http.MethodGet, path: "/patients/{id}/media", tag: tagPatients,
		summary: "List what a patient sent as pictures and documents",
		description: "The newest 200, the newest first: those of the patient, and those that an address which acts for the patient sent and " +
			"that were settled to be nobody's. Billing sees the cards of insurances only.",
		refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *patientMediaInput) (*mediaList, error) {
		media, err := a.config.Desk.PatientMedia(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return mediaListOf(media), nil
	})
	register(a, operation{
		id: "listTaskMedia", method: http.MethodGet, path: "/tasks/{id}/media", tag: tagTasks,
		summary:     "List the pictures and documents of a task's conversation",
		description: "The newest 200, the newest first; also those of somebody who is not registered.",
		refusals:    []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *taskInput) (*mediaList, error) {
		media, err := a.config.Desk.TaskMedia(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return mediaListOf(media), nil
	})
	register(a, operation{
		id: "getMediaContent", method: http.MethodGet, path: "/media/{id}/content", tag: tagPatients,
		summary:     "Download a picture or a document",
		description: "As the patient sent it, to be saved: the answer is an attachment, and each download is audited. What is not stored, or not yet, is a conflict.",
		refusals:    []int{http.StatusNotFound, http.StatusConflict},
		answers:     mediaTypes(),
	}, func(ctx context.Context, by jobs.Principal, input *mediaInput) (*mediaContent, error) {
		file, err := a.config.Desk.MediaFile(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		kind := file.Media.ContentType
		return &mediaContent{
			ContentType: kind, Disposition: `attachment; filename="` + file.Media.ID.String() + extensions[kind] + `"`,
			SecurePolicy: "default-src 'none'; sandbox; frame-ancestors 'none'", DownloadNoRun: "noopen", Body: file.Content,
		}, nil
	})
}
