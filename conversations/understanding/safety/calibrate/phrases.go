package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strings"

	"frontdesk/conversations/understanding/safety"
	"frontdesk/conversations/understanding/words"
)

// What a phrase is, by the name of its file.
const (
	emergency  = "emergency"
	revocation = "revocation"
	ordinary   = "ordinary"
	near       = "near"
)

// phrase is a message with what rules and model say of it.
type phrase struct {
	language, kind, text string
	weighed              safety.Evidence
}

type phrases struct {
	all    []phrase
	digest string
}

// readPhrases reads the files of a folder, each named for a language and a kind,
// a phrase a line.
func readPhrases(files fs.FS) (*phrases, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("read phrases: %w", err)
	}
	read, digest := &phrases{}, sha256.New()
	trained, err := safety.Trained()
	if err != nil {
		return nil, err
	}
	digest.Write(trained[:])
	detector, err := safety.Unjudged()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read phrases: %w", err)
		}
		_, _ = fmt.Fprintf(digest, "%s %d\n%s", name, len(content), content)
		parts := strings.Split(name, ".")
		if len(parts) != 3 {
			return nil, fmt.Errorf("%s: want LANGUAGE.KIND.txt", name)
		}
		kind := strings.TrimRight(parts[1], "0123456789")
		for line := range strings.Lines(string(content)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				_, weighed := detector.Weigh(words.Tokenize(words.Clean(line)))
				read.all = append(read.all, phrase{language: parts[0], kind: kind, text: line, weighed: weighed})
			}
		}
	}
	read.digest = hex.EncodeToString(digest.Sum(nil))
	return read, nil
}

// instance is a phrase as one of the two judgements sees it.
type instance struct {
	of      *phrase
	reasons []float64
	// is says what is right, counts what it counts for, and part in which fifth of
	// all it is.
	is     bool
	counts float64
	part   int
}

// cases gives what one judgement learns from. An emergency may end the messages
// besides, and whoever ends them may be in need: neither is taken for an example
// of what the other is not.
func (p *phrases) cases(of string) []instance {
	var cases []instance
	for i := range p.all {
		one := &p.all[i]
		var reasons []float64
		switch {
		case of == emergency && (one.kind == emergency || one.kind == ordinary):
			all := one.weighed.EmergencyReasons()
			reasons = all[:]
		case of == revocation && one.kind != emergency:
			all := one.weighed.RevocationReasons()
			reasons = all[:]
		default:
			continue
		}
		hash := fnv.New32a()
		_, _ = hash.Write([]byte(one.text))
		cases = append(cases, instance{of: one, reasons: reasons, is: one.kind == of, part: int(hash.Sum32() % parts)})
	}
	balance(cases)
	return cases
}

// balance lets both answers count the same together.
func balance(cases []instance) {
	var yes, no float64
	for i := range cases {
		if cases[i].is {
			yes++
		} else {
			no++
		}
	}
	for i := range cases {
		if cases[i].is {
			cases[i].counts = 1 / yes
		} else {
			cases[i].counts = 1 / no
		}
	}
}
