// Package mailbox reads e-mail addresses as people write them: in a message, in
// a form, or dictated to staff. It writes each in one spelling, so that one
// mailbox is one contact.
package mailbox
