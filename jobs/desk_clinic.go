package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/records"
)

// maxClinicText is how many characters a clinic's text may have: two or three
// SMS with what is told beside it.
const maxClinicText = 300

// minSurveyPause is the shortest for which nobody is asked again how a visit
// was; a pause counts in it.
const minSurveyPause = 7 * 24 * time.Hour

// Clinic gives the clinic's own settings.
func (d *Desk) Clinic(ctx context.Context, by Principal) (records.Clinic, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Clinic, touched, error) {
		clinic, err := w.tx.Clinic(ctx)
		if err != nil {
			return records.Clinic{}, touched{}, fmt.Errorf("read clinic: %w", err)
		}
		return clinic, touched{action: records.AuditRead, kind: "Organization", id: clinic.ID}, nil
	})
}

// ChangeClinic changes the clinic's name, addresses, numbers, tolerance and
// whether patients are asked how visits were: change gets it as it is.
func (d *Desk) ChangeClinic(ctx context.Context, by Principal, change func(*records.Clinic)) (records.Clinic, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.Clinic, touched, error) {
		clinic, err := w.tx.Clinic(ctx)
		if err != nil {
			return records.Clinic{}, touched{}, fmt.Errorf("read clinic: %w", err)
		}
		change(&clinic)
		if err := named(&clinic.Name); err != nil {
			return records.Clinic{}, touched{}, err
		}
		if clinic.EmergencyNumber = strings.TrimSpace(clinic.EmergencyNumber); clinic.EmergencyNumber == "" {
			return records.Clinic{}, touched{}, records.Invalid("emergencyNumber", "patients must be told whom to call in an emergency")
		}
		if clinic.LateTolerance < 0 || clinic.LateTolerance > 4*time.Hour {
			return records.Clinic{}, touched{}, records.Invalid("lateToleranceMinutes", "it is between 0 and 240")
		}
		if survey := clinic.Survey; survey.Delay < 0 || survey.Delay > 48*time.Hour || survey.Pause < minSurveyPause || survey.Pause > 52*minSurveyPause {
			return records.Clinic{}, touched{}, records.Invalid("surveyPauseWeeks", "patients are asked at most two days after a visit, and not again for 1 to 52 weeks")
		}
		if err := w.tx.UpdateClinic(ctx, clinic); err != nil {
			return records.Clinic{}, touched{}, fmt.Errorf("change clinic: %w", err)
		}
		return clinic, touched{action: records.AuditUpdate, kind: "Organization", id: clinic.ID}, nil
	})
}

// ClinicTexts gives what the clinic tells in its own words.
func (d *Desk) ClinicTexts(ctx context.Context, by Principal) (records.ClinicTexts, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.ClinicTexts, touched, error) {
		texts, err := w.tx.ClinicTexts(ctx)
		if err != nil {
			return nil, touched{}, fmt.Errorf("read texts: %w", err)
		}
		return texts, touched{action: records.AuditRead, kind: "Organization", id: by.ClinicID}, nil
	})
}

// ChangeClinicText changes one text in the languages that are given and gives
// it in all; an empty text is taken away.
func (d *Desk) ChangeClinicText(ctx context.Context, by Principal, key records.ClinicTextKey, texts records.LocalizedText,
) (records.LocalizedText, error) {
	return perform(ctx, d, by, func(ctx context.Context, w deskWork) (records.LocalizedText, touched, error) {
		if !slices.Contains(records.ClinicTextKeys(), key) {
			return nil, touched{}, records.NotFound("text")
		}
		if err := checkTexts(texts); err != nil {
			return nil, touched{}, err
		}
		if err := w.tx.SetClinicText(ctx, key, texts); err != nil {
			return nil, touched{}, fmt.Errorf("change text: %w", err)
		}
		changed, err := w.tx.ClinicTexts(ctx)
		if err != nil {
			return nil, touched{}, fmt.Errorf("read texts: %w", err)
		}
		return changed[key], touched{action: records.AuditUpdate, kind: "Organization", id: by.ClinicID}, nil
	})
}

// checkTexts takes the space around texts away and says which is too long or in
// no language of the program.
func checkTexts(texts records.LocalizedText) error {
	for language, text := range texts {
		switch language {
		case records.English, records.Spanish, records.Portuguese:
		default:
			return records.Invalid("texts", fmt.Sprintf("%q is none of en, es, pt", string(language)))
		}
		texts[language] = strings.TrimSpace(text)
		if len([]rune(texts[language])) > maxClinicText {
			return records.Invalid("texts", fmt.Sprintf("a text has at most %d characters", maxClinicText))
		}
	}
	return nil
}
