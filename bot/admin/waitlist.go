package admin

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagWaitlist = "Wait-list"

// Period is a span of time, without its end.
type Period struct {
	From  string `json:"from" format:"date-time" example:"2026-03-31T09:00:00-04:00"`
	Until string `json:"until" format:"date-time" example:"2026-03-31T12:00:00-04:00"`
}

// WaitlistEntry is a patient's wish for a time that is not free now.
type WaitlistEntry struct {
	ID              uuid.UUID              `json:"id" format:"uuid"`
	Status          records.WaitlistStatus `json:"status" enum:"active,fulfilled,cancelled,expired"`
	Patient         Reference              `json:"patient"`
	AppointmentType Reference              `json:"appointmentType"`
	Practitioner    *Reference             `json:"practitioner,omitempty" doc:"Left out for anybody."`
	LocationID      string                 `json:"locationId,omitempty" format:"uuid" doc:"The site; left out for any."`
	AppointmentID   string                 `json:"appointmentId,omitempty" format:"uuid" doc:"What an earlier time would replace."`
	Windows         []Period               `json:"windows" doc:"When it may start; empty for any time."`
	Weekdays        []int                  `json:"weekdays" doc:"On which days, 0 is Sunday; empty for any."`
	From            string                 `json:"from" example:"09:00" doc:"From what time of day on, by the clinic's clock."`
	Until           string                 `json:"until" example:"24:00" doc:"Before what time of day."`
	NoticeMinutes   int                    `json:"noticeMinutes" doc:"How long before the start the patient must know."`
	Priority        records.TaskPriority   `json:"priority" enum:"routine,urgent,stat"`
	Created         time.Time              `json:"created"`
	Expires         time.Time              `json:"expires"`
}

type listWaitlistInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many to list at most."`
	Cursor string `query:"cursor" maxLength:"100" doc:"The nextCursor of the page before; left out for the first."`
}

type waitlistPage struct {
	Body struct {
		Entries    []WaitlistEntry `json:"entries"`
		NextCursor string          `json:"nextCursor,omitempty" doc:"Give it as cursor to go on; left out on the last page."`
	}
}

type joinWaitlistInput struct {
	Body struct {
		PatientID         uuid.UUID            `json:"patientId" format:"uuid"`
		AppointmentTypeID uuid.UUID            `json:"appointmentTypeId" format:"uuid"`
		PractitionerID    uuid.UUID            `json:"practitionerId,omitempty" format:"uuid" doc:"Left out for anybody."`
		LocationID        uuid.UUID            `json:"locationId,omitempty" format:"uuid" doc:"The site; left out for any."`
		AppointmentID     uuid.UUID            `json:"appointmentId,omitempty" format:"uuid" doc:"The patient's appointment that an earlier time would replace."`
		Windows           []Period             `json:"windows,omitempty" maxItems:"20" doc:"When it may start; left out for any time."`
		Weekdays          []int                `json:"weekdays,omitempty" maxItems:"7" minimum:"0" maximum:"6" doc:"On which days, 0 is Sunday; left out for any."`
		From              string               `json:"from,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"a time of day such as 09:00" doc:"From what time of day on, by the clinic's clock."`
		Until             string               `json:"until,omitempty" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" patternDescription:"a time of day such as 12:00" doc:"Before what time of day."`
		NoticeMinutes     int                  `json:"noticeMinutes,omitempty" minimum:"-1" maximum:"43200" default:"-1" doc:"How long before the start the patient must know; -1, or left out, is what the type says."`
		Priority          records.TaskPriority `json:"priority,omitempty" enum:"routine,urgent,stat" default:"routine"`
		Expires           string               `json:"expires,omitempty" format:"date-time" doc:"When the wish ends by itself; a quarter of a year from now at the latest, and if left out."`
	}
}

type waitlistOutput struct {
	Body WaitlistEntry
}

type waitlistInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The entry's id."`
}

func (a *API) registerWaitlist() {
	register(a, operation{
		id: "listWaitlist", method: http.MethodGet, path: "/waitlist", tag: tagWaitlist,
		summary: "List who waits", description: "The wishes that hold, the oldest first.",
	}, a.listWaitlist)
	register(a, operation{
		id: "joinWaitlist", method: http.MethodPost, path: "/waitlist", tag: tagWaitlist,
		summary:     "Put a patient on the wait-list",
		description: "When a time becomes free that suits, the patient is asked by message, together with some others; the first to answer has it. A second wish of a patient for one type changes the first, which keeps its place.",
		status:      http.StatusCreated,
	}, a.joinWaitlist)
	register(a, operation{
		id: "leaveWaitlist", method: http.MethodDelete, path: "/waitlist/{id}", tag: tagWaitlist,
		summary:  "Take a patient off the wait-list",
		refusals: []int{http.StatusNotFound, http.StatusConflict},
	}, func(ctx context.Context, by jobs.Principal, input *waitlistInput) (*waitlistOutput, error) {
		wish, err := a.config.Desk.LeaveWaitlist(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return &waitlistOutput{Body: waitlistEntryOf(wish)}, nil
	})
}

func (a *API) listWaitlist(ctx context.Context, by jobs.Principal, input *listWaitlistInput) (*waitlistPage, error) {
	after, err := readPosition(listWaitlist, input.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.config.Desk.Waitlist(ctx, by, after, input.Limit)
	if err != nil {
		return nil, err
	}
	output := &waitlistPage{}
	output.Body.Entries = make([]WaitlistEntry, len(page.Wishes))
	for i, wish := range page.Wishes {
		output.Body.Entries[i] = waitlistEntryOf(wish)
	}
	if page.More {
		last := page.Wishes[len(page.Wishes)-1].Entry
		output.Body.NextCursor = positionCursor(listWaitlist, jobs.Position{At: last.CreatedAt, ID: last.ID})
	}
	return output, nil
}

func (a *API) joinWaitlist(ctx context.Context, by jobs.Principal, input *joinWaitlistInput) (*waitlistOutput, error) {
	body := input.Body
	entry := records.WaitlistEntry{
		PatientID: body.PatientID, AppointmentTypeID: body.AppointmentTypeID, PractitionerID: body.PractitionerID,
		LocationID: body.LocationID, AppointmentID: body.AppointmentID, From: localTime(body.From), Until: localTime(body.Until),
		Notice: time.Duration(body.NoticeMinutes) * time.Minute, Priority: body.Priority,
	}
	for _, window := range body.Windows {
		from, err := readInstant("windows", window.From)
		if err != nil {
			return nil, err
		}
		until, err := readInstant("windows", window.Until)
		if err != nil {
			return nil, err
		}
		entry.Windows = append(entry.Windows, records.Period{From: from, Until: until})
	}
	for _, weekday := range body.Weekdays {
		entry.Weekdays = append(entry.Weekdays, time.Weekday(weekday))
	}
	var err error
	if entry.ExpiresAt, err = readInstant("expires", body.Expires); err != nil {
		return nil, err
	}
	wish, err := a.config.Desk.JoinWaitlist(ctx, by, entry)
	if err != nil {
		return nil, err
	}
	return &waitlistOutput{Body: waitlistEntryOf(wish)}, nil
}

// localTime reads a time of day that fits its description; an empty one is 0.
func localTime(text string) records.LocalTime {
	if len(text) != len("09:00") {
		return 0
	}
	digit := func(i int) records.LocalTime { return records.LocalTime(text[i] - '0') }
	return (10*digit(0)+digit(1))*60 + 10*digit(3) + digit(4)
}

func waitlistEntryOf(wish jobs.Wish) WaitlistEntry {
	stored := wish.Entry
	made := WaitlistEntry{
		ID: stored.ID, Status: stored.Status, Patient: Reference{ID: stored.PatientID, Display: wish.PatientName},
		AppointmentType: Reference{ID: stored.AppointmentTypeID, Display: wish.AppointmentTypeName},
		LocationID:      idText(stored.LocationID), AppointmentID: idText(stored.AppointmentID), Windows: []Period{}, Weekdays: []int{},
		From: clockText(stored.From), Until: clockText(stored.Until), NoticeMinutes: int(stored.Notice / time.Minute),
		Priority: stored.Priority, Created: stored.CreatedAt, Expires: stored.ExpiresAt,
	}
	if stored.PractitionerID != uuid.Nil {
		made.Practitioner = &Reference{ID: stored.PractitionerID, Display: wish.PractitionerName}
	}
	for _, window := range stored.Windows {
		made.Windows = append(made.Windows, Period{From: window.From.Format(time.RFC3339), Until: window.Until.Format(time.RFC3339)})
	}
	for _, weekday := range stored.Weekdays {
		made.Weekdays = append(made.Weekdays, int(weekday))
	}
	return made
}

// clockText is a time of day as people write it.
func clockText(at records.LocalTime) string {
	return fmt.Sprintf("%02d:%02d", at.Hour(), at.Minute())
}
