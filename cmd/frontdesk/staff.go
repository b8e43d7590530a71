package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// staffCommands manage the people who use the staff API.
type staffCommands struct {
	Add staffAddCommand `cmd:"" help:"Add a person and print their token, once."`
}

// staffAddCommand adds a member of staff.
type staffAddCommand struct {
	Clinic string `arg:"" help:"The clinic's slug."`
	Name   string `arg:"" help:"The person's name; accounts are personal."`
	Role   string `help:"What they may do." enum:"front-desk,clinician,billing,manager" default:"front-desk"`
	Days   int    `help:"For how many days the token is good." default:"90"`
}

// Run implements the sub-command.
func (c *staffAddCommand) Run(e *environment) error {
	const longest = 366 // what the desk gives at most
	if c.Days < 1 || c.Days > longest {
		return records.Invalid("--days", fmt.Sprintf("must be between 1 and %d", longest))
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		desk := jobs.NewDesk(store, time.Now, newID, rand.Reader)
		token, _, err := desk.AddStaff(ctx, clinicID, c.Name, records.Role(c.Role), time.Duration(c.Days)*24*time.Hour)
		if err != nil {
			return fmt.Errorf("add staff: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "%s may now use the staff API as %s.\ntoken (shown once, good for %d days): %s\n", c.Name, c.Role, c.Days, token)
		return err
	})
}
