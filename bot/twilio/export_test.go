package twilio

import (
	"net/netip"
	"net/url"
)

// What the external tests look at.
var (
	NewMediaTransport   = newMediaTransport
	ErrForbiddenAddress = errForbiddenAddress
)

// Public says whether an address is one that media are fetched from.
func Public(address string) bool { return public(netip.MustParseAddr(address)) }

// ServesMedia says whether a redirect would be followed.
func (a *Adapter) ServesMedia(target *url.URL) bool { return a.servesMedia(target) }
