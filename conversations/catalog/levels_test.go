package catalog

import (
	"strings"
	"testing"
	"time"

	"frontdesk/records"
)

// telling are values each of which gives itself away where it is said.
var telling = Values{
	Clinic: "Riverside", Address: "128 Harbour Street", Phone: "+44 20 7946 0000", Number: "7", BirthDate: "14 March 1985",
	Example: "14 March 1985", Link: "https://front.example", Name: "«name»", Service: "«service»", Practitioner: "«practitioner»", Text: "«text»",
	When: "«when»", From: "«from»", Day: "«day»", Time: "«time»", Hours: "9-5", List: "a list", Minutes: "20", Room: "Room 2", Fee: "10", Notice: "a day",
}

// TestEveryTextAtEveryLevel holds invariant 13 for the catalog: whatever the
// limit, what is said in the place of a text is no more than that, in every
// language; each text that names somebody or something has one that doesn't.
func TestEveryTextAtEveryLevel(t *testing.T) {
	t.Parallel()
	names := []string{"«name»", "«service»", "«practitioner»", "«text»"}
	for _, language := range Embedded().Languages() {
		full := Embedded().Phrasebook(language, "GB", time.UTC)
		for _, key := range Keys() {
			for limit := records.ContentNeutral; limit <= records.ContentNames; limit++ {
				within, said := key.Within(limit), full.Within(limit).Say(key, telling)
				if key.Level() <= limit && within != key {
					t.Errorf("%s: %s may be said at level %d, and %s is", language, key.ID(), limit, within.ID())
				}
				if key == ServiceFor {
					continue // it is a part of texts that name, and of no others
				}
				if key.Level() == records.ContentNames && limit == records.ContentLogistics && within.Level() > limit {
					t.Errorf("%s names and has no plainer text", key.ID())
				}
				if within.Level() > limit || key == AskConsent || key == AskConsentOther {
					continue // it is withheld; or repeats what was typed
				}
				if limit < records.ContentNames && containsAny(said, names...) {
					t.Errorf("%s: %s at level %d: %q", language, key.ID(), limit, said)
				}
				if limit < records.ContentLogistics && containsAny(said, "«when»", "«from»") {
					t.Errorf("%s: %s at level %d: %q", language, key.ID(), limit, said)
				}
			}
		}
	}
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// TestPlainerTextsAreSaid holds that the texts in the place of others are of a
// lower level, and that each is one for some text.
func TestPlainerTextsAreSaid(t *testing.T) {
	t.Parallel()
	used := map[Key]bool{AskWhichAlike: true, NotHere: true, NotHerePhoneless: true}
	for key, plain := range plainer {
		if plain.Level() >= key.Level() {
			t.Errorf("%s, of level %d, stands in the place of %s, of level %d", plain.ID(), plain.Level(), key.ID(), key.Level())
		}
		used[plain] = true
	}
	for _, key := range plainKeys() {
		if !used[key] {
			t.Errorf("%s stands in the place of no text", key.ID())
		}
	}
}
