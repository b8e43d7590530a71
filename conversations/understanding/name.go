package understanding

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/conversations/understanding/words"
)

// Bounds of a person's name.
const (
	maxNameWords = 7
	maxName      = 80
)

// name finds a person's name: what follows "my name is" anywhere, or, where a
// name is expected, the whole message when it can be one.
func (r *reading) name(typed []words.Token, expected Expectation, meaning Meaning) string {
	start := r.afterLead()
	if expected != ExpectName && !r.introduced(start) {
		return r.presentedName(typed)
	}
	if expected == ExpectName && start == 0 && (r.commands(meaning) || r.wholeWord("myself")) {
		return ""
	}
	spelt := make([]string, 0, maxNameWords)
	for i := start; i < len(typed); i++ {
		if i == r.bornAt || r.word(i, "born") > 0 {
			break
		}
		word := typed[i]
		if word.Number || word.Folded == "and" && len(spelt) > 0 && i+1 < len(typed) && (r.word(i+1, "born") > 0 || i+1 == r.bornAt) {
			break
		}
		if word.Pause && len(spelt) > 0 && expected != ExpectName {
			break
		}
		if len(spelt) == maxNameWords {
			return ""
		}
		spelled := strings.Trim(word.Original, "'")
		if word.Joiner == '-' && len(spelt) > 0 {
			spelt[len(spelt)-1] += "-" + spelled
			continue
		}
		spelt = append(spelt, spelled)
	}
	name := capitalized(strings.Join(spelt, " "))
	if len(spelt) == 0 || utf8.RuneCountInString(name) > maxName || !hasLetter(name) {
		return ""
	}
	return name
}

// afterLead gives the word after "my name is" and its like, or 0.
func (r *reading) afterLead() int {
	for i := range r.tokens {
		if end := r.word(i, "lead"); end > 0 {
			// A greeting may stand before: "hi, I'm Ana".
			if r.tokens[i].Pause || i == 0 || r.onlyGreetingsBefore(i) {
				for again := r.word(end, "lead"); again > 0; again = r.word(end, "lead") {
					end = again
				}
				return end
			}
		}
	}
	if greeting, ok := r.at(0, kindIntent); ok && greeting.concept.name == string(IntentGreeting) && greeting.end < len(r.tokens) {
		return greeting.end
	}
	return 0
}

func (r *reading) onlyGreetingsBefore(i int) bool {
	greeting, ok := r.at(0, kindIntent)
	return ok && greeting.concept.name == string(IntentGreeting) && greeting.end == i
}

// introduced says whether the words before start are ones that only names
// follow ("my name is", "me llamo"): shorter ones ("I'm") introduce anything.
func (r *reading) introduced(start int) bool {
	for begin := max(0, start-4); begin < start; begin++ {
		if r.word(begin, "lead") != start {
			continue
		}
		if start-begin >= 3 || r.tokens[begin].Folded == "me" || r.tokens[begin].Folded == "nome" && start-begin >= 2 {
			return true
		}
	}
	return false
}

// commands says whether a message that could be a name is rather something
// that the patient wants. One word of a longer message is not enough: people
// are called Victoria Book and Alma Consulta.
func (r *reading) commands(meaning Meaning) bool {
	if meaning.Keyword != KeywordNone || meaning.LanguageWanted != "" && len(r.tokens) <= 3 || len(r.tokens) > maxNameWords+3 && len(meaning.BirthDates) == 0 {
		return true
	}
	for i := range r.tokens {
		found, ok := r.at(i, kindIntent)
		if !ok || small(Intent(found.concept.name)) && found.end < len(r.tokens) {
			continue
		}
		if found.end-found.start >= 2 || len(r.tokens) == 1 || i == 0 && len(r.tokens) <= 2 && !capitalLetter(r.tokens[i].Original) {
			return true
		}
	}
	if r.wholeWord("any") || r.wholeWord("soonest") || r.wholeWord("anybody") || r.onlyWhen() {
		return true
	}
	if r.whole(kindLoneIntent) || r.whole(kindUnsettled) {
		return true
	}
	if found, ok := r.at(0, kindNo); ok && found.end == len(r.tokens) {
		return true
	}
	if found, ok := r.yes(0); ok && found.end == len(r.tokens) {
		return true
	}
	if strings.ContainsRune(meaning.Text, '?') {
		return true
	}
	sentence := 0
	for _, word := range r.tokens {
		if slices.Contains(sentenceWords, word.Folded) {
			sentence++
		}
	}
	return sentence > 0
}

// onlyWhen says whether a message names a day or a time and nothing else, without
// the capital letter of a name: "friday mornings".
func (r *reading) onlyWhen() bool {
	for i := range r.tokens {
		if !r.taken[i] || capitalLetter(r.tokens[i].Original) {
			return false
		}
	}
	return true
}

// sentenceWords stand in sentences and in no name.
var sentenceWords = []string{
	"i", "you", "want", "need", "can", "could", "would", "why", "what", "when", "how", "where", "my", "have", "please",
	"quiero", "necesito", "puedo", "por", "que", "cuando", "como", "donde", "tengo", "quero", "preciso", "posso", "voce", "tenho", "is", "are",
	"dont", "know", "quien", "quem", "who", "this", "not",
}

// A span is the words from start to before end.
type span struct{ start, end int }

// presented finds the words with which writers say who they are in passing:
// "hi, this is Maria Lopez, I need …", "soy María López". What introduces a name
// introduces much else, so it must look like a name in full: two words or more
// with capital letters that mean nothing else. Nothing is found for "this is Dr
// Osei's patient" or "soy paciente de la Dra. Pérez".
func (r *reading) presented(typed []words.Token) span {
	for i := range r.tokens {
		begin := max(r.word(i, "self"), r.word(i, "presents"))
		if begin == 0 || i > 0 && !r.tokens[i].Pause && !r.onlyGreetingsBefore(i) {
			continue
		}
		end, capitals := begin, 0
		for end < len(typed) && end-begin <= maxNameWords && (end == begin || !typed[end].Pause) {
			word := typed[end]
			if r.namesSomebody(end, word) {
				capitals++
			} else if end == begin || !particles[word.Folded] || capitalLetter(word.Original) {
				break
			}
			end++
		}
		for end > begin && particles[typed[end-1].Folded] {
			end--
		}
		owner := end > begin && strings.HasSuffix(strings.ReplaceAll(typed[end-1].Original, "’", "'"), "'s")
		if capitals >= 2 && end-begin <= maxNameWords && !owner {
			return span{begin, end}
		}
	}
	return span{}
}

// namesSomebody says whether a word may be one of a name that is said in
// passing.
func (r *reading) namesSomebody(i int, word words.Token) bool {
	if word.Number || !capitalLetter(word.Original) || utf8.RuneCountInString(word.Original) < 2 || titles[word.Folded] ||
		slices.Contains(sentenceWords, word.Folded) || r.taken[i] {
		return false
	}
	for _, what := range []kind{kindIntent, kindWeakIntent, kindLanguage, kindType, kindYes, kindNo} {
		if _, ok := r.at(i, what); ok {
			return false
		}
	}
	return r.word(i, "self") == 0 && word.Original != strings.ToUpper(word.Original)
}

// presentedName gives the name that the writer has said in passing.
func (r *reading) presentedName(typed []words.Token) string {
	var spelt []string
	for i := r.namedAt.start; i < r.namedAt.end; i++ {
		if spelled := strings.Trim(typed[i].Original, "'"); typed[i].Joiner == '-' && len(spelt) > 0 {
			spelt[len(spelt)-1] += "-" + spelled
		} else {
			spelt = append(spelt, spelled)
		}
	}
	name := strings.Join(spelt, " ")
	if utf8.RuneCountInString(name) > maxName {
		return ""
	}
	return name
}

func capitalLetter(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}

// particles stay small inside a name.
var particles = map[string]bool{
	"de": true, "da": true, "do": true, "dos": true, "das": true, "del": true, "la": true, "las": true, "los": true,
	"e": true, "y": true, "van": true, "von": true, "der": true, "den": true, "bin": true, "al": true,
}

// capitalized gives a name typed all in one case its capitals; a name with
// both is left as its bearer wrote it.
func capitalized(name string) string {
	if name != strings.ToLower(name) && (name != strings.ToUpper(name) || utf8.RuneCountInString(name) < 4) {
		return name
	}
	spelt := strings.Split(strings.ToLower(name), " ")
	for i, word := range spelt {
		if i > 0 && particles[word] {
			continue
		}
		spelt[i] = upperFirst(word)
	}
	return strings.Join(spelt, " ")
}

func upperFirst(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return word
	}
	return string(unicode.ToTitle(first)) + word[size:]
}
