package catalog

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"frontdesk/records"
)

//go:embed messages/*.json
var embeddedMessages embed.FS

// Catalog is the texts in all languages. It is safe for concurrent use.
type Catalog struct {
	localizers map[records.Language]*i18n.Localizer
	languages  []records.Language
}

// Load reads the message files of a folder. An error names the file at fault.
func Load(files fs.FS, folder string) (*Catalog, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read message files: %w", err)
	}
	bundle := i18n.NewBundle(language.English)
	catalog := &Catalog{localizers: map[records.Language]*i18n.Localizer{}}
	for _, entry := range entries {
		file, err := bundle.LoadMessageFileFS(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("load message file %s: %w", entry.Name(), err)
		}
		catalog.languages = append(catalog.languages, records.Language(file.Tag.String()))
	}
	for _, tag := range catalog.languages {
		catalog.localizers[tag] = i18n.NewLocalizer(bundle, string(tag))
	}
	return catalog, nil
}

// Embedded gives the catalog that is part of the program. That it loads is a
// test, so it can't fail at run time.
var Embedded = sync.OnceValue(func() *Catalog {
	catalog, err := Load(embeddedMessages, "messages")
	if err != nil {
		panic(err)
	}
	return catalog
})

// Languages lists the languages of the catalog, in the order of their tags.
func (c *Catalog) Languages() []records.Language { return c.languages }

// Speaks says whether the catalog has texts in a language.
func (c *Catalog) Speaks(tag records.Language) bool { return c.localizers[tag] != nil }

// Name gives a language's own name for itself ("Español").
func (c *Catalog) Name(tag records.Language) string {
	return c.text(tag, "language_name", nil, nil)
}

// text gives one text. A language without it falls back to English: somebody
// who reads the wrong language is better off than somebody who reads nothing.
func (c *Catalog) text(tag records.Language, id string, values any, count any) string {
	localizer := c.localizers[tag]
	if localizer == nil {
		localizer = c.localizers[records.English]
	}
	config := i18n.LocalizeConfig{MessageID: id, TemplateData: values, PluralCount: count}
	text, err := localizer.Localize(&config)
	if err != nil && text == "" {
		return strings.ReplaceAll(id, "_", " ")
	}
	return text
}
