package main

import (
	"strings"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

// example is one message to learn from.
type example struct {
	pieces []uint32
	class  int
	weight float32
}

// fillings bounds how many messages are made of one phrase; so many times as
// many are drawn, as some come out the same.
const fillings = 24

// examples makes the messages that a phrase stands for: its fillings, and for
// each some as people really send it.
func (c *corpus) examples(one phrase, augmented bool) []example {
	choice := randomFor(one.language + one.text)
	slots := c.slots[one.language]
	seen := map[string]bool{}
	var texts []string
	add := func(text string) {
		if text != "" && !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	for range 2 * fillings {
		if text, err := fill(one.text, slots, choice); err == nil && len(texts) < fillings {
			add(text)
		}
	}
	plain := len(texts)
	if augmented {
		for _, text := range texts[:plain] {
			add(c.varied(text, slots, choice))
		}
		if plain == 1 {
			add(c.varied(texts[0], slots, choice))
		}
	}
	made := make([]example, 0, len(texts))
	for _, text := range texts {
		pieces := c.pieces(text)
		if len(pieces) > 0 {
			made = append(made, example{pieces: pieces, class: one.class})
		}
	}
	for i := range made {
		// A phrase of many fillings counts more than a plain one, yet not as
		// many times more.
		made[i].weight = growth(len(made))
	}
	return made
}

// pieces gives what a model sees of a message.
func (c *corpus) pieces(text string) []uint32 {
	features := c.features
	if features == nil {
		features = linear.Features
	}
	return features(nil, words.Tokenize(words.Clean(text)))
}

// growth is what each of n messages of one phrase counts for.
func growth(n int) float32 {
	total := float32(1)
	for i := 1; i < n; i++ {
		total += 0.15
	}
	return total / float32(n)
}

// varied gives a message as it is really sent: with a greeting or a plea
// around it, and a slip in its spelling.
func (c *corpus) varied(text string, slots map[string][]string, choice *random) string {
	around := len(strings.Fields(text)) > 1
	if around && choice.chance(40) && len(slots["before"]) > 0 {
		before, err := fill(slots["before"][choice.below(len(slots["before"]))], slots, choice)
		if err == nil {
			text = before + " " + text
		}
	}
	if around && choice.chance(35) && len(slots["after"]) > 0 {
		text += " " + slots["after"][choice.below(len(slots["after"]))]
	}
	if choice.chance(50) {
		text = misspelt(text, choice)
	}
	return text
}

// misspelt makes one slip in a word of five letters or more: two letters
// exchanged, one left out, or one doubled.
func misspelt(text string, choice *random) string {
	fields := strings.Fields(text)
	at := choice.below(len(fields))
	word := []rune(fields[at])
	if len(word) < 5 {
		return text
	}
	i := 1 + choice.below(len(word)-2)
	switch choice.below(3) {
	case 0:
		word[i], word[i+1] = word[i+1], word[i]
	case 1:
		word = append(word[:i], word[i+1:]...)
	default:
		word = append(word[:i+1], word[i:]...)
	}
	fields[at] = string(word)
	return strings.Join(fields, " ")
}
