package dates

import (
	"sync"

	"frontdesk/conversations/understanding/words"
)

// Bounds that keep the work linear in the length of a message, whatever it says.
const (
	// widest is how many tokens one thing may span.
	widest = 24
	// mostItems is how many things may begin at one token.
	mostItems = 120
	// mostSteps is how much may be tried from one token.
	mostSteps = 20000
	// mostSlots is how many slots a pattern may have.
	mostSlots = 6
)

// item is a thing that was found: what the tokens from start to before end
// stand for.
type item struct {
	start, end int
	sort       category
	mask       uint64
	// rank adds up how sure the patterns are that made it.
	rank  int
	value value
}

// chart finds all that a message may say. It goes from the last token to the
// first, so that what follows a token is complete when the token is read; what
// begins with a thing found is looked up in turn.
type chart struct {
	*moment
	grammar *grammar
	// spoken are the languages of each word.
	spoken []uint32
	tokens []words.Token
	// parted are the tokens with their compounds parted; origins tell, per one of
	// them, which of the message's it was. Both are empty where there are none.
	parted  []words.Token
	origins []int
	// past is true of a message that tells what was.
	past  bool
	ids   []int
	items []item
	// begins tells, per token, the items that begin there.
	begins [][2]int
	taken  [mostSlots]int
	steps  int
	// covered is how many tokens were chosen to be accounted for.
	covered int
}

// moment is what a reading stands on: the present, and the customs.
type moment struct {
	context Context
	today   day
	now     int
}

var charts = sync.Pool{}

// parse fills the chart.
func (c *chart) parse() {
	c.items = c.items[:0]
	c.past = c.tellsOfPast()
	c.begins = c.begins[:0]
	for range len(c.tokens) + 1 {
		c.begins = append(c.begins, [2]int{})
	}
	for i := len(c.tokens) - 1; i >= 0; i-- {
		first := len(c.items)
		c.steps = 0
		if c.tokens[i].Number {
			c.addNumber(i)
		}
		if next := c.grammar.root.words[c.ids[i]]; next != nil && c.ids[i] > 0 {
			c.follow(next, i, i+1, 0, 0)
		}
		for k := first; k < len(c.items) && k < first+mostItems; k++ {
			mask, end := c.items[k].mask, c.items[k].end
			for slot, start := range c.grammar.starts {
				if start == nil || mask&(1<<slot) == 0 {
					continue
				}
				taken := 0
				if category(slot) < catPrivate {
					c.taken[0] = k
					taken = 1
				}
				c.follow(start, i, end, taken, c.items[k].rank)
			}
		}
		c.begins[i] = [2]int{first, len(c.items)}
	}
}

// tellsOfPast says whether a word of the class "past" stands in the message.
func (c *chart) tellsOfPast() bool {
	past, known := c.grammar.classes["past"]
	if !known {
		return false
	}
	for _, id := range c.ids {
		next := c.grammar.root.words[id]
		if id == 0 || next == nil {
			continue
		}
		for k := range next.ends {
			if next.ends[k].sort == past && next.ends[k].operation == nil {
				return true
			}
		}
	}
	return false
}

// follow goes on with a pattern at token i, after taking some slots.
func (c *chart) follow(place *node, start, i, slots int, rank int) {
	if c.steps++; c.steps > mostSteps {
		return
	}
	for k := range place.ends {
		c.finish(&place.ends[k], start, i, slots, rank)
	}
	if i >= len(c.tokens) || i-start >= widest {
		return
	}
	token := &c.tokens[i]
	for k := range place.signs {
		edge := &place.signs[k]
		switch {
		case edge.touching && token.Start == c.tokens[i-1].End,
			edge.joiner != 0 && rune(token.Joiner) == edge.joiner,
			edge.joiner == ',' && token.Sign == ',',
			edge.sign != 0 && token.Sign == edge.sign:
			c.take(edge.next, start, i, slots, rank)
		}
	}
	if len(place.words) == 0 && len(place.slots) == 0 || !c.beside(i) {
		return
	}
	c.take(place, start, i, slots, rank)
}

// take follows the words and the slots of a place at token i.
func (c *chart) take(place *node, start, i, slots int, rank int) {
	if len(place.words) > 0 {
		if next := place.words[c.ids[i]]; next != nil && c.ids[i] > 0 {
			if i+1 < len(c.tokens) && c.parts(i+1) {
				// "Amanhã não dá, quinta": what a word belongs to stands beside it.
				for k := range next.ends {
					c.finish(&next.ends[k], start, i+1, slots, rank)
				}
			} else {
				c.follow(next, start, i+1, slots, rank)
			}
		}
	}
	if len(place.slots) == 0 || slots >= mostSlots {
		return
	}
	from, to := c.begins[i][0], c.begins[i][1]
	for _, edge := range place.slots {
		for k := from; k < to; k++ {
			if c.items[k].mask&(1<<edge.slot) == 0 {
				continue
			}
			next := slots
			if edge.slot < catPrivate { // a language's own words are no arguments
				c.taken[slots] = k
				next++
			}
			c.follow(edge.next, start, c.items[k].end, next, rank+c.items[k].rank)
		}
	}
}

// parts says whether a pause parts token i from the word before it; the dot of a
// shortened word doesn't.
func (c *chart) parts(i int) bool {
	token := &c.tokens[i]
	return token.Pause && token.Joiner == 0 && token.Sign != '.'
}

// beside says whether token i may simply follow the one before: numbers that a
// sign holds together don't, unless a pattern names the sign.
func (c *chart) beside(i int) bool {
	token := &c.tokens[i]
	switch token.Sign {
	case 0, ',':
		return true
	case '/', ':', '$', '€', '£', '%', '+', '#', '*', '=':
		return token.Sign == '#'
	case '.', '-':
		return !token.Number || !c.tokens[i-1].Number
	}
	return true
}

// finish adds what a finished pattern makes.
func (c *chart) finish(end *ending, start, i, slots int, rank int) {
	made := item{start: start, end: i, sort: end.sort, value: end.constant, rank: rank + end.rank}
	if end.operation != nil {
		var arguments [mostSlots]*value
		shy := slots > 0 && end.plain
		for k := range slots {
			arguments[k] = &c.items[c.taken[k]].value
			shy = shy && arguments[k].shy
		}
		made.value.shy = shy
		if !end.operation.make(c.moment, arguments[:slots], &made.value) {
			return
		}
		made.value.shy = made.value.shy || shy
		made.rank += end.operation.rank
		made.sort = end.operation.sort
		if made.value.void {
			made.sort = catNothing
		} else if end.operation.sort == catDate {
			made.sort = categoryOf(&made.value)
		}
	} else if end.sort == catRelativeDay {
		v := &made.value
		v.relative = true
		v.dayState, v.first, v.grain = point, c.today+day(v.number), unitDay
		if v.mirrored {
			v.alternative = c.today - day(v.number)
			if c.past {
				v.first, v.alternative = v.alternative, 0
			}
		}
		v.number, v.mirrored = 0, false
		made.sort = categoryOf(v)
	}
	c.add(made)
}

// add enters a thing once.
func (c *chart) add(made item) {
	made.mask = maskOf(made.sort, &made.value)
	for k := len(c.items) - 1; k >= 0 && c.items[k].start == made.start; k-- {
		other := &c.items[k]
		if other.end == made.end && other.sort == made.sort && other.value == made.value {
			other.rank = max(other.rank, made.rank)
			return
		}
		if len(c.items)-k > mostItems {
			return
		}
	}
	c.items = append(c.items, made)
}

// addNumber enters a number that was typed in digits.
func (c *chart) addNumber(i int) {
	text := c.tokens[i].Folded
	if len(text) > 8 {
		return
	}
	number := int(0)
	for _, digit := range []byte(text) {
		number = number*10 + int(digit-'0')
	}
	c.add(item{start: i, end: i + 1, sort: catNumber, value: value{number: number, digits: len(text)}})
}
