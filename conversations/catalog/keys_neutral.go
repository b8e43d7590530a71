package catalog

import "frontdesk/records"

// Reminders of several appointments of one day, without a name in them.
var (
	ReminderSeveral      = Key{"reminder_several", records.ContentLogistics}
	ReminderSeveralWhere = Key{"reminder_several_where", records.ContentLogistics}
)

// What goes in the place of a text that gives away too much.
var (
	NeutralNotice = Key{"neutral_notice", records.ContentNeutral}
	// Where nothing may be written, staff call.
	PersonCalls      = Key{"person_calls", records.ContentNeutral}
	PersonCallsPhone = Key{"person_calls_phone", records.ContentNeutral}

	NeutralNoticePhoneless = Key{"neutral_notice_phoneless", records.ContentNeutral}
)
