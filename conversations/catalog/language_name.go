package catalog

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"frontdesk/records"
)

// LanguageName tells a language in the reader's own: "Spanish", "español",
// "espanhol" (Unicode CLDR). A tag that nobody has a name for is told as it is.
func (b *Phrasebook) LanguageName(tag records.Language) string {
	named, err := language.Parse(string(tag))
	if err != nil {
		return string(tag)
	}
	reader, err := language.Parse(string(b.language))
	if err != nil {
		reader = language.English
	}
	names := display.Languages(reader)
	if names == nil {
		names = display.Languages(language.English)
	}
	if name := names.Name(named); name != "" {
		return name
	}
	return string(tag)
}
