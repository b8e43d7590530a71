package conversations

import (
	"strconv"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// maxButtons and maxList are how many choices WhatsApp shows as buttons, and as
// a list, in a session.
const (
	maxButtons = 3
	maxList    = 10
)

// Templates gives what a provider is to keep for the clinic, in each of its
// languages: the texts that are sent unasked, which need approval, and the forms
// that show choices in a session, which don't. The texts are what the Render
// functions write, with the clinic's own name and address in them, so that
// channel.Fill recognises what they write later.
func (e *Engine) Templates() []channel.NewTemplate {
	var templates []channel.NewTemplate
	for _, language := range e.languages {
		templates = append(templates, e.unasked(language)...)
		for count := 1; count <= maxList; count++ {
			templates = append(templates, form(count, language, e.book(language)))
		}
	}
	return templates
}

// form makes the form that shows this many choices in a session: every word in
// it is a variable.
func form(count int, language records.Language, book *catalog.Phrasebook) channel.NewTemplate {
	template := channel.NewTemplate{Samples: map[string]string{"1": "?"}, Button: book.Say(catalog.ChoiceList, catalog.Values{})}
	template.Name, template.Language, template.Status = "choices_"+strconv.Itoa(count), language, records.TemplateSession
	template.Body, template.List = channel.Placeholder(1), count > maxButtons
	for choice := range count {
		label, id := 2*choice+2, 2*choice+3
		template.Choices = append(template.Choices, records.Choice{ID: channel.Placeholder(id), Label: channel.Placeholder(label)})
		template.Samples[strconv.Itoa(label)], template.Samples[strconv.Itoa(id)] = strconv.Itoa(choice+1), strconv.Itoa(choice+1)
	}
	return template
}
