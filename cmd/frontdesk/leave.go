package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// leaveCommands manage when practitioners are away and the clinic is closed.
type leaveCommands struct {
	Add  leaveAddCommand  `cmd:"" help:"Enter a practitioner's leave, a holiday or a closure; --ask asks every patient concerned for another time."`
	List leaveListCommand `cmd:"" help:"List leave, holidays and closures, and what became of the appointments in them."`
	End  leaveEndCommand  `cmd:"" help:"Take one back: appointments that were not moved take place as agreed."`
}

// leaveAddCommand enters an absence.
type leaveAddCommand struct {
	Clinic       string        `help:"The clinic's slug." required:""`
	Practitioner string        `help:"Who is away, by the name that patients know; left out for a holiday or a closure."`
	Kind         string        `help:"What it is." enum:"leave,holiday,closure" default:"leave"`
	Location     string        `help:"The site that is closed; all if left out."`
	From         string        `help:"The first day, like 2026-12-07, or from when on it, like 2026-12-07T13:00." required:""`
	Until        string        `help:"The last day, like 2026-12-11, or until when on it, like 2026-12-11T12:00." required:""`
	Ask          bool          `help:"Ask every patient whose appointment it stands in the way of for another time, in their language."`
	Wait         time.Duration `help:"For how long to wait until all are asked, by the service that runs." default:"30s"`
}

// Run implements the sub-command.
func (c *leaveAddCommand) Run(e *environment) error {
	request := jobs.AbsenceRequest{Kind: records.AbsenceKind(c.Kind), AskPatients: c.Ask}
	var err error
	if request.StartDate, request.StartTime, err = readMoment("--from", c.From, 0); err != nil {
		return err
	}
	if request.EndDate, request.EndTime, err = readMoment("--until", c.Until, 24*60); err != nil {
		return err
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		desk, by, err := operatorAt(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		if request.PractitionerID, err = practitionerNamed(ctx, desk, by, c.Practitioner); err != nil {
			return err
		}
		if request.LocationID, err = locationNamed(ctx, store, by.ClinicID, c.Location); err != nil {
			return err
		}
		report, err := desk.AddAbsence(ctx, by, request)
		if err != nil {
			return fmt.Errorf("add leave: %w", err)
		}
		if _, err := fmt.Fprintf(e.output, "%s %s entered: %s\nappointments in the way: %d\n",
			report.Absence.Kind, report.Absence.ID, spanOf(report), report.InTheWay); err != nil {
			return err
		}
		if !c.Ask || report.InTheWay == 0 {
			return nil
		}
		return c.awaitAsked(ctx, e, desk, by, report)
	})
}

// awaitAsked waits until the service has asked everybody, and says so.
func (c *leaveAddCommand) awaitAsked(ctx context.Context, e *environment, desk *jobs.Desk, by jobs.Principal, report jobs.AbsenceReport) error {
	patience := time.NewTimer(c.Wait)
	defer patience.Stop()
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	for waiting := c.Wait > 0; waiting && report.Unasked > 0; {
		select {
		case <-ticker.C:
		case <-patience.C:
			waiting = false
		case <-ctx.Done():
			return ctx.Err()
		}
		reports, err := desk.Absences(ctx, by, report.Absence.EndDate)
		if err != nil {
			return fmt.Errorf("look after the leave: %w", err)
		}
		for _, other := range reports {
			if other.Absence.ID == report.Absence.ID {
				report = other
			}
		}
	}
	said := fmt.Sprintf("patients asked for another time: %d; tasks for staff: %d\n", report.Asked, report.Tasks)
	if report.Unasked > 0 {
		said += fmt.Sprintf("still to be asked, as soon as the service (frontdesk serve) runs: %d\n", report.Unasked)
	}
	said += fmt.Sprintf("follow it with: frontdesk leave list --clinic %s\n", c.Clinic)
	_, err := fmt.Fprint(e.output, said)
	return err
}

// leaveListCommand lists absences.
type leaveListCommand struct {
	Clinic string `help:"The clinic's slug." required:""`
	From   string `help:"Those that end on this day or later; today if left out."`
}

// Run implements the sub-command.
func (c *leaveListCommand) Run(e *environment) error {
	var from records.LocalDate
	if c.From != "" {
		var err error
		if from, _, err = readMoment("--from", c.From, 0); err != nil {
			return err
		}
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		desk, by, err := operatorAt(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		reports, err := desk.Absences(ctx, by, from)
		if err != nil {
			return fmt.Errorf("list leave: %w", err)
		}
		table := tabwriter.NewWriter(e.output, 0, 0, 2, ' ', 0)
		if _, err := fmt.Fprintln(table, "ID\tKIND\tWHO\tWHEN\tIN THE WAY\tASKED\tREBOOKED\tCANCELLED\tWAITING\tTASKS"); err != nil {
			return err
		}
		for _, report := range reports {
			who := "everybody"
			switch {
			case report.PractitionerName != "":
				who = report.PractitionerName
			case report.LocationName != "":
				who = report.LocationName
			}
			if _, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", report.Absence.ID, report.Absence.Kind, who, spanOf(report),
				report.InTheWay, report.Asked, report.Rebooked, report.Declined, report.Waiting, report.OpenTasks); err != nil {
				return err
			}
		}
		return table.Flush()
	})
}

// leaveEndCommand takes an absence back.
type leaveEndCommand struct {
	Clinic string `help:"The clinic's slug." required:""`
	ID     string `arg:"" help:"The absence's id, as leave list shows it."`
}

// Run implements the sub-command.
func (c *leaveEndCommand) Run(e *environment) error {
	absenceID, err := uuid.Parse(c.ID)
	if err != nil {
		return records.Invalid("id", "is no id; frontdesk leave list shows them")
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		desk, by, err := operatorAt(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		report, err := desk.EndAbsence(ctx, by, absenceID)
		if err != nil {
			return fmt.Errorf("end leave: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "%s taken back; patients who are told that their appointments take place as agreed: %d\n",
			report.Absence.Kind, report.Waiting)
		return err
	})
}

// operatorAt is a desk at a clinic for whoever runs the program; the trail
// records the system as who acts.
func operatorAt(ctx context.Context, store *postgres.Store, slug string) (*jobs.Desk, jobs.Principal, error) {
	clinicID, err := clinicBySlug(ctx, store, slug)
	if err != nil {
		return nil, jobs.Principal{}, err
	}
	return jobs.NewDesk(store, time.Now, newID, rand.Reader), jobs.Principal{ClinicID: clinicID}, nil
}

// readMoment reads a day, or a time on it; a day alone is at the given time.
func readMoment(flag, text string, wholeDay records.LocalTime) (records.LocalDate, records.LocalTime, error) {
	at := wholeDay
	day, clock, timed := strings.Cut(text, "T")
	date, err := time.Parse(time.DateOnly, day)
	if err == nil && timed {
		var read time.Time
		read, err = time.Parse("15:04", clock)
		at = records.LocalTime(read.Hour()*60 + read.Minute())
	}
	if err != nil {
		return records.LocalDate{}, 0, records.Invalid(flag, "must be a day like 2026-12-07, or a time on it like 2026-12-07T13:00")
	}
	return records.LocalDateOf(date, time.UTC), at, nil
}

// practitionerNamed finds a practitioner by name, whatever its letter case.
func practitionerNamed(ctx context.Context, desk *jobs.Desk, by jobs.Principal, name string) (uuid.UUID, error) {
	if name == "" {
		return uuid.Nil, nil
	}
	catalogue, err := desk.Practitioners(ctx, by)
	if err != nil {
		return uuid.Nil, fmt.Errorf("list practitioners: %w", err)
	}
	var names []string
	for _, practitioner := range catalogue.Practitioners {
		if strings.EqualFold(practitioner.Name, name) {
			return practitioner.ID, nil
		}
		names = append(names, practitioner.Name)
	}
	return uuid.Nil, records.Invalid("--practitioner", fmt.Sprintf("nobody here is called %q; there are %s", name, strings.Join(names, ", ")))
}

// locationNamed finds a site by name, whatever its letter case.
func locationNamed(ctx context.Context, store *postgres.Store, clinicID uuid.UUID, name string) (uuid.UUID, error) {
	if name == "" {
		return uuid.Nil, nil
	}
	var schedule postgres.Schedule
	err := store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
		schedule, err = tx.Schedule(ctx)
		return err
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("list sites: %w", err)
	}
	var names []string
	for _, location := range schedule.Locations {
		if strings.EqualFold(location.Name, name) {
			return location.ID, nil
		}
		names = append(names, location.Name)
	}
	return uuid.Nil, records.Invalid("--location", fmt.Sprintf("no site here is called %q; there are: %s", name, strings.Join(names, ", ")))
}

// spanOf tells when an absence is, whole days without their times.
func spanOf(report jobs.AbsenceReport) string {
	from, until := report.Absence.StartDate.String(), report.Absence.EndDate.String()
	if at := report.Absence.StartTime; at > 0 {
		from += fmt.Sprintf(" %02d:%02d", at.Hour(), at.Minute())
	}
	if at := report.Absence.EndTime; at < 24*60 {
		until += fmt.Sprintf(" %02d:%02d", at.Hour(), at.Minute())
	}
	return from + " to " + until
}
