package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// calendarCommands manage the calendars that practitioners subscribe to.
type calendarCommands struct {
	Add calendarAddCommand `cmd:"" help:"Make the secret address of a practitioner's calendar and print it, once."`
}

// displayCommands manage the screens of waiting rooms.
type displayCommands struct {
	Add displayAddCommand `cmd:"" help:"Make the secret address of a waiting room's display and print it, once."`
}

// calendarAddCommand makes the address of a practitioner's calendar.
type calendarAddCommand struct {
	Clinic       string `help:"The clinic's slug." required:""`
	Practitioner string `help:"The practitioner's name as patients know it, or their id." required:""`
	Initials     bool   `help:"Add the patients' initials to what each appointment is."`
	Days         int    `help:"For how many days the address is good." default:"365"`
}

// displayAddCommand makes the address of a display.
type displayAddCommand struct {
	Clinic   string `help:"The clinic's slug." required:""`
	Location string `help:"The name or id of the site whose patients are shown; all if left out."`
	Days     int    `help:"For how many days the address is good." default:"365"`
}

// Run implements the sub-command.
func (c *calendarAddCommand) Run(e *environment) error {
	return addLink(e, c.Clinic, c.Days, func(schedule postgres.Schedule) (jobs.LinkRequest, error) {
		request := jobs.LinkRequest{Purpose: records.LinkPractitionerCalendar, Initials: c.Initials}
		for _, practitioner := range schedule.Practitioners {
			if isNamed(c.Practitioner, practitioner.Name, practitioner.ID) {
				request.PractitionerID = practitioner.ID
				return request, nil
			}
		}
		return request, records.Invalid("--practitioner", "this clinic has nobody of that name or id")
	})
}

// Run implements the sub-command.
func (c *displayAddCommand) Run(e *environment) error {
	return addLink(e, c.Clinic, c.Days, func(schedule postgres.Schedule) (jobs.LinkRequest, error) {
		request := jobs.LinkRequest{Purpose: records.LinkQueueDisplay}
		if c.Location == "" {
			return request, nil
		}
		for _, location := range schedule.Locations {
			if isNamed(c.Location, location.Name, location.ID) {
				request.LocationID = location.ID
				return request, nil
			}
		}
		return request, records.Invalid("--location", "this clinic has no site of that name or id")
	})
}

func isNamed(given, name string, id uuid.UUID) bool {
	return strings.EqualFold(given, name) || given == id.String()
}

// addLink makes a link that choose names and prints its address.
func addLink(e *environment, slug string, days int, choose func(postgres.Schedule) (jobs.LinkRequest, error)) error {
	const longest = 732 // what the desk gives at most
	if days < 1 || days > longest {
		return records.Invalid("--days", fmt.Sprintf("must be between 1 and %d", longest))
	}
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, slug)
		if err != nil {
			return err
		}
		var request jobs.LinkRequest
		err = store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
			schedule, err := tx.Schedule(ctx)
			if err != nil {
				return err
			}
			request, err = choose(schedule)
			return err
		})
		if err != nil {
			return err
		}
		request.Life = time.Duration(days) * 24 * time.Hour
		made, err := jobs.NewDesk(store, time.Now, newID, rand.Reader).AddLink(ctx, clinicID, request)
		if err != nil {
			return fmt.Errorf("add link: %w", err)
		}
		base := strings.TrimSuffix(read.PublicURL, "/")
		_, err = fmt.Fprintf(e.output, "address (shown once, good for %d days; whoever has it needs no login): %s%s\n", days, base, made.Path)
		return err
	})
}
