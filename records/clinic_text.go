package records

// ClinicTextKey names something that a clinic tells everybody who asks, in its
// own words.
type ClinicTextKey string

// The texts of a clinic. Each may be missing: the patient is then offered a
// person, or told what the records themselves say.
const (
	// TextGreeting greets in place of the ordinary welcome.
	TextGreeting ClinicTextKey = "greeting"
	// TextDirections says how to get there; the address is told with it.
	TextDirections ClinicTextKey = "directions"
	// TextMapLink is the address of a map on the web.
	TextMapLink ClinicTextKey = "map-link"
	// TextHours is told in place of the hours that the schedule gives.
	TextHours ClinicTextKey = "hours"
	// TextParking says where to leave a car.
	TextParking ClinicTextKey = "parking"
	// TextAccess speaks of wheelchairs, lifts and other needs.
	TextAccess ClinicTextKey = "access"
	// TextFacility is what else there is to know about the house.
	TextFacility ClinicTextKey = "facility"
	// TextInsurance says which plans are taken.
	TextInsurance ClinicTextKey = "insurance"
	// TextPrices says what visits cost, or where that is to be read.
	TextPrices ClinicTextKey = "prices"
)

// ClinicTextKeys lists all keys, in the order in which they are shown.
func ClinicTextKeys() []ClinicTextKey {
	return []ClinicTextKey{
		TextGreeting, TextDirections, TextMapLink, TextHours, TextParking, TextAccess, TextFacility, TextInsurance, TextPrices,
	}
}

// ClinicTexts are a clinic's texts in its languages.
type ClinicTexts map[ClinicTextKey]LocalizedText

// In gives a text in the language asked for, else in another, else nothing.
func (t ClinicTexts) In(key ClinicTextKey, language Language) string { return t[key].In(language) }
