package flows

import (
	"slices"
	"strings"

	"frontdesk/conversations"
	"frontdesk/records"
)

// tells gives the clinic a text of its own, in every language.
func (w *world) tells(key records.ClinicTextKey, text string) {
	w.profile.Texts[key] = records.LocalizedText{records.English: text}
	w.engine = NewEngine(w.profile)
}

// asks has the clinic ask something whoever registers: "optional choice Who
// sent you? | A friend | A doctor", in its own language.
func (w *world) asks(question string) {
	need, rest, _ := strings.Cut(question, " ")
	kind, rest, _ := strings.Cut(rest, " ")
	parts := strings.Split(rest, "|")
	own := func(text string) records.LocalizedText {
		return records.LocalizedText{w.profile.Clinic.Language(): strings.TrimSpace(text)}
	}
	made := records.RegistrationQuestion{
		ID: id('u', byte(len(w.profile.Questions)+1)), Position: 1, Kind: records.QuestionKind(kind), Required: need == "required", Text: own(parts[0]),
	}
	for _, choice := range parts[1:] {
		made.Choices = append(made.Choices, own(choice))
	}
	w.profile.Questions = append(slices.Clone(w.profile.Questions), made)
	w.engine = NewEngine(w.profile)
}

// closes makes a day some days from now a holiday.
func (w *world) closes(days int) {
	date := records.LocalDateOf(w.now, w.profile.Zone).AddDays(days)
	rules := w.profile.Rules
	rules.Absences = append(rules.Absences, records.Absence{Kind: records.AbsenceHoliday, StartDate: date, EndDate: date.AddDays(1)})
	w.profile.Rules = rules.Prepared()
	w.engine = NewEngine(w.profile)
}

// reportLate takes how late somebody will be for what is booked.
func (w *world) reportLate(request conversations.ReportLate) conversations.Event {
	for _, a := range w.appointments {
		if a.AppointmentID == request.AppointmentID && a.Version == request.Version && a.Status == records.AppointmentBooked {
			return conversations.LateReported{Appointment: a}
		}
	}
	return conversations.ChangeRefused{}
}
