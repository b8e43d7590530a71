package flows

import (
	"frontdesk/conversations"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// wholeDay is 24:00.
const wholeDay = records.LocalTime(24 * 60)

// entry makes the wish a record. A time of day alone ("mornings") holds on every
// day for as long as the wish does; what names days holds on those.
func (data *waiting) entry(turn *conversations.Turn) records.WaitlistEntry {
	entry := records.WaitlistEntry{
		PatientID: data.PatientID, AppointmentTypeID: data.TypeID, PractitionerID: data.PractitionerID, Until: wholeDay,
		Priority: records.PriorityRoutine,
	}
	wish := data.Wish
	if len(wish.Days) == 0 && len(wish.Times) == 1 {
		entry.From, entry.Until = spanOf(wish.Times[0])
		return entry
	}
	for _, window := range wish.Windows(turn.Now, turn.Book().Zone()) {
		entry.Windows = append(entry.Windows, records.Period{From: window.Start.UTC(), Until: window.End.UTC()})
	}
	return entry
}

// spanOf gives the time of day that a wish names, never empty.
func spanOf(times understanding.Times) (from, until records.LocalTime) {
	from = min(max(times.From, 0), wholeDay-1)
	return from, min(max(times.To, from+1), wholeDay)
}
