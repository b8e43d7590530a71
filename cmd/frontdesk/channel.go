package main

import (
	"context"
	"fmt"
	"regexp"

	"frontdesk/records"
	"frontdesk/records/mailbox"
	telephone "frontdesk/records/phone"
	"frontdesk/records/postgres"
)

// channelCommand manages the numbers that patients write to.
type channelCommand struct {
	Add    channelAddCommand    `cmd:"" help:"Add a number that patients write to."`
	Policy channelPolicyCommand `cmd:"" help:"Say how fast a number may send, or show it."`
}

// channelAddCommand adds a channel and tells where its webhooks go.
type channelAddCommand struct {
	Clinic   string `arg:"" help:"The clinic's slug."`
	Name     string `arg:"" help:"The channel's unique name, which stands in its webhook's address."`
	Kind     string `help:"The medium. E-mail carries receipts and reminders, and travels through the mail server of FRONTDESK_SMTP_HOST." enum:"sms,whatsapp,email" default:"sms"`
	Provider string `help:"Through whom messages travel." enum:"twilio,whatsapp,simulator" default:"twilio"`
	Address  string `help:"The clinic's own number, in E.164, like +12025550100; for e-mail its mailbox, where answers go." required:""`
	Service  string `help:"Twilio's Messaging Service that messages leave from, like MG…; empty for the number itself."`
	Account  string `help:"Twilio's account that the number belongs to, like AC…; empty for the first one configured."`
}

// What Twilio's ids look like.
var (
	serviceSID = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)
	accountSID = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
)

// Run implements the sub-command.
func (c *channelAddCommand) Run(e *environment) error {
	if !webName.MatchString(c.Name) {
		return records.Invalid("name", webNameRule)
	}
	address, err := c.address()
	if err != nil {
		return err
	}
	if c.Kind == string(records.ChannelEmail) {
		c.Provider = string(records.ProviderSMTP)
	}
	if c.Provider == string(records.ProviderWhatsApp) && c.Kind != string(records.ChannelWhatsApp) {
		return records.Invalid("--kind", "must be whatsapp where the provider is")
	}
	if c.Service != "" && !serviceSID.MatchString(c.Service) {
		return records.Invalid("--service", "must be the SID of a Messaging Service: MG and 32 digits")
	}
	if c.Account != "" && !accountSID.MatchString(c.Account) {
		return records.Invalid("--account", "must be the SID of an account: AC and 32 digits")
	}
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		clinicID, err := clinicBySlug(ctx, store, c.Clinic)
		if err != nil {
			return err
		}
		err = store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
			return tx.CreateChannel(ctx, records.Channel{
				ID: newID(), ClinicID: clinicID, Name: c.Name, Kind: records.ChannelKind(c.Kind), Provider: records.Provider(c.Provider),
				Address: address, Active: true,
				ServiceID: c.Service, AccountID: c.Account,
			})
		})
		if err != nil {
			return fmt.Errorf("add channel: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "channel %s added\n", c.Name)
		if c.Provider == string(records.ProviderTwilio) && err == nil {
			// Twilio gives up on a webhook at once unless its address asks for more.
			const retries = "#rc=5&rp=all"
			_, err = fmt.Fprintf(e.output, "at Twilio, set the number's (or its Messaging Service's) webhook for incoming messages, and its fallback, to\n  %s/webhooks/twilio/%s/messages%s\n",
				publicBase(read), c.Name, retries)
		}
		if c.Provider == string(records.ProviderWhatsApp) && err == nil {
			_, err = fmt.Fprintf(e.output, "next: frontdesk whatsapp link --clinic %s --channel %s\n", c.Clinic, c.Name)
		}
		return err
	})
}

// address reads the clinic's own address on the channel.
func (c *channelAddCommand) address() (string, error) {
	if c.Kind == string(records.ChannelEmail) {
		address, err := mailbox.Parse(c.Address)
		if err != nil {
			return "", records.Invalid("--address", "must be an e-mail address, like front-desk@example.com")
		}
		return address, nil
	}
	number, err := telephone.Parse(c.Address, "")
	if err != nil || !number.Possible || number.Extension != "" {
		return "", records.Invalid("--address", "must be a telephone number in E.164, like +12025550100")
	}
	return number.E164, nil
}

func publicBase(read configuration) string {
	if read.PublicURL == "" {
		return "(FRONTDESK_PUBLIC_URL)"
	}
	return read.PublicURL
}
