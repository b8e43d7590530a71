package safety

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

// lexicon is one language's grammar, as its file holds it. The package's
// documentation tells the notation.
type lexicon struct {
	Language records.Language `json:"language"`
	// Keywords are words that count where they are the whole message.
	Keywords map[Keyword][]string `json:"keywords"`
	// Shy are such messages that may as well answer what was asked: "I don't want
	// it".
	Shy []string `json:"shy"`
	// Polite are words around a keyword that change nothing; Around those that
	// change nothing around a word that ends the messages.
	Polite []string `json:"polite"`
	Around []string `json:"around"`
	// Groups are phrases that mean the same, by the name that rules use.
	Groups map[string][]string `json:"groups"`
	// Emergencies by kind.
	Emergencies map[Kind]alarms `json:"emergencies"`
	// EmergencyMasks are idioms and names: their words count for no emergency.
	EmergencyMasks []string `json:"emergency_masks"`
	// Revocations end the messages, RevocationMasks use their words otherwise.
	Revocations     []string `json:"revocations"`
	RevocationMasks []string `json:"revocation_masks"`
	// Restorations bring the messages back.
	Restorations []string `json:"restorations"`
	// Aliases are ways to write a word in haste, by the word: "não" is "naum".
	Aliases map[string][]string `json:"aliases"`
	// Sounds are letters that are taken for others where people write by ear, in
	// the order in which they are looked for.
	Sounds [][2]string `json:"sounds"`
	// Ordinary are words one letter away from a red flag that are none.
	Ordinary []string `json:"ordinary"`
}

// alarms are the rules of a kind of emergency.
type alarms struct {
	// Signs are told as they happen: only a negation or years gone by undo them.
	Signs []string `json:"signs"`
	// Mentions name a condition, which is as often history, or a question: what
	// speaks of the clinic's services undoes them, too.
	Mentions []string `json:"mentions"`
}

// The groups that guards use in every language.
const (
	// groupNegation precedes what is not there.
	groupNegation = "negation"
	// groupFiller may stand between a negation and what it denies.
	groupFiller = "filler"
	// groupOr carries a negation on to the next in a row.
	groupOr = "or"
	// groupPast tells of years gone by, groupRecent of weeks and months.
	groupPast   = "past"
	groupRecent = "recent"
	// groupNow says that it is happening, whatever was before.
	groupNow = "now"
	// groupTurn are words at which a story turns to something else ("but").
	groupTurn = "turn"
	// groupQuestion asks in general ("what should I do if", "do you treat").
	groupQuestion = "question"
	// groupService speaks of appointments, results, prescriptions.
	groupService = "service"
)

// readLexicons reads every lexicon of a folder, in the order of their names.
func readLexicons(files fs.FS, folder string) ([]lexicon, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read safety lexicons: %w", err)
	}
	lexicons := make([]lexicon, 0, len(entries))
	for _, entry := range entries {
		content, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read safety lexicon: %w", err)
		}
		var read lexicon
		if err := json.Unmarshal(content, &read); err != nil {
			return nil, fmt.Errorf("decode safety lexicon %s: %w", entry.Name(), err)
		}
		lexicons = append(lexicons, read)
	}
	return lexicons, nil
}

// Load compiles the lexicons of a folder. A language may have several files;
// each has groups of its own.
func Load(files fs.FS, folder string) (*Detector, error) {
	lexicons, err := readLexicons(files, folder)
	if err != nil {
		return nil, err
	}
	return compile(lexicons)
}

// Embedded gives the detector of the languages that the program has, built on
// first use: its lexicons are part of the program, so an error in them is a
// defect that every test of this package finds.
var Embedded = sync.OnceValue(func() *Detector {
	detector := must(Unjudged())
	detector.judge = judge{learnt: must(learnt())}
	return detector
})

// Unjudged is a detector like Embedded that believes the rules alone: its
// evidence is what the judge learns from.
func Unjudged() (*Detector, error) {
	detector, err := Load(embeddedLexicons, "lexicon")
	if err != nil {
		return nil, err
	}
	model, err := trained()
	if err != nil {
		return nil, err
	}
	detector.model = model.Model()
	return detector, nil
}

// must is for what is part of the program.
func must[T any](part T, err error) T {
	if err != nil {
		panic(err)
	}
	return part
}
