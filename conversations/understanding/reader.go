package understanding

import (
	"slices"
	"time"
	"unicode"

	"github.com/google/uuid"

	"frontdesk/conversations/understanding/dates"
	"frontdesk/conversations/understanding/replies"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/conversations/understanding/words"
	"frontdesk/records"
)

// Reader reads the messages of one clinic's patients. It is immutable and safe
// for concurrent use.
type Reader struct {
	common     *tables
	own        *tables
	days       *dates.Reader
	answers    *replies.Reader
	vocabulary Vocabulary
}

// NewReader compiles a clinic's vocabulary. The lexicons are shared by all
// readers.
func NewReader(vocabulary Vocabulary) *Reader {
	return &Reader{
		common: shared(), own: compileVocabulary(vocabulary), days: dates.Default(), answers: replies.Default(), vocabulary: vocabulary,
	}
}

// Understand reads one message: in the light of what the open question
// expects, in the language of the conversation, at the instant now. It never
// fails; a message that says nothing has an empty Meaning.
func (reader *Reader) Understand(text string, expected Expectation, language records.Language, now time.Time) Meaning {
	clean := words.Clean(text)
	r := reading{
		reader: reader, tokens: words.Tokenize(clean), now: now, language: language,
		bornAt: -1, today: records.LocalDateOf(now, reader.vocabulary.Zone),
	}
	meaning := Meaning{Text: clean, Wordless: len(r.tokens) == 0, Words: len(r.tokens)}
	if meaning.Wordless {
		meaning.Answer = answerOfEmoji(clean)
		meaning.Reply = replies.OfSigns(clean)
		meaning.Rating = ratingOfSigns(clean)
		return meaning
	}
	typed := slices.Clone(r.tokens)
	r.correctSlips()
	r.scan()
	found := safety.Embedded().Read(typed)
	meaning.Emergency, meaning.Keyword, meaning.KeywordShy = found.Emergency, found.Keyword, found.Shy
	if meaning.Language, meaning.LanguageSure = r.languageSeen(); meaning.Language == "" {
		meaning.Language = found.Language
	}
	meaning.LanguageWanted = r.languageWanted()
	_, meaning.Rude = r.anywhere(kindRude)
	r.readBirth(typed, expected, &meaning)
	if len(meaning.BirthDates) == 0 {
		meaning.Wish, meaning.Unsuited = r.wish(typed)
	}
	meaning.Shift = r.shift()
	if meaning.Delay = r.delay(); meaning.Delay != 0 {
		// Its numbers and words are no day, no clock time and no other shift.
		meaning.Wish, meaning.Unsuited, meaning.Shift = Wish{}, nil, ShiftNone
	}
	meaning.DaysLater = r.daysLater()
	meaning.Intents = r.intents()
	r.readMovedBy(&meaning)
	meaning.Answer = r.answer()
	meaning.Number, meaning.Ordinal = r.choice(expected)
	meaning.Rating = r.rating(meaning.Number)
	meaning.Skips, meaning.Nothing = r.wholeWord("skip"), r.wholeWord("nothing")
	r.readFigures(typed, expected, &meaning)
	r.namedAt = r.presented(typed)
	r.readVocabulary(&meaning)
	meaning.Myself = r.hasWord("myself") && len(r.tokens) <= 4 || r.forMe() && !meaning.Has(IntentForOther)
	meaning.Name = r.name(typed, expected, meaning)
	meaning.OwnName = meaning.Name != "" && r.namedAt.start < r.namedAt.end
	meaning.One, meaning.Booked, meaning.Keeps = r.one(), r.hasWord("booked"), r.hasWord("keep")
	meaning.AsksHas = r.hasWord("asks_has")
	meaning.AsksKept = r.hasWord("asks_kept")
	meaning.Missed, meaning.Relieved = r.hasWord("missed"), r.hasWord("relieved")
	meaning.Adds = r.word(0, "adds") > 0
	meaning.Weekly = len(meaning.Wish.Days) > 0 && r.hasWord("weekly")
	r.readReply(typed, expected, &meaning)
	if r.elsewhere(expected, meaning) {
		return Meaning{
			Text: meaning.Text, Words: meaning.Words, Emergency: meaning.Emergency, Keyword: meaning.Keyword, Rude: meaning.Rude,
			Language: meaning.Language, LanguageSure: meaning.LanguageSure, Elsewhere: true,
		}
	}
	if expected != ExpectText {
		r.learn(typed, expected, &meaning)
		r.readMovedBy(&meaning)
	}
	r.readRequest(typed, expected, &meaning)
	r.readPurpose(typed, &meaning)
	readEmail(expected, &meaning)
	return meaning
}

// readMovedBy reads the length by which an appointment is to be moved. Its words
// are no day and no clock time, and "back" in them goes nowhere.
func (r *reading) readMovedBy(meaning *Meaning) {
	if meaning.Delay == 0 && meaning.DaysLater == 0 && meaning.Has(IntentMove) && !meaning.Has(IntentRunningLate) {
		if meaning.Delay = r.movedBy(); meaning.Delay != 0 {
			meaning.Wish, meaning.Unsuited, meaning.Shift = Wish{}, nil, ShiftNone
		}
	}
	if meaning.Delay != 0 {
		meaning.Intents = slices.DeleteFunc(meaning.Intents, func(intent Intent) bool { return intent == IntentBack })
	}
}

// elsewhere says whether the message is about what no clinic does, and names
// nothing that one does.
func (r *reading) elsewhere(expected Expectation, meaning Meaning) bool {
	free := expected != ExpectName && expected != ExpectBirthDate && meaning.LanguageWanted == "" && !meaning.Has(IntentPerson)
	return free && r.hasWord("elsewhere") && !r.hasWord("here") && len(meaning.Practitioners) == 0 && len(meaning.Types) == 0
}

// readReply reads what the message is to the open question. A question with
// choices proposes something certain.
func (r *reading) readReply(typed []words.Token, expected Expectation, meaning *Meaning) {
	language := r.language
	if meaning.LanguageSure {
		language = meaning.Language
	}
	reply := r.reader.answers.Read(replies.Message{
		Text: meaning.Text, Tokens: typed, Language: string(language), Question: replies.Question{Concrete: expected == ExpectChoice},
		Facts: replies.Facts{
			Times: !meaning.Wish.IsZero() || meaning.Delay != 0 || len(meaning.Unsuited) > 0,
			Named: len(meaning.Practitioners) > 0 || len(meaning.Types) > 0,
		},
	})
	meaning.Reply, meaning.Agrees, meaning.Somebody = reply.Label, reply.Agrees(), reply.Label == replies.Another && reply.Somebody()
	if meaning.Has(IntentBye) && !reply.Firm() {
		// "Okay, thanks, bye" ends the conversation and agrees to nothing.
		meaning.Agrees = false
		if meaning.Answer == Yes {
			meaning.Answer = AnswerNone
		}
	}
}

// correctSlips replaces misspelt words, for reading only.
func (r *reading) correctSlips() {
	if len(r.tokens) > 40 {
		return
	}
	for i := range r.tokens {
		word := r.tokens[i].Folded
		if r.tokens[i].Number || r.reader.common.words[word] || r.reader.own.words[word] || r.reader.common.seen[word] != nil || dates.Known(word) {
			continue
		}
		if right := r.reader.own.slips.Only(word); right != "" {
			r.tokens[i].Folded = right
		} else if right := r.reader.common.slips.Only(word); right != "" {
			r.tokens[i].Folded = right
		}
	}
}

// intents gives what was asked for, in order; phrases that overlap an earlier
// one, and those that were negated, don't count.
func (r *reading) intents() []Intent {
	if lone, ok := r.alone(kindLoneIntent); ok {
		return []Intent{Intent(lone.concept.name)}
	}
	var said []Intent
	collect := func(what kind) {
		for i := 0; i < len(r.tokens); {
			found, ok := r.at(i, what)
			if !ok {
				i++
				continue
			}
			intent := Intent(found.concept.name)
			if !r.negated(found.start) && !slices.Contains(said, intent) && (intent != IntentBook || !r.opens(found, what)) {
				said = append(said, intent)
			}
			i = found.end
		}
	}
	collect(kindIntent)
	settled := slices.ContainsFunc(said, func(intent Intent) bool { return !small(intent) })
	if !settled {
		collect(kindWeakIntent)
	}
	return settle(said)
}

// opens says whether a phrase that asks for an appointment only begins to ask for
// what stands next to it, and is no appointment: "can I get my results".
func (r *reading) opens(found match, what kind) bool {
	if found.end >= len(r.tokens) || r.tokens[found.end].Pause {
		return false
	}
	next, ok := r.at(found.end, what)
	return ok && slices.Contains([]Intent{IntentResults, IntentBilling, IntentPay, IntentRefund, IntentRefill}, Intent(next.concept.name))
}

// small intents are courtesies: they leave room for a weak word beside them.
func small(intent Intent) bool {
	return intent == IntentGreeting || intent == IntentThanks || intent == IntentBye
}

// about says whether an intent is a question about an appointment or the
// clinic, so that "my appointment" beside it asks for no list.
func about(intent Intent) bool {
	return slices.Contains([]Intent{IntentDirections, IntentHours, IntentFacility, IntentPrices, IntentPreparation, IntentProviderInfo, IntentRepeat}, intent)
}

// settle takes out the intents that others explain: "my appointment, I can't
// come" cancels, and doesn't ask to see a list.
func settle(said []Intent) []Intent {
	has := func(intent Intent) bool { return slices.Contains(said, intent) }
	drop := func(intent Intent) {
		said = slices.DeleteFunc(said, func(other Intent) bool { return other == intent })
	}
	if has(IntentMove) || has(IntentCancel) {
		// "I can't come, can we move it?" calls nothing off.
		drop(intentAbsent)
	}
	if i := slices.Index(said, intentAbsent); i >= 0 {
		said[i] = IntentCancel
	}
	if has(IntentCancel) || has(IntentMove) || has(IntentCheckIn) || has(IntentCalendar) || slices.ContainsFunc(said, about) {
		drop(IntentAppointments)
	}
	if has(IntentComplaint) || has(IntentWrongNumber) || has(IntentPrivacy) {
		// What these say of appointments and people is a story, not a wish.
		drop(IntentAppointments)
		drop(IntentPerson)
		drop(IntentBook)
	}
	if has(IntentRunningLate) || has(IntentRefill) || has(IntentDetails) || has(IntentInsurance) {
		drop(IntentAppointments)
	}
	if slices.ContainsFunc(said, func(intent Intent) bool { return intent != IntentMedical && !small(intent) }) {
		// Who tells what hurts and wants to be seen wants to be seen.
		drop(IntentMedical)
	}
	if has(IntentAppointments) || has(IntentCheckIn) || has(IntentCalendar) {
		drop(IntentBook)
	}
	if slices.ContainsFunc(said, func(intent Intent) bool {
		return !byEmail(intent) && intent != IntentAppointments && !small(intent)
	}) {
		// How it is to be sent is the lesser wish of "email me my results".
		drop(IntentEmail)
		drop(IntentEmailReminders)
	} else if slices.ContainsFunc(said, byEmail) {
		drop(IntentAppointments)
	}
	if has(IntentLeaveWaitlist) {
		drop(IntentWaitlist)
	}
	if has(IntentWaitlist) || has(IntentLeaveWaitlist) {
		// "Can I have an appointment if somebody cancels?"
		drop(IntentBook)
		drop(IntentAppointments)
	}
	if has(IntentRestart) {
		drop(IntentBack)
	}
	return said
}

// negated says whether a negation ends directly before word i.
func (r *reading) negated(i int) bool {
	if i == 0 || r.tokens[i].Pause {
		return false
	}
	for start := max(0, i-4); start < i; start++ {
		if found, ok := r.at(start, kindNegation); ok && found.end == i && !r.pauseWithin(found) {
			return true
		}
	}
	return false
}

// pauseWithin says whether a comma or the like parts a phrase: "no, quiero
// cancelar" wants to cancel.
func (r *reading) pauseWithin(found match) bool {
	for i := found.start + 1; i < found.end; i++ {
		if r.tokens[i].Pause {
			return true
		}
	}
	return false
}

// answer gives the yes or no that the message begins with. Polite words are
// passed over, unless they begin the answer itself: "por supuesto".
func (r *reading) answer() Answer {
	for start := range r.tokens {
		no, isNo := r.at(start, kindNo)
		yes, isYes := r.yes(start)
		if unsettled, ok := r.at(start, kindUnsettled); ok && unsettled.end > max(no.end, yes.end) {
			return AnswerNone
		}
		switch {
		case isNo && (!isYes || no.end >= yes.end):
			return No
		case isYes:
			return Yes
		case !polite[r.tokens[start].Folded]:
			return AnswerNone
		}
	}
	return AnswerNone
}

// yes gives the yes that begins with word i. One that is shy counts only where
// nothing but courtesies and another yes follows without a pause.
func (r *reading) yes(i int) (match, bool) {
	plain, isPlain := r.at(i, kindYes)
	shy, isShy := r.at(i, kindShyYes)
	if !isShy || isPlain && plain.end >= shy.end {
		return plain, isPlain
	}
	if shy.end == len(r.tokens) || r.tokens[shy.end].Pause || polite[r.tokens[shy.end].Folded] {
		return shy, true
	}
	if courtesy, ok := r.at(shy.end, kindIntent); ok && small(Intent(courtesy.concept.name)) {
		return shy, true
	}
	if _, ok := r.yes(shy.end); ok {
		return shy, true
	}
	return plain, isPlain
}

func answerOfEmoji(text string) Answer {
	for _, symbol := range text {
		switch symbol {
		case '👍', '👌', '✅', '✔', '🆗':
			return Yes
		case '👎', '❌', '🚫':
			return No
		}
	}
	return AnswerNone
}

// wholeWord says whether a grammar word is the whole message, polite words
// around it aside.
func (r *reading) wholeWord(name string) bool {
	start, end := 0, len(r.tokens)
	for start < end && polite[r.tokens[start].Folded] {
		start++
	}
	for end > start && polite[r.tokens[end-1].Folded] {
		end--
	}
	return start < end && r.word(start, name) == end
}

func (r *reading) hasWord(name string) bool {
	for i := range r.tokens {
		if r.word(i, name) > 0 {
			return true
		}
	}
	return false
}

// readVocabulary finds the clinic's practitioners and services.
func (r *reading) readVocabulary(meaning *Meaning) {
	meaning.AnyPractitioner = r.hasWord("anybody")
	collect := func(what kind, id func(int) uuid.UUID) []uuid.UUID {
		var named []uuid.UUID
		for i := 0; i < len(r.tokens); {
			end := i + 1
			var here []uuid.UUID
			if what == kindPractitioner && (r.introducesSelf(i) || i >= r.namedAt.start && i < r.namedAt.end) {
				i = end
				continue
			}
			for _, found := range r.matches[r.from[i]:r.from[i+1]] {
				if found.concept.kind == what {
					here = append(here, id(found.concept.value))
					end = found.end
				}
			}
			switch {
			case len(here) > 0 && len(named) > 0 && intersects(named, here):
				named = intersection(named, here)
			default:
				for _, one := range here {
					if !slices.Contains(named, one) {
						named = append(named, one)
					}
				}
			}
			i = end
		}
		return named
	}
	meaning.Practitioners = collect(kindPractitioner, func(i int) uuid.UUID { return r.reader.vocabulary.Practitioners[i].ID })
	meaning.Types = collect(kindType, func(i int) uuid.UUID { return r.reader.vocabulary.Types[i].ID })
}

// introducesSelf says whether word i is the name that the writer gives as their
// own: "my name is Lee" names no Dr Lee, "I'm Dr Lee's patient" does.
func (r *reading) introducesSelf(i int) bool {
	return !titles[r.tokens[i].Folded] && r.wordBefore(i, "self")
}

func intersects(a, b []uuid.UUID) bool { return len(intersection(a, b)) > 0 }

func intersection(a, b []uuid.UUID) []uuid.UUID {
	var both []uuid.UUID
	for _, one := range a {
		if slices.Contains(b, one) {
			both = append(both, one)
		}
	}
	return both
}

// hasLetter says whether a text holds a letter of any script.
func hasLetter(text string) bool {
	for _, symbol := range text {
		if unicode.IsLetter(symbol) {
			return true
		}
	}
	return false
}
