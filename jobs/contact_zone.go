package jobs

import (
	"time"

	"github.com/nyaruka/phonenumbers"

	"frontdesk/records/postgres"
)

// contactZones gives the zones in one of which a contact is taken to live, the
// one that counts most first: the zone that is on record for them; else, with a
// number of another country, that country's zones and the clinic's; else the
// clinic's. An area code of the clinic's own country says where a number was
// handed out, and people take theirs along when they move.
func contactZones(message postgres.Queued, house house) []*time.Location {
	if own, err := time.LoadLocation(message.TimeZone); err == nil && message.TimeZone != "" {
		return []*time.Location{own}
	}
	zones := []*time.Location{house.zone}
	number, err := phonenumbers.Parse(message.Address, "")
	if err != nil || phonenumbers.GetRegionCodeForNumber(number) == house.country {
		return zones
	}
	names, err := phonenumbers.GetTimezonesForNumber(number)
	if err != nil {
		return zones
	}
	// A country that spans a continent allows no hour for all of it.
	const most = 4
	if len(names) > most {
		return zones
	}
	var abroad []*time.Location
	for _, name := range names {
		if zone, err := time.LoadLocation(name); err == nil && name != "Etc/Unknown" {
			abroad = append(abroad, zone)
		}
	}
	return append(abroad, zones...)
}
