// Package email sends receipts and reminders by SMTP (RFC 5321), through the
// mail server of the clinic or of whoever hosts it. It is a channel.Sender and
// nothing more: what patients write back goes to the clinic's own mailbox, which
// is the sender's address and the one for replies.
//
// Each message goes over a connection of its own, encrypted unless the server
// is on this machine, and has our id in its Message-ID, so that one that was
// sent twice, because nobody knew whether the first had gone, is recognised as
// the same. What an answer of the server means for the message stands in
// outcome.go.
package email
