package flows

import (
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/conversations/understanding/dates"
)

// describeWish tells the days and times of a wish within a sentence: "Thursday
// 26 November, in the afternoon". Weekly days are those of every week.
func describeWish(turn *conversations.Turn, wish understanding.Wish, weekly bool) string {
	book := turn.Book()
	if len(wish.Days) == 0 && len(wish.Times) == 0 {
		return book.Phrase(catalog.WishAnyTime, catalog.Values{})
	}
	var told []string
	for _, days := range wish.Days {
		switch day := dayOf(turn, days.From); {
		case days.From != days.To:
			told = append(told, day+" - "+dayOf(turn, days.To))
		case weekly:
			told = append(told, book.OnWeekdays(days.From.Weekday()))
		default:
			told = append(told, day)
		}
	}
	if len(wish.Days) == 0 {
		told = append(told, book.Phrase(catalog.WishAnyDay, catalog.Values{}))
	}
	for _, times := range wish.Times {
		told = append(told, describeTimes(book, times))
	}
	return strings.Join(told, ", ")
}

// partTexts are the parts of the day that have a word of their own.
var partTexts = map[dates.Part]catalog.Key{
	dates.Morning: catalog.WishMorning, dates.Afternoon: catalog.WishAfternoon, dates.Evening: catalog.WishEvening,
}

// describeTimes tells a part of a day.
func describeTimes(book *catalog.Phrasebook, times understanding.Times) string {
	if key, worded := partTexts[times.Part()]; worded {
		return book.Phrase(key, catalog.Values{})
	}
	switch {
	case times.Exact:
		return book.At(times.From)
	case times.To >= wholeDay:
		return book.From(times.From)
	case times.From == 0:
		return book.Phrase(catalog.WishUntil, catalog.Values{Time: book.At(times.To)})
	}
	return book.ClockSpan(times.From, times.To)
}
