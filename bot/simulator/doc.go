// Package simulator is a phone without a carrier: in the browser (a page at
// /simulator), in the terminal (Terminal) and for programs (Client). What is
// typed on it goes through the very same Intake as a real provider's webhook,
// and what the clinic answers leaves through a channel.Sender like any other.
//
// It is for the demo. Whoever can reach it can write as any number, so it
// answers only requests that come from this machine and are addressed to it by
// a loopback name; see loopbackOnly. It must not be mounted in production.
//
//	POST /simulator/messages    a message from the phone
//	GET  /simulator/messages    what is on the phone, after a sequence number
//	POST /simulator/receipts    the phone has shown what it received
//	GET  /simulator/channels    the numbers that the phone can write to
//	GET  /simulator/clock       the time, and how it can be moved on
//	POST /simulator/clock       move the time on
//	GET  /simulator/settled     answers when nothing is left to do
//	GET  /simulator/inspection  what the bot knows and did in a phone's conversation
//	GET  /simulator             the page: two phones, the clock, what the bot did
//
// Clock, settled and inspection are there only where Options.Training is.
package simulator
