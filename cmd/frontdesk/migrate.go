package main

import (
	"fmt"

	"frontdesk/migrations"
	"frontdesk/records"
)

// migrateCommand brings the database to the newest schema.
type migrateCommand struct{}

// Run implements the sub-command.
func (c *migrateCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	url := read.MigrationDatabaseURL
	if url == "" {
		url = read.DatabaseURL
	}
	if url == "" {
		return listed([]error{records.Invalid("FRONTDESK_MIGRATION_DATABASE_URL",
			"must be set to the role that owns the database, like postgres://frontdesk_owner@db.example.com/frontdesk")})
	}
	if err := migrations.Up(e.context, url); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.output, "the schema is up to date")
	return err
}
