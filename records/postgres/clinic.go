package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// CreateOrganization stores the owner of clinics.
func (tx *Tx) CreateOrganization(ctx context.Context, organization records.Organization) error {
	return coded(tx.queries.InsertOrganization(ctx, dbsqlc.InsertOrganizationParams{ID: organization.ID, Name: organization.Name}))
}

// CreateClinic stores the transaction's clinic and its lanes.
func (tx *Tx) CreateClinic(ctx context.Context, clinic records.Clinic) error {
	survey := clinic.Survey
	if survey.Pause == 0 {
		survey = records.DefaultSurveyPolicy()
		survey.Active = clinic.Survey.Active
	}
	err := tx.queries.InsertClinic(ctx, dbsqlc.InsertClinicParams{
		ID: clinic.ID, OrganizationID: clinic.OrganizationID, Slug: clinic.Slug, Name: clinic.Name, TimeZone: clinic.TimeZone,
		Country: clinic.Country, Languages: textsOf(clinic.Languages), Address: clinic.Address, Phone: clinic.Phone,
		EmergencyNumber: clinic.EmergencyNumber, PrivacyUrl: clinic.PrivacyURL, Currency: cmp.Or(clinic.Currency, "USD"),
		SuggestOverbooking: clinic.SuggestOverbooking, LateToleranceMinutes: int16(cmp.Or(clinic.LateTolerance, records.DefaultLateTolerance) / time.Minute), //nolint:gosec // a CHECK bounds it
		SurveyActive: survey.Active, SurveyDelayMinutes: minutes16(survey.Delay), SurveyPauseWeeks: weeks(survey.Pause),
	})
	if err != nil {
		return coded(err)
	}
	return coded(tx.queries.InsertTurnLanes(ctx, dbsqlc.InsertTurnLanesParams{ClinicID: clinic.ID, Lanes: TurnLanes}))
}

// Clinic reads the transaction's clinic.
func (tx *Tx) Clinic(ctx context.Context) (records.Clinic, error) {
	row, err := tx.queries.GetClinic(ctx, tx.clinicID)
	if err != nil {
		return records.Clinic{}, coded(err)
	}
	return records.Clinic{
		ID: row.ID, OrganizationID: row.OrganizationID, Slug: row.Slug, Name: row.Name, TimeZone: row.TimeZone, Country: row.Country,
		Languages: languagesOf(row.Languages), Address: row.Address, Phone: row.Phone, EmergencyNumber: row.EmergencyNumber, PrivacyURL: row.PrivacyUrl,
		Currency: row.Currency, SuggestOverbooking: row.SuggestOverbooking,
		LateTolerance: time.Duration(row.LateToleranceMinutes) * time.Minute, Version: row.Version,
		EraseProviderMedia: row.EraseProviderMedia,
		Survey: records.SurveyPolicy{
			Active: row.SurveyActive, Delay: time.Duration(row.SurveyDelayMinutes) * time.Minute, Pause: time.Duration(row.SurveyPauseWeeks) * week,
		},
	}, nil
}

const week = 7 * 24 * time.Hour

// minutes16 and weeks give lengths as their columns hold them.
func minutes16(length time.Duration) int16 {
	return int16(length / time.Minute) //nolint:gosec // a CHECK bounds it
}

func weeks(length time.Duration) int16 {
	return int16(length / week) //nolint:gosec // a CHECK bounds it
}

// ClinicVersion rises with every change of the clinic's settings, so that
// whoever keeps a copy knows when to read again.
func (tx *Tx) ClinicVersion(ctx context.Context) (int64, error) {
	version, err := tx.queries.ClinicVersion(ctx, tx.clinicID)
	return version, coded(err)
}

// settingsChanged raises the clinic's version.
func (tx *Tx) settingsChanged(ctx context.Context) error {
	return tx.later.TouchClinic(ctx, tx.clinicID)
}

// CreateChannel stores a channel and its lane.
func (tx *Tx) CreateChannel(ctx context.Context, channel records.Channel) error {
	err := tx.queries.InsertChannel(ctx, dbsqlc.InsertChannelParams{
		ClinicID: tx.clinicID, ID: channel.ID, Name: channel.Name, Kind: string(channel.Kind), Provider: string(channel.Provider),
		Address: channel.Address, Active: channel.Active, ServiceID: channel.ServiceID, AccountID: channel.AccountID,
	})
	if err != nil {
		return coded(err)
	}
	err = tx.queries.InsertSendLane(ctx, dbsqlc.InsertSendLaneParams{ClinicID: tx.clinicID, ChannelID: channel.ID})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// RouteChannel changes through whom a channel's messages travel.
func (tx *Tx) RouteChannel(ctx context.Context, channelID uuid.UUID, provider records.Provider, address string) error {
	changed, err := tx.queries.UpdateChannelProvider(ctx, dbsqlc.UpdateChannelProviderParams{
		ClinicID: tx.clinicID, ID: channelID, Provider: string(provider), Address: address,
	})
	if err != nil {
		return coded(err)
	}
	if changed == 0 {
		return records.NotFound("channel")
	}
	return tx.settingsChanged(ctx)
}

// Channel reads one channel of the clinic.
func (tx *Tx) Channel(ctx context.Context, channelID uuid.UUID) (records.Channel, error) {
	row, err := tx.queries.GetChannel(ctx, dbsqlc.GetChannelParams{ClinicID: tx.clinicID, ID: channelID})
	if err != nil {
		return records.Channel{}, coded(err)
	}
	return channelOf(row), nil
}

// Channels lists the clinic's channels by name.
func (tx *Tx) Channels(ctx context.Context) ([]records.Channel, error) {
	rows, err := tx.queries.ListChannels(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	channels := make([]records.Channel, len(rows))
	for i, row := range rows {
		channels[i] = channelOf(row)
	}
	return channels, nil
}

// CreatePractitioner stores a practitioner.
func (tx *Tx) CreatePractitioner(ctx context.Context, practitioner records.Practitioner) error {
	specialty, err := json.Marshal(practitioner.Specialty)
	if err != nil {
		return fmt.Errorf("encode specialty: %w", err)
	}
	err = tx.queries.InsertPractitioner(ctx, dbsqlc.InsertPractitionerParams{
		ClinicID: tx.clinicID, ID: practitioner.ID, Name: practitioner.Name, Specialty: specialty,
		Languages: textsOf(practitioner.Languages), DailyCap: int32(practitioner.DailyCap), //nolint:gosec // a CHECK bounds it
		OverbookingCapacity: int16(practitioner.OverbookingCapacity), Active: practitioner.Active, //nolint:gosec // a CHECK bounds it
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// CreateResource stores a room or a device.
func (tx *Tx) CreateResource(ctx context.Context, resource records.Resource) error {
	err := tx.queries.InsertResource(ctx, dbsqlc.InsertResourceParams{
		ClinicID: tx.clinicID, ID: resource.ID, Kind: string(resource.Kind), Name: resource.Name,
		LocationID: nullable(resource.LocationID), Active: resource.Active,
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// CreateLocation stores a site.
func (tx *Tx) CreateLocation(ctx context.Context, location records.Location) error {
	err := tx.queries.InsertLocation(ctx, dbsqlc.InsertLocationParams{
		ClinicID: tx.clinicID, ID: location.ID, Name: location.Name, Address: location.Address, Active: location.Active,
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

// CreateAvailability stores a rule.
func (tx *Tx) CreateAvailability(ctx context.Context, rule records.Availability) error {
	err := tx.queries.InsertAvailability(ctx, dbsqlc.InsertAvailabilityParams{
		ClinicID: tx.clinicID, ID: rule.ID, PractitionerID: rule.PractitionerID, Kind: string(rule.Kind),
		Weekday: int16(rule.Weekday), StartMinute: int16(rule.Start), EndMinute: int16(rule.End), //nolint:gosec // a CHECK bounds them
		ValidFrom: dateOf(rule.ValidFrom), ValidUntil: dateOf(rule.ValidUntil), Rrule: rule.RRule, LocationID: nullable(rule.LocationID),
		AppointmentTypeIDs: append([]uuid.UUID{}, rule.AppointmentTypeIDs...),
	})
	if err != nil {
		return coded(err)
	}
	return tx.settingsChanged(ctx)
}

func textsOf(languages []records.Language) []string {
	texts := make([]string, len(languages))
	for i, language := range languages {
		texts[i] = string(language)
	}
	return texts
}

func languagesOf(texts []string) []records.Language {
	languages := make([]records.Language, len(texts))
	for i, text := range texts {
		languages[i] = records.Language(text)
	}
	return languages
}

// dateOf and localDate turn calendar days into the driver's form and back; a
// zero date is NULL.
func dateOf(date records.LocalDate) pgtype.Date {
	return pgtype.Date{Time: date.Time(), Valid: !date.IsZero()}
}

func localDate(date pgtype.Date) records.LocalDate {
	if !date.Valid {
		return records.LocalDate{}
	}
	return records.LocalDateOf(date.Time, time.UTC)
}
