package conversations

import (
	"unicode"

	"golang.org/x/text/language"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// scripts are the letters of a language, by its script (ISO 15924). What is not
// listed is written in Latin letters.
var scripts = map[string][]*unicode.RangeTable{
	"Arab": {unicode.Arabic}, "Armn": {unicode.Armenian}, "Beng": {unicode.Bengali}, "Cyrl": {unicode.Cyrillic},
	"Deva": {unicode.Devanagari}, "Ethi": {unicode.Ethiopic}, "Geor": {unicode.Georgian}, "Grek": {unicode.Greek},
	"Hans": {unicode.Han}, "Hant": {unicode.Han}, "Hebr": {unicode.Hebrew}, "Jpan": {unicode.Han, unicode.Hiragana, unicode.Katakana},
	"Khmr": {unicode.Khmer}, "Kore": {unicode.Hangul}, "Taml": {unicode.Tamil}, "Thai": {unicode.Thai},
}

// lettersOf are the letters in which the languages of a clinic are written.
func lettersOf(languages []records.Language) []*unicode.RangeTable {
	letters := []*unicode.RangeTable{unicode.Latin}
	for _, spoken := range languages {
		script, _ := language.Make(string(spoken)).Script()
		letters = append(letters, scripts[script.String()]...)
	}
	return letters
}

// foreign says whether a text is for the most part in letters that no language
// of the clinic is written in.
func (e *Engine) foreign(text string) bool {
	const few = 2
	letters, own := 0, 0
	for _, letter := range text {
		if !unicode.IsLetter(letter) {
			continue
		}
		letters++
		if unicode.In(letter, e.letters...) {
			own++
		}
	}
	return letters >= few && 2*own < letters
}

// inForeignLetters answers a message in letters that nobody here reads: in which
// languages it can go on, with a person beside them; to the second in a row, the
// front desk is told. A name and words that are kept for people are taken as
// they are.
func (t *Turn) inForeignLetters() bool {
	if !t.engine.foreign(t.Meaning.Text) || t.OwnWords() || t.Meaning.Name != "" && t.expects(understanding.ExpectName) {
		return false
	}
	t.Meaning = understanding.Meaning{}
	var before MenuReply
	if top := t.state.top(); top != nil && top.Flow == FlowMenu {
		t.Load(&before)
	}
	if before.Foreign {
		t.Start(FlowPerson, nil)
	} else {
		t.Start(FlowMenu, MenuReply{Foreign: true})
	}
	return true
}

// expects says whether the open question waits for an answer of a kind.
func (t *Turn) expects(what understanding.Expectation) bool {
	return t.state.Question != nil && t.state.Question.Expect == what
}

// SayLanguages says in each language of the clinic that it is one, and what to
// dial: nobody here can tell whether it is an emergency.
func (t *Turn) SayLanguages() {
	number, _ := t.emergencyNumbers()
	for _, spoken := range t.engine.languages {
		key := catalog.AnswersIn
		if number != "" {
			key = catalog.AnswersInOrCall
		}
		t.SayText(t.engine.book(spoken).Say(key, catalog.Values{Number: number}), key.Level())
	}
}
