package dates

import (
	"math/bits"

	"frontdesk/conversations/understanding/words"
)

// Read finds the days and times that a message names, in order, without
// overlaps.
func (reader *Reader) Read(tokens []words.Token, context Context) []Expression {
	if len(tokens) == 0 {
		return nil
	}
	c, pooled := charts.Get().(*chart)
	if !pooled {
		c = &chart{}
	}
	defer charts.Put(c)
	c.moment = newMoment(context)
	c.tokens, c.spoken = tokens, reader.spoken
	reader.identify(c)
	first, second := reader.languages(c)
	c.grammar = reader.grammars[first]
	c.parse()
	found, covered := c.find(), c.covered
	if second >= 0 {
		c.grammar = reader.grammars[second]
		c.parse()
		if other := c.find(); c.covered > covered {
			found = other
		}
	}
	return c.written(found)
}

// find gives what the chart holds as expressions.
func (c *chart) find() []Expression {
	if c.context.Birth {
		return c.expressions(c.birthdays())
	}
	return c.expressions(c.choose())
}

func newMoment(context Context) *moment {
	year, month, monthDay := context.Now.Date()
	h, m, s := context.Now.Clock()
	return &moment{context: context, today: dayOf(year, int(month), monthDay), now: (h*hour + m*minute + s)}
}

// identify looks up the words of a message, once for all languages.
func (reader *Reader) identify(c *chart) {
	c.ids, c.origins = c.ids[:0], c.origins[:0]
	for i := range c.tokens {
		word := c.tokens[i].Folded
		id := reader.identities[word]
		if id == 0 && !c.tokens[i].Number {
			if made, is := reader.compounds[word]; is {
				c.part(i, made)
				continue
			}
			id = reader.identities[reader.right(word)]
		}
		c.ids = append(c.ids, id)
		if len(c.origins) > 0 {
			c.parted, c.origins = append(c.parted, c.tokens[i]), append(c.origins, i)
		}
	}
	if len(c.origins) > 0 {
		c.tokens = c.parted
	}
}

// languages chooses in which to read: that of the conversation, and another one
// (or -1) where more of the words tell of days and times in it. Where the
// conversation has no language yet, these are the two likeliest.
func (reader *Reader) languages(c *chart) (int, int) {
	own := -1
	for i, g := range reader.grammars {
		if g.language == string(c.context.Language) {
			own = i
		}
	}
	var votes, tells, strange [maxLanguages]int
	for _, id := range c.ids {
		for mask := reader.spoken[id]; mask != 0; mask &= mask - 1 {
			votes[bits.TrailingZeros32(mask)]++
		}
		known := own >= 0 && reader.alone[id]&(1<<own) != 0
		for mask := reader.telling[id]; mask != 0; mask &= mask - 1 {
			i := bits.TrailingZeros32(mask)
			tells[i]++
			if !known {
				strange[i]++
			}
		}
	}
	better := func(i, than int) bool {
		return than < 0 || tells[i] > tells[than] || tells[i] == tells[than] && votes[i] > votes[than]
	}
	if own >= 0 {
		other, owned := own, tells[max(own, 0)]
		for i := range reader.grammars {
			// Words that one's own language has, too, tell of no other one:
			// "una segunda ronda" is no Portuguese Monday.
			if strange[i] > 0 && tells[i] > owned && (other == own || better(i, other)) {
				other = i
			}
		}
		if other == own {
			other = -1
		}
		return own, other
	}
	best, next := -1, -1
	for i := range reader.grammars {
		switch {
		case better(i, best):
			best, next = i, best
		case better(i, next):
			next = i
		}
	}
	return best, next
}

// choose chooses the things that together account for most of the message,
// and gives them in order.
func (c *chart) choose() []int {
	n := len(c.tokens)
	type plan struct {
		score int
		item  int
	}
	plans := make([]plan, n+1)
	for i := n - 1; i >= 0; i-- {
		plans[i] = plan{score: plans[i+1].score, item: -1}
		for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
			found := &c.items[k]
			if !c.stands(found) {
				continue
			}
			score := plans[found.end].score + 1000*(found.end-found.start) - 500 + found.rank
			if score > plans[i].score {
				plans[i] = plan{score: score, item: k}
			}
		}
	}
	var chosen []int
	c.covered = 0
	for i := 0; i < n; {
		if plans[i].item < 0 {
			i++
			continue
		}
		c.covered += c.items[plans[i].item].end - i
		if c.items[plans[i].item].mask&(standing|1<<catBirth) != 0 {
			chosen = append(chosen, plans[i].item)
		}
		i = c.items[plans[i].item].end
	}
	return chosen
}

// standing are the categories that are days or times by themselves.
const standing = 1<<catDate | 1<<catDays | 1<<catTime | 1<<catHours | 1<<catMoment | 1<<catPeriod

// stands says whether a thing is a day or a time by itself, or looks like one
// and is none ("good morning"). Shy ones are where they are the whole message.
func (c *chart) stands(found *item) bool {
	if nothing, known := c.grammar.classes["nothing"]; found.sort == catNothing || known && found.sort == nothing {
		return !c.context.Birth
	}
	if c.context.Birth {
		return c.born(found) && c.whole(found.start, found.end)
	}
	if found.mask&standing == 0 || !c.whole(found.start, found.end) || c.dialled(found.start) || c.dialled(found.end-1) {
		return false
	}
	if found.value.shy && (found.start > 0 || found.end < len(c.tokens) || found.sort == catDays) && !c.listed(found) {
		return false
	}
	if found.value.closing && !c.closes(found.end) {
		return false
	}
	return (!found.value.bare || !c.counts(found.end)) && !c.named(found.end)
}

// named says whether what begins at token i makes a name of what stands before
// it: "12 March Street".
func (c *chart) named(i int) bool {
	naming, known := c.grammar.classes["naming"]
	return known && i < len(c.tokens) && !c.tokens[i].Pause && c.isWord(i, naming)
}

// closes says whether a phrase is over before token i: at the end, before a
// pause, or before a word that the language's patterns know.
func (c *chart) closes(i int) bool {
	return i >= len(c.tokens) || c.tokens[i].Pause || c.tokens[i].Number || c.spoken[c.ids[i]]&(1<<c.grammar.place) != 0
}

// whole says whether no word or number is cut in two at either end: the 17 of
// "17th", the 12 of "123-12-1234", the 5 of "$5".
func (c *chart) whole(start, end int) bool {
	if first := &c.tokens[start]; start > 0 {
		before := &c.tokens[start-1]
		switch {
		case first.Start == before.End:
			return false
		case first.Number && before.Number && first.Joiner != 0:
			return false
		}
	}
	if c.prefixed(start) {
		return false
	}
	if end < len(c.tokens) {
		last, after := &c.tokens[end-1], &c.tokens[end]
		switch {
		case after.Start == last.End, after.Sign == '@' && after.Start == last.End+1:
			return false
		case last.Number && after.Number && after.Joiner != 0:
			return false
		case last.Number && (after.Sign == '$' || after.Sign == '€' || after.Sign == '£' || after.Sign == '%'):
			return false
		}
	}
	return true
}

// prefixed says whether a sign like "$" stands directly before token i.
func (c *chart) prefixed(i int) bool {
	switch c.tokens[i].Sign {
	case '$', '€', '£', '+', '#', '%', '=':
		return i == 0 || c.tokens[i].Number || !c.tokens[i-1].Number
	}
	return false
}

// counts says whether what begins at token i is counted by the number before it.
func (c *chart) counts(i int) bool {
	if i >= len(c.tokens) || c.tokens[i].Pause {
		return false
	}
	counted, known := c.grammar.classes["counted"]
	for k := c.begins[i][0]; k < c.begins[i][1]; k++ {
		if sort := c.items[k].sort; sort == catUnit || known && sort == counted {
			return true
		}
	}
	return false
}
