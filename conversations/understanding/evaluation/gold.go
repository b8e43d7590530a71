package evaluation

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Gold is a message of an evaluation set with its labels.
type Gold struct {
	ID        string `json:"id"`
	Language  string `json:"lang"`
	Text      string `json:"text"`
	Reference string `json:"ref"`
	// Core is true for lines of which people agree what they mean.
	Core     bool `json:"core"`
	Previous *struct {
		Text string `json:"text"`
	} `json:"prev"`
	Kind   string   `json:"kind"`
	Accept []Time   `json:"accept"`
	Label  []string `json:"label"`
	Intent OneOrAll `json:"intent"`
	Acts   []string `json:"acts"`
	Slots  map[string]struct {
		Value string `json:"value"`
	} `json:"slots"`
}

// Time is a point (Value) or a span (Start and End, of which one may be empty).
type Time struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Start string `json:"start"`
	End   string `json:"end"`
}

// Answer is what was understood of a message.
type Answer struct {
	Reply, Intent string
	When          []Time
	Acts          []string
	Slots         map[string]string
}

// OneOrAll is a label or several of which any is right.
type OneOrAll []string

// UnmarshalJSON takes a string, a list of them, or null.
func (o *OneOrAll) UnmarshalJSON(content []byte) error {
	if strings.HasPrefix(string(content), "[") {
		return json.Unmarshal(content, (*[]string)(o))
	}
	var one *string
	if err := json.Unmarshal(content, &one); err != nil {
		return err
	}
	if *o = nil; one != nil {
		*o = OneOrAll{*one}
	}
	return nil
}

// longestLine bounds a line of a set, in bytes.
const longestLine = 1 << 22

// Read reads a set: a JSON object a line. An error names the line.
func Read(set io.Reader) ([]Gold, error) {
	var golds []Gold
	scanner := bufio.NewScanner(set)
	scanner.Buffer(make([]byte, 0, 1<<16), longestLine)
	for number := 1; scanner.Scan(); number++ {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var gold Gold
		if err := json.Unmarshal(scanner.Bytes(), &gold); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		golds = append(golds, gold)
	}
	return golds, scanner.Err()
}

// Only keeps the lines of some languages (their regions left out); all, where
// none is named.
func Only(golds []Gold, languages ...string) []Gold {
	if len(languages) == 0 {
		return golds
	}
	var kept []Gold
	for _, gold := range golds {
		if language, _, _ := strings.Cut(gold.Language, "-"); slices.Contains(languages, language) {
			kept = append(kept, gold)
		}
	}
	return kept
}
