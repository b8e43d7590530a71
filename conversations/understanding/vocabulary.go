package understanding

import (
	"strings"
	"time"

	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// Vocabulary is what a clinic adds to the words that everybody uses.
type Vocabulary struct {
	Practitioners []records.Practitioner
	Types         []records.AppointmentType
	// Zone in which days and times are meant.
	Zone *time.Location
	// Country decides whether numeric dates put the month first.
	Country string
	// Languages that the clinic answers in.
	Languages []records.Language
}

// titles stand before a practitioner's name and name nobody.
var titles = map[string]bool{
	"dr": true, "dra": true, "doctor": true, "doctora": true, "doutor": true, "doutora": true, "mr": true,
	"mrs": true, "ms": true, "prof": true, "nurse": true, "sr": true, "sra": true, "the": true, "de": true, "la": true,
	"da": true, "do": true, "dos": true, "del": true, "enfermera": true, "enfermeira": true,
}

// common are words of services' names that say nothing on their own.
var common = map[string]bool{
	"appointment": true, "visit": true, "consulta": true, "consultation": true, "cita": true, "patient": true,
	"paciente": true, "with": true, "para": true, "primera": true, "primeira": true, "first": true, "general": true,
	"session": true, "sesion": true, "sessao": true, "dental": true, "medical": true, "medica": true, "medico": true,
	"minutes": true, "minutos": true, "book": true, "time": true, "turno": true, "horario": true, "nueva": true,
	"nova": true, "doctor": true, "health": true, "full": true, "long": true, "short": true,
}

// compileVocabulary enters the clinic's names into tables of their own.
func compileVocabulary(vocabulary Vocabulary) *tables {
	t := newTables()
	for i, practitioner := range vocabulary.Practitioners {
		named := concept{kind: kindPractitioner, value: i}
		t.add(practitioner.Name, named)
		for _, word := range words.Tokenize(words.Clean(practitioner.Name)) {
			if !titles[word.Folded] && len(word.Folded) > 1 {
				t.add(word.Folded, named)
			}
		}
	}
	owners := map[string]map[int]bool{}
	for i, offered := range vocabulary.Types {
		for _, phrase := range phrasesOf(offered) {
			for _, plural := range []string{"", "s", "es"} {
				t.add(phrase+plural, concept{kind: kindType, value: i})
			}
			for _, word := range words.Tokenize(words.Clean(phrase)) {
				if len(word.Folded) < 5 || common[word.Folded] {
					continue
				}
				if owners[word.Folded] == nil {
					owners[word.Folded] = map[int]bool{}
				}
				owners[word.Folded][i] = true
			}
		}
	}
	for word, types := range owners {
		for i := range types {
			t.add(word, concept{kind: kindType, value: i})
		}
	}
	return t
}

func phrasesOf(offered records.AppointmentType) []string {
	var phrases []string
	for _, name := range offered.Name {
		phrases = append(phrases, name)
	}
	for _, synonyms := range offered.Synonyms {
		phrases = append(phrases, synonyms...)
	}
	return phrases
}

// Fold brings a text to the form in which texts are compared: lower case,
// without accents and signs, words parted by one space.
func Fold(text string) string {
	tokens := words.Tokenize(words.Clean(text))
	spelt := make([]string, len(tokens))
	for i, word := range tokens {
		spelt[i] = word.Folded
	}
	return strings.Join(spelt, " ")
}
