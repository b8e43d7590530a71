package catalog

import "frontdesk/records"

// The texts of e-mails, of the pages that their links open, and of how an address
// is given. None names anybody: mail is stored on its way, forwarded, and read
// over shoulders.
var (
	MailBooked           = Key{"mail_booked", records.ContentLogistics}
	MailBookedWhere      = Key{"mail_booked_where", records.ContentLogistics}
	MailMoved            = Key{"mail_moved", records.ContentLogistics}
	MailMovedWhere       = Key{"mail_moved_where", records.ContentLogistics}
	MailCancelled        = Key{"mail_cancelled", records.ContentLogistics}
	MailSubjectBooked    = Key{"mail_subject_booked", records.ContentLogistics}
	MailSubjectMoved     = Key{"mail_subject_moved", records.ContentLogistics}
	MailSubjectCancelled = Key{"mail_subject_cancelled", records.ContentLogistics}
	MailSubjectReminder  = Key{"mail_subject_reminder", records.ContentLogistics}
	MailReminderChange   = Key{"mail_reminder_change", records.ContentNeutral}
	MailFooter           = Key{"mail_footer", records.ContentNeutral}
	MailConfirm          = Key{"mail_confirm", records.ContentNeutral}
	MailConfirmReminders = Key{"mail_confirm_reminders", records.ContentNeutral}
	MailConfirmAfter     = Key{"mail_confirm_after", records.ContentNeutral}
	MailSubjectConfirm   = Key{"mail_subject_confirm", records.ContentNeutral}

	AskEmail      = Key{"ask_email", records.ContentNeutral}
	AskEmailAgain = Key{"ask_email_again", records.ContentNeutral}
	EmailAsked    = Key{"email_asked", records.ContentNeutral}
	// Of reminders beside receipts, and of an address that was asked already.
	AskEmailReminders   = Key{"ask_email_reminders", records.ContentNeutral}
	EmailAskedReminders = Key{"email_asked_reminders", records.ContentNeutral}
	EmailAskedAlready   = Key{"email_asked_already", records.ContentNeutral}
	EmailStopped        = Key{"email_stopped", records.ContentNeutral}
	EmailTooMany        = Key{"email_too_many", records.ContentNeutral}
	EmailUnavailable    = Key{"email_unavailable", records.ContentNeutral}

	MailPageConfirmTitle  = Key{"mail_page_confirm_title", records.ContentClinical}
	MailPageConfirmLead   = Key{"mail_page_confirm_lead", records.ContentClinical}
	MailPageConfirmButton = Key{"mail_page_confirm_button", records.ContentClinical}
	MailPageConfirmDone   = Key{"mail_page_confirm_done", records.ContentClinical}
	MailPageConfirmWrong  = Key{"mail_page_confirm_wrong", records.ContentClinical}
	MailPageStopTitle     = Key{"mail_page_stop_title", records.ContentClinical}
	MailPageStopLead      = Key{"mail_page_stop_lead", records.ContentClinical}
	MailPageStopButton    = Key{"mail_page_stop_button", records.ContentClinical}
	MailPageStopDone      = Key{"mail_page_stop_done", records.ContentClinical}
	MailPageStartButton   = Key{"mail_page_start_button", records.ContentClinical}
	MailPageStartDone     = Key{"mail_page_start_done", records.ContentClinical}
	MailPageStopWrong     = Key{"mail_page_stop_wrong", records.ContentClinical}
	MailPageNoScript      = Key{"mail_page_no_script", records.ContentClinical}
)

// mailKeys lists the texts of this file.
func mailKeys() []Key {
	return []Key{
		MailBooked, MailBookedWhere, MailMoved, MailMovedWhere, MailCancelled, MailSubjectBooked, MailSubjectMoved, MailSubjectCancelled,
		MailSubjectReminder, MailReminderChange, MailFooter, MailConfirm, MailConfirmReminders, MailConfirmAfter, MailSubjectConfirm,
		MailPageConfirmTitle, MailPageConfirmLead, MailPageConfirmButton, MailPageConfirmDone, MailPageConfirmWrong,
		MailPageStopTitle, MailPageStopLead, MailPageStopButton, MailPageStopDone, MailPageStartButton, MailPageStartDone, MailPageStopWrong,
		MailPageNoScript, AskEmail, AskEmailAgain, EmailAsked, AskEmailReminders, EmailAskedReminders, EmailAskedAlready, EmailStopped, EmailTooMany, EmailUnavailable,
	}
}
