package flows

import (
	"cmp"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// identified gives such a flow what it does until then: the address is sent once
// and waits; whoever comes back without having used it is told so, and gets a
// new one when it is too old.
type identified struct {
	plain
	purpose records.AccessPurpose
	// ask is the text that sends the address; the zero key is
	// catalog.IdentityAsk.
	ask catalog.Key
}

// Purpose implements conversations.Identified.
func (flow identified) Purpose() records.AccessPurpose { return flow.purpose }

// Next asks whether they have shown who they are by now, or for an address.
func (flow identified) Next(turn *conversations.Turn) {
	var data conversations.IdentityWait
	turn.Load(&data)
	if data.Expires.IsZero() {
		turn.Request(conversations.CheckIdentity{Purpose: flow.purpose})
		return
	}
	turn.Request(conversations.FindGranted{Purpose: flow.purpose})
}

// Receive leaves the message to others: the page gets the answer.
func (identified) Receive(*conversations.Turn) bool { return false }

// Passing implements conversations.Flow: whatever else is wanted meanwhile goes
// first.
func (identified) Passing() bool { return true }

// answered takes the answers to what Next asked; it gives those who were shown,
// or nil after having said what is to be done.
func (flow identified) answered(turn *conversations.Turn, event conversations.Event) *conversations.GrantedFound {
	var data conversations.IdentityWait
	turn.Load(&data)
	switch event := event.(type) {
	case conversations.IdentityCheckMade:
		if event.URL == "" {
			turn.Replace(conversations.FlowPerson, conversations.PersonOffer{Offer: true, Unavailable: true})
			return nil
		}
		if !data.Expires.IsZero() && !turn.Now.Before(data.Expires) {
			turn.Say(catalog.IdentityExpired, catalog.Values{})
		}
		data.Expires = event.Expires
		turn.Save(data)
		turn.Say(cmp.Or(flow.ask, catalog.IdentityAsk), catalog.Values{Link: event.URL})
	case conversations.GrantedFound:
		if len(event.PatientIDs) > 0 {
			return &event
		}
		if turn.Now.Before(data.Expires) {
			turn.Say(catalog.IdentityWaits, catalog.Values{})
			return nil
		}
		turn.Request(conversations.CheckIdentity{Purpose: flow.purpose})
	}
	return nil
}
