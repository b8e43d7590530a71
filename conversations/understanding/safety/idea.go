package safety

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"sync"

	"frontdesk/conversations/understanding/intents/linear"
	"frontdesk/conversations/understanding/words"
)

// A model that knows words alone learns "my chest" and "mi pecho" one by one.
// The groups of the lexicons are the same ideas under the same names in every
// language, so that what is learnt of two of them beside each other, in one
// language, holds in all, and for words that no phrase of the training has.

// ideaReach is how many words may stand between two ideas that are learnt as a
// pair.
const ideaReach = 5

// mostIdeas bounds how much is made of one message.
const mostIdeas = 1024

// concept is the hash of a group's name.
func concept(name string) uint32 {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(name)) // never an error, says its documentation
	return max(hash.Sum32(), linear.Unknown+1)
}

// ideas appends what the message speaks of to its pieces: each idea, and each
// two that follow one another closely, in their order.
func (s *scan) ideas(pieces []uint32) []uint32 {
	most := len(pieces) + mostIdeas
	for i := range s.matches {
		first := s.concept(i)
		if first == 0 {
			continue
		}
		if len(pieces) >= most {
			return pieces
		}
		pieces = append(pieces, first)
		from, to := s.matches[i].end, min(len(s.tokens), s.matches[i].end+ideaReach+1)
		if from >= len(s.tokens) {
			continue
		}
		end := len(s.matches)
		if to < len(s.tokens) {
			end = s.from[to]
		}
		for j := s.from[from]; j < end; j++ {
			if second := s.concept(j); second != 0 {
				pieces = append(pieces, twoOf(first, second))
			}
		}
	}
	return pieces
}

// concept gives the idea of a match, and 0 where another match of the same words
// has it, too: in another language.
func (s *scan) concept(at int) uint32 {
	idea := s.detector.concepts[s.matches[at].group]
	for i := s.from[s.matches[at].start]; i < at && idea != 0; i++ {
		if s.matches[i].end == s.matches[at].end && s.detector.concepts[s.matches[i].group] == idea {
			return 0
		}
	}
	return idea
}

func twoOf(first, second uint32) uint32 {
	hash := (first*0x85ebca6b ^ second) * 0xc2b2ae35
	return max(hash^hash>>15, linear.Unknown+1)
}

// grammar is a detector that has the embedded lexicons alone: what the model is
// trained with.
var grammar = sync.OnceValue(func() *Detector { return must(Load(embeddedLexicons, "lexicon")) })

// Lexicons is the digest of the embedded lexicons, on which the pieces rest.
func Lexicons() ([sha256.Size]byte, error) {
	digest := sha256.New()
	entries, err := embeddedLexicons.ReadDir("lexicon")
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("read safety lexicons: %w", err)
	}
	for _, entry := range entries {
		content, err := embeddedLexicons.ReadFile("lexicon/" + entry.Name())
		if err != nil {
			return [sha256.Size]byte{}, fmt.Errorf("read safety lexicon: %w", err)
		}
		_, _ = fmt.Fprintf(digest, "%s %d\n%s", entry.Name(), len(content), content)
	}
	return [sha256.Size]byte(digest.Sum(nil)), nil
}

// Pieces appends what the voting model sees of a message to a buffer.
func Pieces(buffer []uint32, tokens []words.Token) []uint32 {
	return grammar().scan(tokens, new(storage)).ideas(linear.Features(buffer, tokens))
}
