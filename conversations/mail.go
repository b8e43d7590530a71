package conversations

import (
	"frontdesk/conversations/catalog"
	"frontdesk/records"
)

// MailText is an e-mail in words.
type MailText struct {
	Subject, Text string
	Level         records.ContentLevel
}

// receiptTexts are the words of a receipt: the subject, and the text with and
// without a place.
var receiptTexts = map[records.EmailChange][3]catalog.Key{
	records.EmailBooked:    {catalog.MailSubjectBooked, catalog.MailBooked, catalog.MailBookedWhere},
	records.EmailMoved:     {catalog.MailSubjectMoved, catalog.MailMoved, catalog.MailMovedWhere},
	records.EmailCancelled: {catalog.MailSubjectCancelled, catalog.MailCancelled, catalog.MailCancelled},
}

// RenderReceipt writes what became of an appointment at an address, which may be
// empty: content level L1, so date, time and place, and no name.
func (e *Engine) RenderReceipt(change records.EmailChange, appointment AppointmentFacts, where string, language records.Language) MailText {
	keys, text := receiptTexts[change], 1
	if where == "" {
		text = 2
	}
	return e.mailText(keys[0], keys[text], catalog.Values{When: e.mailBook(language).When(appointment.Start), Address: where}, language)
}

// RenderMailReminder writes a reminder that nobody can answer here: content level
// L1, as RenderReminder.
func (e *Engine) RenderMailReminder(appointment AppointmentFacts, where string, language records.Language) MailText {
	key := catalog.Reminder
	if where == "" {
		key = catalog.ReminderWhere
	}
	book := e.mailBook(language)
	reminder := e.mailText(catalog.MailSubjectReminder, key, catalog.Values{When: book.When(appointment.Start), Address: where}, language)
	reminder.Text += "\n" + book.Say(catalog.MailReminderChange, catalog.Values{})
	return reminder
}

// RenderMailConfirmation asks the holder of an address whether they want what
// somebody wanted sent there. The link that confirms it follows the text.
func (e *Engine) RenderMailConfirmation(reminders bool, language records.Language) MailText {
	key := catalog.MailConfirm
	if reminders {
		key = catalog.MailConfirmReminders
	}
	return e.mailText(catalog.MailSubjectConfirm, key, catalog.Values{}, language)
}

// RenderMailFooter says who reads the answers and which link ends the e-mails;
// behind a confirmation's link it also says how long that is good for.
func (e *Engine) RenderMailFooter(confirmation bool, link string, language records.Language) string {
	book := e.mailBook(language)
	footer := book.Say(catalog.MailFooter, catalog.Values{Clinic: e.profile.Clinic.Name, Link: link})
	if confirmation {
		return book.Say(catalog.MailConfirmAfter, catalog.Values{}) + "\n\n" + footer
	}
	return footer
}

func (e *Engine) mailText(subject, text catalog.Key, values catalog.Values, language records.Language) MailText {
	book := e.mailBook(language)
	values.Clinic = e.profile.Clinic.Name
	return MailText{Subject: book.Say(subject, values), Text: book.Say(text, values), Level: max(subject.Level(), text.Level())}
}

func (e *Engine) mailBook(language records.Language) *catalog.Phrasebook {
	if !e.speaks(language) {
		language = e.fallback()
	}
	return e.book(language)
}
