package records

import (
	"time"

	"github.com/google/uuid"
)

// Organization owns one or many clinics (FHIR Organization).
type Organization struct {
	ID   uuid.UUID
	Name string
}

// Clinic is the tenant: every record below belongs to exactly one.
type Clinic struct {
	ID             uuid.UUID
	OrganizationID uuid.UUID
	// Slug is the clinic's short unique name in commands and addresses ("demo").
	Slug string
	Name string
	// TimeZone is an IANA name; opening hours and reminders are decided in it.
	TimeZone string
	// Country is an ISO 3166-1 alpha-2 code; it decides how local telephone
	// numbers and numeric dates are read.
	Country string
	// Languages that the clinic answers in, its own first.
	Languages []Language
	Address   string
	// Phone reaches a person at the clinic, in E.164.
	Phone string
	// EmergencyNumber is what to dial in an emergency where the clinic is.
	EmergencyNumber string
	// PrivacyURL is the clinic's published privacy notice; it may be empty.
	PrivacyURL string
	// Currency is the ISO 4217 code of every amount of the clinic.
	Currency string
	// SuggestOverbooking is true where staff want to be told where one more
	// patient could be booked. It is off until a clinic asks for it.
	SuggestOverbooking bool
	// LateTolerance is how late a patient may come and still be seen as agreed.
	LateTolerance time.Duration
	// EraseProviderMedia says whether providers are to delete their own copies of
	// what patients send.
	EraseProviderMedia bool
	// Survey says whether patients are asked how a visit was.
	Survey  SurveyPolicy
	Version int64
}

// DefaultLateTolerance is the LateTolerance of a clinic that was made without.
const DefaultLateTolerance = 15 * time.Minute

// Location gives the clinic's time zone. The zone was checked when the clinic
// was stored, so an error here is an installation without zone data.
func (c Clinic) Location() (*time.Location, error) { return time.LoadLocation(c.TimeZone) }

// Language gives the first language of the clinic: what a stranger is
// addressed in until they show another.
func (c Clinic) Language() Language {
	if len(c.Languages) == 0 {
		return English
	}
	return c.Languages[0]
}

// Practitioner is a person who sees patients (FHIR Practitioner and
// PractitionerRole in one).
type Practitioner struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Name as patients know it, title included: "Dr Osei".
	Name string
	// Specialty in the patients' words, per language; may be empty.
	Specialty LocalizedText
	// Languages that the practitioner speaks with patients; empty where that is
	// not known.
	Languages []Language
	// DailyCap is how many appointments a day they take at most; 0 is no cap.
	DailyCap int
	// OverbookingCapacity is how many patients staff may book over one time
	// that is taken, each with a reason.
	OverbookingCapacity int
	Active              bool
}

// Location is a site of the clinic (FHIR Location), in the clinic's time zone.
type Location struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	Name     string
	Address  string
	Active   bool
}

// ResourceKind says what besides people an appointment may occupy.
type ResourceKind string

// The kinds of things an appointment may occupy (FHIR Location and Device).
const (
	ResourceRoom   ResourceKind = "room"
	ResourceDevice ResourceKind = "device"
)

// Resource is a room or a device that only one appointment can use at a time.
type Resource struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	Kind     ResourceKind
	Name     string
	// LocationID is where it stands, or zero where it can be used anywhere.
	LocationID uuid.UUID
	Active     bool
}

// AppointmentType is something a patient can book (FHIR HealthcareService).
type AppointmentType struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// Name in the patients' words, per language: "cleaning", "limpieza".
	Name LocalizedText
	// Synonyms are other words patients use for it, per language.
	Synonyms map[Language][]string
	// Duration is the time with the patient; the buffers around it keep the
	// practitioner and the room occupied, too, but are not told to the patient.
	Duration     time.Duration
	BufferBefore time.Duration
	BufferAfter  time.Duration
	// LeadTime is how far ahead, at least, a patient may book.
	LeadTime time.Duration
	// Horizon is how far ahead, at most, a patient may book.
	Horizon time.Duration
	// SlotStep is the grid on which appointments start, counted from the start
	// of each opening interval.
	SlotStep time.Duration
	// BookableByChat is false for what only the front desk may book.
	BookableByChat bool
	// Preparation is what the patient should know before coming, per language.
	Preparation LocalizedText
	// PractitionerIDs are who offers it; ResourceKinds what else it needs, one
	// of each.
	PractitionerIDs []uuid.UUID
	ResourceKinds   []ResourceKind
	// Capacity is how many patients share one start; more than one is a group.
	Capacity int
	Modality Modality
	// DailyCap is how many of the type one practitioner takes a day at most; 0
	// is no cap.
	DailyCap int
	// CancelNotice is how long before the start a patient's cancellation or
	// move is a late one.
	CancelNotice time.Duration
	// LateCancelFee and NoShowFee are in the minor unit of the clinic's
	// currency.
	LateCancelFee, NoShowFee int64
	// MoveLimit is how often a patient may move one appointment; 0 is no limit.
	MoveLimit int
	// WaitlistNotice is how far ahead, at least, a time that became free is
	// offered to those who wait for one.
	WaitlistNotice time.Duration
	Active         bool
}

// Modality says how patient and practitioner meet.
type Modality string

// The modalities. Virtual appointments need no room and fit any session.
const (
	ModalityInPerson Modality = "in-person"
	ModalityVirtual  Modality = "virtual"
)

// LocalTime is a time of day in a clinic's own zone, in minutes after midnight
// on a day without a clock change. 24:00 (1440) is allowed as an end.
type LocalTime int

// Hour and Minute give the parts as a wall clock shows them.
func (t LocalTime) Hour() int { return int(t) / 60 }

// Minute of the hour, 0–59.
func (t LocalTime) Minute() int { return int(t) % 60 }

// LocalDate is a calendar day without a zone.
type LocalDate struct {
	Year  int
	Month time.Month
	Day   int
}

// LocalDateOf gives the calendar day of an instant in a zone.
func LocalDateOf(instant time.Time, zone *time.Location) LocalDate {
	year, month, day := instant.In(zone).Date()
	return LocalDate{Year: year, Month: month, Day: day}
}

// Time gives the start of the day as a UTC instant: the form in which a date
// without a zone (a date of birth) is stored and compared.
func (d LocalDate) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays moves the date by calendar days.
func (d LocalDate) AddDays(days int) LocalDate {
	return LocalDateOf(d.Time().AddDate(0, 0, days), time.UTC)
}

// Before says whether d is an earlier day than other.
func (d LocalDate) Before(other LocalDate) bool { return d.Time().Before(other.Time()) }

// IsZero says whether no date was set.
func (d LocalDate) IsZero() bool { return d == LocalDate{} }

// Weekday of the date.
func (d LocalDate) Weekday() time.Weekday { return d.Time().Weekday() }

// String gives the date as ISO 8601 (2026-03-29).
func (d LocalDate) String() string { return d.Time().Format(time.DateOnly) }

// AvailabilityKind says whether a rule opens time or closes it.
type AvailabilityKind string

// The kinds of availability rules.
const (
	// AvailabilityOpen is time in which the practitioner sees patients.
	AvailabilityOpen AvailabilityKind = "open"
	// AvailabilityBreak closes time inside what another rule opened.
	AvailabilityBreak AvailabilityKind = "break"
	// AvailabilityWalkIn is time in which the practitioner sees who comes: it is
	// worked but never offered, and the queue fills it.
	AvailabilityWalkIn AvailabilityKind = "walk-in"
)

// Availability is a rule in the clinic's local time (FHIR Schedule with
// availableTime): on this weekday, from Start to End, between two dates. One
// day's extra session is a rule whose ValidFrom and ValidUntil are that day.
type Availability struct {
	ID             uuid.UUID
	ClinicID       uuid.UUID
	PractitionerID uuid.UUID
	Kind           AvailabilityKind
	Weekday        time.Weekday
	Start, End     LocalTime
	// ValidFrom and ValidUntil are the first and the last day on which the
	// rule holds; a zero date leaves that side open.
	ValidFrom, ValidUntil LocalDate
	// RRule, unless empty, gives the days in place of Weekday: an RFC 5545
	// recurrence rule whose DTSTART is ValidFrom ("FREQ=MONTHLY;BYDAY=1MO").
	// Only its dates count; the times of day are Start and End.
	RRule string
	// LocationID is where the practitioner then is; zero where the clinic has
	// one site.
	LocationID uuid.UUID
	// AppointmentTypeIDs are the types that may be booked into it; empty is all.
	AppointmentTypeIDs []uuid.UUID
}

// AbsenceKind says why rules don't hold.
type AbsenceKind string

// The kinds of absence. A leave is one practitioner's; the others are
// everybody's, at one location or at all.
const (
	AbsenceLeave   AbsenceKind = "leave"
	AbsenceHoliday AbsenceKind = "holiday"
	AbsenceClosure AbsenceKind = "closure"
)

// Absence is time in which no availability holds, in the clinic's local time:
// from StartTime on StartDate up to, but not including, EndTime on EndDate.
type Absence struct {
	ID       uuid.UUID
	ClinicID uuid.UUID
	// PractitionerID is who is away; zero where everybody is.
	PractitionerID uuid.UUID
	// LocationID is the site that is closed; zero where all are.
	LocationID uuid.UUID
	Kind       AbsenceKind
	StartDate  LocalDate
	StartTime  LocalTime
	EndDate    LocalDate
	EndTime    LocalTime
	// AskPatients is true where the patients whose appointments it stands in the
	// way of are asked for other times.
	AskPatients bool
	CreatedAt   time.Time
}
