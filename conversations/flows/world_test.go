package flows

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/channel"
	"frontdesk/records"
	"frontdesk/scheduler"
)

// world answers an engine's requests deterministically: practitioners work
// Monday to Friday, 9 to 12 and 14 to 17, in half hours.
type world struct {
	tb           failer
	engine       *conversations.Engine
	profile      conversations.Profile
	capabilities channel.Capabilities
	now          time.Time
	state        []byte
	contact      conversations.ContactFacts
	appointments []conversations.AppointmentFacts
	// registered, booked and moved count what was done for good.
	registered, booked, moved int
	// strangers sets those who register after the number was let go of apart from
	// those before.
	strangers byte
	// said is the text of the newest reply.
	said string
	// rated counts the answers that a survey kept.
	rated int
	// offers are open and unanswered, the newest last.
	offers []*conversations.OfferFacts
	// loseNext makes the next hold or booking find its time taken.
	loseNext bool
	// calendarURL is the link that is made for a calendar; waiting are the
	// appointments whose patients are in the queue, called the status of all.
	calendarURL string
	waiting     []uuid.UUID
	called      records.QueueStatus
	// identityURL is the address where identities are shown, granted who has been
	// for which purpose, until when.
	identityURL string
	// mailAnswer is what comes of a wish for e-mails.
	mailAnswer conversations.EmailAnswer
	granted    map[records.AccessPurpose]grant
	// dayAndNight opens the clinic at every hour of every day.
	dayAndNight bool
	// invoices are what is owed and paid; payURL is the address where they are
	// paid, empty where nothing is taken that way.
	invoices []owed
	payURL   string
	// full leaves nothing free at all.
	full bool
	// wishes is the wait-list.
	wishes []conversations.WaitlistFacts
	next   byte
	// books say dates in each of the clinic's languages.
	books []*catalog.Phrasebook
}

// failer is what tests, benchmarks and properties have in common.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func id(kind, number byte) uuid.UUID {
	return uuid.UUID{0: kind, 15: number}
}

var (
	sms      = channel.Capabilities{TextLimit: 1600, Segmented: true, Photos: true}
	whatsapp = channel.Capabilities{Photos: true, Buttons: 3, ButtonLabel: 20, TextLimit: 1024, SessionWindow: 24 * time.Hour}
)

var zones = map[string]string{
	"GB": "Europe/London", "US": "America/New_York", "ES": "Europe/Madrid", "MX": "America/Mexico_City", "BR": "America/Sao_Paulo",
}

var currencies = map[string]string{"GB": "GBP", "US": "USD", "ES": "EUR", "MX": "MXN", "BR": "BRL"}

func clinicProfile(tb failer, country string) conversations.Profile {
	tb.Helper()
	zone, err := time.LoadLocation(zones[country])
	if err != nil {
		tb.Fatal(err)
	}
	languages := []records.Language{records.English, records.Spanish, records.Portuguese}
	switch country {
	case "ES", "MX":
		languages = []records.Language{records.Spanish, records.English, records.Portuguese}
	case "BR":
		languages = []records.Language{records.Portuguese, records.English, records.Spanish}
	}
	practitioners := []records.Practitioner{
		{ID: id('p', 1), Name: "Dr Osei", Active: true, Specialty: records.LocalizedText{"en": "dentist", "es": "odontólogo", "pt": "dentista"}},
		{ID: id('p', 2), Name: "Dra. Pérez", Active: true, Languages: []records.Language{records.Spanish, records.English}},
		{ID: id('p', 3), Name: "Dr Lee", Active: true},
		{ID: id('p', 4), Name: "Dr Gone", Active: false},
	}
	offered := func(number byte, en, es, pt string, who ...byte) records.AppointmentType {
		appointmentType := records.AppointmentType{
			ID: id('t', number), Name: records.LocalizedText{"en": en, "es": es, "pt": pt},
			Duration: 30 * time.Minute, BookableByChat: true, Active: true,
		}
		for _, practitioner := range who {
			appointmentType.PractitionerIDs = append(appointmentType.PractitionerIDs, id('p', practitioner))
		}
		return appointmentType
	}
	types := []records.AppointmentType{
		offered(1, "cleaning", "limpieza", "limpeza", 1, 3), offered(2, "check-up", "revisión", "check-up", 1, 2, 3),
		offered(3, "X-ray", "radiografía", "raio-x", 2),
	}
	types[1].Synonyms = map[records.Language][]string{"en": {"checkup", "exam"}, "es": {"chequeo"}, "pt": {"checape"}}
	types[2].Preparation = records.LocalizedText{"en": "take off jewellery.", "es": "venga sin joyas.", "pt": "venha sem joias."}
	types = append(types, records.AppointmentType{ID: id('t', 9), Name: records.LocalizedText{"en": "surgery"}, Active: true, PractitionerIDs: []uuid.UUID{id('p', 1)}})
	return conversations.Profile{
		Clinic: records.Clinic{
			Name: "Clinica Ribera", Country: country, Languages: languages, Address: "12 Mill Road",
			Phone: "+442079460000", Currency: currencies[country], LateTolerance: 15 * time.Minute,
		},
		Zone: zone, Types: types, Practitioners: practitioners, Texts: clinicTexts(), Rules: openingRules(zone, practitioners),
	}
}

// clinicTexts are what the clinic tells in its own words.
func clinicTexts() records.ClinicTexts {
	return records.ClinicTexts{
		records.TextDirections: {"en": "Opposite the library; bus 12 stops at the door.", "es": "Frente a la biblioteca; el bus 12 para en la puerta.", "pt": "Em frente à biblioteca; o ônibus 12 para na porta."},
		records.TextMapLink:    {"en": "https://ribera.example/map"},
		records.TextParking:    {"en": "Free parking behind the building.", "es": "Hay estacionamiento gratis detrás del edificio.", "pt": "Há estacionamento grátis atrás do prédio."},
		records.TextAccess:     {"en": "The entrance has a ramp and there is a lift.", "es": "La entrada tiene rampa y hay ascensor.", "pt": "A entrada tem rampa e há elevador."},
	}
}

// openingRules are the hours that free works with.
func openingRules(zone *time.Location, practitioners []records.Practitioner) scheduler.Calendar {
	calendar := scheduler.Calendar{Zone: zone, Practitioners: practitioners}
	for _, practitioner := range practitioners[:3] {
		for day := time.Monday; day <= time.Friday; day++ {
			for _, start := range []records.LocalTime{9 * 60, 14 * 60} {
				calendar.Availability = append(calendar.Availability, records.Availability{
					PractitionerID: practitioner.ID, Kind: records.AvailabilityOpen, Weekday: day, Start: start, End: start + 3*60,
				})
			}
		}
	}
	return calendar.Prepared()
}

func newWorld(tb failer, country string, capabilities channel.Capabilities) *world {
	tb.Helper()
	profile := clinicProfile(tb, country)
	return &world{
		tb: tb, profile: profile, engine: NewEngine(profile), capabilities: capabilities,
		// Friday 20 November 2026, 10:00 at the clinic.
		now:     time.Date(2026, time.November, 20, 10, 0, 0, 0, profile.Zone),
		contact: conversations.ContactFacts{ContactID: id('c', 1), State: records.ContactUnknown, Level: records.ContentNames},
	}
}

// knows makes the contact act for these patients.
func (w *world) knows(names ...string) {
	w.contact.State = records.ContactClaimed
	for i, name := range names {
		relationship := records.RelationshipSelf
		if i > 0 {
			relationship = records.RelationshipGuardian
		}
		w.contact.Persons = append(w.contact.Persons, conversations.Person{
			PatientID: id('x', byte(i+1)), Name: name, Relationship: relationship,
			BirthDate: records.LocalDate{Year: 1980 + i, Month: time.May, Day: 4},
		})
	}
}

// has gives the first patient an appointment some days from now, at an hour.
func (w *world) has(days, hour int, practitioner, appointmentType byte) conversations.AppointmentFacts {
	local := w.now.In(w.profile.Zone)
	start := time.Date(local.Year(), local.Month(), local.Day()+days, hour, 0, 0, 0, w.profile.Zone)
	appointment := conversations.AppointmentFacts{
		AppointmentID: w.newID(), Version: 1, PatientID: w.contact.Persons[0].PatientID,
		PractitionerID: id('p', practitioner), AppointmentTypeID: id('t', appointmentType),
		Status: records.AppointmentBooked, ParticipantStatus: records.ParticipantNeedsAction,
		Start: start, End: start.Add(30 * time.Minute),
	}
	w.appointments = append(w.appointments, appointment)
	return appointment
}

func (w *world) newID() uuid.UUID {
	w.next++
	return id('a', w.next)
}

// forgetReminder forgets the newest reminder where its appointment is no longer
// the one that it spoke of, as the store does.
func (w *world) forgetReminder() {
	last := w.contact.LastReminder
	if last != nil && !slices.ContainsFunc(w.appointments, func(a conversations.AppointmentFacts) bool {
		return a.AppointmentID == last.Appointment.AppointmentID && a.Version == last.Appointment.Version &&
			a.Status == records.AppointmentBooked && a.Start.After(w.now)
	}) {
		w.contact.LastReminder = nil
	}
}

// write sends a message of the patient and gives every effect of its turn.
func (w *world) write(message conversations.MessageReceived) []conversations.Effect {
	w.tb.Helper()
	w.forgetReminder()
	w.contact.MayAllowNames = w.contact.Level > records.ContentNeutral && len(w.contact.Persons) > 0
	message.ReceivedAt, message.Contact = w.now, w.contact
	var all []conversations.Effect
	var event conversations.Event = message
	for range conversations.MaxRequests + 1 {
		state, effects, err := w.engine.Step(w.state, event, w.capabilities, w.now)
		if err != nil {
			w.tb.Fatalf("step: %v", err)
		}
		w.state = state
		for i, effect := range effects {
			if _, asks := effect.(conversations.Request); asks && i < len(effects)-1 {
				w.tb.Fatalf("a request that is not the last effect: %T", effect)
			}
			w.apply(effect)
		}
		all = append(all, effects...)
		if len(effects) == 0 {
			return all
		}
		request, ok := effects[len(effects)-1].(conversations.Request)
		if !ok {
			return all
		}
		event = w.answer(request)
	}
	w.tb.Fatalf("more than %d requests in one turn", conversations.MaxRequests)
	return nil
}

func (w *world) apply(effect conversations.Effect) {
	switch effect := effect.(type) {
	case conversations.Reply:
		w.said = effect.Text
		checkLevel(w.tb, w, effect)
	case conversations.AllowNames:
		w.contact.Level = min(w.contact.Level, records.ContentLogistics)
		if effect.Allowed {
			w.contact.Level = records.ContentNames
		}
	case conversations.ChooseLanguage:
		w.contact.Language = effect.Language
	case conversations.OptOut:
		if effect.Purpose == "" {
			w.contact.OptedOut = !effect.Active
		}
	case conversations.EndWishes:
		w.wishes = slices.DeleteFunc(w.wishes, func(wish conversations.WaitlistFacts) bool { return slices.Contains(effect.PatientIDs, wish.PatientID) })
	case conversations.ReleaseContact:
		w.contact.State, w.contact.Persons = records.ContactStale, nil
		w.strangers += 100
		w.contact.LastReminder, w.contact.LastOffer, w.contact.LastSurvey = nil, nil, nil
	case conversations.ReleaseHold:
		w.appointments = slices.DeleteFunc(w.appointments, func(a conversations.AppointmentFacts) bool {
			return a.AppointmentID == effect.AppointmentID && a.Status == records.AppointmentPending
		})
	}
}

func (w *world) answer(request conversations.Request) conversations.Event {
	switch request := request.(type) {
	case conversations.FindSlots:
		return conversations.SlotsFound{Slots: w.free(request.Search)}
	case conversations.HoldSlot:
		return w.hold(request)
	case conversations.BookAppointment:
		return w.change(request.AppointmentID, request.Version, func(a *conversations.AppointmentFacts) conversations.Event {
			if a.Status != records.AppointmentPending {
				return conversations.ChangeRefused{}
			}
			if w.loseNext {
				w.loseNext = false
				return conversations.SlotLost{Alternatives: w.free(scheduler.Search{AppointmentTypeID: a.AppointmentTypeID, Limit: 3, Windows: []scheduler.Window{{Start: a.End, End: a.End.AddDate(0, 1, 0)}}})}
			}
			a.Status = records.AppointmentBooked
			w.booked++
			return conversations.AppointmentBooked{Appointment: *a}
		})
	case conversations.FindAppointments:
		return w.coming(request)
	case conversations.FindMissed:
		return w.missed(request)
	case conversations.FindVisits:
		return w.visits(request)
	case conversations.CheckIn:
		return w.checkIn(request)
	case conversations.CheckIdentity:
		return conversations.IdentityCheckMade{URL: w.identityURL, Expires: w.now.Add(records.IdentityCheckLife)}
	case conversations.AskEmail:
		return conversations.EmailAnswered{Answer: w.mailAnswer}
	case conversations.FindInvoices:
		return w.findInvoices(request)
	case conversations.FindPayment:
		return w.findPayment(request)
	case conversations.FindGranted:
		return w.grantedFor(request.Purpose)
	case conversations.MakeCalendarLink:
		return w.change(request.AppointmentID, request.Version, func(a *conversations.AppointmentFacts) conversations.Event {
			return conversations.CalendarLinkMade{Appointment: *a, URL: w.calendarURL}
		})
	case conversations.CancelAppointment:
		return w.change(request.AppointmentID, request.Version, func(a *conversations.AppointmentFacts) conversations.Event {
			if fee := w.terms(*a).Fee; fee > request.AgreedFee {
				return conversations.ChangeRefused{Reason: conversations.RefusedFee, Fee: fee}
			}
			a.Status = records.AppointmentCancelled
			a.Version++
			w.settledElsewhere(a.AppointmentID)
			return conversations.AppointmentCancelled{Appointment: *a}
		})
	case conversations.MoveAppointment:
		return w.move(request)
	case conversations.ReportLate:
		return w.reportLate(request)
	case conversations.AnswerSurvey:
		return w.answerSurvey(request)
	case conversations.CountKept:
		return conversations.KeptCounted{Name: w.contact.Persons[0].Name, Appointments: len(w.appointments)}
	case conversations.ConfirmAppointment:
		return w.change(request.AppointmentID, request.Version, func(a *conversations.AppointmentFacts) conversations.Event {
			a.ParticipantStatus = records.ParticipantAccepted
			return conversations.AppointmentConfirmed{Appointment: *a}
		})
	case conversations.AcceptOffer:
		return w.accept(request)
	case conversations.DeclineOffer:
		return w.decline(request)
	case conversations.JoinWaitlist, conversations.ListWaitlist, conversations.LeaveWaitlist:
		return w.wait(request)
	case conversations.RegisterPatient:
		w.registered++
		person := conversations.Person{PatientID: id('x', w.strangers+byte(len(w.contact.Persons)+1)), Name: request.Name, BirthDate: request.BirthDate, Relationship: request.Relationship}
		w.contact.Persons = append(w.contact.Persons, person)
		w.contact.State = records.ContactClaimed
		return conversations.PatientRegistered{Person: person}
	}
	w.tb.Fatalf("unknown request %T", request)
	return nil
}

func (w *world) coming(request conversations.FindAppointments) conversations.Event {
	var found []conversations.AppointmentFacts
	for _, a := range w.appointments {
		if a.Status == records.AppointmentBooked && a.Start.After(w.now) && slices.Contains(request.PatientIDs, a.PatientID) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b conversations.AppointmentFacts) int { return a.Start.Compare(b.Start) })
	return conversations.AppointmentsFound{Appointments: found}
}

// missed is the newest appointment that has begun.
func (w *world) missed(request conversations.FindMissed) conversations.Event {
	var newest *conversations.AppointmentFacts
	for i, a := range w.appointments {
		past := a.Status != records.AppointmentCancelled && !a.Start.After(w.now) && slices.Contains(request.PatientIDs, a.PatientID)
		if past && (newest == nil || a.Start.After(newest.Start)) {
			newest = &w.appointments[i]
		}
	}
	if newest == nil {
		return conversations.MissedFound{}
	}
	found := *newest
	return conversations.MissedFound{Appointment: &found}
}

// visits are the appointments that begin within two hours and are not over.
func (w *world) visits(request conversations.FindVisits) conversations.Event {
	var found []conversations.AppointmentFacts
	for _, a := range w.appointments {
		live := a.Status == records.AppointmentBooked || a.Status == records.AppointmentArrived
		if live && !a.Start.After(w.now.Add(2*time.Hour)) && a.End.After(w.now) && slices.Contains(request.PatientIDs, a.PatientID) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b conversations.AppointmentFacts) int { return a.Start.Compare(b.Start) })
	return conversations.VisitsFound{Appointments: found}
}

// checkIn gives numbers from seven on, and ten minutes of waiting for each
// patient before.
func (w *world) checkIn(request conversations.CheckIn) conversations.Event {
	for i := range w.appointments {
		if w.appointments[i].AppointmentID != request.AppointmentID {
			continue
		}
		place := slices.Index(w.waiting, request.AppointmentID)
		if place < 0 {
			place = len(w.waiting)
			w.waiting = append(w.waiting, request.AppointmentID)
			w.appointments[i].Status = records.AppointmentArrived
			w.appointments[i].Version++
		}
		here := conversations.CheckedIn{Number: 7 + place, Status: records.QueueWaiting, Wait: time.Duration(10*place) * time.Minute}
		if w.called != "" {
			here.Status, here.Room = w.called, "Room 2"
		}
		return here
	}
	return conversations.ChangeRefused{}
}

func (w *world) change(appointment uuid.UUID, version int64, do func(*conversations.AppointmentFacts) conversations.Event) conversations.Event {
	for i := range w.appointments {
		a := &w.appointments[i]
		live := a.Status == records.AppointmentBooked || a.Status == records.AppointmentPending
		switch {
		case a.AppointmentID != appointment:
		case a.Status == records.AppointmentCancelled:
			return conversations.ChangeRefused{Reason: conversations.RefusedCancelled}
		case a.Version == version && live:
			return do(a)
		}
	}
	return conversations.ChangeRefused{}
}

// policy is what every type of the clinic has as its terms of change.
func (w *world) policy(notice time.Duration, fee int64, moves int) {
	for i := range w.profile.Types {
		w.profile.Types[i].CancelNotice, w.profile.Types[i].LateCancelFee, w.profile.Types[i].MoveLimit = notice, fee, moves
	}
	w.engine = NewEngine(w.profile)
}

func (w *world) terms(a conversations.AppointmentFacts) scheduler.ChangeTerms {
	for _, kind := range w.profile.Types {
		if kind.ID == a.AppointmentTypeID {
			return scheduler.TermsOfChange(kind, a.Start, a.Moves, w.now)
		}
	}
	return scheduler.ChangeTerms{}
}

func (w *world) move(request conversations.MoveAppointment) conversations.Event {
	w.appointments = slices.DeleteFunc(w.appointments, func(a conversations.AppointmentFacts) bool { return a.Status == records.AppointmentPending })
	return w.change(request.AppointmentID, request.Version, func(a *conversations.AppointmentFacts) conversations.Event {
		terms := w.terms(*a)
		switch {
		case terms.MoveLimitReached:
			return conversations.ChangeRefused{Reason: conversations.RefusedMoveLimit}
		case terms.Fee > request.AgreedFee:
			return conversations.ChangeRefused{Reason: conversations.RefusedFee, Fee: terms.Fee}
		case w.loseNext:
			w.loseNext = false
			return conversations.SlotLost{Alternatives: w.free(scheduler.Search{
				AppointmentTypeID: a.AppointmentTypeID, ReplacingID: a.AppointmentID, Limit: 3,
				Windows: []scheduler.Window{{Start: request.Slot.End, End: request.Slot.End.AddDate(0, 1, 0)}},
			})}
		}
		a.Start, a.End, a.PractitionerID, a.AppointmentTypeID = request.Slot.Start, request.Slot.End, request.Slot.PractitionerID, request.Slot.AppointmentTypeID
		a.Version++
		a.Moves++
		w.moved++
		w.settledElsewhere(a.AppointmentID)
		return conversations.AppointmentMoved{Appointment: *a}
	})
}

func (w *world) hold(request conversations.HoldSlot) conversations.Event {
	w.appointments = slices.DeleteFunc(w.appointments, func(a conversations.AppointmentFacts) bool { return a.Status == records.AppointmentPending })
	if w.loseNext {
		w.loseNext = false
		return conversations.SlotLost{Alternatives: w.free(scheduler.Search{
			AppointmentTypeID: request.Slot.AppointmentTypeID, PractitionerID: request.Slot.PractitionerID, Limit: 3,
			Windows: []scheduler.Window{{Start: request.Slot.End, End: request.Slot.End.AddDate(0, 1, 0)}},
		})}
	}
	held := conversations.AppointmentFacts{
		AppointmentID: w.newID(), Version: 1, PatientID: request.PatientID, PractitionerID: request.Slot.PractitionerID,
		AppointmentTypeID: request.Slot.AppointmentTypeID, Status: records.AppointmentPending, Start: request.Slot.Start, End: request.Slot.End,
	}
	w.appointments = append(w.appointments, held)
	return conversations.SlotHeld{Appointment: held, HoldUntil: w.now.Add(10 * time.Minute)}
}

// free lists the free half hours that a search asks for.
func (w *world) free(search scheduler.Search) []scheduler.Slot {
	var offered records.AppointmentType
	for _, candidate := range w.profile.Types {
		if candidate.ID == search.AppointmentTypeID {
			offered = candidate
		}
	}
	var slots []scheduler.Slot
	if w.full {
		return nil
	}
	local := w.now.In(w.profile.Zone)
	for day := range 60 {
		for half := range 48 {
			start := time.Date(local.Year(), local.Month(), local.Day()+day, half/2, half%2*30, 0, 0, w.profile.Zone)
			closed := half < 18 || half >= 24 && half < 28 || half >= 34 || start.Weekday() == time.Saturday || start.Weekday() == time.Sunday
			if closed && !w.dayAndNight || !start.After(w.now) {
				continue
			}
			for _, practitioner := range offered.PractitionerIDs {
				slot := scheduler.Slot{AppointmentTypeID: offered.ID, PractitionerID: practitioner, Start: start, End: start.Add(30 * time.Minute)}
				if w.suits(slot, search) {
					slots = append(slots, slot)
				}
			}
		}
	}
	slices.SortStableFunc(slots, func(a, b scheduler.Slot) int {
		if near := search.Near.In(w.profile.Zone); !search.Near.IsZero() {
			return cmp.Or(compareNearness(a.Start.In(near.Location()), b.Start.In(near.Location()), near), cmp.Compare(a.Start.Unix(), b.Start.Unix()))
		}
		return cmp.Compare(a.Start.Unix(), b.Start.Unix())
	})
	if !search.Near.IsZero() {
		slots = oneOfOtherDays(slots, search.Near.In(w.profile.Zone))
	}
	var spread []scheduler.Slot
	for _, slot := range slots {
		if len(spread) < search.Limit && (len(spread) == 0 || !spread[len(spread)-1].Start.Equal(slot.Start)) {
			spread = append(spread, slot)
		}
	}
	return spread
}

// compareNearness orders by days from the wished one, and on a day by the time
// of day: the likest first.
func compareNearness(a, b, near time.Time) int {
	days := func(one time.Time) int {
		return max(one.YearDay()-near.YearDay(), near.YearDay()-one.YearDay())
	}
	clock := func(one time.Time) time.Duration {
		return one.Sub(near.AddDate(0, 0, one.YearDay()-near.YearDay())).Abs()
	}
	return cmp.Or(cmp.Compare(days(a), days(b)), cmp.Compare(clock(a), clock(b)))
}

// oneOfOtherDays puts the likest of each day that is not the wished one before
// the rest of it.
func oneOfOtherDays(slots []scheduler.Slot, near time.Time) []scheduler.Slot {
	var chosen, spare []scheduler.Slot
	seen := map[int]bool{}
	for _, slot := range slots {
		day := slot.Start.In(near.Location()).YearDay()
		if seen[day] && day != near.YearDay() {
			spare = append(spare, slot)
			continue
		}
		chosen, seen[day] = append(chosen, slot), true
	}
	return append(chosen, spare...)
}

func (w *world) suits(slot scheduler.Slot, search scheduler.Search) bool {
	if search.PractitionerID != (uuid.UUID{}) && search.PractitionerID != slot.PractitionerID {
		return false
	}
	inWindow := len(search.Windows) == 0
	for _, window := range search.Windows {
		inWindow = inWindow || !slot.Start.Before(window.Start) && slot.Start.Before(window.End)
	}
	for _, a := range w.appointments {
		live := a.Status == records.AppointmentBooked || a.Status == records.AppointmentPending
		if live && a.AppointmentID != search.ReplacingID && a.Start.Before(slot.End) && slot.Start.Before(a.End) && (a.PractitionerID == slot.PractitionerID || a.PatientID == search.PatientID) {
			return false
		}
	}
	return inWindow
}

// describeEffect tells an effect other than a reply in one line.
func describeEffect(effect conversations.Effect) string {
	switch effect := effect.(type) {
	case conversations.OpenTask:
		return fmt.Sprintf("task %s, %s", effect.Code, effect.Priority)
	case conversations.OptOut:
		of := ""
		if effect.Purpose != "" {
			of = "of " + string(effect.Purpose) + " "
		}
		if effect.Active {
			return "opt in " + of + "(" + effect.Source + ")"
		}
		return "opt out " + of + "(" + effect.Source + ")"
	case conversations.RegisterPatient:
		told := fmt.Sprintf("register %s, %s, %s", effect.Name, effect.BirthDate, effect.Language)
		for _, answer := range effect.Answers {
			told += fmt.Sprintf("; %q: %q", answer.Question, answer.Answer)
		}
		return told
	case conversations.ReleaseHold:
		return "release the hold"
	case conversations.ChooseLanguage:
		return "language " + string(effect.Language)
	case conversations.BookAppointment:
		return "book"
	case conversations.HoldSlot:
		return "hold"
	case conversations.CancelAppointment:
		return "cancel"
	case conversations.MoveAppointment:
		return "move"
	case conversations.ConfirmAppointment:
		return "confirm"
	case conversations.AcceptOffer:
		return fmt.Sprintf("accept time %d of the offer", effect.Index+1)
	case conversations.DeclineOffer:
		if effect.CancelAppointment {
			return "decline the offer and cancel"
		}
		return "decline the offer"
	case conversations.AllowNames:
		return fmt.Sprintf("names allowed: %t", effect.Allowed)
	case conversations.ReleaseContact:
		return fmt.Sprintf("let go of the number (%s)", effect.Reason)
	case conversations.ReportLate:
		return fmt.Sprintf("report %d minutes late", effect.By/time.Minute)
	case conversations.FileMedia:
		return fmt.Sprintf("file what came with %d messages: %s", len(effect.MessageIDs), effect.Purpose)
	case conversations.KeepCoverage:
		return fmt.Sprintf("keep coverage %q, %q", effect.Coverage.Payer, effect.Coverage.MemberNumber)
	case conversations.CheckIn:
		return "check in"
	case conversations.AnswerSurvey:
		return fmt.Sprintf("answer the survey: rating %d, comment %q", effect.Rating, effect.Comment)
	case conversations.MakeCalendarLink:
		return "make a calendar link"
	case conversations.AskEmail:
		if effect.Reminders {
			return "ask " + effect.Address + " whether it wants receipts and reminders"
		}
		return "ask " + effect.Address + " whether it wants receipts"
	case conversations.FindInvoices:
		if effect.Links > 0 {
			return "look for invoices, with links"
		}
		return "look for invoices"
	case conversations.FindPayment:
		return "look for the payment"
	case conversations.CheckIdentity:
		return "make an identity check for " + string(effect.Purpose)
	}
	return ""
}
