package safety

import "frontdesk/records"

// pastReach is how far from a sign years gone by are looked for.
const pastReach = 6

// emergency weighs the rules of emergencies, and gives the most urgent kind of
// those that hold.
func (s *scan) emergency(weighed *Evidence) (Kind, records.Language) {
	d := s.detector
	worst, language := NoEmergency, records.Language("")
	// denied is, per language, up to where a negation has reached.
	var room [8]int
	denied := append(room[:0], make([]int, len(d.guards))...)
	for i := range s.matches {
		first := s.matches[i]
		if first.masked {
			continue
		}
		for _, index := range d.anchored[first.group] {
			r := &d.rules[index]
			if r.purpose != purposeSign && r.purpose != purposeMention {
				continue
			}
			covered, ok := s.meets(r, first)
			if !ok {
				continue
			}
			if r.kind != SelfHarm && s.denied(&d.guards[r.language], &covered, denied[r.language]) {
				denied[r.language] = max(denied[r.language], covered.end)
				weighed.Withheld++
				continue
			}
			if s.undone(r, &covered) {
				weighed.Withheld++
				continue
			}
			weighed.add(r, &covered)
			if worst == NoEmergency || d.urgency[r.kind] < d.urgency[worst] {
				worst, language = r.kind, d.guards[r.language].language
			}
		}
	}
	return worst, language
}

// denied says whether a negation stands before one of the terms, with nothing
// but fillers between, or carries on from a denial that ended at until: "no
// chest pain or trouble breathing".
func (s *scan) denied(guard *guards, covered *extent, until int) bool {
	if !s.has(guard.negation) {
		return false
	}
	for _, found := range covered.terms[:covered.count] {
		if s.deniedAt(guard, covered, found.start, until) {
			return true
		}
	}
	return false
}

func (s *scan) deniedAt(guard *guards, covered *extent, at, until int) bool {
	for at > 0 && !s.tokens[at].Pause {
		if length := s.endsAt(guard.negation, at); length > 0 {
			// "Not breathing" is a sign, and denies nothing.
			return !covered.holds(at-length, at)
		}
		if until > 0 && at == until {
			return true
		}
		length := max(s.endsAt(guard.filler, at), s.endsAt(guard.or, at))
		if length == 0 {
			return false
		}
		at -= length
	}
	return false
}

// endsAt gives how many words a phrase of a group has that ends before word
// at, or 0.
func (s *scan) endsAt(group groupID, at int) int {
	longest := 0
	for i := at - 1; i >= max(0, at-maxPhrase); i-- {
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group == group && found.end == at {
				longest = at - i
			}
		}
	}
	return longest
}

// bygone says whether years gone by are told of some words: in the same breath,
// or in a part of the sentence of its own beside them ("in 2019, ..."). Of "he
// had a stroke in 2019 and his face droops" only the first half is history.
func (s *scan) bygone(guard *guards, covered *extent) bool {
	if !s.has(guard.past) {
		return false
	}
	from, to := s.sentence(covered.start, covered.end)
	for i := max(from, covered.start-pastReach-maxPhrase); i < min(to, covered.end+pastReach); i++ {
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group != guard.past || covered.start-found.end > pastReach {
				continue
			}
			switch {
			case found.end <= covered.start:
				alone := found.start == from || s.tokens[found.start].Pause
				if !s.turns(guard, found.end, covered.start, alone) {
					return true
				}
			case found.start >= covered.end:
				alone := found.end == to || s.tokens[found.end].Pause
				if !s.turns(guard, covered.end, found.start, alone) {
					return true
				}
			default:
				return true
			}
		}
	}
	return false
}

// turns says whether a story turns to something else before word to: at a word
// such as "but", or at a pause where the time it tells of does not stand alone.
func (s *scan) turns(guard *guards, from, to int, alone bool) bool {
	for i := from; i <= to; i++ {
		if s.tokens[i].Pause && !alone {
			return true
		}
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if i < to && found.group == guard.turn {
				return true
			}
		}
	}
	return false
}

// undone says whether the message tells of history or services instead, or
// asks in general. History counts in every language: a word of one is often a
// word of another, whose rules then see it without its own guards.
func (s *scan) undone(r *rule, covered *extent) bool {
	all := s.detector.guards
	for i := range all {
		if s.has(all[i].now) {
			return false
		}
	}
	for i := range all {
		guard := &all[i]
		if s.bygone(guard, covered) || r.kind != SelfHarm && s.told(guard.question, covered, pastReach) {
			return true
		}
		if r.purpose == purposeMention && (i == r.language && s.has(guard.service) || s.has(guard.past) || s.told(guard.recent, covered, pastReach)) {
			return true
		}
	}
	return false
}
