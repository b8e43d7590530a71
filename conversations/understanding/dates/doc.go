// Package dates reads days and times out of what a person wrote: a grammar per
// language, written as data, over one core of calendar operations that knows no
// language. A reading is a local time by the clock on the wall, without a zone;
// what can be read in two ways stays so (several readings, Ambiguous).
//
// # How a message is read
//
// A chart is filled from the last word to the first. A word, or a phrase, of a
// class stands for something ("tuesday" for a weekday); a pattern puts together
// what stands side by side and hands it to the operation it is listed under,
// which makes something of it or refuses. Of all that was found, those things
// are chosen that together account for most of the message. The work is linear
// in the message's length.
//
// # How to add a language
//
// Write lexicon/xx.json; no code. It is read with lexicon/any.json, which holds
// what all languages share (15:30, 24/11/2026, "9-11").
//
//	{
//	  "language": "xx",
//	  "words": {                     what words stand for, per class
//	    "weekday": {"1": ["monday", "mon"], ..., "7": [...]},
//	    "month":   {"1": ["january", "jan"], ...},
//	    "number":  {"0": ["zero"], "1": ["one"], ..., "30": [...]},
//	    "ordinal": {"1": ["first"], ..., "-1": ["last"]},
//	    "rank":    {"2": [...]},   ordinals that are no day of a month
//	    "year":    {"1999": [...]},  only if said in a way of its own
//	    "relative_day": {"0": ["today"], "1": ["tomorrow"], "0 night": ["tonight"]},
//	                               "±1" is tomorrow or, of what was, yesterday
//	    "unit":    {"day": ["day", "days"], ...},
//	    "part":    {"morning": ["morning"], "afternoon 16-20": ["tarde"], ...},
//	    "time":    {"12:00": ["noon"], "0:00": ["midnight"]},
//	                               "1:30 either" is of either half of the day
//	    "length":  {"30 minute": ["half an hour"], "14 day": [...]},
//	    "holiday": {"christmas": ["christmas day"], ...}
//	  },
//	  "classes":  {"next": ["next", "the next"], ...},
//	  "patterns": {"next_weekday": ["{next} {weekday}"], ...},
//	  "shy":      ["may", "sat"],
//	  "compounds": ["{weekday} {part}", "spät {part}"],
//	  "slips":    ["tuesday", "tomorrow"],
//	  "not_slips": []
//	}
//
// Units: second minute hour day workday week weekend fortnight month quarter
// year. Parts: morning midday afternoon evening night daytime dawn. Holidays: see
// holidays.go. Words are written as people write them; case, accents and
// apostrophes don't matter. All inflected and misspelt forms are listed.
//
// Classes are words that only serve the language's own patterns, under any name
// that is no category's. Some names mean something to the core: "refuse" are
// phrases that, directly before a day, say it doesn't suit ("cant do"), "refused"
// those after it ("नहीं"); "or" joins alternatives; "glue" may stand between a
// refusal and the day ("on the"); "past" are words that tell what was. "nothing"
// are phrases that look like a day or a time and are none ("good morning", "la
// segunda opción"); "counted" are things that a bare number before them counts;
// "naming" are words that make a name of what stands before them ("12 March
// Street"); "keyed_glue" may stand between the digits of a date of birth.
//
// Shy words mean what their class says only in a pattern with other words: a
// bare "may" is no month, "in may" and "3 may" are. A word can be shy in one of
// its classes: "part/morgen" leaves the German for tomorrow as it is.
//
// Slips are words recognised with a letter missing, doubled or swapped (of six
// letters or more), or with one too many or wrong; a form that is itself a word
// of some language is listed in not_slips.
//
// Compounds are words that the language writes together, listed as what they are
// made of: a word, one word of a class in braces ("{weekday} {part}" for
// "Montagabend"), any word of the language as {word}, or letters in parentheses
// that mean nothing. So "و {word}" parts the Arabic "and" from what it is
// written to, and "(ال) {word}" takes the article away. A form that is listed
// as a word itself stays whole.
//
// # Patterns
//
// A pattern is listed under the operation it calls and is a row of words and
// {slots}; (a|b) is a choice, [a|b] one that may be left out. A slot takes a
// thing of a category, or a word of a class. "{day}/{month_number}" asks for
// the sign between with no space around, "{hour} - {hour}" for the sign with or
// without, "{hour}h" for two that touch; what is parted by a space in a pattern
// may have a comma or the like between. A pattern that is only one slot of what
// it makes is an error of the author's that nothing checks: it adds nothing.
//
// The categories that slots take:
//
//	number ordinal tens ones hundreds tens_ordinal count year full_year short_year
//	day           1–31, or an ordinal
//	hour          0–24, or a time on the hour
//	minutes       00–59 in two digits, or in words from ten
//	month_number  1–12
//	compact       three or four digits that can be hours and minutes
//	weekday month unit part length
//	date          one day; relative_day one that was said by "today" or the like
//	days          a span of days; week one that is a week or a weekend
//	time          a time of the day
//	hours         a span or side of the day's hours; part a named one
//	moment        a time of a certain day
//	period        hours of a day, or a span from a time of one day to one of another
//
// The operations stand, each with what it takes, in the files of their
// constructs: numbers, monthdays, weekdays, clock, parts, joined (a day with a
// time), birth, lengths (in, ago, after), spans (weeks, months, early, rest), ranges
// (from, to, for) and bounds (after, before, not before). Those whose two
// arguments are of different kinds take them in either order, unless their
// comment says the order; so half_past is "half past {hour}" in English and
// "{hour} y media" in Spanish, half_to the German "halb {hour}", in_length
// "in {length}" in English and "{length} बाद" in Hindi.
//
// A number in digits, in any script, is known in every language. Numbers that a
// language writes as one word ("einundzwanzig") are listed; those it writes
// apart are put together by the operation add: "{tens} {ones}".
package dates
