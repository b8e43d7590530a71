package records

import (
	"time"

	"github.com/google/uuid"
)

// Media is a picture or a file that came with a patient's message (FHIR Media).
// Its bytes are kept apart from it.
type Media struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	MessageID uuid.UUID
	// PatientID is whom it is of, where a conversation has settled that; zero
	// where it only came with a message.
	PatientID uuid.UUID
	Purpose   MediaPurpose
	Status    MediaStatus
	// Reason says why a MediaRefused or MediaFailed one is not kept.
	Reason MediaReason
	// ContentType is what its bytes are, as they say themselves; empty until it
	// is stored. Size is in bytes, SHA256 of them.
	ContentType string
	Size        int
	SHA256      []byte
	CreatedAt   time.Time
}

// MediaStatus says what became of a file that came with a message.
type MediaStatus string

// The states of media: pending → stored | refused | failed, and erased from
// pending and stored.
const (
	// MediaPending is still at the provider, and will be fetched.
	MediaPending MediaStatus = "pending"
	MediaStored  MediaStatus = "stored"
	// MediaRefused was there and is nothing that is kept.
	MediaRefused MediaStatus = "refused"
	// MediaFailed could not be had from the provider.
	MediaFailed MediaStatus = "failed"
	// MediaErased was taken out of the records on somebody's request.
	MediaErased MediaStatus = "erased"
)

// MediaReason says why media were refused, or could not be had.
type MediaReason string

// The reasons.
const (
	// MediaTooLarge is more bytes than are kept.
	MediaTooLarge MediaReason = "too-large"
	// MediaWrongType is anything but a picture or a PDF document.
	MediaWrongType MediaReason = "wrong-type"
	// MediaTooMany is more files than one address has fetched in a day.
	MediaTooMany MediaReason = "too-many"
	// MediaGone is what the provider does not have, or no longer.
	MediaGone MediaReason = "gone"
	// MediaUnavailable is a provider that never answered as it should.
	MediaUnavailable MediaReason = "unavailable"
	// MediaForbiddenAddress is a provider that pointed to where nothing is
	// fetched from.
	MediaForbiddenAddress MediaReason = "forbidden-address"
)

// MediaPurpose says what media were sent for.
type MediaPurpose string

// The purposes.
const (
	// MediaUnasked came without a question.
	MediaUnasked MediaPurpose = ""
	// MediaInsuranceCard shows the card of whoever pays for the patient.
	MediaInsuranceCard MediaPurpose = "insurance-card"
)
