package main

import (
	"encoding/json"
	"fmt"
	"os"

	"frontdesk/conversations/understanding/entities"
)

// shortenedKinds are the lists whose names people write by their letters:
// "SF" for San Francisco.
var shortenedKinds = []string{slotCity}

// readVocabulary reads what a clinic calls things: a JSON object of lists of
// names. Without a file, only what specialties are called is known.
func readVocabulary(file string) (*entities.Gazetteer, error) {
	lists := map[string][]string{}
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the vocabulary: %w", err)
		}
		if err := json.Unmarshal(content, &lists); err != nil {
			return nil, fmt.Errorf("the vocabulary %s is not a JSON object of lists of names: %w", file, err)
		}
	}
	gazetteer := entities.NewGazetteer(lists, shortenedKinds...)
	entities.Known().Enter(gazetteer, slotType, lists[slotType])
	return gazetteer, nil
}
