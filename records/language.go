package records

// Language is a BCP 47 primary language tag of a text that the catalog holds.
type Language string

// The languages that are complete from the start.
const (
	English    Language = "en"
	Spanish    Language = "es"
	Portuguese Language = "pt"
)

// LocalizedText is one text in several languages, as a clinic wrote it.
type LocalizedText map[Language]string

// In gives the text in the language asked for, else in English, else in
// whichever language there is, so that a half-translated clinic still speaks.
func (t LocalizedText) In(language Language) string {
	if text := t[language]; text != "" {
		return text
	}
	if text := t[English]; text != "" {
		return text
	}
	for _, fallback := range []Language{Spanish, Portuguese} {
		if text := t[fallback]; text != "" {
			return text
		}
	}
	return ""
}
