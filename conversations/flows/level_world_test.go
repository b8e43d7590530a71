package flows

import (
	"maps"
	"slices"
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// checkLevel holds invariant 13 of every reply: it gives away no more than the
// contact may be told, by what it says of itself and by its words.
func checkLevel(tb failer, w *world, reply conversations.Reply) {
	tb.Helper()
	if reply.Level > w.contact.Level {
		tb.Fatalf("a reply of level %d where %d is allowed: %q", reply.Level, w.contact.Level, reply.Text)
	}
	if w.contact.Level >= records.ContentNames {
		return
	}
	names := w.namesOnFile()
	for line := range strings.Lines(shown(reply)) {
		label := strings.TrimLeft(understanding.Fold(line), "0123456789 ")
		if w.public(line) || slices.Contains(names, label) {
			continue // one of those whom anybody may choose from
		}
		named := func(name string) bool { return strings.Contains(label, name) }
		if reply.Level == records.ContentLogistics && slices.ContainsFunc(names, named) || w.namesPatient(label) || w.contact.Level == records.ContentNeutral && w.tellsWhen(label) {
			tb.Fatalf("at level %d it is said: %q", w.contact.Level, line)
		}
	}
}

// namesPatient says whether a folded line has the given name of one of the
// contact's patients.
func (w *world) namesPatient(line string) bool {
	words := strings.FieldsFunc(line, func(letter rune) bool { return letter < 'a' || letter > 'z' })
	return slices.ContainsFunc(w.contact.Persons, func(person conversations.Person) bool {
		given, _, _ := strings.Cut(understanding.Fold(person.Name), " ")
		return slices.Contains(words, given)
	})
}

// tellsWhen says whether a folded line has the time of one of the appointments.
func (w *world) tellsWhen(line string) bool {
	if w.books == nil {
		for _, language := range w.engine.Languages() {
			w.books = append(w.books, catalog.Embedded().Phrasebook(language, w.profile.Clinic.Country, w.profile.Zone))
		}
	}
	for _, book := range w.books {
		for _, a := range w.appointments {
			if strings.Contains(line, understanding.Fold(book.When(a.Start))) {
				return true
			}
		}
	}
	return false
}

// public says whether a line is of what the clinic tells everybody in its own
// words.
func (w *world) public(line string) bool {
	line = strings.TrimSpace(line)
	for _, text := range w.profile.Texts {
		for _, words := range text {
			if strings.Contains(words, line) {
				return true
			}
		}
	}
	for _, practitioner := range w.profile.Practitioners {
		// Who works here: "Dr Osei, dentist (English)", and no time of anybody's.
		if strings.HasPrefix(line, practitioner.Name) && !strings.ContainsAny(line, "0123456789") {
			return true
		}
	}
	for _, offered := range w.profile.Types {
		for _, words := range offered.Preparation {
			if strings.HasSuffix(line, words) {
				return true
			}
		}
	}
	// Who works here is on the list that everybody gets.
	return slices.ContainsFunc(w.profile.Practitioners, func(practitioner records.Practitioner) bool {
		about, listed := strings.CutPrefix(line, practitioner.Name)
		specialty := slices.ContainsFunc(slices.Collect(maps.Values(practitioner.Specialty)), func(words string) bool {
			return words != "" && strings.HasPrefix(about, ", "+words)
		})
		return listed && (specialty || strings.HasPrefix(about, " ("))
	})
}

// shown is all that a reply shows.
func shown(reply conversations.Reply) string {
	words := reply.Text
	for _, choice := range reply.Choices {
		words += "\n" + choice.Label
	}
	return words
}

// namesOnFile are those of practitioners and services, folded.
func (w *world) namesOnFile() []string {
	var names []string
	for _, practitioner := range w.profile.Practitioners {
		names = append(names, understanding.Fold(practitioner.Name))
	}
	for _, offered := range w.profile.Types {
		for _, language := range w.engine.Languages() {
			if name := understanding.Fold(offered.Name.In(language)); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}
