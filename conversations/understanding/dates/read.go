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
	c.tokens = tokens
	reader.identify(c)
	first, second := reader.languages(c)
	c.grammar = reader.grammars[first]
	c.parse()
	best := c.choose()
	found := c.expressions(best)
	if second >= 0 {
		c.grammar = reader.grammars[second]
		c.parse()
		other := c.choose()
		if c.covered(other) > coveredBy(found) {
			found = c.expressions(other)
		}
	}
	return found
}

func newMoment(context Context) *moment {
	year, month, monthDay := context.Now.Date()
	h, m, s := context.Now.Clock()
	return &moment{context: context, today: dayOf(year, int(month), monthDay), now: (h*hour + m*minute + s)}
}

// identify looks up the words of a message, once for all languages.
func (reader *Reader) identify(c *chart) {
	c.ids = c.ids[:0]
	for i := range c.tokens {
		id := int(0)
		if !c.tokens[i].Number {
			word := c.tokens[i].Folded
			id = reader.identities[word]
			if id == 0 {
				if right := reader.slips[word]; right != "" {
					id = reader.identities[right]
				}
			}
		} else {
			id = reader.identities[c.tokens[i].Folded]
		}
		c.ids = append(c.ids, id)
	}
}

// languages chooses in which to read: that of the conversation, and another one
// (or -1) where more of the words tell of days and times in it.
func (reader *Reader) languages(c *chart) (int, int) {
	own := -1
	for i, g := range reader.grammars {
		if g.language == string(c.context.Language) {
			own = i
		}
	}
	var votes, tells [maxLanguages]int
	for _, id := range c.ids {
		for mask := reader.spoken[id]; mask != 0; mask &= mask - 1 {
			votes[bits.TrailingZeros32(mask)]++
		}
		for mask := reader.telling[id]; mask != 0; mask &= mask - 1 {
			tells[bits.TrailingZeros32(mask)]++
		}
	}
	best := max(own, 0)
	for i := range reader.grammars {
		if tells[i] > tells[best] || own < 0 && tells[i] == tells[best] && votes[i] > votes[best] {
			best = i
		}
	}
	switch {
	case own < 0:
		return best, -1
	case best != own:
		return own, best
	}
	return own, -1
}

// select_ chooses the things that together account for most of the message,
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
			if !found.stands() {
				continue
			}
			score := plans[found.end].score + 1000*(found.end-found.start) - 500 + found.rank
			if score > plans[i].score {
				plans[i] = plan{score: score, item: k}
			}
		}
	}
	var chosen []int
	for i := 0; i < n; {
		if plans[i].item < 0 {
			i++
			continue
		}
		chosen = append(chosen, plans[i].item)
		i = c.items[plans[i].item].end
	}
	return chosen
}

// standing are the categories that are days or times by themselves.
const standing = 1<<catDate | 1<<catDays | 1<<catTime | 1<<catHours | 1<<catMoment | 1<<catPeriod

// stands says whether a thing is a day or a time by itself.
func (found *item) stands() bool {
	return found.mask&standing != 0 && !found.value.shy
}

func (c *chart) covered(chosen []int) int {
	sum := 0
	for _, k := range chosen {
		sum += c.items[k].end - c.items[k].start
	}
	return sum
}

func coveredBy(found []Expression) int {
	sum := 0
	for _, e := range found {
		sum += e.End - e.Start
	}
	return sum
}
