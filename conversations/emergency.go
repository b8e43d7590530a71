package conversations

import (
	"cmp"

	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding/safety"
	"frontdesk/records"
)

// emergency gives the advice that comes before everything else, and tells
// staff at once, with the kind but not the patient's words. What was being
// talked about stays as it is; a wish to end the messages that stands beside
// it holds, and is answered after the advice.
func (t *Turn) emergency() {
	t.state.Alarm = alarm{Kind: t.Meaning.Emergency, At: t.Now}
	number, line := t.emergencyNumbers()
	switch {
	case t.Meaning.Emergency == safety.SelfHarm && number != "" && line != "":
		t.Say(catalog.SelfHarm, catalog.Values{Number: number, Phone: line})
	case t.Meaning.Emergency == safety.SelfHarm && number != "":
		t.Say(catalog.SelfHarmNoLine, catalog.Values{Number: number})
	case number != "":
		t.Say(catalog.Emergency, catalog.Values{Number: number})
	default:
		t.Say(catalog.EmergencyNoNumber, catalog.Values{})
	}
	t.Do(OpenTask{Code: records.EmergencyTask(string(t.Meaning.Emergency)), Priority: records.PriorityStat, PatientID: t.OnlyPerson()})
	if t.Meaning.Keyword == safety.Stop {
		if !t.Contact.OptedOut {
			t.Say(catalog.Stopped, catalog.Values{Clinic: t.engine.profile.Clinic.Name})
		}
		t.despite = true
		t.Abandon()
		t.optOut("stop")
	}
}

// emergencyNumbers are what to dial in an emergency, and whom to call with
// thoughts of suicide; empty where that is not known.
func (t *Turn) emergencyNumbers() (number, line string) {
	clinic := t.engine.profile.Clinic
	return cmp.Or(clinic.EmergencyNumber, EmergencyNumber(clinic.Country)), crisisLine(clinic.Country)
}

// EmergencyNumber is what to dial in an emergency: the clinic's own choice, or
// that of its country; empty where neither is known.
func (t *Turn) EmergencyNumber() string {
	number, _ := t.emergencyNumbers()
	return number
}

// lines are the numbers of a country.
type lines struct{ emergency, crisis string }

// linesOf is what to dial, by country. Emergency numbers are those of the
// ITU's list of national emergency numbers; where a country has a number for
// ambulances beside the general one, the one that sends them. Crisis lines are
// those that the authority or the service named publishes.
var linesOf = map[string]lines{
	"AR": {"107", "0800 345 1435"}, // SAME; Centro de Asistencia al Suicida (asistenciaalsuicida.org.ar)
	"AT": {"112", "142"},           // Telefonseelsorge
	"AU": {"000", "13 11 14"},      // Lifeline
	"BE": {"112", "1813"},          // Zelfmoordlijn
	"BO": {"118", ""},
	"BR": {"192", "188 (CVV)"}, // SAMU; Centro de Valorização da Vida
	"CA": {"911", "988"},       // 9-8-8 Suicide Crisis Helpline
	"CH": {"112", "143"},       // Die Dargebotene Hand
	"CL": {"131", "*4141"},
	"CO": {"123", "106"},
	"CR": {"911", "800 273 8698"}, // Línea Aquí Estoy
	"DE": {"112", "116 123"},      // TelefonSeelsorge
	"DO": {"911", ""},
	"EC": {"911", ""},
	"ES": {"112", "024"},     // Ministerio de Sanidad
	"FR": {"112", "3114"},    // Numéro national de prévention du suicide
	"GB": {"999", "116 123"}, // Samaritans
	"GT": {"123", ""},
	"HN": {"911", ""},
	"IE": {"112", "116 123"}, // Samaritans
	"IN": {"112", "14416"},   // Tele MANAS
	"IT": {"112", ""},
	"MX": {"911", "800 911 2000"}, // Línea de la Vida
	"NI": {"128", ""},
	"NL": {"112", "113"},  // 113 Zelfmoordpreventie
	"NZ": {"111", "1737"}, // Need to talk?
	"PA": {"911", ""},
	"PE": {"106", "113"},          // SAMU; Línea 113 Salud
	"PH": {"911", "1553"},         // National Center for Mental Health
	"PR": {"911", "988"},          // Línea PAS
	"PT": {"112", "808 24 24 24"}, // SNS 24
	"PY": {"141", ""},
	"SV": {"911", ""},
	"US": {"911", "988"},       // 988 Suicide & Crisis Lifeline
	"UY": {"911", "0800 0767"}, // Línea Vida
	"VE": {"911", ""},
	"ZA": {"112", "0800 567 567"}, // SADAG
}

// EmergencyNumber is what to dial in an emergency in a country (ISO 3166-1
// alpha-2), for a clinic that has not set its own; empty where that is not
// known.
func EmergencyNumber(country string) string { return linesOf[country].emergency }

// crisisLine is whom to call in a country with thoughts of suicide, or for
// somebody who has them; empty where that is not known.
func crisisLine(country string) string { return linesOf[country].crisis }
