package replies

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"frontdesk/conversations/understanding/words"
)

// Reader reads replies. It is immutable and safe for concurrent use.
type Reader struct {
	languages []string
	cues      tree
	topics    tree
	asked     tree
	context   tree
	// topicNames are the topics by their value in the tree; traits says which of
	// them are traits.
	topicNames []string
	traits     []bool
}

// Compile makes a Reader of the files of a folder, one per language. It fails
// for a file that is no JSON of the expected form, or names a cue that no
// reader knows.
func Compile(files fs.FS) (*Reader, error) {
	languages, err := readLanguages(files)
	if err != nil {
		return nil, err
	}
	reader := &Reader{topicNames: []string{""}, traits: []bool{false}}
	for i, one := range languages {
		reader.languages = append(reader.languages, one.Language)
		if err := reader.enter(one, uint8(i)); err != nil {
			return nil, err
		}
	}
	return reader, nil
}

func (r *Reader) enter(one language, index uint8) error {
	for name, phrases := range one.Cues {
		what, known := cueNames[name]
		if !known {
			return fmt.Errorf("reply cues of %s: %q is no cue", one.Language, name)
		}
		for _, phrase := range phrases {
			r.cues.add(phrase, mark{value: uint8(what), language: index})
		}
	}
	for name, phrases := range one.Questions {
		what, known := aspectNames[name]
		if !known {
			return fmt.Errorf("reply cues of %s: %q is nothing that a question shows", one.Language, name)
		}
		for _, phrase := range phrases {
			r.asked.add(phrase, mark{value: uint8(what), language: index})
		}
	}
	for name, phrases := range one.Context {
		what, known := contextNames[name]
		if !known {
			return fmt.Errorf("reply cues of %s: %q is no context", one.Language, name)
		}
		for _, phrase := range phrases {
			r.context.add(phrase, mark{value: uint8(what), language: index})
		}
	}
	r.enterTopics(one.Topics, false, index)
	r.enterTopics(one.Traits, true, index)
	return nil
}

func (r *Reader) enterTopics(topics map[string][]string, trait bool, index uint8) {
	for name, phrases := range topics {
		topic := r.topic(name)
		r.traits[topic] = trait
		for _, phrase := range phrases {
			r.topics.add(phrase, mark{value: topic, language: index})
		}
	}
}

// topic gives the number of a topic, a new one for a new name.
func (r *Reader) topic(name string) uint8 {
	for i, known := range r.topicNames {
		if known == name {
			return uint8(i)
		}
	}
	r.topicNames, r.traits = append(r.topicNames, name), append(r.traits, false)
	return uint8(len(r.topicNames) - 1) //nolint:gosec // topics are a dozen
}

// Default is the Reader of the embedded languages. They are part of the
// program: an error in them is a defect that every test of this package finds.
var Default = sync.OnceValue(func() *Reader {
	files, err := fs.Sub(embeddedCues, "cues")
	if err != nil {
		panic(err)
	}
	reader, err := Compile(files)
	if err != nil {
		panic(err)
	}
	return reader
})

// languageOf gives the number of a language by its tag, of which a region is
// left out, or anyLanguage.
func (r *Reader) languageOf(tag string) uint8 {
	base, _, _ := strings.Cut(tag, "-")
	for i, known := range r.languages {
		if known == base {
			return uint8(i)
		}
	}
	return anyLanguage
}

// languageFor gives the language in which a message is read: the one that is
// expected where it knows any of the message's phrases, else the one that knows
// most of its words, if that is half of them at least.
func (r *Reader) languageFor(tokens []words.Token, expected string) uint8 {
	hint := r.languageOf(expected)
	if hint != anyLanguage {
		for i := range tokens {
			for _, known := range []*tree{&r.cues, &r.context, &r.topics} {
				if _, end := known.root.longest(tokens, i, hint); end > 0 {
					return hint
				}
			}
		}
	}
	known := make([]int, len(r.languages))
	for i := range tokens {
		r.cues.root.tally(tokens, i, known)
	}
	best, most := hint, len(tokens)/2
	for index, count := range known {
		if count > most {
			best, most = uint8(index), count
		}
	}
	return best
}

// Knows says whether a word stands in any phrase of a language.
func (r *Reader) Knows(word, language string) bool {
	index := r.languageOf(language)
	if index == anyLanguage {
		return false
	}
	return r.cues.words[word][index] || r.topics.words[word][index]
}
