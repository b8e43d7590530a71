package records

import (
	"time"

	"github.com/google/uuid"
)

// WaitlistStatus says what became of a wish: active → one of the others, once.
type WaitlistStatus string

// The states of a wish.
const (
	WaitlistActive    WaitlistStatus = "active"
	WaitlistFulfilled WaitlistStatus = "fulfilled"
	WaitlistCancelled WaitlistStatus = "cancelled"
	WaitlistExpired   WaitlistStatus = "expired"
)

// Period is a half-open span of time: From ≤ t < Until.
type Period struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// WaitlistEntry is a patient's wish for a time that is not free now. There is
// at most one active wish per patient and type.
type WaitlistEntry struct {
	ID        uuid.UUID
	ClinicID  uuid.UUID
	PatientID uuid.UUID
	// ConversationID is where the patient is asked; zero asks wherever they are
	// reached.
	ConversationID    uuid.UUID
	AppointmentTypeID uuid.UUID
	// PractitionerID and LocationID wanted; zero is any.
	PractitionerID uuid.UUID
	LocationID     uuid.UUID
	// AppointmentID is what an earlier time would replace; zero where the
	// patient has none.
	AppointmentID uuid.UUID
	// Windows that suit; empty is any time.
	Windows []Period
	// Weekdays that suit, empty for any, and the time of day in the clinic's
	// zone: From ≤ start < Until.
	Weekdays    []time.Weekday
	From, Until LocalTime
	// Notice is how long before the start the patient must know, at least.
	Notice    time.Duration
	Priority  TaskPriority
	Status    WaitlistStatus
	CreatedAt time.Time
	// ExpiresAt is when the wish ends by itself.
	ExpiresAt time.Time
	EndedAt   time.Time
}

// FreedSlotStatus says what became of a time that an appointment left behind.
type FreedSlotStatus string

// The outcomes of a freed time.
const (
	FreedOpen FreedSlotStatus = "open"
	// FreedClaimed went to a wish, FreedBooked to anybody else.
	FreedClaimed FreedSlotStatus = "claimed"
	FreedBooked  FreedSlotStatus = "booked"
	// FreedUnclaimed was offered, and its time came.
	FreedUnclaimed FreedSlotStatus = "unclaimed"
	// FreedUnwanted was never offered, as nobody wished for it.
	FreedUnwanted FreedSlotStatus = "unwanted"
)

// FreedSlot is time that a cancellation or a move left behind, and its outcome.
type FreedSlot struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// AppointmentID is the appointment that left it.
	AppointmentID     uuid.UUID
	AppointmentTypeID uuid.UUID
	PractitionerID    uuid.UUID
	Start, End        time.Time
	FreedAt           time.Time
	Status            FreedSlotStatus
	// Waves and Offers count what was asked.
	Waves, Offers int
	// NextWaveAt is when the next patients are asked; zero for none.
	NextWaveAt time.Time
	SettledAt  time.Time
	// ClaimedBy is the appointment that a wish made of it.
	ClaimedBy uuid.UUID
}
