package postgrestest

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/records"
	"frontdesk/records/postgres"
)

// Clinic is a small clinic to test with: open Monday to Friday from 9 to 17 in
// New York, two practitioners, one room, two numbers.
type Clinic struct {
	ID             uuid.UUID
	OrganizationID uuid.UUID
	SMS, WhatsApp  records.Channel
	// Osei and Lee both offer CheckUp; only Lee offers Cleaning, in the Room.
	Osei, Lee         records.Practitioner
	Room              records.Resource
	CheckUp, Cleaning records.AppointmentType
}

// OpenStore opens the database as the application does; the test closes it.
func OpenStore(t testing.TB, database *Database) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(context.Background(), database.URL, postgres.Options{Connections: 12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

// NewClinic stores a clinic of this slug; its channels are named slug-sms and
// slug-whatsapp, and are carried by provider.
func NewClinic(t testing.TB, store *postgres.Store, slug string, provider records.Provider) *Clinic {
	t.Helper()
	clinic := &Clinic{
		ID: uuid.New(), OrganizationID: uuid.New(),
		SMS:      records.Channel{ID: uuid.New(), Name: slug + "-sms", Kind: records.ChannelSMS, Provider: provider, Address: "+12025550100", Active: true},
		WhatsApp: records.Channel{ID: uuid.New(), Name: slug + "-whatsapp", Kind: records.ChannelWhatsApp, Provider: provider, Address: "+12025550101", Active: true},
		Osei:     records.Practitioner{ID: uuid.New(), Name: "Dr Osei", Specialty: records.LocalizedText{records.English: "general practice"}, Active: true},
		Lee:      records.Practitioner{ID: uuid.New(), Name: "Dr Lee", Specialty: records.LocalizedText{records.English: "dentistry"}, Active: true},
		Room:     records.Resource{ID: uuid.New(), Kind: records.ResourceRoom, Name: "Room 1", Active: true},
	}
	clinic.SMS.ClinicID, clinic.WhatsApp.ClinicID = clinic.ID, clinic.ID
	clinic.CheckUp = records.AppointmentType{
		ID: uuid.New(), Name: records.LocalizedText{records.English: "check-up", records.Spanish: "chequeo", records.Portuguese: "check-up"},
		Duration: 30 * time.Minute, LeadTime: time.Hour, Horizon: 60 * 24 * time.Hour, SlotStep: 30 * time.Minute, BookableByChat: true,
		PractitionerIDs: []uuid.UUID{clinic.Osei.ID, clinic.Lee.ID}, Active: true,
	}
	clinic.Cleaning = records.AppointmentType{
		ID: uuid.New(), Name: records.LocalizedText{records.English: "cleaning", records.Spanish: "limpieza", records.Portuguese: "limpeza"},
		Duration: 45 * time.Minute, BufferAfter: 15 * time.Minute, LeadTime: time.Hour, Horizon: 60 * 24 * time.Hour, SlotStep: 15 * time.Minute,
		BookableByChat: true, PractitionerIDs: []uuid.UUID{clinic.Lee.ID}, ResourceKinds: []records.ResourceKind{records.ResourceRoom}, Active: true,
	}
	err := store.InClinic(context.Background(), clinic.ID, func(ctx context.Context, tx *postgres.Tx) error {
		return clinic.fill(ctx, tx, slug)
	})
	if err != nil {
		t.Fatal(err)
	}
	return clinic
}

func (c *Clinic) fill(ctx context.Context, tx *postgres.Tx, slug string) error {
	if err := tx.CreateOrganization(ctx, records.Organization{ID: c.OrganizationID, Name: slug}); err != nil {
		return err
	}
	err := tx.CreateClinic(ctx, records.Clinic{
		ID: c.ID, OrganizationID: c.OrganizationID, Slug: slug, Name: "Clinic " + slug, TimeZone: "America/New_York", Country: "US",
		Languages: []records.Language{records.English, records.Spanish, records.Portuguese}, Address: "1 Main Street",
		Phone: "+12025550199", EmergencyNumber: "911",
	})
	if err != nil {
		return err
	}
	for _, channel := range []records.Channel{c.SMS, c.WhatsApp} {
		if err := tx.CreateChannel(ctx, channel); err != nil {
			return err
		}
	}
	for _, practitioner := range []records.Practitioner{c.Osei, c.Lee} {
		if err := tx.CreatePractitioner(ctx, practitioner); err != nil {
			return err
		}
		for day := time.Monday; day <= time.Friday; day++ {
			err := tx.CreateAvailability(ctx, records.Availability{
				ID: uuid.New(), PractitionerID: practitioner.ID, Kind: records.AvailabilityOpen, Weekday: day, Start: 9 * 60, End: 17 * 60,
			})
			if err != nil {
				return err
			}
		}
	}
	if err := tx.CreateResource(ctx, c.Room); err != nil {
		return err
	}
	for _, kind := range []records.AppointmentType{c.CheckUp, c.Cleaning} {
		if err := tx.CreateAppointmentType(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

// Patient is somebody registered from a number of their own.
type Patient struct {
	records.Patient
	Address        string
	ConversationID uuid.UUID
}

// NewPatient stores a patient who wrote from an address on the SMS channel and
// registered; that first message has had its turn.
func (c *Clinic) NewPatient(t testing.TB, store *postgres.Store, name, address string, now time.Time) Patient {
	t.Helper()
	patient := Patient{Address: address, ConversationID: uuid.New(), Patient: records.Patient{
		ID: uuid.New(), ClinicID: c.ID, Name: name, BirthDate: records.LocalDate{Year: 1985, Month: time.March, Day: 12},
		Language: records.English, CreatedAt: now,
	}}
	err := store.InClinic(context.Background(), c.ID, func(ctx context.Context, tx *postgres.Tx) error {
		message := postgres.NewInbound{
			ID: uuid.New(), NewContactID: patient.ConversationID, ClinicID: c.ID, ChannelID: c.SMS.ID, Address: address, ProviderID: "first-" + address, Text: "hello",
		}
		woken, err := tx.KeepInbound(ctx, []postgres.NewInbound{message}, now)
		if err != nil {
			return err
		}
		// Nobody inserts a job for it, and nothing is left to read: a lane that
		// stayed awake would keep the next message from waking it.
		if err := tx.BeginTurnLanes(ctx, woken); err != nil {
			return err
		}
		if err := tx.FinishTurns(ctx, []postgres.Turned{{
			ConversationID: patient.ConversationID, ClinicID: c.ID, State: []byte("null"), MessageIDs: []uuid.UUID{message.ID},
		}}, now); err != nil {
			return err
		}
		if err := tx.RegisterPatient(ctx, patient.Patient, patient.ConversationID, records.RelationshipSelf); err != nil {
			return err
		}
		return tx.RecordConsent(ctx, records.Consent{
			ID: uuid.New(), ContactID: patient.ConversationID, Purpose: records.PurposeCare, Status: records.ConsentActive, Source: "register",
			RecordedAt: now,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return patient
}
