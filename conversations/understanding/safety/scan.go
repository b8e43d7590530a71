package safety

import "frontdesk/conversations/understanding/words"

// match is a phrase of a group found in a message: the words from start to
// before end.
type match struct {
	group      groupID
	start, end int
	masked     bool
}

// scan is one message while it is being read.
type scan struct {
	detector *Detector
	tokens   []words.Token
	matches  []match
	// from indexes matches by their start: those of word i are
	// matches[from[i]:from[i+1]].
	from []int
	// present is the set of groups that the message has, masked or not.
	present []uint64
}

// storage is room for messages of ordinary length, which then need no heap. It
// holds nothing of them: places and entries, no text.
type storage struct {
	matches [160]match
	from    [65]int
	present [192]uint64
	entries [256]wordID
	bounds  [65]int
	pieces  [4096]uint32
	shares  [3]float32
}

// scan finds every phrase of every group.
func (d *Detector) scan(tokens []words.Token, room *storage) *scan {
	s := &scan{
		detector: d, tokens: tokens, matches: room.matches[:0], from: room.from[:0], present: room.present[:],
	}
	if sets := (len(d.anchored) + 63) / 64; sets > len(s.present) {
		s.present = make([]uint64, sets)
	} else {
		clear(s.present)
	}
	// The entries of word i are entries[bounds[i]:bounds[i+1]].
	entries, bounds := room.entries[:0], room.bounds[:0]
	for i := range tokens {
		bounds = append(bounds, len(entries))
		entries = d.dictionary.look(entries, &tokens[i])
	}
	bounds = append(bounds, len(entries))
	for i := range tokens {
		s.from = append(s.from, len(s.matches))
		s.walk(0, i, i, entries, bounds)
	}
	s.from = append(s.from, len(s.matches))
	return s
}

// walk follows the tree of phrases from a place with the word at.
func (s *scan) walk(from place, start, at int, entries []wordID, bounds []int) {
	for _, word := range entries[bounds[at]:bounds[at+1]] {
		next, ok := s.detector.edges[edge{from: from, word: word}]
		if !ok {
			continue
		}
		for _, group := range s.detector.ends[next] {
			s.matches = append(s.matches, match{group: group, start: start, end: at + 1})
			s.present[group>>6] |= 1 << (group & 63)
		}
		if at+1 < len(s.tokens) {
			s.walk(next, start, at+1, entries, bounds)
		}
	}
}

func (s *scan) has(group groupID) bool {
	return group >= 0 && s.present[group>>6]&(1<<(group&63)) != 0
}

// maxTerms is how many terms of a rule are remembered.
const maxTerms = 6

// extent is the words that a rule's terms cover, and where the terms stand.
type extent struct {
	start, end int
	terms      [maxTerms]match
	count      int
}

// meets says whether a rule holds with its first term at a match, and what its
// terms cover.
func (s *scan) meets(r *rule, first match) (extent, bool) {
	for _, group := range r.needs {
		if !s.has(group) {
			return extent{}, false
		}
	}
	covered := extent{start: first.start, end: first.end, count: 1}
	covered.terms[0] = first
	previous := first
	for _, t := range r.terms {
		switch t.relation {
		case beside:
			found, ok := s.around(t.group, first, r.gap)
			if !ok {
				return extent{}, false
			}
			covered, previous = covered.with(found), found
		case behind:
			found, ok := s.after(t.group, previous, r.gap)
			if !ok {
				return extent{}, false
			}
			covered, previous = covered.with(found), found
		case absentNear:
			if s.near(t.group, &covered, guardReach) {
				return extent{}, false
			}
		case absentNext:
			if s.follows(t.group, covered) {
				return extent{}, false
			}
		case absentAnywhere:
			if s.has(t.group) {
				return extent{}, false
			}
		}
	}
	return covered, true
}

func (e extent) with(found match) extent {
	e.start, e.end = min(e.start, found.start), max(e.end, found.end)
	if e.count < maxTerms {
		e.terms[e.count] = found
		e.count++
	}
	return e
}

// holds says whether a term has one of the words from start to before end.
func (e *extent) holds(start, end int) bool {
	for _, found := range e.terms[:e.count] {
		if found.start < end && start < found.end {
			return true
		}
	}
	return false
}

// around finds a group before or after a match with at most gap words between.
func (s *scan) around(group groupID, anchor match, gap int) (match, bool) {
	if found, ok := s.after(group, anchor, gap); ok {
		return found, true
	}
	// A phrase of several words may begin further away than it ends.
	for i := anchor.start - 1; i >= max(0, anchor.start-gap-maxPhrase); i-- {
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group == group && !found.masked && found.end <= anchor.start && anchor.start-found.end <= gap {
				return found, true
			}
		}
	}
	return match{}, false
}

// maxPhrase is how many words a phrase of a group has at most.
const maxPhrase = 8

// after finds a group behind a match with at most gap words between.
func (s *scan) after(group groupID, anchor match, gap int) (match, bool) {
	for i := anchor.end; i < min(len(s.tokens), anchor.end+gap+1); i++ {
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group == group && !found.masked {
				return found, true
			}
		}
	}
	return match{}, false
}

// idiom is how many words are surely of one language.
const idiom = 3

// follows says whether a group stands among some words or next behind them,
// before the next pause.
func (s *scan) follows(group groupID, words extent) bool {
	if !s.has(group) {
		return false
	}
	for i := words.start; i < min(len(s.tokens), words.end+guardReach); i++ {
		if i >= words.end && s.tokens[i].Pause {
			return false
		}
		for _, found := range s.matches[s.from[i]:s.from[i+1]] {
			if found.group == group {
				return true
			}
		}
	}
	return false
}

// mask takes the words of idioms and names out of what other rules see: those
// of the terms and those that stand between them. A short mask of the opt-outs
// hides only what its own lexicon sees: its words may say something else in
// another language ("no más", "para"). It tells whether there was one.
func (s *scan) mask(what purpose) (hidden bool) {
	for i := range s.matches {
		for _, index := range s.detector.anchored[s.matches[i].group] {
			r := &s.detector.rules[index]
			if r.purpose != what {
				continue
			}
			if covered, ok := s.meets(r, s.matches[i]); ok && !s.parted(covered.start, covered.end) {
				from, until := groupID(0), groupID(len(s.detector.anchored))
				if what == purposeRevocationMask && covered.end-covered.start < idiom {
					from, until = s.detector.guards[r.language].from, s.detector.guards[r.language].until
				}
				s.hide(covered, from, until)
				hidden = true
			}
		}
	}
	return hidden
}

// hide masks the matches of some groups that share words with an idiom and are
// not longer than it: "I quit" in "I quit smoking", but not "stop for good" in "stop for".
func (s *scan) hide(covered extent, from, until groupID) {
	for i := max(0, covered.start-maxPhrase); i < covered.end; i++ {
		for j := s.from[i]; j < s.from[i+1]; j++ {
			found := &s.matches[j]
			if found.group >= from && found.group < until && found.end > covered.start && found.end-found.start <= covered.end-covered.start {
				found.masked = true
			}
		}
	}
}

func (s *scan) unmask() {
	for i := range s.matches {
		s.matches[i].masked = false
	}
}
