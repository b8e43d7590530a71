package conversations

import (
	"strconv"
	"time"

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

// proactiveKeys are the texts that are sent unasked and can be templates: one
// that ends in a variable can't.
var proactiveKeys = []catalog.Key{
	catalog.Reminder, catalog.ReminderWhere, catalog.StandsAfterAll, catalog.WaitlistGone, catalog.InvoiceNotice, catalog.ResultNotice,
	catalog.Recall, catalog.QueueNext, catalog.QueueCalled,
}

// Templates gives what a provider is to keep for the clinic, in each of its
// languages: the texts that are sent unasked, which need approval, and the forms
// that show choices in a session, which don't. The texts are the catalog's with
// the clinic's own name and address in them, so
// that channel.Fill recognises what the Render functions write.
func (e *Engine) Templates() []channel.NewTemplate {
	var templates []channel.NewTemplate
	for _, language := range e.languages {
		book := e.book(language)
		for _, key := range proactiveKeys {
			if key == catalog.Reminder && e.profile.Clinic.Address == "" || key == catalog.ReminderWhere && e.profile.Clinic.Address != "" {
				continue
			}
			templates = append(templates, e.template(key, language, book))
		}
		for count := 1; count <= maxList; count++ {
			templates = append(templates, form(count, language, book))
		}
	}
	return templates
}

// template makes the template of one text.
func (e *Engine) template(key catalog.Key, language records.Language, book *catalog.Phrasebook) channel.NewTemplate {
	// Any moment will do for a sample, as long as it is always the same.
	sample := time.Date(2026, time.November, 23, 15, 0, 0, 0, time.UTC)
	template := channel.NewTemplate{Samples: make(map[string]string)}
	template.Name, template.Language, template.Status = key.ID(), language, records.TemplateUnsubmitted
	values := catalog.Values{Clinic: e.profile.Clinic.Name, Address: e.profile.Clinic.Address}
	plain := book.Say(key, values)
	for _, variable := range []struct {
		place  *string
		sample string
	}{{&values.When, book.When(sample)}, {&values.Number, "7"}} {
		next := channel.Placeholder(len(template.Samples) + 1)
		if *variable.place = next; book.Say(key, values) == plain {
			*variable.place = "" // the text has no such variable
			continue
		}
		plain = book.Say(key, values)
		template.Samples[strconv.Itoa(len(template.Samples)+1)] = variable.sample
	}
	template.Body = book.Say(key, values)
	if key == catalog.Reminder || key == catalog.ReminderWhere {
		question := Question{Choices: ReminderChoices(book)}
		for i, choice := range question.Choices {
			number := len(template.Samples) + 1
			template.Choices = append(template.Choices, records.Choice{ID: channel.Placeholder(number), Label: buttonLabel(choice)})
			template.Samples[strconv.Itoa(number)] = "r:sample:" + strconv.Itoa(i+1)
		}
	}
	return template
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
