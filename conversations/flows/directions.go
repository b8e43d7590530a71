package flows

import (
	"strings"

	"frontdesk/conversations"
	"frontdesk/conversations/catalog"
	"frontdesk/conversations/understanding"
	"frontdesk/records"
)

// directions tells where the clinic is and how to get there.
type directions struct{ informing }

func (directions) Name() string { return "directions" }

func (directions) Intents() []understanding.Intent {
	return []understanding.Intent{understanding.IntentDirections}
}

func (flow directions) Next(turn *conversations.Turn) {
	link := ""
	if address := clinicText(turn, records.TextMapLink); address != "" {
		link = turn.Book().Say(catalog.MapLink, catalog.Values{Link: address})
	}
	flow.tell(turn, addresses(turn), clinicText(turn, records.TextDirections), link)
}

// addresses tells the clinic's address, or those of its sites where it has
// several; empty where none is known.
func addresses(turn *conversations.Turn) string {
	var sites []records.Location
	for _, site := range turn.Profile().Sites {
		if site.Active && site.Address != "" {
			sites = append(sites, site)
		}
	}
	address := turn.Profile().Clinic.Address
	switch {
	case len(sites) == 1 && address == "":
		address = sites[0].Address
	case len(sites) > 1:
		lines := make([]string, len(sites))
		for i, site := range sites {
			lines[i] = site.Name + ": " + site.Address
		}
		return turn.Book().Say(catalog.Addresses, catalog.Values{List: strings.Join(lines, "\n")})
	}
	if address == "" {
		return ""
	}
	return turn.Book().Say(catalog.Address, catalog.Values{Address: address})
}
