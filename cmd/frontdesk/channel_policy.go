package main

import (
	"context"
	"fmt"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// channelPolicyCommand changes what is given of a channel's policy, and prints
// all of it.
type channelPolicyCommand struct {
	Clinic            string         `arg:"" help:"The clinic's slug."`
	Name              string         `arg:"" help:"The channel's name."`
	SegmentsPerSecond *float64       `help:"SMS segments, or WhatsApp messages, that the number may send in a second; 0 for no limit." placeholder:"N"`
	Burst             *int           `help:"How many more may leave at once after a pause." placeholder:"N"`
	PairInterval      *time.Duration `help:"Time between messages to one patient in the long run; 0 for no limit." placeholder:"6s"`
	PairBurst         *int           `help:"How many messages to one patient may follow each other without it." placeholder:"N"`
	UnaskedLevel      *int           `help:"How much a text that nobody asked for may give away: 0 that there is a message, 1 date, time and place, 2 names." placeholder:"N"`
	AnswerLevel       *int           `help:"The same for an answer; by WhatsApp names need the patient's wish, too." placeholder:"N"`
	OrderWait         *time.Duration `help:"How long a message waits for word that the one before, to the same patient, arrived; 0 not to wait." placeholder:"2s"`
}

// Run implements the sub-command.
func (c *channelPolicyCommand) Run(e *environment) error {
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		var policy records.ChannelPolicy
		err = store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) (err error) {
			if policy, err = c.present(ctx, tx); err != nil {
				return err
			}
			if !c.change(&policy) {
				return nil
			}
			if problems := policy.Problems(); len(problems) > 0 {
				return listed(problems)
			}
			return tx.SetChannelPolicy(ctx, policy)
		})
		if err != nil {
			return fmt.Errorf("channel policy: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "%s: %g segments a second and %d at once; one message to a patient every %v and %d at once; %v for word of the one before; levels %d unasked, %d in answers\n",
			c.Name, policy.SegmentsPerSecond, policy.Burst, policy.PairInterval, policy.PairBurst, policy.OrderWait,
			policy.UnaskedLevel, policy.AnswerLevel)
		return err
	})
}

// present is the channel's policy as it stands.
func (c *channelPolicyCommand) present(ctx context.Context, tx *postgres.Tx) (records.ChannelPolicy, error) {
	channels, err := tx.Channels(ctx)
	if err != nil {
		return records.ChannelPolicy{}, err
	}
	policies, err := tx.ChannelPolicies(ctx)
	if err != nil {
		return records.ChannelPolicy{}, err
	}
	for _, through := range channels {
		if through.Name != c.Name {
			continue
		}
		if policy, stated := policies[through.ID]; stated {
			return policy, nil
		}
		return records.DefaultChannelPolicy(through), nil
	}
	return records.ChannelPolicy{}, records.NotFound("channel")
}

// change takes over what was given, and says whether anything was.
func (c *channelPolicyCommand) change(policy *records.ChannelPolicy) bool {
	changed := false
	take(&changed, c.SegmentsPerSecond, &policy.SegmentsPerSecond)
	take(&changed, c.Burst, &policy.Burst)
	take(&changed, c.PairInterval, &policy.PairInterval)
	take(&changed, c.PairBurst, &policy.PairBurst)
	take(&changed, c.OrderWait, &policy.OrderWait)
	take(&changed, (*records.ContentLevel)(c.UnaskedLevel), &policy.UnaskedLevel)
	take(&changed, (*records.ContentLevel)(c.AnswerLevel), &policy.AnswerLevel)
	return changed
}

func take[Value any](changed *bool, given, into *Value) {
	if given != nil {
		*into, *changed = *given, true
	}
}
