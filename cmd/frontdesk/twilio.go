package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"frontdesk/bot/twilio"
	"frontdesk/conversations/channel"
	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// twilioCommands manage what Twilio keeps for a clinic.
type twilioCommands struct {
	Templates twilioTemplatesCommand `cmd:"" help:"Make the clinic's message templates at Twilio, submit them for WhatsApp's approval, and say what became of them."`
}

// twilioTemplatesCommand syncs the templates of a clinic's WhatsApp channels.
type twilioTemplatesCommand struct {
	Clinic string `help:"The clinic's slug." required:""`
	Submit bool   `help:"Ask WhatsApp to approve those that were not submitted yet. A template that was submitted can't be changed."`
}

// Run implements the sub-command.
func (c *twilioTemplatesCommand) Run(e *environment) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	if !read.hasTwilio() {
		return records.Invalid("FRONTDESK_TWILIO_ACCOUNT_SID", "must be set: the templates are kept by Twilio")
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		unused := &later{} // nothing comes in while this runs
		adapter, err := twilio.New(twilio.Config{
			Accounts: read.twilioAccounts(), PublicURL: read.PublicURL, APIURL: read.TwilioAPIURL, Intake: unused, Receipts: unused,
			Directory: jobs.NewDirectory(store, time.Now), Now: time.Now, Logger: e.logger(read.level()),
		})
		if err != nil {
			return err
		}
		sync := jobs.TemplateSync{Store: store, Now: time.Now, Submit: c.Submit, Keeper: func(provider records.Provider) channel.TemplateKeeper {
			if provider == records.ProviderTwilio {
				return adapter
			}
			return nil
		}}
		stored, err := sync.Run(ctx, clinicID)
		if err != nil {
			return err
		}
		return c.print(e, stored)
	})
}

// print writes the templates that need approval, one a line, and counts the
// forms, which don't.
func (c *twilioTemplatesCommand) print(e *environment, templates []records.MessageTemplate) error {
	if len(templates) == 0 {
		_, err := fmt.Fprintf(e.output, "clinic %s has no active WhatsApp channel through Twilio\n", c.Clinic)
		return err
	}
	table := tabwriter.NewWriter(e.output, 0, 8, 2, ' ', 0)
	forms, unsubmitted := 0, 0
	for _, template := range templates {
		switch template.Status {
		case records.TemplateSession:
			forms++
			continue
		case records.TemplateUnsubmitted:
			unsubmitted++
		case records.TemplatePending, records.TemplateApproved, records.TemplateRejected, records.TemplatePaused, records.TemplateDisabled:
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", template.Name, template.Language, template.Status, template.ProviderID, template.Reason)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.output, "and %d forms for buttons and lists, which need no approval\n", forms)
	if err == nil && unsubmitted > 0 {
		_, err = fmt.Fprintf(e.output, "%d are not submitted yet: run this again with --submit\n", unsubmitted)
	}
	return err
}
