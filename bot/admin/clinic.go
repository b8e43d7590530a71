package admin

import (
	"context"
	"net/http"
	"time"

	"frontdesk/jobs"
	"frontdesk/records"
)

// ClinicDesk changes what a clinic tells about itself.
type ClinicDesk interface {
	Clinic(ctx context.Context, by jobs.Principal) (records.Clinic, error)
	ChangeClinic(ctx context.Context, by jobs.Principal, change func(*records.Clinic)) (records.Clinic, error)
	ClinicTexts(ctx context.Context, by jobs.Principal) (records.ClinicTexts, error)
	ChangeClinicText(ctx context.Context, by jobs.Principal, key records.ClinicTextKey, texts records.LocalizedText) (records.LocalizedText, error)
}

const week = 7 * 24 * time.Hour

// ClinicSettings are what a clinic can change of itself.
type ClinicSettings struct {
	Name                 string             `json:"name"`
	TimeZone             string             `json:"timeZone" example:"America/New_York"`
	Country              string             `json:"country" example:"US"`
	Languages            []records.Language `json:"languages" doc:"What patients are answered in, the clinic's own language first."`
	Address              string             `json:"address"`
	Phone                string             `json:"phone" doc:"Reaches a person at the clinic."`
	EmergencyNumber      string             `json:"emergencyNumber" doc:"What patients are told to call in an emergency."`
	PrivacyURL           string             `json:"privacyUrl"`
	LateToleranceMinutes int64              `json:"lateToleranceMinutes" doc:"How late a patient may come and still be seen as agreed."`
	EraseProviderMedia   bool               `json:"eraseProviderMedia" doc:"Whether the provider is asked to delete its copy of each picture or document, once it is stored here. Off until it is turned on."`
	SurveyActive         bool               `json:"surveyActive" doc:"Whether patients are asked how a visit was, once it is marked as fulfilled. Off until it is turned on."`
	SurveyDelayMinutes   int64              `json:"surveyDelayMinutes" doc:"How long after the mark they are asked."`
	SurveyPauseWeeks     int64              `json:"surveyPauseWeeks" doc:"For how long nobody is asked again."`
}

func clinicSettingsOf(clinic records.Clinic) ClinicSettings {
	return ClinicSettings{
		Name: clinic.Name, TimeZone: clinic.TimeZone, Country: clinic.Country, Languages: append([]records.Language{}, clinic.Languages...),
		Address: clinic.Address, Phone: clinic.Phone, EmergencyNumber: clinic.EmergencyNumber, PrivacyURL: clinic.PrivacyURL,
		LateToleranceMinutes: int64(clinic.LateTolerance.Minutes()), SurveyActive: clinic.Survey.Active, EraseProviderMedia: clinic.EraseProviderMedia,
		SurveyDelayMinutes: int64(clinic.Survey.Delay.Minutes()), SurveyPauseWeeks: int64(clinic.Survey.Pause / week),
	}
}

// ClinicText is something that the clinic tells in its own words.
type ClinicText struct {
	Key   records.ClinicTextKey `json:"key" enum:"greeting,directions,map-link,hours,parking,access,facility,insurance,prices"`
	Texts records.LocalizedText `json:"texts" doc:"By language. A language without one gets another's."`
}

type clinicSettingsOutput struct{ Body ClinicSettings }

type changeClinicInput struct {
	Body struct {
		Name                 *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
		Address              *string `json:"address,omitempty" maxLength:"500"`
		Phone                *string `json:"phone,omitempty" pattern:"^(\\+[1-9][0-9]{5,14})?$" doc:"In E.164; empty for none."`
		EmergencyNumber      *string `json:"emergencyNumber,omitempty" minLength:"1" maxLength:"30"`
		PrivacyURL           *string `json:"privacyUrl,omitempty" maxLength:"500"`
		LateToleranceMinutes *int64  `json:"lateToleranceMinutes,omitempty" minimum:"0" maximum:"240"`
		EraseProviderMedia   *bool   `json:"eraseProviderMedia,omitempty"`
		SurveyActive         *bool   `json:"surveyActive,omitempty"`
		SurveyDelayMinutes   *int64  `json:"surveyDelayMinutes,omitempty" minimum:"0" maximum:"2880"`
		SurveyPauseWeeks     *int64  `json:"surveyPauseWeeks,omitempty" minimum:"1" maximum:"52"`
	}
}

type clinicTextList struct {
	Body struct {
		Texts []ClinicText `json:"texts"`
	}
}

type changeClinicTextInput struct {
	Key  records.ClinicTextKey `path:"key" enum:"greeting,directions,map-link,hours,parking,access,facility,insurance,prices" doc:"Which text."`
	Body struct {
		Texts records.LocalizedText `json:"texts" minProperties:"1" maxProperties:"3" doc:"By language, at most 300 characters each. What is left out stays as it is; an empty text is taken away."`
	}
}

type clinicTextOutput struct{ Body ClinicText }

func (a *API) registerClinic() {
	register(a, operation{
		id: "getClinic", method: http.MethodGet, path: "/clinic", tag: tagSettings, summary: "Get the clinic's own settings",
	}, func(ctx context.Context, by jobs.Principal, _ *struct{}) (*clinicSettingsOutput, error) {
		clinic, err := a.config.Desk.Clinic(ctx, by)
		if err != nil {
			return nil, err
		}
		return &clinicSettingsOutput{Body: clinicSettingsOf(clinic)}, nil
	})
	register(a, operation{
		id: "changeClinic", method: http.MethodPatch, path: "/clinic", tag: tagSettings, summary: "Change the clinic's own settings",
		description: "What is left out stays as it is. A change takes effect within seconds.",
	}, a.changeClinic)
	register(a, operation{
		id: "listClinicTexts", method: http.MethodGet, path: "/clinic/texts", tag: tagSettings, summary: "List what the clinic tells in its own words",
		description: "Every text that there can be; one without a language is not told: patients are offered a person, or told what the schedule says.",
	}, a.listClinicTexts)
	register(a, operation{
		id: "changeClinicText", method: http.MethodPatch, path: "/clinic/texts/{key}", tag: tagSettings, summary: "Change what the clinic tells in its own words",
		refusals: []int{http.StatusNotFound},
	}, func(ctx context.Context, by jobs.Principal, input *changeClinicTextInput) (*clinicTextOutput, error) {
		changed, err := a.config.Desk.ChangeClinicText(ctx, by, input.Key, input.Body.Texts)
		if err != nil {
			return nil, err
		}
		return &clinicTextOutput{Body: clinicTextOf(input.Key, changed)}, nil
	})
}

func clinicTextOf(key records.ClinicTextKey, texts records.LocalizedText) ClinicText {
	if texts == nil {
		texts = records.LocalizedText{}
	}
	return ClinicText{Key: key, Texts: texts}
}

func (a *API) changeClinic(ctx context.Context, by jobs.Principal, input *changeClinicInput) (*clinicSettingsOutput, error) {
	wanted := input.Body
	clinic, err := a.config.Desk.ChangeClinic(ctx, by, func(present *records.Clinic) {
		set(&present.Name, wanted.Name)
		set(&present.Address, wanted.Address)
		set(&present.Phone, wanted.Phone)
		set(&present.EmergencyNumber, wanted.EmergencyNumber)
		set(&present.PrivacyURL, wanted.PrivacyURL)
		setTime(&present.LateTolerance, wanted.LateToleranceMinutes, time.Minute)
		set(&present.EraseProviderMedia, wanted.EraseProviderMedia)
		set(&present.Survey.Active, wanted.SurveyActive)
		setTime(&present.Survey.Delay, wanted.SurveyDelayMinutes, time.Minute)
		setTime(&present.Survey.Pause, wanted.SurveyPauseWeeks, week)
	})
	if err != nil {
		return nil, err
	}
	return &clinicSettingsOutput{Body: clinicSettingsOf(clinic)}, nil
}

func (a *API) listClinicTexts(ctx context.Context, by jobs.Principal, _ *struct{}) (*clinicTextList, error) {
	texts, err := a.config.Desk.ClinicTexts(ctx, by)
	if err != nil {
		return nil, err
	}
	output := &clinicTextList{}
	for _, key := range records.ClinicTextKeys() {
		output.Body.Texts = append(output.Body.Texts, clinicTextOf(key, texts[key]))
	}
	return output, nil
}
