package flows

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"frontdesk/conversations"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// said are messages that lead into every corner of the flows.
var said = []string{
	"hi", "hola", "oi", "book", "cancel", "cancelar", "CANCEL my appointment", "my appointments", "mis citas", "minhas consultas",
	"change my appointment", "cleaning", "x-ray", "limpieza", "check-up", "dr lee", "osei", "anybody", "tanto faz", "tuesday", "mañana por la tarde",
	"tuesday at 3pm", "next week", "asap", "whenever", "later", "earlier", "other times", "the later one", "1", "2", "3", "4", "9", "0",
	"yes", "sí", "no", "sim", "no, wednesday", "yes but friday", "ok?", "Ana Souza", "my name is Peter Novak", "3 feb 1982", "12/03/1985", "03021982",
	"register", "talk to a person", "help", "STOP", "START", "stop texting me", "I have chest pain", "start over", "back", "never mind",
	"español", "in english please", "thanks", "bye", "menu", "you idiot", "", "😀", "👍", "مرحبا", "for me", "Leo",
	"book a cleaning with Dr Lee next Tuesday afternoon", "quiero una cita con la dra pérez el jueves", "cancel my appointment and book a cleaning with dr lee",
	"asdf qwer", "5", "no thanks", "yes please", "the second one", "can I come Thursday instead", "I'll be there", "confirm", "can I stop by at 5?",
	"put me on the waiting list", "let me know if something opens up", "avísame si se libera algo", "take me off the waiting list", "lista de espera", "any time",
	"5, and can I book again?", "it was great, can I get another cleaning", "2 and cancel my appointment", "4, when is my appointment?", "I missed it, can I reschedule?", "perdí mi cita", "perdi a consulta", "I'm here", "cheguei", "take me off the waiting list and stop texting me", "Thursdays", "and on friday?", "sábado", "an hour later", "it's for my son", "book a cleaning for my daughter", "register my son", "es para mi mamá", "somebody new", "where are you?", "are you open on saturday?", "is there parking?", "what should I bring?", "who works there?", "who is this?", "are you a bot?",
	"my tooth hurts", "what can you do?", "say that again", "I need a refill of my lisinopril", "se me acabaron las pastillas", "metformin 500",
	"I'll be 20 min late", "vou me atrasar 40 minutos", "wrong number", "I want to complain", "nobody called me back and I waited an hour", "do you take insurance?", "how much is a cleaning?", "qué precio tiene?",
	"I have a new insurance", "Aetna", "A12-345", "my address changed", "delete my number", "what data do you have on me?", "privacidad",
	"it was terrible, I waited an hour", "very good", "4 but the wait was long", "10/10", "skip", "the staff at the desk were so kind to us", "muy mala", "más o menos", "⭐⭐⭐⭐",
	"+1 202 555 0142", "+44 20 7946 0123", "12 March 2027", "a friend", "basic", "12 Elm Street", "three",
	"CANCEL", "no quiero", "not interested", "no, keep it", "thanks, bye", "até logo", "ya no quiero vivir", "my wife collapsed", "我想预约", "хочу записаться",
	"you may write names here", "no names", "my results", "mis resultados", "meus resultados", "pay", "what do I owe", "quiero pagar", "quanto devo",
}

// clinicQuestions are what clinics may ask whoever registers.
var clinicQuestions = []string{
	"optional text What shall we call you?", "required text What is your address?", "required boolean Have you been here before?",
	"optional choice Who sent you? | A friend | A doctor | The internet", "required choice Which plan? | Basic | Full", "optional date When were you last seen?",
	"required phone Whom shall we call if need be?", "optional number How many children do you have?",
}

// buttons are ids of buttons, real and not.
var buttons = []string{"q1:1", "q2:1", "q3:2", "q4:1", "q5:1", "q999:1", "identity:results", "identity:billing", "paid:", "paid:x", "paid:61000000-0000-0000-0000-000000000001", "identity:record", "identity:", "q1:99", "q:1", "q1:", "x", "r:", "r:61000000-0000-0000-0000-000000000001:1:1", "r:61000000-0000-0000-0000-000000000001:1:2", "s:", "s:61000000-0000-0000-0000-000000000001:4", "s:61000000-0000-0000-0000-000000000001:9", "o:", "o:61000000-0000-0000-0000-000000000001:1", "o:61000000-0000-0000-0000-000000000002:4"}

// maxState is how large a stored state may get, in bytes.
const maxState = 16 << 10

// TestAnySequence holds, for any sequence of messages from any state that can
// be reached: the state decodes, a turn has one answer within the channel's
// limits, requests come last and one at a time, and nothing is done twice.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		country := rapid.SampledFrom([]string{"GB", "US", "ES", "MX", "BR"}).Draw(t, "country")
		capabilities := rapid.SampledFrom([]channel.Capabilities{sms, whatsapp, {}}).Draw(t, "channel")
		w := newWorld(t, country, capabilities)
		w.knows([][]string{nil, {"Sam Carter"}, {"Maria Costa", "Leo Costa"}}[rapid.IntRange(0, 2).Draw(t, "persons")]...)
		w.contact.Level = records.ContentLevel(rapid.IntRange(int(records.ContentNeutral), int(records.ContentNames)).Draw(t, "level"))
		w.identityURL = rapid.SampledFrom([]string{"https://front.example/l/ribera#secret", ""}).Draw(t, "identity")
		w.payURL = rapid.SampledFrom([]string{"https://front.example/pay/ribera#secret", ""}).Draw(t, "payments")
		if rapid.Bool().Draw(t, "questions") {
			for _, question := range rapid.Permutation(clinicQuestions).Draw(t, "asked")[:5] {
				w.asks(question)
			}
		}
		for range rapid.IntRange(1, 25).Draw(t, "messages") {
			happen(t, w)
			message := conversations.MessageReceived{}
			if happened := showOrPay(t, w); happened != nil {
				turn(t, w, *happened)
				continue
			}
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				message.ChoiceID = rapid.SampledFrom(buttons).Draw(t, "button")
			case 1:
				message.Text = rapid.String().Draw(t, "text")
			case 2:
				message.MediaCount, message.PhotoCount = 1, rapid.IntRange(0, 1).Draw(t, "photos")
			default:
				message.Text = rapid.SampledFrom(said).Draw(t, "text")
			}
			turn(t, w, message)
		}
	})
}

// happen lets the world go on between two messages.
func happen(t *rapid.T, w *world) {
	w.loseNext = rapid.IntRange(0, 7).Draw(t, "taken") == 0
	w.full = rapid.IntRange(0, 15).Draw(t, "full") == 0
	passed := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 20 * time.Minute, 13 * time.Hour, 200 * time.Hour}).Draw(t, "passed")
	w.now = w.now.Add(passed)
	if len(w.contact.Persons) == 0 {
		return
	}
	if rapid.IntRange(0, 5).Draw(t, "survey") == 0 {
		checkReply(t, w.survey(), w.capabilities)
	}
	if rapid.IntRange(0, 9).Draw(t, "reminder") == 0 {
		appointment := w.has(3, 15, 1, 2)
		w.contact.LastReminder = &conversations.ReminderFacts{SentAt: w.now, Appointment: appointment}
	}
	if rapid.IntRange(0, 6).Draw(t, "offer") == 0 && !w.full {
		replaces := rapid.Bool().Draw(t, "replaces")
		kind := records.OfferWaitlist
		if replaces {
			w.has(4, 15, 1, 2)
			kind = rapid.SampledFrom([]records.SlotOfferKind{records.OfferWaitlist, records.OfferRebook}).Draw(t, "kind")
		}
		offered := w.offer(kind, rapid.IntRange(1, 3).Draw(t, "times"), replaces)
		checkReply(t, w.engine.RenderOffer(offered, w.language(), w.capabilities), w.capabilities)
	}
}

// showOrPay lets the contact do something on a page, if anything; the message is
// what the service tells the conversation.
func showOrPay(t *rapid.T, w *world) *conversations.MessageReceived {
	if len(w.contact.Persons) == 0 || rapid.IntRange(0, 7).Draw(t, "page") > 0 {
		return nil
	}
	who := rapid.IntRange(0, len(w.contact.Persons)-1).Draw(t, "who")
	w.owes(who)
	open := w.openOf([]uuid.UUID{w.contact.Persons[who].PatientID})
	message := w.shows(rapid.SampledFrom([]records.AccessPurpose{records.AccessBilling, records.AccessResults}).Draw(t, "purpose"), who)
	if rapid.Bool().Draw(t, "pays") {
		message = w.pays(open[0].number)
	}
	return &message
}

// tellsOfInvoices says whether a text has how many invoices are open, or where
// they are paid.
func tellsOfInvoices(w *world, text string) bool {
	for _, words := range []string{"open invoice", "factura pendiente", "facturas pendientes", "fatura em aberto", "faturas em aberto", "nothing to pay", "nada que pagar", "nada a pagar"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return w.payURL != "" && strings.Contains(text, w.payURL)
}

// turn sends a message and checks what comes of it.
func turn(t *rapid.T, w *world, message conversations.MessageReceived) {
	wasOptedOut, registered, booked, rated := w.contact.OptedOut, w.registered, w.booked, w.rated
	known := len(w.contact.Persons)
	effects := w.write(message)
	replies := 0
	for i, effect := range effects {
		switch effect := effect.(type) {
		case conversations.Reply:
			replies++
			checkReply(t, effect, w.capabilities)
		case conversations.OptOut:
			if effect.Active && effect.Purpose == "" && effect.Source != "start" {
				t.Fatalf("opted in by %q", effect.Source)
			}
		case conversations.RegisterPatient:
			checkAnswers(t, w, effect.Answers)
			if known > 0 && effect.Relationship == records.RelationshipSelf {
				t.Fatalf("registered a second patient unasked")
			}
		}
		if reply, ok := effect.(conversations.Reply); ok && tellsOfInvoices(w, reply.Text) && len(w.grantedFor(records.AccessBilling).PatientIDs) == 0 {
			t.Fatalf("told of invoices without having shown who they are: %q", reply.Text)
		}
		if reply, ok := effect.(conversations.Reply); ok && reply.Level > records.ContentLogistics && known == 0 && w.registered == 0 {
			t.Fatalf("a stranger is told: %q (effect %d)", reply.Text, i)
		}
	}
	silent := wasOptedOut && w.contact.OptedOut
	if replies > 1 || replies == 0 && !silent {
		t.Fatalf("%d replies to %q", replies, message.Text)
	}
	if w.registered > registered+1 || w.booked > booked+1 || w.rated > rated+1 {
		t.Fatalf("done twice in one turn")
	}
	if len(w.state) > maxState {
		t.Fatalf("a state of %d bytes", len(w.state))
	}
	if w.booked > booked && len(w.offers) == 0 {
		// The same confirmation once more, as an impatient thumb would bring it,
		// books nothing more. Where another offer is open the reply has just put
		// it, and the same "1" is its answer; a redelivery is told from that by
		// its id, before any turn.
		again := w.booked
		w.write(message)
		if w.booked != again {
			t.Fatalf("booked twice by %q", message.Text)
		}
	}
}

// checkAnswers holds that nobody is registered without what the clinic needs,
// that nothing is answered twice, and that each answer is of its kind.
func checkAnswers(t *rapid.T, w *world, answers []records.PatientAnswer) {
	given := map[uuid.UUID]string{}
	for _, answer := range answers {
		if given[answer.QuestionID] != "" || answer.Answer == "" || answer.Question == "" || len([]rune(answer.Answer)) > records.MaxAnswerText {
			t.Fatalf("answers %+v", answers)
		}
		given[answer.QuestionID] = answer.Answer
	}
	for _, question := range w.profile.Questions {
		answer, there := given[question.ID]
		if !there {
			if question.Required {
				t.Fatalf("registered without an answer to %v", question.Text)
			}
			continue
		}
		var err error
		switch question.Kind {
		case records.QuestionBoolean:
			_, err = strconv.ParseBool(answer)
		case records.QuestionDate:
			_, err = time.Parse(time.DateOnly, answer)
		case records.QuestionNumber:
			_, err = strconv.ParseUint(answer, 10, 32)
		case records.QuestionChoice:
			if !slices.ContainsFunc(question.Choices, func(choice records.LocalizedText) bool { return choice.In(w.profile.Clinic.Language()) == answer }) {
				t.Fatalf("%q is no choice of %v", answer, question.Choices)
			}
		case records.QuestionText, records.QuestionPhone:
		}
		if err != nil {
			t.Fatalf("%q to %v: %v", answer, question.Text, err)
		}
	}
}

// TestUnexpectedAnswers holds that an answer that nobody waits for does
// nothing.
func TestUnexpectedAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "GB", sms)
	w.knows("Sam Carter")
	w.write(conversations.MessageReceived{Text: "book a cleaning with dr lee"})
	for _, event := range []conversations.Event{
		conversations.SlotsFound{},
		conversations.SlotHeld{},
		conversations.SlotLost{},
		conversations.AppointmentBooked{},
		conversations.AppointmentsFound{},
		conversations.AppointmentCancelled{},
		conversations.AppointmentMoved{},
		conversations.AppointmentConfirmed{},
		conversations.OfferAccepted{},
		conversations.OfferDeclined{},
		conversations.ChangeRefused{},
		conversations.PatientRegistered{},
		conversations.IdentityCheckMade{},
		conversations.GrantedFound{},
		conversations.InvoicesFound{},
		conversations.PaymentFound{},
		conversations.LateReported{},
		conversations.KeptCounted{},
		conversations.SurveyAnswered{},
	} {
		state, effects, err := w.engine.Step(w.state, event, sms, w.now)
		if err != nil || len(effects) != 0 || string(state) != string(w.state) {
			t.Errorf("%T: %d effects, error %v", event, len(effects), err)
		}
	}
}

// TestWrongAnswers holds that a request answered by an event of another kind
// neither panics nor ends in an error.
func TestWrongAnswers(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"x-ray tomorrow", "my appointments", "cancel my appointment", "change my appointment", "STOP", "my results", "pay", "I'm running late", "what should I bring?", "4"} {
		for _, event := range []conversations.Event{
			conversations.SurveyAnswered{},
			conversations.SlotsFound{},
			conversations.SlotLost{},
			conversations.AppointmentsFound{},
			conversations.ChangeRefused{},
			conversations.PatientRegistered{},
			conversations.AppointmentConfirmed{},
			conversations.AppointmentCancelled{},
			conversations.AppointmentMoved{},
			conversations.OfferAccepted{},
			conversations.OfferDeclined{},
			conversations.IdentityCheckMade{},
			conversations.GrantedFound{},
			conversations.InvoicesFound{Granted: 1, Open: 3, Links: []conversations.PaymentLink{{}}},
			conversations.PaymentFound{Number: 1},
		} {
			w := newWorld(t, "GB", sms)
			w.knows("Sam Carter")
			w.survey()
			message := conversations.MessageReceived{Text: start, Contact: w.contact}
			state, _, err := w.engine.Step(nil, message, sms, w.now)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := w.engine.Step(state, event, sms, w.now); err != nil {
				t.Errorf("%q then %T: %v", start, event, err)
			}
		}
	}
}

// BenchmarkBooking is a whole conversation: greeting, registration, booking;
// nine messages and their thirteen steps.
func BenchmarkBooking(b *testing.B) {
	messages := []string{"hi", "i'd like to book a cleaning please", "anna schmidt", "3 feb 82", "yes", "Dr Lee", "tuesday afternoon", "the second one", "yes please"}
	w := newWorld(b, "GB", sms)
	fresh := w.contact
	b.ReportAllocs()
	for b.Loop() {
		w.state, w.contact, w.appointments, w.next = nil, fresh, nil, 0
		for _, text := range messages {
			w.write(conversations.MessageReceived{Text: text})
		}
	}
	if w.booked == 0 {
		b.Fatal("nothing was booked")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(messages)), "µs/turn")
}

// BenchmarkStep is one message that fills every slot, to its request.
func BenchmarkStep(b *testing.B) {
	w := newWorld(b, "GB", sms)
	w.knows("Sam Carter")
	message := conversations.MessageReceived{Text: "hey can i book a cleaning with dr lee tmrw afternoon", Contact: w.contact}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := w.engine.Step(nil, message, sms, w.now); err != nil {
			b.Fatal(err)
		}
	}
}
