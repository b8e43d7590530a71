package channel

// Mail is what a message by e-mail has beside its text. It gives away no more
// than the text does: everybody who looks over a shoulder reads a subject.
type Mail struct {
	// Sender is who writes, in words: the clinic's name; it may be empty.
	Sender string
	// Subject is one line.
	Subject string
	// Calendar is an appointment to be put into the receiver's calendar, or taken
	// out of it, as records/icalendar writes it; nil for none.
	Calendar []byte
	// OptOutURL is the address at which one request, without a login and without
	// asking back, ends such messages (RFC 8058); empty for none.
	OptOutURL string
}
