package conversations

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
)

// templated is what WhatsApp shows in a template: three buttons with words that
// never change. Other choices are numbered in the text.
var templated = channel.Capabilities{Buttons: maxButtons, ButtonLabel: 20, TextLimit: 1024}

// The most times of an offer, and appointments of a reminder, that have a
// template.
const (
	maxOffered  = 3
	maxReminded = 5
)

// samples are what differs from message to message. Any will do that are always
// the same, as long as no two of them are part of each other.
type samples struct {
	starts      []time.Time
	offer       uuid.UUID
	appointment AppointmentFacts
	queued      QueueNotice
	// since is a day on which nothing of these begins.
	since time.Time
}

func newSamples() samples {
	// A Monday in a year of which no clinic has anything, at ten past three.
	first := time.Date(2040, time.November, 26, 15, 10, 0, 0, time.UTC)
	made := samples{queued: QueueNotice{Number: 707, Called: true, Room: "Room 909"}, offer: uuid.UUID{15: 1}, since: first.AddDate(0, 2, 0)}
	for n := range maxReminded + 1 {
		made.starts = append(made.starts, first.Add(time.Duration(n)*25*time.Hour))
	}
	made.appointment = AppointmentFacts{AppointmentID: uuid.UUID{15: 2}, Version: 1, PractitionerID: uuid.UUID{15: 3}, Start: made.starts[0]}
	return made
}

// unasked makes the templates of all that is sent unasked, in one language, by
// writing it with samples and putting variables in their place.
func (e *Engine) unasked(language records.Language) []channel.NewTemplate {
	with := newSamples()
	reminder := catalog.Reminder
	if e.profile.Clinic.Address == "" {
		reminder = catalog.ReminderWhere
	}
	neutral := catalog.NeutralNotice
	if e.profile.Clinic.Phone == "" {
		neutral = catalog.NeutralNoticePhoneless
	}
	written := []writtenText{
		{reminder.ID(), e.RenderReminder(with.appointment, language, templated)},
		{catalog.StandsAfterAll.ID(), e.RenderStandsAfterAll(with.appointment, language, templated)},
		{catalog.WaitlistGone.ID(), e.RenderGone(with.starts[0], language, templated)},
		{catalog.InvoiceNotice.ID(), e.RenderNotice(catalog.InvoiceNotice, language, templated)},
		{catalog.ResultNotice.ID(), e.RenderNotice(catalog.ResultNotice, language, templated)},
		{catalog.Recall.ID(), e.RenderNotice(catalog.Recall, language, templated)},
		{neutral.ID(), Reply{Text: e.RenderNeutral(language, templated)}},
		{catalog.SurveyAsk.ID(), e.RenderSurvey(SurveyFacts{VisitStart: with.starts[0]}, language, templated)},
	}
	for _, notice := range []QueueNotice{{Number: with.queued.Number}, {Number: with.queued.Number, Called: true}, with.queued} {
		written = append(written, writtenText{NoticeKey(notice).ID(), e.RenderQueueNotice(notice, language, templated)})
	}
	written = append(written, e.offers(with, language)...)
	for count := 2; count <= maxReminded; count++ {
		several := make([]AppointmentFacts, count)
		for n := range several {
			several[n] = AppointmentFacts{Start: with.starts[n]}
		}
		written = append(written, writtenText{catalog.ReminderSeveral.ID() + "_" + strconv.Itoa(count), e.RenderReminders(several, language, templated)})
	}
	templates := make([]channel.NewTemplate, len(written))
	for i, one := range written {
		templates[i] = with.template(one, e.book(language))
	}
	return templates
}

// writtenText is a text as the samples have it, and the name of its template.
type writtenText struct {
	name  string
	reply Reply
}

// offers are, in place of an appointment, every number of times that are asked
// about, of a colleague's, too; and a time that became free, of which there is
// one to an offer.
func (e *Engine) offers(with samples, language records.Language) []writtenText {
	var written []writtenText
	add := func(name string, offer OfferFacts) {
		offer.OfferID = with.offer
		// Buttons can't say times, which a template has in its text.
		shown := templated
		if offer.Kind == records.OfferRebook {
			shown.Buttons = 0
		}
		written = append(written, writtenText{name, e.RenderOffer(offer, language, shown)})
	}
	for count := 1; count <= maxOffered; count++ {
		slots := make([]records.OfferedSlot, count)
		for n := range slots {
			slots[n] = records.OfferedSlot{Start: with.starts[n+1], PractitionerID: with.appointment.PractitionerID}
		}
		number := "_" + strconv.Itoa(count)
		rebooking := OfferFacts{Kind: records.OfferRebook, Slots: slots, Appointment: with.appointment}
		add(catalog.OfferRebook.ID()+number, rebooking)
		rebooking.Slots = slices.Clone(slots)
		rebooking.Slots[0].PractitionerID = uuid.Nil
		add(catalog.OfferRebook.ID()+number+"_colleague", rebooking)
	}
	waiting := OfferFacts{Kind: records.OfferWaitlist, Slots: []records.OfferedSlot{{Start: with.starts[1]}}, WaitingSince: with.since}
	add(catalog.OfferWaitlist.ID(), waiting)
	waiting.Appointment = with.appointment
	add(catalog.OfferWaitlist.ID()+"_instead", waiting)
	return written
}

// template puts variables, numbered as they are read, in the place of samples.
func (s samples) template(text writtenText, book *catalog.Phrasebook) channel.NewTemplate {
	made := channel.NewTemplate{Samples: make(map[string]string)}
	made.Name, made.Language, made.Status = text.name, book.Language(), records.TemplateUnsubmitted
	made.Body = s.withVariables(text, book, made.Samples)
	for _, choice := range text.reply.Choices {
		number := len(made.Samples) + 1
		made.Samples[strconv.Itoa(number)] = choice.ID
		made.Choices = append(made.Choices, records.Choice{ID: channel.Placeholder(number), Label: choice.Label})
	}
	return made
}

func (s samples) withVariables(written writtenText, book *catalog.Phrasebook, found map[string]string) string {
	sought, text := []string{book.Date(s.since)}, written.reply.Text
	if strings.HasPrefix(written.name, "queue_") {
		// Elsewhere these figures can stand in an address.
		sought = append(sought, s.queued.Room, strconv.Itoa(s.queued.Number))
	}
	for _, start := range s.starts {
		sought = append(sought, book.When(start), book.WhenShort(start), book.Date(start))
	}
	var body strings.Builder
	for text != "" {
		at, sample := len(text), ""
		for _, one := range sought {
			if place := strings.Index(text, one); place >= 0 && (place < at || place == at && len(one) > len(sample)) {
				at, sample = place, one
			}
		}
		body.WriteString(text[:at])
		if text = text[at+len(sample):]; sample != "" {
			number := len(found) + 1
			found[strconv.Itoa(number)] = sample
			body.WriteString(channel.Placeholder(number))
		}
	}
	return body.String()
}
