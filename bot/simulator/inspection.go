package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Inspection is the answer to GET /simulator/inspection: what the bot knows in
// one phone's conversation, and what it did in the newest turn.
type Inspection struct {
	Contact      InspectedContact       `json:"contact"`
	Conversation InspectedConversation  `json:"conversation"`
	Effects      []InspectedEffect      `json:"effects"`
	Messages     []InspectedMessage     `json:"messages"`
	Appointments []InspectedAppointment `json:"appointments"`
	Jobs         []InspectedJob         `json:"jobs"`
}

// InspectedContact is the phone as the clinic knows it.
type InspectedContact struct {
	State    records.ContactState  `json:"state"`
	Language records.Language      `json:"language,omitempty"`
	Consent  records.ConsentStatus `json:"consent,omitempty"`
	// Patients whom it acts for, as "Maria Lopez (self)".
	Patients []string `json:"patients"`
}

// InspectedConversation is where the conversation stands.
type InspectedConversation struct {
	// Turns that it has had.
	Turns         int64           `json:"turns"`
	UpdatedAt     time.Time       `json:"updated_at"`
	Misunderstood int             `json:"misunderstood"`
	Flows         []InspectedFlow `json:"flows"`
	// Question that is open, with its choices; null for none.
	Question json.RawMessage `json:"question"`
	// State is the whole of it as stored, without the secrets of addresses.
	State json.RawMessage `json:"state"`
}

// InspectedFlow is a flow under way, with what it has learned.
type InspectedFlow struct {
	Flow        string          `json:"flow"`
	Interrupted bool            `json:"interrupted"`
	Slots       json.RawMessage `json:"slots"`
}

// InspectedEffect is a record that the newest turn, or what came after it,
// wrote: its kind ("appointment"), what it became ("booked"), what tells it
// from others, and the time that it is about.
type InspectedEffect struct {
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Status  string    `json:"status"`
	Detail  string    `json:"detail,omitempty"`
	AboutAt time.Time `json:"about_at,omitzero"`
}

// InspectedMessage is a message of the newest turn, or after it, with what
// became of it.
type InspectedMessage struct {
	Sequence  int64                 `json:"sequence"`
	Direction records.Direction     `json:"direction"`
	Status    records.MessageStatus `json:"status"`
	Text      string                `json:"text"`
	// Level is the content level, 0 to 3.
	Level     records.ContentLevel `json:"level"`
	Proactive bool                 `json:"proactive"`
	Reason    string               `json:"reason,omitempty"`
	Attempts  int                  `json:"attempts"`
	SendAfter time.Time            `json:"send_after,omitzero"`
	At        time.Time            `json:"at"`
}

// InspectedAppointment is an appointment of the phone's patients, with its
// reminders.
type InspectedAppointment struct {
	Type              string                    `json:"type"`
	Practitioner      string                    `json:"practitioner"`
	Start             time.Time                 `json:"start"`
	Status            records.AppointmentStatus `json:"status"`
	ParticipantStatus records.ParticipantStatus `json:"participant_status"`
	Version           int64                     `json:"version"`
	HoldUntil         time.Time                 `json:"hold_until,omitzero"`
	Reminders         []InspectedReminder       `json:"reminders"`
}

// InspectedReminder is a step of the reminder ledger.
type InspectedReminder struct {
	Step   string                     `json:"step"`
	Status records.ReminderStepStatus `json:"status"`
	Reason string                     `json:"reason,omitempty"`
	DueAt  time.Time                  `json:"due_at"`
}

// InspectedJob is one of River's newest jobs, in the machine's time.
type InspectedJob struct {
	ID          int64     `json:"id"`
	Kind        string    `json:"kind"`
	State       string    `json:"state"`
	Attempt     int       `json:"attempt"`
	CreatedAt   time.Time `json:"created_at"`
	FinalizedAt time.Time `json:"finalized_at,omitzero"`
}

// getInspection shows what stands behind one phone's messages.
func (s *Simulator) getInspection(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from, err := parseNumber(query.Get("from"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	through, err := s.channelOf(r.Context(), records.ChannelKind(query.Get("channel")))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	found, err := s.training.Inspector.Inspect(r.Context(), through, from)
	if records.CodeOf(err) == records.CodeNotFound {
		w.WriteHeader(http.StatusNoContent) // the phone has not written yet
		return
	}
	if err != nil {
		s.refuse(w, r, s.problemOf(r.Context(), "inspect", err))
		return
	}
	document, err := inspectionOf(found)
	if err != nil {
		s.refuse(w, r, s.problemOf(r.Context(), "inspect", err))
		return
	}
	writeJSON(w, http.StatusOK, document)
}

// inspectionOf makes the document of what was read.
func inspectionOf(found jobs.Inspection) (Inspection, error) {
	conversation, err := conversationOf(found)
	if err != nil {
		return Inspection{}, err
	}
	document := Inspection{
		Contact:      InspectedContact{State: found.ContactState, Language: found.Language, Consent: found.Consent, Patients: []string{}},
		Conversation: conversation,
		Effects:      []InspectedEffect{}, Messages: []InspectedMessage{}, Appointments: []InspectedAppointment{}, Jobs: []InspectedJob{},
	}
	for _, patient := range found.Patients {
		document.Contact.Patients = append(document.Contact.Patients, fmt.Sprintf("%s (%s)", patient.Name, patient.Relationship))
	}
	for _, effect := range found.Effects {
		document.Effects = append(document.Effects, InspectedEffect(effect))
	}
	for _, message := range found.Turn() {
		document.Messages = append(document.Messages, InspectedMessage{
			Sequence: message.Sequence, Direction: message.Direction, Status: message.Status, Text: withoutSecrets(message.Text),
			Level: message.Level, Proactive: message.Proactive, Reason: message.Reason, Attempts: message.Attempts,
			SendAfter: message.SendAfter, At: message.CreatedAt,
		})
	}
	for _, appointment := range found.Appointments {
		shown := InspectedAppointment{
			Type: appointment.Type.In(found.Language), Practitioner: appointment.Practitioner, Start: appointment.Start, Status: appointment.Status,
			ParticipantStatus: appointment.ParticipantStatus, Version: appointment.Version, HoldUntil: appointment.HoldUntil,
			Reminders: []InspectedReminder{},
		}
		for _, step := range appointment.Reminders {
			shown.Reminders = append(shown.Reminders, InspectedReminder{Step: step.Step, Status: step.Status, Reason: step.Reason, DueAt: step.DueAt})
		}
		document.Appointments = append(document.Appointments, shown)
	}
	for _, job := range found.Jobs {
		document.Jobs = append(document.Jobs, InspectedJob(job))
	}
	return document, nil
}

// conversationOf makes the part of the document that says where the
// conversation stands.
func conversationOf(found jobs.Inspection) (InspectedConversation, error) {
	shown := InspectedConversation{
		Turns: found.Version, UpdatedAt: found.UpdatedAt, Misunderstood: found.Outline.Misunderstood, Flows: []InspectedFlow{},
		Question: json.RawMessage("null"), State: json.RawMessage("null"),
	}
	for _, flow := range found.Outline.Flows {
		slots := flow.Slots
		if len(slots) == 0 {
			slots = json.RawMessage("{}")
		}
		shown.Flows = append(shown.Flows, InspectedFlow{Flow: flow.Flow, Interrupted: flow.Interrupted, Slots: withoutSecretsJSON(slots)})
	}
	if found.Outline.Question != nil {
		encoded, err := json.Marshal(found.Outline.Question)
		if err != nil {
			return InspectedConversation{}, fmt.Errorf("encode question: %w", err)
		}
		shown.Question = withoutSecretsJSON(encoded)
	}
	if len(found.State) > 0 {
		shown.State = withoutSecretsJSON(found.State)
	}
	return shown, nil
}

// webAddress is an address with what follows its host, in a text or in JSON,
// which writes an ampersand as an escape; secretPart is a part of it that
// nobody could guess: whoever has that needs no more to open it.
var (
	webAddress = regexp.MustCompile(`(https?://[^\s"\\/?#]+)((?:[^\s"\\]|\\u0026)*)`)
	secretPart = regexp.MustCompile(`[A-Za-z0-9_-]{16,}`)
)

// withoutSecrets takes the secrets out of the web addresses in a text.
func withoutSecrets(text string) string {
	return webAddress.ReplaceAllStringFunc(text, func(address string) string {
		parts := webAddress.FindStringSubmatch(address)
		return parts[1] + secretPart.ReplaceAllString(parts[2], "…")
	})
}

func withoutSecretsJSON(document []byte) json.RawMessage {
	return json.RawMessage(withoutSecrets(string(document)))
}
