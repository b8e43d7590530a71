package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"

	"frontdesk/jobs"
	"frontdesk/records"
	"frontdesk/records/postgres"
)

const (
	sampleClinicName = "Lakeside Clinic"
	sampleClinicSlug = "demo"
	// sampleNumber and sampleWhatsAppNumber are the clinic's own numbers, from
	// the range that is set aside for fiction.
	sampleNumber         = "+12025550100"
	sampleWhatsAppNumber = "+12025550101"
	sampleTokenLife      = 365 * 24 * time.Hour
)

// sampleClinic fills a database with a clinic to try things on.
type sampleClinic struct {
	store *postgres.Store
	now   time.Time
	newID func() uuid.UUID
}

// ensure gives the sample clinic's id, and makes it if it is not there.
func (s sampleClinic) ensure(ctx context.Context) (uuid.UUID, error) {
	var clinicID uuid.UUID
	err := s.store.InDirectory(ctx, func(ctx context.Context, tx *postgres.Tx) (err error) {
		clinicID, err = tx.ClinicBySlug(ctx, sampleClinicSlug)
		return err
	})
	if records.CodeOf(err) != records.CodeNotFound {
		return clinicID, err
	}
	clinicID = s.newID()
	return clinicID, s.store.InClinic(ctx, clinicID, s.fill)
}

// sampleNames are what differs when many clinics are made of the same mould.
type sampleNames struct {
	slug, sms, whatsApp string
	provider            records.Provider
}

func (s sampleClinic) fill(ctx context.Context, tx *postgres.Tx) error {
	return s.fillAs(ctx, tx, sampleNames{
		slug: sampleClinicSlug, sms: "demo-sms", whatsApp: "demo-whatsapp", provider: records.ProviderSimulator,
	})
}

func (s sampleClinic) fillAs(ctx context.Context, tx *postgres.Tx, names sampleNames) error {
	organization := records.Organization{ID: s.newID(), Name: sampleClinicName}
	if err := tx.CreateOrganization(ctx, organization); err != nil {
		return err
	}
	err := tx.CreateClinic(ctx, records.Clinic{
		ID: tx.ClinicID(), OrganizationID: organization.ID, Slug: names.slug, Name: sampleClinicName,
		TimeZone: "America/New_York", Country: "US", Languages: []records.Language{records.English, records.Spanish, records.Portuguese},
		Address: "12 Lakeside Avenue", Phone: "+12025550199", EmergencyNumber: "911",
		Survey: records.SurveyPolicy{Active: true, Delay: 2 * time.Hour, Pause: 8 * 7 * 24 * time.Hour},
	})
	if err != nil {
		return err
	}
	for key, texts := range sampleTexts() {
		if err := tx.SetClinicText(ctx, key, texts); err != nil {
			return fmt.Errorf("text %s: %w", key, err)
		}
	}
	for name, channel := range map[string]records.Channel{
		names.sms:      {Kind: records.ChannelSMS, Address: sampleNumber},
		names.whatsApp: {Kind: records.ChannelWhatsApp, Address: sampleWhatsAppNumber},
	} {
		channel.ID, channel.Name, channel.Provider, channel.Active = s.newID(), name, names.provider, true
		if err := tx.CreateChannel(ctx, channel); err != nil {
			return err
		}
	}
	return s.fillSchedule(ctx, tx)
}

// samplePractitioner is somebody who works at the sample clinic.
type samplePractitioner struct {
	name       string
	specialty  records.LocalizedText
	languages  []records.Language
	days       []time.Weekday
	start, end records.LocalTime
}

func samplePractitioners() []samplePractitioner {
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	general := records.LocalizedText{records.English: "general practice", records.Spanish: "medicina general", records.Portuguese: "clínica geral"}
	dental := records.LocalizedText{records.English: "dentistry", records.Spanish: "odontología", records.Portuguese: "odontologia"}
	return []samplePractitioner{
		{"Dr Osei", general, []records.Language{records.English}, weekdays, 9 * 60, 17 * 60},
		{"Dr Pérez", general, []records.Language{records.Spanish, records.English}, weekdays, 8 * 60, 14 * 60},
		{"Dr Lee", dental, []records.Language{records.English}, weekdays, 10 * 60, 19 * 60},
		{"Dr Almeida", dental, []records.Language{records.Portuguese, records.English}, []time.Weekday{time.Tuesday, time.Thursday, time.Saturday}, 9 * 60, 15 * 60},
	}
}

// sampleType is something that the sample clinic offers.
type sampleType struct {
	name     records.LocalizedText
	synonyms map[records.Language][]string
	// preparation is what patients should know before they come.
	preparation records.LocalizedText
	minutes     int
	after       int
	by          []string
	room        bool
}

func sampleTypes() []sampleType {
	return []sampleType{
		{
			name: records.LocalizedText{records.English: "check-up", records.Spanish: "chequeo", records.Portuguese: "check-up"},
			synonyms: map[records.Language][]string{
				records.English:    {"checkup", "physical", "doctor", "consultation", "visit"},
				records.Spanish:    {"consulta", "revisión", "médico", "doctor", "control"},
				records.Portuguese: {"consulta", "médico", "clínico", "exame de rotina"},
			},
			preparation: records.LocalizedText{
				records.English:    "bring a list of the medicines you take.",
				records.Spanish:    "traiga una lista de los medicamentos que toma.",
				records.Portuguese: "traga uma lista dos remédios que toma.",
			},
			minutes: 30, by: []string{"Dr Osei", "Dr Pérez"},
		},
		{
			name: records.LocalizedText{records.English: "cleaning", records.Spanish: "limpieza dental", records.Portuguese: "limpeza dentária"},
			synonyms: map[records.Language][]string{
				records.English:    {"teeth cleaning", "dental cleaning", "dentist", "hygiene"},
				records.Spanish:    {"limpieza", "dentista", "limpieza de dientes"},
				records.Portuguese: {"limpeza", "dentista", "limpeza nos dentes"},
			},
			minutes: 45, after: 10, by: []string{"Dr Lee", "Dr Almeida"}, room: true,
		},
		{
			name: records.LocalizedText{records.English: "vaccination", records.Spanish: "vacuna", records.Portuguese: "vacina"},
			synonyms: map[records.Language][]string{
				records.English:    {"vaccine", "flu shot", "shot", "jab"},
				records.Spanish:    {"vacunación", "vacuna de la gripe", "inyección"},
				records.Portuguese: {"vacinação", "vacina da gripe"},
			},
			preparation: records.LocalizedText{
				records.English:    "wear a short-sleeved top and bring your vaccination card if you have one.",
				records.Spanish:    "venga con manga corta y traiga su cartilla de vacunación si la tiene.",
				records.Portuguese: "venha de manga curta e traga sua caderneta de vacinação, se tiver.",
			},
			minutes: 15, by: []string{"Dr Osei", "Dr Pérez"},
		},
	}
}

func (s sampleClinic) fillSchedule(ctx context.Context, tx *postgres.Tx) error {
	ids := make(map[string]uuid.UUID)
	for _, sample := range samplePractitioners() {
		practitioner := records.Practitioner{
			ID: s.newID(), Name: sample.name, Specialty: sample.specialty, Languages: sample.languages, Active: true,
		}
		ids[sample.name] = practitioner.ID
		if err := tx.CreatePractitioner(ctx, practitioner); err != nil {
			return fmt.Errorf("practitioner %s: %w", sample.name, err)
		}
		for _, day := range sample.days {
			open := records.Availability{
				ID: s.newID(), PractitionerID: practitioner.ID, Kind: records.AvailabilityOpen, Weekday: day, Start: sample.start, End: sample.end,
			}
			lunch := records.Availability{
				ID: s.newID(), PractitionerID: practitioner.ID, Kind: records.AvailabilityBreak, Weekday: day, Start: 12*60 + 30, End: 13 * 60,
			}
			for _, rule := range []records.Availability{open, lunch} {
				if err := tx.CreateAvailability(ctx, rule); err != nil {
					return fmt.Errorf("availability of %s: %w", sample.name, err)
				}
			}
		}
	}
	for _, name := range []string{"Room 1", "Room 2"} {
		room := records.Resource{ID: s.newID(), Kind: records.ResourceRoom, Name: name, Active: true}
		if err := tx.CreateResource(ctx, room); err != nil {
			return fmt.Errorf("room %s: %w", name, err)
		}
	}
	for _, sample := range sampleTypes() {
		kind := records.AppointmentType{
			ID: s.newID(), Name: sample.name, Synonyms: sample.synonyms, Duration: time.Duration(sample.minutes) * time.Minute,
			BufferAfter: time.Duration(sample.after) * time.Minute, LeadTime: time.Hour, Horizon: 90 * 24 * time.Hour, SlotStep: 15 * time.Minute,
			BookableByChat: true, Active: true, Preparation: sample.preparation,
		}
		for _, name := range sample.by {
			kind.PractitionerIDs = append(kind.PractitionerIDs, ids[name])
		}
		if sample.room {
			kind.ResourceKinds = []records.ResourceKind{records.ResourceRoom}
		}
		if err := tx.CreateAppointmentType(ctx, kind); err != nil {
			return fmt.Errorf("appointment type: %w", err)
		}
	}
	return nil
}

// route says through whom the SMS channel's messages travel.
func (s sampleClinic) route(ctx context.Context, clinicID uuid.UUID, provider records.Provider) error {
	return s.store.InClinic(ctx, clinicID, func(ctx context.Context, tx *postgres.Tx) error {
		channels, err := tx.Channels(ctx)
		if err != nil {
			return err
		}
		for _, channel := range channels {
			if channel.Name != "demo-sms" || channel.Provider == provider {
				continue
			}
			if err := tx.RouteChannel(ctx, channel.ID, provider, channel.Address); err != nil {
				return err
			}
		}
		return nil
	})
}

// opens says whether a token is good for the staff API.
func (s sampleClinic) opens(ctx context.Context, token string) (bool, error) {
	_, err := s.desk().Authenticate(ctx, token)
	if records.CodeOf(err) == records.CodeUnauthenticated {
		return false, nil
	}
	return err == nil, err
}

// staff adds somebody to try the staff API as.
func (s sampleClinic) staff(ctx context.Context, clinicID uuid.UUID) (string, error) {
	token, _, err := s.desk().AddStaff(ctx, clinicID, "Demo manager", records.RoleManager, sampleTokenLife)
	return token, err
}

func (s sampleClinic) desk() *jobs.Desk {
	return jobs.NewDesk(s.store, func() time.Time { return s.now }, s.newID, rand.Reader)
}
