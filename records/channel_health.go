package records

import "time"

// ChannelState says whether a channel carries messages, and if not, what is the
// matter.
type ChannelState string

const (
	// ChannelConnected is one of which nothing bad is known.
	ChannelConnected ChannelState = "connected"
	// ChannelAway is one whose provider does not answer, or whose linked device no
	// process has connected.
	ChannelAway ChannelState = "away"
	// ChannelSwitchedOff is one that the clinic does not use any more.
	ChannelSwitchedOff ChannelState = "switched-off"
	// ChannelUnlinked has no linked device, or one that was removed on the telephone.
	ChannelUnlinked ChannelState = "unlinked"
	// ChannelBanned is one whose account WhatsApp has locked for a time.
	ChannelBanned ChannelState = "banned"
	// ChannelOutdated is one whose library WhatsApp turns away.
	ChannelOutdated ChannelState = "outdated"
	// ChannelReplaced is one that somebody else is connected as.
	ChannelReplaced ChannelState = "replaced"
)

// ChannelStates lists them all.
func ChannelStates() []ChannelState {
	return []ChannelState{
		ChannelConnected, ChannelAway, ChannelSwitchedOff, ChannelUnlinked, ChannelBanned, ChannelOutdated, ChannelReplaced,
	}
}

// ChannelHealth is how a channel stands and what waits in it. It says nothing of
// any patient.
type ChannelHealth struct {
	Channel Channel
	// Device is the channel's linked device, where it has one, and Held whether a
	// process has it connected.
	Device *LinkedDevice
	Held   bool
	// Troubles is how many calls in a row the provider has not answered, since
	// TroubledSince; until OpenUntil it is left alone.
	Troubles      int
	TroubledSince time.Time
	OpenUntil     time.Time
	// Due is how many messages should be on their way, the oldest of them since
	// OldestDue; PutOff how many wait for a time to come, and Unknown how many are
	// looked for at the provider.
	Due, PutOff, Unknown int
	OldestDue            time.Time
}

// State says how the channel stands, and since when; zero where that is not
// known.
func (h ChannelHealth) State() (ChannelState, time.Time) {
	switch {
	case !h.Channel.Active:
		return ChannelSwitchedOff, time.Time{}
	case h.Channel.Provider != ProviderWhatsApp:
	case h.Device == nil:
		return ChannelUnlinked, time.Time{}
	case h.Device.State != DeviceLinked:
		return ChannelState(h.Device.State), h.Device.ChangedAt
	case !h.Held:
		return ChannelAway, time.Time{}
	}
	if !h.OpenUntil.IsZero() {
		return ChannelAway, h.TroubledSince
	}
	if h.Device != nil {
		return ChannelConnected, h.Device.ChangedAt
	}
	return ChannelConnected, time.Time{}
}
