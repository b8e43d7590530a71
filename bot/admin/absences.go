package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
)

const tagAbsences = "Absences"

// Absence is time in which rules don't hold: a practitioner's leave, a public
// holiday, a closed site.
type Absence struct {
	ID           uuid.UUID           `json:"id" format:"uuid"`
	Kind         records.AbsenceKind `json:"kind" enum:"leave,holiday,closure"`
	Practitioner *Reference          `json:"practitioner,omitempty" doc:"Who is away; left out where everybody is."`
	Location     *Reference          `json:"location,omitempty" doc:"The site that is closed; left out where all are."`
	StartDate    string              `json:"startDate" format:"date"`
	StartTime    string              `json:"startTime" example:"00:00"`
	EndDate      string              `json:"endDate" format:"date" doc:"The last day."`
	EndTime      string              `json:"endTime" example:"24:00" doc:"When it ends on that day."`
	AskPatients  bool                `json:"askPatients" doc:"Whether the patients concerned are asked for other times."`
	Rebookings   Rebookings          `json:"rebookings"`
	Created      time.Time           `json:"created"`
}

// Rebookings is what became of the appointments that an absence stands in the
// way of.
type Rebookings struct {
	InTheWay  int `json:"inTheWay" doc:"Those that are still to come as they were agreed."`
	Unasked   int `json:"unasked" doc:"How many of them neither the patient nor staff have been told of."`
	Asked     int `json:"asked" doc:"How many patients were offered other times."`
	Rebooked  int `json:"rebooked" doc:"How many of them took another time."`
	Declined  int `json:"declined" doc:"How many of them cancelled."`
	Waiting   int `json:"waiting" doc:"How many of them may still answer."`
	Tasks     int `json:"tasks" doc:"How many were handed to staff, as rebook tasks: patients who can't be written to, for whom nothing is free, or who did not answer."`
	OpenTasks int `json:"openTasks" doc:"How many of these tasks are left."`
}

func absenceOf(report jobs.AbsenceReport) Absence {
	stored := report.Absence
	made := Absence{
		ID: stored.ID, Kind: stored.Kind, StartDate: stored.StartDate.String(), StartTime: clockOf(stored.StartTime),
		EndDate: stored.EndDate.String(), EndTime: clockOf(stored.EndTime), AskPatients: stored.AskPatients, Created: stored.CreatedAt,
		Rebookings: Rebookings(report.RebookingCounts),
	}
	if stored.PractitionerID != uuid.Nil {
		made.Practitioner = &Reference{ID: stored.PractitionerID, Display: report.PractitionerName}
	}
	if stored.LocationID != uuid.Nil {
		made.Location = &Reference{ID: stored.LocationID, Display: report.LocationName}
	}
	return made
}

type listAbsencesInput struct {
	From string `query:"from" format:"date" example:"2026-03-31" doc:"Those that end on this day or later; today if left out."`
}

type absenceList struct {
	Body struct {
		Absences []Absence `json:"absences"`
	}
}

type absenceOutput struct{ Body Absence }

type createAbsenceInput struct {
	Body struct {
		Kind           records.AbsenceKind `json:"kind" enum:"leave,holiday,closure" doc:"A leave is one practitioner's; the others are everybody's."`
		PractitionerID uuid.UUID           `json:"practitionerId,omitempty" format:"uuid" doc:"Who is away; needed for a leave and for nothing else."`
		LocationID     uuid.UUID           `json:"locationId,omitempty" format:"uuid" doc:"The site that is closed; all if left out."`
		StartDate      string              `json:"startDate" format:"date" example:"2026-03-30"`
		StartTime      string              `json:"startTime,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"a time of day such as 09:00" doc:"From when on that day; the whole day if left out."`
		EndDate        string              `json:"endDate" format:"date" example:"2026-04-03" doc:"The last day."`
		EndTime        string              `json:"endTime,omitempty" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" patternDescription:"a time of day such as 17:00, at most 24:00" doc:"Until when on that day; the whole day if left out."`
		AskPatients    bool                `json:"askPatients,omitempty" doc:"True asks everybody whose appointment it stands in the way of for another time, in their language."`
	}
}

type absenceInput struct {
	ID uuid.UUID `path:"id" format:"uuid" doc:"The absence's id."`
}

func (a *API) registerAbsences() {
	register(a, operation{
		id: "listAbsences", method: http.MethodGet, path: "/absences", tag: tagAbsences, summary: "List leave, holidays and closures",
		description: "With what became of the appointments that they stand in the way of.",
	}, a.listAbsences)
	register(a, operation{
		id: "createAbsence", method: http.MethodPost, path: "/absences", tag: tagAbsences, summary: "Enter an absence",
		description: "From then on nothing is offered or booked in it, and no reminder goes out for what is booked in it already. With askPatients each patient concerned gets one message with up to three other times; their answer rebooks. Whom that does not reach, or who doesn't answer in time, becomes a rebook task.",
		status:      http.StatusCreated, refusals: []int{http.StatusConflict},
	}, a.createAbsence)
	register(a, operation{
		id: "endAbsence", method: http.MethodDelete, path: "/absences/{id}", tag: tagAbsences, summary: "Take an absence back",
		description: "The rules hold again. Appointments that were moved stay where they are; patients who were asked and have not answered are told that theirs takes place as agreed.",
		refusals:    []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *absenceInput) (*absenceOutput, error) {
		report, err := a.config.Desk.EndAbsence(ctx, by, input.ID)
		if err != nil {
			return nil, err
		}
		return &absenceOutput{Body: absenceOf(report)}, nil
	})
}

func (a *API) listAbsences(ctx context.Context, by jobs.Principal, input *listAbsencesInput) (*absenceList, error) {
	from, err := readDate("from", input.From)
	if err != nil {
		return nil, err
	}
	reports, err := a.config.Desk.Absences(ctx, by, from)
	if err != nil {
		return nil, err
	}
	output := &absenceList{}
	output.Body.Absences = make([]Absence, len(reports))
	for i, report := range reports {
		output.Body.Absences[i] = absenceOf(report)
	}
	return output, nil
}

func (a *API) createAbsence(ctx context.Context, by jobs.Principal, input *createAbsenceInput) (*absenceOutput, error) {
	request := jobs.AbsenceRequest{
		Kind: input.Body.Kind, PractitionerID: input.Body.PractitionerID, LocationID: input.Body.LocationID, AskPatients: input.Body.AskPatients,
		EndTime: 24 * 60,
	}
	var err error
	if request.StartDate, err = readDate("startDate", input.Body.StartDate); err != nil {
		return nil, err
	}
	if request.EndDate, err = readDate("endDate", input.Body.EndDate); err != nil {
		return nil, err
	}
	if input.Body.StartTime != "" {
		request.StartTime = readClock(input.Body.StartTime)
	}
	if input.Body.EndTime != "" {
		request.EndTime = readClock(input.Body.EndTime)
	}
	report, err := a.config.Desk.AddAbsence(ctx, by, request)
	if err != nil {
		return nil, err
	}
	return &absenceOutput{Body: absenceOf(report)}, nil
}
