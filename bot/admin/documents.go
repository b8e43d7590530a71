package admin

import (
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

// Reference names another record, and how people call it (FHIR Reference).
type Reference struct {
	ID      uuid.UUID `json:"id" format:"uuid"`
	Display string    `json:"display,omitempty" doc:"What people call it; left out where the clinic no longer has it."`
}

// Appointment is a visit (FHIR Appointment).
type Appointment struct {
	ID                uuid.UUID                  `json:"id" format:"uuid"`
	Status            records.AppointmentStatus  `json:"status" enum:"proposed,pending,booked,arrived,checked-in,fulfilled,cancelled,noshow,entered-in-error,waitlist"`
	ParticipantStatus records.ParticipantStatus  `json:"participantStatus" enum:"needs-action,accepted,declined,tentative" doc:"What the patient answered."`
	CancelationReason records.CancellationReason `json:"cancelationReason,omitempty" enum:"pat,prov,other" doc:"By whom a cancelled one was: the patient, the clinic, or something else."`
	Start             time.Time                  `json:"start" doc:"In the clinic's zone, like every time here."`
	End               time.Time                  `json:"end"`
	Patient           Reference                  `json:"patient"`
	Practitioner      Reference                  `json:"practitioner"`
	AppointmentType   Reference                  `json:"appointmentType"`
	ResourceIDs       []uuid.UUID                `json:"resourceIds" format:"uuid" doc:"The rooms and devices that it occupies."`
	LocationID        string                     `json:"locationId,omitempty" format:"uuid" doc:"The site; left out where the clinic has but one."`
	SeriesID          string                     `json:"seriesId,omitempty" format:"uuid" doc:"The series that it belongs to."`
	OverbookingReason string                     `json:"overbookingReason,omitempty" doc:"Why it was booked over others."`
	Fee               int64                      `json:"fee" doc:"What late changes and a no-show have cost, in the minor unit of the clinic's currency."`
	Moves             int                        `json:"moves" doc:"How often the patient moved it."`
	Arrived           string                     `json:"arrived,omitempty" format:"date-time" doc:"When the patient came."`
	Version           int64                      `json:"version" doc:"Rises with each change; the ETag is made of it."`
	Created           time.Time                  `json:"created"`
}

func appointmentOf(visit jobs.Visit) Appointment {
	stored := visit.Appointment
	made := Appointment{
		ID: stored.ID, Status: stored.Status, ParticipantStatus: stored.ParticipantStatus, CancelationReason: stored.CancellationReason,
		Start: stored.Start, End: stored.End, Patient: Reference{ID: stored.PatientID, Display: visit.PatientName},
		Practitioner:    Reference{ID: stored.PractitionerID, Display: visit.PractitionerName},
		AppointmentType: Reference{ID: stored.AppointmentTypeID, Display: visit.AppointmentTypeName},
		ResourceIDs:     present(stored.ResourceIDs), Version: stored.Version, Created: stored.CreatedAt,
		LocationID: idText(stored.LocationID), SeriesID: idText(stored.SeriesID), OverbookingReason: stored.OverbookingReason,
		Fee: stored.Fee, Moves: stored.Moves,
	}
	if !stored.ArrivedAt.IsZero() {
		made.Arrived = stored.ArrivedAt.Format(time.RFC3339Nano)
	}
	return made
}

// idText is an id's text, or nothing for no id.
func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// Slot is a free time (FHIR Slot).
type Slot struct {
	Start             time.Time   `json:"start"`
	End               time.Time   `json:"end"`
	AppointmentTypeID uuid.UUID   `json:"appointmentTypeId" format:"uuid"`
	Practitioner      Reference   `json:"practitioner"`
	ResourceIDs       []uuid.UUID `json:"resourceIds" format:"uuid" doc:"Rooms and devices that are free then. Booking need not name them."`
}

func slotsOf(free []jobs.FreeSlot) []Slot {
	slots := make([]Slot, len(free))
	for i, found := range free {
		slots[i] = Slot{
			Start: found.Slot.Start, End: found.Slot.End, AppointmentTypeID: found.Slot.AppointmentTypeID,
			Practitioner: Reference{ID: found.Slot.PractitionerID, Display: found.PractitionerName}, ResourceIDs: present(found.Slot.ResourceIDs),
		}
	}
	return slots
}

// Patient is a person whom the clinic treats (FHIR Patient).
type Patient struct {
	ID        uuid.UUID        `json:"id" format:"uuid"`
	Name      string           `json:"name"`
	BirthDate string           `json:"birthDate" format:"date"`
	Language  records.Language `json:"language" example:"en"`
	Created   time.Time        `json:"created"`
}

func patientOf(stored records.Patient) Patient {
	return Patient{
		ID: stored.ID, Name: stored.Name, BirthDate: stored.BirthDate.String(), Language: stored.Language, Created: stored.CreatedAt,
	}
}

// PatientWithContacts is a patient, how they are reached, and what they said
// when they registered.
type PatientWithContacts struct {
	Patient
	Contacts            []Contact            `json:"contacts"`
	RegistrationAnswers []RegistrationAnswer `json:"registrationAnswers" doc:"What was said when the patient was registered, beside name and date of birth."`
}

// Contact is an address that acts for a patient (FHIR RelatedPerson and
// ContactPoint).
type Contact struct {
	ID           uuid.UUID            `json:"id" format:"uuid"`
	Address      string               `json:"address" example:"+15550100001" doc:"As the provider names it; for a telephone, its number in E.164."`
	Channel      string               `json:"channel,omitempty" example:"demo-sms" doc:"The clinic's channel that it writes on."`
	Kind         records.ChannelKind  `json:"kind,omitempty" enum:"sms,whatsapp"`
	State        records.ContactState `json:"state" enum:"unknown,claimed,verified,stale" doc:"How sure the clinic is of who holds it."`
	Relationship records.Relationship `json:"relationship" enum:"self,guardian,proxy"`
}

func contactOf(linked jobs.PatientContact) Contact {
	return Contact{
		ID: linked.Contact.ID, Address: linked.Contact.Address, Channel: linked.Channel.Name, Kind: linked.Channel.Kind,
		State: linked.Contact.State, Relationship: linked.Relationship,
	}
}

// Message is one message of a conversation (FHIR Communication).
type Message struct {
	ID            uuid.UUID             `json:"id" format:"uuid"`
	Direction     records.Direction     `json:"direction" enum:"inbound,outbound" doc:"Inbound is what the patient wrote."`
	Status        records.MessageStatus `json:"status" enum:"received,processed,quarantined,queued,sending,unknown,sent,delivered,read,failed,not-sent"`
	Text          string                `json:"text"`
	Choices       []Choice              `json:"choices" doc:"The answers that were offered with it."`
	Proactive     bool                  `json:"proactive" doc:"True for what the patient had not just asked for."`
	NotSentReason records.NotSentReason `json:"notSentReason,omitempty" doc:"Why it was held back."`
	ErrorCode     string                `json:"errorCode,omitempty" doc:"The provider's code of a failure."`
	Created       time.Time             `json:"created"`
}

// Choice is an answer that was offered.
type Choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

func messageOf(stored records.Message) Message {
	choices := make([]Choice, len(stored.Choices))
	for i, choice := range stored.Choices {
		choices[i] = Choice{ID: choice.ID, Label: choice.Label}
	}
	return Message{
		ID: stored.ID, Direction: stored.Direction, Status: stored.Status, Text: stored.Text, Choices: choices,
		Proactive: stored.Proactive, NotSentReason: stored.NotSentReason, ErrorCode: stored.ErrorCode, Created: stored.CreatedAt,
	}
}

// Task is something that the bot hands to staff (FHIR Task).
type Task struct {
	ID            uuid.UUID            `json:"id" format:"uuid"`
	Code          records.TaskCode     `json:"code" example:"talk-to-person" doc:"What is asked of staff, such as refill, running-late, complaint, insurance or details. What the patient wrote stands in their messages."`
	Status        records.TaskStatus   `json:"status" enum:"requested,completed"`
	Priority      records.TaskPriority `json:"priority" enum:"routine,urgent,stat"`
	PatientID     string               `json:"patientId,omitempty" format:"uuid" doc:"Left out where the patient isn't known."`
	AppointmentID string               `json:"appointmentId,omitempty" format:"uuid" doc:"Of a rebook task: what needs another time. Of a running-late task: what they will be late for."`
	DelayMinutes  int64                `json:"delayMinutes,omitempty" doc:"Of a running-late task: how late."`
	Created       time.Time            `json:"created"`
	Completed     string               `json:"completed,omitempty" format:"date-time"`
}

func taskOf(stored records.Task) Task {
	task := Task{ID: stored.ID, Code: stored.Code, Status: stored.Status, Priority: stored.Priority, Created: stored.CreatedAt}
	if stored.PatientID != uuid.Nil {
		task.PatientID = stored.PatientID.String()
	}
	if stored.AppointmentID != uuid.Nil {
		task.AppointmentID = stored.AppointmentID.String()
	}
	task.DelayMinutes = int64(stored.Delay / time.Minute)
	if !stored.CompletedAt.IsZero() {
		task.Completed = stored.CompletedAt.Format(time.RFC3339Nano)
	}
	return task
}

// present makes no ids an empty list, as JSON has it.
func present(ids []uuid.UUID) []uuid.UUID {
	if ids == nil {
		return []uuid.UUID{}
	}
	return ids
}
