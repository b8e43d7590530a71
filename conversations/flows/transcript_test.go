package flows

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/scheduler"
)

var update = flag.Bool("update", false, "rewrite the bot's lines in testdata/transcripts")

// TestTranscripts plays whole conversations. A file holds what the patient
// writes and what the world does; -update writes what the bot says and does.
//
//	country: GB          where the clinic is (first line)
//	channel: whatsapp    else SMS
//	level: 1             answers give away date, time and place at most; else names
//	known: Ana, Leo      patients of the contact, the first one itself
//	language: es         of the contact's record
//	has: 4 15 1 2        an appointment in 4 days at 15:00 with practitioner 1, type 2
//	has-of: 2 4 15 1 2   the same of the second patient
//	policy: 24h 2500 2   changes later than 24 h before cost 25.00; at most two moves
//	moves: 2             the newest appointment was moved twice before
//	reminder:            a reminder of the newest appointment goes out
//	offer: rebook 3      the clinic offers so many times in place of the newest
//	                     appointment; "waitlist 1" a time that became free,
//	                     "sooner 1" one that would replace the appointment
//	expired:             the newest offer ends without an answer
//	waits: 3 1           the patient waits for practitioner 3 (0 for anybody), type 1
//	gone:                somebody else takes what was offered
//	survey:              the clinic asks how the visit of yesterday was
//	clock: 25h           time passes
//	taken:               the next time chosen is just being taken
//	full:                nothing is free
//	greeting: Hola …     the clinic's own greeting
//	hours: …             the clinic's own words about its hours
//	prices: …            and about what visits cost
//	holiday: 6           the clinic is closed in six days
//	question: optional choice Who sent you? | A friend | A doctor
//	                     the clinic asks that whoever registers
//	no-question: 1       it has taken its first question away
//	wordless:            the clinic has no texts and no hours
//	waiting: 3           so many are in the waiting room
//	called:              the patient has been called
//	calendar: https://…  where calendar entries are had from
//	identity: https://…  where they show who they are
//	mail: asked          the clinic sends e-mails, and this comes of a wish for them
//	shows: results 1     they show there that they are their first patient
//	owes: 2              the second patient has a new invoice; they count from 1001
//	payments: https://…  where invoices are paid
//	pays: 1001           they pay this one there
//	invoice-notice:      the clinic tells of a new invoice
//	opted-out:           the contact is opted out
//	provider: STOP       the provider's filter has taken the next message
//	button: q1:2         the patient presses a button
//	media: 1             the next message has voice notes, stickers or the like
//	photos: no           pictures reach nobody on this channel
//	photo: 1             the next message has pictures
//	patient: …           the patient writes; \n stands for a line break
//	bot: … / button … / does …   what comes of it
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "transcripts", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 25 {
		t.Fatalf("only %d transcripts", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("the conversation went otherwise (run with -update and read the difference):\n%s", got)
			}
		})
	}
}

// script plays one file.
type script struct {
	world  *world
	out    strings.Builder
	media  int
	photos int
	// written counts the patient's messages.
	written byte
	optOut  channel.OptOut
	// heard, where there is one, learns of each message that was answered, and of
	// whoever showed who they are.
	heard func(text string, state []byte)
	// within, where it is set, is how much answers may give away, whatever the file
	// says.
	within *records.ContentLevel
}

func play(t *testing.T, text string) string {
	t.Helper()
	return (&script{}).play(t, text)
}

func (s *script) play(t *testing.T, text string) string {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		directive, rest, found := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		if found && (directive == "bot" || directive == "buttons" || directive == "does") || strings.HasPrefix(line, "     ") {
			continue
		}
		s.out.WriteString(line + "\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		s.do(t, directive, rest)
	}
	return s.out.String()
}

func (s *script) do(t *testing.T, directive, rest string) {
	t.Helper()
	switch directive {
	case "country":
		s.world = newWorld(t, rest, sms)
		if s.within != nil {
			s.world.contact.Level = *s.within
		}
	case "level":
		level, _ := strconv.Atoi(rest)
		s.world.contact.Level = records.ContentLevel(level)
	case "channel":
		s.world.capabilities = whatsapp
	case "known":
		var names []string
		for name := range strings.SplitSeq(rest, ",") {
			names = append(names, strings.TrimSpace(name))
		}
		s.world.knows(names...)
	case "language":
		s.world.contact.Language = records.Language(rest)
	case "has":
		s.has(t, rest)
	case "has-of":
		of, what, _ := strings.Cut(rest, " ")
		number, _ := strconv.Atoi(of)
		s.has(t, what)
		s.world.appointments[len(s.world.appointments)-1].PatientID = s.world.contact.Persons[number-1].PatientID
	case "policy":
		s.policy(t, rest)
	case "moves":
		s.world.appointments[len(s.world.appointments)-1].Moves, _ = strconv.Atoi(rest)
	case "reminder":
		s.remind(t)
	case "survey":
		s.reply(s.world.survey())
	case "waits":
		s.waits(t, rest)
	case "offer":
		s.offer(t, rest)
	case "expired":
		s.world.contact.LastOffer.Status = records.OfferExpired
	case "gone":
		s.world.contact.LastOffer.Status = records.OfferLost
	case "clock":
		passed, err := time.ParseDuration(rest)
		if err != nil {
			t.Fatal(err)
		}
		s.world.now = s.world.now.Add(passed)
	case "taken":
		s.world.loseNext = true
	case "full":
		s.world.full = true
	case "greeting":
		s.world.tells(records.TextGreeting, rest)
	case "prices":
		s.world.tells(records.TextPrices, rest)
	case "hours":
		s.world.tells(records.TextHours, rest)
	case "question":
		s.world.asks(rest)
	case "no-question":
		number, _ := strconv.Atoi(rest)
		s.world.profile.Questions = slices.Delete(slices.Clone(s.world.profile.Questions), number-1, number)
		s.world.engine = NewEngine(s.world.profile)
	case "holiday":
		days, _ := strconv.Atoi(rest)
		s.world.closes(days)
	case "wordless":
		s.world.profile.Texts, s.world.profile.Rules = nil, scheduler.Calendar{Zone: s.world.profile.Zone}
		s.world.engine = NewEngine(s.world.profile)
	case "calendar":
		s.world.calendarURL = rest
	case "identity":
		s.world.identityURL = rest
	case "mail":
		s.world.sendsMail(conversations.EmailAnswer(rest))
	case "shows":
		purpose, n, _ := strings.Cut(rest, " ")
		number, _ := strconv.Atoi(n)
		s.world.now = s.world.now.Add(30 * time.Second)
		s.show(t, s.world.write(s.world.shows(records.AccessPurpose(purpose), max(number-1, 0))))
		if s.heard != nil {
			s.heard("", s.world.state)
		}
	case "owes":
		number, _ := strconv.Atoi(rest)
		s.world.owes(max(number-1, 0))
	case "payments":
		s.world.payURL = rest
	case "pays":
		number, _ := strconv.ParseInt(rest, 10, 64)
		s.world.now = s.world.now.Add(30 * time.Second)
		s.show(t, s.world.write(s.world.pays(number)))
	case "invoice-notice":
		s.reply(s.world.engine.RenderNotice(catalog.InvoiceNotice, s.world.language(), s.world.capabilities))
	case "waiting":
		count, _ := strconv.Atoi(rest)
		for range count {
			s.world.waiting = append(s.world.waiting, s.world.newID())
		}
	case "called":
		s.world.called = records.QueueCalled
	case "opted-out":
		s.world.contact.OptedOut = true
	case "provider":
		s.optOut = channel.OptOut(rest)
	case "media":
		s.media, _ = strconv.Atoi(rest)
	case "photos":
		s.world.capabilities.Photos = rest != "no"
	case "photo":
		s.photos, _ = strconv.Atoi(rest)
	case "button":
		s.world.now = s.world.now.Add(30 * time.Second)
		s.show(t, s.world.write(conversations.MessageReceived{ChoiceID: rest, Text: "pressed"}))
	case "patient":
		s.world.now = s.world.now.Add(30 * time.Second)
		text := strings.ReplaceAll(rest, `\n`, "\n")
		if count, ok := strings.CutPrefix(text, "REPEAT "); ok {
			number, word, _ := strings.Cut(count, " ")
			times, _ := strconv.Atoi(number)
			text = strings.Repeat(word+" ", times)
		}
		s.written++
		s.show(t, s.world.write(conversations.MessageReceived{
			MessageID: id('m', s.written), Text: text, MediaCount: s.media + s.photos, PhotoCount: s.photos, OptOut: s.optOut,
		}))
		s.media, s.photos, s.optOut = 0, 0, channel.OptOutNone
		if s.heard != nil {
			s.heard(text, s.world.state)
		}
	default:
		t.Fatalf("unknown directive %q", directive)
	}
}

func (s *script) has(t *testing.T, rest string) {
	t.Helper()
	fields := strings.Fields(rest)
	numbers := make([]int, len(fields))
	for i, field := range fields {
		number, err := strconv.Atoi(field)
		if err != nil || len(fields) != 4 {
			t.Fatalf("has: %q", rest)
		}
		numbers[i] = number
	}
	s.world.has(numbers[0], numbers[1], byte(numbers[2]), byte(numbers[3]))
}

func (s *script) policy(t *testing.T, rest string) {
	t.Helper()
	var notice string
	var fee int64
	var moves int
	if _, err := fmt.Sscan(rest, &notice, &fee, &moves); err != nil {
		t.Fatalf("policy: %q", rest)
	}
	length, err := time.ParseDuration(notice)
	if err != nil {
		t.Fatal(err)
	}
	s.world.policy(length, fee, moves)
}

// remind shows the reminder of the newest appointment.
func (s *script) remind(t *testing.T) {
	t.Helper()
	w := s.world
	appointment := w.appointments[len(w.appointments)-1]
	reply := w.engine.RenderReminder(appointment, w.language(), w.capabilities)
	w.contact.LastReminder = &conversations.ReminderFacts{SentAt: w.now, Appointment: appointment}
	s.reply(reply)
}

// language in which the contact is written to unasked.
func (w *world) language() records.Language {
	if w.contact.Language == "" {
		return w.profile.Clinic.Language()
	}
	return w.contact.Language
}

func (s *script) show(t *testing.T, effects []conversations.Effect) {
	t.Helper()
	replied := false
	for _, effect := range effects {
		if reply, ok := effect.(conversations.Reply); ok {
			checkReply(t, reply, s.world.capabilities)
			s.reply(reply)
			replied = true
			continue
		}
		if line := describeEffect(effect) + describeWait(s.world, effect); line != "" {
			s.out.WriteString("does: " + line + "\n")
		}
	}
	if !replied {
		s.out.WriteString("bot: (nothing)\n")
	}
}

func (s *script) reply(reply conversations.Reply) {
	s.out.WriteString("bot: " + strings.ReplaceAll(reply.Text, "\n", "\n     ") + "\n")
	for _, choice := range reply.Choices {
		s.out.WriteString("buttons: [" + choice.Label + "] " + choice.ID + "\n")
	}
}

// checkReply holds what is true of every reply.
func checkReply(tb failer, reply conversations.Reply, capabilities channel.Capabilities) {
	tb.Helper()
	if strings.TrimSpace(reply.Text) == "" || !utf8.ValidString(reply.Text) {
		tb.Fatalf("a reply without a text: %q", reply.Text)
	}
	if capabilities.TextLimit > 0 && utf8.RuneCountInString(reply.Text) > capabilities.TextLimit {
		tb.Fatalf("a reply of %d characters", utf8.RuneCountInString(reply.Text))
	}
	if len(reply.Choices) > capabilities.Buttons {
		tb.Fatalf("%d buttons", len(reply.Choices))
	}
	for _, choice := range reply.Choices {
		if utf8.RuneCountInString(choice.Label) > capabilities.ButtonLabel || choice.ID == "" {
			tb.Fatalf("a button that can't be shown: %+v", choice)
		}
	}
	if strings.Contains(reply.Text, "<no value>") || strings.Contains(reply.Text, "{{") {
		tb.Fatalf("an unfilled placeholder: %q", reply.Text)
	}
}
