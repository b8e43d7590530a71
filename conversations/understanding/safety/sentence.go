package safety

// near says whether a group stands at most reach words beside some words, or
// among them, with no full stop between.
func (s *scan) near(group groupID, words *extent, reach int) bool {
	from, to := words.start, words.end
	for from > 0 && !s.stops(from) {
		from--
	}
	for to < len(s.tokens) && !s.stops(to) {
		to++
	}
	return s.within(group, words, reach, from, to)
}

// stops says whether a full stop stands before word at.
func (s *scan) stops(at int) bool { return s.tokens[at].Pause && s.tokens[at].Sign == '.' }

// told is near in the sentences of the words themselves: what stands behind a
// full stop tells of something else.
func (s *scan) told(group groupID, words *extent, reach int) bool {
	from, to := s.sentence(words.start, words.end)
	return s.within(group, words, reach, from, to)
}

func (s *scan) within(group groupID, words *extent, reach, from, to int) bool {
	if !s.has(group) {
		return false
	}
	from, to = max(from, words.start-reach-maxPhrase), min(to, words.end+reach)
	for i := from; i < to; i++ {
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group == group && words.start-found.end <= reach {
				return true
			}
		}
	}
	return false
}

// sentence gives the words from start to before end with what else stands in
// the sentences that they are part of.
func (s *scan) sentence(start, end int) (from, to int) {
	for from = start; from > 0 && !s.begins(from); from-- {
	}
	for to = end; to < len(s.tokens) && !s.begins(to); to++ {
	}
	return from, to
}

// begins says whether a sentence begins with word at.
func (s *scan) begins(at int) bool { return s.tokens[at].Pause && s.tokens[at].Sign != ',' }

// parted says whether a full stop stands among the words from start to before
// end: no idiom goes on behind one.
func (s *scan) parted(start, end int) bool {
	for at := start + 1; at < end; at++ {
		if s.stops(at) {
			return true
		}
	}
	return false
}
