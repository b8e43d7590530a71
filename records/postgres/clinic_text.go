package postgres

import (
	"context"
	"time"

	"frontdesk/records"
	"frontdesk/records/postgres/dbsqlc"
)

// ClinicTexts reads what the clinic tells in its own words.
func (tx *Tx) ClinicTexts(ctx context.Context) (records.ClinicTexts, error) {
	rows, err := tx.queries.ListClinicTexts(ctx, tx.clinicID)
	if err != nil {
		return nil, coded(err)
	}
	texts := records.ClinicTexts{}
	for _, row := range rows {
		key := records.ClinicTextKey(row.Key)
		if texts[key] == nil {
			texts[key] = records.LocalizedText{}
		}
		texts[key][records.Language(row.Language)] = row.Text
	}
	return texts, nil
}

// SetClinicText changes one of the clinic's texts in the languages that are
// given; an empty text is taken away.
func (tx *Tx) SetClinicText(ctx context.Context, key records.ClinicTextKey, texts records.LocalizedText) error {
	for language, text := range texts {
		var err error
		if text == "" {
			err = tx.queries.DeleteClinicText(ctx, dbsqlc.DeleteClinicTextParams{ClinicID: tx.clinicID, Key: string(key), Language: string(language)})
		} else {
			err = tx.queries.PutClinicText(ctx, dbsqlc.PutClinicTextParams{
				ClinicID: tx.clinicID, Key: string(key), Language: string(language), Text: text,
			})
		}
		if err != nil {
			return coded(err)
		}
	}
	return tx.settingsChanged(ctx)
}

// UpdateClinic changes the clinic's name, addresses, numbers, how late patients
// may come and whether they are asked how a visit was. What decides about times and languages stays.
func (tx *Tx) UpdateClinic(ctx context.Context, clinic records.Clinic) error {
	changed, err := tx.queries.UpdateClinic(ctx, dbsqlc.UpdateClinicParams{
		ID: tx.clinicID, Name: clinic.Name, Address: clinic.Address, Phone: clinic.Phone, EmergencyNumber: clinic.EmergencyNumber,
		PrivacyUrl: clinic.PrivacyURL, LateToleranceMinutes: int16(clinic.LateTolerance / time.Minute), //nolint:gosec // a CHECK bounds it
		SurveyActive: clinic.Survey.Active, SurveyDelayMinutes: minutes16(clinic.Survey.Delay), SurveyPauseWeeks: weeks(clinic.Survey.Pause), EraseProviderMedia: clinic.EraseProviderMedia,
	})
	return tx.settingChanged(ctx, "clinic", changed, err)
}
