package intents

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"frontdesk/conversations/understanding/words"
)

//go:embed anchors/*.txt
var anchorFiles embed.FS

// anchor is a rule that stands above the model: words that say a label, or
// that rule it out.
type anchor struct {
	words []string
	class int
	not   bool
}

// anchors are all rules, of all languages, by their first word. An error in
// them is a defect that every test of this package finds.
var anchors = sync.OnceValue(func() map[string][]anchor {
	rules := map[string][]anchor{}
	err := eachLine(anchorFiles, "anchors", func(line string) error {
		rule, err := parseAnchor(line)
		if err != nil {
			return err
		}
		rules[rule.words[0]] = append(rules[rule.words[0]], rule)
		return nil
	})
	if err != nil {
		panic(err)
	}
	return rules
})

func parseAnchor(line string) (anchor, error) {
	label, text, found := strings.Cut(line, ":")
	name, not := strings.CutPrefix(strings.TrimSpace(label), "not ")
	rule := anchor{words: fold(text), class: slices.Index(Labels, Label(name)), not: not}
	if !found || rule.class < 0 || len(rule.words) == 0 {
		return anchor{}, fmt.Errorf("not a rule of a label and words: %q", line)
	}
	return rule, nil
}

// held is how many times likelier words make a label that they say.
const held = 50

// hold brings the likelihoods in line with the rules that a message meets, and
// says whether there were any. The last likelihood is that of OutOfScope.
func hold(probabilities []float32, message []words.Token) bool {
	met := false
	for i := range message {
		for _, rule := range anchors()[message[i].Folded] {
			if !stands(rule.words, message[i:]) {
				continue
			}
			met = true
			if rule.not {
				// What is left is not likelier for it.
				probabilities[len(probabilities)-1] += probabilities[rule.class]
				probabilities[rule.class] = 0
			} else {
				probabilities[rule.class] *= held
			}
		}
	}
	return met
}

// stands says whether a message begins with these words.
func stands(sequence []string, message []words.Token) bool {
	if len(sequence) > len(message) {
		return false
	}
	for i, word := range sequence {
		if message[i].Folded != word {
			return false
		}
	}
	return true
}

// eachLine calls read for each line of a folder's files that is no comment.
func eachLine(files embed.FS, folder string, read func(string) error) error {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("read %s: %w", folder, err)
	}
	for _, entry := range entries {
		content, err := files.ReadFile(path.Join(folder, entry.Name()))
		if err != nil {
			return fmt.Errorf("read %s: %w", folder, err)
		}
		for line := range strings.Lines(string(content)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if err := read(line); err != nil {
				return fmt.Errorf("%s: %w", entry.Name(), err)
			}
		}
	}
	return nil
}

func fold(text string) []string {
	var folded []string
	for _, token := range words.Tokenize(words.Clean(text)) {
		folded = append(folded, token.Folded)
	}
	return folded
}
