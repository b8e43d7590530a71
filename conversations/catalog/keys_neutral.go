package catalog

import "frontdesk/records"

// What goes in the place of a text that gives away too much.
var (
	NeutralNotice          = Key{"neutral_notice", records.ContentNeutral}
	NeutralNoticePhoneless = Key{"neutral_notice_phoneless", records.ContentNeutral}
)
