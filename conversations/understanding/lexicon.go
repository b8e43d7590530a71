package understanding

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"frontdesk/records"
)

//go:embed lexicon/*.json
var embeddedLexicons embed.FS

// lexicon is one language's words, as its file holds them.
type lexicon struct {
	Language records.Language `json:"language"`
	// Intents are phrases that say what somebody wants; Weak ones count only
	// where no other intent was said ("appointment").
	Intents map[Intent][]string `json:"intents"`
	Weak    map[Intent][]string `json:"weak"`
	// Alone are phrases that say what somebody wants only where nothing else is
	// said: "voltar" goes back, "quando posso voltar a treinar" does not.
	Alone map[Intent][]string `json:"alone"`
	// Negations undo the intent that follows directly ("I don't want to").
	Negations []string            `json:"negations"`
	Answers   map[Answer][]string `json:"answers"`
	// ShyYes are words that agree only where a pause, a courtesy or another yes
	// follows, or nothing: "pode" agrees, "pode repetir" asks.
	ShyYes []string `json:"shy_yes"`
	// Unsettled are phrases that begin like an answer and are none: "não sei".
	Unsettled []string            `json:"unsettled"`
	Numbers   map[string]int      `json:"numbers"`
	Ordinals  map[string]int      `json:"ordinals"`
	Words     map[string][]string `json:"words"`
	Rude      []string            `json:"rude"`
	// LanguageNames ask for a language ("in English"), by its tag.
	LanguageNames map[records.Language][]string `json:"language_names"`
	// Seen are words by which the language is recognised.
	Seen []string `json:"seen"`
	// Known are ordinary words that must not be taken for a misspelt one.
	Known []string `json:"known"`
}

// readLexicons reads every lexicon of a folder, in the order of their names.
func readLexicons(files fs.FS, folder string) ([]lexicon, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read lexicons: %w", err)
	}
	lexicons := make([]lexicon, 0, len(entries))
	for _, entry := range entries {
		content, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read lexicon: %w", err)
		}
		var read lexicon
		if err := json.Unmarshal(content, &read); err != nil {
			return nil, fmt.Errorf("decode lexicon %s: %w", entry.Name(), err)
		}
		lexicons = append(lexicons, read)
	}
	return lexicons, nil
}

// shared is the part of every Reader that no clinic changes, built on first
// use: the embedded lexicons are part of the program, so an error in them is a
// defect that every test of this package finds.
var shared = sync.OnceValue(func() *tables {
	lexicons, err := readLexicons(embeddedLexicons, "lexicon")
	if err != nil {
		panic(err)
	}
	return compile(lexicons)
})
