package records

// MessagePolicy is how a clinic writes to patients who did not ask.
type MessagePolicy struct {
	// WeeklyCap is how many messages that they did not ask for a contact gets in
	// seven days; zero sets no limit. What the clinic itself cancels or moves is
	// told all the same.
	WeeklyCap int
	// QuietFrom and QuietUntil bound the hours in which nobody is written to
	// unasked, by the contact's own clock; there are none where both are the same.
	QuietFrom, QuietUntil LocalTime
}

// DefaultMessagePolicy gives one message a day on average, none from eight in
// the evening to nine in the morning.
func DefaultMessagePolicy() MessagePolicy {
	return MessagePolicy{WeeklyCap: 7, QuietFrom: 20 * 60, QuietUntil: 9 * 60}
}
