package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"frontdesk/conversations/understanding/intents"
	"frontdesk/conversations/understanding/words"
)

// slotsFile holds what fills the slots of a language's phrases.
const slotsFile = "slots.txt"

// phrase is one line that somebody wrote, before its alternatives and slots
// are filled.
type phrase struct {
	language, text string
	class          int
}

// corpus is all that the model learns from.
type corpus struct {
	phrases []phrase
	// slots of each language, by name.
	slots map[string]map[string][]string
	// features are what a model sees of a message; nil stands for its words.
	features func(buffer []uint32, message []words.Token) []uint32
	// digest of every file's name and content.
	digest [32]byte
}

// readCorpus reads the folder of phrases, a folder for each language.
func readCorpus(files fs.FS) (*corpus, error) {
	languages, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("read phrases: %w", err)
	}
	read := &corpus{slots: map[string]map[string][]string{}}
	digest := sha256.New()
	for _, language := range languages {
		entries, err := fs.ReadDir(files, language.Name())
		if err != nil {
			return nil, fmt.Errorf("read phrases: %w", err)
		}
		read.slots[language.Name()] = map[string][]string{}
		for _, entry := range entries {
			name := path.Join(language.Name(), entry.Name())
			content, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("read phrases: %w", err)
			}
			_, _ = fmt.Fprintf(digest, "%s %d\n%s", name, len(content), content)
			if err := read.add(language.Name(), entry.Name(), string(content)); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	digest.Sum(read.digest[:0])
	return read, nil
}

func (c *corpus) add(language, file, content string) error {
	label, ok := strings.CutSuffix(file, ".txt")
	class := slices.Index(intents.Labels, intents.Label(label))
	if !ok || class < 0 && file != slotsFile {
		return fmt.Errorf("not a file of phrases: its name is no label with .txt")
	}
	for _, line := range strings.Split(content, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if file != slotsFile {
			c.phrases = append(c.phrases, phrase{language: language, text: line, class: class})
			continue
		}
		name, choices, found := strings.Cut(line, "=")
		if !found {
			return fmt.Errorf("a slot without an equals sign: %q", line)
		}
		var filled []string
		for _, choice := range strings.Split(choices, "|") {
			filled = append(filled, strings.TrimSpace(choice))
		}
		c.slots[language][strings.TrimSpace(name)] = filled
	}
	return nil
}

// check fills every phrase once, to find slots that nothing fills.
func (c *corpus) check() error {
	for _, one := range c.phrases {
		if _, err := fill(one.text, c.slots[one.language], randomFor(one.text)); err != nil {
			return fmt.Errorf("%s, %s: %w", one.language, intents.Labels[one.class], err)
		}
	}
	return nil
}

// fill chooses among a phrase's alternatives and fills its slots.
func fill(text string, slots map[string][]string, choice *random) (string, error) {
	var out strings.Builder
	for text != "" {
		at := strings.IndexAny(text, "[{")
		if at < 0 {
			out.WriteString(text)
			break
		}
		out.WriteString(text[:at])
		end := strings.IndexByte(text, closing[text[at]])
		if end < at {
			return "", fmt.Errorf("%q: %c is never closed", text, text[at])
		}
		inside := text[at+1 : end]
		if text[at] == '[' {
			end = at + matching(text[at:])
			inside = text[at+1 : end]
			alternatives := split(inside)
			filled, err := fill(alternatives[choice.below(len(alternatives))], slots, choice)
			if err != nil {
				return "", err
			}
			out.WriteString(filled)
		} else {
			choices := slots[inside]
			if inside == anyWord {
				choices = []string{madeUp(choice)}
			}
			if len(choices) == 0 {
				return "", fmt.Errorf("nothing fills the slot {%s}", inside)
			}
			filled, err := fill(choices[choice.below(len(choices))], slots, choice)
			if err != nil {
				return "", err
			}
			out.WriteString(filled)
		}
		text = text[end+1:]
	}
	return strings.Join(strings.Fields(out.String()), " "), nil
}

// anyWord is the slot that a word which nobody knows fills: the name of a
// person, a place or a product.
const anyWord = "word"

// madeUp gives a word of two to four syllables that means nothing.
func madeUp(choice *random) string {
	const heads, middles, tails = "bcdfghjklmnprstvwyz", "aeiou", "nrlsmtdk"
	var word strings.Builder
	for range 2 + choice.below(3) {
		word.WriteByte(heads[choice.below(len(heads))])
		word.WriteByte(middles[choice.below(len(middles))])
		if choice.chance(35) {
			word.WriteByte(tails[choice.below(len(tails))])
		}
	}
	return word.String()
}

var closing = map[byte]byte{'[': ']', '{': '}'}

// matching gives where the bracket that opens a text is closed.
func matching(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return len(text) - 1
}

// split parts alternatives at the signs that stand in no inner bracket.
func split(text string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '|':
			if depth == 0 {
				parts = append(parts, text[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, text[start:])
}
