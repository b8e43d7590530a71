package understanding

// emergency says whether a red-flag phrase stands in the message outside of
// phrases that merely use its words ("emergency contact").
func (r *reading) emergency() bool {
	for _, found := range r.matches {
		if found.concept.kind == kindEmergency && !r.excepted(found, kindEmergencyException) {
			return true
		}
	}
	return false
}

// excepted says whether a longer phrase of a kind covers a match.
func (r *reading) excepted(found match, exception kind) bool {
	for _, other := range r.matches {
		if other.concept.kind == exception && other.start <= found.start && other.end >= found.end {
			return true
		}
	}
	return false
}

// keyword reads what is said about messages as such: single words only where
// they are the whole message, sentences anywhere. A bare CANCEL comes first,
// as it stands in more than one list.
func (r *reading) keyword() Keyword {
	switch {
	case r.whole(kindBareCancel):
		return KeywordBareCancel
	case r.whole(kindStopWord):
		return KeywordStop
	case r.whole(kindStart):
		return KeywordStart
	case r.whole(kindHelp):
		return KeywordHelp
	}
	for _, found := range r.matches {
		if found.concept.kind == kindStopSentence && !r.excepted(found, kindStopException) {
			return KeywordStop
		}
	}
	return KeywordNone
}
