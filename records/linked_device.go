package records

import (
	"time"

	"github.com/google/uuid"
)

// DeviceState says how a linked WhatsApp device stands with WhatsApp. Whether
// it is connected at this moment is a matter of the process that holds it.
type DeviceState string

const (
	// DeviceLinked is one that may connect.
	DeviceLinked DeviceState = "linked"
	// DeviceUnlinked is one that was removed, on the telephone or by WhatsApp; it
	// has no keys any more and must be linked anew.
	DeviceUnlinked DeviceState = "unlinked"
	// DeviceBanned is one whose account WhatsApp has locked for a time.
	DeviceBanned DeviceState = "banned"
	// DeviceOutdated is one whose library is too old for WhatsApp: the program
	// needs an update.
	DeviceOutdated DeviceState = "outdated"
	// DeviceReplaced is one that somebody else is connected as.
	DeviceReplaced DeviceState = "replaced"
)

// LinkedDevice is a channel's WhatsApp device, linked to the clinic's telephone.
type LinkedDevice struct {
	ClinicID  uuid.UUID
	ChannelID uuid.UUID
	// JID is WhatsApp's name of the device; empty once it is unlinked.
	JID   string
	State DeviceState
	// Code is WhatsApp's own, of what is the matter.
	Code      string
	ChangedAt time.Time
	// SendsUnasked says whether messages that answer nothing may leave through it.
	SendsUnasked bool
}
