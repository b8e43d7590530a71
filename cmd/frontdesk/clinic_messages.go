package main

import (
	"context"
	"fmt"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// clinicMessagesCommand changes what is given of how a clinic writes unasked,
// and prints all of it.
type clinicMessagesCommand struct {
	Clinic     string  `arg:"" help:"The clinic's slug."`
	WeeklyCap  *int    `help:"How many messages that they did not ask for a contact gets in seven days; 0 for no limit." placeholder:"N"`
	QuietFrom  *string `help:"When quiet hours begin, by the contact's clock." placeholder:"20:00"`
	QuietUntil *string `help:"When they end; the same as the beginning for none." placeholder:"09:00"`
}

// Run implements the sub-command.
func (c *clinicMessagesCommand) Run(e *environment) error {
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		var policy records.MessagePolicy
		err = store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			if policy, err = tx.MessagePolicy(ctx); err != nil {
				return err
			}
			changed, err := c.change(&policy)
			if err != nil || !changed {
				return err
			}
			return tx.SetMessagePolicy(ctx, policy)
		})
		if err != nil {
			return fmt.Errorf("clinic messages: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "%s: %d unasked messages a week; quiet from %s until %s\n", c.Clinic, policy.WeeklyCap,
			clockText(policy.QuietFrom), clockText(policy.QuietUntil))
		return err
	})
}

// change takes over what was given, and says whether anything was.
func (c *clinicMessagesCommand) change(policy *records.MessagePolicy) (bool, error) {
	changed := false
	var problems []error
	take(&changed, c.WeeklyCap, &policy.WeeklyCap)
	if policy.WeeklyCap < 0 || policy.WeeklyCap > 100 {
		problems = append(problems, records.Invalid("--weekly-cap", "must be between 0 and 100"))
	}
	for name, setting := range map[string]struct {
		given *string
		into  *records.LocalTime
	}{"--quiet-from": {c.QuietFrom, &policy.QuietFrom}, "--quiet-until": {c.QuietUntil, &policy.QuietUntil}} {
		if setting.given == nil {
			continue
		}
		clock, err := time.Parse("15:04", *setting.given)
		if err != nil {
			problems = append(problems, records.Invalid(name, "must be a time of day, like 20:00"))
			continue
		}
		*setting.into, changed = records.LocalTime(clock.Hour()*60+clock.Minute()), true
	}
	return changed, listed(problems)
}

func clockText(clock records.LocalTime) string {
	return fmt.Sprintf("%02d:%02d", clock.Hour(), clock.Minute())
}
