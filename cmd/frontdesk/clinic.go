package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"

	"frontdesk/conversations"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

// webName is what can stand in a web address and is easy to say; the tables'
// CHECKs repeat it.
var webName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

const webNameRule = "must be lower-case letters, digits and hyphens, like lakeside-2, and at most 63 of them"

// clinicCommands manage clinics.
type clinicCommands struct {
	Create   clinicCreateCommand   `cmd:"" help:"Create a clinic, and its organisation."`
	Messages clinicMessagesCommand `cmd:"" help:"Say how a clinic writes to patients who did not ask, or show it."`
}

// clinicCreateCommand creates a clinic without staff, numbers or schedule.
type clinicCreateCommand struct {
	Slug            string   `arg:"" help:"The clinic's short unique name, like lakeside."`
	Name            string   `help:"The clinic's name, as patients know it." required:""`
	TimeZone        string   `help:"The clinic's IANA time zone, like America/New_York." required:""`
	Country         string   `help:"ISO 3166 code of the clinic's country, like US." required:""`
	Languages       []string `help:"Languages that the clinic answers in, its own first." default:"en,es,pt"`
	Address         string   `help:"The clinic's street address."`
	Phone           string   `help:"A number that reaches a person, in E.164, like +12025550199."`
	EmergencyNumber string   `help:"What to dial in an emergency there; the country's own number where it is left out."`
	PrivacyURL      string   `help:"The clinic's published privacy notice."`
}

// Run implements the sub-command.
func (c *clinicCreateCommand) Run(e *environment) error {
	clinic, err := c.clinic()
	if err != nil {
		return err
	}
	return withStore(e, func(ctx context.Context, store *postgres.Store) error {
		err := store.InClinic(ctx, clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
			organization := records.Organization{ID: clinic.OrganizationID, Name: clinic.Name}
			if err := tx.CreateOrganization(ctx, organization); err != nil {
				return err
			}
			return tx.CreateClinic(ctx, clinic)
		})
		if err != nil {
			return fmt.Errorf("create clinic: %w", err)
		}
		_, err = fmt.Fprintf(e.output, "clinic %s created (%s)\nnext: frontdesk channel add %s …, frontdesk staff add %s …\n",
			clinic.Slug, clinic.ID, clinic.Slug, clinic.Slug)
		return err
	})
}

// clinic checks the command line, and reports everything that is wrong at once.
func (c *clinicCreateCommand) clinic() (records.Clinic, error) {
	clinic := records.Clinic{
		ID: newID(), OrganizationID: newID(), Slug: c.Slug, Name: c.Name, TimeZone: c.TimeZone, Country: c.Country, Address: c.Address,
		Phone: c.Phone, PrivacyURL: c.PrivacyURL,
	}
	var found []error
	if clinic.EmergencyNumber = cmp.Or(c.EmergencyNumber, conversations.EmergencyNumber(c.Country)); clinic.EmergencyNumber == "" {
		found = append(found, records.Invalid("--emergency-number", "must be given: no number is known for this country"))
	}
	if !webName.MatchString(c.Slug) {
		found = append(found, records.Invalid("slug", webNameRule))
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "" || c.TimeZone == "Local" {
		found = append(found, records.Invalid("--time-zone", "is no IANA time zone; give one like America/New_York"))
	}
	if len(c.Country) != 2 || c.Country[0] < 'A' || c.Country[0] > 'Z' || c.Country[1] < 'A' || c.Country[1] > 'Z' {
		found = append(found, records.Invalid("--country", "must be two capital letters, like US"))
	}
	for _, language := range c.Languages {
		switch records.Language(language) {
		case records.English, records.Spanish, records.Portuguese:
			clinic.Languages = append(clinic.Languages, records.Language(language))
		default:
			found = append(found, records.Invalid("--languages", fmt.Sprintf("%q is not one of en, es, pt", language)))
		}
	}
	found = append(found, webURL("--privacy-url", c.PrivacyURL)...)
	return clinic, listed(found)
}

// withStore opens the configured store for one command.
func withStore(e *environment, work func(ctx context.Context, store *postgres.Store) error) error {
	read, err := readConfiguration(e.variables)
	if err != nil {
		return err
	}
	if read.DatabaseURL == "" {
		return listed([]error{records.Invalid("FRONTDESK_DATABASE_URL", "must be set, like postgres://frontdesk@db.example.com/frontdesk")})
	}
	store, err := postgres.Open(e.context, read.DatabaseURL, postgres.Options{Connections: 2})
	if err != nil {
		return err
	}
	defer store.Close()
	return work(e.context, store)
}

// clinicBySlug finds a clinic's id, or says that there is none of that name.
func clinicBySlug(ctx context.Context, store *postgres.Store, slug string) (uuid.UUID, error) {
	var clinicID uuid.UUID
	err := store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		clinicID, err = tx.ClinicBySlug(ctx, slug)
		return err
	})
	if records.CodeOf(err) == records.CodeNotFound {
		return clinicID, &records.Error{
			Code: records.CodeNotFound, Message: fmt.Sprintf("there is no clinic %q; create it with frontdesk clinic create %s …", slug, slug),
		}
	}
	return clinicID, err
}
