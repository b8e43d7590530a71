package records

import (
	"time"

	"github.com/google/uuid"
)

const (
	// EmailConfirmationLife is how long the link in the first message to an
	// address is good for: mailboxes are looked at once a day.
	EmailConfirmationLife = 24 * time.Hour
	// EmailConfirmationsPerDay is how many such messages an address gets in a day,
	// and a conversation may have sent, so that nobody is pestered through us.
	EmailConfirmationsPerDay = 3
)

// EmailConfirmation is somebody's word that a patient's receipts should go to an
// address, which its holder has to confirm.
type EmailConfirmation struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// ContactID is the address, PatientID whose receipts.
	ContactID uuid.UUID
	PatientID uuid.UUID
	// Reminders says that reminders are to go there in place of a telephone.
	Reminders bool
	// AskedByContactID is the conversation that said it, or AskedByStaffID who did.
	AskedByContactID uuid.UUID
	AskedByStaffID   uuid.UUID
	CreatedAt        time.Time
	ExpiresAt        time.Time
}

// EmailState says what an address gets.
type EmailState string

const (
	// EmailUnconfirmed waits for its holder and gets nothing else.
	EmailUnconfirmed EmailState = "unconfirmed"
	// EmailConfirmed gets a patient's receipts.
	EmailConfirmed EmailState = "confirmed"
	// EmailStopped gets nothing, as its holder wants it.
	EmailStopped EmailState = "stopped"
	// EmailUnreachable gets nothing, as the mail server knows of no such address.
	EmailUnreachable EmailState = "unreachable"
)

// EmailAddress is an address to which a patient's receipts go, or may once it is
// confirmed.
type EmailAddress struct {
	ContactID uuid.UUID
	Address   string
	State     EmailState
	Reminders bool
	// ConfirmedAt is when its holder said that they want them; zero if never.
	ConfirmedAt time.Time
}

// EmailChange is what a receipt tells of an appointment.
type EmailChange string

// What receipts tell.
const (
	EmailBooked    EmailChange = "booked"
	EmailMoved     EmailChange = "moved"
	EmailCancelled EmailChange = "cancelled"
)
