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
	cueCount
)

// in says whether the cue is one of some.
func (c cue) in(wanted ...cue) bool { return slices.Contains(wanted, c) }

// cueNames are the names by which a language's file gives its phrases.
var cueNames = map[string]cue{
	"yes": cueYes, "no": cueNo, "fits": cueFits, "refuses": cueRefuses, "wrong": cueWrong, "echo": cueEcho,
	"heard": cueHeard, "unsure": cueUnsure, "maybe": cueMaybe, "shift": cueShift, "propose": cuePropose,
	"another": cueAnother, "change": cueChange, "but": cueBut, "ask": cueAsk, "request": cueRequest, "not": cueNot,
	"thanks": cueThanks, "bye": cueBye, "enough": cueEnough, "find": cueFind, "book": cueBook, "want": cueWant,
	"self": cueSelf, "other": cueOther, "silent": cueSilent,
}

// aspect is something that a question of the clinic's side shows of itself.
type aspect uint8

const (
	// aspectMore asks whether there is anything else.
	aspectMore aspect = iota
	// aspectConfirm asks whether what it says is right.
	aspectConfirm
	// aspectBook offers to book.
	aspectBook
	// aspectFailed says that something could not be done.
	aspectFailed
	// aspectDone says that something was done.
	aspectDone
	// aspectWhich asks for something open: which city, what time.
	aspectWhich
	// aspectFound proposes somebody.
	aspectFound
	// aspectTells gives a fact that was asked for.
	aspectTells
	aspectName
	aspectDocument
	aspectWhoFor
	aspectChoice
	aspectDay
	aspectHour
	aspectField
	aspectFeeling
	aspectKind
	// aspectPlace asks for a place.
	aspectPlace
	aspectCount
)

var aspectNames = map[string]aspect{
	"more": aspectMore, "confirm": aspectConfirm, "book": aspectBook, "failed": aspectFailed, "done": aspectDone,
	"which": aspectWhich, "found": aspectFound, "tells": aspectTells, "name": aspectName, "document": aspectDocument,
	"who_for": aspectWhoFor, "choice": aspectChoice, "day": aspectDay, "hour": aspectHour, "field": aspectField,
	"feeling": aspectFeeling, "kind": aspectKind, "place": aspectPlace,
}

// language is one language's file.
type language struct {
	Language string `json:"language"`
	// Cues are the phrases of patients.
	Cues map[string][]string `json:"cues"`
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
