package twilio

import (
	"net/http"
	"strconv"

	"frontdesk/conversations/channel"
)

// verdict is what an error code means for a message.
type verdict struct {
	outcome channel.Outcome
	remedy  channel.Remedy
}

// What an error code can mean.
var (
	refused    = verdict{channel.OutcomeRefused, channel.RemedyNone}
	optedOut   = verdict{channel.OutcomeRefused, channel.RemedyOptOut}
	badAddress = verdict{channel.OutcomeRefused, channel.RemedyBadAddress}
	template   = verdict{channel.OutcomeRefused, channel.RemedyTemplate}
	blocked    = verdict{channel.OutcomeRefused, channel.RemedyBlocked}
	operator   = verdict{channel.OutcomeRefused, channel.RemedyOperator}
	notYet     = verdict{channel.OutcomeNotYet, channel.RemedyNone}
	later      = verdict{channel.OutcomeRefused, channel.RemedyLater}
	unknown    = verdict{channel.OutcomeUnknown, channel.RemedyNone}
)

// verdicts are the error codes that mean more than that Twilio, or the carrier
// behind it, won't have the message. They come in answers to a request and in
// status callbacks. https://www.twilio.com/docs/api/errors has them all.
var verdicts = map[int]verdict{
	// Too many at once: nothing was taken, and the same will do later.
	20429: notYet, // too many requests
	14107: notYet, // message rate limit exceeded
	21611: notYet, // the sender's queue is full
	30001: notYet, // the queue is full
	63018: notYet, // WhatsApp's rate limit
	63038: notYet, // the account's daily limit

	// It went out, and did not arrive this time.
	30003: later, // the telephone is off, or out of reach
	30008: later, // the carrier does not say why
	30009: later, // a part was lost on the way
	30010: later, // over the price that was set
	30036: later, // its validity period ended in the queue
	63049: later, // Meta holds it back from this patient for now

	// This sender does not reach this address.
	30004: blocked, // blocked by the telephone or the carrier
	63032: blocked, // WhatsApp keeps it from this patient
	63033: blocked, // the patient has blocked the sender

	// The patient does not want to be written to.
	21610: optedOut, // unsubscribed at Twilio or the carrier

	// The address leads nowhere.
	21211: badAddress, // not a valid number
	21214: badAddress, // a number that can't be reached
	21217: badAddress, // does not look like a number
	21265: badAddress, // a short code
	21401: badAddress, // not a valid number
	21612: badAddress, // no route from this sender to this number
	21614: badAddress, // not a mobile number
	21635: badAddress, // a landline
	30005: badAddress, // unknown destination
	30006: badAddress, // a landline, or a carrier that can't be reached
	63003: badAddress, // no such user on WhatsApp
	63024: badAddress, // not a valid recipient on WhatsApp

	// WhatsApp wants a template, or another one.
	63016: template, // free text outside of the 24 hours
	63027: template, // there is none in this language
	63028: template, // other variables than it has
	63040: template, // rejected
	63041: template, // paused
	63042: template, // disabled

	// The account or the sender is not fit to send.
	20003: operator, // credentials not accepted
	20005: operator, // the account is not active
	21212: operator, // not a valid sender
	21222: operator, // credentials with characters that can't be
	21224: operator, // the same
	21408: operator, // the region is not enabled for the account
	21603: operator, // no sender was given
	21606: operator, // the sender can't send messages
	21607: operator, // the sender is not the account's
	21608: operator, // a trial account, and a number that is not verified
	21609: operator, // the status callback is not a valid URL
	21659: operator, // the sender is not a Twilio number
	21656: operator, // variables of a content that can't be read
	21660: operator, // the sender belongs to another account
	21703: operator, // a Messaging Service without senders
	30002: operator, // the account is suspended
	30007: operator, // the carrier filters the sender's messages
	30032: operator, // a toll-free sender that is not verified
	30034: operator, // a sender that is not registered with the carriers
	63001: operator, // WhatsApp does not accept the account
	63007: operator, // WhatsApp does not know the sender
}

// judge says what an answer of the API means for the message: its HTTP status,
// and the code that Twilio gave. A rate limit and a client's error are definite
// (nothing was taken); an error of the server is not.
func judge(status, code int) verdict {
	known, listed := verdicts[code]
	switch {
	case status == http.StatusTooManyRequests:
		return notYet
	case status < http.StatusBadRequest || status >= http.StatusInternalServerError || code == 0:
		return unknown
	case listed:
		return known
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return operator
	}
	return refused
}

// remedyOf says what a failure that came as a receipt asks for.
func remedyOf(code string) channel.Remedy {
	number, err := strconv.Atoi(code)
	if err != nil {
		return channel.RemedyNone
	}
	found := verdicts[number]
	if found.outcome == channel.OutcomeNotYet {
		// It had been accepted, and then waited in vain.
		return channel.RemedyLater
	}
	return found.remedy
}
