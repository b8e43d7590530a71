package linear

import "frontdesk/conversations/understanding/words"

// maxWords bounds how much of a message is looked at: what somebody wants
// rarely hides behind eighty words.
const maxWords = 80

// Seeds keep the kinds of pieces apart.
const (
	seedLetters uint32 = 0x811c9dc5
	seedWord    uint32 = 0x2f0b4c47
	seedPair    uint32 = 0x7a3d1b95
	seedSkip    uint32 = 0x5bd1e995
	seedLength  uint32 = 0x3c6ef372
	edge        uint32 = 0x9747b28c
)

// Features appends the pieces of a message to those in buffer, each as the
// hash by which a Model knows it, and returns the buffer.
func Features(buffer []uint32, message []words.Token) []uint32 {
	if len(message) > maxWords {
		message = message[:maxWords]
	}
	beforeLast, last := uint32(0), edge
	for i := range message {
		var word uint32
		if message[i].Number {
			word = numeral(len(message[i].Folded))
		} else {
			buffer, word = letters(buffer, message[i].Folded)
		}
		buffer = append(buffer, finish(word^seedWord), pair(last, word, seedPair))
		if i > 1 {
			buffer = append(buffer, pair(beforeLast, word, seedSkip), pair(pair(beforeLast, last, seedSkip), word, seedPair))
		}
		beforeLast, last = last, word
	}
	if len(message) > 0 {
		buffer = append(buffer, pair(last, edge, seedPair), length(len(message)))
	}
	return buffer
}

// letters appends the runs of three to five letters of a word, its edges
// counted as letters, and gives the hash of the whole word.
func letters(buffer []uint32, word string) ([]uint32, uint32) {
	var spelt [34]rune
	spelt[0] = '<'
	length := 1
	var beforeLast, last rune
	for _, letter := range word {
		if length == len(spelt)-1 {
			break
		}
		if letter == last && letter == beforeLast {
			continue // "pleeeease" is please
		}
		spelt[length] = letter
		length++
		beforeLast, last = last, letter
	}
	spelt[length] = '>'
	length++
	whole := seedWord
	for _, letter := range spelt[:length] {
		whole = step(whole, letter)
	}
	for start := 0; start+3 <= length; start++ {
		hash := seedLetters
		for n, letter := range spelt[start:min(start+5, length)] {
			hash = step(hash, letter)
			if n >= 2 {
				buffer = append(buffer, finish(hash))
			}
		}
	}
	return buffer, whole
}

// length stands for how long a message is, the more roughly the longer.
func length(count int) uint32 {
	if count > 4 {
		count = min(4+(count-4)/4, 9)
	}
	return finish(seedLength + uint32(count)) //nolint:gosec // at most 9
}

// numeral stands for all numbers of one length.
func numeral(digits int) uint32 { return edge + uint32(min(digits, 12)) } //nolint:gosec // at most 12

func step(hash uint32, letter rune) uint32 {
	return (hash ^ uint32(letter)) * 0x01000193 //nolint:gosec // a letter's number is never negative
}

func pair(first, second, seed uint32) uint32 {
	return finish((first*0x85ebca6b ^ second) + seed)
}

// finish spreads a hash over all its bits. It gives neither zero, which
// marks an empty place in a Model, nor Unknown.
func finish(hash uint32) uint32 {
	hash ^= hash >> 16
	hash *= 0x85ebca6b
	hash ^= hash >> 13
	hash *= 0xc2b2ae35
	hash ^= hash >> 16
	return max(hash, Unknown+1)
}
