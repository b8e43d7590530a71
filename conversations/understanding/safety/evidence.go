package safety

// Evidence is what rules and model say of a message before it is judged.
type Evidence struct {
	// Signs is how many rules of emergencies hold that no homonym is likely to
	// have met, Hints how many of the others: one concept alone, said in one word,
	// or what is only a mention.
	Signs, Hints int
	// Dying is true where one of them speaks of wanting to die.
	Dying bool
	// Withheld is how many held but for a negation, years gone by or a question;
	// Idiom is true where an idiom or a name hid words from them.
	Withheld int
	Idiom    bool
	// Revocations is how many rules hold that end the messages, and Otherwise is
	// true where their words were hidden as meant of something else.
	Revocations int
	Otherwise   bool
	// Words is how many the message has.
	Words int
	// Unread is true where the model was not asked: there is none, or too much to
	// read.
	Unread bool
	// Votes are those of the model.
	Votes ballot
	// LoudestEmergency and LoudestRevocation are the log-odds of what the model
	// gives for the whole message or, where it is more, for one of its sentences.
	LoudestEmergency, LoudestRevocation float64
}

// add enters a rule that holds.
func (e *Evidence) add(r *rule, covered *extent) {
	if r.kind == SelfHarm {
		e.Dying = true
	}
	if r.weak(covered) {
		e.Hints++
	} else {
		e.Signs++
	}
}
