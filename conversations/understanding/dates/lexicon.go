package dates

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"frontdesk/conversations/understanding/words"
)

//go:embed lexicon/*.json
var embeddedLexicons embed.FS

// lexicon is one language's file, as doc.go tells.
type lexicon struct {
	Language string `json:"language"`
	// Words are the classes of words: per class, by what they stand for.
	Words map[string]map[string][]string `json:"words"`
	// Classes are the language's own classes, whose words stand for themselves.
	Classes map[string][]string `json:"classes"`
	// Shy are words that mean what their class says only beside other words.
	Shy []string `json:"shy"`
	// Slips are words that are recognised with a typing slip in them.
	Slips []string `json:"slips"`
	// NotSlips are ordinary words that look like a slip of one of those.
	NotSlips []string `json:"not_slips"`
	// Compounds are how the language writes several words together.
	Compounds []string `json:"compounds"`
	// Patterns are how the language puts together each operation.
	Patterns map[string][]string `json:"patterns"`
}

// readLexicons reads every lexicon of the folder "lexicon" by language; that of
// every language is "any".
func readLexicons(files fs.FS) (map[string]lexicon, error) {
	const folder = "lexicon"
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read lexicons of dates: %w", err)
	}
	lexicons := make(map[string]lexicon, len(entries))
	for _, entry := range entries {
		content, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read lexicon of dates: %w", err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(content)))
		decoder.DisallowUnknownFields()
		var read lexicon
		if err := decoder.Decode(&read); err != nil {
			return nil, fmt.Errorf("decode lexicon of dates %s: %w", entry.Name(), err)
		}
		lexicons[read.Language] = read
	}
	return lexicons, nil
}

// Compile makes a Reader of the lexicons in the folder "lexicon" of files, one
// per language. It fails for a file that is no lexicon.
func Compile(files fs.FS) (*Reader, error) {
	lexicons, err := readLexicons(files)
	if err != nil {
		return nil, err
	}
	return compile(lexicons)
}

// everyLanguage is the lexicon that all others stand on.
const everyLanguage = "any"

// shared is the reader of the embedded lexicons, compiled on first use: they are
// part of the program, so an error in them is a defect that every test finds.
var shared = sync.OnceValue(func() *Reader {
	reader, err := Compile(embeddedLexicons)
	if err != nil {
		panic(err)
	}
	return reader
})

// entry gives what a word of a class stands for.
func entry(class, key string) (category, value, error) {
	failed := func() (category, value, error) {
		return 0, value{}, fmt.Errorf("class %s: %q is nothing that its words can stand for", class, key)
	}
	offset, part, _ := strings.Cut(key, " ")
	if class == "relative_day" && part != "" {
		number, err := strconv.Atoi(offset)
		made, known := partSpan(part)
		made.number = number
		if !known {
			return failed()
		}
		return catRelativeDay, made, err
	}
	if away, mirrored := strings.CutPrefix(key, "±"); mirrored && class == "relative_day" {
		number, err := strconv.Atoi(away)
		return catRelativeDay, value{number: number, mirrored: true}, err
	}
	number, err := strconv.Atoi(key)
	switch class {
	case "number":
		return catNumber, value{number: number}, err
	case "ordinal":
		return catOrdinal, value{number: number, ordinal: true}, err
	case "rank":
		return catOrdinal, value{number: number, ordinal: true, bare: true}, err
	case "year":
		return catYear, value{number: number}, err
	case "weekday":
		return catDate, value{dayState: partial, weekday: number, grain: unitDay}, err
	case "month":
		return catDays, value{dayState: partial, month: number, grain: unitMonth}, err
	case "relative_day":
		return catRelativeDay, value{number: number}, err
	case "holiday":
		for i := range holidays {
			if holidays[i].name == key {
				return catDate, value{dayState: partial, holiday: i, grain: unitDay}, nil
			}
		}
		return failed()
	case "unit":
		if unitNames[key] == noUnit {
			return failed()
		}
		return catUnit, value{unit: unitNames[key]}, nil
	case "part":
		made, known := partSpan(key)
		if !known {
			return failed()
		}
		return catHours, made, nil
	case "time":
		clock, open := strings.CutSuffix(key, " either")
		clock, minutes, found := strings.Cut(clock, ":")
		h, err1 := strconv.Atoi(clock)
		m, err2 := strconv.Atoi(minutes)
		if !found || err1 != nil || err2 != nil {
			return failed()
		}
		return catTime, value{clockState: point, from: h*hour + m*minute, open: open}, nil
	case "length":
		count, name, _ := strings.Cut(key, " ")
		n, err := strconv.Atoi(count)
		if err != nil || unitNames[name] == noUnit {
			return failed()
		}
		return catLength, lengthOf(n, unitNames[name]), nil
	}
	return failed()
}

// fold brings a phrase of a lexicon to the words that are looked up.
func fold(phrase string) []string {
	if !strings.ContainsFunc(phrase, func(symbol rune) bool { return symbol != ' ' && (symbol < 'a' || symbol > 'z') }) {
		return strings.Fields(phrase)
	}
	tokens := words.Tokenize(words.Clean(phrase))
	folded := make([]string, len(tokens))
	for i, token := range tokens {
		folded[i] = token.Folded
	}
	return folded
}
