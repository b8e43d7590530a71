package replies

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed cues/*.json
var embeddedCues embed.FS

// cue is what a phrase does in a reply.
type cue uint8

const (
	cueNone cue = iota
	// cueYes and cueNo answer in one word, whatever was asked.
	cueYes
	cueNo
	// cueFits and cueRefuses say that what was proposed suits, or doesn't.
	cueFits
	cueRefuses
	// cueWrong says that something is not so; denied, that it is.
	cueWrong
	// cueEcho answers with the verb of the question, and only where nothing
	// follows: "I do."
	cueEcho
	// cueHeard takes note and agrees to nothing where a question follows: "great,
	// where is it?".
	cueHeard
	cueUnsure
	// cueMaybe leaves it open, where nothing else is said.
	cueMaybe
	// cueAnother wants another proposal: "anyone else?".
	cueAnother
	// cueChange wants what was proposed to be different: "make it 5".
	cueChange
	// cueShift is later or earlier; cuePropose begins a counter-proposal: "how
	// about".
	cueShift
	cuePropose
	// cueBut parts an answer from what restricts it.
	cueBut
	// cueAsk begins a question, cueRequest a request put as one.
	cueAsk
	cueRequest
	cueNot
	// cueThanks, cueBye and cueEnough end a conversation, more or less.
	cueThanks
	cueBye
	cueEnough
	// cueFind looks for somebody to go to; cueBook wants an appointment.
	cueFind
	cueBook
	// cueWant says that something is wanted, and leaves open what.
	cueWant
	// cueSelf and cueOther say who it is for.
	cueSelf
	cueOther
	// cueSilent words say nothing and stand before an answer: "well", "please".
	cueSilent
	// cueGreet greets.
	cueGreet
)

// contextual is what a phrase means where a certain thing was asked.
type contextual uint8

const (
	contextLead contextual = iota
	contextField
	contextDocument
	contextPick
	contextWeakLead
	contextSomebody
)

var contextNames = map[string]contextual{"lead": contextLead, "field": contextField, "document": contextDocument, "pick": contextPick, "weak_lead": contextWeakLead, "somebody": contextSomebody}

// in says whether the cue is one of some.
func (c cue) in(wanted ...cue) bool { return slices.Contains(wanted, c) }

// cueNames are the names by which a language's file gives its phrases.
var cueNames = map[string]cue{
	"yes": cueYes, "no": cueNo, "fits": cueFits, "refuses": cueRefuses, "wrong": cueWrong, "echo": cueEcho,
	"heard": cueHeard, "unsure": cueUnsure, "maybe": cueMaybe, "shift": cueShift, "propose": cuePropose,
	"another": cueAnother, "change": cueChange, "but": cueBut, "ask": cueAsk, "request": cueRequest, "not": cueNot,
	"thanks": cueThanks, "bye": cueBye, "enough": cueEnough, "find": cueFind, "book": cueBook, "want": cueWant,
	"self": cueSelf, "other": cueOther, "silent": cueSilent, "greet": cueGreet,
}

// Aspect is something that a question of the clinic's side shows of itself.
type Aspect uint8

// The aspects.
const (
	// AspectMore asks whether there is anything else.
	AspectMore Aspect = iota
	// AspectConfirm asks whether what it says is right.
	AspectConfirm
	// AspectBook offers to book.
	AspectBook
	// AspectFailed says that something could not be done.
	AspectFailed
	// AspectDone says that something was done.
	AspectDone
	// AspectWhich asks for something open: which city, what time.
	AspectWhich
	// AspectFound proposes somebody.
	AspectFound
	// AspectTells gives a fact that was asked for.
	AspectTells
	// AspectName asks for a person's name.
	AspectName
	// AspectDocument asks for the number of a document.
	AspectDocument
	// AspectWhoFor asks for whom it is.
	AspectWhoFor
	// AspectChoice asks for one of several things offered.
	AspectChoice
	// AspectDay asks for a day, AspectHour for a time of day.
	AspectDay
	AspectHour
	// AspectField asks what of the things known is wrong.
	AspectField
	// AspectFeeling asks how somebody is.
	AspectFeeling
	// AspectKind asks for which service it is.
	AspectKind
	// AspectPlace asks for a place.
	AspectPlace
	aspectCount
)

var aspectNames = map[string]Aspect{
	"more": AspectMore, "confirm": AspectConfirm, "book": AspectBook, "failed": AspectFailed, "done": AspectDone,
	"which": AspectWhich, "found": AspectFound, "tells": AspectTells, "name": AspectName, "document": AspectDocument,
	"who_for": AspectWhoFor, "choice": AspectChoice, "day": AspectDay, "hour": AspectHour, "field": AspectField,
	"feeling": AspectFeeling, "kind": AspectKind, "place": AspectPlace,
}

// language is one language's file.
type language struct {
	Language string `json:"language"`
	// Cues are the phrases of patients.
	Cues map[string][]string `json:"cues"`
	// Context are phrases that mean something only where a certain thing was
	// asked: what introduces a name (lead; weak_lead where
	// one was asked for), what is known of a person (field), what
	// documents are called (document), what picks one of several (pick), what
	// asks for other people rather than other times (somebody).
	Context map[string][]string `json:"context"`
	// Topics are the things that patients ask about, by name.
	Topics map[string][]string `json:"topics"`
	// Traits are topics that may as well be wished for: "a unisex salon".
	Traits map[string][]string `json:"traits"`
	// Questions are the phrases by which a question of the clinic's side is
	// recognised.
	Questions map[string][]string `json:"questions"`
}

// readLanguages reads every file of a folder, in the order of their names.
func readLanguages(files fs.FS) ([]language, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list reply cues: %w", err)
	}
	read := make([]language, 0, len(names))
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read reply cues: %w", err)
		}
		var one language
		decoder := json.NewDecoder(strings.NewReader(string(content)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&one); err != nil {
			return nil, fmt.Errorf("decode reply cues %s: %w", name, err)
		}
		if one.Language == "" {
			return nil, fmt.Errorf("reply cues %s name no language", name)
		}
		read = append(read, one)
	}
	return read, nil
}
